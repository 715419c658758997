import HuiqiModel

/// Keys to places, in shards so that a copy for one change copies one shard.
///
/// Keys are not stored a second time: an entry is 32 bits of the key's hash and a place, and the key there decides.
struct KeyIndex: Sendable {
    private static let shardCount = 1024
    private var shards = [Shard](repeating: Shard(), count: KeyIndex.shardCount)

    /// Open addressing; 0 is an empty slot.
    private struct Shard: Sendable {
        var entries: [UInt64] = []
        var count = 0
    }

    /// Places are 12 bits of row and 20 of block, plus one, so that no entry is 0.
    static let blockLimit = 1 << 20
    static let rowLimit = 4095

    /// No keys.
    init() {}

    /// Without room for any: what stands where an index was moved from.
    init(empty: Void) { shards = [] }

    private static func entry(_ hash: UInt64, _ block: Int, _ row: Int) -> UInt64 {
        (hash & 0xFFFF_FFFF_0000_0000) | UInt64(UInt32(truncatingIfNeeded: block &<< 12 | row &+ 1))
    }

    private static func place(_ entry: UInt64) -> (block: Int, row: Int) {
        let low = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF)
        return (low >> 12, (low & 0xFFF) &- 1)
    }

    /// FNV-1a over the bytes, spread once more; no process's hash seed takes part.
    static func hash(_ key: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in key { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        hash ^= hash >> 32
        return hash &* 0x9E37_79B9_7F4A_7C15
    }

    /// Where a key lies; `isKey` says whether a place holds it.
    func place(_ hash: UInt64, where isKey: (Int, Int) -> Bool) -> (block: Int, row: Int)? {
        let shard = shards[Int(hash & UInt64(KeyIndex.shardCount - 1))]
        guard let slot = KeyIndex.slot(in: shard, hash, isKey) else { return nil }
        return shard.entries[slot] == 0 ? nil : KeyIndex.place(shard.entries[slot])
    }

    /// Enters a key at a place, in the stead of an earlier one.
    mutating func set(_ hash: UInt64, block: Int, row: Int, where isKey: (Int, Int) -> Bool) {
        let number = Int(hash & UInt64(KeyIndex.shardCount - 1))
        if shards[number].entries.count < (shards[number].count &+ 1) &* 4 / 3 &+ 1 { grow(number) }
        guard let slot = KeyIndex.slot(in: shards[number], hash, isKey) else { return }
        if shards[number].entries[slot] == 0 { shards[number].count &+= 1 }
        shards[number].entries[slot] = KeyIndex.entry(hash, block, row)
    }

    /// The slot of a key, or the empty one where it would go; nil only where there are no slots.
    private static func slot(in shard: Shard, _ hash: UInt64, _ isKey: (Int, Int) -> Bool) -> Int? {
        let size = shard.entries.count
        if size == 0 { return nil }
        var slot = KeyIndex.start(hash, size)
        // There is always an empty slot, see `set`.
        for _ in 0..<size {
            let entry = shard.entries[slot]
            if entry == 0 { return slot }
            if entry >> 32 == hash >> 32 {
                let (block, row) = place(entry)
                if isKey(block, row) { return slot }
            }
            slot = slot &+ 1 == size ? 0 : slot &+ 1
        }
        return nil
    }

    private static func start(_ hash: UInt64, _ size: Int) -> Int {
        // The upper half is what an entry keeps, so that a shard can grow without the keys.
        Int(truncatingIfNeeded: (hash >> 32) &* UInt64(size) >> 32)
    }

    private mutating func grow(_ number: Int) {
        let old = shards[number].entries
        let size = max(8, old.count &* 3 / 2)
        var entries = [UInt64](repeating: 0, count: size)
        for entry in old where entry != 0 {
            var slot = KeyIndex.start(entry, size)
            while entries[slot] != 0 { slot = slot &+ 1 == size ? 0 : slot &+ 1 }
            entries[slot] = entry
        }
        shards[number].entries = entries
    }
}
