extension PlainValue {
    /// The value as `hq eval` prints it: `2u`, `4.0`, texts bare on their own and in double quotes inside others.
    public var text: String { PlainValueText.answer(self) }
}

/// Values as text.
enum PlainValueText {
    /// As the `%s` of `format` writes it: texts bare, also inside lists and maps; maps in order of their keys.
    static func plain(_ value: PlainValue) -> String {
        switch value {
        case .string(let text): return text
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .double(let number): return PlainNumberText.shortest(number)
        case .uint(let number): return String(number)
        case .list(let list): return "[" + list.elements.map(plain).joined(separator: ", ") + "]"
        case .map(let map):
            let entries = map.entries.map { (key: plain($0.key), value: plain($0.value)) }
            let sorted = entries.sorted {
                PlainValue.Order(bytes: $0.key.utf8, $1.key.utf8) == .below
            }
            return "{" + sorted.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
        case .optional(let optional):
            return optional.value.map { "optional.of(\(plain($0)))" } ?? "optional.none()"
        default: return scalar(value)
        }
    }

    /// As `hq eval` prints it: `2u`, `4.0`, texts bare on their own and quoted inside others.
    static func answer(_ value: PlainValue) -> String {
        if case .string(let text) = value { return text }
        return inner(value)
    }

    private static func inner(_ value: PlainValue) -> String {
        switch value {
        case .string(let text): return quoted(text)
        case .bytes(let bytes): return "b" + octets(bytes)
        case .double(let number):
            let text = PlainNumberText.shortest(number)
            let isWhole = text.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) }
            return isWhole ? text + ".0" : text
        case .list(let list): return "[" + list.elements.map(inner).joined(separator: ", ") + "]"
        case .map(let map):
            return "{" + map.entries.map { "\(inner($0.key)): \(inner($0.value))" }.joined(separator: ", ")
                + "}"
        case .optional(let optional):
            return optional.value.map { "optional.of(\(inner($0)))" } ?? "optional.none()"
        default: return scalar(value)
        }
    }

    private static func scalar(_ value: PlainValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let truth): truth ? "true" : "false"
        case .int(let number): String(number)
        case .uint(let number): "\(number)u"
        case .timestamp(let instant): instant.text
        case .duration(let length): length.text
        case .type(let name): name
        default: ""
        }
    }

    /// A value in a message, cut where it is long.
    static func short(_ value: PlainValue) -> String {
        switch value {
        case .string(let text): quoted(String(text.unicodeScalars.prefix(40)))
        case .list, .map, .bytes, .optional: value.typeName
        default: inner(value)
        }
    }

    /// A text between double quotes, as CEL reads it back.
    static func quoted(_ text: String) -> String {
        var result: [UInt8] = [0x22]
        for byte in text.utf8 {
            if let letter = escapes[byte] { result += [0x5C, letter] } else { result.append(byte) }
        }
        result.append(0x22)
        return String(decoding: result, as: UTF8.self)
    }

    private static let escapes: [UInt8: UInt8] = [
        7: 0x61, 8: 0x62, 12: 0x66, 10: 0x6E, 13: 0x72, 9: 0x74, 11: 0x76, 0x5C: 0x5C, 0x22: 0x22,
    ]

    /// Octets as a bytes literal without its `b`.
    private static func octets(_ bytes: [UInt8]) -> String {
        var result = "\""
        for byte in bytes {
            if let letter = escapes[byte] {
                result += "\\" + String(UnicodeScalar(letter))
            } else if (0x20...0x7E).contains(byte) {
                result.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return result + "\""
    }
}
