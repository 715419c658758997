/// A sum of two products of 128-bit integers, in 256 bits: what an exact sum of fractions needs on the way
/// to lowest terms that fit again.
struct WideSum {
    private let isNegative: Bool
    private let magnitude: (high: UInt128, low: UInt128)

    /// `a * b + c * d` with `b` and `d` positive.
    init(_ a: Int128, _ b: Int128, _ c: Int128, _ d: Int128) {
        let left = a.magnitude.multipliedFullWidth(by: b.magnitude)
        let right = c.magnitude.multipliedFullWidth(by: d.magnitude)
        if (a < 0) == (c < 0) {
            let (low, carry) = left.low.addingReportingOverflow(right.low)
            // Safe: both products are below 2^254.
            magnitude = (left.high &+ right.high &+ (carry ? 1 : 0), low)
            isNegative = a < 0
        } else {
            let isLeftLarger = left.high != right.high ? left.high > right.high : left.low >= right.low
            let (large, small) = isLeftLarger ? (left, right) : (right, left)
            let (low, borrow) = large.low.subtractingReportingOverflow(small.low)
            // Safe: the larger minus the smaller.
            magnitude = (large.high &- small.high &- (borrow ? 1 : 0), low)
            isNegative = isLeftLarger == (a < 0)
        }
    }

    /// This over `below * denominator`, where all that can still cancel divides `shared`, which divides
    /// `denominator`; nil where the lowest terms do not fit.
    func lowest(shared: UInt128, below: Int128, times denominator: Int128) -> Number? {
        var divisor = shared
        var rest = shared.dividingFullWidth((magnitude.high % shared, magnitude.low)).remainder
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        guard magnitude.high < divisor,
            let above = Int128(exactly: divisor.dividingFullWidth(magnitude).quotient)
        else { return nil }
        let (product, overflow) = below.multipliedReportingOverflow(by: denominator / Int128(divisor))
        return overflow ? nil : Number(isNegative ? -above : above, over: product)
    }
}
