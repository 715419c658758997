/// The binary logarithm by basic operations alone, so that it comes to the same bits on every machine.
enum BinaryLogarithm {
    /// - Parameter x: Above 0 and finite; 0 for anything else.
    /// - Returns: log2(x), right to about 1e-12.
    static func of(_ x: Double) -> Double {
        guard x > 0, x.isFinite else { return 0 }
        // x = m 2^e with m in 1..<2; ln(m) = 2 atanh((m-1)/(m+1)), as a series in y up to y^2 = 1/9.
        let m = x.significand
        let y = (m - 1) / (m + 1)
        let square = y * y
        var sum = 0.0
        var power = y
        var odd = 1.0
        for _ in 0..<14 {
            sum += power / odd
            power *= square
            odd += 2
        }
        return Double(x.exponent) + 2 * sum * 1.442_695_040_888_963_4
    }
}
