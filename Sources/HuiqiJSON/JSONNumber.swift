/// A number exactly as it was written: `significand * 10^exponent10`.
///
/// The form is canonical, so that equal values are equal structs: the significand's trailing zeros are
/// stripped into the exponent, and zero (also `-0` and `0e9`) is `(0, 0)`. The significand has at most 38
/// digits and the exponent lies in `-400...400`.
public struct JSONNumber: Equatable, Sendable {
    /// The digits, without trailing zeros, with the sign.
    public let significand: Int128
    /// The power of ten.
    public let exponent10: Int

    /// - Parameters:
    ///   - significand: Must not end in a zero digit unless it is 0.
    ///   - exponent10: 0 when the significand is.
    init(canonicalSignificand significand: Int128, exponent10: Int) {
        self.significand = significand
        self.exponent10 = exponent10
    }

    /// The value times `10^places`, if that is an integer that fits.
    ///
    /// `scaled(places: 2)` reads yuan as fen: `120.5` gives 12050, `120.505` gives nil.
    ///
    /// - Parameter places: Any number, negative ones too.
    /// - Returns: nil where digits would be lost or the result does not fit.
    /// - Complexity: At most 18 multiplications.
    public func scaled(places: Int) -> Int64? {
        guard var result = Int64(exactly: significand) else { return nil }
        if result == 0 { return 0 }
        let (shift, overflow) = exponent10.addingReportingOverflow(places)
        // The significand does not end in 0, so a negative shift would leave a fraction; and 10^19 does not fit.
        guard !overflow, shift >= 0, shift <= 18 else { return nil }
        for _ in 0..<shift {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            result = product
        }
        return result
    }

    /// The value, if it is an integer that fits: `120`, `120.0` and `1.2e2` are, `120.5` is not.
    ///
    /// - Complexity: At most 18 multiplications.
    public var integer: Int64? { scaled(places: 0) }
}
