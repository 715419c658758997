/// Amounts of money as policies write them.
public enum MoneyText {
    /// Longer texts are no amount.
    private static let longest = 256

    private static let arabicUnits: [(name: String, exponent10: Int)] = [
        ("元", 0), ("千元", 3), ("万", 4), ("万元", 4), ("百万元", 6), ("千万元", 7), ("亿", 8), ("亿元", 8),
    ]

    /// The exact amount in yuan.
    ///
    /// A number, then a unit, and spaces at the ends. The number is in ASCII digits (`2000万元`,
    /// `1.5亿元`, `1,000万元`, `3百万元`; commas only between groups of thousands) with one of the units
    /// 元 千元 万 万元 百万元 千万元 亿 亿元, or in Chinese numerals (`二十万元`, `两千三百万元`,
    /// `一亿二千万元`, `贰拾万元`), which read through 万 and 亿 and end in one of these or in 元.
    ///
    /// - Parameter text: One amount; full-width digits are to be normalised before.
    /// - Returns: Nil for anything else: no unit, a sign, more than 18 significant digits, a numeral
    ///   that can be read in two ways.
    /// - Complexity: O(*n*), at most 256 bytes are looked at.
    public static func parse(_ text: String) -> DecimalText? {
        guard text.utf8.count <= longest else { return nil }
        let trimmed = trim(text)
        guard let first = trimmed.utf8.first else { return nil }
        return first < 0x80 ? arabic(trimmed) : chinese(trimmed)
    }

    private static func arabic(_ text: Substring) -> DecimalText? {
        guard let (value, rest) = ArabicNumeral.parse(Array(text.utf8)[...]) else { return nil }
        guard let unit = arabicUnits.first(where: { rest.elementsEqual($0.name.utf8) }) else { return nil }
        return DecimalText(significand: value.significand, exponent10: value.exponent10 + unit.exponent10)
    }

    private static func chinese(_ text: Substring) -> DecimalText? {
        let scalars = text.unicodeScalars
        var numeral = text
        if scalars.last == "元" {
            numeral = Substring(scalars.dropLast())
        } else if scalars.last != "万", scalars.last != "亿" {
            return nil
        }
        guard let value = ChineseNumeral.parse(numeral) else { return nil }
        return DecimalText(significand: value, exponent10: 0)
    }

    private static func trim(_ text: String) -> Substring {
        let isSpace = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" || scalar == "\u{3000}" }
        var scalars = text.unicodeScalars[...]
        scalars = scalars.drop(while: isSpace)
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return Substring(scalars)
    }
}
