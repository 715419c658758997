import Huiqi

/// Facts, amounts and gaps in words.
struct Phrases {
    let schema: Schema
    let language: Language

    var isChinese: Bool { language == .zh }

    func pick(_ zh: String, _ en: String) -> String { isChinese ? zh : en }

    /// Yuan in the unit in which people read them, 元, 万元 or 亿元, and exactly: what four decimals of the large
    /// unit do not say is written in a smaller one; only what no decimal says is rounded, and called so.
    /// - Parameter isRounded: Two decimals of the large unit, for what nothing hangs on.
    func yuan(_ number: Number, isRounded: Bool = false) -> String {
        let magnitude = number.magnitude
        for (unit, exponent) in [("亿元", 8), ("万元", 4)] {
            guard let scale = Number(significand: 1, exponent10: exponent), magnitude >= scale,
                let scaled = number.divided(by: scale), let text = shortened(scaled, isRounded)
            else { continue }
            return
                "\(grouped(text)) \(isChinese ? unit : (exponent == 8 ? "×100 million yuan" : "×10,000 yuan"))"
        }
        return "\(decimal(number, atLeast: 0)) \(pick("元", "yuan"))"
    }

    private func shortened(_ number: Number, _ isRounded: Bool) -> String? {
        if isRounded { return rounded(number, 2) }
        guard let places = number.decimalPlaces, places <= 4 else { return nil }
        return number.fixed(places: places)
    }

    /// The exact decimal of at most six places, else the nearest one with `约` before it.
    private func decimal(_ number: Number, atLeast least: Int) -> String {
        if let places = number.decimalPlaces, places <= 6 {
            return grouped(number.fixed(places: max(places, least)) ?? number.description)
        }
        // Enough places that what is not zero does not look like it.
        let places = [2, 4, 8, 12].first { rounded(number, $0) != "0" } ?? 12
        return pick("约 ", "about ") + grouped(rounded(number, places))
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

    /// A value with its unit; ratios as percentages.
    func quantity(_ stated: StatedValue, isGap: Bool = false, _ measure: Measure = .amount) -> String {
        switch stated {
        case .day(let day): return day.description
        case .text(let text): return quoted(text)
        case .flag(let flag): return flag ? pick("是", "yes") : pick("否", "no")
        case .number(let number, let unit):
            if unit == "元" { return yuan(number) }
            if measure == .ratio, let percent = number.multiplied(by: Number(Int64(100))) {
                return decimal(percent, atLeast: 0) + (isGap ? pick(" 个百分点", " percentage points") : "%")
            }
            // Years of the calendar, and numbers that may be such, as people write them.
            let isYear = unit == "年" || unit.isEmpty && measure == .amount
            if isYear, number.isInteger, !isGap, number >= Number(Int64(1000)) {
                let year = number.fixed(places: 0) ?? number.description
                return isChinese && !unit.isEmpty ? "\(year) \(unit)" : year
            }
            let text = decimal(number, atLeast: 0)
            return unit.isEmpty ? text : "\(text) \(self.unit(unit, isOne: text == "1"))"
        }
    }

    /// Units of the standard fields in the language; those of a schema file as they are.
    func unit(_ unit: String, isOne: Bool = false) -> String {
        if isChinese { return unit }
        let words: (String, String)
        switch unit {
        case "年": words = ("year", "years")
        case "个月": words = ("month", "months")
        case "天": words = ("day", "days")
        case "人": words = ("person", "people")
        case "件": words = ("piece", "pieces")
        case "项", "个": words = ("item", "items")
        default: return unit
        }
        return isOne ? words.0 : words.1
    }

    func quoted(_ text: String) -> String { pick("“\(text)”", "\"\(text)\"") }

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
                "\(name)第 \(position + 1) 项\(memberLabel(members[member].name))",
                "\(name) \(position + 1) \(members[member].name)")
        }
    }

    /// What people call the members of the standard lists.
    private func memberLabel(_ name: String) -> String {
        switch name {
        case "name": "名称"
        case "level": "级别"
        case "kind": "种类"
        case "date": "日期"
        case "amount": "金额"
        case "from": "起始日"
        case "to": "到期日"
        default: " " + name
        }
    }

    /// 严重失信 (dishonest)
    func missing(_ fact: MissingFact) -> String {
        let name = fact.name(in: schema)
        let label = self.label(fact)
        return label == name ? name : "\(label) (\(name))"
    }

    /// The value of a fact; codes with their names.
    func value(_ read: FactRead, isRounded: Bool = false) -> String {
        switch read.value {
        case .unknown: return pick("未知", "unknown")
        case .bool(let flag): return flag ? pick("是", "yes") : pick("否", "no")
        case .int(let number):
            let unit = read.value.unit(of: read.fact, in: schema)
            return unit.isEmpty
                ? "\(number)" : "\(grouped(String(number))) \(self.unit(unit, isOne: number == 1))"
        case .fen(let fen):
            let unit = read.value.unit(of: read.fact, in: schema)
            return unit == "元" || unit.isEmpty
                ? yuan(Number(fen: fen), isRounded: isRounded) : "\(Number(fen: fen).description) \(unit)"
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

    func code(_ text: String, of fact: MissingFact) -> String {
        guard case .field(let field) = fact, case .code(let standard) = schema.fields[field].type else {
            return Layout.clipped(text, 60)
        }
        if standard == .region, text.utf8.count < 6 {
            let whole = text + String(repeating: "0", count: 6 - text.utf8.count)
            return RegionCode.name(whole).map { "\($0) \(text)" } ?? text
        }
        let name: String? =
            switch standard {
            case .region: RegionCode.name(text)
            case .industry: IndustryCode.name(text)
            case .other: nil
            }
        return name.map { "\($0) \(text)" } ?? text
    }
}
