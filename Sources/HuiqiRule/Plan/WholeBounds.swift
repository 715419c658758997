/// The whole numbers for which a test of one number holds.
public struct WholeBounds: Sendable, Hashable {
    /// Least and greatest; `low > high` where there is none.
    public let low: Int64
    public let high: Int64
    /// Whether the test holds inside the bounds, or outside them.
    public let isInside: Bool

    /// `coefficient x value + constant comparison 0`; `coefficient` is not 0.
    public init(coefficient: Int128, constant: Int128, _ comparison: Comparison) {
        // value op' -constant / coefficient, with the comparison mirrored for a negative coefficient.
        let divisor = coefficient < 0 ? 0 &- coefficient : coefficient
        let dividend = coefficient < 0 ? constant : 0 &- constant
        let comparison = coefficient < 0 ? comparison.mirrored : comparison
        var (floor, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
        if rest < 0 {
            floor &-= 1
            rest &+= divisor
        }
        let ceiling = rest == 0 ? floor : floor &+ 1
        func clamped(_ value: Int128) -> Int64 {
            Int64(exactly: value) ?? (value < 0 ? Int64.min : Int64.max)
        }
        // A bound beyond Int64 cannot be reached by the guarded values, so clamping keeps the answer.
        switch comparison {
        case .greaterEqual: self.init(clamped(ceiling), Int64.max, true)
        case .greater: self.init(clamped(floor &+ 1), Int64.max, true)
        case .lessEqual: self.init(Int64.min, clamped(floor), true)
        case .less: self.init(Int64.min, clamped(ceiling &- 1), true)
        case .equal, .notEqual:
            let isReachable = rest == 0 && Int64(exactly: floor) != nil
            let inside = comparison == .equal
            if isReachable {
                self.init(clamped(floor), clamped(floor), inside)
            } else {
                self.init(1, 0, inside)
            }
        }
    }

    private init(_ low: Int64, _ high: Int64, _ isInside: Bool) {
        self.init(low, high, isInside: isInside)
    }

    /// Whether a value passes.
    public func holds(_ value: Int64) -> Bool { (value >= low && value <= high) == isInside }

    /// Bounds as they are.
    public init(_ low: Int64, _ high: Int64, isInside: Bool) {
        self.low = low
        self.high = high
        self.isInside = isInside
    }
}
