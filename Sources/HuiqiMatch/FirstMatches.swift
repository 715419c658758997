import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// One of the first clauses for a profile, as numbers.
public struct FirstMatch: Sendable {
    /// The clause, by its place in the catalogue.
    public let clause: Int
    public let verdict: Verdict
    /// What decided it, where it was not simply the conditions.
    public let decidedBy: DecidedBy?
    /// The plan's fact over which a case split decided; -1 for none.
    let splitFact: Int32
    /// In ten-thousandths.
    public let degreeLow: Int
    public let degreeHigh: Int
    /// In fen; nil where there is no benefit or no bound.
    public let amountLow: Int64?
    public let amountHigh: Int64?
    public let deadline: Day?
    public let route: Route
    /// In thousandths.
    public let relevance: Int
    /// From 1.
    public let rank: Int
}

/// The first clauses for one profile in rank order, found without making anything for the others, nor for these more
/// than numbers: what ``Matcher`` says without explanations.
///
/// It lends an evaluator of its plan, which goes back when it is gone.
public struct FirstMatches: ~Copyable {
    /// The most clauses that are asked for.
    public static let limit = 64

    private let plan: DayPlan
    private let evaluator: ProfileEvaluator
    /// How many there are.
    public let count: Int
    /// How many of each verdict there are among all clauses.
    public let totals: VerdictTotals

    /// The first clauses for a profile that is written as JSON; nil where it is not written plainly, so that a
    /// ``ProfileReader`` must say what it is.
    /// - Parameter top: How many are wanted, at most ``limit``.
    public init?(_ plan: DayPlan, json: Span<UInt8>, top: Int) {
        let evaluator = plan.evaluators.take(plan.profilePlan)
        self.plan = plan
        self.evaluator = evaluator
        guard evaluator.load(json: json) else {
            count = 0
            totals = VerdictTotals()
            return nil
        }
        (count, totals) = evaluator.rankFirst(min(max(0, top), FirstMatches.limit))
    }

    /// The first clauses for a profile.
    /// - Parameter top: How many are wanted, at most ``limit``.
    public init(_ plan: DayPlan, _ profile: Profile, top: Int) {
        let evaluator = plan.evaluators.take(plan.profilePlan)
        self.plan = plan
        self.evaluator = evaluator
        evaluator.load(profile)
        (count, totals) = evaluator.rankFirst(min(max(0, top), FirstMatches.limit))
    }

    deinit {
        evaluator.release()
        plan.evaluators.give(evaluator)
    }

    /// One match; `index` is below ``count``.
    public subscript(index: Int) -> FirstMatch { evaluator.firstMatch(index) }

    /// Id and title of a match's clause; `index` is below ``count``.
    public func texts(_ index: Int) -> (id: String, title: String) {
        let clause = unsafe evaluator.first[index].clause
        return (evaluator.plan.ranks.ids[clause], evaluator.plan.ranks.titles[clause])
    }

    /// The bytes of the profile's key.
    public func withKey(_ body: (Span<UInt8>) -> Void) {
        // Safe: the evaluator is this object's own, here and below.
        let (bytes, range) = unsafe evaluator.sheetPlace.pointee.keyText
        body(bytes.span.extracting(range))
    }

    /// What looked odd in a profile that was written as JSON.
    public var warnings: [Finding] {
        unsafe evaluator.sheetPlace.pointee.notes.isEmpty ? [] : evaluator.sheetPlace.pointee.warnings
    }
}

extension Match {
    /// A match as it was numbered, for the profile of a batch.
    public init(_ first: FirstMatch, _ plan: DayPlan, _ profile: Profile) {
        self.init(
            clause: plan.catalogue.clauses[first.clause], profile: profile, verdict: first.verdict,
            decidedBy: first.decidedBy,
            decidedFact: first.splitFact >= 0 ? plan.splits.facts[Int(first.splitFact)] : nil,
            degreeLow: first.degreeLow, degreeHigh: first.degreeHigh, amountLow: first.amountLow,
            amountHigh: first.amountHigh, deadline: first.deadline, route: first.route,
            relevance: first.relevance, rank: first.rank, conditions: nil, mend: nil)
    }
}
