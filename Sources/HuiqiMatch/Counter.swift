import HuiqiIndex
import HuiqiLogic
import HuiqiModel

/// How many profiles a clause comes to eligible, ineligible and undetermined for.
public struct ClauseCount: Sendable, Hashable {
    /// Id of the clause.
    public let clauseID: String
    public var eligible: Int
    public var ineligible: Int
    public var undetermined: Int
}

/// Told how many of how many profiles are done; false stops the work.
public typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Bool

/// Every clause, every enterprise, counted.
public struct Counter: Sendable {
    let plan: DayPlan
    let population: Population

    /// A counter over a population.
    public init(plan: DayPlan, population: Population) {
        self.plan = plan
        self.population = population
    }

    /// Counts in catalogue order; nil where `progress` stopped the work. Does not depend on `threads`.
    public func count(threads: Int, progress: Progress? = nil) -> [ClauseCount]? {
        let blocks = population.blocks
        let plan = self.plan
        let total = population.count
        // A piece is several blocks, so that one workspace serves them.
        let size = 4
        let pieces = (blocks.count + size - 1) / size
        let slots = Slots<[Tally]>(count: pieces)
        let monitor = Monitor(total: total, progress: progress)
        Workers.run(pieces: pieces, threads: threads) { piece in
            if monitor.isStopped { return }
            let part = blocks[(piece * size)..<min((piece + 1) * size, blocks.count)]
            guard let first = part.first else { return }
            var tallies = [Tally](repeating: Tally(), count: plan.catalogue.clauses.count)
            var evaluator = BlockEvaluator(plan, first)
            for (position, block) in part.enumerated() {
                if position > 0 { evaluator.move(to: block) }
                let live = block.live.population
                for clause in tallies.indices {
                    evaluator.decide(clause: clause)
                    let (yes, no) = evaluator.truths.counts(evaluator.verdictSlot, live: block.live.words)
                    tallies[clause].eligible += yes
                    tallies[clause].ineligible += no
                }
                monitor.finish(live)
            }
            slots.set(piece, tallies)
        }
        if monitor.isStopped { return nil }
        var counts = plan.catalogue.clauses.map {
            ClauseCount(clauseID: $0.clause.id, eligible: 0, ineligible: 0, undetermined: total)
        }
        for case .some(let tallies) in slots.values {
            for (index, tally) in tallies.enumerated() {
                counts[index].eligible += tally.eligible
                counts[index].ineligible += tally.ineligible
                counts[index].undetermined -= tally.eligible + tally.ineligible
            }
        }
        return counts
    }

    private struct Tally: Sendable {
        var eligible = 0
        var ineligible = 0
    }

    private final class Monitor: @unchecked Sendable {
        private let lock = Lock()
        private var done = 0
        private var stopped = false
        private let total: Int
        private let progress: Progress?

        init(total: Int, progress: Progress?) {
            self.total = total
            self.progress = progress
        }

        var isStopped: Bool { lock.withLock { stopped } }

        func finish(_ rows: Int) {
            guard let progress else { return }
            lock.withLock {
                done += rows
                if !progress(done, total) { stopped = true }
            }
        }
    }
}
