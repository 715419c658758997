import Huiqi

/// Facts, amounts and gaps in words.
struct Phrases {
    let schema: Schema
    let language: Language

    var isChinese: Bool { language == .zh }

    func pick(_ zh: String, _ en: String) -> String { isChinese ? zh : en }

    /// Yuan in the unit in which people read them: 元, 万元, 亿元.
    func yuan(_ number: Number) -> String {
        let magnitude = number.magnitude
        for (unit, exponent) in [("亿元", 8), ("万元", 4)] {
            guard let scale = Number(significand: 1, exponent10: exponent), magnitude >= scale,
                let scaled = number.divided(by: scale)
            else { continue }
            return
                "\(grouped(rounded(scaled, 2))) \(isChinese ? unit : (exponent == 8 ? "×100 million yuan" : "×10,000 yuan"))"
        }
        return "\(grouped(rounded(number, 2))) \(pick("元", "yuan"))"
    }

    /// Half away from zero, without trailing zeros.
    private func rounded(_ number: Number, _ places: Int) -> String {
        let half = Number(significand: 5, exponent10: -places - 1) ?? .zero
        let shifted = number.magnitude.adding(half) ?? number.magnitude
        var text = shifted.fixed(places: places) ?? number.description
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return (number.signum < 0 && text != "0" ? "-" : "") + text
    }

    private func grouped(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        var digits = Array(parts.first ?? "")
        let sign = digits.first == "-" ? String(digits.removeFirst()) : ""
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
            out.append(digit)
        }
        return sign + out + (parts.count > 1 ? "." + parts[1] : "")
    }

    /// A number with its unit; ratios as percentages.
    func quantity(_ quantity: Threshold.Quantity, isGap: Bool = false) -> String {
        switch quantity {
        case .day(let day): return day.description
        case .number(let number, let unit):
            if unit == "元" { return yuan(number) }
            if unit.isEmpty, !number.isInteger || (number.magnitude < Number(Int64(3)) && number.signum != 0),
                let percent = number.multiplied(by: Number(Int64(100)))
            {
                return rounded(percent, 2) + (isGap ? pick(" 个百分点", " percentage points") : "%")
            }
            let text = number.isInteger ? grouped("\(number.numerator)") : rounded(number, 2)
            return unit.isEmpty ? text : "\(text) \(unit)"
        }
    }

    /// 80 万元, 至多 50 万元, 10 至 50 万元; nil where there is no amount.
    func amount(_ match: Match) -> String? {
        guard match.clause.amount != nil else { return nil }
        switch (match.amountLow, match.amountHigh) {
        case (let low?, let high?) where low == high: return yuan(Number(fen: low))
        case (let low?, let high?):
            return pick(
                "\(yuan(Number(fen: low))) 至 \(yuan(Number(fen: high)))",
                "\(yuan(Number(fen: low))) to \(yuan(Number(fen: high)))")
        case (nil, let high?):
            return pick("至多 \(yuan(Number(fen: high)))", "up to \(yuan(Number(fen: high)))")
        case (let low?, nil):
            return pick("至少 \(yuan(Number(fen: low)))", "at least \(yuan(Number(fen: low)))")
        case (nil, nil): return pick("待定", "open")
        }
    }

    /// 营业收入[2020], 行政处罚第 1 项的 amount, 资质与标签（其他）.
    func label(_ fact: MissingFact) -> String {
        let field = schema.fields[fact.field]
        let name = field.label.text(language)
        switch fact {
        case .field: return name
        case .year(_, let year): return pick("\(year) 年\(name)", "\(name) \(year)")
        case .others: return pick("\(name)（其余）", "\(name) (others)")
        case .member(_, let position, let member):
            guard case .records(let members) = field.type, member < members.count else { return name }
            return pick(
                "\(name)第 \(position + 1) 项 \(members[member].name)",
                "\(name) \(position + 1) \(members[member].name)")
        }
    }

    /// 严重失信 (dishonest)
    func missing(_ fact: MissingFact) -> String {
        let name = fact.name(in: schema)
        let label = self.label(fact)
        return label == name ? name : "\(label) (\(name))"
    }

    /// The value of a fact; codes with their names.
    func value(_ read: FactRead) -> String {
        switch read.value {
        case .unknown: return pick("未知", "unknown")
        case .bool(let flag): return flag ? pick("是", "yes") : pick("否", "no")
        case .int(let number):
            let unit = read.value.unit(of: read.fact, in: schema)
            return unit.isEmpty ? "\(number)" : "\(grouped(String(number))) \(unit)"
        case .fen(let fen):
            let unit = read.value.unit(of: read.fact, in: schema)
            return unit == "元" || unit.isEmpty
                ? yuan(Number(fen: fen)) : "\(Number(fen: fen).description) \(unit)"
        case .day(let number): return Day(number: number).description
        case .text(let text): return code(text, of: read.fact)
        case .texts(let texts, let complete):
            let shown =
                texts.isEmpty && complete ? pick("无", "none") : texts.joined(separator: pick("、", ", "))
            return complete ? shown : shown + pick("（其余未知）", " (others unknown)")
        case .records(let records, let complete):
            return pick("\(records.count) 项", "\(records.count) records")
                + (complete ? "" : pick("（其余未知）", " (others unknown)"))
        case .yearly(let amounts): return "\(amounts.count)"
        }
    }

    private func code(_ text: String, of fact: MissingFact) -> String {
        guard case .field(let field) = fact, case .code(let standard) = schema.fields[field].type else {
            return Layout.clipped(text, 60)
        }
        let name: String? =
            switch standard {
            case .region: RegionCode.name(String(text.prefix(6)))
            case .industry: IndustryCode.name(text)
            case .other: nil
            }
        return name.map { "\($0) \(text)" } ?? text
    }

    /// How the fact compares with its bound: 低于 10 亿元, 少于…
    func comparison(_ threshold: Threshold) -> String {
        let bound = quantity(threshold.bound)
        let words: (String, String) =
            switch (threshold.comparison, threshold.bound) {
            case (.greaterEqual, .number): ("须不低于", "at least")
            case (.greater, .number): ("须高于", "above")
            case (.lessEqual, .number): ("须不高于", "at most")
            case (.less, .number): ("须低于", "below")
            case (.greaterEqual, .day): ("须不早于", "not before")
            case (.greater, .day): ("须晚于", "after")
            case (.lessEqual, .day): ("须不晚于", "not after")
            case (.less, .day): ("须早于", "before")
            case (.equal, _): ("须等于", "equal to")
            case (.notEqual, _): ("须不等于", "other than")
            }
        return pick("\(words.0) \(bound)", "must be \(words.1) \(bound)")
    }

    /// 还差 230.93 万元; 超出 …
    func gap(_ threshold: Threshold) -> String? {
        guard let gap = threshold.gap else { return nil }
        let text = quantity(gap, isGap: true)
        switch threshold.comparison {
        case .less, .lessEqual:
            if case .day = threshold.bound { return pick("还差 \(text)", "\(text) to go") }
            return pick("超出 \(text)", "\(text) over")
        default: return pick("还差 \(text)", "\(text) short")
        }
    }
}
