import HuiqiLogic
import HuiqiModel

/// All profiles: immutable blocks of columns, and where each key lies.
///
/// A value: a change makes a new population that shares every block it did not touch.
public struct Population: Sendable {
    /// Rows of a block at most.
    public static let blockRows = 2048

    /// Some profiles, column by column. Rows whose profile was replaced are no longer live.
    public struct Block: Sendable {
        /// The columns.
        public let batch: ProfileBatch
        /// Rows that count.
        public let live: Bitmap
        /// Where the phrases of the rows are kept once they are asked for.
        let shelf: PhraseShelf

        /// A block; `live` has a bit a row.
        public init(batch: ProfileBatch, live: Bitmap) {
            self.init(batch: batch, live: live, shelf: PhraseShelf())
        }

        init(batch: ProfileBatch, live: Bitmap, shelf: PhraseShelf) {
            self.batch = batch
            self.live = live
            self.shelf = shelf
        }
    }

    /// The fields.
    public let schema: Schema
    /// The blocks.
    public private(set) var blocks: [Block] = []
    /// Number of profiles.
    public private(set) var count = 0
    private var index = KeyIndex()
    let books = PhraseBookShelf()

    /// No profiles yet.
    public init(schema: Schema) { self.schema = schema }

    /// Where the profile of a key lies; nil where there is none.
    public func location(of key: String) -> (block: Int, row: Int)? { index[ExactText(key)] }

    /// The profile of a key; nil where there is none.
    public func profile(_ key: String) -> Profile? {
        location(of: key).map { Profile(batch: blocks[$0.block].batch, row: $0.row) }
    }

    /// Adds profiles; one whose key is there already replaces the old one.
    ///
    /// Keys of one batch are unique; the batches have this population's schema.
    /// - Complexity: O(rows of the batches), and a copy of the last block where it still has room.
    public mutating func put(_ batches: [ProfileBatch]) {
        for batch in batches where batch.count > 0 {
            retire(batch)
            if let last = blocks.last, last.batch.count + batch.count <= Population.blockRows {
                var merged = last.batch
                merged.append(contentsOf: batch)
                var live = last.live
                live.append(contentsOf: Bitmap(repeating: true, count: batch.count))
                let first = last.batch.count
                blocks[blocks.count - 1] = Block(batch: merged, live: live)
                enter(batch, block: blocks.count - 1, from: first)
            } else {
                blocks.append(Block(batch: batch, live: Bitmap(repeating: true, count: batch.count)))
                enter(batch, block: blocks.count - 1, from: 0)
            }
            count += batch.count
        }
    }

    /// Takes the rows that a batch replaces out of their blocks.
    private mutating func retire(_ batch: ProfileBatch) {
        if count == 0 { return }
        var gone: [Int: [Int]] = [:]
        for row in 0..<batch.count {
            if let place = location(of: batch.key(row)) { gone[place.block, default: []].append(place.row) }
        }
        for (position, rows) in gone {
            var live = blocks[position].live
            for row in rows { live[row] = false }
            let old = blocks[position]
            blocks[position] = Block(batch: old.batch, live: live, shelf: old.shelf)
            count -= rows.count
        }
    }

    private mutating func enter(_ batch: ProfileBatch, block: Int, from first: Int) {
        for row in 0..<batch.count { index.set(ExactText(batch.key(row)), block: block, row: first + row) }
    }
}

/// Keys to places, in shards so that a copy for one change copies one shard.
struct KeyIndex: Sendable {
    private struct Place {
        var block: Int32
        var row: Int32
    }

    private static let shardCount = 1024
    private var shards = [[ExactText: Place]](repeating: [:], count: KeyIndex.shardCount)

    subscript(key: ExactText) -> (block: Int, row: Int)? {
        shards[KeyIndex.shard(of: key)][key].map { (Int($0.block), Int($0.row)) }
    }

    mutating func set(_ key: ExactText, block: Int, row: Int) {
        shards[KeyIndex.shard(of: key)][key] = Place(
            block: Int32(truncatingIfNeeded: block), row: Int32(truncatingIfNeeded: row))
    }

    /// FNV-1a, so that the shard does not depend on a process's hash seed.
    private static func shard(of key: ExactText) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in key.text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int(hash % UInt32(shardCount))
    }
}
