import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Decides one clause for runs of neighbouring blocks from what a population was prepared with.
///
/// Rows that something cheap has refused already are not looked at again: what goes row by row is decided for rows in
/// ``mask`` only, which loses rows but never gains one, and planes say nothing about others. One evaluator serves one
/// thread.
@safe final class QueryEvaluator {
    // Safe, for every `unsafe` of this file and its extensions: pointers point into `memory`, which has room for some
    // planes of `runWidth` words, at least those of a run, into buffers of this object of a length noted beside them,
    // or into arrays of prepared blocks, which `tables` holds.
    let query: ClauseQuery
    let tables: FindTables
    let lanes: PopulationLanes
    let level: Int32
    let runWidth: Int
    /// Two planes a node.
    let nodePlanes: UnsafeMutablePointer<UInt64>
    let zero: UnsafeMutablePointer<UInt64>
    let ones: UnsafeMutablePointer<UInt64>
    /// Rows for which the clause holds, and rows for which it may.
    let yes: UnsafeMutablePointer<UInt64>
    let possible: UnsafeMutablePointer<UInt64>
    let work: UnsafeMutablePointer<UInt64>
    let held: UnsafeMutablePointer<UInt64>
    /// Work of a single test.
    let scratch: UnsafeMutablePointer<UInt64>
    let nodes: UnsafePointer<ClauseQuery.Node>?
    private let nodeCount: Int
    let operands: UnsafePointer<ConditionGraph.Reference>?
    private let needs: [ConditionGraph.Reference]
    private let quick: [ConditionGraph.Reference]
    /// The tests of the clause.
    let heads: UnsafeMutablePointer<Head>
    private let headCount: Int
    private let splitCount: Int
    private let isOpen: Bool
    let states: UnsafeMutablePointer<State>
    let literals: UnsafeMutablePointer<hqk_literal>
    let stack: UnsafeMutablePointer<hqk_literal>
    /// Each literal of the stack as it stands.
    let references: UnsafeMutablePointer<Int32>
    var stackCount = 0
    let stackLimit: Int
    /// Spans of a dictionary test in one block.
    var runs: [ClauseQuery.Span] = []
    /// What case splits decided in the blocks: one pair of planes a split.
    let splitPlanes: UnsafeMutablePointer<UInt64>

    /// The blocks at hand, the first word of the first of them, and the words of all.
    private(set) var blocks = 0..<0
    private(set) var start = 0
    private(set) var width = 0
    /// Live rows of the blocks.
    private(set) var live: UnsafeMutablePointer<UInt64>
    /// Rows that are looked at.
    private(set) var mask: UnsafeMutablePointer<UInt64>
    /// Holds the planes of tests that are kept.
    private var keptPlanes: [PlaneMemory] = []
    /// Tests of facts, made when rows must be told apart that their codes do not.
    var exact: [ExactTest?]

    /// A test, as the loops read it. Pointers point into arrays of the query and of its tables.
    @safe struct Head {
        let kind: QueryTest.Kind
        let stored: Int
        let lanes: UnsafePointer<PopulationLanes.Lane>?
        let spans: UnsafePointer<ClauseQuery.Span>?
        let spanCount: Int
        let truths: UnsafePointer<Int8>?
        let numbers: UnsafePointer<UInt16>?
        let ends: UnsafePointer<Int>?
        /// Where it was last found among the truths with planes of their own.
        var hint: Int
        /// Its planes over the population, where they are kept.
        var kept: UnsafePointer<UInt64>?

        init(_ test: QueryTest, _ query: ClauseQuery, _ lanes: PopulationLanes) {
            kind = test.kind
            stored = test.stored
            unsafe self.lanes = test.axis >= 0 ? unsafe lanes.lanes(axis: test.axis) : nil
            unsafe spans = query.spans.withUnsafeBufferPointer {
                unsafe $0.baseAddress.map { unsafe $0 + test.spans.lowerBound }
            }
            spanCount = test.spans.count
            unsafe truths = test.truths.withUnsafeBufferPointer { $0.baseAddress }
            unsafe numbers = test.values?.numbers.withUnsafeBufferPointer { $0.baseAddress }
            unsafe ends = test.values?.ends.withUnsafeBufferPointer { $0.baseAddress }
            hint = lanes.hint(of: test.stored)
            unsafe kept = nil
        }

        /// The numbers of the values of a block.
        func range(block: Int) -> Range<Int> {
            guard let ends = unsafe ends else { return 0..<0 }
            return unsafe (block == 0 ? 0 : ends[block &- 1])..<ends[block]
        }
    }

    /// What is known of a node in the blocks at hand.
    enum State: UInt8 {
        case mixed
        case no
        case yes
        case pending
    }

    /// Words of a run at most, where no block has more: few enough for the nearest cache.
    static func runWidth(_ lanes: PopulationLanes) -> Int { max(128, lanes.maxWidth) }

    private static let extraPlanes = 7

    /// Words of memory that an evaluator needs.
    static func words(_ query: ClauseQuery, _ lanes: PopulationLanes) -> Int {
        (2 * query.nodes.count + 2 * query.splits.count + extraPlanes) * runWidth(lanes)
    }

    /// - Parameter words: Room for `words(_:_:)`, lent until this object is gone.
    init(_ query: ClauseQuery, _ tables: FindTables, words: UnsafeMutablePointer<UInt64>) {
        self.query = query
        self.tables = tables
        lanes = tables.lanes
        level = query.plan.kernels
        let width = QueryEvaluator.runWidth(tables.lanes)
        runWidth = width
        let count = query.nodes.count
        unsafe nodePlanes = words
        let rest = unsafe words + 2 * count * width
        unsafe zero = rest
        unsafe ones = rest + width
        unsafe yes = rest + 2 * width
        unsafe possible = rest + 3 * width
        unsafe work = rest + 4 * width
        unsafe held = rest + 5 * width
        unsafe scratch = rest + 6 * width
        unsafe splitPlanes = rest + QueryEvaluator.extraPlanes * width
        unsafe zero.update(repeating: 0, count: width)
        unsafe ones.update(repeating: ~0, count: width)
        unsafe live = zero
        unsafe mask = zero
        unsafe nodes = query.nodes.withUnsafeBufferPointer { $0.baseAddress }
        unsafe operands = query.operands.withUnsafeBufferPointer { $0.baseAddress }
        nodeCount = count
        needs = query.needs
        quick = query.quick
        splitCount = query.splits.count
        isOpen = query.isOpen
        headCount = query.tests.count
        exact = Array(repeating: nil, count: headCount)
        unsafe heads = .allocate(capacity: max(1, headCount))
        for (number, test) in query.tests.enumerated() {
            unsafe (heads + number).initialize(to: Head(test, query, tables.lanes))
        }
        unsafe states = .allocate(capacity: max(1, count))
        unsafe states.initialize(repeating: .pending, count: max(1, count))
        unsafe literals = .allocate(capacity: max(1, count))
        let none = unsafe hqk_literal(yes: zero, open: ones, flip: 0)
        unsafe literals.initialize(repeating: none, count: max(1, count))
        // Operands of a join and of those below it are on the stack together.
        stackLimit = query.operands.count + 4
        unsafe stack = .allocate(capacity: stackLimit)
        unsafe stack.initialize(repeating: none, count: stackLimit)
        unsafe references = .allocate(capacity: stackLimit)
        for index in 0..<stackLimit {
            unsafe (references + index).initialize(to: Int32(truncatingIfNeeded: 2 * index))
        }
    }

    /// Takes the planes of the catalogue's atoms from the tables, which keep them as far as there is room.
    func takeKeptPlanes() {
        for (node, found) in query.nodes.enumerated() where found.test >= 0 {
            let stored = unsafe heads[found.test].stored
            guard stored >= 0, stored < lanes.atomCount else { continue }
            let kept = tables.planes(of: stored) { memory in
                forEachRun { decide(test: found.test, node, to: memory) }
            }
            guard let kept else { continue }
            keptPlanes.append(kept)
            unsafe heads[found.test].kept = UnsafePointer(kept.words)
        }
    }

    /// Calls `body` for runs of all blocks.
    private func forEachRun(_ body: () -> Void) {
        var first = 0
        while first < lanes.blockCount {
            var end = first &+ 1
            while end < lanes.blockCount, lanes.wordStart[end &+ 1] &- lanes.wordStart[first] <= runWidth {
                end &+= 1
            }
            move(to: first..<end)
            body()
            first = end
        }
    }

    private func move(to blocks: Range<Int>) {
        self.blocks = blocks
        start = lanes.wordStart[blocks.lowerBound]
        width = lanes.wordStart[blocks.upperBound] &- start
        unsafe live = lanes.live + start
        unsafe mask = live
    }

    /// Writes the planes of a test in the blocks at hand to planes over the population.
    private func decide(test: Int, _ node: Int, to memory: PlaneMemory) {
        unsafe states[node] = .pending
        decide(test: test, node)
        unsafe write(
            ConditionGraph.Reference(node: node), yes: memory.words + start,
            possible: memory.words + lanes.wordCount + start)
    }

    deinit {
        unsafe states.deallocate()
        unsafe literals.deallocate()
        unsafe stack.deallocate()
        unsafe references.deallocate()
        unsafe heads.deallocate()
    }

    // MARK: - Blocks

    /// Whether the codes of a block as a whole refuse the clause, so that nobody in it may be eligible.
    func isRefused(block: Int) -> Bool {
        if !isOpen { return true }
        for reference in quick where refuses(reference, block: block) { return true }
        return false
    }

    /// Decides the clause in some neighbouring blocks, into ``yes`` and ``possible``.
    /// - Parameters:
    ///   - blocks: Blocks of at most ``runWidth`` words.
    ///   - isEvery: Whether conditions will be asked of every live row; else of rows in ``possible`` only.
    /// - Returns: How many rows it holds for, and may hold for; where there are none of the second and not `isEvery`,
    ///   nothing is said about the planes.
    func decide(blocks: Range<Int>, isEvery: Bool) -> (yes: Int, possible: Int) {
        move(to: blocks)
        if !isEvery { unsafe mask = possible }
        for node in 0..<nodeCount { unsafe states[node] = .pending }
        if splitCount > 0 {
            unsafe splitPlanes.update(repeating: 0, count: 2 * splitCount * runWidth)
        }
        guard isOpen, narrowByNeeds() else {
            if isEvery {
                unsafe yes.update(repeating: 0, count: width)
                unsafe possible.update(repeating: 0, count: width)
            }
            return (0, 0)
        }
        var counts = unsafe (count(yes), count(possible))
        if counts.0 < counts.1, splitCount > 0 {
            for split in 0..<splitCount { decide(split) }
            counts = unsafe (count(yes), count(possible))
        }
        return counts
    }

    private func count(_ plane: UnsafeMutablePointer<UInt64>) -> Int {
        Int(truncatingIfNeeded: unsafe hqk_popcount(level, plane, width))
    }

    /// False where no row is left.
    private func narrowByNeeds() -> Bool {
        for word in 0..<width {
            let rows = unsafe live[word]
            unsafe yes[word] = rows
            unsafe possible[word] = rows
        }
        for reference in needs {
            switch resolve(reference) {
            case .no: return false
            case .yes: continue
            default: break
            }
            var literal = unsafe literal(reference)
            if unsafe hqk_restrict(level, &literal, width, yes, possible) == 0 { return false }
        }
        return true
    }

    /// Writes what a reference comes to; bits of rows that are not looked at say nothing.
    func write(
        _ reference: ConditionGraph.Reference, yes: UnsafeMutablePointer<UInt64>,
        possible: UnsafeMutablePointer<UInt64>
    ) {
        switch resolve(reference) {
        case .no:
            unsafe yes.update(repeating: 0, count: width)
            unsafe possible.update(repeating: 0, count: width)
        case .yes:
            unsafe yes.update(repeating: ~0, count: width)
            unsafe possible.update(repeating: ~0, count: width)
        default:
            let literal = unsafe literal(reference)
            let flip = unsafe literal.flip
            let first = unsafe flip == 0 ? literal.yes : literal.open
            let second = unsafe flip == 0 ? literal.open : literal.yes
            for word in 0..<width {
                unsafe yes[word] = unsafe first[word] ^ flip
                unsafe possible[word] = unsafe second[word] ^ flip
            }
        }
    }
}
