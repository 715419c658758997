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
    /// For many blocks out of the same batches this is much faster than one call for each: a column of all
    /// batches stays in the cache while the rows of all blocks are picked from it.
    ///
    /// - Parameter threads: How many threads may work; the result does not depend on it.
    public static func gathering(
        blocks: [ArraySlice<RowPlace>], of batches: [ProfileBatch], schema: Schema, threads: Int
    ) -> [ProfileBatch] {
        let places = blocks.map { rows in
            let isThere: (RowPlace) -> Bool = { place in
                let batch = Int(place.batch)
                return batch >= 0 && batch < batches.count && place.row >= 0
                    && Int(place.row) < batches[batch].count && batches[batch].schema === schema
            }
            return rows.allSatisfy(isThere) ? Array(rows) : rows.filter(isThere)
        }
        let fields = schema.fields.count
        let empty = ProfileBatch(schema: schema)
        let results = Slots<[Column]>(count: fields &+ 1)
        Workers.run(pieces: fields &+ 1, threads: threads) { piece in
            let column = piece == 0 ? .text(empty.keys) : empty.columns[piece &- 1]
            let sources = batches.map { batch -> Column? in
                if piece == 0 { return .text(batch.keys) }
                return piece <= batch.columns.count ? batch.columns[piece &- 1] : nil
            }
            results.set(piece, column.gathering(places, of: sources))
        }
        let reviews = gatheredReviews(places, of: batches)
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

extension Column {
    /// The rows of each block, picked from columns of this one's kind; every place is in one of them.
    fileprivate func gathering(_ blocks: [[RowPlace]], of sources: [Column?]) -> [Column] {
        switch self {
        case .text:
            let columns = sources.map { if case .text(let column)? = $0 { column } else { TextColumn() } }
            return blocks.map { .text(TextColumn(gathering: $0, of: columns)) }
        case .dictionary:
            let columns = sources.map { $0?.dictionary ?? DictionaryColumn() }
            return blocks.map { .dictionary(DictionaryColumn(gathering: $0, of: columns)) }
        case .integer:
            let columns = sources.map {
                if case .integer(let column)? = $0 { column } else { IntegerColumn() }
            }
            return blocks.map { .integer(IntegerColumn(gathering: $0, of: columns)) }
        case .bool:
            let columns = sources.map { if case .bool(let column)? = $0 { column } else { BoolColumn() } }
            return blocks.map { places in
                .bool(
                    BoolColumn(
                        values: Bitmap(gathering: places) { columns[$0].values },
                        known: Bitmap(gathering: places) { columns[$0].known }))
            }
        case .yearly:
            let columns = sources.map {
                if case .yearly(let column)? = $0 { column } else { YearlyColumn() }
            }
            return YearlyColumn.gathering(blocks, of: columns).map { .yearly($0) }
        case .texts:
            let (shapes, elements) = ListShape.gathering(blocks, of: sources.map { $0?.shape })
            let columns = sources.map { $0?.dictionary ?? DictionaryColumn() }
            return zip(shapes, elements).map { .texts($0, DictionaryColumn(gathering: $1, of: columns)) }
        case .records(_, let members):
            let (shapes, elements) = ListShape.gathering(blocks, of: sources.map { $0?.shape })
            let gathered = members.indices.map { member in
                members[member].gathering(elements, of: sources.map { $0?.member(member) })
            }
            return shapes.indices.map { block in .records(shapes[block], gathered.map { $0[block] }) }
        }
    }

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
