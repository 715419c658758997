import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel

/// One clause decided for every profile, as planes over the blocks in which somebody may be asked for.
///
/// Those blocks lie side by side in planes of ``width`` words; a row is numbered by its bit there.
@safe final class ClauseScan {
    // Safe, for every `unsafe` of this file and its extensions: `base` points into `memory`, which this object holds,
    // and which has room for `planeCount` planes of `lanes.wordCount` words after those of the evaluator; a plane
    // holds the words of blocks that were placed, which are some of the population's.
    let query: ClauseQuery
    let tables: FindTables
    private let memory: PlaneMemory
    private let base: UnsafeMutablePointer<UInt64>
    private let evaluator: QueryEvaluator
    private let stride: Int
    /// Weights and kinds of the conditions.
    let entries: [ProgramTable.Entry]
    /// Blocks whose planes were kept, each with its first word.
    private(set) var placed: [(block: Int, start: Int)] = []
    private(set) var eligible = 0
    private(set) var undetermined = 0
    /// Whether conditions were kept of every live row.
    private(set) var isEvery = false

    /// Words of the planes that are in use.
    private(set) var width = 0

    static let conditionLimit = 64

    /// Planes for those who choose among the rows.
    static let workPlanes = 8

    /// - Parameter extra: Planes for those who choose among the rows, beside ``workPlanes``.
    /// - Returns: nil where there are very many conditions, or the host has not enough memory.
    init?(_ query: ClauseQuery, _ tables: FindTables, _ workspace: FindWorkspace, extra: Int) {
        let range = query.plan.catalogue.table.clauses[query.clause]
        guard range.count <= ClauseScan.conditionLimit, query.splits.count <= ClauseScan.conditionLimit else {
            return nil
        }
        self.query = query
        self.tables = tables
        entries = Array(query.plan.catalogue.table.conditions[range])
        stride = max(1, tables.lanes.wordCount)
        let own = QueryEvaluator.words(query, tables.lanes)
        let planes = 2 + 2 * range.count + 2 * query.splits.count + ClauseScan.workPlanes + extra
        guard let memory = workspace.words(own + planes * stride) else { return nil }
        self.memory = memory
        unsafe base = memory.words + own
        evaluator = unsafe QueryEvaluator(query, tables, words: memory.words)
        evaluator.takeKeptPlanes()
    }

    private func plane(_ number: Int) -> UnsafeMutablePointer<UInt64> { unsafe base + number &* stride }

    /// Rows that are eligible, and rows that are not ineligible.
    var yes: UnsafeMutablePointer<UInt64> { unsafe plane(0) }
    var possible: UnsafeMutablePointer<UInt64> { unsafe plane(1) }

    /// A condition's rows that hold, and that may.
    func condition(_ number: Int) -> (
        yes: UnsafeMutablePointer<UInt64>, possible: UnsafeMutablePointer<UInt64>
    ) {
        unsafe (plane(2 &+ 2 &* number), plane(3 &+ 2 &* number))
    }

    /// The rows that a case split decided.
    func split(_ number: Int) -> (yes: UnsafeMutablePointer<UInt64>, no: UnsafeMutablePointer<UInt64>) {
        let first = 2 &+ 2 &* entries.count &+ 2 &* number
        return unsafe (plane(first), plane(first &+ 1))
    }

    /// A plane to work in.
    func work(_ number: Int) -> UnsafeMutablePointer<UInt64> {
        unsafe plane(2 &+ 2 &* entries.count &+ 2 &* query.splits.count &+ number)
    }

    /// Decides the clause for every profile and keeps what is needed to tell the first of them.
    /// - Parameter wanted: How many are asked for.
    func run(wanted: Int) {
        scan(wanted, isEvery: false)
        if eligible + undetermined < wanted { scan(wanted, isEvery: true) }
    }

    private func scan(_ wanted: Int, isEvery: Bool) {
        self.isEvery = isEvery
        placed.removeAll(keepingCapacity: true)
        width = 0
        eligible = 0
        undetermined = 0
        let lanes = tables.lanes
        let most = evaluator.runWidth
        var first = 0
        while first < lanes.blockCount {
            // A run of neighbours that may have somebody.
            if !isEvery, evaluator.isRefused(block: first) {
                first &+= 1
                continue
            }
            var end = first &+ 1
            while end < lanes.blockCount, lanes.wordStart[end &+ 1] &- lanes.wordStart[first] <= most,
                isEvery || !evaluator.isRefused(block: end)
            {
                end &+= 1
            }
            decide(first..<end, wanted)
            first = end
        }
    }

    private func decide(_ blocks: Range<Int>, _ wanted: Int) {
        let counts = evaluator.decide(blocks: blocks, isEvery: isEvery)
        // Once there are enough who are eligible, others are only counted.
        let isEnough = eligible >= wanted && !isEvery
        eligible &+= counts.yes
        undetermined &+= counts.possible &- counts.yes
        if isEvery || (isEnough ? counts.yes > 0 : counts.possible > 0) {
            keep(blocks, onlyEligible: isEnough)
        }
    }

    private func keep(_ blocks: Range<Int>, onlyEligible: Bool) {
        let words = evaluator.width
        if words == 0 { return }
        unsafe (yes + width).update(from: evaluator.yes, count: words)
        unsafe (possible + width).update(from: evaluator.possible, count: words)
        for (number, entry) in entries.enumerated() where !onlyEligible || entry.kind == .preferred {
            let planes = unsafe condition(number)
            unsafe evaluator.write(
                query.conditions[number], yes: planes.yes + width, possible: planes.possible + width)
        }
        for number in query.splits.indices {
            let kept = unsafe split(number)
            let found = unsafe evaluator.splitRows(number)
            unsafe (kept.yes + width).update(from: found.yes, count: words)
            unsafe (kept.no + width).update(from: found.no, count: words)
        }
        for block in blocks {
            let count = unsafe tables.lanes.places[block].width
            if count > 0 { placed.append((block, width)) }
            width &+= count
        }
    }

    /// Words of a placed block.
    func words(_ place: Int) -> Range<Int> {
        placed[place].start..<(place &+ 1 < placed.count ? placed[place &+ 1].start : width)
    }

    /// Calls `body` with each row of a plane, in order: its bit, its block, and its place there.
    func forEachRow(
        _ plane: UnsafeMutablePointer<UInt64>, _ body: (_ bit: Int, _ block: Int, _ row: Int) -> Void
    ) {
        for place in placed.indices {
            let range = words(place)
            for word in range {
                var open = unsafe plane[word]
                while open != 0 {
                    let bit = word &* 64 &+ open.trailingZeroBitCount
                    open &= open &- 1
                    body(bit, placed[place].block, bit &- range.lowerBound &* 64)
                }
            }
        }
    }

    /// The live rows that are ineligible.
    func writeIneligible(to plane: UnsafeMutablePointer<UInt64>) {
        let lanes = tables.lanes
        for place in placed.indices {
            let live = unsafe lanes.live + lanes.wordStart[placed[place].block]
            let range = words(place)
            for word in range {
                unsafe plane[word] = live[word &- range.lowerBound] & ~possible[word]
            }
        }
    }

    /// The score of a row, by its bit.
    func score(_ bit: Int, _ verdict: Verdict) -> Score {
        let word = bit >> 6
        let shift = UInt64(bit & 63)
        var tally = Score.Tally()
        for (number, entry) in entries.enumerated() {
            let planes = unsafe condition(number)
            // Of who is eligible, what is required holds, or a split says so.
            if verdict == .eligible, entry.kind != .preferred {
                tally.add(entry.kind, entry.weight, .yes)
                continue
            }
            let isYes = unsafe planes.yes[word] >> shift & 1 == 1
            let isPossible = unsafe planes.possible[word] >> shift & 1 == 1
            tally.add(entry.kind, entry.weight, isYes ? .yes : (isPossible ? .unknown : .no))
        }
        var decided: (truth: Truth, fact: Int)?
        if query.isOpen {
            for number in query.splits.indices where decided == nil {
                let rows = unsafe split(number)
                if unsafe rows.yes[word] >> shift & 1 == 1 { decided = (.yes, query.splits[number].number) }
                if unsafe rows.no[word] >> shift & 1 == 1 { decided = (.no, query.splits[number].number) }
            }
        }
        return Score(tally, isInForce: query.plan.inForce[query.clause], split: decided)
    }
}
