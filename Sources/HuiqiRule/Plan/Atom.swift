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
    let setting: RuleSetting
    /// The text it was compiled from, where it stood by itself between operators, and what it may add to the
    /// nesting of what holds it.
    let origin: Origin?

    typealias Origin = (text: String, reach: Int)

    init(key: String, node: RuleNode, _ setting: RuleSetting, origin: Origin? = nil) {
        self.key = key
        self.node = node
        self.setting = setting
        self.origin = origin
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
    ///
    /// - Parameter origin: Of a node that is one atom, the text it was compiled from.
    static func combination(
        _ node: RuleNode, _ setting: RuleSetting, origin: Atom.Origin? = nil
    ) -> Combination {
        func combination(_ node: RuleNode) -> Combination { Self.combination(node, setting) }
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
                Atom(key: CanonicalText.text(node, setting), node: node, setting, origin: origin))
        }
    }
}
