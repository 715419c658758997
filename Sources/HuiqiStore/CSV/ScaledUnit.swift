/// A unit with what multiplies it: `万元` is 元 times ten to the fourth.
struct ScaledUnit: Equatable {
    /// 元, 美元, 元/亩, 人; empty in `万` alone.
    let unit: String
    /// The power of ten before it.
    let exponent10: Int

    /// Words that count persons as 人 does.
    private static let heads: Set<String> = ["名", "个", "位"]

    /// Takes a unit apart.
    init(_ text: String) {
        var text = text
        if text.hasPrefix("人民币") {
            text = String(text.dropFirst(3))
        } else if text.hasSuffix("人民币") {
            text = String(text.dropLast(3))
        }
        for (word, exponent) in [("百万", 6), ("千万", 7), ("千", 3), ("万", 4), ("亿", 8)]
        where text.hasPrefix(word) {
            unit = String(text.dropFirst(word.count))
            exponent10 = exponent
            return
        }
        unit = text
        exponent10 = 0
    }

    /// The power of ten that brings a number in this unit to `other`; nil where they do not measure the same.
    func exponent(to other: ScaledUnit) -> Int? {
        guard !other.unit.isEmpty,
            unit == other.unit || unit.isEmpty && exponent10 > 0
                || other.unit == "人" && Self.heads.contains(unit)
        else { return nil }
        return exponent10 - other.exponent10
    }
}
