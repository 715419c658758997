import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// One condition's truth for every profile, by every evaluator: what the contract test compares.
public struct ConditionTruths: Sendable {
    /// Source of the condition.
    public let expression: String
    /// Keys of the profiles.
    public let keys: [String]
    /// Truths by the block evaluator.
    public let byBlock: [Truth]
    /// Truths by the evaluator of one profile and all clauses.
    public let byProfile: [Truth]
    /// Truths by the row evaluator.
    public let byRow: [Truth]
}

/// Runs every evaluator over everything: slow, for tests and for audits.
public struct EvaluatorComparison: Sendable {
    let plan: DayPlan
    let population: Population

    /// A comparison over a population.
    public init(plan: DayPlan, population: Population) {
        self.plan = plan
        self.population = population
    }

    /// Every condition with an expression, for every live profile, in order.
    public func conditions() -> [ConditionTruths] {
        var answers: [ConditionTruths] = []
        let prepared = PreparedPopulation(plan, population)
        let evaluators = prepared.blocks.enumerated().map { index, block -> PlaneEvaluator? in
            let evaluator = PlaneEvaluator(plan, prepared, keepsConditions: true)
            evaluator?.move(to: block, live: population.blocks[index].live)
            return evaluator
        }
        let singles = population.blocks.map { block in
            (0..<block.batch.count).map { row -> ProfileEvaluator in
                var batch = ProfileBatch(schema: population.schema)
                batch.append(block.batch[row].draft)
                return ProfileEvaluator(plan, batch)
            }
        }
        for (index, clause) in plan.catalogue.clauses.enumerated() {
            for (position, rule) in clause.rules.enumerated() {
                guard let rule else { continue }
                var keys: [String] = []
                var byBlock: [Truth] = []
                var byProfile: [Truth] = []
                var byRow: [Truth] = []
                let number = plan.catalogue.table.clauses[index].lowerBound + position
                for (block, evaluator) in evaluators.enumerated() {
                    let batch = population.blocks[block].batch
                    let truths = evaluator?.truths(condition: number) ?? []
                    for row in 0..<batch.count where population.blocks[block].live[row] {
                        keys.append(batch.key(row))
                        byBlock.append(truths.indices.contains(row) ? truths[row] : .unknown)
                        byProfile.append(singles[block][row].truth(condition: number))
                        byRow.append(rule.truth(for: batch[row], on: plan.day, normalizer: plan.normalizer).0)
                    }
                }
                answers.append(
                    ConditionTruths(
                        expression: rule.source, keys: keys, byBlock: byBlock, byProfile: byProfile,
                        byRow: byRow))
            }
        }
        return answers
    }
}
