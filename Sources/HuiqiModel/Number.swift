/// An exact rational: a 128-bit numerator over a positive 128-bit denominator, in lowest terms.
///
/// Money facts, decimal literals and everything computed from them are of this type. Comparisons are always
/// exact; arithmetic returns nil where the result does not fit, which callers report as an evaluation error.
public struct Number: Sendable, Hashable {
    /// Numerator, with the sign.
    public let numerator: Int128
    /// Denominator, at least 1.
    public let denominator: Int128

    /// Zero.
    public static let zero = Number(Int64(0))

    /// An integer.
    public init(_ value: Int64) {
        numerator = Int128(value)
        denominator = 1
    }

    /// An unsigned integer.
    public init(unsigned value: UInt64) {
        numerator = Int128(value)
        denominator = 1
    }

    /// An amount given in fen, as yuan.
    public init(fen: Int64) { self.init(lowest: Int128(fen), 100) }

    /// A fraction; nil where the denominator is 0 or the lowest terms do not fit.
    public init?(_ numerator: Int128, over denominator: Int128) {
        guard denominator != 0, numerator != Int128.min, denominator != Int128.min else { return nil }
        self.init(lowest: denominator < 0 ? -numerator : numerator, abs(denominator))
    }

    /// A decimal, `significand` times ten to the `exponent10`; nil where it does not fit.
    public init?(significand: Int128, exponent10: Int) {
        guard significand != 0 else {
            self = .zero
            return
        }
        // 2^-127 has 127 digits after the point, and 2^127 is below 10^39.
        guard (-127...38).contains(exponent10) else { return nil }
        var above = significand
        var below: Int128 = 1
        for _ in 0..<exponent10.magnitude {
            if exponent10 > 0 {
                guard let scaled = Number.times(above, 10) else { return nil }
                above = scaled
                continue
            }
            // A tenth: what of 2 and 5 divides the numerator leaves it, the rest joins the denominator.
            for prime in [Int128(2), 5] {
                if above % prime == 0 {
                    above /= prime
                } else {
                    guard let scaled = Number.times(below, prime) else { return nil }
                    below = scaled
                }
            }
        }
        self.init(above, over: below)
    }

    private static func times(_ left: Int128, _ right: Int128) -> Int128? {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? nil : product
    }

    /// `numerator / denominator` with a positive denominator and neither at the minimum.
    private init(lowest numerator: Int128, _ denominator: Int128) {
        let divisor = Number.divisor(numerator.magnitude, denominator.magnitude)
        if divisor <= 1 {
            self.numerator = numerator
            self.denominator = denominator
        } else {
            self.numerator = numerator / Int128(divisor)
            self.denominator = denominator / Int128(divisor)
        }
    }

    /// Greatest common divisor; `divisor(0, d)` is `d`.
    private static func divisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        if right == 1 || left == 1 { return 1 }
        if left >> 64 == 0, right >> 64 == 0 {
            var small = UInt64(truncatingIfNeeded: left)
            var large = UInt64(truncatingIfNeeded: right)
            while small != 0 { (small, large) = (large % small, small) }
            return UInt128(large)
        }
        var small = left
        var large = right
        while small != 0 { (small, large) = (large % small, small) }
        return large
    }
}

extension Number {
    /// Whether the value is an integer.
    public var isInteger: Bool { denominator == 1 }

    /// -1, 0 or 1.
    public var signum: Int { numerator == 0 ? 0 : (numerator < 0 ? -1 : 1) }

    /// The sum; nil where it does not fit.
    public func adding(_ other: Number) -> Number? {
        if denominator == other.denominator {
            let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
            if !overflow { return Number(sum, over: denominator) }
        }
        let shared = Number.divisor(denominator.magnitude, other.denominator.magnitude)
        let scale = other.denominator / Int128(shared)
        let otherScale = denominator / Int128(shared)
        let (left, first) = numerator.multipliedReportingOverflow(by: scale)
        let (right, second) = other.numerator.multipliedReportingOverflow(by: otherScale)
        let (sum, third) = left.addingReportingOverflow(right)
        let (below, fourth) = denominator.multipliedReportingOverflow(by: scale)
        if !first, !second, !third, !fourth { return Number(sum, over: below) }
        return WideSum(numerator, scale, other.numerator, otherScale)
            .lowest(shared: shared, below: otherScale, times: other.denominator)
    }

    /// The difference; nil where it does not fit.
    public func subtracting(_ other: Number) -> Number? { other.negated.flatMap { adding($0) } }

    /// The product; nil where it does not fit.
    public func multiplied(by other: Number) -> Number? {
        let cross = Number.divisor(numerator.magnitude, other.denominator.magnitude)
        let otherCross = Number.divisor(other.numerator.magnitude, denominator.magnitude)
        guard cross != 0, otherCross != 0 else { return Number.zero }
        let (above, first) = (numerator / Int128(cross))
            .multipliedReportingOverflow(by: other.numerator / Int128(otherCross))
        let (below, second) = (denominator / Int128(otherCross))
            .multipliedReportingOverflow(by: other.denominator / Int128(cross))
        return first || second ? nil : Number(above, over: below)
    }

    /// The quotient; nil where it does not fit or `other` is zero.
    public func divided(by other: Number) -> Number? {
        guard let inverse = Number(other.denominator, over: other.numerator) else { return nil }
        return multiplied(by: inverse)
    }

    /// The value with the other sign; nil only at the edge of the range.
    public var negated: Number? { Number(0 &- numerator, over: denominator) }

    /// The value without its sign.
    public var magnitude: Number { numerator < 0 ? (negated ?? self) : self }

    /// The largest integer not above the value.
    public var floor: Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return remainder < 0 ? quotient &- 1 : quotient
    }
}

extension Number: Comparable {
    /// Exact, by 256-bit cross multiplication.
    public static func < (left: Number, right: Number) -> Bool {
        if left.denominator == right.denominator { return left.numerator < right.numerator }
        let first = left.numerator.multipliedFullWidth(by: right.denominator)
        let second = right.numerator.multipliedFullWidth(by: left.denominator)
        return first.high != second.high ? first.high < second.high : first.low < second.low
    }
}

extension Number: CustomStringConvertible {
    /// The exact decimal with at least one digit after the point, or `1/3` where none is finite.
    public var description: String {
        decimalPlaces.flatMap { fixed(places: max(1, $0)) } ?? "\(numerator)/\(denominator)"
    }

    /// Digits after the point of the finite decimal, at most 127; nil where there is none.
    public var decimalPlaces: Int? {
        var rest = denominator
        var twos = 0
        var fives = 0
        while rest % 2 == 0 {
            rest /= 2
            twos &+= 1
        }
        while rest % 5 == 0 {
            rest /= 5
            fives &+= 1
        }
        return rest == 1 ? max(twos, fives) : nil
    }

    /// The value with exactly `places` digits after the point, cut toward zero where more are needed; nil
    /// where `places` is not in `0...127`.
    public func fixed(places: Int) -> String? {
        guard (0...127).contains(places) else { return nil }
        let below = denominator.magnitude
        var (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: below)
        var digits = String(whole)
        if places > 0 { digits += "." }
        // Long division, digit by digit; ten rests take up to 131 bits.
        for _ in 0..<places {
            (whole, rest) = below.dividingFullWidth(rest.multipliedFullWidth(by: 10))
            digits += String(whole)
        }
        let isNegative = numerator < 0 && digits.utf8.contains { (0x31...0x39).contains($0) }
        return isNegative ? "-" + digits : digits
    }
}
