import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Brings candidates into rank order and fills in what only the first of them need.
struct Ranking {
    let plan: DayPlan
    let options: AnswerOptions

    /// A clause for a profile, scored.
    struct Candidate {
        var score: Score
        /// Clause of the catalogue, and the profile's place.
        var clause: Int
        var block: Int
        var row: Int
    }

    private struct Detail {
        var candidate: Candidate
        var relevance: Int
        var amount: (low: Int64?, high: Int64?)
        var deadline: Day?
        var id: ExactText
    }

    /// The first matches in rank order.
    ///
    /// Relevance and amounts are computed only for candidates that are, or tie with, the first asked for.
    /// - Parameters:
    ///   - aside: Totals of further candidates that come after all these and are not asked for.
    ///   - profile: The profile of a candidate.
    ///   - id: What ties are broken by last: the clause's id, or the profile's key.
    func matches(
        _ candidates: [Candidate], aside: VerdictTotals = VerdictTotals(), profile: (Candidate) -> Profile,
        id: (Candidate) -> String
    ) -> (matches: [Match], totals: VerdictTotals) {
        var totals = aside
        for candidate in candidates {
            totals.add(candidate.score.verdict, isInForce: plan.inForce[candidate.clause])
        }
        var sorted = leading(candidates)
        sorted.sort {
            $0.score.precedes($1.score) ?? (($0.clause, $0.block, $0.row) < ($1.clause, $1.block, $1.row))
        }
        let wanted = min(max(0, options.top ?? candidates.count), candidates.count)
        var texts = ProfileTexts(normalizer: plan.normalizer)
        var matches: [Match] = []
        var start = 0
        for verdict in [Verdict.eligible, .undetermined, .ineligible] {
            let group = min(start, sorted.count)..<min(start + totals[verdict], sorted.count)
            start += totals[verdict]
            if group.isEmpty { continue }
            let limit = min(max(0, options.topOfEach ?? group.count), wanted - min(wanted, group.lowerBound))
            let chosen = prefix(of: sorted[group], holding: limit)
            if chosen == 0 { continue }
            let details = ordered(sorted[group], first: chosen, &texts, profile, id)
            var taken = 0
            for (position, detail) in details.enumerated() where taken < limit && counts(detail.candidate) {
                taken += 1
                let holder = profile(detail.candidate)
                matches.append(match(detail, rank: group.lowerBound + position + 1, profile: holder))
            }
        }
        return (matches, totals)

        /// How many candidates it takes to have `limit` that count.
        func prefix(of group: ArraySlice<Candidate>, holding limit: Int) -> Int {
            var found = 0
            for (position, candidate) in group.enumerated() {
                if found == limit { return position }
                if counts(candidate) { found += 1 }
            }
            return limit == 0 ? 0 : group.count
        }

        /// Where the first of each verdict are asked for, clauses not in force stand aside for those that are.
        func counts(_ candidate: Candidate) -> Bool {
            options.topOfEach == nil || plan.inForce[candidate.clause]
                || totals.notInForce == candidates.count
        }
    }

    /// The candidates that can be among the first asked for: none that is left out comes before one of them.
    ///
    /// Sorting thousands to show ten costs more than deciding them, so the score of the last wanted is found
    /// first, by counting.
    private func leading(_ candidates: [Candidate]) -> [Candidate] {
        guard let top = options.top, options.topOfEach == nil, top > 0, top < candidates.count / 4 else {
            return candidates
        }
        // One bucket a verdict and hundredth of the lower degree, best first.
        func bucket(_ score: Score) -> Int {
            (1 - Int(score.verdict.rawValue)) * 101 + 100 - Int(score.degreeLow) / 100
        }
        var counts = [Int](repeating: 0, count: 303)
        for candidate in candidates { counts[bucket(candidate.score)] += 1 }
        var last = 0
        var sum = counts[0]
        while sum < top, last < 302 {
            last += 1
            sum += counts[last]
        }
        return candidates.filter { bucket($0.score) <= last }
    }

    /// The first of candidates that are in order of score, and those that tie with the last, in full order.
    private func ordered(
        _ sorted: ArraySlice<Candidate>, first count: Int, _ texts: inout ProfileTexts,
        _ profile: (Candidate) -> Profile, _ id: (Candidate) -> String
    ) -> [Detail] {
        let last = sorted[sorted.startIndex + count - 1].score
        var end = sorted.startIndex + count
        while end < sorted.endIndex, last.precedes(sorted[end].score) == nil { end += 1 }
        var details: [Detail] = []
        details.reserveCapacity(end - sorted.startIndex)
        for candidate in sorted[..<end] {
            let clause = plan.catalogue.clauses[candidate.clause]
            let holder = profile(candidate)
            details.append(
                Detail(
                    candidate: candidate,
                    relevance: texts.relevance(of: clause, for: holder, at: (candidate.block, candidate.row)),
                    amount: Amount.bounds(of: clause, for: holder, plan), deadline: clause.clause.deadline,
                    id: ExactText(id(candidate))))
        }
        details.sort { Ranking.precedes($0, $1) }
        return details
    }

    private static func precedes(_ left: Detail, _ right: Detail) -> Bool {
        if let first = left.candidate.score.precedes(right.candidate.score) { return first }
        if left.relevance != right.relevance { return left.relevance > right.relevance }
        if left.amount.low != right.amount.low {
            guard let a = left.amount.low else { return false }
            guard let b = right.amount.low else { return true }
            return a > b
        }
        if left.deadline != right.deadline {
            guard let a = left.deadline else { return false }
            guard let b = right.deadline else { return true }
            return a < b
        }
        return left.id < right.id
    }

    private func match(_ detail: Detail, rank: Int, profile: Profile) -> Match {
        let index = detail.candidate.clause
        let clause = plan.catalogue.clauses[index]
        let score = detail.candidate.score
        let explainer = Explainer(plan: plan)
        let conditions = options.explain ? explainer.conditions(of: clause, for: profile) : nil
        return Match(
            clause: clause, profile: profile, verdict: score.verdict,
            decidedBy: plan.inForce[index] ? (score.splitFact >= 0 ? .split : nil) : .notInForce,
            decidedFact: score.splitFact >= 0 ? plan.splits.facts[Int(score.splitFact)] : nil,
            degreeLow: Int(score.degreeLow), degreeHigh: Int(score.degreeHigh), amountLow: detail.amount.low,
            amountHigh: detail.amount.high,
            deadline: detail.deadline, route: route(clause.clause, score),
            relevance: detail.relevance,
            rank: rank,
            conditions: conditions,
            mend: score.verdict == .ineligible && plan.inForce[index] && score.splitFact < 0
                ? conditions.map { explainer.mend(of: clause, for: profile, $0) } : nil)
    }

    /// Eligible goes by delivery, undetermined to review; outside the days of application there is no route.
    /// What a case split decided is verified at least, never paid instantly.
    private func route(_ clause: Clause, _ score: Score) -> Route {
        if let from = clause.applyFrom, plan.day < from { return .none }
        if let to = clause.applyTo, plan.day > to { return .none }
        switch score.verdict {
        case .ineligible: return .none
        case .undetermined: return .review
        case .eligible:
            switch clause.delivery {
            case .instant: return score.splitFact >= 0 ? .verify : .instant
            case .verify: return .verify
            case .review, nil: return .review
            }
        }
    }
}

/// The texts of profiles in which a clause's words are looked for.
struct ProfileTexts {
    let normalizer: TextNormalizer
    private var current: (block: Int, row: Int)?
    private var texts: [String] = []
    private var searches: [(words: [String], searches: [SubstringSearch])] = []

    init(normalizer: TextNormalizer) { self.normalizer = normalizer }

    /// The share of the clause's words that the profile's tags and scope mention, in thousandths, half up.
    mutating func relevance(of clause: CompiledClause, for profile: Profile, at place: (Int, Int)) -> Int {
        if clause.words.isEmpty { return 0 }
        if current.map({ $0 != place }) ?? true {
            current = place
            texts = ProfileTexts.texts(of: profile).map { normalizer.normalize($0) }
        }
        if texts.isEmpty { return 0 }
        // `find` asks for one clause again and again; `match` for each clause once.
        if searches.first?.words != clause.words {
            searches = [(clause.words, clause.words.map { SubstringSearch($0) })]
        }
        var found = 0
        for search in searches[0].searches where texts.contains(where: { search.isIn($0) }) { found += 1 }
        return (found * 2000 + clause.words.count) / (clause.words.count * 2)
    }

    private static let tags = Schema.contract.index(of: "tags")
    private static let scope = Schema.contract.index(of: "scope")

    private static func texts(of profile: Profile) -> [String] {
        var texts: [String] = []
        if let tags, case .texts(let found, _) = profile.value(tags) { texts += found }
        if let scope, case .text(let text) = profile.value(scope), !text.isEmpty { texts.append(text) }
        return texts
    }
}

/// Amounts, rounded once at the end by the clause's rule.
enum Amount {
    static func bounds(of clause: CompiledClause, for profile: Profile, _ plan: DayPlan) -> (
        low: Int64?, high: Int64?
    ) {
        guard let rule = clause.amount, let benefit = clause.clause.benefit else { return (nil, nil) }
        let bounds = rule.bounds(for: profile, on: plan.day, normalizer: plan.normalizer)
        return (
            bounds.low.flatMap { benefit.rounding.round($0) },
            bounds.high.flatMap { benefit.rounding.round($0) }
        )
    }
}
