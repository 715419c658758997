/// SplitMix64: integers only, so the same seed gives the same city on every machine.
public struct Random: Sendable {
    private var state: UInt64

    /// Streams of one seed are independent: each profile and each clause has its own.
    public init(seed: UInt64, stream: UInt64, index: Int = 0) {
        state = seed
        state = next() ^ (stream &* 0xD1B5_4A32_D192_ED03)
        state = next() ^ UInt64(truncatingIfNeeded: index)
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform in `0..<bound`; `bound` is above 0.
    public mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Uniform in `range`.
    public mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True in `permille` of 1000 cases.
    public mutating func chance(_ permille: Int) -> Bool { below(1000) < permille }

    /// Near the standard normal, in units of 1/65536: the sum of twelve uniforms.
    public mutating func normal() -> Int {
        var sum = 0
        for _ in 0..<3 {
            let bits = next()
            sum += Int(bits & 0xFFFF) + Int(bits >> 16 & 0xFFFF) + Int(bits >> 32 & 0xFFFF) + Int(bits >> 48)
        }
        return sum - 6 * 65_536
    }

    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Early elements more often than late ones.
    public mutating func pickSkewed<Element>(_ elements: [Element]) -> Element {
        let a = below(1 << 16)
        let b = below(1 << 16)
        return elements[(elements.count * min(a, b)) >> 16]
    }

    /// An index, in proportion to the gaps of a running total.
    public mutating func pick(runningTotals: [Int]) -> Int {
        guard let total = runningTotals.last else { return 0 }
        let mark = below(total)
        var low = 0
        var high = runningTotals.count - 1
        while low < high {
            let middle = (low + high) / 2
            if runningTotals[middle] > mark { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// `base * 2^(bits / 65536)` in integers, at most about 4e18.
func scaled(_ base: Int, bits: Int) -> Int {
    let whole = bits >> 16
    let f = (bits & 0xFFFF) << 14
    var mantissa = 11_940_000  // polynomial for 2^f in units of 2^-30
    for coefficient in [59_593_000, 257_950_000, 744_260_000, 1 << 30] {
        mantissa = (mantissa * f) >> 30 + coefficient
    }
    if whole > 30 { return base << 31 }
    return Int(truncatingIfNeeded: (Int128(base) * Int128(mantissa)) >> Int128(30 - max(whole, -60)))
}

/// A running total of weights, for `Random.pick(runningTotals:)`.
func runningTotals(_ weights: [Int]) -> [Int] {
    var total = 0
    return weights.map {
        total += $0
        return total
    }
}
