import CHuiqiKernels
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// A test that depends only on the direction of the vector (over, under), two sums of numbers: growth, ratios.
struct DirectionTest {
    let over: [NumberSource]
    let under: [NumberSource]
    /// `p x over + q x under` compared with 0 …
    private let p: Int64
    private let q: Int64
    /// … its sign times that of `r x over + s x under`, unknown where that is 0; both 0 for no divisor.
    private let r: Int64
    private let s: Int64
    private let comparison: Comparison

    var source: FactAxis.Source { .direction(over: over, under: under) }

    /// The same with over and under exchanged.
    var swapped: DirectionTest {
        DirectionTest(over: under, under: over, p: q, q: p, r: s, s: r, comparison: comparison)
    }

    private init(
        over: [NumberSource], under: [NumberSource], p: Int64, q: Int64, r: Int64, s: Int64,
        comparison: Comparison
    ) {
        (self.over, self.under, self.comparison) = (over, under, comparison)
        (self.p, self.q, self.r, self.s) = (p, q, r, s)
    }

    /// nil where the test depends on more than two sums, or has a constant.
    init?(_ test: NumberTest) {
        guard test.sum.constant == 0, test.divisor?.constant ?? 0 == 0 else { return nil }
        var coefficients: [Int128] = []
        for term in test.sum.terms where !coefficients.contains(term.coefficient) {
            coefficients.append(term.coefficient)
        }
        guard coefficients.count == 2 else { return nil }
        func sources(_ coefficient: Int128) -> [NumberSource] {
            test.sum.terms.filter { $0.coefficient == coefficient }.map(\.source)
        }
        let over = sources(coefficients[0])
        let under = sources(coefficients[1])
        guard over.count <= 32, under.count <= 32 else { return nil }
        var below: (Int128, Int128) = (0, 0)
        if let divisor = test.divisor {
            /// The divisor's coefficient of a whole sum; nil where it is not the same for all of it.
            func coefficient(of sources: [NumberSource]) -> Int128? {
                let found = sources.map { source in
                    divisor.terms.first { $0.source == source }?.coefficient ?? 0
                }
                return found.allSatisfy { $0 == found[0] } ? found[0] : nil
            }
            guard divisor.terms.allSatisfy({ over.contains($0.source) || under.contains($0.source) }),
                let r = coefficient(of: over), let s = coefficient(of: under), r != 0 || s != 0
            else { return nil }
            below = (r, s)
        }
        func small(_ value: Int128) -> Int64? {
            value.magnitude < 1 << 61 ? Int64(exactly: value) : nil
        }
        guard let p = small(coefficients[0]), let q = small(coefficients[1]), let r = small(below.0),
            let s = small(below.1)
        else { return nil }
        self.init(over: over, under: under, p: p, q: q, r: r, s: s, comparison: test.comparison)
    }

    /// The lines through the origin at which the truth may change, except the one with under = 0.
    var slopes: [hqk_slope] { [slope(p, q), slope(r, s)].compactMap { $0 } }

    /// p x over + q x under = 0 as over / under.
    private func slope(_ p: Int64, _ q: Int64) -> hqk_slope? {
        if p == 0 { return nil }
        let divisor = DirectionTest.gcd(p.magnitude, q.magnitude)
        let sign: Int64 = p < 0 ? 1 : -1
        let size = Int64(truncatingIfNeeded: divisor)
        return hqk_slope(over: sign * (q / size), under: Int64(truncatingIfNeeded: p.magnitude) / size)
    }

    private static func gcd(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    /// Ascending, each once.
    static func sorted(_ slopes: [hqk_slope]) -> [hqk_slope] {
        func order(_ a: hqk_slope, _ b: hqk_slope) -> Int {
            let left = Int128(a.over) * Int128(b.under)
            let right = Int128(b.over) * Int128(a.under)
            return left == right ? 0 : (left < right ? -1 : 1)
        }
        var sorted: [hqk_slope] = []
        for slope in slopes.sorted(by: { order($0, $1) < 0 })
        where sorted.last.map({ order($0, slope) != 0 }) ?? true {
            sorted.append(slope)
        }
        return sorted
    }

    /// The truth at every place among ascending slopes, as `hqk_rank_slope` numbers them.
    func truths(_ slopes: [hqk_slope]) -> [Truth] {
        let count = slopes.count
        let first = place(of: slope(p, q), slopes)
        let second = place(of: slope(r, s), slopes)
        var truths: [Truth] = [.unknown]
        // With under > 0; the same order of over / under comes again for under < 0.
        for ratio in 0...(2 * count) { truths.append(truth(1, ratio, 0, first, second)) }
        for over in [-1, 0, 1] { truths.append(truth(0, 0, over, first, second)) }
        for ratio in 0...(2 * count) { truths.append(truth(-1, ratio, 0, first, second)) }
        return truths
    }

    /// Place of a slope of this test on the line of ratios: 2 x index + 1; nil where there is none.
    private func place(of slope: hqk_slope?, _ slopes: [hqk_slope]) -> Int? {
        guard let slope else { return nil }
        return slopes.firstIndex { $0.over == slope.over && $0.under == slope.under }.map { 2 * $0 + 1 }
    }

    /// - Parameters:
    ///   - side: Sign of `under`.
    ///   - ratio: Place of over / under on the line of ratios, where `side` is not 0.
    ///   - over: Sign of `over`, where `side` is 0.
    private func truth(_ side: Int, _ ratio: Int, _ over: Int, _ first: Int?, _ second: Int?) -> Truth {
        func sign(_ p: Int64, _ q: Int64, _ place: Int?) -> Int {
            if side == 0 { return p.signum() > 0 ? over : (p == 0 ? 0 : 0 - over) }
            guard let place else { return q.signum() > 0 ? side : (q == 0 ? 0 : 0 - side) }
            // sign(p x over + q x under) = sign(p) x sign(under) x sign(over / under - slope)
            let order = ratio == place ? 0 : (ratio < place ? -1 : 1)
            return order * side * (p > 0 ? 1 : -1)
        }
        var order = sign(p, q, first)
        if r != 0 || s != 0 {
            let below = sign(r, s, second)
            if below == 0 { return .unknown }
            order *= below
        }
        return Truth(comparison.holds(order))
    }
}
