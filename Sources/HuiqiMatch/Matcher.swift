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
        var evaluator = ProfileEvaluator(plan, batch)
        // The ineligible rank last: where enough others live, their degrees are not asked for.
        var dead: [Int] = []
        var scored: [Int] = []
        for clause in plan.catalogue.programs.indices {
            if evaluator.isDead(clause: clause) { dead.append(clause) } else { scored.append(clause) }
        }
        var aside = VerdictTotals()
        func candidate(_ clause: Int) -> Ranking.Candidate {
            Ranking.Candidate(score: evaluator.score(clause: clause), clause: clause, block: 0, row: 0)
        }
        var candidates = scored.map { candidate($0) }
        let others = candidates.reduce(0) { $0 + ($1.score.verdict == .ineligible ? 0 : 1) }
        if let top = options.top, options.topOfEach == nil, others >= top {
            for clause in dead { aside.add(.ineligible, isInForce: plan.inForce[clause]) }
        } else {
            candidates += dead.map { candidate($0) }
        }
        return Ranking(plan: plan, options: options).matches(candidates, aside: aside, for: profile)
    }
}

/// One clause, every enterprise.
public struct Finder: Sendable {
    let plan: DayPlan
    let population: Population

    /// A finder over a population.
    public init(plan: DayPlan, population: Population) {
        self.plan = plan
        self.population = population
    }

    /// Every profile for one clause of the plan, in rank order.
    public func find(clause: Int, options: AnswerOptions, threads: Int) -> (
        matches: [Match], totals: VerdictTotals
    ) {
        let program = plan.catalogue.programs[clause]
        let isInForce = plan.inForce[clause]
        let blocks = population.blocks
        let plan = self.plan
        let slots = Slots<[Ranking.Candidate]>(count: blocks.count)
        Workers.run(pieces: blocks.count, threads: threads) { index in
            var evaluator = BlockEvaluator(plan, blocks[index])
            let rows = blocks[index].batch.count
            var truths: [[Truth]] = []
            for condition in plan.catalogue.table.clauses[clause] {
                let slot = evaluator.decide(clause: clause, condition: condition, needed: .all)
                truths.append((0..<rows).map { evaluator.truths.truth(slot, row: $0) })
            }
            var split = [(truth: Truth, fact: Int)?](repeating: nil, count: rows)
            if isInForce, !plan.splits.clauses[clause].isEmpty {
                evaluator.decide(clause: clause)
                evaluator.forEachSplitRow { split[$0] = ($1, $2) }
            }
            var candidates: [Ranking.Candidate] = []
            for row in 0..<rows where blocks[index].live[row] {
                var tally = Score.Tally()
                for (position, condition) in program.conditions.enumerated() {
                    tally.add(condition.kind, condition.weight, truths[position][row])
                }
                let score = Score(tally, isInForce: isInForce, split: split[row])
                candidates.append(.init(score: score, clause: clause, block: index, row: row))
            }
            slots.set(index, candidates)
        }
        let candidates = slots.values.flatMap { $0 ?? [] }
        return Ranking(plan: plan, options: options).matches(candidates, clause: clause, in: population)
    }
}
