import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Decides the clauses of a plan for all rows of a block at once, from codes and planes.
///
/// One evaluator serves one thread, block after block; its memory is bounded by the plan and the greatest block.
/// An atom or a join is decided when the first clause asks for it, once a block.
@safe final class PlaneEvaluator {
    // Safe, for every `unsafe` of this file and its extensions: all pointers point into `memory`, into the
    // arrays of the prepared block, which `block` holds, into the plan's graph, or into buffers of this object;
    // offsets are computed from the sizes with which these were made, and every plane has `width` words, at most
    // `maxWidth`.
    let plan: DayPlan
    private let owner: PlaneGraph
    let graph: PlaneGraph.Parts
    let level: Int32
    let maxWidth: Int
    private let memory: PlaneMemory
    /// Planes of rows without a code, one an axis, and whether they are made.
    let unknownPlanes: UnsafeMutablePointer<UInt64>
    let hasUnknownPlane: UnsafeMutablePointer<Bool>
    /// Where planes of nodes begin; those of nodes that go row by row follow by their own places.
    private let nodePlanes: UnsafeMutablePointer<UInt64>
    private let lazyPlanes: UnsafeMutablePointer<UInt64>
    private let lazyPlace: [Int: Int]
    /// How many words of `nodePlanes` are taken in the block at hand.
    private var taken = 0
    /// Planes of nodes that one clause alone asks for, which the next one uses again.
    private let passingPlanes: UnsafeMutablePointer<UInt64>
    private var passing = 0
    /// Whether conditions are asked for beside the verdicts, so that no plane passes.
    private let keepsConditions: Bool
    let zero: UnsafeMutablePointer<UInt64>
    let ones: UnsafeMutablePointer<UInt64>
    /// Rows that are live.
    let live: UnsafeMutablePointer<UInt64>
    /// Work for one clause: its verdict, and what a split adds.
    let verdict: (yes: UnsafeMutablePointer<UInt64>, possible: UnsafeMutablePointer<UInt64>)
    let work: (yes: UnsafeMutablePointer<UInt64>, possible: UnsafeMutablePointer<UInt64>)
    /// Rows of one run of codes.
    let run: UnsafeMutablePointer<UInt64>
    let literals: UnsafeMutablePointer<hqk_literal>
    /// Of each reference: of a node, and of its negation.
    let states: UnsafeMutablePointer<State>
    private let firstStates: UnsafeMutablePointer<State>
    /// References gathered for a join or a clause; joins within joins lie above one another.
    let gathered: UnsafeMutablePointer<Int32>
    var gatheredCount = 0
    /// The literals after those of the nodes: what is live, what a split decides, the verdict so far.
    let liveReference: Int32
    let openReference: Int32
    let verdictReference: Int32
    private(set) var block: PreparedBlock?
    /// Where the block's parts lie.
    private(set) var parts: BlockParts
    private(set) var width = 0
    private(set) var isAllLive = true
    private(set) var liveCount = 0
    /// Whether case splits are told row by row, in ``splitRows``.
    var recordsSplits = false
    /// What case splits decided of the last clause: over which of the plan's facts, rows that are yes, and no.
    var splitRows: [(fact: Int, yes: [UInt64], no: [UInt64])] = []
    /// Rows done of atoms that go row by row, with their planes.
    var rowPlanes: [Int: RowPlanes] = [:]
    var rowEvaluator: AtomEvaluator?

    /// What is known of a node in the block at hand.
    enum State: UInt8 {
        case mixed
        case no
        case yes
        /// Not decided yet.
        case pending
        /// Has parts that go row by row.
        case lazy

        /// That of the negation.
        var negated: State {
            switch self {
            case .no: .yes
            case .yes: .no
            default: self
            }
        }
    }

    /// Codes, truths and planes of a block, in arrays of a `let`, which do not move while the block is held.
    @safe struct BlockParts {
        var axes: UnsafePointer<BlockCodes.Axis>
        var bytes: UnsafePointer<UInt8>
        var words: UnsafePointer<UInt16>
        var truths: UnsafePointer<Int8>
        var spans: UnsafePointer<CodeSpan>
        var planes: UnsafePointer<UInt64>
    }

    /// Planes of an atom that goes row by row.
    @safe struct RowPlanes {
        let yes: UnsafeMutablePointer<UInt64>
        let possible: UnsafeMutablePointer<UInt64>
        let done: UnsafeMutablePointer<UInt64>
    }

    /// - Returns: nil where the host has not enough memory.
    convenience init?(_ plan: DayPlan, _ population: PreparedPopulation, keepsConditions: Bool = false) {
        self.init(plan, maxWidth: population.maxWidth, keepsConditions: keepsConditions)
    }

    /// - Parameters:
    ///   - maxWidth: Words a plane of the greatest block.
    ///   - keepsConditions: Whether ``planes(of:)`` and ``truths(condition:)`` will be asked.
    init?(_ plan: DayPlan, maxWidth: Int, keepsConditions: Bool) {
        self.keepsConditions = keepsConditions
        let maxWidth = max(1, maxWidth)
        self.maxWidth = maxWidth
        self.plan = plan
        owner = plan.planeGraph
        let graph = owner.parts
        self.graph = graph
        level = plan.kernels
        let nodeCount = graph.nodeCount
        let lazy = (0..<nodeCount).filter { unsafe graph.nodes[$0].isLazy }
        var lazyPlace: [Int: Int] = [:]
        for (position, node) in lazy.enumerated() { lazyPlace[node] = position }
        self.lazyPlace = lazyPlace
        // Two planes a node at most, three for what goes row by row.
        let common = 8 + graph.axisCount
        let total = (common + 2 * (nodeCount + graph.mostPassing) + 3 * lazy.count) * maxWidth
        guard let memory = PlaneMemory(count: total) else { return nil }
        self.memory = memory
        let words = memory.words
        unsafe zero = words
        unsafe ones = words + maxWidth
        unsafe live = words + 2 * maxWidth
        unsafe verdict = (words + 3 * maxWidth, words + 4 * maxWidth)
        unsafe work = (words + 5 * maxWidth, words + 6 * maxWidth)
        unsafe run = words + 7 * maxWidth
        unsafe unknownPlanes = words + 8 * maxWidth
        unsafe nodePlanes = words + common * maxWidth
        unsafe passingPlanes = words + (common + 2 * nodeCount) * maxWidth
        unsafe lazyPlanes = words + (common + 2 * (nodeCount + graph.mostPassing)) * maxWidth
        unsafe ones.update(repeating: ~0, count: maxWidth)
        unsafe hasUnknownPlane = .allocate(capacity: max(1, graph.axisCount))
        unsafe hasUnknownPlane.initialize(repeating: false, count: max(1, graph.axisCount))
        // Until a block is entered, everything is nothing.
        let raw = UnsafeRawPointer(words)
        unsafe parts = BlockParts(
            axes: raw.assumingMemoryBound(to: BlockCodes.Axis.self),
            bytes: raw.assumingMemoryBound(to: UInt8.self),
            words: raw.assumingMemoryBound(to: UInt16.self), truths: raw.assumingMemoryBound(to: Int8.self),
            spans: raw.assumingMemoryBound(to: CodeSpan.self),
            planes: UnsafePointer(words))
        unsafe literals = .allocate(capacity: nodeCount + 3)
        let none = unsafe hqk_literal(yes: words, open: words + maxWidth, flip: 0)
        unsafe literals.initialize(repeating: none, count: nodeCount)
        unsafe (literals + nodeCount).initialize(to: hqk_literal(yes: live, open: live, flip: 0))
        unsafe (literals + nodeCount + 1).initialize(to: hqk_literal(yes: work.yes, open: work.yes, flip: 0))
        unsafe (literals + nodeCount + 2).initialize(
            to: hqk_literal(yes: verdict.yes, open: verdict.possible, flip: 0))
        liveReference = Int32(truncatingIfNeeded: 2 * nodeCount)
        openReference = liveReference + 2
        verdictReference = liveReference + 4
        unsafe gathered = .allocate(capacity: graph.deepest)
        unsafe gathered.initialize(repeating: 0, count: graph.deepest)
        unsafe states = .allocate(capacity: 2 * nodeCount)
        unsafe firstStates = .allocate(capacity: 2 * nodeCount)
        for number in 0..<nodeCount {
            let node = unsafe graph.nodes[number]
            let state: State
            switch node.kind {
            case .yes:
                state = .yes
                unsafe literals[number] = hqk_literal(yes: ones, open: ones, flip: 0)
            // Of nothing, which is what reviews are where nobody judged, both planes stand already.
            case .unknown, .review: state = .mixed
            default: state = node.isLazy ? .lazy : .pending
            }
            unsafe (firstStates + 2 * number).initialize(to: state)
            unsafe (firstStates + 2 * number + 1).initialize(to: state.negated)
        }
        unsafe states.initialize(from: firstStates, count: 2 * nodeCount)
    }

    deinit {
        unsafe literals.deallocate()
        unsafe states.deallocate()
        unsafe firstStates.deallocate()
        unsafe hasUnknownPlane.deallocate()
        unsafe gathered.deallocate()
    }

    // MARK: - A block

    /// Goes on to a block; `live` has a bit a row.
    func move(to block: PreparedBlock, live rows: Bitmap) {
        self.block = block
        width = block.width
        taken = 0
        rowEvaluator = nil
        rowPlanes.removeAll(keepingCapacity: true)
        liveCount = 0
        isAllLive = block.rows == width &* 64
        for index in 0..<width {
            let word = index < rows.words.count ? rows.words[index] : 0
            unsafe live[index] = word
            liveCount &+= word.nonzeroBitCount
            if word != ~0 { isAllLive = false }
        }
        gatheredCount = 0
        enter(block)
        unsafe states.update(from: firstStates, count: 2 &* graph.nodeCount)
        unsafe hasUnknownPlane.update(repeating: false, count: graph.axisCount)
        for review in 0..<graph.reviewCount { setUnknown(graph.atomCount &+ review) }
        for own in block.own { unsafe set(own, parts.planes) }
    }

    private func enter(_ block: PreparedBlock) {
        let codes = block.codes
        unsafe codes.axes.withUnsafeBufferPointer {
            if let base = $0.baseAddress { unsafe parts.axes = base }
        }
        unsafe codes.bytes.withUnsafeBufferPointer {
            if let base = $0.baseAddress { unsafe parts.bytes = base }
        }
        unsafe codes.words.withUnsafeBufferPointer {
            if let base = $0.baseAddress { unsafe parts.words = base }
        }
        unsafe codes.truths.withUnsafeBufferPointer {
            if let base = $0.baseAddress { unsafe parts.truths = base }
        }
        unsafe codes.spans.withUnsafeBufferPointer {
            if let base = $0.baseAddress { unsafe parts.spans = base }
        }
        unsafe block.planes.withUnsafeBufferPointer {
            if let base = $0.baseAddress { unsafe parts.planes = base }
        }
    }

    private func set(_ own: PreparedBlock.Own, _ planes: UnsafePointer<UInt64>) {
        let node = Int(own.node)
        switch own.state {
        case .no: set(node, .no)
        case .yes: set(node, .yes)
        case .unknown: setUnknown(node)
        case .mixed:
            let yes = unsafe planes + Int(own.offset)
            unsafe set(node, yes, own.hasOpen ? yes + width : yes)
        }
    }

    func set(_ node: Int, _ state: State) {
        unsafe states[2 &* node] = state
        unsafe states[2 &* node &+ 1] = state.negated
        let plane = unsafe state == .yes ? ones : zero
        unsafe literals[node] = hqk_literal(yes: plane, open: plane, flip: 0)
    }

    func setUnknown(_ node: Int) {
        unsafe states[2 &* node] = .mixed
        unsafe states[2 &* node &+ 1] = .mixed
        unsafe literals[node] = hqk_literal(yes: zero, open: ones, flip: 0)
    }

    /// - Parameter open: Rows that are unknown, or that are possible.
    func set(
        _ node: Int, _ yes: UnsafePointer<UInt64>, _ open: UnsafePointer<UInt64>, flip: UInt64 = 0
    ) {
        unsafe states[2 &* node] = .mixed
        unsafe states[2 &* node &+ 1] = .mixed
        unsafe literals[node] = hqk_literal(yes: yes, open: open, flip: flip)
    }

    /// A plane for an atom, which is decided once a block.
    func takeOne() -> UnsafeMutablePointer<UInt64> {
        let plane = unsafe nodePlanes + taken
        taken &+= width
        return unsafe plane
    }

    /// A plane pair for a node. A node is decided once a block, or has a place of its own.
    func take(for node: Int) -> (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>) {
        let own = unsafe graph.nodes[node]
        if own.isLazy {
            let planes = unsafe lazyPlanes(of: node)
            return unsafe (planes, planes + width)
        }
        if own.isPassing, !keepsConditions {
            let planes = unsafe passingPlanes + passing
            passing &+= 2 &* width
            return unsafe (planes, planes + width)
        }
        let planes = unsafe nodePlanes + taken
        taken &+= 2 &* width
        return unsafe (planes, planes + width)
    }

    /// Goes on to another clause.
    func beginClause() {
        gatheredCount = 0
        passing = 0
    }

    /// Three planes of a node that goes row by row.
    func lazyPlanes(of node: Int) -> UnsafeMutablePointer<UInt64> {
        unsafe lazyPlanes + 3 &* maxWidth &* (lazyPlace[node] ?? 0)
    }
}
