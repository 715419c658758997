/// Fractions, proportions, years of a course and five-year plans.
extension TermReader {
    /// `1/3`, `1:1`.
    func quotient(_ numeral: Numeral) -> Term? {
        let sign = text[numeral.end]
        guard sign == 0x2F || sign == 0x3A, !numeral.isChinese, !text.isOne(of: "/:", numeral.start - 1),
            let other = numerals.digitsOnly(at: numeral.end + 1), !text.isOne(of: "/:月号日", other.end),
            !text.isLatin(other.end)
        else { return nil }
        if sign == 0x2F {
            guard let top = numeral.value.whole, let bottom = other.value.whole, top < bottom, bottom <= 1000,
                numeral.magnitude == 0, let value = ExactNumber(Int128(top), over: Int128(bottom))
            else { return nil }
            return Term(content: Term.Content(.share, value), start: numeral.start, end: other.end)
        }
        let isClock =
            other.end - numeral.end == 3 && !text.has("比例", at: other.end) && !text.has("的比例", at: other.end)
            && !text.isOne(of: "比照按为", numeral.start - 1)
        guard !isClock, let value = numeral.value.quotient(by: other.value) else { return nil }
        return Term(content: Term.Content(.proportion, value), start: numeral.start, end: other.end)
    }

    /// `百分之三`, `千分之五`, `三分之一`.
    func fraction(at start: Int) -> Term? {
        guard NumeralScanner.isChineseNumeral(text[start]) || text.isDigit(start),
            !NumeralScanner.isChineseNumeral(text[start - 1])
        else { return nil }
        // No further than a numeral reaches: a run of numbers and commas is looked at once for each of its numbers.
        let most = start + NumeralScanner.longest
        var end = start
        if text.isDigit(start) {
            while end < most, text.isDigit(end) { end += 1 }
        } else {
            while end < most, NumeralScanner.isChineseNumeral(text[end]) { end += 1 }
        }
        guard text[end] == 0x5206, text[end + 1] == 0x4E4B else { return nil }
        var top = number(at: end + 2)
        if top == nil, text[end + 2] == 0x767E {
            let whole = ExactNumber(100)
            top = Numeral(
                value: whole, stem: whole, magnitude: 0, start: end + 2, end: end + 3, isChinese: true)
        }
        guard let top else { return nil }
        let value: ExactNumber?
        switch (end - start, text[start]) {
        case (1, 0x5341): value = top.value.scaled(-1)
        case (1, 0x767E): value = top.value.scaled(-2)
        case (1, 0x5343): value = top.value.scaled(-3)
        case (1, 0x4E07): value = top.value.scaled(-4)
        default:
            guard let bottom = numerals.numeral(at: start)?.value else { return nil }
            value = top.value.quotient(by: bottom)
        }
        guard let value else { return nil }
        return Term(content: Term.Content(.share, value), start: start, end: top.end)
    }

    /// The other end of `百分之二十至三十`, which does not say 百分之 again.
    func joinedNumber(_ fraction: Term, _ start: Int) -> Term {
        guard fraction.content.high == nil, text[start + 1] == 0x5206,
            case (.range, let place, let mark)? = continuation(fraction.end),
            let numeral = numerals.numeral(at: place), numeral.magnitude == 0, numeral.upTo == nil,
            self.unit(behind: numeral) == nil
        else { return fraction }
        let exponent: Int
        switch text[start] {
        case 0x767E: exponent = -2
        case 0x5343: exponent = -3
        case 0x4E07: exponent = -4
        default: return fraction
        }
        let high = numeral.value.scaled(exponent)
        guard fraction.content.low.isLess(than: high) == true else { return fraction }
        var both = fraction
        both.content.high = high
        both.lowMark = mark
        both.end = numeral.end
        return both
    }

    /// `八五折`: two digits and no more; 七八折 is seven to eight tenths.
    func discount(at start: Int) -> Term? {
        guard let tens = NumeralScanner.digit(text[start]), let ones = NumeralScanner.digit(text[start + 1]),
            tens > 0, ones > 0, ones != tens + 1, !NumeralScanner.isChineseNumeral(text[start - 1]),
            case (.share(-1), let end)? = Units.shares.match(text, at: start + 2), text[start + 2] == 0x6298
        else { return nil }
        let value = ExactNumber(Int128(tens * 10 + ones), exponent10: -2)
        return Term(content: Term.Content(.share, value), start: start, end: end)
    }

    /// `第1-3名`, `第四至第十名`.
    func places(at start: Int) -> Term? {
        guard let (low, lowEnd) = ordinal(at: start + 1), text.isOne(of: "-~至到", lowEnd) else { return nil }
        let next = text[lowEnd + 1] == 0x7B2C ? lowEnd + 2 : lowEnd + 1
        guard let (high, end) = ordinal(at: next), text.isOne(of: "名位", end), low.isLess(than: high) == true
        else { return nil }
        return Term(content: Term.Content(.rank, low, high), start: start, end: end + 1)
    }

    private func ordinal(at start: Int) -> (ExactNumber, end: Int)? {
        let end = numerals.runEnd(at: start)
        guard end - start <= 6, let value = numerals.plain(from: start, to: end) else { return nil }
        return (value, end)
    }

    // MARK: Years and plans

    /// `第一年`, `第二、三年`.
    func ordinalYears(at start: Int) -> [Term] {
        var terms: [Term] = []
        var at = start + 1
        while terms.count < Self.mostInAList {
            let end = numerals.runEnd(at: at)
            guard let value = numerals.plain(from: at, to: end) else { return [] }
            terms.append(
                Term(content: Term.Content(.ordinalYear, value), start: terms.isEmpty ? start : at, end: end))
            if text[end] == 0x5E74 {
                guard !text.isOne(of: "级", end + 1) else { return [] }
                terms[terms.count - 1].end = end + (text[end + 1] == 0x5EA6 ? 2 : 1)
                return terms
            }
            guard text.isOne(of: "、至-和", end) else { return [] }
            at = text[end + 1] == 0x7B2C ? end + 2 : end + 1
        }
        return []
    }

    /// `"十四五"期间`: five calendar years.
    func fiveYearPlan(at start: Int) -> Term? {
        guard text[start] == 0x5341, text[start + 2] == 0x4E94,
            !NumeralScanner.isChineseNumeral(text[start - 1]),
            let number = NumeralScanner.digit(text[start + 1]), number >= 1
        else { return nil }
        let isQuoted = text[start - 1] == 0x22 && text[start + 3] == 0x22
        let end = isQuoted ? start + 4 : start + 3
        guard let word = ["期间", "时期", "规划期", "末", "以来"].first(where: { text.has($0, at: end) }) else {
            return nil
        }
        // The eleventh plan began in 2006.
        let first = 1951 + 5 * (10 + number)
        guard let lower = CivilDate(year: first, month: 1, day: 1),
            let upper = CivilDate(year: first + 4, month: 12, day: 31)
        else { return nil }
        var term = Term(
            content: Term.Content(.date, ExactNumber(0)), start: isQuoted ? start - 1 : start,
            end: end + word.unicodeScalars.count)
        term.dates = DateTerm(lower: lower, upper: upper, start: term.start, end: term.end)
        return term
    }
}

extension ExactNumber {
    /// The quotient of two decimals of moderate size.
    func quotient(by other: ExactNumber) -> ExactNumber? {
        let shift = max(0, -decimal.exponent10, -other.decimal.exponent10)
        guard shift <= 9, let top = scaled(shift).whole, let bottom = other.scaled(shift).whole else {
            return nil
        }
        return ExactNumber(Int128(top), over: Int128(bottom))
    }
}
