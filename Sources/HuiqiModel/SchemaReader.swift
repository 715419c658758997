import HuiqiJSON

/// Reads a schema file: `{"fields":[{"name","type","label","unit","values","max_age_days","source"}]}`.
public enum SchemaReader {
    /// The largest schema file, in bytes.
    public static let byteLimit = 4 << 20

    /// The contract's schema with the fields of a file after it.
    /// - Throws: ``SchemaError`` that names the field.
    public static func read(_ bytes: [UInt8]) throws(SchemaError) -> Schema {
        var current: String?
        var fields: [Field] = []
        do throws(JSONFault) {
            var reader = FieldReader(
                bytes, in: bytes.afterByteOrderMark, limits: JSONLimits(maxDepth: 8, maxBytes: byteLimit))
            try reader.beginObject("")
            var found = false
            while let key = try reader.nextKey("") {
                guard key == "fields", !found else {
                    throw reader.fault(clipped(key), zh: "应只有 fields 一个键", en: "expected the one key, fields")
                }
                found = true
                try reader.beginArray("fields")
                while try reader.nextElement("fields") {
                    guard fields.count < Schema.fieldLimit else {
                        throw reader.fault("fields", zh: "字段过多", en: "too many fields")
                    }
                    current = nil
                    fields.append(try field(&reader, "fields[\(fields.count)]", &current))
                }
            }
            try reader.finish()
            if !found { throw reader.fault("fields", zh: "缺少 fields", en: "fields is missing") }
        } catch {
            let place = Message(
                zh: "\(error.path)（偏移 \(error.offsetUTF8)）：\(error.message.zh)",
                en: "\(error.path) (offset \(error.offsetUTF8)): \(error.message.en)")
            throw SchemaError(field: current, place)
        }
        return try Schema(adding: fields)
    }

    private static func field(
        _ reader: inout FieldReader, _ path: String, _ current: inout String?
    ) throws(JSONFault) -> Field {
        var name: String?
        var typeName: String?
        var label: String?
        var unit = ""
        var values: [String]?
        var maxAge: Int?
        var source: String?
        var seen: Set<String> = []
        try reader.beginObject(path)
        while let key = try reader.nextKey(path) {
            let place = "\(path).\(clipped(key))"
            if !seen.insert(key).inserted {
                throw reader.fault(place, zh: "同一对象中出现两次", en: "occurs twice in one object")
            }
            switch key {
            case "name":
                name = try reader.string(place)
                current = name
            case "type": typeName = try reader.string(place)
            case "label": if try !reader.takeNull(place) { label = try reader.string(place) }
            case "unit": if try !reader.takeNull(place) { unit = try reader.string(place) }
            case "values": if try !reader.takeNull(place) { values = try reader.strings(place) }
            case "source": if try !reader.takeNull(place) { source = try reader.string(place) }
            case "max_age_days":
                if try reader.takeNull(place) { continue }
                guard let days = try reader.number(place).integer, (0...1_000_000).contains(days) else {
                    throw reader.fault(place, zh: "应为非负整数天数", en: "expected a number of days")
                }
                maxAge = Int(days)
            default: throw reader.fault(place, zh: "字段定义没有这个键", en: "a field definition has no such key")
            }
        }
        guard let name else { throw reader.fault(path + ".name", zh: "缺少 name", en: "the name is missing") }
        guard let typeName else {
            throw reader.fault(path + ".type", zh: "缺少 type", en: "the type is missing")
        }
        if typeName == "enumeration", TypeName.parse(typeName, values: values) == nil {
            throw reader.fault(
                path + ".values", zh: "enumeration 需要 values：至少一个、互不相同的非空文本，如 [\"一级\", \"二级\"]",
                en: "an enumeration needs values: one or more different texts, such as [\"一级\", \"二级\"]")
        }
        guard let type = TypeName.parse(typeName, values: values) else {
            throw reader.fault(
                path + ".type", zh: "不认识的类型 `\(clipped(typeName))`，可用：\(TypeName.all)",
                en: "unknown type `\(clipped(typeName))`; one of: \(TypeName.all)")
        }
        let shown = label ?? name
        return Field(
            name, type, label: Message(zh: shown, en: name), unit: unit, maxAgeDays: maxAge, source: source)
    }
}

/// The names of field types in schema files.
enum TypeName {
    static let all =
        "string, code, timestamp, money, int, enumeration, bool, map(int year, money), list(string), "
        + "list({name: string, amount: money, date: timestamp})"

    static func parse(_ name: String, values: [String]?) -> FieldType? {
        let compact = String(name.filter { $0 != " " })
        switch compact {
        case "string": return .text
        case "code": return .code(.other)
        case "timestamp": return .day
        case "money": return .money
        case "int": return .int
        case "bool": return .bool
        case "map(intyear,money)", "map(int,money)": return .yearly
        case "list(string)": return .texts
        case "enumeration":
            guard let values, !values.isEmpty, values.count <= 1000, !values.contains("") else { return nil }
            return Set(values.map { ExactText($0) }).count == values.count ? .enumeration(values) : nil
        default:
            guard compact.hasPrefix("list({"), compact.hasSuffix("})") else { return nil }
            return records(String(compact.dropFirst(6).dropLast(2)))
        }
    }

    /// `name: type` pairs; a member without a type takes that of the contract's member of its name, else text.
    private static func records(_ inside: String) -> FieldType? {
        var members: [FieldType.Member] = []
        for part in inside.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard pieces.count <= 2, Schema.refusalOfMember(pieces[0]) == nil,
                !members.contains(where: { $0.name == pieces[0] })
            else { return nil }
            let type: FieldType
            switch pieces.count == 2 ? pieces[1] : known[pieces[0]] ?? "string" {
            case "string": type = .text
            case "timestamp": type = .day
            case "money": type = .money
            case "int": type = .int
            case "bool": type = .bool
            default: return nil
            }
            members.append(.init(name: pieces[0], type: type))
        }
        return members.isEmpty || members.count > 64 ? nil : .records(members)
    }

    private static let known = [
        "from": "timestamp", "to": "timestamp", "date": "timestamp", "amount": "money",
    ]
}

extension Schema {
    /// Why a name cannot be a member's; members are always written after a dot, so functions do not clash.
    static func refusalOfMember(_ name: String) -> Message? {
        let beginsWell = name.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
        return beginsWell && !ReservedNames.words.contains(name)
            ? refusal(of: "m_" + name) : refusal(of: name)
    }
}
