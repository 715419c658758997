import HuiqiModel

/// What a finding of the linter is about; its raw value is the rule id that people see and switch off.
public enum LintRule: String, Sendable, Hashable, CaseIterable {
    /// A condition, or a part of one, that can never hold.
    case unreachable
    /// A condition, or a part of one, that always holds.
    case alwaysTrue = "always-true"
    /// Two required conditions, or two parts of one, that cannot hold together.
    case contradictoryBounds = "contradictory-bounds"
    /// The same condition twice.
    case duplicateCondition = "duplicate-condition"
    /// Tiers that overlap, or a tier that earlier ones leave nothing to.
    case tierOverlap = "tier-overlap"
    /// A hole between neighbouring tiers.
    case tierGap = "tier-gap"
    /// A condition that no profile of a population can decide.
    case undecidable
    /// Instant delivery with a condition that a person must judge.
    case instantReview = "instant-review"
    /// Instant delivery that rests on what the enterprise says of itself.
    case instantUntrusted = "instant-untrusted"
    /// A getter that counts from 0 used as if it counted from 1.
    case monthOffByOne = "month-off-by-one"
    /// A point in time that is no midnight UTC compared with days.
    case notMidnight = "not-midnight"
    /// A constant without the 万, 亿 or % that the label has.
    case unitSuspect = "unit-suspect"
    /// A benefit whose amount is never above zero.
    case amountNotPositive = "amount-not-positive"
    /// Applications that end before they begin.
    case dateOrder = "date-order"
    /// A condition on ownership, origin, local purchases, moving away, or one named enterprise.
    case unfairCompetition = "unfair-competition"
}

/// Something in one expression of a clause that is probably not meant.
public struct RuleDoubt: Sendable, Hashable {
    /// Which rule of the linter.
    public let rule: LintRule
    /// Which of the analysed expressions, from 0; nil where it is about all required ones together.
    public let part: Int?
    /// UTF-8 offset in that expression.
    public let offsetUTF8: Int
    /// What is odd, and why.
    public let explanation: Message
    /// What to do about it.
    public let suggestion: Message

    /// A doubt at a place.
    public init(
        _ rule: LintRule, part: Int?, offsetUTF8: Int, _ explanation: Message, suggestion: Message
    ) {
        self.rule = rule
        self.part = part
        self.offsetUTF8 = offsetUTF8
        self.explanation = explanation
        self.suggestion = suggestion
    }
}
