/// An exact decimal number, `significand * 10^exponent10`, in its one canonical form: the significand
/// does not end in a zero, and zero has the exponent 0. Equal numbers are therefore equal values.
public struct DecimalText: Equatable, Hashable, Sendable {
    /// The digits; does not end in a zero unless it is zero.
    public let significand: Int128
    /// The power of ten; negative where there are decimals.
    public let exponent10: Int

    /// The canonical form of `significand * 10^exponent10`.
    ///
    /// - Complexity: O(digits).
    public init(significand: Int128, exponent10: Int) {
        var significand = significand
        var exponent10 = exponent10
        while significand != 0, significand % 10 == 0, exponent10 < Int.max {
            significand /= 10
            exponent10 += 1
        }
        self.significand = significand
        self.exponent10 = significand == 0 ? 0 : exponent10
    }
}
