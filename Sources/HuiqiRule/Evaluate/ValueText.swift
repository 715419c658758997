import HuiqiModel

/// Values as `hq eval` prints them and as `string(x)` converts them.
enum ValueText {
    static func text(_ value: Value, topLevel: Bool, schema: Schema, convertsUint: Bool = false) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .uint(let number): return convertsUint ? String(number) : "\(number)u"
        case .decimal(let number): return number.description
        case .text(let text): return topLevel ? text : quoted(text)
        case .bytes(let bytes): return "b" + quoted(bytes)
        case .timestamp(let moment): return TimeText.text(timestamp: moment)
        case .duration(let span): return TimeText.text(duration: span)
        case .list(let list):
            var parts = list.elements.map { text($0, topLevel: false, schema: schema) }
            if !list.others.isEmpty { parts.append("?") }
            return "[" + parts.joined(separator: ", ") + "]"
        case .map(let map):
            let parts = map.entries.map { entry in
                let key = text(entry.key, topLevel: false, schema: schema)
                return "\(key): \(text(entry.value, topLevel: false, schema: schema))"
            }
            return "{" + parts.joined(separator: ", ") + "}"
        case .record(let record):
            guard case .records(let members) = schema.fields[record.field].type else { return "{}" }
            let parts = zip(members, record.members).map { "\($0.name): \(text($1))" }
            return "{" + parts.joined(separator: ", ") + "}"
        }
    }

    /// What is not known of the lists and records in a value.
    static func others(in value: Value) -> [MissingFact] {
        switch value {
        case .list(let list): list.others + list.elements.flatMap { others(in: $0) }
        case .map(let map): map.entries.flatMap { others(in: $0.value) }
        case .record(let record):
            record.members.indices.filter { record.members[$0] == .unknown }.map {
                .member(field: record.field, position: record.position, member: $0)
            }
        default: []
        }
    }

    private static func text(_ value: FieldValue) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .fen(let fen): Number(fen: fen).description
        case .day(let number): Day(number: number).description
        case .unknown, .yearly, .texts, .records: "?"
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    private static func quoted(_ bytes: [UInt8]) -> String {
        var out = "\""
        for byte in bytes {
            if (0x20..<0x7F).contains(byte), byte != 0x22, byte != 0x5C {
                out.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                out += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return out + "\""
    }
}
