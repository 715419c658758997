import HuiqiLogic
import HuiqiModel

/// The regions of one fact: what its atoms come to, for every value that it may have.
///
/// Regions are the constants of the tests and the open intervals between them; ints only whole numbers,
/// enumerations exactly their values, codes and texts the listed ones and one for all others. For codes one region
/// more stands for what lies below each listed one, so that no value is left out.
public struct FactRegions: Sendable {
    /// The fact.
    public let fact: MissingFact
    /// One row a region, one truth a test; equal rows are one.
    public let truths: [[Truth]]

    /// The most constants times tests, and the most different regions, that are looked at.
    public static let workLimit = 1 << 20
    public static let regionLimit = 1024

    /// The regions of tests of the same fact; nil where they are too many.
    /// - Complexity: O(constants x log constants + constants x tests).
    public init?(_ tests: [FactTest]) {
        guard let first = tests.first, tests.allSatisfy({ $0.fact == first.fact }) else { return nil }
        fact = first.fact
        var seen: Set<[Truth]> = []
        var rows: [[Truth]] = []
        var isWithinLimit = true
        func add(_ row: [Truth]) {
            guard isWithinLimit, seen.insert(row).inserted else { return }
            if rows.count == FactRegions.regionLimit { isWithinLimit = false } else { rows.append(row) }
        }
        switch first.domain {
        case .dense, .whole:
            guard let line = Line(tests) else { return nil }
            line.forEachRegion(add)
        case .flag:
            for flag in [true, false] {
                add(
                    tests.map { test in
                        guard case .flags(let flags) = test.shape else { return .unknown }
                        return Truth(flags.contains(flag))
                    })
            }
        case .enumeration(let values):
            guard let texts = TextRegions(tests, standard: nil) else { return nil }
            for value in values { add(texts.truths(of: ExactText(value))) }
        case .text:
            guard let texts = TextRegions(tests, standard: nil) else { return nil }
            texts.forEachRegion(add)
        case .code(let standard):
            guard let texts = TextRegions(tests, standard: standard) else { return nil }
            texts.forEachRegion(add)
        }
        guard isWithinLimit else { return nil }
        truths = rows
    }
}

/// Regions of numbers and moments.
private struct Line {
    private let tests: [FactTest]
    private let isWhole: Bool
    /// Constants in order, each once.
    private let points: [Number]
    private let members: [Set<Number>]

    init?(_ tests: [FactTest]) {
        self.tests = tests
        if case .whole = tests[0].domain { isWhole = true } else { isWhole = false }
        var all: Set<Number> = []
        var members: [Set<Number>] = []
        for test in tests {
            var own: Set<Number> = []
            switch test.shape {
            case .compared(_, let point): all.insert(point)
            case .numbers(let points):
                own = Set(points)
                all.formUnion(own)
            case .moments(let after, let through, _):
                if let after { all.insert(after) }
                if let through { all.insert(through) }
            case .flags, .texts, .textOrder, .under: break
            }
            members.append(own)
        }
        guard (all.count + 1) * tests.count <= FactRegions.workLimit else { return nil }
        self.members = members
        points = all.sorted()
    }

    func forEachRegion(_ add: ([Truth]) -> Void) {
        for index in 0...points.count {
            // The open interval below point `index`, then the point.
            if hasValues(below: index) { add(tests.indices.map { truth($0, index, isAt: false) }) }
            if index < points.count, !isWhole || points[index].isInteger {
                add(tests.indices.map { truth($0, index, isAt: true) })
            }
        }
    }

    private func hasValues(below index: Int) -> Bool {
        guard isWhole, index > 0, index < points.count else { return true }
        let next = points[index - 1].floor + 1
        return Number(next, over: 1).map { $0 < points[index] } ?? true
    }

    /// The truth of a test at point `index`, or in the interval below it.
    private func truth(_ test: Int, _ index: Int, isAt: Bool) -> Truth {
        switch tests[test].shape {
        case .compared(let comparison, let point): return Truth(comparison.holds(order(index, isAt, point)))
        case .numbers: return Truth(isAt && members[test].contains(points[index]))
        case .moments(let after, let through, let isInside):
            let isAfter = after.map { order(index, isAt, $0) > 0 } ?? true
            let isThrough = through.map { order(index, isAt, $0) <= 0 } ?? true
            return Truth((isAfter && isThrough) == isInside)
        case .flags, .texts, .textOrder, .under: return .unknown
        }
    }

    /// How the region compares with a constant.
    private func order(_ index: Int, _ isAt: Bool, _ point: Number) -> Int {
        guard index < points.count else { return 1 }
        if points[index] == point { return isAt ? 0 : -1 }
        return points[index] < point ? -1 : 1
    }
}

/// Regions of texts, codes and enumerations.
private struct TextRegions {
    private let tests: [FactTest]
    private let standard: CodeStandard?
    /// Listed texts in order, each once.
    private let listed: [ExactText]
    private let members: [Set<ExactText>]
    private let isOrdered: Bool

    init?(_ tests: [FactTest], standard: CodeStandard?) {
        self.tests = tests
        self.standard = standard
        var all: Set<ExactText> = []
        var members: [Set<ExactText>] = []
        var isOrdered = false
        for test in tests {
            var own: Set<ExactText> = []
            switch test.shape {
            case .texts(let texts, _):
                own = Set(texts)
                all.formUnion(own)
            case .textOrder(_, let text):
                isOrdered = true
                all.insert(text)
            case .under(let areas): for area in areas { all.insert(area.text) }
            case .compared, .numbers, .moments, .flags: break
            }
            members.append(own)
        }
        // Order and areas do not go together: then what asks for order stays unknown.
        self.isOrdered = isOrdered && standard == nil
        let areas = tests.reduce(0) { sum, test in
            if case .under(let areas) = test.shape { return sum + areas.count }
            return sum
        }
        guard (all.count + 1) * (tests.count + areas) <= FactRegions.workLimit else { return nil }
        self.members = members
        listed = all.sorted()
    }

    func forEachRegion(_ add: ([Truth]) -> Void) {
        for (index, text) in listed.enumerated() {
            if isOrdered { add(tests.indices.map { between($0, index) }) }
            add(truths(of: text))
            if let standard, let area = CodeArea(text.text, standard), area.mayHaveBelow(standard) {
                add(tests.map { below(area, $0) })
            }
        }
        add(tests.indices.map { between($0, listed.count) })
    }

    /// The truths of all tests for one text.
    func truths(of text: ExactText) -> [Truth] {
        let area = standard.flatMap { CodeArea(text.text, $0) }
        return tests.indices.map { index in
            switch tests[index].shape {
            case .texts(_, let isInside): return Truth(members[index].contains(text) == isInside)
            case .textOrder(let comparison, let other):
                if standard != nil { return .unknown }
                return Truth(comparison.holds(text == other ? 0 : (text < other ? -1 : 1)))
            case .under(let areas): return area.map { UnderTest.truth(of: $0, areas.map(\.area)) } ?? .unknown
            case .compared, .numbers, .moments, .flags: return .unknown
            }
        }
    }

    /// The truth of a test for a text that is not listed: after those before `index`, or any at all.
    private func between(_ test: Int, _ index: Int) -> Truth {
        switch tests[test].shape {
        case .texts(_, let isInside): return Truth(!isInside)
        case .textOrder(let comparison, let other):
            if standard != nil { return .unknown }
            return Truth(comparison.holds(index < listed.count && listed[index] <= other ? -1 : 1))
        case .under: return .no
        case .compared, .numbers, .moments, .flags: return .unknown
        }
    }

    /// The truth of a test for a code below a listed one that is not listed itself.
    private func below(_ area: CodeArea, _ test: FactTest) -> Truth {
        switch test.shape {
        case .texts(_, let isInside): return Truth(!isInside)
        case .under(let areas): return Truth(areas.contains { area.isUnder($0.area) == true })
        case .textOrder, .compared, .numbers, .moments, .flags: return .unknown
        }
    }
}

extension CodeArea {
    /// Whether the standard may have codes below this one.
    fileprivate func mayHaveBelow(_ standard: CodeStandard) -> Bool {
        switch standard {
        case .region: prefix.count < 12
        case .industry: prefix.count < 5
        case .other: true
        }
    }
}
