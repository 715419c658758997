/// A number as it is written, without its unit.
struct Numeral {
    var value: ExactNumber
    /// The number before the words 万 and 亿 at its end, and what they come to: `2000` and 4 of `2000万`.
    var stem: ExactNumber
    var magnitude: Int
    /// Where it begins, and the place behind it.
    let start: Int
    var end: Int
    let isChinese: Bool
    /// `两三`: the higher of the two.
    var upTo: ExactNumber?
    /// `3000余`, `20多`: more than the number.
    var isMore = false
    /// `百亿`, `万`: a number only where a bound says so, `超百亿元`.
    var needsBound = false
    /// `(含)` or `(不含)` between the number and its unit, and the place behind: `1000(含)万元`.
    var mark: (meaning: Bool, end: Int)?

    /// The number with the words 万 and 亿 of another, where it has none of its own: `30` of `30-50万`.
    func taking(magnitude other: Int) -> ExactNumber { magnitude == 0 ? stem.scaled(other) : value }
}

/// Reads numbers in digits and in Chinese numerals out of a reading form.
struct NumeralScanner {
    let text: ScalarText

    /// Longer runs of numerals are no number.
    static let longest = 40

    /// Reads the number that begins at a place.
    ///
    /// - Returns: Nil where no number begins, or none that is meant as one: `007`, `1.2.3`, `DB11`, `第五`, `数十`.
    func numeral(at start: Int) -> Numeral? {
        if text.isDigit(start) { return arabic(at: start) }
        return Self.isChineseNumeral(text[start]) ? chinese(at: start) : nil
    }

    /// The place behind the digits or numerals at a place, for going on where no quantity was read.
    func runEnd(at start: Int) -> Int {
        var at = start
        if text.isDigit(at) {
            while text.isDigit(at) { at += 1 }
            if text.isItemPoint(at) { return at + 1 }
            while text.isDigit(at) || (text.isOne(of: ".,", at) && text.isDigit(at + 1)) { at += 1 }
        } else {
            while Self.isChineseNumeral(text[at]) { at += 1 }
        }
        return max(at, start + 1)
    }

    /// Digits with decimals at a place and nothing else.
    func digitsOnly(at start: Int) -> (value: ExactNumber, end: Int)? {
        var at = start
        guard text.isDigit(start), let value = digits(&at) else { return nil }
        return (value, at)
    }

    /// The whole run of digits or numerals as one number, whatever stands before it.
    func plain(from start: Int, to end: Int) -> ExactNumber? {
        if text.isDigit(start) { return digitsOnly(at: start).flatMap { $0.end == end ? $0.value : nil } }
        return end - start <= Self.longest ? parse(start, end) : nil
    }

    static func isChineseNumeral(_ scalar: UInt32) -> Bool {
        switch scalar {
        // 零〇一二两三四五六七八九十百千万亿, and the financial ones
        case 0x96F6, 0x3007, 0x4E00, 0x4E8C, 0x4E24, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D,
            0x5341, 0x767E, 0x5343, 0x4E07, 0x4EBF, 0x58F9, 0x8D30, 0x53C1, 0x8086, 0x4F0D, 0x9646, 0x67D2,
            0x634C, 0x7396, 0x62FE, 0x4F70, 0x4EDF:
            true
        default: false
        }
    }

    /// 0...9 of a Chinese digit.
    static func digit(_ scalar: UInt32) -> Int? {
        switch scalar {
        case 0x96F6, 0x3007: 0
        case 0x4E00, 0x58F9: 1
        case 0x4E8C, 0x4E24, 0x8D30: 2
        case 0x4E09, 0x53C1: 3
        case 0x56DB, 0x8086: 4
        case 0x4E94, 0x4F0D: 5
        case 0x516D, 0x9646: 6
        case 0x4E03, 0x67D2: 7
        case 0x516B, 0x634C: 8
        case 0x4E5D, 0x7396: 9
        default: nil
        }
    }

    // MARK: Digits

    private func arabic(at start: Int) -> Numeral? {
        guard !isPartOfACode(start) else { return nil }
        var at = start
        guard let stem = digits(&at) else { return nil }
        // A version, an address or the number of a section.
        if text[at] == 0x2E, text.isDigit(at + 1) { return nil }
        var numeral = Numeral(
            value: stem, stem: stem, magnitude: 0, start: start, end: at, isChinese: false)
        var last = 16
        var isFirst = true
        // `1亿5000万`, `3万5千`: each further part has a smaller unit.
        while true {
            var part = stem
            var place = numeral.end
            if !isFirst {
                guard text.isDigit(place), let more = digits(&place) else { break }
                part = more
            }
            let (exponent, end) = magnitude(at: place)
            guard exponent > 0, exponent < last, isFirst || numeral.end > at,
                let value = isFirst
                    ? part.scaled(exponent) : numeral.value.adding(part.scaled(exponent))
            else { break }
            numeral.value = value
            numeral.magnitude = isFirst ? exponent : 0
            if !isFirst { numeral.stem = value }
            numeral.end = end
            last = min(exponent, 8)
            isFirst = false
        }
        return withMore(numeral)
    }

    /// Letters before a number, or before a hyphen before it, make it a part of a name: `DB11`, `GB/T-19001`.
    private func isPartOfACode(_ start: Int) -> Bool {
        if text[start - 1] == 0x7B2C { return true }
        if text[start - 1] == 0x2E { return text.isDigit(start - 2) || text.isLatin(start - 2) }
        // 7+2年
        if text[start - 1] == 0x2B { return text.isDigit(start - 2) }
        if text.has("lpr-", at: start - 4) { return false }
        if text.isLatin(start - 1) { return !Currencies.isPrefix(text, endingAt: start) }
        if text.isOne(of: "-/", start - 1) { return text.isLatin(start - 2) }
        return text.isOne(of: "_#@", start - 1)
    }

    /// Digits with commas between thousands and decimals.
    private func digits(_ at: inout Int) -> ExactNumber? {
        let start = at
        var significand: Int128 = 0
        var decimals = 0
        var count = 0
        func take(_ place: Int) {
            if significand > 0 || text[place] != 0x30 { count += 1 }
            // Safe: at most 30 digits are added up.
            if count <= 30 { significand = significand &* 10 &+ Int128(text[place] &- 0x30) }
        }
        while text.isDigit(at) {
            take(at)
            at += 1
        }
        let whole = at - start
        if text[start] == 0x30, whole > 1 { return nil }
        if whole <= 3, significand > 0 {
            while text[at] == 0x2C, text.isDigit(at + 1), text.isDigit(at + 2), text.isDigit(at + 3),
                !text.isDigit(at + 4)
            {
                for place in (at + 1)...(at + 3) { take(place) }
                at += 4
            }
        }
        if text[at] == 0x2E, text.isDigit(at + 1) {
            if text.isItemPoint(at) { return nil }
            at += 1
            while text.isDigit(at) {
                take(at)
                decimals += 1
                at += 1
            }
        }
        guard count <= ArabicNumeral.mostDigits else { return nil }
        return ExactNumber(significand, exponent10: -decimals)
    }

    /// A number with 万 or 亿 behind its mark: `1000(含)万元`.
    func behindMark(_ numeral: Numeral, _ meaning: Bool, _ end: Int) -> Numeral {
        var marked = numeral
        marked.mark = (meaning, end)
        guard numeral.magnitude == 0, !numeral.isMore,
            let (exponent, behind) = Self.magnitudes.match(text, at: end)
        else { return marked }
        marked.value = numeral.stem.scaled(exponent)
        marked.magnitude = exponent
        marked.end = behind
        return marked
    }

    /// 千, 万, 亿 and their compounds behind a number; not where they begin a unit (`千瓦`).
    private func magnitude(at place: Int) -> (exponent: Int, end: Int) {
        let place = text.skippingSpace(place)
        guard let (exponent, end) = Self.magnitudes.match(text, at: place) else { return (0, place) }
        return (exponent, end)
    }

    private static let magnitudes = WordTable<Int>([
        ("万亿", 12), ("亿", 8), ("个亿", 8), ("千万!瓦", 7), ("百万!瓦", 6), ("十万", 5), ("万", 4), ("千!克瓦米伏卡赫帕", 3),
        ("百!分强佳", 2),
    ])

    private func withMore(_ numeral: Numeral) -> Numeral {
        guard text.isOne(of: "余多", numeral.end), !text.isOne(of: "样于额方", numeral.end + 1)
        else { return numeral }
        var numeral = numeral
        numeral.isMore = true
        numeral.end += 1
        // `20余万`
        if numeral.magnitude == 0, let (exponent, end) = Self.magnitudes.match(text, at: numeral.end) {
            numeral.magnitude = exponent
            numeral.value = numeral.stem.scaled(exponent)
            numeral.end = end
        }
        return numeral
    }

    // MARK: Chinese numerals

    private func chinese(at start: Int) -> Numeral? {
        guard !text.isOne(of: "第数几好唯统同任单逐专", start - 1) else { return nil }
        var end = start
        while Self.isChineseNumeral(text[end]) {
            guard end - start < Self.longest else { return nil }
            end += 1
        }
        if let low = Self.digit(text[start]), end - start == 2, let high = Self.digit(text[start + 1]),
            low > 0, high == low + 1
        {
            // 两三家
            let value = ExactNumber(Int128(low))
            return Numeral(
                value: value, stem: value, magnitude: 0, start: start, end: end, isChinese: true,
                upTo: ExactNumber(Int128(high)))
        }
        if Self.digit(text[start]) == nil, text[start] != 0x5341, let value = parse(start, end, after: "一") {
            // 1000(不含税)万元 is not ten thousand.
            if text[start - 1] == 0x29, !isItem(closedAt: start - 1) { return nil }
            return Numeral(
                value: value, stem: value, magnitude: 0, start: start, end: end, isChinese: true,
                needsBound: true)
        }
        guard var value = parse(start, end) else { return nil }
        var at = end
        if text[at] == 0x70B9, Self.digit(text[at + 1]) != nil {
            // 三点五
            at += 1
            var exponent = 0
            while let digit = Self.digit(text[at]), exponent > -9 {
                exponent -= 1
                guard let sum = value.adding(ExactNumber(Int128(digit), exponent10: exponent)) else {
                    return nil
                }
                value = sum
                at += 1
            }
            end = at
        }
        var numeral = Numeral(
            value: value, stem: value, magnitude: 0, start: start, end: end, isChinese: true)
        if let (exponent, behind) = Self.magnitudes.match(text, at: end), exponent >= 4 {
            // 三点五万
            numeral.value = value.scaled(exponent)
            numeral.magnitude = exponent
            numeral.end = behind
        } else if end - start > 1, text[end - 1] == 0x4E07 || text[end - 1] == 0x4EBF,
            let stem = parse(start, end - 1)
        {
            numeral.stem = stem
            numeral.magnitude = text[end - 1] == 0x4E07 ? 4 : 8
        }
        return withMore(numeral)
    }

    /// Whether a bracket closes the number of an item and nothing else: `(二)千万元以上`.
    private func isItem(closedAt end: Int) -> Bool {
        var at = end - 1
        while at > end - 4, text.isDigit(at) || Self.isChineseNumeral(text[at]) { at -= 1 }
        return at < end - 1 && text[at] == 0x28 && !text.isDigit(at - 1)
    }

    private func parse(_ start: Int, _ end: Int, after prefix: String = "") -> ExactNumber? {
        var view = prefix.unicodeScalars
        for place in start..<end {
            guard let scalar = Unicode.Scalar(text[place]) else { return nil }
            view.append(scalar)
        }
        return ChineseNumeral.parse(Substring(String(view))).map { ExactNumber($0) }
    }
}
