import HuiqiLogic
import HuiqiModel

extension Mender {
    /// A single fact that settles a condition whatever it is, though others are missing too; nil where none does.
    ///
    /// Tiers are such: below 50 million the one threshold counts, above it the other. A fact is tried where
    /// every open atom that reads it compares it with constants: its regions, the constants and the open
    /// intervals between them, are then run through, the other open atoms staying open.
    mutating func deciding(_ tree: TruthTree, _ facts: [MissingFact]) -> MissingFact? {
        guard facts.count > 1, facts.count <= Mender.factLimit else { return nil }
        var atoms: [(TruthTree, Bool)] = []
        Mender.atoms(tree, true, into: &atoms)
        let open = atoms.map(\.0).filter { $0.truth == .unknown }
        guard open.count <= Mender.atomLimit else { return nil }
        for fact in facts {
            var tests: [Int: Test] = [:]
            for atom in open where tests[atom.node.offset] == nil {
                if let test = test(atom, of: fact) { tests[atom.node.offset] = test }
            }
            guard tests.count >= 2 else { continue }
            if regions(fact, tests.values).allSatisfy({ region in
                truth(tree) { leaf in
                    tests[leaf.node.offset].map { $0.truth(region) } ?? leaf.truth
                } != .unknown
            }) {
                return fact
            }
        }
        return nil
    }

    private static let atomLimit = 64

    /// An open atom as a test of one fact.
    private struct Test {
        /// Comparison with a number (days as their number), or membership in texts.
        enum Form {
            case number(Comparison, Number)
            case texts([String], Bool)
        }

        let form: Form

        func truth(_ region: Region) -> Truth {
            switch (form, region) {
            case (.number(let comparison, let bound), .number(let number)):
                return Truth(comparison.holds(number < bound ? -1 : (number == bound ? 0 : 1)))
            case (.texts(let texts, let wanted), .text(let text)):
                return Truth(text.map { texts.contains($0) } ?? false == wanted)
            default: return .unknown
            }
        }
    }

    /// One value that stands for all of its region; nil stands for all other texts.
    private enum Region {
        case number(Number)
        case text(String?)
    }

    private mutating func test(_ atom: TruthTree, of fact: MissingFact) -> Test? {
        guard atom.gap?.missing == [fact], atom.gap?.problems.isEmpty == true else { return nil }
        if let own = scalar(atom.node), own == fact { return Test(form: .texts(["true"], true)) }
        let step = self.step(atom.node, true)
        guard step.facts == [fact] else { return nil }
        switch step.demand {
        case .compare(let comparison, .text(let text)):
            return Test(form: .texts([text], comparison == .equal))
        case .compare(let comparison, .flag(let flag)):
            return Test(form: .texts([flag ? "true" : "false"], comparison == .equal))
        case .oneOf(let texts, let wanted) where type(of: fact) != .int && type(of: fact) != .money:
            return Test(form: .texts(texts, wanted))
        default: break
        }
        guard let change = step.change, change.fact == fact else { return nil }
        switch change.bound {
        case .number(let bound, _): return Test(form: .number(change.comparison, bound))
        case .day(let day): return Test(form: .number(change.comparison, Number(Int64(day.number))))
        case .text, .flag: return nil
        }
    }

    private func regions(_ fact: MissingFact, _ tests: Dictionary<Int, Test>.Values) -> [Region] {
        var numbers: [Number] = []
        var texts: [String] = []
        for test in tests {
            switch test.form {
            case .number(_, let bound): numbers.append(bound)
            case .texts(let listed, _): for text in listed where !texts.contains(text) { texts.append(text) }
            }
        }
        switch type(of: fact) {
        case .bool: return [.text("true"), .text("false")]
        case .enumeration(let values): return values.map { .text($0) }
        case .text, .code: return texts.map { .text($0) } + [.text(nil)]
        default: break
        }
        numbers.sort()
        var regions: [Region] = []
        let half = Number(1, over: 2)
        for (position, bound) in numbers.enumerated() {
            regions.append(.number(bound))
            // The middle to the next bound; before the first and after the last something beyond.
            if position == 0, let before = bound.subtracting(Number(1)) { regions.append(.number(before)) }
            let next = position + 1 < numbers.count ? numbers[position + 1] : bound.adding(Number(2))
            if let next, let half, let middle = bound.adding(next)?.multiplied(by: half) {
                regions.append(.number(middle))
            }
        }
        return regions
    }

    /// The truth of a condition where some atoms have another truth.
    private func truth(_ tree: TruthTree, _ leaf: (TruthTree) -> Truth) -> Truth {
        if tree.parts.isEmpty { return leaf(tree) }
        switch tree.node.kind {
        case .and: return tree.parts.reduce(.yes) { $0.and(truth($1, leaf)) }
        case .or: return tree.parts.reduce(.no) { $0.or(truth($1, leaf)) }
        case .not: return truth(tree.parts[0], leaf).negated
        case .atLeast(let k, _): return Truth.atLeast(k, tree.parts.map { truth($0, leaf) })
        default:
            return truth(tree.parts[0], leaf).choose(truth(tree.parts[1], leaf), truth(tree.parts[2], leaf))
        }
    }
}
