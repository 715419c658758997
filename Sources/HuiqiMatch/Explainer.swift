import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Explains matches by the row evaluator.
public struct Explainer: Sendable {
    let plan: DayPlan

    /// An explainer for a plan.
    public init(plan: DayPlan) { self.plan = plan }

    /// Every condition of a clause for one profile, also past the first that fails.
    public func conditions(of clause: CompiledClause, for profile: Profile) -> [ConditionAnswer] {
        zip(clause.clause.conditions, clause.rules).enumerated().map { position, pair in
            let (condition, rule) = pair
            if let rule {
                return ConditionAnswer(
                    condition: condition,
                    explanation: rule.explain(for: profile, on: plan.day, normalizer: plan.normalizer))
            }
            let held = profile.review(clause.reviewPlaces[position].text)
            return ConditionAnswer(
                condition: condition, explanation: RuleExplanation(truth: held.map { Truth($0) } ?? .unknown))
        }
    }

    /// What it would take for a clause that is not met, its conditions having been explained.
    func mend(
        of clause: CompiledClause, for profile: Profile, _ conditions: [ConditionAnswer]
    ) -> ClauseMend {
        SmallestMend(plan: plan, clause: clause, profile: profile, conditions: conditions)
            .mend(from: .each(of: conditions))
    }
}
