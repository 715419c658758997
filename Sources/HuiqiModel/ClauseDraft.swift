import HuiqiJSON

/// A clause while it is read.
struct ClauseDraft {
    var id: String?
    var currentCondition: String?
    private var title: String?
    private var policy: Clause.Policy?
    private var text: String?
    private var tags: [String] = []
    private var validFrom: Day?
    private var validTo: Day?
    private var applyFrom: Day?
    private var applyTo: Day?
    private var delivery: Clause.Delivery?
    private var channel: String?
    private var materials: [String] = []
    private var conditions: [Condition]?
    private var benefit: Clause.Benefit?

    private static let keys = JSONKeys([
        "id", "title", "conditions", "policy", "text", "tags", "valid_from", "valid_to", "apply_from",
        "apply_to", "delivery", "channel", "materials", "benefit",
    ])

    mutating func read(_ reader: inout FieldReader) throws(JSONFault) {
        var seen = KeySet()
        try reader.beginObject("")
        while let key = try reader.nextKey(among: Self.keys) {
            guard case .known(let number) = key else {
                throw reader.fault(Self.other(key), zh: "条款没有这个键", en: "a clause has no such key")
            }
            let name = Self.keys.names[number]
            if !seen.insert(number) {
                throw reader.fault(name, zh: "同一对象中出现两次", en: "occurs twice in one object")
            }
            if number < 3 {
                try readRequired(&reader, name)
            } else if try !reader.takeNull(name) {
                try readOptional(&reader, name)
            }
        }
        try reader.finish()
    }

    /// An unknown key as messages show it.
    private static func other(_ key: JSONKey) -> String {
        if case .other(let name) = key { return clipped(name) }
        return ""
    }

    /// Keys of one object that were read, by number.
    private struct KeySet {
        private var bits: UInt32 = 0

        /// Whether the key, one of the first 32, was not yet there.
        mutating func insert(_ number: Int) -> Bool {
            let bit: UInt32 = 1 << UInt32(truncatingIfNeeded: number)
            defer { bits |= bit }
            return bits & bit == 0
        }
    }

    func finish() throws(JSONFault) -> Clause {
        guard let id else { throw JSONFault("id", at: 0, zh: "缺少条款编号 id", en: "the id is missing") }
        guard let title else { throw JSONFault("title", at: 0, zh: "缺少标题 title", en: "the title is missing") }
        guard let conditions else {
            throw JSONFault("conditions", at: 0, zh: "缺少 conditions", en: "the conditions are missing")
        }
        if let validFrom, let validTo, validTo < validFrom {
            throw JSONFault(
                "valid_to", at: 0, zh: "valid_to 早于 valid_from", en: "valid_to is before valid_from")
        }
        return Clause(
            id: id, policy: policy, title: title, text: text, tags: tags, validFrom: validFrom,
            validTo: validTo, applyFrom: applyFrom, applyTo: applyTo, delivery: delivery, channel: channel,
            materials: materials, conditions: conditions, benefit: benefit)
    }

    private mutating func readRequired(_ reader: inout FieldReader, _ key: String) throws(JSONFault) {
        switch key {
        case "id":
            let text = try reader.string(key)
            guard !text.isEmpty, text.utf8.count <= 256 else {
                throw reader.fault(key, zh: "编号须为 1 至 256 字节", en: "the id must have 1 to 256 bytes")
            }
            id = text
        case "title": title = try reader.string(key)
        default: conditions = try readConditions(&reader)
        }
    }

    private mutating func readOptional(_ reader: inout FieldReader, _ key: String) throws(JSONFault) {
        switch key {
        case "policy": policy = try readPolicy(&reader)
        case "text": text = try reader.string(key)
        case "tags": tags = try readTexts(&reader, key)
        case "delivery":
            let name = try reader.string(key)
            guard let found = Clause.Delivery(rawValue: name) else {
                throw reader.fault(
                    key, zh: "delivery 应为 instant、verify 或 review",
                    en: "delivery is instant, verify or review")
            }
            delivery = found
        case "channel": channel = try reader.string(key)
        case "materials": materials = try readTexts(&reader, key)
        case "benefit": benefit = try readBenefit(&reader)
        case "valid_from": validFrom = try reader.day(key)
        case "valid_to": validTo = try reader.day(key)
        case "apply_from": applyFrom = try reader.day(key)
        default: applyTo = try reader.day(key)
        }
    }

    /// The path to a text of a list, written out only when a fault is told.
    private struct ElementPath: CustomStringConvertible {
        var list: String
        var position: Int

        var description: String { "\(list)[\(position)]" }
    }

    private func readTexts(_ reader: inout FieldReader, _ path: String) throws(JSONFault) -> [String] {
        var texts: [String] = []
        try reader.beginArray(path)
        while try reader.nextElement(path) {
            texts.append(try reader.string(ElementPath(list: path, position: texts.count)))
        }
        return texts
    }

    private static let policyKeys = JSONKeys(["id", "title", "number", "issuer"])
    private static let policyPaths = policyKeys.names.map { "policy.\($0)" }

    private func readPolicy(_ reader: inout FieldReader) throws(JSONFault) -> Clause.Policy {
        var policy = Clause.Policy()
        var seen = KeySet()
        try reader.beginObject("policy")
        while let key = try reader.nextKey(among: Self.policyKeys, at: "policy") {
            guard case .known(let number) = key else {
                throw reader.fault(
                    "policy.\(Self.other(key))", zh: "policy 没有这个键", en: "a policy has no such key")
            }
            let path = Self.policyPaths[number]
            if !seen.insert(number) {
                throw reader.fault(path, zh: "同一对象中出现两次", en: "occurs twice in one object")
            }
            if try reader.takeNull(path) { continue }
            let text = try reader.string(path)
            switch number {
            case 0: policy.id = text
            case 1: policy.title = text
            case 2: policy.number = text
            default: policy.issuer = text
            }
        }
        return policy
    }

    private static let benefitKeys = JSONKeys(["amount", "rounding", "exclusive", "budget", "quota"])
    private static let benefitPaths = benefitKeys.names.map { "benefit.\($0)" }

    private func readBenefit(_ reader: inout FieldReader) throws(JSONFault) -> Clause.Benefit {
        var benefit = Clause.Benefit(amount: nil, rounding: .fenDown, exclusive: [], budget: nil, quota: nil)
        var seen = KeySet()
        try reader.beginObject("benefit")
        while let key = try reader.nextKey(among: Self.benefitKeys, at: "benefit") {
            guard case .known(let number) = key else {
                throw reader.fault(
                    "benefit.\(Self.other(key))", zh: "benefit 没有这个键", en: "a benefit has no such key")
            }
            let path = Self.benefitPaths[number]
            if !seen.insert(number) {
                throw reader.fault(path, zh: "同一对象中出现两次", en: "occurs twice in one object")
            }
            if try reader.takeNull(path) { continue }
            switch number {
            case 0: benefit.amount = try reader.string(path)
            case 1:
                guard let rule = Rounding(name: try reader.string(path)) else {
                    throw reader.fault(
                        path, zh: "舍入规则应为 \(Rounding.names)", en: "rounding is \(Rounding.names)")
                }
                benefit.rounding = rule
            case 2: benefit.exclusive = try readTexts(&reader, path)
            case 3:
                let json = try reader.number(path)
                guard let number = Number(significand: json.significand, exponent10: json.exponent10),
                    number.signum >= 0
                else { throw reader.fault(path, zh: "预算须为非负金额", en: "the budget must not be negative") }
                benefit.budget = number
            default:
                guard let quota = try reader.number(path).integer, quota >= 0 else {
                    throw reader.fault(
                        path, zh: "名额须为非负整数", en: "the quota must be a whole number, not negative")
                }
                benefit.quota = quota
            }
        }
        return benefit
    }

    private mutating func readConditions(_ reader: inout FieldReader) throws(JSONFault) -> [Condition] {
        var conditions: [Condition] = []
        // Few ids are compared one by one, many are looked up.
        var many: Set<ExactText> = []
        conditions.reserveCapacity(8)
        try reader.beginArray("conditions")
        while try reader.nextElement("conditions") {
            let position = conditions.count
            guard position < ClauseReader.conditionLimit else {
                throw reader.fault(
                    ConditionPath(position: position), zh: "条件超过 \(ClauseReader.conditionLimit) 个",
                    en: "more than \(ClauseReader.conditionLimit) conditions")
            }
            let condition = try readCondition(&reader, position)
            let id = ExactText(condition.id)
            if position == 16 { many = Set(conditions.map { ExactText($0.id) }) }
            let isNew =
                position < 16
                ? !conditions.indices.contains { ExactText(conditions[$0].id) == id }
                : many.insert(id).inserted
            if !isNew {
                throw reader.fault(
                    ConditionPath(position: position, member: "id"), zh: "条件编号重复",
                    en: "the condition id occurs twice")
            }
            conditions.append(condition)
            currentCondition = nil
        }
        return conditions
    }

    /// The path to a member of a condition, written out only when a fault is told.
    private struct ConditionPath: CustomStringConvertible {
        var position: Int
        var member = ""

        var description: String { "conditions[\(position)]" + (member.isEmpty ? "" : ".\(member)") }
    }

    private static let usualIDs = (1...32).map { "c\($0)" }
    private static let conditionNames = ["id", "label", "expr", "source", "kind", "weight"]
    private static let conditionKeys = JSONKeys(conditionNames)

    private mutating func readCondition(
        _ reader: inout FieldReader, _ position: Int
    ) throws(JSONFault) -> Condition {
        var condition = Condition(
            id: position < Self.usualIDs.count ? Self.usualIDs[position] : "c\(position + 1)", label: "",
            kind: .required, expression: nil, source: nil, weight: .one)
        currentCondition = condition.id
        var path = ConditionPath(position: position)
        var seen: UInt8 = 0
        try reader.beginObject(path)
        while let key = try reader.nextKey(among: Self.conditionKeys, at: path) {
            guard case .known(let number) = key else {
                if case .other(let name) = key { path.member = clipped(name) }
                throw reader.fault(path, zh: "条件没有这个键", en: "a condition has no such key")
            }
            path.member = Self.conditionNames[number]
            if seen & 1 << UInt8(number) != 0 {
                throw reader.fault(path, zh: "同一对象中出现两次", en: "occurs twice in one object")
            }
            seen |= 1 << UInt8(number)
            if try !reader.takeNull(path) { try read(&reader, number, path, into: &condition) }
            path.member = ""
        }
        path.member = "expr"
        if condition.kind == .review, condition.expression != nil {
            throw reader.fault(path, zh: "review 条件由人判断，不写 expr", en: "a review condition has no expr")
        }
        if condition.kind != .review, condition.expression == nil {
            throw reader.fault(path, zh: "缺少 expr", en: "the expr is missing")
        }
        return condition
    }

    private mutating func read(
        _ reader: inout FieldReader, _ key: Int, _ path: ConditionPath, into condition: inout Condition
    ) throws(JSONFault) {
        switch key {
        case 0:
            condition.id = try reader.string(path)
            currentCondition = condition.id
            if condition.id.isEmpty { throw reader.fault(path, zh: "条件编号不能为空", en: "the id is empty") }
        case 1: condition.label = try reader.string(path)
        case 2: condition.expression = try reader.string(path)
        case 3: condition.source = try reader.string(path)
        case 4:
            guard let kind = Condition.Kind(rawValue: try reader.string(path)) else {
                throw reader.fault(
                    path, zh: "kind 应为 required、preferred 或 review",
                    en: "kind is required, preferred or review")
            }
            condition.kind = kind
        default:
            guard let weight = try reader.number(path).scaled(places: 6).flatMap(Weight.init(millionths:))
            else {
                throw reader.fault(
                    path, zh: "权重须大于 0，至多 100 万、六位小数",
                    en: "a weight is above 0, at most a million, with at most six decimals")
            }
            condition.weight = weight
        }
    }
}
