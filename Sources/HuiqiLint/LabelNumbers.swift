import HuiqiModel

/// Numbers with a unit in a label or a sentence of a policy: `2000万元`, `1.5亿元`, `3%`, `6月`, `30人`.
struct LabelNumbers {
    /// Amounts with 万 or 亿: the number before the unit, the amount in full, and its own words, as `2000万元`;
    /// nil where `money` does not read them, as of another currency.
    private(set) var amounts: [(written: Number, full: Number, words: String?)] = []
    /// Percentages, as written.
    private(set) var percentages: [Number] = []
    /// Months of the calendar.
    private(set) var months: [Number] = []
    /// Numbers with any other unit or none.
    private(set) var plain: [Number] = []

    private static let scales: [(unit: String, exponent: Int)] = [
        ("万亿", 12), ("千万", 7), ("百万", 6), ("十万", 5), ("万", 4), ("十亿", 9), ("百亿", 10), ("千亿", 11), ("亿", 8),
    ]

    init(_ text: String) {
        let characters = Array(text.unicodeScalars)
        var index = 0
        while index < characters.count {
            guard (0x30...0x39).contains(characters[index].value) else {
                index += 1
                continue
            }
            var significand: Int128 = 0
            var places = 0
            var isFraction = false
            var digits = 0
            let start = index
            while index < characters.count {
                let character = characters[index].value
                if (0x30...0x39).contains(character), digits < 30 {
                    significand = significand * 10 + Int128(character - 0x30)
                    digits += 1
                    if isFraction { places += 1 }
                } else if character == 0x2E, !isFraction, index + 1 < characters.count,
                    (0x30...0x39).contains(characters[index + 1].value)
                {
                    isFraction = true
                } else if character != 0x2C {
                    break
                }
                index += 1
            }
            if let number = Number(significand: significand, exponent10: -places) {
                sort(
                    number, String(String.UnicodeScalarView(characters[start..<index])),
                    String(String.UnicodeScalarView(characters[index...].prefix(5))))
            }
        }
    }

    private mutating func sort(_ number: Number, _ digits: String, _ after: String) {
        let after = after.drop { $0 == " " }
        if after.hasPrefix("%") || after.hasPrefix("％") {
            percentages.append(number)
        } else if after.hasPrefix("月") {
            months.append(number)
        } else if let scale = LabelNumbers.scales.first(where: { after.hasPrefix($0.unit) }),
            let factor = Number(significand: 1, exponent10: scale.exponent),
            let full = number.multiplied(by: factor)
        {
            let rest = after.dropFirst(scale.unit.count).drop { $0 == " " }
            let isForeign = ["美", "欧", "港", "日", "英"].contains { rest.hasPrefix($0) }
            let isRead = ["万", "百万", "千万", "亿"].contains(scale.unit) && !isForeign
            amounts.append((number, full, isRead ? digits + scale.unit + "元" : nil))
        } else {
            plain.append(number)
        }
    }
}
