import HuiqiLogic
import HuiqiModel

extension Mender {
    /// A single fact that settles a condition whatever it is, though others are missing too; nil where none does.
    ///
    /// Tiers are such: below 50 million the one threshold counts, above it the other. The fact is run through
    /// the regions of the case split, the open atoms that read something else staying open.
    func deciding(_ tree: TruthTree, _ facts: [MissingFact]) -> MissingFact? {
        guard facts.count > 1, facts.count <= Mender.factLimit, let day = evaluator.day else { return nil }
        var atoms: [(TruthTree, Bool)] = []
        Mender.atoms(tree, true, into: &atoms)
        let open = atoms.map(\.0.node).filter { $0.readsFacts && $0.freeSlots.isEmpty }
        guard open.count <= Mender.atomLimit else { return nil }
        let tests = open.compactMap { node in
            Atom(key: "", node: node, RuleSetting(schema, evaluator.limits)).factTest(on: day)
                .map { (offset: node.offset, test: $0) }
        }
        return facts.first { fact in
            let own = tests.filter { $0.test.fact == fact }
            guard own.count > 1, let regions = FactRegions(own.map(\.test)) else { return false }
            return regions.truths.allSatisfy { row in
                Mender.truth(tree) { leaf in
                    own.firstIndex { $0.offset == leaf.node.offset }.map { row[$0] } ?? leaf.truth
                } != .unknown
            }
        }
    }

    private static let atomLimit = 64

    /// The truth of a condition where some atoms have another truth.
    private static func truth(_ tree: TruthTree, _ leaf: (TruthTree) -> Truth) -> Truth {
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
