import HuiqiJSON

/// Where a builder reads from: the walk, and the bytes it goes through.
struct RowSource {
    var walk: JSONWalk
    /// What the walk's offsets count in.
    var bytes: [UInt8] = []
    /// What is kept but odd in the row at hand, and the field it was found in.
    var notes: [(field: Int, message: Message)] = []
    /// The field at hand.
    var field = 0

    init(maxDepth: Int) { walk = JSONWalk(from: 0, maxDepth: maxDepth) }

    mutating func note(_ message: Message) { notes.append((field, message)) }
}

/// Grows the columns of one level, a profile's fields or a record's members, row by row.
///
/// Rows may be left out: they are filled in as unknown when a later row is told. So a row that is given up half
/// way is forgotten with ``truncate(to:)``, and whether a row was told already is known without a set. Columns of
/// one kind lie together, so that no row pays for a class or for moving a column out of an enum and back.
struct ColumnBuilder: Sendable {
    private enum Kind { case text, coded, integer, bool, yearly, list }

    /// Kind of each column, and its position among those of its kind.
    private var places: [(kind: Kind, slot: Int)] = []
    /// Columns of the row at hand that were told, if only as null.
    private var told: ToldColumns
    private var texts: [TextCells] = []
    private var coded: [CodedCells] = []
    private var integers: [IntegerCells] = []
    private var bools: [BoolCells] = []
    private var yearlies: [YearlyCells] = []
    private var lists: [ListCells] = []

    /// Columns for the fields of a profile; members of a record keep their texts as a dictionary, because they
    /// repeat a lot (names of certificates).
    init(_ types: [FieldType], areMembers: Bool = false) {
        told = ToldColumns(count: types.count)
        for type in types { add(type, areMembers) }
    }

    private mutating func add(_ type: FieldType, _ isMember: Bool) {
        switch type {
        case .text where isMember: add(CodedCells(.text))
        case .text:
            places.append((.text, texts.count))
            texts.append(TextCells())
        case .code(let standard): add(CodedCells(.code(standard)))
        case .enumeration(let values): add(CodedCells(.enumeration(values)))
        case .int: add(.int)
        case .money: add(.money)
        case .day: add(.day)
        case .bool:
            places.append((.bool, bools.count))
            bools.append(BoolCells())
        case .yearly:
            places.append((.yearly, yearlies.count))
            yearlies.append(YearlyCells())
        case .texts: add(ListCells())
        case .records(let members): add(ListCells(members))
        }
    }

    private mutating func add(_ cells: CodedCells) {
        places.append((.coded, coded.count))
        coded.append(cells)
    }

    private mutating func add(_ kind: IntegerCells.Kind) {
        places.append((.integer, integers.count))
        integers.append(IntegerCells(kind))
    }

    private mutating func add(_ cells: ListCells) {
        places.append((.list, lists.count))
        lists.append(cells)
    }

    /// Reads the value of a row, which was not told before.
    mutating func read(_ column: Int, _ source: inout RowSource, _ text: Span<UInt8>, row: Int)
        throws(NotPlain)
    {
        guard told.insert(column, row: row) else { throw NotPlain() }
        if source.walk.takeNull(text) { return }
        let (kind, slot) = places[column]
        switch kind {
        case .text: try texts[slot].read(&source, text, row: row)
        case .coded: try coded[slot].read(&source, text, row: row)
        case .integer: try integers[slot].read(&source, text, row: row)
        case .bool: bools[slot].set(try source.walk.bool(text), row: row)
        case .yearly: try yearlies[slot].read(&source, text, row: row)
        case .list: try lists[slot].read(&source, text, row: row)
        }
    }

    /// Takes the value of a row, which was not told before.
    mutating func set(_ column: Int, _ value: FieldValue, row: Int) {
        _ = told.insert(column, row: row)
        let (kind, slot) = places[column]
        switch (kind, value) {
        case (.text, .text(let text)): texts[slot].append(text.utf8.span, row: row)
        case (.coded, .text(let text)): coded[slot].set(text, row: row)
        case (.bool, .bool(let flag)): bools[slot].set(flag, row: row)
        case (.yearly, .yearly(let amounts)): yearlies[slot].set(amounts, row: row)
        case (.list, _): lists[slot].set(value, row: row)
        case (.integer, _):
            if let integer = value.integer { integers[slot].set(integer, row: row) }
        default: break
        }
    }

    /// Forgets the rows from `rows` on, and what of them was begun.
    mutating func truncate(to rows: Int) {
        told.clear()
        for slot in texts.indices { texts[slot].truncate(to: rows) }
        for slot in coded.indices { coded[slot].truncate(to: rows) }
        for slot in integers.indices { integers[slot].truncate(to: rows) }
        for slot in bools.indices { bools[slot].truncate(to: rows) }
        for slot in yearlies.indices { yearlies[slot].truncate(to: rows) }
        for slot in lists.indices { lists[slot].truncate(to: rows) }
    }

    /// The bytes of a text column and where the text of a row lies; nil where it is unknown or no text column.
    func text(_ column: Int, row: Int) -> (bytes: [UInt8], range: Range<Int>)? {
        let (kind, slot) = places[column]
        guard kind == .text, let range = texts[slot].range(row) else { return nil }
        return (texts[slot].bytes, range)
    }

    /// A finished column of `rows` rows.
    mutating func finish(_ column: Int, rows: Int) -> Column {
        let (kind, slot) = places[column]
        return switch kind {
        case .text: .text(texts[slot].column(rows: rows))
        case .coded: .dictionary(coded[slot].column(rows: rows))
        case .integer: .integer(integers[slot].column(rows: rows))
        case .bool: .bool(bools[slot].column(rows: rows))
        case .yearly: .yearly(yearlies[slot].column(rows: rows))
        case .list: lists[slot].column(rows: rows)
        }
    }

    /// Number of columns.
    var count: Int { places.count }
}

/// Columns of one row, the one that was told last.
private struct ToldColumns {
    private var row = -1
    private var first: UInt64 = 0
    /// The words from column 64 on.
    private var rest: [UInt64]

    init(count: Int) { rest = [UInt64](repeating: 0, count: max(0, count - 1) / 64) }

    /// Whether the column was not yet told of the row.
    @inline(__always)
    mutating func insert(_ column: Int, row: Int) -> Bool {
        if row != self.row {
            clear()
            self.row = row
        }
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: column & 63)
        if column < 64 {
            defer { first |= bit }
            return first & bit == 0
        }
        let word = column / 64 - 1
        defer { rest[word] |= bit }
        return rest[word] & bit == 0
    }

    /// Forgets the row.
    mutating func clear() {
        row = -1
        first = 0
        for word in rest.indices { rest[word] = 0 }
    }
}
