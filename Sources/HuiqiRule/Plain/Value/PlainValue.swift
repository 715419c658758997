/// A value of the plain CEL environment (language definition, "Values").
///
/// Values are immutable. Equality and order are CEL's own, see ``equals(_:)``; they are not Swift's `==`, since
/// a CEL text is a sequence of code points that nothing normalises, and NaN equals nothing.
public enum PlainValue: Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A signed integer of 64 bits.
    case int(Int64)
    /// An unsigned integer of 64 bits.
    case uint(UInt64)
    /// An IEEE 754 number of 64 bits.
    case double(Double)
    /// Unicode code points.
    case string(String)
    /// Octets.
    case bytes([UInt8])
    /// Values in order.
    case list(PlainList)
    /// Values by keys, in order of insertion.
    case map(PlainMap)
    /// An instant of the years 1 to 9999.
    case timestamp(PlainTimestamp)
    /// A length of time.
    case duration(PlainDuration)
    /// A type, by its name: `int`, `list`, `google.protobuf.Timestamp`.
    case type(String)
    /// A value that may be absent.
    case optional(PlainOptional)

    /// A list of these values.
    public static func list(_ elements: [PlainValue]) -> PlainValue { .list(PlainList(elements)) }
}

/// The elements of a list.
public final class PlainList: Sendable {
    /// In order.
    public let elements: [PlainValue]
    let extent: PlainExtent

    /// A list of these elements.
    /// - Complexity: O(number of elements).
    public init(_ elements: [PlainValue]) {
        self.elements = elements
        var extent = PlainExtent.container
        for element in elements { extent.add(element) }
        self.extent = extent
    }
}

/// A value, or its absence.
public final class PlainOptional: Sendable {
    /// Nil where it is absent.
    public let value: PlainValue?
    let extent: PlainExtent

    /// A value that is there, or none.
    public init(_ value: PlainValue?) {
        self.value = value
        var extent = PlainExtent.container
        if let value { extent.add(value) }
        self.extent = extent
    }

    static let none = PlainOptional(nil)
}

/// How deep and how large a value is when it is written out, every shared part as often as it occurs.
struct PlainExtent: Sendable {
    /// Containers inside one another; 0 for a value that holds no other.
    private(set) var depth: Int
    /// Values and blocks of 64 bytes, saturating.
    private(set) var weight: Int

    static let container = PlainExtent(depth: 1, weight: 1)

    /// What a container has, with one more part.
    mutating func add(_ value: PlainValue) {
        let part = value.extent
        depth = max(depth, part.depth &+ 1)  // Safe: memory bounds the depth.
        let (sum, overflow) = weight.addingReportingOverflow(part.weight)
        weight = overflow ? .max : sum
    }

    init(depth: Int, weight: Int) {
        self.depth = depth
        self.weight = weight
    }
}

extension PlainValue {
    var extent: PlainExtent {
        switch self {
        case .string(let text): PlainExtent(depth: 0, weight: 1 &+ text.utf8.count >> 6)
        case .bytes(let bytes): PlainExtent(depth: 0, weight: 1 &+ bytes.count >> 6)
        case .list(let list): list.extent
        case .map(let map): map.extent
        case .optional(let optional): optional.extent
        default: PlainExtent(depth: 0, weight: 1)
        }
    }

    /// The name of its type, as `type(x)` gives it.
    public var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .type: "type"
        case .optional: "optional_type"
        }
    }
}
