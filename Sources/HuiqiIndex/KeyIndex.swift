import HuiqiLogic
import HuiqiModel

/// Keys to places, in shards so that a copy for one change copies one shard.
///
/// Keys are not stored a second time: an entry is 32 bits of the key's hash and a place, and the key there decides.
struct KeyIndex: Sendable {
    private static let shardCount = 1024
    private static let pageShards = 32
    /// The shards, in pages for the same reason.
    private var pages = [[Shard]](
        repeating: [Shard](repeating: Shard(), count: KeyIndex.pageShards),
        count: KeyIndex.shardCount / KeyIndex.pageShards)

    /// Open addressing; 0 is an empty slot.
    private struct Shard: Sendable {
        var entries: [UInt64] = []
        var count = 0

        @inline(__always)
        mutating func set(_ hash: UInt64, block: Int, row: Int, where isKey: (Int, Int) -> Bool) {
            if entries.count < (count &+ 1) &* 4 / 3 &+ 1 { resize(to: max(8, entries.count &* 3 / 2)) }
            guard let slot = KeyIndex.slot(in: self, hash, isKey) else { return }
            if entries[slot] == 0 { count &+= 1 }
            entries[slot] = KeyIndex.entry(hash, block, row)
        }

        /// Makes it large enough for more keys, and some to spare.
        mutating func makeRoom(for added: Int) {
            let wanted = (count &+ added) &* 4 / 3 &+ 8
            if added > 0, entries.count < wanted { resize(to: wanted) }
        }

        private mutating func resize(to size: Int) {
            let old = entries
            entries = [UInt64](repeating: 0, count: size)
            for entry in old where entry != 0 {
                var slot = KeyIndex.start(entry, size)
                while entries[slot] != 0 { slot = slot &+ 1 == size ? 0 : slot &+ 1 }
                entries[slot] = entry
            }
        }
    }

    /// Places are 12 bits of row and 20 of block, plus one, so that no entry is 0.
    static let blockLimit = 1 << 20
    static let rowLimit = 4095

    /// No keys.
    init() {}

    /// Without room for any: what stands where an index was moved from.
    init(empty: Void) { pages = [] }

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
        let number = KeyIndex.shard(hash)
        let shard = pages[number / KeyIndex.pageShards][number % KeyIndex.pageShards]
        guard let slot = KeyIndex.slot(in: shard, hash, isKey) else { return nil }
        return shard.entries[slot] == 0 ? nil : KeyIndex.place(shard.entries[slot])
    }

    /// Enters a key at a place, in the stead of an earlier one.
    mutating func set(_ hash: UInt64, block: Int, row: Int, where isKey: (Int, Int) -> Bool) {
        let number = KeyIndex.shard(hash)
        pages[number / KeyIndex.pageShards][number % KeyIndex.pageShards]
            .set(hash, block: block, row: row, where: isKey)
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
        let hashed = Slots<BlockHashes>(count: blocks.count)
        Workers.run(pieces: blocks.count, threads: threads) { hashed.set($0, BlockHashes(blocks[$0])) }
        let hashes = hashed.values.compactMap { $0 }
        // Threads share no page.
        let old = pages
        let made = Slots<[Shard]>(count: old.count)
        Workers.run(pieces: old.count, threads: threads) { page in
            var shards = old[page]
            var added = [Int](repeating: 0, count: KeyIndex.pageShards)
            for block in hashes {
                for row in block.rows(ofPage: page) {
                    added[KeyIndex.shard(block.hashes[Int(row)]) % KeyIndex.pageShards] &+= 1
                }
            }
            for (shard, count) in added.enumerated() { shards[shard].makeRoom(for: count) }
            for (block, own) in hashes.enumerated() {
                let column = blocks[block]
                for row in own.rows(ofPage: page) {
                    let row = Int(row)
                    let hash = own.hashes[row]
                    let shard = KeyIndex.shard(hash) % KeyIndex.pageShards
                    shards[shard].set(hash, block: first &+ block, row: row) {
                        let other = keys($0)
                        return column.bytes[column.range(row)].elementsEqual(other.bytes[other.range($1)])
                    }
                }
            }
            made.set(page, shards)
        }
        pages = made.values.map { $0 ?? [] }
    }

    /// The hashes of a block's keys, and its rows by the page of each.
    private struct BlockHashes: Sendable {
        let hashes: [UInt64]
        private let rows: [UInt16]
        /// End of each page's rows.
        private let ends: [Int]

        init(_ keys: TextColumn) {
            let bytes = keys.bytes.span
            let hashes = keys.ends.indices.map { KeyIndex.hash(bytes, keys.range($0)) }
            var ends = [Int](repeating: 0, count: KeyIndex.shardCount / KeyIndex.pageShards + 1)
            for hash in hashes { ends[KeyIndex.shard(hash) / KeyIndex.pageShards + 1] &+= 1 }
            for page in 1..<ends.count { ends[page] &+= ends[page - 1] }
            var rows = [UInt16](repeating: 0, count: hashes.count)
            for (row, hash) in hashes.enumerated() {
                let page = KeyIndex.shard(hash) / KeyIndex.pageShards
                rows[ends[page]] = UInt16(truncatingIfNeeded: row)
                ends[page] &+= 1
            }
            self.hashes = hashes
            self.rows = rows
            self.ends = ends
        }

        func rows(ofPage page: Int) -> ArraySlice<UInt16> {
            rows[(page == 0 ? 0 : ends[page - 1])..<ends[page]]
        }
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
}
