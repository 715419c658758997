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
    /// For the next one of the same plan.
    private let memories: MemoryShelf
    /// Words a plane of the greatest block.
    let maxWidth: Int
    /// What finding keeps beside it.
    let shelf: FindShelf

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
        shelf = FindShelf(after: earlier?.shelf)
        let earlier = earlier?.plan === plan ? earlier : nil
        var found = PreparedPopulation.known(of: earlier, in: population)
        let missing = found.indices.filter { found[$0] == nil }
        let memories = earlier?.memories ?? MemoryShelf()
        self.memories = memories
        let pieces = min(max(1, threads), max(1, missing.count))
        let made = Slots<PreparedBlock>(count: missing.count)
        Workers.run(pieces: missing.isEmpty ? 0 : pieces, threads: threads) { piece in
            // One memory a thread, so that a value is asked once.
            var memory = memories.take() ?? PreparationMemory(plan)
            for index in stride(from: piece, to: missing.count, by: pieces) {
                made.set(index, PreparedBlock(plan, population.blocks[missing[index]], &memory))
            }
            memories.keep(memory)
        }
        for (index, block) in made.values.enumerated() { found[missing[index]] = block }
        let blocks = found.compactMap { $0 }
        self.blocks = blocks
        maxWidth = blocks.reduce(0) { max($0, $1.width) }
    }

    /// The blocks of a population that an earlier one has made.
    private static func known(of earlier: PreparedPopulation?, in population: Population) -> [PreparedBlock?]
    {
        let blocks = population.blocks
        guard let earlier else { return Array(repeating: nil, count: blocks.count) }
        // Most blocks stay where they are.
        let before = earlier.population.blocks
        var found = blocks.indices.map { position in
            position < before.count && before[position].identity == blocks[position].identity
                ? earlier.blocks[position] : nil
        }
        let moved = blocks.indices.filter { found[$0] == nil }
        guard !moved.isEmpty, moved.first != blocks.count - 1 else { return found }
        var positions: [ObjectIdentifier: Int] = [:]
        for (position, block) in before.enumerated() { positions[block.identity] = position }
        for position in moved {
            found[position] = positions[blocks[position].identity].map { earlier.blocks[$0] }
        }
        return found
    }
}

/// Where what one thread asked while it made blocks ready waits for the next block.
private final class MemoryShelf: @unchecked Sendable {
    private let lock = Lock()
    private var memory: PreparationMemory?

    func take() -> PreparationMemory? {
        lock.withLock {
            defer { memory = nil }
            return memory
        }
    }

    func keep(_ used: PreparationMemory) { lock.withLock { memory = used } }
}
