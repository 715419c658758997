import HuiqiJSON
import HuiqiLogic

/// Texts end to end.
struct TextCells {
    private(set) var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private var known = RowBits()

    mutating func read(_ source: inout RowSource, _ text: Span<UInt8>, row: Int) throws(NotPlain) {
        let found = try source.walk.string(text)
        if found.isUnescaped {
            append(source.walk.unescaped.span.extracting(found.range), row: row)
        } else {
            append(text.extracting(found.range), row: row)
        }
    }

    mutating func append(_ text: Span<UInt8>, row: Int) {
        fill(to: row)
        bytes.append(copying: text)
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        known.insert(row)
    }

    /// Where the text of a row lies in ``bytes``; nil where it is unknown.
    func range(_ row: Int) -> Range<Int>? {
        guard row < ends.count, known[row] else { return nil }
        return (row == 0 ? 0 : Int(ends[row &- 1]))..<Int(ends[row])
    }

    private mutating func fill(to rows: Int) {
        while ends.count < rows { ends.append(UInt32(truncatingIfNeeded: bytes.count)) }
    }

    mutating func truncate(to rows: Int) {
        guard ends.count > rows else { return }
        ends.removeLast(ends.count &- rows)
        bytes.removeLast(bytes.count &- Int(ends.last ?? 0))
        known.truncate(to: rows)
    }

    mutating func column(rows: Int) -> TextColumn {
        fill(to: rows)
        return TextColumn(
            bytes: exact(bytes, rows: rows), ends: exact(ends, rows: rows), known: known.bitmap(count: rows))
    }
}

/// Ints, money in fen, or days.
struct IntegerCells {
    enum Kind { case int, money, day }

    private let kind: Kind
    private var values: [Int64] = []
    private var known = RowBits()

    init(_ kind: Kind) { self.kind = kind }

    mutating func read(_ source: inout RowSource, _ text: Span<UInt8>, row: Int) throws(NotPlain) {
        switch kind {
        case .int: set(try source.walk.scaled(text, places: 0), row: row)
        case .money: set(try source.fen(text), row: row)
        case .day:
            let found = try source.walk.string(text)
            guard !found.isUnescaped, let day = Day(utf8: text.extracting(found.range)) else {
                throw NotPlain()
            }
            set(Int64(day.number), row: row)
        }
    }

    @inline(__always)
    mutating func set(_ value: Int64, row: Int) {
        if values.count < row { fill(to: row) }
        values.append(value)
        known.insert(row)
    }

    private mutating func fill(to rows: Int) {
        while values.count < rows { values.append(0) }
    }

    mutating func truncate(to rows: Int) {
        guard values.count > rows else { return }
        values.removeLast(values.count &- rows)
        known.truncate(to: rows)
    }

    /// Whether no row is known.
    var isUnknown: Bool { known.isEmpty }

    mutating func column(rows: Int) -> IntegerColumn {
        fill(to: rows)
        return IntegerColumn(values: exact(values, rows: rows), known: known.bitmap(count: rows))
    }
}

/// Booleans.
struct BoolCells {
    private var values = RowBits()
    private var known = RowBits()

    mutating func set(_ flag: Bool, row: Int) {
        if flag { values.insert(row) }
        known.insert(row)
    }

    mutating func truncate(to rows: Int) {
        values.truncate(to: rows)
        known.truncate(to: rows)
    }

    func column(rows: Int) -> BoolColumn {
        BoolColumn(values: values.bitmap(count: rows), known: known.bitmap(count: rows))
    }
}

extension RowSource {
    /// Money in fen; a negative amount is noted.
    mutating func fen(_ text: Span<UInt8>) throws(NotPlain) -> Int64 {
        let fen = try walk.scaled(text, places: 2)
        if fen < 0 { note(.negativeMoney) }
        return fen
    }
}

/// Rows of which something is true; rows beyond the last are false.
struct RowBits {
    /// Whole words of rows.
    private var before: [UInt64] = []
    /// The word after them, so that most rows touch no array.
    private var last: UInt64 = 0

    @inline(__always)
    mutating func insert(_ row: Int) {
        let word = row &>> 6
        let bit: UInt64 = 1 &<< UInt64(row & 63)
        if word == before.count { last |= bit } else { insert(word, bit) }
    }

    private mutating func insert(_ word: Int, _ bit: UInt64) {
        if word < before.count {
            before[word] |= bit
        } else {
            before.append(last)
            while before.count < word { before.append(0) }
            last = bit
        }
    }

    mutating func truncate(to rows: Int) {
        let word = rows &>> 6
        if word < before.count {
            last = before[word]
            before.removeLast(before.count &- word)
        }
        if word == before.count { last &= (1 &<< UInt64(rows & 63)) &- 1 }
    }

    var isEmpty: Bool { last == 0 && !before.contains { $0 != 0 } }

    func bitmap(count: Int) -> Bitmap {
        // A profile by itself has some fifty of them.
        if count == 0 { return .none }
        if count == 1 { return self[0] ? Bitmap.oneYes : Bitmap.oneNo }
        var words: [UInt64] = []
        words.reserveCapacity(max(0, count &+ 63) &>> 6)
        words.append(contentsOf: before)
        words.append(last)
        return Bitmap(words: words, count: count)
    }

    subscript(row: Int) -> Bool {
        let word = row &>> 6
        guard word <= before.count else { return false }
        return (word == before.count ? last : before[word]) &>> UInt64(row & 63) & 1 == 1
    }
}

/// A copy of a column's array without room to spare, while whoever fills the array fills it again; of few rows the
/// array itself, which is copied where both need it.
func exact<Element>(_ array: [Element], rows: Int) -> [Element] {
    guard rows >= 64 else { return array }
    var copy: [Element] = []
    copy.reserveCapacity(array.count)
    copy.append(contentsOf: array)
    return copy
}

extension Bitmap {
    /// No rows.
    static let none = Bitmap(count: 0)
    /// One row that is set.
    static let oneYes = Bitmap(repeating: true, count: 1)
    /// One row that is not set.
    static let oneNo = Bitmap(count: 1)
}
