/// Looks for one number with its unit at a place of a window that ICU has cut.
///
/// What is kept whole: a number in digits or numerals with its scale and unit (`1.5亿元`, `100多家`, `三成`),
/// fractions (`百分之三`, `三分之二`), ordinals of parts and times (`第三条`, `第一年`), and spans that lead up
/// to a day or on from one (`近三年`, `前10名`). A date is its year, month and day (`2023年`, `12月`, `31日`), a
/// range its two ends (`20`, `50万元`): a question names one of them. One space between a number and its unit
/// is skipped over, as scraped text has it.
///
/// - Complexity: O(length of the quantity); numbers are read up to 64 digits or 32 numerals.
struct QuantityScan {
    let text: ArraySlice<UInt16>
    let units: QuantityUnits
    /// ICU's pieces from the one that starts at the place on.
    let pieces: ArraySlice<WordPiece>
    /// Where the window starts: pieces count from there.
    let origin: Int

    private static let mostDigits = 64
    private static let mostNumerals = 32
    private static let space: UInt16 = 0x20

    /// Whether a quantity may start with this unit at all.
    static func mayStart(_ unit: UInt16) -> Bool {
        guard unit > 0x7F else { return isDigit(unit) }
        switch Unicode.Scalar(unit) {
        case "第", "近", "前", "后", "每": return true
        default: return isNumeral(unit)
        }
    }

    /// The end of the quantity that starts at `at`.
    func end(from at: Int) -> Int? {
        let first = text[at]
        switch Unicode.Scalar(first) {
        case "每": return eachEnd(at)
        case "第": return prefixedEnd(at, units.ordinal)
        case "近": return prefixedEnd(at, units.recent)
        case "前": return prefixedEnd(at, units.leading)
        // 注册后3年 counts from the registration, and is no span of its own.
        case "后" where !isHan(before: at): return prefixedEnd(at, units.recent)
        default: break
        }
        if Self.isDigit(first) { return quantityEnd(at, digitsEnd(at), units.all) }
        guard let numeralEnd = numeralEnd(at) else { return nil }
        return fractionEnd(numeralEnd) ?? quantityEnd(at, numeralEnd, units.all) ?? bareEnd(at, numeralEnd)
    }

    /// 每个 and 每个月, which ICU does not know: it sees 个展 in 每个展位. Not 每个体工商户.
    private func eachEnd(_ at: Int) -> Int? {
        let rest = text[(at + 1)...].prefix(2).map { Unicode.Scalar($0) }
        guard rest.first == "个" else { return nil }
        switch rest.last {
        case "月": return at + 3
        case "体", "性": return nil
        default: return at + 2
        }
    }

    private func prefixedEnd(_ at: Int, _ allowed: TermTrie) -> Int? {
        let start = skippingSpace(at + 1)
        guard start < text.endIndex else { return nil }
        guard let end = Self.isDigit(text[start]) ? digitsEnd(start) : numeralEnd(start) else { return nil }
        return quantityEnd(start, end, allowed)
    }

    /// The end behind scale and unit of the number in `start..<number`.
    private func quantityEnd(_ start: Int, _ number: Int, _ allowed: TermTrie) -> Int? {
        var scale = skippingSpace(number)
        if scale < text.endIndex, Self.isAndMore(text[scale]) { scale += 1 }
        var ends = [scale]
        while let last = ends.last, last < text.endIndex, ends.count <= 4, QuantityUnits.isScale(text[last]) {
            ends.append(last + 1)
        }
        // 千 is a scale in 5千元 and a part of the unit in 5千瓦时: the longest reading counts.
        var best: Int?
        for end in ends {
            let unit = allowed.longestMatch(in: text, from: end) { accepts($0, from: start) }
            let isScaled = end > scale && isBoundary(end)
            best = [best, unit, isScaled ? end : nil].compactMap(\.self).max()
        }
        return best
    }

    /// 百分之三, 三分之二: `numerator` is the end of 百 or 三.
    private func fractionEnd(_ numerator: Int) -> Int? {
        guard text[numerator...].starts(with: "分之".utf16) else { return nil }
        let start = numerator + 2
        guard start < text.endIndex else { return nil }
        return Self.isDigit(text[start]) ? digitsEnd(start) : numeralEnd(start)
    }

    /// A number in numerals without a unit, such as 二十万: not 千万, which is a word, nor a single numeral. Two
    /// scales are a number even where ICU sees a word across its end (两千|万能).
    private func bareEnd(_ start: Int, _ number: Int) -> Int? {
        guard number - start >= 2, QuantityUnits.isDigitWord(text[start]),
            text[start..<number].contains(where: QuantityUnits.isScale),
            isBoundary(number) || text[(number - 2)..<number].allSatisfy(QuantityUnits.isScale)
        else { return nil }
        return number
    }

    /// Whether a unit may end at `end`: where ICU has a boundary, and within one of its words where a time
    /// is meant beyond doubt (12月31|日本市, 三|年内).
    private func accepts(_ end: Int, from start: Int) -> Bool {
        if isBoundary(end) { return true }
        let last = text[end - 1]
        guard QuantityUnits.isTime(last), end < text.endIndex else { return false }
        if QuantityUnits.followsTime(text[end]) { return true }
        guard Self.isDigit(text[start]) else { return false }
        switch Unicode.Scalar(last) {
        case "年": return digitsEnd(start) == start + 4
        case "月": return true
        case "日": return text[..<start].last { $0 != Self.space }.map(Unicode.Scalar.init) == "月"
        default: return false
        }
    }

    private func isBoundary(_ place: Int) -> Bool {
        pieces.first { origin + $0.end >= place }.map { origin + $0.end == place } ?? false
    }

    /// The end of a number in digits, with its point and its commas.
    private func digitsEnd(_ start: Int) -> Int {
        var at = start
        while at < text.endIndex, at - start < Self.mostDigits {
            let isMark = text[at] == 0x2C || text[at] == 0x2E
            guard Self.isDigit(text[at]) || (isMark && at + 1 < text.endIndex && Self.isDigit(text[at + 1]))
            else { break }
            at += 1
        }
        return at
    }

    /// The end of a number in numerals, with a 点 between two of them.
    private func numeralEnd(_ start: Int) -> Int? {
        var at = start
        while at < text.endIndex, at - start < Self.mostNumerals {
            let isPoint = Unicode.Scalar(text[at]) == "点" && at > start
            let pointed = isPoint && at + 1 < text.endIndex && QuantityUnits.isDigitWord(text[at + 1])
            guard pointed || Self.isNumeral(text[at]) else { break }
            at += 1
        }
        return at > start ? at : nil
    }

    private func skippingSpace(_ at: Int) -> Int {
        at < text.endIndex && text[at] == Self.space ? at + 1 : at
    }

    private func isHan(before at: Int) -> Bool {
        guard at > text.startIndex else { return false }
        return text[at - 1] >= 0x4E00 && text[at - 1] <= 0x9FFF
    }

    /// 20余万元, 100多家.
    private static func isAndMore(_ unit: UInt16) -> Bool {
        switch Unicode.Scalar(unit) {
        case "余", "多": true
        default: false
        }
    }

    private static func isNumeral(_ unit: UInt16) -> Bool {
        QuantityUnits.isDigitWord(unit) || QuantityUnits.isScale(unit)
    }

    private static func isDigit(_ unit: UInt16) -> Bool {
        unit >= 0x30 && unit <= 0x39
    }
}
