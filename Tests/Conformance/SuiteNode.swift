import HuiqiJSON

/// A value of the suite's JSON lines. A message is an object whose fields are arrays of their values.
indirect enum SuiteNode {
    case null
    case bool(Bool)
    case number(String)
    case text(String)
    case array([SuiteNode])
    case object([(key: String, value: SuiteNode)])

    init(_ line: [UInt8]) throws {
        var reader = JSONReader(line)
        self = try Self.read(&reader)
        try reader.finish()
    }

    private static func read(_ reader: inout JSONReader) throws -> SuiteNode {
        switch try reader.peekKind() {
        case .null:
            try reader.readNull()
            return .null
        case .bool: return .bool(try reader.readBool())
        case .string: return .text(try reader.readString())
        case .number:
            let number = try reader.readNumber()
            return .number("\(number.significand)e\(number.exponent10)")
        case .array:
            var elements: [SuiteNode] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try read(&reader)) }
            return .array(elements)
        case .object:
            var members: [(key: String, value: SuiteNode)] = []
            try reader.beginObject()
            while let key = try reader.nextKey() { members.append((key, try read(&reader))) }
            return .object(members)
        }
    }

    /// The member of an object.
    subscript(key: String) -> SuiteNode? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The values of a repeated field.
    func all(_ field: String) -> [SuiteNode] {
        switch self[field] {
        case .array(let values)?: values
        case let value?: [value]
        case nil: []
        }
    }

    /// The value of a field.
    func one(_ field: String) -> SuiteNode? { all(field).first }

    var text: String? {
        if case .text(let text) = self { return text }
        if case .number(let text) = self { return text }
        return self["$num"]?.text ?? self["$enum"]?.text
    }

    var isTrue: Bool { if case .bool(true) = self { true } else { false } }

    /// The only member of a message with one field set.
    var onlyMember: (key: String, value: SuiteNode)? {
        guard case .object(let members) = self, let first = members.first else { return nil }
        return (first.key, one(first.key) ?? .null)
    }
}
