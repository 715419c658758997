/// What is known of a value before evaluation (language definition, "Gradual Type Checking").
public indirect enum PlainType: Sendable, Hashable {
    /// Any value; checks are left to evaluation.
    case dyn
    /// `null`
    case null
    /// `bool`
    case bool
    /// `int`
    case int
    /// `uint`
    case uint
    /// `double`
    case double
    /// `string`
    case string
    /// `bytes`
    case bytes
    /// `list(T)`
    case list(PlainType)
    /// `map(K, V)`
    case map(PlainType, PlainType)
    /// `google.protobuf.Timestamp`
    case timestamp
    /// `google.protobuf.Duration`
    case duration
    /// A type as a value.
    case type
    /// `optional_type(T)`
    case optional(PlainType)
    /// Not set by anything yet, as the element of `[]`; ``PlainExpression/type`` has `dyn` in its place.
    case unset

    /// As the language definition writes it.
    public var name: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list(let element): "list(\(element.name))"
        case .map(let key, let value): "map(\(key.name), \(value.name))"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .type: "type"
        case .optional(let value): "optional_type(\(value.name))"
        case .unset: "dyn"
        }
    }

    /// Types inside one another; beyond this many an inner one is `dyn`, so that no type is deep.
    private static let deepest = 32

    private var depth: Int {
        switch self {
        case .list(let inner), .optional(let inner): inner.depth + 1
        case .map(let key, let value): max(key.depth, value.depth) + 1
        default: 0
        }
    }

    private var bounded: PlainType { depth < Self.deepest ? self : .dyn }

    static func listOf(_ element: PlainType) -> PlainType { .list(element.bounded) }

    static func mapOf(_ key: PlainType, _ value: PlainType) -> PlainType { .map(key.bounded, value.bounded) }

    static func optionalOf(_ value: PlainType) -> PlainType { .optional(value.bounded) }

    /// Whether a value may be of both types; `dyn` is every type, and null an instant or a length of time.
    func agrees(with other: PlainType) -> Bool {
        switch (self, other) {
        case (.dyn, _), (_, .dyn), (.unset, _), (_, .unset): true
        case (.null, .timestamp), (.null, .duration), (.null, .optional): true
        case (.timestamp, .null), (.duration, .null), (.optional, .null): true
        case (.list(let left), .list(let right)), (.optional(let left), .optional(let right)):
            left.agrees(with: right)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            key.agrees(with: otherKey) && value.agrees(with: otherValue)
        default: self == other
        }
    }

    /// The one type of values of both, or `dyn`.
    func joined(_ other: PlainType) -> PlainType {
        if self == other { return self }
        switch (self, other) {
        case (.unset, _), (.null, .timestamp), (.null, .duration), (.null, .optional): return other
        case (_, .unset), (.timestamp, .null), (.duration, .null), (.optional, .null): return self
        case (.list(let left), .list(let right)) where left.agrees(with: right):
            return .list(left.joined(right))
        case (.optional(let left), .optional(let right)) where left.agrees(with: right):
            return .optional(left.joined(right))
        case (.map(let key, let value), .map(let otherKey, let otherValue)) where agrees(with: other):
            return .map(key.joined(otherKey), value.joined(otherValue))
        default: return .dyn
        }
    }

    /// With `dyn` for what was never set.
    var settled: PlainType {
        switch self {
        case .unset: .dyn
        case .list(let element): .list(element.settled)
        case .map(let key, let value): .map(key.settled, value.settled)
        case .optional(let value): .optional(value.settled)
        default: self
        }
    }

    /// What stands inside a container once it is taken out of it.
    var taken: PlainType { self == .unset ? .dyn : self }

    /// Whether the value is of this type; what is inside it is not looked at.
    func accepts(_ value: PlainValue) -> Bool {
        switch (self, value) {
        case (.dyn, _), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double),
            (.string, .string), (.bytes, .bytes), (.list, .list), (.map, .map), (.timestamp, .timestamp),
            (.duration, .duration), (.type, .type), (.optional, .optional):
            true
        default: false
        }
    }

    /// The type of an element where a value of this type is walked through; nil where it cannot be.
    var element: PlainType? {
        switch self {
        case .dyn: .dyn
        case .list(let element): element.taken
        case .map(let key, _): key.taken
        default: nil
        }
    }

    /// Types that are written as names.
    static let named: Set<String> = [
        "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type",
        "optional_type", "google.protobuf.Timestamp", "google.protobuf.Duration",
    ]
}
