import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// One clause, every enterprise.
public struct Finder: Sendable {
    let plan: DayPlan
    let population: Population

    /// A finder over a population.
    public init(plan: DayPlan, population: Population) {
        self.plan = plan
        self.population = population
    }

    /// Whose scores are asked for: what ranks behind as many as are wanted is only counted.
    private enum Depth: Int, Comparable {
        case eligible
        case undetermined
        case all

        static func < (left: Depth, right: Depth) -> Bool { left.rawValue < right.rawValue }
    }

    /// What a block came to.
    private struct Part: Sendable {
        var candidates: [Ranking.Candidate] = []
        var eligible = 0
        var undetermined = 0
    }

    /// Every profile for the only clause of the plan, in rank order.
    ///
    /// A plan of this clause alone reads the columns that the clause asks about and skips blocks that one of its
    /// codes refuses, which is why finding has a plan of its own.
    public func find(options: AnswerOptions, threads: Int) -> (matches: [Match], totals: VerdictTotals) {
        let total = population.count
        let wanted = options.topOfEach == nil ? options.top ?? total : total
        var depth = wanted < total ? Depth.eligible : .all
        while true {
            let parts = scan(depth, threads: threads)
            let eligible = parts.reduce(0) { $0 + $1.eligible }
            let undetermined = parts.reduce(0) { $0 + $1.undetermined }
            let enough: Depth =
                wanted <= eligible ? .eligible : (wanted <= eligible + undetermined ? .undetermined : .all)
            if enough > depth {
                depth = enough
                continue
            }
            var aside = VerdictTotals()
            if depth < .undetermined { aside.undetermined = undetermined }
            if depth < .all {
                aside.ineligible = total - eligible - undetermined
                if !plan.inForce[0] { aside.notInForce = aside.ineligible }
            }
            return Ranking(plan: plan, options: options).matches(
                parts.flatMap(\.candidates), aside: aside, clause: 0, in: population)
        }
    }

    private func scan(_ depth: Depth, threads: Int) -> [Part] {
        let blocks = population.blocks
        let plan = self.plan
        let pieces = min(max(1, threads), max(1, blocks.count), Workers.limit)
        let queue = BlockQueue(count: blocks.count)
        let slots = Slots<[(index: Int, part: Part)]>(count: pieces)
        Workers.run(pieces: pieces, threads: threads) { piece in
            var scanner = ClauseScanner(plan)
            var parts: [(index: Int, part: Part)] = []
            while let index = queue.next() {
                let block = blocks[index]
                if depth < .all, scanner.isRefused(block.batch) { continue }
                parts.append((index, Finder.part(of: block, index, &scanner, depth)))
            }
            slots.set(piece, parts)
        }
        let parts = slots.values.flatMap { $0 ?? [] }
        return parts.sorted { $0.index < $1.index }.map(\.part)
    }

    private static func part(
        of block: Population.Block, _ index: Int, _ scanner: inout ClauseScanner, _ depth: Depth
    ) -> Part {
        var part = Part()
        scanner.forEachRow(of: block, isEvery: depth == .all) { row, verdict, score in
            if verdict == .eligible { part.eligible += 1 }
            if verdict == .undetermined { part.undetermined += 1 }
            if depth == .all || verdict == .eligible || verdict == .undetermined && depth == .undetermined {
                part.candidates.append(.init(score: score(), clause: 0, block: index, row: row))
            }
        }
        return part
    }
}

/// Decides the only clause of a plan block by block.
private struct ClauseScanner {
    private let plan: DayPlan
    private var memory: PreparationMemory
    private var evaluator: PlaneEvaluator?
    /// Dictionary atoms that the clause requires, and what the values met so far come to.
    private var codes: [(field: Int, axis: Int, number: Int, refusing: Int8)] = []

    init(_ plan: DayPlan) {
        self.plan = plan
        memory = PreparationMemory(plan)
        let graph = plan.clauseGraph
        guard let entry = graph.entries.first else { return }
        for reference in graph.needs[entry.atoms] where reference.node < graph.graph.atomCount {
            guard case .value(let axis, let number) = plan.axes.places[reference.node],
                case .dictionary(let field) = plan.axes.axes[axis].source
            else { continue }
            codes.append((field, axis, number, reference.isNegated ? 1 : -1))
        }
    }

    /// Whether a code that the clause requires refuses every row of a block.
    mutating func isRefused(_ batch: ProfileBatch) -> Bool {
        guard let entry = plan.clauseGraph.entries.first, entry.isOpen else { return true }
        for (field, axis, number, refusing) in codes {
            guard case .dictionary(let column) = batch.columns[field], column.values.count <= 256 else {
                continue
            }
            var isRefused = true
            for value in column.values.dropFirst() where isRefused {
                isRefused = memory.values.truth(plan.axes, axis, number, of: value) == refusing
            }
            // Rows without a code are refused by nothing.
            if isRefused, !column.codes.contains(0) { return true }
        }
        return false
    }

    /// Calls `body` with the live rows that may be eligible, or with every live row, in order.
    mutating func forEachRow(
        of block: Population.Block, isEvery: Bool, _ body: (Int, Verdict, () -> Score) -> Void
    ) {
        let prepared = PreparedBlock(plan, block, &memory)
        if evaluator == nil || evaluator?.maxWidth ?? 0 < prepared.width {
            evaluator = PlaneEvaluator(
                plan, maxWidth: max(prepared.width, (Population.blockRows + 63) / 64), keepsConditions: true)
        }
        guard let evaluator else { return }
        evaluator.move(to: prepared, live: block.live)
        evaluator.splitRows = []
        evaluator.recordsSplits = true
        // Safe: see ``PlaneEvaluator``; planes have `width` words, rows lie below their bits.
        let yes = unsafe evaluator.verdict.yes
        let possible = unsafe evaluator.verdict.possible
        if case .dead = unsafe evaluator.decide(clause: 0, into: .planes(yes, possible)) {
            unsafe yes.update(repeating: 0, count: prepared.width)
            unsafe possible.update(repeating: 0, count: prepared.width)
        }
        var truths: [(yes: [UInt64], possible: [UInt64])]?
        for index in 0..<prepared.width {
            var rows = unsafe isEvery ? evaluator.live[index] : possible[index]
            while rows != 0 {
                let bit = rows.trailingZeroBitCount
                rows &= rows &- 1
                let isYes = unsafe yes[index] >> UInt64(bit) & 1 == 1
                let isPossible = unsafe possible[index] >> UInt64(bit) & 1 == 1
                let verdict: Verdict = isYes ? .eligible : (isPossible ? .undetermined : .ineligible)
                body(index &* 64 &+ bit, verdict) {
                    let planes = truths ?? conditions(evaluator)
                    truths = planes
                    return score(planes, index, bit, evaluator)
                }
            }
        }
    }

    /// The planes of every condition.
    private func conditions(_ evaluator: PlaneEvaluator) -> [(yes: [UInt64], possible: [UInt64])] {
        plan.clauseGraph.conditions.map { evaluator.planes(of: $0) }
    }

    private func score(
        _ planes: [(yes: [UInt64], possible: [UInt64])], _ index: Int, _ bit: Int,
        _ evaluator: PlaneEvaluator
    ) -> Score {
        var tally = Score.Tally()
        let shift = UInt64(bit)
        for (condition, entry) in plan.catalogue.table.conditions.enumerated() {
            let isYes = planes[condition].yes[index] >> shift & 1 == 1
            let isPossible = planes[condition].possible[index] >> shift & 1 == 1
            tally.add(entry.kind, entry.weight, isYes ? .yes : (isPossible ? .unknown : .no))
        }
        var split: (truth: Truth, fact: Int)?
        if tally.truth == .unknown, plan.inForce[0] {
            for rows in evaluator.splitRows where split == nil {
                if rows.yes[index] >> shift & 1 == 1 { split = (.yes, rows.fact) }
                if rows.no[index] >> shift & 1 == 1 { split = (.no, rows.fact) }
            }
        }
        return Score(tally, isInForce: plan.inForce[0], split: split)
    }
}
