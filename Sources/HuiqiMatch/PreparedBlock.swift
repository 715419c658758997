import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// A block of the population made ready for a plan: codes on its axes, and planes of what has no code.
///
/// Immutable, shared by snapshots with the same plan and block. Which rows are live plays no part in it.
final class PreparedBlock: Sendable {
    /// What is known of a truth for the whole block.
    enum State: UInt8, Sendable {
        /// See the planes.
        case mixed
        case no
        case yes
        case unknown
    }

    /// A truth with planes of its own.
    struct Own: Sendable {
        /// Node of the graph.
        let node: Int32
        let state: State
        /// Whether some row is unknown; else both planes are one.
        let hasOpen: Bool
        /// Offset in ``PreparedBlock/planes`` of the yes plane; the plane of what is possible follows.
        let offset: Int32
    }

    /// Rows.
    let rows: Int
    /// Words a plane: whole lines of the cache.
    let width: Int
    let codes: BlockCodes
    let own: [Own]
    let planes: [UInt64]
    /// Offset of the rows that lack each fact of the plan's splits; -1 for none, -2 for all.
    let lacking: [Int32]
    let batch: ProfileBatch

    init(_ plan: DayPlan, _ block: Population.Block, _ memory: inout PreparationMemory) {
        let batch = block.batch
        self.batch = batch
        rows = batch.count
        width = BlockCodes.width(rows: rows)
        let axes = plan.axes
        codes = BlockCodes(axes, batch, level: plan.kernels, &memory.values)
        var writer = OwnWriter(plan, batch, room: memory.planeWords)
        let tests = plan.ownTests
        for (number, group) in tests.texts.enumerated() { writer.write(group, &memory.runs[number]) }
        for (number, group) in tests.rows.enumerated() { writer.write(group, &memory.texts[number]) }
        for (number, list) in tests.lists.enumerated() { writer.write(list, &memory.lists[number]) }
        for atom in tests.others { writer.write(atom) }
        for (number, axis) in axes.axes.enumerated() {
            guard case .other = codes.axes[number].layout else { continue }
            for atom in axis.atoms { writer.write(Int(atom)) }
        }
        let graph = plan.clauseGraph.graph
        for (position, place) in graph.reviewPlaces.enumerated() {
            if let held = batch.reviews[place] { writer.write(held, node: graph.atomCount + position) }
        }
        lacking = plan.splits.facts.map { writer.writeLacking($0) }
        own = writer.own
        planes = writer.planes
        memory.planeWords = planes.count
    }
}

/// What one thread keeps from block to block while a population is made ready.
struct PreparationMemory {
    var values = ValueTruths()
    /// One a group of needles.
    var runs: [TextMemory]
    /// One a group of tests of whole texts.
    var texts: [TextMemory]
    /// One a list.
    var lists: [ElementMemory]
    /// Words of own planes that the last block had.
    var planeWords = 0

    init(_ plan: DayPlan) {
        let tests = plan.ownTests
        runs = tests.texts.map { TextMemory(tests: $0.needles.count, limit: 1 << 16) }
        texts = tests.rows.map { TextMemory(tests: $0.distinct.count, limit: 1 << 10) }
        lists = tests.lists.map { ElementMemory($0) }
    }
}
