/// Some of the regions of one variable, a bit each.
struct RegionSet: Sendable, Hashable {
    private var words: [UInt64]

    /// No region of `count`.
    init(none count: Int) { words = [UInt64](repeating: 0, count: (max(0, count) + 63) / 64) }

    /// The regions below `count` that pass a test.
    init(_ count: Int, where test: (Int) -> Bool) {
        self.init(none: count)
        for region in 0..<max(0, count) where test(region) {
            words[region / 64] |= 1 &<< UInt64(region % 64)
        }
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    func contains(_ region: Int) -> Bool {
        region >= 0 && region / 64 < words.count && words[region / 64] & (1 &<< UInt64(region % 64)) != 0
    }

    func union(_ other: RegionSet) -> RegionSet { joined(other) { $0 | $1 } }

    func intersection(_ other: RegionSet) -> RegionSet { joined(other) { $0 & $1 } }

    func subtracting(_ other: RegionSet) -> RegionSet { joined(other) { $0 & ~$1 } }

    private func joined(_ other: RegionSet, _ join: (UInt64, UInt64) -> UInt64) -> RegionSet {
        var result = self
        for index in words.indices where index < other.words.count {
            result.words[index] = join(words[index], other.words[index])
        }
        return result
    }
}
