import HuiqiModel

/// The type of an expression in the policy environment.
enum ValueType: Sendable, Hashable {
    case null
    case bool
    case int
    case uint
    /// CEL's `double`, here an exact rational: money, decimals and what is computed from them.
    case decimal
    case text
    case bytes
    case timestamp
    case duration
    /// A text that is a code; only codes have `under`.
    case code(CodeStandard)
    /// A text that is one of the values.
    case enumeration([String])
    indirect case list(ValueType)
    indirect case map(ValueType, ValueType)
    /// An element of a list of records.
    case record([FieldType.Member])
    /// A yearly map; not a value of its own, it is indexed.
    case yearly
    /// The element of an empty list.
    case any

    /// The type a field has in rules.
    init(_ type: FieldType) {
        switch type {
        case .text: self = .text
        case .code(let standard): self = .code(standard)
        case .day: self = .timestamp
        case .money: self = .decimal
        case .int: self = .int
        case .enumeration(let values): self = .enumeration(values)
        case .bool: self = .bool
        case .yearly: self = .yearly
        case .texts: self = ValueType.texts
        case .records(let members): self = .list(.record(members))
        }
    }

    private static let texts = ValueType.list(.text)

    var isNumeric: Bool {
        switch self {
        case .int, .uint, .decimal: true
        default: false
        }
    }

    var isText: Bool {
        switch self {
        case .text, .code, .enumeration: true
        default: false
        }
    }

    /// Whether a value of this type may stand where `wanted` is asked for.
    func fits(_ wanted: ValueType) -> Bool {
        switch (self, wanted) {
        case (.any, _), (_, .any): return true
        case (_, .text): return isText
        case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.decimal, .decimal),
            (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.yearly, .yearly):
            return true
        case (.code(let one), .code(let other)): return one == other
        case (.enumeration(let one), .enumeration(let other)): return one == other
        case (.record(let one), .record(let other)): return one == other
        case (.list(let element), .list(let other)): return element.fits(other)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            return key.fits(otherKey) && value.fits(otherValue)
        default: return false
        }
    }

    /// Whether `==` and `in` may compare the two.
    func isComparable(with other: ValueType) -> Bool {
        if isNumeric && other.isNumeric || isText && other.isText { return true }
        switch (self, other) {
        case (.any, _), (_, .any): return true
        case (.bool, .bool), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration): return true
        case (.list(let left), .list(let right)): return left.isComparable(with: right)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            return key.isComparable(with: otherKey) && value.isComparable(with: otherValue)
        default: return false
        }
    }

    /// Whether `<` and its kin may compare the two.
    func isOrdered(with other: ValueType) -> Bool {
        switch (self, other) {
        case (.list, _), (.map, _), (.any, _), (.enumeration, _), (_, .enumeration), (_, .any): return false
        default: return isComparable(with: other)
        }
    }

    /// The common type of two branches or elements; nil where there is none.
    func joined(_ other: ValueType) -> ValueType? {
        if self == other || other == .any { return self }
        if self == .any { return other }
        if isText && other.isText { return .text }
        if isNumeric && other.isNumeric { return .decimal }
        switch (self, other) {
        case (.list(let left), .list(let right)): return left.joined(right).map { .list($0) }
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            guard let key = key.joined(otherKey), let value = value.joined(otherValue) else { return nil }
            return .map(key, value)
        default: return nil
        }
    }

    /// The name in messages.
    var name: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .decimal: "decimal"
        case .text: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .code: "code"
        case .enumeration: "enumeration"
        case .list(let element): element == .any ? "list" : "list(\(element.name))"
        case .map(let key, let value): "map(\(key.name), \(value.name))"
        case .record(let members): "{\(members.map(\.name).joined(separator: ", "))}"
        case .yearly: "map(int year, money)"
        case .any: "any"
        }
    }
}
