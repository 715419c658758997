import HuiqiText
import Testing

@Suite struct MoneyTextTests {
    @Test(arguments: [
        ("2000万元", 2, 7), ("1.5亿元", 15, 7), ("二十万元", 2, 5), ("1,000万元", 1, 7), ("五千万", 5, 7),
        ("3百万元", 3, 6), ("三百万元", 3, 6), ("12.5元", 125, -1), ("两千三百万元", 23, 6), ("一亿二千万元", 12, 7),
        ("0元", 0, 0), ("零元", 0, 0), ("〇元", 0, 0), ("0.00元", 0, 0), ("5千元", 5, 3), ("3千万元", 3, 7),
        ("1亿", 1, 8), ("50万", 5, 5), (" 50万元\t", 5, 5), ("\u{3000}50万元\u{3000}", 5, 5),
        ("1,234,567.89元", 123_456_789, -2),
        ("十元", 1, 1), ("十五元", 15, 0), ("十万", 1, 5), ("百分之五" + "元", -1, 0), ("一百零五元", 105, 0),
        ("一百一十五万元", 115, 4), ("一千零五十元", 105, 1), ("一万零五元", 10005, 0), ("十二亿元", 12, 8),
        ("一万亿元", 1, 12), ("一亿零五万元", 10005, 4), ("一亿零三千元", 100_003, 3), ("贰拾万元", 2, 5),
        ("壹仟零伍拾元", 105, 1), ("壹拾万零柒仟元", 107, 3), ("二〇二四万元", 2024, 4), ("五〇〇元", 5, 2),
        ("五〇〇万元", 5, 6), ("三千万元", 3, 7), ("三千元", 3, 3), ("九千九百九十九万九千九百九十九亿元", 99_999_999, 8),
        ("999999999999999999元", 999_999_999_999_999_999, 0), ("100000000000000000000元", 1, 20),
        ("0.000000000000000001元", 1, -18), ("0.1万元", 1, 3),
    ])
    func amounts(text: String, significand: Int, exponent: Int) {
        let expected = DecimalText(significand: Int128(significand), exponent10: exponent)
        #expect(MoneyText.parse(text) == (significand < 0 ? nil : expected))
    }

    @Test(arguments: [
        "", " ", "元", "万元", "千元", "百万元", "50", "五十", "五千", "-5元", "+5元", "－5元", "1,00元", "1,0000元", "0,100元",
        "1234,567元", ",100元", "1,元", "1.元", ".5元", "1.5.5元", "1.5,000元", "007元", "00元", "1 000元", "5 万元",
        "5万 元",
        "5万元整", "5百元", "5万万元", "3百万", "5美元", "万", "亿", "亿元", "一亿亿元", "一万万元", "一百五元", "一万五元", "三五万元",
        "一二三元", "零五元", "一百零元", "一百零零五元", "百五十元", "五五十元", "二百三千元", "一点五亿元", "1亿5000万元", "２０万元",
        "1e5元", "0x10元", "NaN元", "1234567890123456789元", "1.234567890123456789元", "五万元元", "二十 万元", "约5万元",
        "元5",
        "零万元", "一千零", "十", "二〇", "〇五万元",
    ])
    func refused(text: String) {
        #expect(MoneyText.parse(text) == nil)
    }

    @Test func everyWholeNumberReadsBack() {
        for number in 1...120_000 {
            // An expectation a number would take most of the time.
            let value = MoneyText.parse(chinese(number) + "元")
            if value == DecimalText(significand: Int128(number), exponent10: 0) { continue }
            Issue.record("\(chinese(number)) is read as \(String(describing: value))")
        }
    }

    @Test func noisePassesThrough() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<50_000 {
            let noise = random.text(upTo: 12)
            for text in [noise, noise + "元", noise + "万", noise + "亿元"] {
                guard let value = MoneyText.parse(text) else { continue }
                #expect(value.significand >= 0 && value.significand < 1_000_000_000_000_000_000)
            }
        }
        #expect(MoneyText.parse(String(repeating: "9", count: 1 << 20) + "元") == nil)
        #expect(MoneyText.parse(String(repeating: "0", count: 1 << 20)) == nil)
    }

    @Test func canonicalForm() {
        #expect(DecimalText(significand: 1200, exponent10: -2) == DecimalText(significand: 12, exponent10: 0))
        #expect(DecimalText(significand: 0, exponent10: 7) == DecimalText(significand: 0, exponent10: 0))
        #expect(DecimalText(significand: 10, exponent10: .max).exponent10 == .max)
    }

    /// The standard way to write a number from 1 to 99,999,999.
    private func chinese(_ number: Int) -> String {
        if number >= 10_000 {
            let low = number % 10_000
            let gap = low > 0 && low < 1000 ? "零" : ""
            return chinese(number / 10_000) + "万" + gap + (low > 0 ? chinese(low) : "")
        }
        let digits = Array("零一二三四五六七八九")
        var result = ""
        var pendingZero = false
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = number / unit % 10
            if digit == 0 {
                pendingZero = !result.isEmpty
                continue
            }
            if pendingZero { result += "零" }
            pendingZero = false
            result += String(digits[digit]) + name
        }
        return result
    }
}
