/// An exact rational number: a decimal, or where that is not possible (三分之一) a decimal over a whole number.
///
/// Equal numbers are equal values.
public struct ExactNumber: Equatable, Hashable, Sendable {
    /// The number, times ``divisor``.
    public let decimal: DecimalText
    /// What ``decimal`` is to be divided by: 1 wherever the number has a finite decimal form.
    public let divisor: Int128

    /// A number with a finite decimal form.
    public init(_ decimal: DecimalText) {
        self.decimal = decimal
        divisor = 1
    }

    /// `significand * 10^exponent10`.
    public init(_ significand: Int128, exponent10: Int = 0) {
        self.init(DecimalText(significand: significand, exponent10: exponent10))
    }

    /// A fraction of two whole numbers, in lowest terms.
    ///
    /// - Returns: Nil where either is not within `1...10^12`.
    public init?(_ numerator: Int128, over denominator: Int128) {
        let most: Int128 = 1_000_000_000_000
        guard (1...most).contains(numerator), (1...most).contains(denominator) else { return nil }
        var (a, b) = (numerator, denominator)
        while b != 0 { (a, b) = (b, a % b) }
        var top = numerator / a
        var bottom = denominator / a
        var exponent = 0
        // A factor of two or five below is ten below and five or two above; 10^12 has at most 39 of them.
        for (factor, other) in [(Int128(2), Int128(5)), (5, 2)] {
            while bottom % factor == 0, top <= Int128.max / 10 {
                bottom /= factor
                top *= other
                exponent -= 1
            }
        }
        if bottom == 1 {
            self.init(top, exponent10: exponent)
        } else {
            self.init(
                decimal: DecimalText(significand: numerator / a, exponent10: 0), divisor: denominator / a)
        }
    }

    /// The number times a power of ten.
    func scaled(_ exponent10: Int) -> ExactNumber {
        ExactNumber(
            decimal: DecimalText(
                significand: decimal.significand, exponent10: decimal.exponent10 &+ exponent10),
            divisor: divisor)
    }

    /// The number times a small whole number; nil where it grows beyond what is kept.
    func times(_ factor: Int128) -> ExactNumber? {
        let (product, overflow) = decimal.significand.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        return ExactNumber(
            decimal: DecimalText(significand: product, exponent10: decimal.exponent10), divisor: divisor)
    }

    /// The sum of two decimals; nil where one is a fraction or the digits are too many.
    func adding(_ other: ExactNumber) -> ExactNumber? {
        let low = min(decimal.exponent10, other.decimal.exponent10)
        guard divisor == 1, other.divisor == 1, let a = decimal.significand(at: low),
            let b = other.decimal.significand(at: low)
        else { return nil }
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? nil : ExactNumber(sum, exponent10: low)
    }

    var negated: ExactNumber {
        ExactNumber(
            decimal: DecimalText(significand: 0 &- decimal.significand, exponent10: decimal.exponent10),
            divisor: divisor)
    }

    /// Whether this is less than another decimal; nil where the two cannot be compared within the digits kept.
    func isLess(than other: ExactNumber) -> Bool? {
        guard let difference = adding(other.negated) else { return nil }
        return difference.decimal.significand < 0
    }

    /// The value as a whole number, where it is one of moderate size.
    public var whole: Int? {
        guard divisor == 1, let whole = decimal.significand(at: 0) else { return nil }
        return Int(exactly: whole)
    }

    private init(decimal: DecimalText, divisor: Int128) {
        self.decimal = decimal
        self.divisor = divisor
    }
}

extension DecimalText {
    /// The number as a multiple of `10^exponent`; nil where it is none or has more digits than are kept.
    fileprivate func significand(at exponent: Int) -> Int128? {
        let zeros = exponent10 - exponent
        guard zeros >= 0, zeros <= 30 else { return significand == 0 ? 0 : nil }
        var value = significand
        for _ in 0..<zeros {
            let (next, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = next
        }
        return value
    }
}

extension ExactNumber: CustomStringConvertible {
    /// Plain decimal digits, `0.15`, or `1/3`.
    public var description: String {
        let text = decimal.digits
        return divisor == 1 ? text : "\(text)/\(divisor)"
    }
}

extension DecimalText {
    /// Without an exponent where it has at most 40 digits.
    fileprivate var digits: String {
        guard exponent10.magnitude <= 40 else { return "\(significand)e\(exponent10)" }
        let sign = significand < 0 ? "-" : ""
        var text = String(significand.magnitude)
        if exponent10 >= 0 { return sign + text + String(repeating: "0", count: exponent10) }
        let decimals = -exponent10
        if text.utf8.count <= decimals {
            text = String(repeating: "0", count: decimals + 1 - text.utf8.count) + text
        }
        return sign + text.dropLast(decimals) + "." + text.suffix(decimals)
    }
}
