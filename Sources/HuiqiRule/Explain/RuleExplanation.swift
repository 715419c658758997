import HuiqiLogic
import HuiqiModel
import HuiqiText

/// Why a condition is yes, no or unknown for one profile.
public struct RuleExplanation: Sendable {
    /// The truth.
    public var truth: Truth
    /// Facts of every atom, also past the first that decides, in order of first appearance.
    public var facts: [FactRead] = []
    /// Of a condition that does not hold, the first comparison on the path that mends it; else the first that
    /// holds or is open. Numbers and days only.
    public var threshold: Threshold?
    /// What is missing, where the truth is unknown.
    public var missing: [MissingFact] = []
    /// The evaluation error, where one remains.
    public var problem: RuleError?
    /// The least that would make it hold, where the truth is no.
    public var mend: MendPath?
    /// What would settle it, where the truth is unknown.
    public var settlement: Settlement?

    /// An explanation of a truth, without facts yet.
    public init(truth: Truth) { self.truth = truth }
}

extension Rule {
    /// Explains a condition for one profile, completely.
    /// - Complexity: the condition is evaluated twice, elements of lists on the way to mend it once more.
    public func explain(
        for profile: Profile, on day: Day, normalizer: TextNormalizer? = nil
    ) -> RuleExplanation {
        let (truth, gap) = self.truth(for: profile, on: day, normalizer: normalizer)
        var explanation = RuleExplanation(truth: truth)
        explanation.missing = gap?.missing ?? []
        explanation.problem = gap?.problems.first
        var evaluator = Evaluator(
            schema: schema, limits: limits, profile: profile, day: day, normalizer: normalizer)
        evaluator.reads = []
        var mender = Mender(evaluator)
        let tree = mender.tree(root)
        explanation.facts = mender.evaluator.reads ?? []
        mender.evaluator.reads = nil
        switch truth {
        case .no:
            let path = mender.path(tree, true)
            explanation.threshold = path.steps.lazy.compactMap(\.threshold).first
            explanation.mend = path
        case .unknown:
            if gap?.missing.isEmpty == false { explanation.settlement = mender.settlement(tree) }
            explanation.threshold = mender.standing(tree)
        case .yes: explanation.threshold = mender.standing(tree)
        }
        return explanation
    }
}

extension Mender {
    /// The first comparison of numbers or days that helps or is open.
    fileprivate mutating func standing(_ tree: TruthTree) -> Threshold? {
        var atoms: [(TruthTree, Bool)] = []
        Mender.atoms(tree, true, into: &atoms)
        for (atom, wanted) in atoms where atom.truth != Truth(!wanted) {
            guard case .compare = atom.node.kind else { continue }
            if let threshold = step(atom.node, wanted).threshold { return threshold }
        }
        return nil
    }
}
