/// A decimal number in ASCII digits, with commas only between groups of thousands.
enum ArabicNumeral {
    /// The most significant digits that are kept exactly; more are refused.
    static let mostDigits = 18

    /// Reads a number from the start of a text: `2000`, `1.5`, `1,000`, `1,234.50`.
    ///
    /// Refused: a leading zero before a digit (`007`), commas anywhere else (`1,00`, `0,100`), a point
    /// without digits on both sides, more than 18 significant digits.
    ///
    /// - Parameter text: UTF-8.
    /// - Returns: The number and the bytes behind it, or nil where no number starts the text.
    /// - Complexity: O(*n*).
    static func parse(_ text: ArraySlice<UInt8>) -> (value: DecimalText, rest: ArraySlice<UInt8>)? {
        var digits = DigitSum()
        var rest = text
        let whole = takeDigits(&rest)
        guard let first = whole.first, whole.count == 1 || first != UInt8(ascii: "0") else { return nil }
        digits.append(whole, decimals: false)
        if rest.first == UInt8(ascii: ",") {
            guard whole.count <= 3, first != UInt8(ascii: "0") else { return nil }
            while rest.first == UInt8(ascii: ",") {
                rest = rest.dropFirst()
                let group = takeDigits(&rest)
                guard group.count == 3 else { return nil }
                digits.append(group, decimals: false)
            }
        }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let decimals = takeDigits(&rest)
            guard !decimals.isEmpty else { return nil }
            digits.append(decimals, decimals: true)
        }
        guard let value = digits.value else { return nil }
        return (value, rest)
    }

    private static func takeDigits(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = text.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        text = text.dropFirst(digits.count)
        return digits
    }

    /// Adds up digits from the left; zeros at the end wait until another digit needs them.
    private struct DigitSum {
        private var significand: Int128 = 0
        private var significantDigits = 0
        private var waitingZeros = 0
        private var decimals = 0

        mutating func append(_ digits: ArraySlice<UInt8>, decimals: Bool) {
            // Safe: only ASCII digits come here.
            for digit in digits.lazy.map({ Int128($0 &- UInt8(ascii: "0")) }) {
                if decimals { self.decimals += 1 }
                if digit == 0 {
                    if significantDigits > 0 { waitingZeros += 1 }
                    continue
                }
                significantDigits += waitingZeros + 1
                guard significantDigits <= ArabicNumeral.mostDigits else { continue }
                for _ in 0...waitingZeros { significand *= 10 }
                significand += digit
                waitingZeros = 0
            }
        }

        var value: DecimalText? {
            guard significantDigits <= ArabicNumeral.mostDigits else { return nil }
            return DecimalText(significand: significand, exponent10: waitingZeros - decimals)
        }
    }
}
