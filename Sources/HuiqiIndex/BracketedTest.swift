import CHuiqiKernels
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// A test that is none of an axis's own, among the axis's codes: the codes on which it surely holds, those on which it
/// is surely unknown, and those whose rows only their facts can tell. On all others it does not hold.
///
/// Code 0 is unknown, as everywhere.
public struct BracketedTest: Sendable {
    /// The axis.
    public let axis: Int
    /// Codes on which it holds.
    public let yes: [CodeSpan]
    /// Codes on which it is unknown.
    public let open: [CodeSpan]
    /// Codes on which it may be one or the other.
    public let exact: [CodeSpan]
}

extension AxisTable {
    /// Brackets a test by the codes of the axis that it asks about; nil where there is none.
    /// - Complexity: O(log cuts), of directions O(slopes).
    public func bracket(_ form: AtomForm) -> BracketedTest? {
        switch form {
        case .number(let test):
            if let (source, bounds) = AxisTable.line(test) {
                return axis(of: source).map { bracket($0, bounds) }
            }
            guard let direction = DirectionTest(test) else { return nil }
            if let axis = axis(of: direction.source) { return bracket(axis, direction) }
            return axis(of: direction.swapped.source).flatMap { bracket($0, direction.swapped) }
        case .extreme(let sources, let isGreatest, let bounds):
            let source: FactAxis.Source =
                sources.count == 1 ? .number(sources[0]) : .extreme(sources, isGreatest: isGreatest)
            return axis(of: source).map { bracket($0, bounds) }
        default: return nil
        }
    }

    private func bracket(_ number: Int, _ bounds: WholeBounds) -> BracketedTest {
        let axis = axes[number]
        let end = axis.cuts.count + 2
        guard bounds.low <= bounds.high else {
            return BracketedTest(
                axis: number, yes: AxisTable.spans(bounds.isInside ? [] : [(1, end)]), open: [], exact: [])
        }
        // Where the values within begin and end, and the codes that have some within and some without.
        var inside = (low: 1, high: end)
        var outside = (low: 1, high: end)
        var exact: [(Int, Int)] = []
        if bounds.low > Int64.min {
            let code = axis.code(of: bounds.low)
            let isCut = code >= 2 && axis.cuts[code - 2] == bounds.low
            inside.low = isCut ? code : code + 1
            outside.low = code
            if !isCut { exact.append((code, code + 1)) }
        }
        if bounds.high < Int64.max {
            let code = axis.code(of: bounds.high)
            let isCut = code - 1 < axis.cuts.count && axis.cuts[code - 1] == bounds.high + 1
            inside.high = isCut ? code + 1 : code
            outside.high = code + 1
            if !isCut, exact.last?.0 != code { exact.append((code, code + 1)) }
        }
        let yes =
            bounds.isInside ? [(inside.low, inside.high)] : [(1, outside.low), (outside.high, end)]
        return BracketedTest(
            axis: number, yes: AxisTable.spans(yes), open: [], exact: AxisTable.spans(exact))
    }

    private func bracket(_ number: Int, _ test: DirectionTest) -> BracketedTest? {
        let axis = axes[number]
        let count = axis.slopes.count
        guard axis.codeCount > 0, axis.placeCodes.count == 2 * (2 * count + 1) + 4 else { return nil }
        let merged = DirectionTest.sorted(axis.slopes + test.slopes)
        let truths = test.truths(merged)
        // Where each slope of the axis stands among all.
        var places: [Int] = []
        var next = 0
        for slope in axis.slopes {
            while next < merged.count, merged[next].over != slope.over || merged[next].under != slope.under {
                next += 1
            }
            places.append(next)
        }
        // The truth of each code; nil where its places differ.
        var codes = [Truth??](repeating: .none, count: axis.codeCount)
        func add(_ place: Int, _ found: ArraySlice<Truth>) {
            let code = Int(axis.placeCodes[place])
            for truth in found {
                switch codes[code] {
                case .none: codes[code] = .some(truth)
                case .some(let known) where known != truth: codes[code] = .some(.none)
                default: break
                }
            }
        }
        for side in [1, 2 * count + 5] {
            let first = side == 1 ? 1 : 2 * merged.count + 5
            for ratio in 0...(2 * count) {
                let low: Int
                let high: Int
                if ratio & 1 == 1 {
                    low = 2 * places[ratio / 2] + 1
                    high = low
                } else {
                    low = ratio == 0 ? 0 : 2 * places[ratio / 2 - 1] + 2
                    high = ratio / 2 == count ? 2 * merged.count : 2 * places[ratio / 2]
                }
                guard low <= high, first + high < truths.count else { return nil }
                add(side + ratio, truths[(first + low)...(first + high)])
            }
        }
        for offset in 2...4 {
            add(2 * count + offset, truths[(2 * merged.count + offset)...(2 * merged.count + offset)])
        }
        func spans(_ isIn: (Truth??) -> Bool) -> [CodeSpan] {
            var runs: [(Int, Int)] = []
            for code in 1..<axis.codeCount where isIn(codes[code]) {
                if let last = runs.last, last.1 == code {
                    runs[runs.count - 1].1 = code + 1
                } else {
                    runs.append((code, code + 1))
                }
            }
            return AxisTable.spans(runs)
        }
        return BracketedTest(
            axis: number, yes: spans { $0 == .some(.some(.yes)) },
            open: spans { $0 == .some(.some(.unknown)) }, exact: spans { $0 == .some(.none) })
    }

    private static func spans(_ runs: [(Int, Int)]) -> [CodeSpan] {
        runs.filter { $0.0 < $0.1 }.map {
            CodeSpan(low: UInt16(truncatingIfNeeded: $0.0), high: UInt16(truncatingIfNeeded: $0.1))
        }
    }
}
