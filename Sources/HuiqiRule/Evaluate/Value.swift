import HuiqiModel

/// A value of an expression.
enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case decimal(Number)
    case text(String)
    case bytes([UInt8])
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int128)
    /// Nanoseconds.
    case duration(Int128)
    case list(ListValue)
    case map(MapValue)
    case record(RecordValue)

    /// A day at midnight UTC.
    init(_ day: Day) { self = .timestamp(Int128(day.number) * Value.nanosecondsADay) }

    static let nanosecondsASecond: Int128 = 1_000_000_000
    static let nanosecondsADay: Int128 = 86_400_000_000_000

    /// Timestamps lie in the years 1 to 9999.
    static let timestamps =
        Int128(Day.range.lowerBound.number) * nanosecondsADay...(Int128(Day.range.upperBound.number) + 1)
        * nanosecondsADay - 1

    /// Durations lie within about 10,000 years (google.protobuf.Duration).
    static let durations = -315_576_000_000 * nanosecondsASecond...315_576_000_000 * nanosecondsASecond

    /// About how much there is to walk through: elements, and texts by 64 bytes. Building a value takes as
    /// many steps, so that no expression can build one that nothing could print.
    var weight: Int {
        switch self {
        case .text(let text): 1 &+ text.utf8.count / 64
        case .bytes(let bytes): 1 &+ bytes.count / 64
        case .list(let list): list.weight
        case .map(let map): map.weight
        default: 1
        }
    }

    // Safe: an evaluation ends before weights of a few million, and each is far below 2^40.
    static func weight(of values: [Value]) -> Int { values.reduce(1) { $0 &+ $1.weight } }

    /// The number, for an int, uint or decimal.
    var number: Number? {
        switch self {
        case .int(let value): Number(value)
        case .uint(let value): Number(unsigned: value)
        case .decimal(let value): value
        default: nil
        }
    }
}

/// A list; `others` says that it may have further elements that we do not know.
final class ListValue: Sendable {
    let elements: [Value]
    let others: [MissingFact]
    /// Elements whose position is certain: all of a complete list, none of one with others unknown, which may stand
    /// anywhere among them.
    let placed: Int
    /// See ``Value/weight``.
    let weight: Int

    init(_ elements: [Value], others: [MissingFact] = []) {
        self.elements = elements
        self.others = others
        placed = others.isEmpty ? elements.count : 0
        weight = Value.weight(of: elements)
    }

    /// One list after the other.
    init(_ first: ListValue, then second: ListValue) {
        elements = first.elements + second.elements
        others = first.others + second.others.filter { !first.others.contains($0) }
        placed = first.others.isEmpty ? first.elements.count + second.placed : first.placed
        weight = first.weight &+ second.weight
    }
}

/// A map literal's value, in order of its entries.
final class MapValue: Sendable {
    /// Keys as they were written, and values.
    let entries: [(key: Value, value: Value)]
    /// See ``Value/weight``.
    let weight: Int
    private let index: [MapKey: Int]

    /// Nil where a key occurs twice, or cannot be one.
    init?(_ entries: [(key: Value, value: Value)]) {
        var index: [MapKey: Int] = [:]
        for (position, entry) in entries.enumerated() {
            guard let key = MapKey(entry.key), index.updateValue(position, forKey: key) == nil else {
                return nil
            }
        }
        self.entries = entries
        self.index = index
        weight = Value.weight(of: entries.map(\.key)) &+ Value.weight(of: entries.map(\.value))
    }

    subscript(key: MapKey) -> Value? { index[key].map { entries[$0].value } }
}

/// A key of a map: numbers that are equal are one key, whatever their type.
enum MapKey: Sendable, Hashable {
    case bool(Bool)
    case integer(Int128)
    case text(ExactText)

    init?(_ value: Value) {
        switch value {
        case .bool(let flag): self = .bool(flag)
        case .int(let value): self = .integer(Int128(value))
        case .uint(let value): self = .integer(Int128(value))
        case .decimal(let value) where value.isInteger: self = .integer(value.numerator)
        case .text(let text): self = .text(ExactText(text))
        default: return nil
        }
    }
}

/// One record of a profile's list.
final class RecordValue: Sendable {
    let field: Int
    let position: Int
    let members: [FieldValue]

    init(field: Int, position: Int, members: [FieldValue]) {
        self.field = field
        self.position = position
        self.members = members
    }
}
