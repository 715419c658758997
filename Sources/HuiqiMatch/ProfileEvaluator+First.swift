// Safe, for every `unsafe` of this file: as in ProfileEvaluator.swift; there is room for as many candidates as are
// asked for at most.
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// A clause among the first so far; what the rank asks last is filled in when it is asked.
struct FirstCandidate {
    var clause = 0
    var score = Score(Score.Tally(), isInForce: false)
    /// -1 where not asked yet.
    var relevance = -1
    var hasAmount = false
    var amount = AmountBounds.none
}

extension ProfileEvaluator {
    /// Ranks the first clauses for the profile that was taken up.
    ///
    /// Clauses come by verdict, so that those of a later one are only counted where enough came before. Each is
    /// compared with the last of the first so far; what the rank asks late is worked out only where all before it tie.
    /// - Parameter top: At most ``FirstMatches/limit``.
    func rankFirst(_ top: Int) -> (count: Int, totals: VerdictTotals) {
        let total = plan.catalogue.clauses.count
        var totals = VerdictTotals()
        var count = 0
        decideAll()
        for index in 0..<plan.requirements.width {
            unsafe totals.eligible &+= eligible[index].nonzeroBitCount
            unsafe totals.undetermined &+= undetermined[index].nonzeroBitCount
        }
        totals.ineligible = total &- totals.eligible &- totals.undetermined
        totals.notInForce = plan.notInForceCount
        unsafe forEach(eligible) { clause, isSplit in
            // All that is required holds.
            let score = isSplit ? score(clause: clause) : Score(eligible: preferred(clause))
            count = offer(clause, score, count, top)
        }
        if totals.eligible < top {
            unsafe forEach(undetermined) { clause, _ in count = offerBehind(clause, count, top) }
        }
        if totals.eligible &+ totals.undetermined < top { count = rankIneligible(count, top) }
        for index in 0..<count {
            unsafe fillRelevance(first + index)
            unsafe fillAmount(first + index)
        }
        return (count, totals)
    }

    /// Ranks also those that come last.
    private func rankIneligible(_ start: Int, _ top: Int) -> Int {
        var count = start
        for index in 0..<plan.requirements.width {
            let left = plan.requirements.count &- index &* 64
            var word: UInt64 = left >= 64 ? ~0 : (1 << UInt64(left)) &- 1
            unsafe word &= ~(eligible[index] | undetermined[index])
            while word != 0 {
                let position = index &* 64 &+ word.trailingZeroBitCount
                word &= word &- 1
                count = offerBehind(Int(unsafe plan.requirements.clauses[position]), count, top)
            }
        }
        for clause in plan.requirements.closed { count = offerBehind(clause, count, top) }
        return count
    }

    /// Offers a clause that is not eligible, unless its degree is below that of the last so far.
    private func offerBehind(_ clause: Int, _ count: Int, _ top: Int) -> Int {
        let least = count == top && top > 0 ? unsafe first[top &- 1].score.degreeLow : 0
        guard let score = score(clause: clause, least: least) else { return count }
        return offer(clause, score, count, top)
    }

    private func preferred(_ clause: Int) -> Int64 {
        var sum: Int64 = 0
        for index in plan.ranks.range(clause) {
            let condition = Int(unsafe plan.ranks.preferred[index])
            if truth(condition: condition) == .yes { unsafe sum &+= flat.weights[condition] }
        }
        return sum
    }

    /// Takes a candidate among the first `top` where it belongs to them; how many these are then.
    private func offer(_ clause: Int, _ score: Score, _ count: Int, _ top: Int) -> Int {
        if top == 0 { return 0 }
        // Most are behind the last already.
        if count == top, unsafe first[top &- 1].score.precedes(score) == true { return count }
        var candidate = FirstCandidate(clause: clause, score: score)
        // Safe: `place` stays within the `top` that there is room for.
        var place = count
        if count == top {
            guard unsafe precedes(&candidate, first + (top &- 1)) else { return count }
            place = top &- 1
        }
        while place > 0, unsafe precedes(&candidate, first + (place &- 1)) {
            unsafe first[place] = first[place &- 1]
            place &-= 1
        }
        unsafe first[place] = candidate
        return min(count &+ 1, top)
    }

    /// Whether a candidate comes before another; what is asked of them stays with them.
    private func precedes(
        _ left: UnsafeMutablePointer<FirstCandidate>, _ right: UnsafeMutablePointer<FirstCandidate>
    ) -> Bool {
        if let first = unsafe left.pointee.score.precedes(right.pointee.score) { return first }
        unsafe fillRelevance(left)
        unsafe fillRelevance(right)
        if unsafe left.pointee.relevance != right.pointee.relevance {
            return unsafe left.pointee.relevance > right.pointee.relevance
        }
        unsafe fillAmount(left)
        unsafe fillAmount(right)
        let (low, other) = unsafe (left.pointee.amount.low, right.pointee.amount.low)
        if low != other {
            guard let low else { return false }
            guard let other else { return true }
            return low > other
        }
        let (clause, against) = unsafe (left.pointee.clause, right.pointee.clause)
        let (deadline, later) = unsafe (plan.ranks.deadlines[clause], plan.ranks.deadlines[against])
        if deadline != later { return deadline < later }
        return unsafe plan.ranks.idOrder[clause] < plan.ranks.idOrder[against]
    }

    private func fillRelevance(_ candidate: UnsafeMutablePointer<FirstCandidate>) {
        guard unsafe candidate.pointee.relevance < 0 else { return }
        if !words.isFound { findWords() }
        unsafe candidate.pointee.relevance = words.words.relevance(of: candidate.pointee.clause, words.bits)
    }

    /// The plan's words in the profile's texts, looked for once.
    private func findWords() {
        words.isFound = true
        words.clear()
        if let field = WordMemory.scopeField, unsafe cells[field].isKnown {
            normalize(field)
            let text = normal
            words.find(text.span)
        }
        if let field = WordMemory.tagsField {
            for part in unsafe cells[field].range {
                let number = unsafe parts[part].number
                let place = Int(truncatingIfNeeded: number)
                if !words.add(place) {
                    words.learn(
                        place, plan.normalizer.normalize(unsafe sheetPlace.pointee.text(number, of: field)))
                }
            }
        }
        words.layOut()
    }

    private func fillAmount(_ candidate: UnsafeMutablePointer<FirstCandidate>) {
        guard unsafe !candidate.pointee.hasAmount else { return }
        unsafe candidate.pointee.hasAmount = true
        unsafe candidate.pointee.amount = amount(candidate.pointee.clause)
    }

    private func amount(_ clause: Int) -> AmountBounds {
        switch plan.amounts.forms[clause] {
        case .none: return .none
        case .constant(let bounds): return bounds
        case .program(let number):
            if !amounts.isRead {
                amounts.read { source in
                    switch source {
                    case .field(let field), .flag(let field): self.number(of: field)
                    case .year(let field, let year): fen(field, year: year)
                    }
                }
            }
            if let bounds = amounts.bounds(clause, number) { return bounds }
        case .rule: break
        }
        return AmountBounds(
            of: plan.catalogue.clauses[clause], for: profile, on: plan.day, plan.normalizer)
    }

    /// One of the first, numbered from 0.
    func firstMatch(_ index: Int) -> FirstMatch {
        let candidate = unsafe first[index]
        let clause = candidate.clause
        let score = candidate.score
        return FirstMatch(
            clause: clause, verdict: score.verdict,
            decidedBy: plan.inForce[clause] ? (score.splitFact >= 0 ? .split : nil) : .notInForce,
            splitFact: score.splitFact, degreeLow: Int(score.degreeLow), degreeHigh: Int(score.degreeHigh),
            amountLow: candidate.amount.low, amountHigh: candidate.amount.high,
            deadline: unsafe plan.ranks.deadlines[clause] == FlatRanks.none
                ? nil : Day(number: Int32(truncatingIfNeeded: plan.ranks.deadlines[clause])),
            route: unsafe plan.ranks.routes[clause][score.verdict, isSplit: score.splitFact >= 0],
            relevance: candidate.relevance, rank: index + 1)
    }
}
