import HuiqiIndex
import HuiqiModel
import HuiqiRule

/// A clause and a profile with verdict, degree and rank (formats.md, section 4).
public struct Match: Sendable {
    /// The clause.
    public let clause: CompiledClause
    /// Key of the profile; empty for one without.
    public let key: String
    /// The verdict.
    public let verdict: Verdict
    /// What decided it, where it was not simply the conditions.
    public let decidedBy: DecidedBy?
    /// Share of weight known to hold, in ten-thousandths.
    public let degreeLow: Int
    /// Share of weight that holds or may hold, in ten-thousandths.
    public let degreeHigh: Int
    /// Lowest and highest amount in fen after rounding; nil where there is no benefit or no bound.
    public let amountLow: Int64?
    public let amountHigh: Int64?
    /// The last day to act.
    public let deadline: Day?
    /// What to do.
    public let route: Route
    /// Similarity of the clause's words with the profile's tags and scope, in thousandths.
    public let relevance: Int
    /// From 1.
    public let rank: Int
    /// One a condition, where they were asked for.
    public let conditions: [ConditionAnswer]?
}

/// A condition of a match, explained.
public struct ConditionAnswer: Sendable {
    /// The condition.
    public let condition: Condition
    /// Why it is yes, no or unknown.
    public let explanation: RuleExplanation
}

/// How much of an answer is wanted.
public struct AnswerOptions: Sendable {
    /// Matches at most, of all verdicts; nil is all.
    public var top: Int?
    /// Whether every condition is explained.
    public var explain: Bool

    /// The contract's default is ten matches without explanation.
    public init(top: Int? = 10, explain: Bool = false) {
        self.top = top
        self.explain = explain
    }
}
