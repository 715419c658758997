import HuiqiIndex
import HuiqiLogic
import HuiqiModel

/// Makes a matrix: decides every clause for every enterprise and keeps the verdicts.
public struct MatrixMaker: Sendable {
    let prepared: PreparedPopulation

    /// A maker over a population that was made ready.
    public init(_ prepared: PreparedPopulation) { self.prepared = prepared }

    /// What the work came to.
    public enum Outcome: Sendable {
        case matrix(Matrix)
        /// `progress` said to stop.
        case cancelled
        /// The host has not enough memory.
        case outOfMemory
        /// The verdicts would take more than the limit.
        case overLimit
    }

    /// Makes a matrix in fresh memory. See the other form.
    public func make(threads: Int, progress: Progress? = nil, memoryLimit: Int? = nil) -> Outcome {
        make(threads: threads, progress: progress, memoryLimit: memoryLimit, [])
    }

    /// Makes a matrix in the memory of an earlier one, where that is held by nobody else and large enough: fresh
    /// pages cost more than deciding.
    ///
    /// The verdicts do not depend on threads or on what is taken over.
    /// - Parameters:
    ///   - memoryLimit: Bytes that the matrix may take (``Matrix/byteCount``), asked before each block's are taken;
    ///     nil is none. The threads' own planes are not counted.
    ///   - earlier: Is nil afterwards, whatever the work came to.
    public func make(
        threads: Int, progress: Progress? = nil, memoryLimit: Int? = nil, reusing earlier: inout Matrix?
    ) -> Outcome {
        var old = earlier.take()
        // The matrix lends its memory to nobody, so whoever holds the matrix alone holds the memory alone.
        let memory = isKnownUniquelyReferenced(&old) ? old?.blocks.map(\.memory) ?? [] : []
        old = nil
        return make(threads: threads, progress: progress, memoryLimit: memoryLimit, memory)
    }

    private func make(threads: Int, progress: Progress?, memoryLimit: Int?, _ memory: [PlaneMemory?])
        -> Outcome
    {
        let prepared = self.prepared
        let blocks = prepared.population.blocks
        let total = prepared.population.count
        let clauses = prepared.plan.catalogue.clauses
        let pieces = min(max(1, threads), max(1, blocks.count), Workers.limit)
        let sums = Slots<[MatrixTally]>(count: pieces)
        let made = Slots<Matrix.Block>(count: blocks.count)
        let queue = BlockQueue(count: blocks.count)
        let monitor = Monitor(total: total, progress: progress)
        let budget = MatrixBudget(limit: memoryLimit)
        Workers.run(pieces: pieces, threads: threads) { piece in
            guard let evaluator = PlaneEvaluator(prepared.plan, prepared) else { return monitor.fail() }
            var writer = MatrixWriter(evaluator, clauses: clauses.count, maxWidth: prepared.maxWidth)
            while !monitor.isStopped, let index = queue.next() {
                evaluator.move(to: prepared.blocks[index], live: blocks[index].live)
                let earlier = index < memory.count ? memory[index] : nil
                guard let block = writer.write(into: earlier, budget) else { return monitor.fail() }
                made.set(index, block)
                monitor.finish(evaluator.liveCount)
            }
            sums.set(piece, writer.tallies)
        }
        if budget.isExceeded { return .overLimit }
        if monitor.hasFailed { return .outOfMemory }
        if monitor.isStopped { return .cancelled }
        var tallies = [MatrixTally](repeating: MatrixTally(), count: clauses.count)
        for case .some(let part) in sums.values {
            for (index, tally) in part.enumerated() {
                tallies[index].eligible += tally.eligible
                tallies[index].possible += tally.possible
            }
        }
        let counts = zip(clauses, tallies).map { clause, tally in
            ClauseCount(
                clauseID: clause.clause.id, eligible: tally.eligible, ineligible: total - tally.possible,
                undetermined: tally.possible - tally.eligible)
        }
        return .matrix(Matrix(counts, prepared, made.values.compactMap { $0 }, byteCount: budget.taken))
    }
}

/// How many rows a clause was yes or possible for.
struct MatrixTally: Sendable {
    var eligible = 0
    var possible = 0
}

/// How many bytes a matrix takes, and how many it may.
final class MatrixBudget: @unchecked Sendable {
    private let lock = Lock()
    private let limit: Int?
    private var sum = 0
    private var exceeded = false

    init(limit: Int?) { self.limit = limit }

    var taken: Int { lock.withLock { sum } }

    var isExceeded: Bool { lock.withLock { exceeded } }

    /// Asks for bytes; false where that is more than the limit, and then for good.
    func take(_ bytes: Int) -> Bool {
        lock.withLock {
            // Safe to add: bytes that memory was found for, and one block's more.
            sum &+= bytes
            if let limit, sum > limit { exceeded = true }
            return !exceeded
        }
    }
}

/// Writes the verdicts of one block after another, for one thread.
struct MatrixWriter {
    // Safe, for every `unsafe` of this type: `room` words follow `target`, and a clause is written there only where
    // 2 x `width` words are left; `scratch` has room for all clauses of the greatest block; each place that the
    // directory names has been written.
    private let evaluator: PlaneEvaluator
    private let clauses: Int
    private let maxWidth: Int
    private var scratch: PlaneMemory?
    private(set) var tallies: [MatrixTally]

    init(_ evaluator: PlaneEvaluator, clauses: Int, maxWidth: Int) {
        self.evaluator = evaluator
        self.clauses = clauses
        self.maxWidth = maxWidth
        tallies = Array(repeating: MatrixTally(), count: clauses)
    }

    /// The verdicts of the block at which the evaluator is; nil where memory or the budget does not suffice.
    ///
    /// They are decided where they stay if an earlier block's memory holds them, else beside, and copied once it is
    /// known how many clauses live.
    mutating func write(into earlier: PlaneMemory?, _ budget: MatrixBudget) -> Matrix.Block? {
        let width = evaluator.width
        guard evaluator.liveCount > 0, width > 0, clauses > 0 else {
            return Matrix.Block(width: width, slots: [], count: 0, memory: nil)
        }
        let size = 2 &* width
        var slots = [UInt32](repeating: 0, count: clauses)
        var count = 0
        guard var target = earlier ?? beside() else { return nil }
        var isEarlier = earlier != nil
        for clause in 0..<clauses {
            let hasRoom = (count &+ 1) &* size <= target.count
            let base = unsafe target.words + count &* size
            let (yes, possible) = unsafe hasRoom ? (base, base + width) : evaluator.verdict
            // What stays goes past the caches; what is copied later, or is narrower than they are wide, does not.
            let streams = isEarlier && hasRoom && width & 7 == 0
            guard
                case .alive(let eligible, let open) = unsafe evaluator.decide(
                    clause: clause, into: streams ? .streamed(yes, possible) : .planes(yes, possible))
            else { continue }
            if !hasRoom {
                // What was taken over is too small after all.
                guard isEarlier, let own = beside() else { return nil }
                unsafe own.words.update(from: target.words, count: count &* size)
                unsafe (own.words + count &* size).update(from: yes, count: width)
                unsafe (own.words + count &* size + width).update(from: possible, count: width)
                target = own
                isEarlier = false
            }
            count &+= 1
            slots[clause] = UInt32(truncatingIfNeeded: count)
            tallies[clause].eligible &+= eligible
            tallies[clause].possible &+= open
        }
        if count == 0 { return Matrix.Block(width: width, slots: [], count: 0, memory: nil) }
        // Memory that is mostly left over would be kept for nothing.
        let words = max(8, count &* size)
        let isKept = isEarlier && target.count / 2 <= words
        guard budget.take((isKept ? target.count : words) &* 8 &+ clauses &* 4) else { return nil }
        if !isKept {
            guard let own = PlaneMemory(count: words, isZeroed: false) else { return nil }
            unsafe own.words.update(from: target.words, count: count &* size)
            target = own
        }
        return Matrix.Block(width: width, slots: slots, count: count, memory: target)
    }

    /// Room for every clause.
    private mutating func beside() -> PlaneMemory? {
        if scratch == nil { scratch = PlaneMemory(count: clauses &* 2 &* maxWidth, isZeroed: false) }
        return scratch
    }
}
