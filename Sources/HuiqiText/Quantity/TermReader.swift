/// Reads quantities without their bounds out of a reading form.
struct TermReader {
    let text: ScalarText
    let numerals: NumeralScanner
    let dates: DateScanner

    /// The most numbers that share one unit.
    static let mostInAList = 16

    init(_ text: ScalarText) {
        self.text = text
        numerals = NumeralScanner(text: text)
        dates = DateScanner(text: text)
    }

    /// Whether anything can begin with a scalar.
    static func mayBegin(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return scalar >= 0x30 && scalar <= 0x39 }
        if NumeralScanner.isChineseNumeral(scalar) { return true }
        switch scalar {
        // 第上下当本今去明次翌前该半减翻每首
        case 0x7B2C, 0x4E0A, 0x4E0B, 0x5F53, 0x672C, 0x4ECA, 0x53BB, 0x660E, 0x6B21, 0x7FCC, 0x524D, 0x8BE5,
            0x534A, 0x51CF, 0x7FFB, 0x6BCF, 0x9996:
            return true
        default: return false
        }
    }

    /// The quantities that begin at a place, one or a list that shares its unit.
    func terms(at start: Int) -> [Term] {
        if let (content, end) = RelativeTimes.words.match(text, at: start), isWord(start, end) {
            return [Term(content: content, start: start, end: end)]
        }
        if text[start] == 0x7B2C { return places(at: start).map { [$0] } ?? ordinalYears(at: start) }
        if let period = fiveYearPlan(at: start) { return [period] }
        if let fraction = fraction(at: start) { return [joinedNumber(joined(fraction), start)] }
        if let discount = discount(at: start) { return [discount] }
        guard let numeral = number(at: start) else { return [] }
        if let interval = interval(from: numeral) { return [interval] }
        if let single = single(numeral) { return [joined(single)] }
        return chain(from: numeral)
    }

    /// 当年 is no word in 应当年, 前年 none in 以前年度, 本年 none in 成本年.
    private func isWord(_ start: Int, _ end: Int) -> Bool {
        switch text[start] {
        case 0x5F53: !text.isOne(of: "应相适", start - 1)
        case 0x524D: !text.isOne(of: "以之提日", start - 1)
        case 0x672C: !text.isOne(of: "成资基根日版", start - 1)
        case 0x6B21: !text.isOne(of: "一二三两首每多档层批", start - 1)
        case 0x4E0A: !isBound(start)
        case 0x4E0B: !text.isOne(of: "以之", start - 1)
        case 0x534A: !text.isOne(of: "上下一两前后过大", start - 1)
        case 0x660E: !text.isOne(of: "注声说证", start - 1)
        case 0x9996: !text.isOne(of: "部榜", start - 1)
        default: true
        }
    }

    /// Whether 上 is that of 以上 behind a number, a unit or a rank: `三年以上年度`, `省级以上`, but `以上年度为基数`.
    func isBound(_ up: Int) -> Bool {
        guard text.isOne(of: "以之", up - 1) else { return false }
        // 大专以上年满18周岁
        if text[up + 1] == 0x5E74, text.isOne(of: "满薪轻均", up + 2) { return true }
        let end = up - 1
        let before = text[end - 1]
        if text[end] == 0x4E4B || text.isDigit(end - 1) || NumeralScanner.isChineseNumeral(before) {
            return true
        }
        if text.isOne(of: "及和或其含级科专历称模省市县区)%~", end - 1) { return true }
        return Currencies.suffixes.match(text, endingAt: end, from: 0) != nil
            || Units.shares.match(text, endingAt: end, from: 0) != nil
            || Units.durations.match(text, endingAt: end, from: 0) != nil
            || Units.counts.match(text, endingAt: end, from: 0) != nil
    }

    // MARK: A number and its unit

    /// A number that has a unit of its own.
    func single(_ numeral: Numeral) -> Term? {
        if let high = numeral.upTo {
            guard let (unit, end) = unit(behind: numeral) else { return nil }
            return term(numeral, numeral.value, high, unit, end)
        }
        if let (unit, end) = unit(behind: numeral) { return term(numeral, numeral.value, nil, unit, end) }
        if let quotient = quotient(numeral) { return quotient }
        if let (currency, start) = currencyBefore(numeral.start) {
            return Term(
                content: Term.Content(.amount(currency: currency), numeral.value), start: start,
                end: numeral.end, isMore: numeral.isMore)
        }
        let next = continuation(numeral.end)
        guard next == nil else { return nil }
        if isPlain(numeral) {
            var term = Term(
                content: Term.Content(.number, numeral.value), start: numeral.start, end: numeral.end)
            term.needsBound = true
            return term
        }
        guard isBareMoney(numeral) else { return nil }
        return Term(
            content: Term.Content(.amount(currency: "CNY"), numeral.value), start: numeral.start,
            end: numeral.end, isMore: numeral.isMore)
    }

    /// A number in digits that ends what is said.
    private func isPlain(_ numeral: Numeral) -> Bool {
        !numeral.isChinese && numeral.magnitude == 0 && !numeral.isMore && numeral.end - numeral.start <= 6
            && (numeral.end == text.count || text.isOne(of: "的以及且,。;、)(\n", numeral.end))
    }

    /// 万 and 亿 without a unit are money, unless a word follows that may be a unit nobody knows.
    func isBareMoney(_ numeral: Numeral) -> Bool {
        guard numeral.magnitude >= 4 else { return false }
        let next = text[numeral.end]
        return !ReadingForm.isChinese(next) && !text.isLatin(numeral.end) && !text.isDigit(numeral.end)
            || text.isOne(of: "以及之的左封不到至、。补奖给用作由为和或起,", numeral.end)
    }

    func unit(behind numeral: Numeral) -> (Unit, end: Int)? {
        let end = max(numeral.end, numeral.mark?.end ?? 0)
        return knownUnit(at: text.skippingSpace(end), isChinese: numeral.isChinese)
    }

    func knownUnit(at place: Int, isChinese: Bool) -> (Unit, end: Int)? {
        var best: (Unit, end: Int)?
        func take(_ found: (meaning: Unit, end: Int)?) {
            if let found, found.end > best?.end ?? place { best = (found.meaning, found.end) }
        }
        take(Currencies.suffixes.match(text, at: place).map { (.amount($0.meaning), $0.end) })
        take(Units.shares.match(text, at: place))
        take(Units.durations.match(text, at: place))
        take(Units.counts.match(text, at: place))
        guard let found = best else { return nil }
        if text.isLatin(found.end - 1), text.isLatin(found.end) { return nil }
        if isChinese, case .count(let unit) = found.0,
            ["分", "千瓦时", "部", "本", "门", "面", "层", "支"].contains(unit)
        {
            return nil
        }
        return found
    }

    /// One number, or two, with a unit.
    private func term(_ numeral: Numeral, _ low: ExactNumber, _ high: ExactNumber?, _ unit: Unit, _ end: Int)
        -> Term?
    {
        guard var content = content(low, high, unit) else { return nil }
        var end = end
        // A form to be filled in: 20 年 月 日.
        if case .duration(.years, _) = content.kind, text[end] == 0x6708 { return nil }
        if case .duration(let years, .plain) = content.kind, years == .years, text[end] == 0x534A,
            !text.isOne(of: "年", end + 1), let months = low.times(12)?.adding(ExactNumber(6)), high == nil
        {
            // 一年半
            content = Term.Content(.duration(.months, .plain), months)
            end += 1
        }
        if case .duration(.years, .plain) = content.kind, high == nil, let more = months(at: end) {
            guard let total = low.times(12)?.adding(more.months) else { return nil }
            content = Term.Content(.duration(.months, .plain), total)
            end = more.end
        }
        var start = numeral.start
        if case .amount(let currency) = content.kind, let (other, before) = currencyBefore(start),
            other == currency
        {
            start = before
        }
        var term = Term(content: content, start: start, end: end, isMore: numeral.isMore)
        if case .count = content.kind, numeral.isChinese, numeral.end == numeral.start + 1, high == nil,
            text.isOne(of: "一二", numeral.start)
        {
            term.needsBound = true
        }
        term.lowMark = numeral.mark?.meaning
        if numeral.needsBound { term.needsBound = true }
        if case .count("分") = content.kind, text.isOne(of: "时点:", numeral.start - 1) { return nil }
        (term.per, term.end) = per(behind: term.end, for: content.kind)
        return term
    }

    /// `6个月` behind `1年`.
    private func months(at place: Int) -> (months: ExactNumber, end: Int)? {
        let place = text[place] == 0x96F6 || text[place] == 0x53C8 ? place + 1 : place
        guard let numeral = numerals.numeral(at: place),
            case (.duration(.months, 1), let end)? = Units.durations.match(text, at: numeral.end)
        else { return nil }
        return (numeral.value, end)
    }

    func content(_ low: ExactNumber, _ high: ExactNumber?, _ unit: Unit) -> Term.Content? {
        switch unit {
        case .amount(let currency): return Term.Content(.amount(currency: currency), low, high)
        case .share(let exponent): return Term.Content(.share, low.scaled(exponent), high?.scaled(exponent))
        case .points(let exponent):
            return Term.Content(.percentagePoints, low.scaled(exponent), high?.scaled(exponent))
        case .multiple: return Term.Content(.multiple, low, high)
        case .count(let name): return Term.Content(.count(unit: name), low, high)
        case .rank: return Term.Content(.rank, ExactNumber(1), high ?? low)
        case .duration(let unit, let factor):
            guard let low = low.times(Int128(factor)) else { return nil }
            return Term.Content(.duration(unit, .plain), low, high?.times(Int128(factor)))
        }
    }

    func currencyBefore(_ start: Int) -> (String, Int)? {
        let end = text[start - 1] == 0x20 ? start - 1 : start
        guard let (currency, before) = Currencies.prefixes.match(text, endingAt: end, from: 0),
            !(text.isLatin(before) && text.isLatin(before - 1))
        else { return nil }
        return (currency, before)
    }

    /// `/人`, `/月·平方米`, `每吨`.
    func per(behind end: Int, for kind: Quantity.Kind) -> (String?, Int) {
        let signs: String
        switch kind {
        case .amount: signs = "/每"
        case .count, .share: signs = "/"
        default: return (nil, end)
        }
        var at = end
        var name = ""
        while true {
            let isFirst = name.isEmpty
            guard isFirst ? text.isOne(of: signs, at) : text.isOne(of: "/·.*", at),
                let (unit, behind) = Units.per.match(text, at: text[at + 1] == 0x6BCF ? at + 2 : at + 1)
            else { break }
            name += (isFirst ? "" : "·") + unit
            at = behind
        }
        return name.isEmpty ? (nil, end) : (name, at)
    }
}
