import HuiqiJSON

/// A clause while it is read.
struct ClauseDraft {
    var id: String?
    var currentCondition: String?
    private var title: String?
    private var policy: Clause.Policy?
    private var text: String?
    private var tags: [String] = []
    private var days: [String: Day] = [:]
    private var delivery: Clause.Delivery?
    private var channel: String?
    private var materials: [String] = []
    private var conditions: [Condition]?
    private var benefit: Clause.Benefit?

    mutating func read(_ reader: inout FieldReader) throws(JSONFault) {
        var seen: Set<String> = []
        try reader.beginObject("")
        while let key = try reader.nextKey("") {
            if !seen.insert(key).inserted {
                throw reader.fault(key, zh: "同一对象中出现两次", en: "occurs twice in one object")
            }
            if key == "id" || key == "title" || key == "conditions" {
                try readRequired(&reader, key)
            } else if Self.optionalKeys.contains(key) {
                if try !reader.takeNull(key) { try readOptional(&reader, key) }
            } else {
                throw reader.fault(clipped(key), zh: "条款没有这个键", en: "a clause has no such key")
            }
        }
        try reader.finish()
    }

    private static let optionalKeys: Set<String> = [
        "policy", "text", "tags", "valid_from", "valid_to", "apply_from", "apply_to", "delivery", "channel",
        "materials", "benefit",
    ]

    func finish() throws(JSONFault) -> Clause {
        guard let id else { throw JSONFault("id", at: 0, zh: "缺少条款编号 id", en: "the id is missing") }
        guard let title else { throw JSONFault("title", at: 0, zh: "缺少标题 title", en: "the title is missing") }
        guard let conditions else {
            throw JSONFault("conditions", at: 0, zh: "缺少 conditions", en: "the conditions are missing")
        }
        if let from = days["valid_from"], let to = days["valid_to"], to < from {
            throw JSONFault(
                "valid_to", at: 0, zh: "valid_to 早于 valid_from", en: "valid_to is before valid_from")
        }
        return Clause(
            id: id, policy: policy, title: title, text: text, tags: tags, validFrom: days["valid_from"],
            validTo: days["valid_to"], applyFrom: days["apply_from"], applyTo: days["apply_to"],
            delivery: delivery, channel: channel, materials: materials, conditions: conditions,
            benefit: benefit)
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
        case "tags": tags = try reader.strings(key)
        case "delivery":
            let name = try reader.string(key)
            guard let found = Clause.Delivery(rawValue: name) else {
                throw reader.fault(
                    key, zh: "delivery 应为 instant、verify 或 review",
                    en: "delivery is instant, verify or review")
            }
            delivery = found
        case "channel": channel = try reader.string(key)
        case "materials": materials = try reader.strings(key)
        case "benefit": benefit = try readBenefit(&reader)
        default: days[key] = try reader.day(key)
        }
    }

    private func readPolicy(_ reader: inout FieldReader) throws(JSONFault) -> Clause.Policy {
        var policy = Clause.Policy()
        var seen: Set<String> = []
        try reader.beginObject("policy")
        while let key = try reader.nextKey("policy") {
            let path = "policy.\(clipped(key))"
            if !seen.insert(key).inserted {
                throw reader.fault(path, zh: "同一对象中出现两次", en: "occurs twice in one object")
            }
            guard ["id", "title", "number", "issuer"].contains(key) else {
                throw reader.fault(path, zh: "policy 没有这个键", en: "a policy has no such key")
            }
            if try reader.takeNull(path) { continue }
            let text = try reader.string(path)
            switch key {
            case "id": policy.id = text
            case "title": policy.title = text
            case "number": policy.number = text
            default: policy.issuer = text
            }
        }
        return policy
    }

    private func readBenefit(_ reader: inout FieldReader) throws(JSONFault) -> Clause.Benefit {
        var benefit = Clause.Benefit(amount: nil, rounding: .fenDown, exclusive: [], budget: nil, quota: nil)
        var seen: Set<String> = []
        try reader.beginObject("benefit")
        while let key = try reader.nextKey("benefit") {
            let path = "benefit.\(clipped(key))"
            if !seen.insert(key).inserted {
                throw reader.fault(path, zh: "同一对象中出现两次", en: "occurs twice in one object")
            }
            guard ["amount", "rounding", "exclusive", "budget", "quota"].contains(key) else {
                throw reader.fault(path, zh: "benefit 没有这个键", en: "a benefit has no such key")
            }
            if try reader.takeNull(path) { continue }
            switch key {
            case "amount": benefit.amount = try reader.string(path)
            case "rounding":
                guard let rule = Rounding(name: try reader.string(path)) else {
                    throw reader.fault(
                        path, zh: "舍入规则应为 \(Rounding.names)", en: "rounding is \(Rounding.names)")
                }
                benefit.rounding = rule
            case "exclusive": benefit.exclusive = try reader.strings(path)
            case "budget":
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
        var explicit: Set<ExactText> = []
        try reader.beginArray("conditions")
        while try reader.nextElement("conditions") {
            let position = conditions.count
            guard position < ClauseReader.conditionLimit else {
                throw reader.fault(
                    ConditionPath(position: position), zh: "条件超过 \(ClauseReader.conditionLimit) 个",
                    en: "more than \(ClauseReader.conditionLimit) conditions")
            }
            let condition = try readCondition(&reader, position)
            if !explicit.insert(ExactText(condition.id)).inserted {
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

    private static let conditionNames = ["id", "label", "expr", "source", "kind", "weight"]
    private static let conditionKeys = JSONKeys(conditionNames)

    private mutating func readCondition(
        _ reader: inout FieldReader, _ position: Int
    ) throws(JSONFault) -> Condition {
        var condition = Condition(
            id: "c\(position + 1)", label: "", kind: .required, expression: nil, source: nil, weight: .one)
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
