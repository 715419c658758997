/// The entries of a map: keys are int, uint, bool or string, and numerically equal keys are one key.
public final class PlainMap: Sendable {
    /// In order of insertion.
    public let entries: [(key: PlainValue, value: PlainValue)]
    private let places: [PlainKey: Int]
    let extent: PlainExtent

    /// A map of these entries; nil where a key is of another type or comes twice.
    /// - Complexity: O(number of entries).
    public convenience init?(_ entries: [(key: PlainValue, value: PlainValue)]) {
        var builder = PlainMapBuilder()
        for entry in entries where builder.add(entry.key, entry.value) != .added { return nil }
        self.init(builder)
    }

    init(_ builder: PlainMapBuilder) {
        entries = builder.entries
        places = builder.places
        extent = builder.extent
    }

    /// The value under a key, or nil; a double finds the integer that it equals.
    /// - Complexity: O(length of the key).
    public func value(for key: PlainValue) -> PlainValue? {
        guard let key = PlainKey(key), let place = places[key] else { return nil }
        return entries[place].value
    }
}

/// What a key is looked up by.
enum PlainKey: Hashable {
    case bool(Bool)
    /// int, uint, and a double that equals one.
    case integer(Int128)
    /// Bytes, since Swift's own equality of texts normalises them.
    case text([UInt8])

    /// Nil for a value that equals no key.
    init?(_ value: PlainValue) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .integer(Int128(value))
        case .uint(let value): self = .integer(Int128(value))
        case .double(let value):
            guard let exact = Int128(exactly: value) else { return nil }
            self = .integer(exact)
        case .string(let text): self = .text(Array(text.utf8))
        default: return nil
        }
    }
}

/// A map in the making.
struct PlainMapBuilder {
    enum Outcome { case added, badKey, repeatedKey }

    private(set) var entries: [(key: PlainValue, value: PlainValue)] = []
    private(set) var places: [PlainKey: Int] = [:]
    private(set) var extent = PlainExtent.container

    mutating func add(_ key: PlainValue, _ value: PlainValue) -> Outcome {
        if case .double = key { return .badKey }
        guard let found = PlainKey(key) else { return .badKey }
        if places[found] != nil { return .repeatedKey }
        places[found] = entries.count
        entries.append((key, value))
        extent.add(key)
        extent.add(value)
        return .added
    }
}
