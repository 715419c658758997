import HuiqiIndex
import HuiqiModel

/// What the rank of a clause is made of beyond its conditions, in plain memory.
///
/// Immutable; any number of threads may read it.
@safe final class FlatRanks: @unchecked Sendable {
    // Safe: every buffer has an element a clause (and `preferredEnds` bounds those of `preferred`), is filled in `init`,
    // never written again, and freed in `deinit`.
    /// End of each clause's preferred conditions in ``preferred``.
    let preferredEnds: UnsafeMutablePointer<Int32>
    /// Preferred conditions as numbers of the program table.
    let preferred: UnsafeMutablePointer<Int32>
    /// The last day to act, ``none`` where there is none, which comes last.
    let deadlines: UnsafeMutablePointer<Int64>
    /// Place of the clause's id among all ids in order of their bytes.
    let idOrder: UnsafeMutablePointer<Int32>

    /// What to do with a match of each clause.
    let routes: UnsafeMutablePointer<Routes>
    let ids: [String]
    let titles: [String]

    static let none = Int64.max

    /// Routes by verdict.
    struct Routes {
        var eligible: Route
        var split: Route
        var undetermined: Route

        init(_ clause: Clause, on day: Day) {
            var score = Score(eligible: 0)
            eligible = Route(clause, score, on: day)
            score.splitFact = 0
            split = Route(clause, score, on: day)
            score.splitFact = -1
            score.verdict = .undetermined
            undetermined = Route(clause, score, on: day)
        }

        subscript(verdict: Verdict, isSplit isSplit: Bool) -> Route {
            switch verdict {
            case .eligible: isSplit ? split : eligible
            case .undetermined: undetermined
            case .ineligible: .none
            }
        }
    }

    init(_ plan: DayPlan) {
        let clauses = plan.catalogue.clauses
        let table = plan.catalogue.table
        var preferred: [Int32] = []
        unsafe preferredEnds = .allocate(capacity: max(1, clauses.count))
        unsafe deadlines = .allocate(capacity: max(1, clauses.count))
        unsafe idOrder = .allocate(capacity: max(1, clauses.count))
        unsafe routes = .allocate(capacity: max(1, clauses.count))
        for (clause, range) in table.clauses.enumerated() {
            for condition in range where table.conditions[condition].kind == .preferred {
                preferred.append(Int32(truncatingIfNeeded: condition))
            }
            unsafe (preferredEnds + clause).initialize(to: Int32(truncatingIfNeeded: preferred.count))
        }
        var ids: [ExactText] = []
        var titles: [String] = []
        ids.reserveCapacity(clauses.count)
        for (clause, compiled) in clauses.enumerated() {
            let deadline = compiled.clause.deadline.map { Int64($0.number) }
            unsafe (deadlines + clause).initialize(to: deadline ?? FlatRanks.none)
            ids.append(ExactText(compiled.clause.id))
            titles.append(compiled.clause.title)
            unsafe (routes + clause).initialize(to: Routes(compiled.clause, on: plan.day))
        }
        let order = clauses.indices.sorted { ids[$0] < ids[$1] }
        for (place, clause) in order.enumerated() {
            unsafe (idOrder + clause).initialize(to: Int32(truncatingIfNeeded: place))
        }
        self.ids = ids.map(\.text)
        self.titles = titles
        unsafe self.preferred = .allocate(capacity: max(1, preferred.count))
        unsafe self.preferred.initialize(from: preferred, count: preferred.count)
    }

    deinit {
        unsafe preferredEnds.deallocate()
        unsafe preferred.deallocate()
        unsafe deadlines.deallocate()
        unsafe idOrder.deallocate()
        unsafe routes.deallocate()
    }

    /// The preferred conditions of a clause, in ``preferred``.
    func range(_ clause: Int) -> Range<Int> {
        let first = clause == 0 ? 0 : Int(unsafe preferredEnds[clause &- 1])
        return first..<Int(unsafe preferredEnds[clause])
    }
}
