import HuiqiLogic
import HuiqiModel

/// All profiles: immutable blocks of columns, and where each key lies.
///
/// Profiles that are put together are kept in order of region and industry, so that one atom often decides a whole
/// block. A value: a change makes a new population that shares every block it did not touch.
public struct Population: Sendable {
    /// Rows of a block at most.
    public static let blockRows = 2048
    /// A few profiles at a time go into blocks of at most so many rows, which are cheap to copy.
    static let smallRows = 256
    /// More small blocks than that are joined.
    static let smallBlocks = 16

    /// Some profiles, column by column. Rows whose profile was replaced are no longer live.
    public struct Block: Sendable {
        /// The columns.
        public let batch: ProfileBatch
        /// Rows that count.
        public private(set) var live: Bitmap
        /// Where the phrases of the rows are kept once they are asked for.
        let shelf = PhraseShelf()
        /// Where the names of the rows are kept once somebody looks for one.
        let names = NameShelf()

        /// The same for two blocks exactly where they have the same rows, live or not.
        public var identity: ObjectIdentifier { ObjectIdentifier(shelf) }

        /// A block; `live` has a bit a row.
        public init(batch: ProfileBatch, live: Bitmap) {
            self.batch = batch
            self.live = live
        }

        init(_ batch: ProfileBatch) {
            self.init(batch: batch, live: Bitmap(repeating: true, count: batch.count))
        }

        /// The same rows with others of them live.
        func with(live: Bitmap) -> Block {
            var block = self
            block.live = live
            return block
        }
    }

    /// The fields.
    public let schema: Schema
    /// The blocks; some may be without rows.
    public private(set) var blocks: [Block] = []
    /// Number of profiles.
    public private(set) var count = 0
    private var index = KeyIndex()
    let books = PhraseBookShelf()

    /// No profiles yet.
    public init(schema: Schema) { self.schema = schema }

    /// The most profiles there can be.
    public static let limit = KeyIndex.blockLimit * 256

    /// Where the profile of a key lies; nil where there is none.
    public func location(of key: String) -> (block: Int, row: Int)? {
        var key = key
        return key.withUTF8 { unsafe location($0) }
    }

    private func location(_ key: some Collection<UInt8>) -> (block: Int, row: Int)? {
        index.place(KeyIndex.hash(key)) { holds(key, $0, $1) }
    }

    private func holds(_ key: some Collection<UInt8>, _ block: Int, _ row: Int) -> Bool {
        let keys = blocks[block].batch.keys
        let range = keys.range(row)
        return range.count == key.count && keys.bytes[range].elementsEqual(key)
    }

    /// The profile of a key; nil where there is none.
    public func profile(_ key: String) -> Profile? {
        location(of: key).map { Profile(batch: blocks[$0.block].batch, row: $0.row) }
    }

    /// The profile of a key, whose UTF-8 it is; nil where there is none.
    public func profile(utf8 key: some Collection<UInt8>) -> Profile? {
        location(key).map { Profile(batch: blocks[$0.block].batch, row: $0.row) }
    }

    /// Adds profiles; one whose key is there already replaces the old one.
    ///
    /// Keys of one call are unique; the batches have this population's schema.
    /// - Parameter threads: Threads that may work; nothing depends on how many.
    /// - Complexity: O(rows of the batches), and a copy of a small block where one has room.
    public mutating func put(_ batches: [ProfileBatch], threads: Int = 1) {
        var batches = batches
        put(taking: &batches, threads: threads)
    }

    /// The same, letting go of the batches while their rows are put, so that they are not in memory twice.
    /// - Parameter batches: Empty afterwards.
    public mutating func put(taking batches: inout [ProfileBatch], threads: Int = 1) {
        batches.removeAll { $0.count == 0 }
        let rows = batches.reduce(0) { $0 + $1.count }
        if rows == 0 { return }
        for batch in batches { retire(batch) }
        count += rows
        if rows <= Population.smallRows {
            putFew(batches, rows)
            batches = []
        } else {
            let places = Population.places(batches)
            append(
                Population.arranged(taking: &batches, places, schema: schema, threads: threads),
                threads: threads)
        }
        tidy(threads: threads)
    }

    private mutating func append(_ added: [ProfileBatch], threads: Int) {
        let first = blocks.count
        for batch in added { blocks.append(Block(batch)) }
        if added.count < 4 {
            for block in first..<blocks.count { enter(block) }
        } else {
            var index = self.index
            self.index = KeyIndex(empty: ())
            let blocks = self.blocks
            index.set(added.map(\.keys), firstBlock: first, threads: threads) { blocks[$0].batch.keys }
            self.index = index
        }
    }

    /// Into the last block where that is small and has room.
    private mutating func putFew(_ batches: [ProfileBatch], _ rows: Int) {
        guard let last = blocks.last, last.batch.count > 0, last.batch.count + rows <= Population.smallRows
        else {
            var first = batches[0]
            for batch in batches.dropFirst() { first.append(contentsOf: batch) }
            append([first], threads: 1)
            return
        }
        var merged = last.batch
        for batch in batches { merged.append(contentsOf: batch) }
        var live = last.live
        live.append(contentsOf: Bitmap(repeating: true, count: rows))
        blocks[blocks.count - 1] = Block(batch: merged, live: live)
        enter(blocks.count - 1, from: last.batch.count)
    }

    /// Takes the rows that a batch replaces out of their blocks.
    private mutating func retire(_ batch: ProfileBatch) {
        if count == 0 { return }
        var gone: [Int: [Int]] = [:]
        for row in 0..<batch.count {
            guard let place = location(batch.keys.bytes[batch.keys.range(row)]) else { continue }
            if blocks[place.block].live[place.row] { gone[place.block, default: []].append(place.row) }
        }
        for (position, rows) in gone {
            var live = blocks[position].live
            for row in rows { live[row] = false }
            blocks[position] = blocks[position].with(live: live)
            count -= rows.count
        }
    }

    /// Enters the keys of a block's live rows.
    private mutating func enter(_ block: Int, from first: Int = 0) {
        let keys = blocks[block].batch.keys
        let live = blocks[block].live
        var index = self.index
        self.index = KeyIndex(empty: ())
        for row in first..<keys.ends.count where live[row] {
            let range = keys.range(row)
            let key = keys.bytes[range]
            index.set(KeyIndex.hash(keys.bytes.span, range), block: block, row: row) { holds(key, $0, $1) }
        }
        self.index = index
    }

    /// Joins small blocks, and blocks most of whose rows are gone, where there are too many of them.
    private mutating func tidy(threads: Int) {
        func isSmall(_ block: Block) -> Bool {
            block.batch.count > 0 && block.live.population * 2 <= Population.blockRows
        }
        // Counting live rows of every block would cost more than putting one profile.
        guard blocks.count >= Population.smallBlocks, blocks.count % Population.smallBlocks == 0 else {
            return
        }
        let small = blocks.indices.filter { isSmall(blocks[$0]) }
        guard small.count >= Population.smallBlocks else { return }
        var places: [RowPlace] = []
        for (position, block) in small.enumerated() {
            for row in 0..<blocks[block].batch.count where blocks[block].live[row] {
                places.append(
                    RowPlace(
                        batch: Int32(truncatingIfNeeded: position), row: Int32(truncatingIfNeeded: row)))
            }
        }
        var batches = small.map { blocks[$0].batch }
        let joined = Population.arranged(taking: &batches, places, schema: schema, threads: threads)
        // First behind all others, while the old places still hold what the index says of them, then into these: an entry
        // is found by the key that stands where it points.
        let end = blocks.count
        append(joined, threads: 1)
        for (position, batch) in zip(small, joined) {
            blocks[position] = Block(batch)
            enter(position)
        }
        for position in small.dropFirst(joined.count) {
            blocks[position] = Block(ProfileBatch(schema: schema))
        }
        // Small blocks are at most half full, so there are no more joined ones than places.
        if joined.count <= small.count { blocks.removeSubrange(end...) }
        while let last = blocks.last, last.batch.count == 0 { blocks.removeLast() }
    }
}

extension Population {
    private static let region = Schema.contract.index(of: "region")
    private static let industry = Schema.contract.index(of: "industry")

    fileprivate static func places(_ batches: [ProfileBatch]) -> [RowPlace] {
        batches.enumerated().flatMap { position, batch in
            (0..<batch.count).map {
                RowPlace(batch: Int32(truncatingIfNeeded: position), row: Int32(truncatingIfNeeded: $0))
            }
        }
    }

    /// Rows in order of region, then industry, then as they came, cut into blocks.
    fileprivate static func arranged(
        taking batches: inout [ProfileBatch], _ rows: [RowPlace], schema: Schema, threads: Int
    ) -> [ProfileBatch] {
        var sorted = rows
        for field in [industry, region] { CodeRanks(field, batches)?.sort(&sorted) }
        let blocks = stride(from: 0, to: sorted.count, by: blockRows).map {
            sorted[$0..<min($0 + blockRows, sorted.count)]
        }
        return ProfileBatch.gathering(blocks: blocks, taking: &batches, schema: schema, threads: threads)
    }
}

/// The rank of every row's code among all that occur in some batches; 0 for none.
private struct CodeRanks {
    /// The rank of each code of each batch.
    private var ranks: [[Int]] = []
    private var codes: [[UInt32]] = []
    private let count: Int

    /// Nil where the field is not one of codes.
    init?(_ field: Int?, _ batches: [ProfileBatch]) {
        guard let field else { return nil }
        var all: Set<ExactText> = []
        var columns: [DictionaryColumn] = []
        for batch in batches {
            guard field < batch.columns.count, case .dictionary(let column) = batch.columns[field] else {
                return nil
            }
            columns.append(column)
            for value in column.values.dropFirst() { all.insert(ExactText(value)) }
        }
        var rank: [ExactText: Int] = [:]
        for (position, value) in all.sorted().enumerated() { rank[value] = position + 1 }
        ranks = columns.map { column in [0] + column.values.dropFirst().map { rank[ExactText($0)] ?? 0 } }
        codes = columns.map(\.codes)
        count = all.count + 1
    }

    private func rank(_ place: RowPlace) -> Int {
        let batch = Int(place.batch)
        return ranks[batch][Int(codes[batch][Int(place.row)])]
    }

    /// Sorts by rank; rows of one rank stay in their order.
    func sort(_ places: inout [RowPlace]) {
        var ends = [Int](repeating: 0, count: count + 1)
        for place in places { ends[rank(place) + 1] += 1 }
        for rank in 1...count { ends[rank] += ends[rank - 1] }
        var sorted = places
        for place in places {
            let rank = rank(place)
            sorted[ends[rank]] = place
            ends[rank] += 1
        }
        places = sorted
    }
}
