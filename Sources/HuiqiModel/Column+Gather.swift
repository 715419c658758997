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
        let isThere: (RowPlace) -> Bool = { place in
            let batch = Int(place.batch)
            return batch >= 0 && batch < batches.count && place.row >= 0
                && Int(place.row) < batches[batch].count && batches[batch].schema === schema
        }
        let places = rows.allSatisfy(isThere) ? Array(rows) : rows.filter(isThere)
        var gathered = ProfileBatch(schema: schema)
        gathered.keys = TextColumn(gathering: places, of: batches.map(\.keys))
        for field in gathered.columns.indices {
            gathered.columns[field].gather(
                places, of: batches.map { field < $0.columns.count ? $0.columns[field] : nil })
        }
        gathered.reviews = gatheredReviews(places, of: batches)
        return gathered
    }

    private static func gatheredReviews(
        _ places: [RowPlace], of batches: [ProfileBatch]
    ) -> [ExactText: [(row: Int, held: Bool)]] {
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
        guard !answers.isEmpty else { return [:] }
        var reviews: [ExactText: [(row: Int, held: Bool)]] = [:]
        for (row, place) in places.enumerated() {
            for answer in answers[place] ?? [] {
                reviews[answer.place, default: []].append((row, answer.held))
            }
        }
        return reviews
    }
}

extension Column {
    /// Becomes the given rows of columns of its own kind; every place is in one of them.
    fileprivate mutating func gather(_ places: [RowPlace], of sources: [Column?]) {
        switch self {
        case .text:
            let columns = sources.map { if case .text(let column)? = $0 { column } else { TextColumn() } }
            self = .text(TextColumn(gathering: places, of: columns))
        case .dictionary:
            self = .dictionary(DictionaryColumn(gathering: places, of: sources.map { $0?.dictionary }))
        case .integer:
            let columns = sources.map {
                if case .integer(let column)? = $0 { column } else { IntegerColumn() }
            }
            self = .integer(IntegerColumn(gathering: places, of: columns))
        case .bool:
            let columns = sources.map { if case .bool(let column)? = $0 { column } else { BoolColumn() } }
            self = .bool(
                BoolColumn(
                    values: Bitmap(gathering: places, of: columns.map(\.values)),
                    known: Bitmap(gathering: places, of: columns.map(\.known))))
        case .yearly:
            let columns = sources.map {
                if case .yearly(let column)? = $0 { column } else { YearlyColumn() }
            }
            self = .yearly(YearlyColumn(gathering: places, of: columns))
        case .texts:
            let (shape, elements) = ListShape.gathering(places, of: sources.map { $0?.shape ?? ListShape() })
            self = .texts(
                shape, DictionaryColumn(gathering: elements, of: sources.map { $0?.dictionary }))
        case .records(_, var members):
            let (shape, elements) = ListShape.gathering(places, of: sources.map { $0?.shape ?? ListShape() })
            for member in members.indices {
                members[member].gather(
                    elements,
                    of: sources.map {
                        if case .records(_, let columns)? = $0, member < columns.count {
                            columns[member]
                        } else {
                            nil
                        }
                    })
            }
            self = .records(shape, members)
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
}

extension Bitmap {
    /// The given rows of some bitmaps; every place is in one of them.
    fileprivate init(gathering places: [RowPlace], of sources: [Bitmap]) {
        var words: [UInt64] = []
        words.reserveCapacity((places.count &+ 63) / 64)
        var word: UInt64 = 0
        for (row, place) in places.enumerated() {
            let from = Int(place.row)
            let bit = sources[Int(place.batch)].words[from &>> 6] &>> UInt64(from & 63) & 1
            word |= bit &<< UInt64(row & 63)
            if row & 63 == 63 {
                words.append(word)
                word = 0
            }
        }
        if places.count & 63 != 0 { words.append(word) }
        self.init(words: words, count: places.count)
    }
}

extension TextColumn {
    fileprivate init(gathering places: [RowPlace], of sources: [TextColumn]) {
        var total = 0
        for place in places { total &+= sources[Int(place.batch)].range(Int(place.row)).count }
        bytes.reserveCapacity(total)
        ends.reserveCapacity(places.count)
        for place in places {
            let range = sources[Int(place.batch)].range(Int(place.row))
            bytes.append(contentsOf: sources[Int(place.batch)].bytes[range])
            ends.append(UInt32(truncatingIfNeeded: bytes.count))
        }
        known = Bitmap(gathering: places, of: sources.map(\.known))
    }
}

extension DictionaryColumn {
    fileprivate init(gathering places: [RowPlace], of sources: [DictionaryColumn?]) {
        self.init()
        let columns = sources.map { $0 ?? DictionaryColumn() }
        // The new code of each batch's codes, 0 until its value first appears; code 0 stays 0.
        var translated = columns.map { [UInt32](repeating: 0, count: $0.values.count) }
        codes.reserveCapacity(places.count)
        for place in places {
            let batch = Int(place.batch)
            let old = Int(columns[batch].codes[Int(place.row)])
            var new = translated[batch][old]
            if new == 0, old != 0 {
                new = code(of: columns[batch].values[old])
                translated[batch][old] = new
            }
            codes.append(new)
        }
    }
}

extension IntegerColumn {
    fileprivate init(gathering places: [RowPlace], of sources: [IntegerColumn]) {
        values = places.map { sources[Int($0.batch)].values[Int($0.row)] }
        known = Bitmap(gathering: places, of: sources.map(\.known))
    }
}

extension YearlyColumn {
    fileprivate init(gathering places: [RowPlace], of sources: [YearlyColumn]) {
        told = Bitmap(gathering: places, of: sources.map(\.told))
        for year in Set(sources.flatMap { $0.years.map(\.year) }).sorted() {
            // Batches without the year: unknown rows.
            let columns = sources.map {
                $0.column(year: Int64(year)) ?? IntegerColumn(unknown: $0.told.count)
            }
            let column = IntegerColumn(gathering: places, of: columns)
            if column.known.words.contains(where: { $0 != 0 }) { years.append((year, column)) }
        }
    }
}

extension ListShape {
    /// The shape of the given rows, and the places of their elements in the sources' element columns.
    fileprivate static func gathering(
        _ places: [RowPlace], of sources: [ListShape]
    ) -> (ListShape, [RowPlace]) {
        var shape = ListShape()
        var elements: [RowPlace] = []
        shape.ends.reserveCapacity(places.count)
        for place in places {
            let range = sources[Int(place.batch)].range(Int(place.row))
            for element in range {
                elements.append(
                    RowPlace(batch: place.batch, row: Int32(truncatingIfNeeded: element)))
            }
            shape.longest = max(shape.longest, range.count)
            shape.ends.append(UInt32(truncatingIfNeeded: elements.count))
        }
        shape.elements = elements.count
        shape.known = Bitmap(gathering: places, of: sources.map(\.known))
        shape.open = Bitmap(gathering: places, of: sources.map(\.open))
        return (shape, elements)
    }
}
