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
        // One piece a thread, so that one workspace serves many blocks; sums do not depend on who took which.
        let pieces = min(max(1, threads), max(1, blocks.count), Workers.limit)
        let slots = Slots<[Tally]>(count: pieces)
        let queue = BlockQueue(count: blocks.count)
        let monitor = Monitor(total: total, progress: progress)
        Workers.run(pieces: pieces, threads: threads) { piece in
            if monitor.isStopped { return }
            guard let first = queue.next() else { return }
            var tallies = [Tally](repeating: Tally(), count: plan.catalogue.clauses.count)
            var evaluator = BlockEvaluator(plan, blocks[first])
            var next: Int? = first
            while let index = next, !monitor.isStopped {
                let block = blocks[index]
                if index != first { evaluator.move(to: block) }
                defer { next = queue.next() }
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

    private final class BlockQueue: @unchecked Sendable {
        private let lock = Lock()
        private var position = 0
        private let count: Int

        init(count: Int) { self.count = count }

        func next() -> Int? {
            lock.withLock {
                guard position < count else { return nil }
                position += 1
                return position - 1
            }
        }
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
