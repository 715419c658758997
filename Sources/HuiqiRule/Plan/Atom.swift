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
public struct Atom: Sendable {
    /// What it says, in a canonical form.
    public let key: String
    let node: RuleNode
    let schema: Schema
    let limits: RuleLimits

    /// Decides the atom for one profile: the slow way, for any atom.
    public func truth(for profile: Profile, on day: Day, normalizer: TextNormalizer?) -> Truth {
        var evaluator = Evaluator(
            schema: schema, limits: limits, profile: profile, day: day, normalizer: normalizer)
        return evaluator.truth(node).0
    }
}

extension Rule {
    /// The condition as a combination of atoms.
    public var combination: Combination { combination(root) }

    private func combination(_ node: RuleNode) -> Combination {
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
