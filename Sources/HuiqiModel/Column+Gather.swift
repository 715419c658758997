import HuiqiLogic

/// A row of one of several batches.
public struct RowPlace: Sendable, Hashable {
    /// Position of the batch.
    public var batch: Int32
    /// Row in the batch.
    public var row: Int32

    /// A row of a batch.
    public init(batch: Int32, row: Int32) {
        self.batch = batch
        self.row = row
    }
}

extension ProfileBatch {
    /// A batch of the given rows in the given order, with what persons judged of them.
    ///
    /// The batch is the one that appending the rows' drafts one by one would give. A row may be given twice.
    ///
    /// - Parameters:
    ///   - rows: `n` places; a place that is in none of the batches is left out.
    ///   - batches: Where the rows are, all of `schema`; batches of another schema have no rows here.
    ///   - schema: The fields.
    /// - Complexity: O(`n` x fields + bytes of text + batches x fields); no value is made into a `FieldValue`.
    public static func gathering(
        _ rows: ArraySlice<RowPlace>, of batches: [ProfileBatch], schema: Schema
    ) -> ProfileBatch {
        gathering(blocks: [rows], of: batches, schema: schema, threads: 1).first
            ?? ProfileBatch(schema: schema)
    }

    /// Several batches at once: `gathering(_:of:schema:)` of every element of `blocks`.
    ///
    /// - Parameter threads: How many threads may work; the result does not depend on it.
    public static func gathering(
        blocks: [ArraySlice<RowPlace>], of batches: [ProfileBatch], schema: Schema, threads: Int
    ) -> [ProfileBatch] {
        var batches = batches
        return gathering(blocks: blocks, taking: &batches, schema: schema, threads: threads)
    }

    /// The same, letting go of each column of the batches as soon as its rows are picked.
    ///
    /// For many blocks out of the same batches this is much faster than one call for each: a column of all
    /// batches is put end to end and stays in the cache while the rows of all blocks are picked from it.
    /// - Parameter batches: Empty afterwards; their memory is free where nobody else holds it.
    public static func gathering(
        blocks: [ArraySlice<RowPlace>], taking batches: inout [ProfileBatch], schema: Schema, threads: Int
    ) -> [ProfileBatch] {
        let rows = JoinedRows(batches.map { $0.schema === schema ? $0.count : 0 })
        let places = blocks.map { block in
            let isThere: (RowPlace) -> Bool = { rows.contains(batch: Int($0.batch), row: Int($0.row)) }
            return block.allSatisfy(isThere) ? Array(block) : block.filter(isThere)
        }
        let positions = places.map { $0.map { rows.position(batch: Int($0.batch), row: Int($0.row)) } }
        let reviews = gatheredReviews(places, of: batches)
        let empty = ProfileBatch(schema: schema)
        let pieces = schema.fields.count &+ 1
        let shelf = ColumnShelf(batches, schema: schema)
        batches = []
        let results = Slots<[Column]>(count: pieces)
        Workers.run(pieces: pieces, threads: threads) { piece in
            // Lists come last in the schema and take longest: they are begun first.
            let number = pieces &- 1 &- piece
            let kind: Column = number == 0 ? .text(empty.keys) : empty.columns[number &- 1]
            results.set(number, kind.gathering(positions, of: shelf.take(number), rows))
        }
        let gathered = results.values.map { $0 ?? [] }
        return blocks.indices.map { block in
            var keys = TextColumn()
            if case .text(let column) = gathered[0][block] { keys = column }
            return ProfileBatch(
                schema: schema, keys: keys, columns: gathered.dropFirst().map { $0[block] },
                reviews: reviews[block])
        }
    }

    private static func gatheredReviews(
        _ blocks: [[RowPlace]], of batches: [ProfileBatch]
    ) -> [[ExactText: [(row: Int, held: Bool)]]] {
        var reviews = [[ExactText: [(row: Int, held: Bool)]]](repeating: [:], count: blocks.count)
        guard batches.contains(where: { !$0.reviews.isEmpty }) else { return reviews }
        var answers: [RowPlace: [(place: ExactText, held: Bool)]] = [:]
        for (batch, source) in batches.enumerated() {
            for (place, list) in source.reviews {
                for answer in list {
                    let row = RowPlace(
                        batch: Int32(truncatingIfNeeded: batch), row: Int32(truncatingIfNeeded: answer.row))
                    answers[row, default: []].append((place, answer.held))
                }
            }
        }
        // Few rows have any: a bit for each row spares most of the searches.
        var reviewed = batches.map { Bitmap(count: $0.count) }
        for row in answers.keys { reviewed[Int(row.batch)][Int(row.row)] = true }
        for (block, places) in blocks.enumerated() {
            for (row, place) in places.enumerated() where reviewed[Int(place.batch)][Int(place.row)] {
                for answer in answers[place] ?? [] {
                    reviews[block][answer.place, default: []].append((row, answer.held))
                }
            }
        }
        return reviews
    }
}

/// Keys and columns of some batches, field by field, each to be taken once.
private final class ColumnShelf: @unchecked Sendable {
    private let lock = Lock()
    private var columns: [[Column?]]

    /// Keys are number 0, field `i` is number `i + 1`; nil in place of what a batch lacks.
    init(_ batches: [ProfileBatch], schema: Schema) {
        columns = (0...schema.fields.count).map { number in
            batches.map { batch in
                guard batch.schema === schema else { return nil }
                if number == 0 { return .text(batch.keys) }
                return number <= batch.columns.count ? batch.columns[number &- 1] : nil
            }
        }
    }

    func take(_ number: Int) -> [Column?] {
        lock.withLock {
            defer { columns[number] = [] }
            return columns[number]
        }
    }
}

extension Column {
    /// The rows of each block, picked from columns of this one's kind.
    ///
    /// - Parameters:
    ///   - blocks: Positions of rows in the joined column.
    ///   - sources: One column a batch; nil has unknown rows.
    ///   - rows: Where the sources' rows lie in the joined column.
    fileprivate func gathering(
        _ blocks: [[Int]], of sources: consuming [Column?], _ rows: JoinedRows
    ) -> [Column] {
        switch self {
        case .text:
            let joined = JoinedTexts(sources.map { $0?.texts }, rows)
            sources = []
            return blocks.map { .text(joined.picked($0)) }
        case .dictionary:
            var joined = JoinedDictionary(sources.map { $0?.dictionary }, rows)
            sources = []
            return blocks.map { .dictionary(joined.picked($0)) }
        case .integer:
            let joined = JoinedIntegers(sources.map { $0?.integers }, rows)
            sources = []
            return blocks.map { .integer(joined.picked($0)) }
        case .bool:
            let columns = sources.map { $0?.bools }
            let values = JoinedBits(columns.map { $0?.values }, rows)
            let known = JoinedBits(columns.map { $0?.known }, rows)
            return blocks.map { .bool(BoolColumn(values: values.picked($0), known: known.picked($0))) }
        case .yearly:
            let columns = sources.map { $0?.yearly }
            return YearlyColumn.gathering(blocks, of: columns, rows).map { .yearly($0) }
        case .texts:
            let (shapes, elements, elementRows) = ListShape.gathering(
                blocks, of: sources.map { $0?.shape }, rows)
            var joined = JoinedDictionary(sources.map { $0?.dictionary }, elementRows)
            sources = []
            return zip(shapes, elements).map { .texts($0, joined.picked($1)) }
        case .records(_, let members):
            let (shapes, elements, elementRows) = ListShape.gathering(
                blocks, of: sources.map { $0?.shape }, rows)
            let gathered = members.indices.map { member in
                members[member].gathering(elements, of: sources.map { $0?.member(member) }, elementRows)
            }
            return shapes.indices.map { block in .records(shapes[block], gathered.map { $0[block] }) }
        }
    }

    private var texts: TextColumn? { if case .text(let column) = self { column } else { nil } }

    private var integers: IntegerColumn? { if case .integer(let column) = self { column } else { nil } }

    private var bools: BoolColumn? { if case .bool(let column) = self { column } else { nil } }

    private var yearly: YearlyColumn? { if case .yearly(let column) = self { column } else { nil } }

    private var dictionary: DictionaryColumn? {
        switch self {
        case .dictionary(let column), .texts(_, let column): column
        default: nil
        }
    }

    private var shape: ListShape? {
        switch self {
        case .texts(let shape, _), .records(let shape, _): shape
        default: nil
        }
    }

    private func member(_ index: Int) -> Column? {
        guard case .records(_, let columns) = self, index < columns.count else { return nil }
        return columns[index]
    }
}
