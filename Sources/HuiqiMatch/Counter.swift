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
    let prepared: PreparedPopulation

    /// A counter over a population that was made ready.
    public init(_ prepared: PreparedPopulation) { self.prepared = prepared }

    /// What the work came to.
    public enum Outcome: Sendable {
        case counts([ClauseCount])
        /// `progress` said to stop.
        case cancelled
        /// The host has not enough memory for a thread's planes.
        case outOfMemory
    }

    /// Counts in catalogue order. Does not depend on `threads`.
    public func count(threads: Int, progress: Progress? = nil) -> Outcome {
        let prepared = self.prepared
        let plan = prepared.plan
        let blocks = prepared.population.blocks
        let total = prepared.population.count
        let clauses = plan.catalogue.clauses.count
        // One piece a thread, so that one workspace serves many blocks; sums do not depend on who took which.
        let pieces = min(max(1, threads), max(1, blocks.count), Workers.limit)
        let slots = Slots<[Tally]>(count: pieces)
        let queue = BlockQueue(count: blocks.count)
        let monitor = Monitor(total: total, progress: progress)
        Workers.run(pieces: pieces, threads: threads) { piece in
            guard let evaluator = PlaneEvaluator(plan, prepared) else { return monitor.fail() }
            var tallies = [Tally](repeating: Tally(), count: clauses)
            while !monitor.isStopped, let index = queue.next() {
                evaluator.move(to: prepared.blocks[index], live: blocks[index].live)
                if evaluator.liveCount > 0 {
                    for clause in 0..<clauses {
                        if case .alive(let eligible, let open) = evaluator.decide(
                            clause: clause, into: .counts)
                        {
                            tallies[clause].eligible &+= eligible
                            tallies[clause].possible &+= open
                        }
                    }
                }
                monitor.finish(evaluator.liveCount)
            }
            slots.set(piece, tallies)
        }
        if monitor.hasFailed { return .outOfMemory }
        if monitor.isStopped { return .cancelled }
        var sums = [Tally](repeating: Tally(), count: clauses)
        for case .some(let tallies) in slots.values {
            for (index, tally) in tallies.enumerated() {
                sums[index].eligible += tally.eligible
                sums[index].possible += tally.possible
            }
        }
        return .counts(
            zip(plan.catalogue.clauses, sums).map { clause, sum in
                ClauseCount(
                    clauseID: clause.clause.id, eligible: sum.eligible, ineligible: total - sum.possible,
                    undetermined: sum.possible - sum.eligible)
            })
    }

    private struct Tally: Sendable {
        var eligible = 0
        var possible = 0
    }
}

/// Hands out blocks, one after the other.
final class BlockQueue: @unchecked Sendable {
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

/// Tells progress, and whether to stop.
final class Monitor: @unchecked Sendable {
    private let lock = Lock()
    private var done = 0
    private var stopped = false
    private var failed = false
    private let total: Int
    private let progress: Progress?

    init(total: Int, progress: Progress?) {
        self.total = total
        self.progress = progress
    }

    var isStopped: Bool { lock.withLock { stopped || failed } }

    var hasFailed: Bool { lock.withLock { failed } }

    func fail() { lock.withLock { failed = true } }

    func finish(_ rows: Int) {
        guard let progress else { return }
        lock.withLock {
            done += rows
            if !progress(done, total) { stopped = true }
        }
    }
}
