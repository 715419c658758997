import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// One enterprise, every clause.
public struct Matcher: Sendable {
    let plan: DayPlan

    /// A matcher for a plan.
    public init(plan: DayPlan) { self.plan = plan }

    /// Every clause for one profile, in rank order.
    /// - Parameter profile: The only row of a batch of its own.
    public func match(_ batch: ProfileBatch, options: AnswerOptions) -> (
        matches: [Match], totals: VerdictTotals
    ) {
        guard batch.count == 1 else { return ([], VerdictTotals()) }
        let profile = batch[0]
        let evaluator = plan.evaluators.take(plan.profilePlan)
        defer {
            evaluator.release()
            plan.evaluators.give(evaluator)
        }
        evaluator.load(profile)
        // The ineligible rank last: where enough others live, their degrees are not asked for.
        func candidate(_ clause: Int) -> Ranking.Candidate {
            Ranking.Candidate(score: evaluator.score(clause: clause), clause: clause, block: 0, row: 0)
        }
        let total = plan.catalogue.clauses.count
        var eligible: [Int] = []
        var undetermined: [Int] = []
        evaluator.decideAll()
        unsafe evaluator.forEach(evaluator.eligible) { clause, _ in eligible.append(clause) }
        unsafe evaluator.forEach(evaluator.undetermined) { clause, _ in undetermined.append(clause) }
        // What ranks behind as many as are asked for is only counted.
        var aside = VerdictTotals()
        var candidates = eligible.map { candidate($0) }
        let top = options.topOfEach == nil ? options.top ?? total : total
        if top > eligible.count {
            candidates += undetermined.map { candidate($0) }
        } else {
            aside.undetermined = undetermined.count
        }
        if top > eligible.count + undetermined.count {
            var settled = [Bool](repeating: false, count: total)
            for clause in eligible { settled[clause] = true }
            for clause in undetermined { settled[clause] = true }
            candidates += (0..<total).lazy.filter { !settled[$0] }.map { candidate($0) }
        } else {
            aside.ineligible = total - eligible.count - undetermined.count
            aside.notInForce = plan.notInForceCount
        }
        return Ranking(plan: plan, options: options).matches(candidates, aside: aside, for: profile)
    }

    /// Which clauses are not ineligible for one profile, in catalogue order.
    /// - Parameter profile: The only row of a batch of its own.
    public func isOpen(_ batch: ProfileBatch) -> [Bool] {
        var isOpen = [Bool](repeating: false, count: plan.catalogue.clauses.count)
        guard batch.count == 1 else { return isOpen }
        let evaluator = plan.evaluators.take(plan.profilePlan)
        defer {
            evaluator.release()
            plan.evaluators.give(evaluator)
        }
        evaluator.load(batch[0])
        evaluator.decideAll()
        unsafe evaluator.forEach(evaluator.eligible) { clause, _ in isOpen[clause] = true }
        unsafe evaluator.forEach(evaluator.undetermined) { clause, _ in isOpen[clause] = true }
        return isOpen
    }
}
