import HuiqiLogic

/// Texts end to end: text `i` is bytes `ends[i-1] ..< ends[i]`, valid UTF-8; empty where unknown.
public struct TextColumn: Sendable, Equatable {
    /// All bytes.
    public internal(set) var bytes: [UInt8]
    /// End of each row's text.
    public internal(set) var ends: [UInt32]
    /// Rows whose text is known.
    public internal(set) var known: Bitmap

    /// No rows.
    init() { self.init(bytes: [], ends: [], known: .none) }

    /// Finished rows.
    init(bytes: [UInt8], ends: [UInt32], known: Bitmap) {
        self.bytes = bytes
        self.ends = ends
        self.known = known
    }

    mutating func append(_ text: String?) {
        if let text { bytes.append(contentsOf: text.utf8) }
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        known.append(text != nil)
    }

    mutating func append(contentsOf other: TextColumn) {
        let base = UInt32(truncatingIfNeeded: bytes.count)
        bytes.append(contentsOf: other.bytes)
        ends.append(contentsOf: other.ends.map { $0 &+ base })
        known.append(contentsOf: other.known)
    }

    /// The bytes of a row.
    public func range(_ row: Int) -> Range<Int> {
        let end = Int(ends[row])
        return (row == 0 ? 0 : min(Int(ends[row &- 1]), end))..<end
    }

    /// The text of a row; nil where unknown.
    public subscript(row: Int) -> String? {
        known[row] ? String(decoding: bytes[range(row)], as: UTF8.self) : nil
    }
}

/// Texts of few distinct values: row `i` is `values[codes[i]]`; code 0 is unknown, `values[0]` is empty.
public struct DictionaryColumn: Sendable {
    /// Distinct values of the block, in order of first appearance, after the placeholder at 0.
    public internal(set) var values: [String]
    /// One code a row.
    public internal(set) var codes: [UInt32]
    /// Code of each value; made when a row is added, so that a finished column does not carry it.
    private var index: [ExactText: UInt32]?

    /// The values of a column in which nothing is known.
    static let noValues = [""]

    /// No rows.
    init() { self.init(values: Self.noValues, codes: []) }

    /// Finished rows; `values[0]` is the placeholder.
    init(values: [String], codes: [UInt32]) {
        self.values = values
        self.codes = codes
    }

    /// The distinct values of another column, one a row, in its order; row 0 is unknown.
    public init(valuesOf other: DictionaryColumn) {
        self.init(
            values: other.values, codes: other.values.indices.map { UInt32(truncatingIfNeeded: $0) })
    }

    /// One row.
    public init(only text: String) { self.init(values: [Self.noValues[0], text], codes: [1]) }

    mutating func append(_ text: String?) { codes.append(code(of: text)) }

    mutating func code(of text: String?) -> UInt32 {
        guard let text else { return 0 }
        let key = ExactText(text)
        if index == nil {
            var codes: [ExactText: UInt32] = [:]
            for (code, value) in values.enumerated().dropFirst() {
                codes[ExactText(value)] = UInt32(truncatingIfNeeded: code)
            }
            index = codes
        }
        if let found = index?[key] { return found }
        let code = UInt32(truncatingIfNeeded: values.count)
        values.append(text)
        index?[key] = code
        return code
    }

    mutating func append(contentsOf other: DictionaryColumn) {
        // For a few values a table of all that are here is not worth making.
        let isFew = index == nil && other.values.count <= 8
        let translated = other.values.enumerated().map { position, value in
            position == 0 ? 0 : (isFew ? searchedCode(of: value) : code(of: value))
        }
        codes.append(contentsOf: other.codes.map { translated[Int($0)] })
    }

    private mutating func searchedCode(of text: String) -> UInt32 {
        let key = ExactText(text)
        if let found = values.dropFirst().firstIndex(where: { ExactText($0) == key }) {
            return UInt32(truncatingIfNeeded: found)
        }
        values.append(text)
        return UInt32(truncatingIfNeeded: values.count &- 1)
    }

    /// The value of a row; nil where unknown.
    public subscript(row: Int) -> String? {
        let code = Int(codes[row])
        return code == 0 ? nil : values[code]
    }
}

/// Whole numbers: ints, fen, or days since 1970-01-01; 0 where unknown.
public struct IntegerColumn: Sendable {
    /// One value a row.
    public internal(set) var values: [Int64]
    /// Rows whose value is known.
    public internal(set) var known: Bitmap

    /// Finished rows; values are 0 where unknown.
    init(values: [Int64], known: Bitmap) {
        self.values = values
        self.known = known
    }

    /// `count` unknown rows.
    init(unknown count: Int = 0) {
        values = Array(repeating: 0, count: count)
        known = Bitmap(count: count)
    }

    mutating func append(_ value: Int64?) {
        values.append(value ?? 0)
        known.append(value != nil)
    }

    mutating func append(contentsOf other: IntegerColumn) {
        values.append(contentsOf: other.values)
        known.append(contentsOf: other.known)
    }

    /// The value of a row; nil where unknown.
    public subscript(row: Int) -> Int64? { known[row] ? values[row] : nil }
}

/// Booleans: `values` is set only where known.
public struct BoolColumn: Sendable {
    /// Rows that are true.
    public internal(set) var values = Bitmap(count: 0)
    /// Rows that are known.
    public internal(set) var known = Bitmap(count: 0)

    mutating func append(_ value: Bool?) {
        values.append(value ?? false)
        known.append(value != nil)
    }

    mutating func append(contentsOf other: BoolColumn) {
        values.append(contentsOf: other.values)
        known.append(contentsOf: other.known)
    }

    /// The value of a row; nil where unknown.
    public subscript(row: Int) -> Bool? { known[row] ? values[row] : nil }
}

/// Money by year: one column of fen for each year that any row of the block has, in order of year.
public struct YearlyColumn: Sendable {
    /// The years and their columns.
    public internal(set) var years: [(year: Int16, column: IntegerColumn)]
    /// Rows that told the field at all, if only as an empty map.
    public internal(set) var told: Bitmap

    /// No rows.
    init() { self.init(years: [], told: .none) }

    /// Finished rows; `years` in order of year, each known in some row.
    init(years: [(year: Int16, column: IntegerColumn)], told: Bitmap) {
        self.years = years
        self.told = told
    }

    /// The column of a year; nil where no row of the block has it.
    public func column(year: Int64) -> IntegerColumn? {
        years.first { Int64($0.year) == year }?.column
    }

    mutating func append(_ amounts: [FieldValue.YearAmount]?) {
        let row = told.count
        for amount in amounts ?? [] where !years.contains(where: { $0.year == amount.year }) {
            let position = years.firstIndex { $0.year > amount.year } ?? years.count
            years.insert((amount.year, IntegerColumn(unknown: row)), at: position)
        }
        for index in years.indices {
            let year = years[index].year
            years[index].column.append(amounts?.first { $0.year == year }?.fen)
        }
        told.append(amounts != nil)
    }

    mutating func append(contentsOf other: YearlyColumn) {
        let rows = told.count
        for (year, _) in other.years where !years.contains(where: { $0.year == year }) {
            let position = years.firstIndex { $0.year > year } ?? years.count
            years.insert((year, IntegerColumn(unknown: rows)), at: position)
        }
        for index in years.indices {
            let year = years[index].year
            let added = other.years.first { $0.year == year }?.column
            years[index].column.append(contentsOf: added ?? IntegerColumn(unknown: other.told.count))
        }
        told.append(contentsOf: other.told)
    }

    /// The amounts of a row; nil where the field was not told.
    public subscript(row: Int) -> [FieldValue.YearAmount]? {
        guard told[row] else { return nil }
        return years.compactMap { entry in
            entry.column[row].map { FieldValue.YearAmount(year: entry.year, fen: $0) }
        }
    }
}

/// Where the elements of each row's list lie in the element columns, and which lists are known and complete.
public struct ListShape: Sendable {
    /// End of each row's elements.
    public internal(set) var ends: [UInt32]
    /// Rows whose list is known.
    public internal(set) var known: Bitmap
    /// Known lists with others that we do not know.
    public internal(set) var open: Bitmap
    /// Elements of all rows.
    public internal(set) var elements: Int
    /// The longest list.
    public internal(set) var longest = 0

    /// No rows.
    init() { self.init(ends: [], known: .none, open: .none) }

    /// Finished rows.
    init(ends: [UInt32], known: Bitmap, open: Bitmap) {
        self.ends = ends
        self.known = known
        self.open = open
        elements = Int(ends.last ?? 0)
        var start: UInt32 = 0
        for end in ends {
            longest = max(longest, Int(end &- start))
            start = end
        }
    }

    mutating func append(count: Int?, complete: Bool) {
        elements &+= count ?? 0
        longest = max(longest, count ?? 0)
        ends.append(UInt32(truncatingIfNeeded: elements))
        known.append(count != nil)
        open.append(count != nil && !complete)
    }

    mutating func append(contentsOf other: ListShape) {
        let base = UInt32(truncatingIfNeeded: elements)
        ends.append(contentsOf: other.ends.map { $0 &+ base })
        known.append(contentsOf: other.known)
        open.append(contentsOf: other.open)
        elements &+= other.elements
        longest = max(longest, other.longest)
    }

    /// The elements of a row.
    public func range(_ row: Int) -> Range<Int> {
        let end = Int(ends[row])
        return (row == 0 ? 0 : min(Int(ends[row &- 1]), end))..<end
    }
}

/// One field of every row of a block.
public enum Column: Sendable {
    case text(TextColumn)
    /// Codes and enumerations.
    case dictionary(DictionaryColumn)
    /// Ints, money in fen, days.
    case integer(IntegerColumn)
    case bool(BoolColumn)
    case yearly(YearlyColumn)
    case texts(ListShape, DictionaryColumn)
    /// Records: one column a member, over all elements.
    case records(ListShape, [Column])
}
