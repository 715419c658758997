/// A whole number in Chinese numerals, everyday or financial: 二十, 两千三百, 一亿零五万, 壹拾万.
///
/// Strict where the tongue is loose: what different readers take differently is nil (一百五, 三五万).
enum ChineseNumeral {
    private enum Sign {
        case digit(Int128)
        /// 十, 百, 千.
        case small(Int128)
        case tenThousand
        case hundredMillion
    }

    /// Reads a whole text as one number below 10^16.
    ///
    /// - Returns: Nil where any other character occurs or the numeral is not well formed.
    /// - Complexity: O(*n*).
    static func parse(_ text: Substring) -> Int128? {
        var signs: [Sign] = []
        for scalar in text.unicodeScalars {
            guard let sign = sign(scalar), signs.count < 64 else { return nil }
            signs.append(sign)
        }
        return number(signs[...]) ?? positional(signs[...])
    }

    private static func sign(_ scalar: Unicode.Scalar) -> Sign? {
        switch scalar {
        case "零", "〇": .digit(0)
        case "一", "壹": .digit(1)
        case "二", "两", "贰": .digit(2)
        case "三", "叁": .digit(3)
        case "四", "肆": .digit(4)
        case "五", "伍": .digit(5)
        case "六", "陆": .digit(6)
        case "七", "柒": .digit(7)
        case "八", "捌": .digit(8)
        case "九", "玖": .digit(9)
        case "十", "拾": .small(10)
        case "百", "佰": .small(100)
        case "千", "仟": .small(1000)
        case "万": .tenThousand
        case "亿": .hundredMillion
        default: nil
        }
    }

    /// `[below 10^8] 亿 [below 10^8]`, or without 亿.
    private static func number(_ signs: ArraySlice<Sign>) -> Int128? {
        let split = signs.firstIndex { if case .hundredMillion = $0 { true } else { false } }
        return joined(signs, at: split, unit: 100_000_000, part: belowHundredMillion)
    }

    /// `[below 10^4] 万 [below 10^4]`, or without 万.
    private static func belowHundredMillion(_ signs: ArraySlice<Sign>, follows: Bool) -> Int128? {
        let split = signs.firstIndex { if case .tenThousand = $0 { true } else { false } }
        if follows, split == nil { return section(signs, follows: true) }
        return joined(signs, at: split, unit: 10_000) { part, inner in
            section(part, follows: inner || follows)
        }
    }

    /// Both sides of a large unit; the left one is required and above zero.
    private static func joined(
        _ signs: ArraySlice<Sign>, at split: Int?, unit: Int128,
        part: (ArraySlice<Sign>, _ follows: Bool) -> Int128?
    ) -> Int128? {
        guard let split else { return part(signs, false) }
        guard let high = part(signs[..<split], false) ?? positional(signs[..<split]), high > 0 else {
            return nil
        }
        let right = signs[split...].dropFirst()
        if right.isEmpty { return high * unit }
        guard let low = part(right, true) else { return nil }
        return high * unit + low
    }

    /// Digits with 千, 百, 十 in descending order, below 10,000.
    ///
    /// - Parameter follows: True behind 万 or 亿, where a zero may come first and a lone digit must
    ///   have one (一万零五; 一万五 may mean 15,000).
    private static func section(_ signs: ArraySlice<Sign>, follows: Bool) -> Int128? {
        if !follows, signs.count == 1, case .digit(let only)? = signs.first { return only }
        var total: Int128 = 0
        var lastUnit: Int128 = follows ? 10_000 : 0
        var digit: Int128?
        var zero = false
        for sign in signs {
            switch sign {
            case .digit(0):
                guard digit == nil, !zero, lastUnit > 0 else { return nil }
                zero = true
            case .digit(let value):
                guard digit == nil else { return nil }
                digit = value
            case .small(let unit):
                guard lastUnit == 0 || unit < lastUnit else { return nil }
                // Only 十 counts one without saying so: 十五, 一百零十五.
                guard let count = digit ?? (unit == 10 ? 1 : nil) else { return nil }
                total += count * unit
                lastUnit = unit
                digit = nil
                zero = false
            case .tenThousand, .hundredMillion:
                return nil
            }
        }
        if let digit {
            guard zero || lastUnit == 10 || lastUnit == 0 else { return nil }
            return total + digit
        }
        return zero || total == 0 ? nil : total
    }

    /// Digits by place, 二〇二四 or 五〇〇: only with a zero among them, for 三五万 means "30,000 to 50,000".
    private static func positional(_ signs: ArraySlice<Sign>) -> Int128? {
        guard signs.count >= 2, signs.count <= 8 else { return nil }
        var value: Int128 = 0
        var hasZero = false
        for sign in signs {
            guard case .digit(let digit) = sign else { return nil }
            if digit == 0 {
                guard value > 0 else { return nil }
                hasZero = true
            }
            value = value * 10 + digit
        }
        return hasZero ? value : nil
    }
}
