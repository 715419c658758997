import HuiqiIndex
import HuiqiModel
import HuiqiRule

/// A clause and a profile with verdict, degree and rank (formats.md, section 4).
public struct Match: Sendable {
    /// The clause.
    public let clause: CompiledClause
    /// The profile.
    public let profile: Profile
    /// Key of the profile; empty for one without.
    public var key: String { profile.key }
    /// The verdict.
    public let verdict: Verdict
    /// What decided it, where it was not simply the conditions.
    public let decidedBy: DecidedBy?
    /// The missing fact that does not matter, where the verdict was decided by a case split.
    public let decidedFact: MissingFact?
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
    /// What it would take, where the conditions are explained and one of them does not hold.
    public let mend: ClauseMend?
}

extension Route {
    /// Eligible goes by delivery, undetermined to review; outside the days of application there is no route.
    /// What a case split decided is verified at least, never paid instantly.
    init(_ clause: Clause, _ score: Score, on day: Day) {
        if let from = clause.applyFrom, day < from {
            self = .none
        } else if let to = clause.applyTo, day > to {
            self = .none
        } else {
            switch (score.verdict, clause.delivery) {
            case (.ineligible, _): self = .none
            case (.undetermined, _): self = .review
            case (.eligible, .instant): self = score.splitFact >= 0 ? .verify : .instant
            case (.eligible, .verify): self = .verify
            case (.eligible, .review), (.eligible, nil): self = .review
            }
        }
    }
}

/// How many matches there are of each verdict, whatever part of them was asked for.
public struct VerdictTotals: Sendable, Hashable {
    public var eligible = 0
    public var undetermined = 0
    public var ineligible = 0
    /// Of the ineligible, those whose clause is not in force.
    public var notInForce = 0

    /// Those of one verdict.
    public subscript(verdict: Verdict) -> Int {
        switch verdict {
        case .eligible: eligible
        case .undetermined: undetermined
        case .ineligible: ineligible
        }
    }

    mutating func add(_ verdict: Verdict, isInForce: Bool) {
        if !isInForce { notInForce += 1 }
        switch verdict {
        case .eligible: eligible += 1
        case .undetermined: undetermined += 1
        case .ineligible: ineligible += 1
        }
    }
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
    /// Matches at most of each verdict; nil is no such limit. Ranks stay those among all; clauses that are not
    /// in force are passed over, unless all are.
    public var topOfEach: Int?
    /// Whether every condition is explained.
    public var explain: Bool

    /// The contract's default is ten matches without explanation.
    public init(top: Int? = 10, topOfEach: Int? = nil, explain: Bool = false) {
        self.top = top
        self.topOfEach = topOfEach
        self.explain = explain
    }
}
