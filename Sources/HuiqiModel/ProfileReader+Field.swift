import HuiqiJSON
import HuiqiText

extension ProfileReader {
    /// Reads one object into a draft; `warn` is told field and reason of what is kept but odd.
    func draft(
        _ reader: inout FieldReader, needsKey: Bool, warn: (String, Message) -> Void
    ) throws(JSONFault) -> ProfileDraft {
        var values = [FieldValue](repeating: .unknown, count: schema.fields.count)
        var seen = [Bool](repeating: false, count: schema.fields.count)
        var reviews: [(place: String, held: Bool)]?
        try reader.beginObject("")
        while let key = try reader.nextKey(among: schema.keys) {
            guard case .known(let index) = key else {
                guard case .other(let name) = key else { break }
                throw reader.fault(clipped(name), zh: "没有这个字段", en: "there is no such field")
            }
            if index == schema.fields.count {
                guard reviews == nil else { throw repeatedKey(reader, "reviews") }
                reviews = try readReviews(&reader)
                continue
            }
            let path = schema.paths[index]
            if seen[index] { throw repeatedKey(reader, path) }
            seen[index] = true
            if try reader.takeNull(path) { continue }
            values[index] = try value(&reader, path, schema.types[index]) { warn(path.field, $0) }
        }
        try reader.finish()
        let key = try self.key(reader, values, needsKey: needsKey)
        if case .text(let code) = values[Self.uscc], let note = Message(CreditCode.check(code)) {
            warn("uscc", note)
        }
        return ProfileDraft(key: key, values: values, reviews: reviews ?? [])
    }

    static let id = Schema.contract.index(of: "id") ?? 0
    static let uscc = Schema.contract.index(of: "uscc") ?? 1

    private func repeatedKey(_ reader: FieldReader, _ key: some CustomStringConvertible) -> JSONFault {
        reader.fault(key, zh: "同一对象中出现两次", en: "occurs twice in one object")
    }

    private func key(_ reader: FieldReader, _ values: [FieldValue], needsKey: Bool) throws(JSONFault)
        -> String
    {
        for field in [Self.id, Self.uscc] {
            guard case .text(let text) = values[field] else { continue }
            if text.isEmpty {
                throw reader.fault(
                    schema.fields[field].name, zh: "主键不能是空文本", en: "the key cannot be an empty text")
            }
            return text
        }
        if needsKey {
            throw JSONFault(
                "id", at: 0, zh: "既没有 id 也没有 uscc，无法作为主键", en: "neither id nor uscc is there to be the key"
            )
        }
        return ""
    }

    private func value(
        _ reader: inout FieldReader, _ path: FieldPath, _ type: FieldType, warn: (Message) -> Void
    ) throws(JSONFault) -> FieldValue {
        switch type {
        case .text: return .text(try reader.string(path))
        case .code(let standard): return .text(try code(&reader, path, standard, warn: warn))
        case .day: return .day(try reader.day(path).number)
        case .money: return .fen(try fen(&reader, path, warn: warn))
        case .int: return .int(try int(&reader, path))
        case .bool: return .bool(try reader.bool(path))
        case .enumeration(let values):
            let text = try reader.string(path)
            guard let index = Schema.enumerationIndex(of: text, in: values) else {
                let list = values.joined(separator: " ")
                throw reader.fault(
                    path, zh: "`\(clipped(text))` 不在可选值之中：\(list)",
                    en: "`\(clipped(text))` is none of: \(list)")
            }
            return .text(values[index])
        case .yearly: return .yearly(try yearly(&reader, path, warn: warn))
        case .texts:
            var texts: [String] = []
            var complete = true
            try reader.beginArray(path)
            while try reader.nextElement(path) {
                if try reader.takeNull(path) {
                    complete = false
                } else {
                    texts.append(try reader.string(path.element(texts.count)))
                }
            }
            return .texts(texts, complete: complete)
        case .records(let members):
            return try records(&reader, path, members, warn: warn)
        }
    }

    private func fen(
        _ reader: inout FieldReader, _ path: FieldPath, warn: (Message) -> Void
    ) throws(JSONFault) -> Int64 {
        let number = try reader.number(path)
        guard let fen = number.scaled(places: 2) else {
            throw reader.fault(
                path, zh: "金额以元计，至多两位小数，绝对值小于 9 京元（9.2e16）",
                en: "money is yuan with at most two decimals, below 9.2e16")
        }
        if fen < 0 { warn(.negativeMoney) }
        return fen
    }

    private func int(_ reader: inout FieldReader, _ path: FieldPath) throws(JSONFault) -> Int64 {
        guard let value = try reader.number(path).integer else {
            throw reader.fault(path, zh: "应为整数（64 位以内）", en: "expected an integer of at most 64 bits")
        }
        return value
    }

    private func yearly(
        _ reader: inout FieldReader, _ path: FieldPath, warn: (Message) -> Void
    ) throws(JSONFault) -> [FieldValue.YearAmount] {
        var amounts: [FieldValue.YearAmount] = []
        var told: [Int16] = []
        try reader.beginObject(path)
        while let key = try reader.nextKey(path) {
            let place = path.member(key)
            guard key.utf8.count == 4, key.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let year = Int16(key), FieldValue.years.contains(Int(year))
            else {
                throw reader.fault(place, zh: "年份应为 1900 至 2999", en: "a year must be 1900-2999")
            }
            if told.contains(year) { throw repeatedKey(reader, place) }
            told.append(year)
            if try reader.takeNull(place) { continue }
            amounts.append(.init(year: year, fen: try fen(&reader, place, warn: warn)))
        }
        return amounts.sorted { $0.year < $1.year }
    }

    private func records(
        _ reader: inout FieldReader, _ path: FieldPath, _ members: [FieldType.Member], warn: (Message) -> Void
    ) throws(JSONFault) -> FieldValue {
        var records: [[FieldValue]] = []
        var complete = true
        try reader.beginArray(path)
        while try reader.nextElement(path) {
            if try reader.takeNull(path) {
                complete = false
                continue
            }
            let place = path.element(records.count)
            var record = [FieldValue](repeating: .unknown, count: members.count)
            var seen = [Bool](repeating: false, count: members.count)
            try reader.beginObject(place)
            while let key = try reader.nextKey(place) {
                let memberPath = place.member(key)
                guard let index = members.firstIndex(where: { $0.name == key }) else {
                    throw reader.fault(memberPath, zh: "没有这个成员", en: "there is no such member")
                }
                if seen[index] { throw repeatedKey(reader, memberPath) }
                seen[index] = true
                if try reader.takeNull(memberPath) { continue }
                record[index] = try value(&reader, memberPath, members[index].type, warn: warn)
            }
            records.append(record)
        }
        return .records(records, complete: complete)
    }

    private func readReviews(_ reader: inout FieldReader) throws(JSONFault) -> [(place: String, held: Bool)] {
        var reviews: [(place: String, held: Bool)] = []
        var seen: Set<ExactText> = []
        if try reader.takeNull("reviews") { return reviews }
        try reader.beginObject("reviews")
        while let key = try reader.nextKey("reviews") {
            let path = "reviews.\(clipped(key))"
            if !seen.insert(ExactText(key)).inserted { throw repeatedKey(reader, path) }
            guard key.utf8.contains(0x2F) else {
                throw reader.fault(path, zh: "键应写作 条款/条件", en: "the key must be CLAUSE/CONDITION")
            }
            if try reader.takeNull(path) { continue }
            reviews.append((key, try reader.bool(path)))
        }
        return reviews
    }

    private func code(
        _ reader: inout FieldReader, _ path: FieldPath, _ standard: CodeStandard, warn: (Message) -> Void
    ) throws(JSONFault) -> String {
        let text = try reader.string(path)
        switch CodeText.read(text, standard) {
        case .success(let code, let note):
            if let note { warn(note) }
            return code
        case .refused(let message):
            throw JSONFault(path, at: reader.json.offset, zh: message.zh, en: message.en)
        }
    }
}
