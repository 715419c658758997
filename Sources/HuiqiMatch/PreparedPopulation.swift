import HuiqiIndex
import HuiqiLogic
import HuiqiModel

/// A population made ready for a plan, block by block.
///
/// Immutable; blocks that another one of the same plan has made are shared.
public final class PreparedPopulation: Sendable {
    let plan: DayPlan
    let population: Population
    let blocks: [PreparedBlock]
    /// Words a plane of the greatest block.
    let maxWidth: Int

    /// - Parameters:
    ///   - earlier: Blocks of an earlier one, if of the same plan.
    ///   - threads: Threads that may work.
    /// - Complexity: O(rows x axes) for blocks that are new.
    public init(
        _ plan: DayPlan, _ population: Population, sharing earlier: PreparedPopulation? = nil,
        threads: Int = 1
    ) {
        self.plan = plan
        self.population = population
        var known: [ObjectIdentifier: PreparedBlock] = [:]
        if let earlier, earlier.plan === plan {
            for (position, block) in earlier.population.blocks.enumerated() {
                known[block.identity] = earlier.blocks[position]
            }
        }
        var found: [PreparedBlock?] = population.blocks.map { known[$0.identity] }
        let missing = found.indices.filter { found[$0] == nil }
        let pieces = min(max(1, threads), max(1, missing.count))
        let made = Slots<PreparedBlock>(count: missing.count)
        Workers.run(pieces: missing.isEmpty ? 0 : pieces, threads: threads) { piece in
            // One memory a thread, so that a value is asked once.
            var memory = PreparationMemory(plan)
            for index in stride(from: piece, to: missing.count, by: pieces) {
                made.set(index, PreparedBlock(plan, population.blocks[missing[index]], &memory))
            }
        }
        for (index, block) in made.values.enumerated() { found[missing[index]] = block }
        let blocks = found.compactMap { $0 }
        self.blocks = blocks
        maxWidth = blocks.reduce(0) { max($0, $1.width) }
    }
}
