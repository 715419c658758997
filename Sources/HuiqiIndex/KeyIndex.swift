import HuiqiLogic
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

    /// The same for a key that is a part of longer bytes.
    static func hash(_ bytes: Span<UInt8>, _ key: Range<Int>) -> UInt64 {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for place in key { hash = (hash ^ UInt64(bytes[place])) &* 1_099_511_628_211 }
        hash ^= hash >> 32
        return hash &* 0x9E37_79B9_7F4A_7C15
    }

    /// Where a key lies; `isKey` says whether a place holds it.
    func place(_ hash: UInt64, where isKey: (Int, Int) -> Bool) -> (block: Int, row: Int)? {
        let shard = shards[KeyIndex.shard(hash)]
        guard let slot = KeyIndex.slot(in: shard, hash, isKey) else { return nil }
        return shard.entries[slot] == 0 ? nil : KeyIndex.place(shard.entries[slot])
    }

    /// Enters a key at a place, in the stead of an earlier one.
    mutating func set(_ hash: UInt64, block: Int, row: Int, where isKey: (Int, Int) -> Bool) {
        set(KeyIndex.shard(hash), hash, block: block, row: row, where: isKey)
    }

    @inline(__always)
    private mutating func set(
        _ number: Int, _ hash: UInt64, block: Int, row: Int, where isKey: (Int, Int) -> Bool
    ) {
        if shards[number].entries.count < (shards[number].count &+ 1) &* 4 / 3 &+ 1 { grow(number) }
        guard let slot = KeyIndex.slot(in: shards[number], hash, isKey) else { return }
        if shards[number].entries[slot] == 0 { shards[number].count &+= 1 }
        shards[number].entries[slot] = KeyIndex.entry(hash, block, row)
    }

    /// Enters all keys of blocks that lie one after the other, each in the stead of an earlier one.
    ///
    /// - Parameters:
    ///   - blocks: The keys; no two of them are equal.
    ///   - first: Number of the first of the blocks.
    ///   - threads: Threads that may work; the index does not depend on how many.
    ///   - keys: The keys of a block by its number, of those entered before too.
    mutating func set(
        _ blocks: [TextColumn], firstBlock first: Int, threads: Int,
        keys: @escaping @Sendable (Int) -> TextColumn
    ) {
        let hashed = Slots<[UInt64]>(count: blocks.count)
        Workers.run(pieces: blocks.count, threads: threads) { block in
            let column = blocks[block]
            let bytes = column.bytes.span
            hashed.set(block, column.ends.indices.map { KeyIndex.hash(bytes, column.range($0)) })
        }
        let hashes = hashed.values.map { $0 ?? [] }
        // Threads share no shard; each group of them looks at all hashes, which are far fewer bytes than the keys.
        let groups = 16
        let size = KeyIndex.shardCount / groups
        let old = shards
        let made = Slots<[Shard]>(count: groups)
        Workers.run(pieces: groups, threads: threads) { group in
            let own = (group * size)..<((group + 1) * size)
            var part = KeyIndex(empty: ())
            part.shards = Array(old[own])
            var added = [Int](repeating: 0, count: size)
            for block in hashes {
                for hash in block where own.contains(KeyIndex.shard(hash)) {
                    added[KeyIndex.shard(hash) &- own.lowerBound] &+= 1
                }
            }
            for (number, count) in added.enumerated() { part.makeRoom(number, for: count) }
            for (block, blockHashes) in hashes.enumerated() {
                for (row, hash) in blockHashes.enumerated() where own.contains(KeyIndex.shard(hash)) {
                    let column = blocks[block]
                    part.set(KeyIndex.shard(hash) &- own.lowerBound, hash, block: first &+ block, row: row) {
                        let other = keys($0)
                        return column.bytes[column.range(row)].elementsEqual(other.bytes[other.range($1)])
                    }
                }
            }
            made.set(group, part.shards)
        }
        shards = made.values.flatMap { $0 ?? [] }
    }

    private static func shard(_ hash: UInt64) -> Int { Int(hash & UInt64(shardCount - 1)) }

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
        resize(number, to: max(8, shards[number].entries.count &* 3 / 2))
    }

    /// Makes a shard large enough for more keys, and some to spare.
    private mutating func makeRoom(_ number: Int, for added: Int) {
        let wanted = (shards[number].count &+ added) &* 4 / 3 &+ 8
        if added > 0, shards[number].entries.count < wanted { resize(number, to: wanted) }
    }

    private mutating func resize(_ number: Int, to size: Int) {
        let old = shards[number].entries
        var entries = [UInt64](repeating: 0, count: size)
        for entry in old where entry != 0 {
            var slot = KeyIndex.start(entry, size)
            while entries[slot] != 0 { slot = slot &+ 1 == size ? 0 : slot &+ 1 }
            entries[slot] = entry
        }
        shards[number].entries = entries
    }
}
