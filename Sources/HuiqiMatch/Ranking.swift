import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

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
        var candidate: Int32
        var score: Score
        var relevance: Int
        var amount: AmountBounds
        var deadline: Day?
        /// The first sixteen bytes of the id.
        var id: (UInt64, UInt64)
    }

    /// The first clauses for a profile in rank order.
    /// - Parameter aside: Totals of further candidates that come after all these and are not asked for.
    func matches(
        _ candidates: [Candidate], aside: VerdictTotals = VerdictTotals(), for profile: Profile
    ) -> (matches: [Match], totals: VerdictTotals) {
        var side = ClauseSide(plan, candidates.map { Int32(truncatingIfNeeded: $0.clause) }, profile)
        return matches(candidates.map(\.score), aside: aside, side: &side)
    }

    /// The first profiles for a clause in rank order.
    func matches(
        _ candidates: [Candidate], aside: VerdictTotals = VerdictTotals(), clause: Int,
        in population: Population
    ) -> (matches: [Match], totals: VerdictTotals) {
        var side = ProfileSide(
            plan, clause, population, blocks: candidates.map { Int32(truncatingIfNeeded: $0.block) },
            rows: candidates.map { Int32(truncatingIfNeeded: $0.row) })
        return matches(candidates.map(\.score), aside: aside, side: &side)
    }

    /// The first matches in rank order.
    ///
    /// Relevance and amounts are computed only for candidates that are, or tie with, the first asked for.
    /// - Parameters:
    ///   - scores: The score of each candidate.
    ///   - aside: Totals of further candidates that come after all these and are not asked for.
    ///   - side: What else is asked of the candidates, by their places in `scores`.
    func matches<Side: RankSide>(
        _ scores: [Score], aside: VerdictTotals = VerdictTotals(), side: inout Side
    ) -> (matches: [Match], totals: VerdictTotals) {
        var totals = aside
        let inForce = plan.inForce
        let clauses = side.ranked
        for index in scores.indices {
            let candidate = Int32(truncatingIfNeeded: index)
            totals.add(scores[index].verdict, isInForce: inForce[clauses[candidate]])
        }
        let wanted = min(max(0, options.top ?? scores.count), scores.count)
        // Where the first of each verdict are asked for, clauses not in force stand aside for those that are.
        let passesOver = options.topOfEach != nil && totals.notInForce != scores.count
        var matches: [Match] = []
        // Many profiles of one clause have the same one after the other.
        var route: (clause: Int, score: Score, route: Route)?
        var start = 0
        for verdict in [Verdict.eligible, .undetermined, .ineligible] where start < wanted {
            let first = start
            start += totals[verdict]
            var members: [Int32] = []
            members.reserveCapacity(min(totals[verdict], scores.count))
            for index in scores.indices where scores[index].verdict == verdict {
                members.append(Int32(truncatingIfNeeded: index))
            }
            let limit = min(max(0, options.topOfEach ?? members.count), wanted - first)
            if members.isEmpty || limit == 0 { continue }
            let counted = passesOver ? members.filter { inForce[clauses[$0]] } : members
            var details = self.first(limit, of: counted, scores, &side)
            if counted.count < members.count, let last = details.last {
                // Those that stand aside have their ranks all the same.
                let others = members.filter {
                    !inForce[clauses[$0]] && last.score.precedes(scores[Int($0)]) != true
                }
                details += self.details(of: others, scores, &side)
                sort(&details, side)
            }
            var taken = 0
            for (position, detail) in details.enumerated() where taken < limit {
                if passesOver, !inForce[clauses[detail.candidate]] { continue }
                taken += 1
                let clause = clauses[detail.candidate]
                var own = Route.none
                if let route, route.clause == clause, route.score.hasRoute(of: detail.score) {
                    own = route.route
                } else {
                    own = Route(plan.catalogue.clauses[clause].clause, detail.score, on: plan.day)
                    route = (clause, detail.score, own)
                }
                matches.append(match(detail, rank: first + position + 1, own, side))
            }
        }
        return (matches, totals)
    }

    /// The first of some candidates in full order.
    private func first<Side: RankSide>(
        _ count: Int, of candidates: [Int32], _ scores: [Score], _ side: inout Side
    ) -> [Detail] {
        var list = Shortlist(candidates, first: count)
        list.narrow { open, keys in
            for candidate in open { keys.append(scores[Int(candidate)].degreeKey) }
        }
        list.narrow { open, keys in
            for candidate in open { keys.append(0 &- scores[Int(candidate)].preferred) }
        }
        list.narrow { open, keys in side.relevances(open) { keys.append(Int64(0 &- $0)) } }
        var isExact = true
        list.narrow { open, keys in
            side.amounts(open) { amount in
                // No amount comes last; the least number there is would not stand before it.
                if amount.low == .min { isExact = false }
                keys.append(amount.low.map { ~$0 } ?? .max)
            }
            if !isExact { keys = Array(repeating: 0, count: keys.count) }
        }
        if isExact {
            list.narrow { open, keys in
                side.deadlines(open) { keys.append($0.map { Int64($0.number) } ?? .max) }
            }
            narrowByID(&list, side)
        }
        var details = self.details(of: list.chosen.sorted(), scores, &side)
        sort(&details, side)
        return Array(details.prefix(count))
    }

    /// By the bytes of the ids, eight at a time, then by length.
    private func narrowByID<Side: RankSide>(_ list: inout Shortlist, _ side: Side) {
        var place = 0
        var longest = 1
        while list.isOpen, place < longest {
            list.narrow { open, keys in
                side.idBytes(open, from: place) { bytes, count in
                    longest = max(longest, count)
                    keys.append(Int64(bitPattern: bytes ^ 1 << 63))
                }
            }
            place += 8
        }
        list.narrow { open, keys in side.idBytes(open, from: 0) { keys.append(Int64($1)) } }
    }

    private func details<Side: RankSide>(
        of candidates: [Int32], _ scores: [Score], _ side: inout Side
    ) -> [Detail] {
        var details = candidates.map {
            Detail(
                candidate: $0, score: scores[Int($0)], relevance: 0, amount: .none, deadline: nil, id: (0, 0))
        }
        var next = 0
        side.relevances(candidates) {
            details[next].relevance = $0
            next += 1
        }
        next = 0
        side.amounts(candidates) {
            details[next].amount = $0
            next += 1
        }
        next = 0
        side.deadlines(candidates) {
            details[next].deadline = $0
            next += 1
        }
        next = 0
        side.idBytes(candidates, from: 0) { bytes, _ in
            details[next].id.0 = bytes
            next += 1
        }
        next = 0
        side.idBytes(candidates, from: 8) { bytes, _ in
            details[next].id.1 = bytes
            next += 1
        }
        return details
    }

    private func sort<Side: RankSide>(_ details: inout [Detail], _ side: Side) {
        details.sort { left, right in
            Ranking.precedes(left, right) ?? side.precedes(left.candidate, right.candidate)
        }
    }

    /// Nil where the ids must decide beyond their first bytes.
    private static func precedes(_ left: Detail, _ right: Detail) -> Bool? {
        if let first = left.score.precedes(right.score) { return first }
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
        if left.id.0 != right.id.0 { return left.id.0 < right.id.0 }
        return left.id.1 == right.id.1 ? nil : left.id.1 < right.id.1
    }

    private func match<Side: RankSide>(_ detail: Detail, rank: Int, _ route: Route, _ side: Side) -> Match {
        let index = side.ranked[detail.candidate]
        let profile = side.profile(detail.candidate)
        let clause = plan.catalogue.clauses[index]
        let score = detail.score
        let explainer = Explainer(plan: plan)
        let conditions = options.explain ? explainer.conditions(of: clause, for: profile) : nil
        return Match(
            clause: clause, profile: profile, verdict: score.verdict,
            decidedBy: plan.inForce[index] ? (score.splitFact >= 0 ? .split : nil) : .notInForce,
            decidedFact: score.splitFact >= 0 ? plan.splits.facts[Int(score.splitFact)] : nil,
            degreeLow: Int(score.degreeLow), degreeHigh: Int(score.degreeHigh), amountLow: detail.amount.low,
            amountHigh: detail.amount.high,
            deadline: detail.deadline, route: route,
            relevance: detail.relevance,
            rank: rank,
            conditions: conditions,
            mend: score.verdict == .ineligible && plan.inForce[index] && score.splitFact < 0
                ? conditions.map { explainer.mend(of: clause, for: profile, $0) } : nil)
    }
}
