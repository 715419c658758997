import HuiqiLogic
import HuiqiModel
import HuiqiText

/// A condition as a combination of atoms.
public indirect enum Combination: Sendable {
    case constant(Truth)
    case atom(Atom)
    case and([Combination])
    case or([Combination])
    case not(Combination)
    case atLeast(Int64, [Combination])
    /// `test ? whenYes : whenNo`
    case choose(Combination, Combination, Combination)
}

/// A largest boolean subexpression without `&& || ! ?: at_least`.
///
/// Two atoms with the same key are equal: they read the same facts in the same way, so a catalogue evaluates
/// one of them.
public final class Atom: Sendable {
    /// What it says, in a canonical form.
    public let key: String
    let node: RuleNode
    let schema: Schema
    let limits: RuleLimits

    init(key: String, node: RuleNode, schema: Schema, limits: RuleLimits) {
        self.key = key
        self.node = node
        self.schema = schema
        self.limits = limits
    }
}

/// Decides atoms row by row for the profiles of one batch: the slow way, for any atom.
public struct AtomEvaluator: Sendable {
    private var evaluator: Evaluator

    /// An evaluator for a batch that is not empty, under the bounds of the rules.
    public init(_ batch: ProfileBatch, on day: Day, limits: RuleLimits, normalizer: TextNormalizer?) {
        evaluator = Evaluator(
            schema: batch.schema, limits: limits, profile: Profile(batch: batch, row: 0), day: day,
            normalizer: normalizer)
    }

    /// The truth of an atom for a row.
    public mutating func truth(_ atom: Atom, row: Int) -> Truth {
        evaluator.profile?.row = row
        return evaluator.truth(atom.node).0
    }
}

extension Rule {
    /// A condition as a combination of atoms.
    static func combination(_ node: RuleNode, _ schema: Schema, _ limits: RuleLimits) -> Combination {
        func combination(_ node: RuleNode) -> Combination {
            Self.combination(node, schema, limits)
        }
        switch node.kind {
        case .constant(.bool(let flag)): return .constant(Truth(flag))
        case .and(let parts): return .and(parts.map { combination($0) })
        case .or(let parts): return .or(parts.map { combination($0) })
        case .not(let operand): return .not(combination(operand))
        case .atLeast(let k, let parts): return .atLeast(k, parts.map { combination($0) })
        case .conditional(let test, let whenYes, let whenNo) where node.type == .bool:
            return .choose(combination(test), combination(whenYes), combination(whenNo))
        default:
            return .atom(
                Atom(
                    key: CanonicalText.text(node, schema: schema), node: node, schema: schema, limits: limits)
            )
        }
    }
}
