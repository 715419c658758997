import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Decides the clauses of a plan for all rows of a block at once, from codes and planes.
///
/// One evaluator serves one thread, block after block; its memory is bounded by the plan and the greatest block.
/// A join of the graph is decided when the first clause asks for it, once a block.
@safe final class PlaneEvaluator {
    // Safe, for every `unsafe` of this file and its extensions: all pointers point into `memory`, into the
    // arrays of the prepared block, which `block` holds, or into buffers of this object; offsets are computed
    // from the sizes with which `memory` was made, and every plane has `width` words, at most `maxWidth`.
    let plan: DayPlan
    let graph: ClauseGraph
    private let nodes: [ConditionGraph.Node]
    private let operands: [ConditionGraph.Reference]
    let level: Int32
    private let memory: PlaneMemory
    let maxWidth: Int
    /// Offset of the planes of each axis; its joined planes follow.
    private let axisBase: [Int]
    private let axisCodes: [Int]
    /// The axis of each atom; -1 for none.
    private let axisOf: [Int32]
    private let scratchBase: Int
    /// Offset of the planes of each node that goes row by row or has such parts: those are decided anew for every
    /// clause.
    private let lazyBase: [Int: Int]
    private var scratch = 0
    let zero: UnsafeMutablePointer<UInt64>
    let ones: UnsafeMutablePointer<UInt64>
    /// Rows that are live.
    let live: UnsafeMutablePointer<UInt64>
    /// Work for one clause: its verdict, and what a split adds.
    let verdict: (yes: UnsafeMutablePointer<UInt64>, possible: UnsafeMutablePointer<UInt64>)
    let work: (yes: UnsafeMutablePointer<UInt64>, possible: UnsafeMutablePointer<UInt64>)
    private let literals: UnsafeMutablePointer<hqk_literal>
    private let states: UnsafeMutablePointer<State>
    private let stack: UnsafeMutablePointer<hqk_literal>
    private(set) var literalCount = 0
    private(set) var block: PreparedBlock?
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
    }

    /// Planes of an atom that goes row by row.
    @safe struct RowPlanes {
        let yes: UnsafeMutablePointer<UInt64>
        let possible: UnsafeMutablePointer<UInt64>
        let done: UnsafeMutablePointer<UInt64>
    }

    /// - Returns: nil where the host has not enough memory.
    convenience init?(_ plan: DayPlan, _ population: PreparedPopulation) {
        self.init(plan, maxWidth: population.maxWidth, maxCodes: population.maxCodes)
    }

    /// - Parameters:
    ///   - maxWidth: Words a plane of the greatest block.
    ///   - maxCodes: The greatest code of each axis in any block.
    init?(_ plan: DayPlan, maxWidth: Int, maxCodes: [Int]) {
        let maxWidth = max(1, maxWidth)
        self.maxWidth = maxWidth
        self.plan = plan
        let graph = plan.clauseGraph
        let nodes = graph.graph.nodes
        let operands = graph.graph.operands
        self.graph = graph
        self.nodes = nodes
        self.operands = operands
        level = plan.kernels
        axisCodes = maxCodes
        axisOf = plan.axes.places.map { place in
            switch place {
            case .codes(let axis, _, _), .value(let axis, _): Int32(truncatingIfNeeded: axis)
            default: -1
            }
        }
        var offset = 7 * maxWidth
        var bases: [Int] = []
        for codes in axisCodes {
            bases.append(offset)
            offset += 2 * (codes + 1) * maxWidth
        }
        axisBase = bases
        scratchBase = offset
        // Two planes a node at most, three for what goes row by row.
        var lazyBase: [Int: Int] = [:]
        let lazy = nodes.indices.filter { nodes[$0].isLazy }
        for (position, node) in lazy.enumerated() {
            lazyBase[node] = offset + (2 * nodes.count + 3 * position) * maxWidth
        }
        self.lazyBase = lazyBase
        let total = offset + (2 * nodes.count + 3 * lazy.count) * maxWidth
        guard let memory = PlaneMemory(count: total) else { return nil }
        self.memory = memory
        let words = memory.words
        unsafe zero = words
        unsafe ones = words + maxWidth
        unsafe live = words + 2 * maxWidth
        unsafe verdict = (words + 3 * maxWidth, words + 4 * maxWidth)
        unsafe work = (words + 5 * maxWidth, words + 6 * maxWidth)
        unsafe ones.update(repeating: ~0, count: maxWidth)
        unsafe literals = .allocate(capacity: nodes.count)
        let none = unsafe hqk_literal(yes: words, possible: words + maxWidth, flip: 0)
        unsafe literals.initialize(repeating: none, count: nodes.count)
        unsafe states = .allocate(capacity: nodes.count)
        unsafe states.initialize(repeating: .pending, count: nodes.count)
        let most = PlaneEvaluator.deepest(nodes, operands, graph)
        unsafe stack = .allocate(capacity: most)
        unsafe stack.initialize(repeating: none, count: most)
    }

    deinit {
        unsafe literals.deallocate()
        unsafe states.deallocate()
        unsafe stack.deallocate()
    }

    /// The most literals that are on the stack at once.
    private static func deepest(
        _ nodes: [ConditionGraph.Node], _ operands: [ConditionGraph.Reference], _ graph: ClauseGraph
    ) -> Int {
        // Operands come before their joins.
        var needs = [Int](repeating: 0, count: nodes.count)
        var most = 0
        for (number, node) in nodes.enumerated() {
            let below = node.operands.reduce(0) { max($0, needs[operands[$1].node]) }
            needs[number] = node.operands.count + below
            most = max(most, needs[number])
        }
        let clause = graph.entries.reduce(0) { max($0, $1.lazy.upperBound - $1.atoms.lowerBound) }
        let split = graph.splits.reduce(0) { max($0, $1.yes.count) }
        return most + max(clause, split) + 4
    }

    // MARK: - A block

    /// Goes on to a block; `live` has a bit a row.
    func move(to block: PreparedBlock, live rows: Bitmap) {
        self.block = block
        width = block.width
        scratch = scratchBase
        literalCount = 0
        rowEvaluator = nil
        rowPlanes.removeAll(keepingCapacity: true)
        isAllLive = true
        liveCount = 0
        for index in 0..<width {
            let word = rows.words[index]
            unsafe live[index] = word
            liveCount &+= word.nonzeroBitCount
            let left = block.rows &- index &* 64
            if word != (left >= 64 ? ~0 : (1 &<< UInt64(left)) &- 1) { isAllLive = false }
        }
        if block.rows & 63 != 0 { isAllLive = false }
        for node in graph.graph.atomCount..<nodes.count {
            switch nodes[node].kind {
            case .yes: set(node, .yes)
            case .unknown, .review: setUnknown(node)
            default: unsafe states[node] = nodes[node].isLazy ? .lazy : .pending
            }
        }
        for atom in 0..<graph.graph.atomCount where nodes[atom].isLazy { unsafe states[atom] = .lazy }
        for atom in 0..<graph.graph.atomCount where axisOf[atom] >= 0 { unsafe states[atom] = .pending }
        for own in block.own { set(own, block) }
    }

    private func set(_ node: Int, _ state: State) {
        unsafe states[node] = state
        let plane = unsafe state == .yes ? ones : zero
        unsafe literals[node] = hqk_literal(yes: plane, possible: plane, flip: 0)
    }

    private func setUnknown(_ node: Int) {
        unsafe states[node] = .mixed
        unsafe literals[node] = hqk_literal(yes: zero, possible: ones, flip: 0)
    }

    private func set(
        _ node: Int, _ yes: UnsafePointer<UInt64>, _ possible: UnsafePointer<UInt64>, flip: UInt64 = 0
    ) {
        unsafe states[node] = .mixed
        unsafe literals[node] = hqk_literal(yes: yes, possible: possible, flip: flip)
    }

    private func set(_ own: PreparedBlock.Own, _ block: PreparedBlock) {
        let node = Int(own.node)
        switch own.state {
        case .no: set(node, .no)
        case .yes: set(node, .yes)
        case .unknown: setUnknown(node)
        case .mixed: setOwn(node, own, block)
        }
    }

    private func setOwn(_ node: Int, _ own: PreparedBlock.Own, _ block: PreparedBlock) {
        // The array lives as long as the block, which this object holds; arrays of a `let` do not move.
        unsafe block.planes.withUnsafeBufferPointer { planes in
            guard let base = planes.baseAddress else { return }
            let yes = unsafe base + Int(own.offset)
            unsafe set(node, yes, own.hasOpen ? yes + width : yes)
        }
    }

    /// A plane pair for a node.
    private func take(
        for node: Int
    ) -> (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>) {
        if nodes[node].isLazy {
            let base = unsafe memory.words + (lazyBase[node] ?? scratchBase)
            return unsafe (base, base + width)
        }
        let base = unsafe memory.words + scratch
        scratch &+= 2 &* width
        return unsafe (base, base + width)
    }

    // MARK: - Atoms

    /// Decides all atoms of an axis.
    private func fill(_ number: Int, _ axes: AxisTable, _ block: PreparedBlock) {
        let codes = block.codes.axes[number]
        let axis = axes.axes[number]
        let base = unsafe memory.words + axisBase[number]
        switch codes.layout {
        case .other: return
        case .unknown:
            for atom in axis.atoms { setUnknown(Int(atom)) }
            return
        case .bytes(let offset):
            unsafe base.update(repeating: 0, count: (codes.high &+ 1) &* width)
            unsafe block.codes.bytes.withUnsafeBufferPointer {
                guard let codes = $0.baseAddress else { return }
                unsafe hqk_scatter8(codes + offset, block.rows, width, base)
            }
        case .words(let offset):
            unsafe base.update(repeating: 0, count: (codes.high &+ 1) &* width)
            unsafe block.codes.words.withUnsafeBufferPointer {
                guard let codes = $0.baseAddress else { return }
                unsafe hqk_scatter16(codes + offset, block.rows, width, base)
            }
        }
        let joined = unsafe base + (axisCodes[number] &+ 1) &* maxWidth
        let first = codes.low
        // Plane k becomes the rows whose code is at least k; plane 0 stays the rows without one.
        unsafe hqk_suffix_or(
            level, base + first &* width, codes.high &- first &+ 1, width, codes.hasUnknown ? base : nil,
            codes.hasUnknown ? joined + first &* width : nil)
        let planes = unsafe AxisPlanes(
            rows: base, joined: codes.hasUnknown ? joined : base, unknown: codes.hasUnknown ? base : nil,
            low: first, high: codes.high)
        if case .dictionary = axis.source {
            let count = axis.atoms.count
            unsafe block.codes.truths.withUnsafeBufferPointer {
                guard let truths = $0.baseAddress else { return }
                for (position, atom) in axis.atoms.enumerated() {
                    unsafe setByTruths(Int(atom), planes, truths + codes.truths + position, stride: count)
                }
            }
            return
        }
        for atom in axis.atoms {
            guard case .codes(_, let yes, let open) = axes.places[Int(atom)] else { continue }
            setBySpans(Int(atom), planes, axes, yes, open)
        }
    }

    /// Planes of an axis in a block: plane k has the rows whose code is at least k.
    @safe private struct AxisPlanes {
        let rows: UnsafeMutablePointer<UInt64>
        let joined: UnsafeMutablePointer<UInt64>
        let unknown: UnsafeMutablePointer<UInt64>?
        let low: Int
        let high: Int
    }

    /// Yes on codes `low ..< high`, unknown without a code.
    private func setSpan(_ node: Int, _ planes: AxisPlanes, _ low: Int, _ high: Int) {
        let from = max(low, planes.low)
        let to = min(high, planes.high &+ 1)
        let hasUnknown = unsafe planes.unknown != nil
        if from >= to {
            if let unknown = unsafe planes.unknown { unsafe set(node, zero, unknown) } else { set(node, .no) }
        } else if from == planes.low && to == planes.high &+ 1 {
            // With no unknown row all rows are yes, but for those after the last.
            if hasUnknown {
                unsafe set(node, planes.rows + from &* width, ones)
            } else {
                set(node, .yes)
            }
        } else if to == planes.high &+ 1 {
            unsafe set(node, planes.rows + from &* width, planes.joined + from &* width)
        } else if from == planes.low {
            unsafe set(node, planes.rows + to &* width, planes.joined + to &* width, flip: ~0)
        } else {
            let (yes, possible) = unsafe take(for: node)
            unsafe hqk_span(
                level, planes.rows + from &* width, planes.rows + to &* width, planes.unknown, width, yes,
                possible)
            unsafe set(node, yes, possible)
        }
    }

    private func setBySpans(
        _ node: Int, _ planes: AxisPlanes, _ axes: AxisTable, _ yes: Range<Int>, _ open: Range<Int>
    ) {
        var only: CodeSpan?
        var count = 0
        for index in yes {
            let span = axes.spans[index]
            if Int(span.low) <= planes.high && Int(span.high) > planes.low {
                only = span
                count &+= 1
            }
        }
        var isOpen = false
        for index in open {
            let span = axes.spans[index]
            if Int(span.low) <= planes.high && Int(span.high) > planes.low { isOpen = true }
        }
        if !isOpen, count <= 1 {
            return setSpan(node, planes, Int(only?.low ?? 1), Int(only?.high ?? 1))
        }
        let target = unsafe take(for: node)
        unsafe clear(target, planes)
        for index in yes {
            let span = axes.spans[index]
            unsafe add(planes, Int(span.low), Int(span.high), to: target.0)
        }
        unsafe hqk_or_into(level, target.1, target.0, width)
        for index in open {
            let span = axes.spans[index]
            unsafe add(planes, Int(span.low), Int(span.high), to: target.1)
        }
        unsafe set(node, target.0, target.1)
    }

    /// By the truths of the block's own values.
    private func setByTruths(
        _ node: Int, _ planes: AxisPlanes, _ truths: UnsafePointer<Int8>, stride: Int
    ) {
        // Runs of equal truths; one run of yes is the common case.
        var runs = 0
        var run = (low: 1, high: 1)
        var isOpen = false
        var last: Int8 = -1
        for code in planes.low...planes.high {
            let truth = unsafe truths[(code &- 1) &* stride]
            if truth == 1 {
                if last != 1 {
                    runs &+= 1
                    if runs == 1 { run.low = code }
                }
                if runs == 1 { run.high = code &+ 1 }
            }
            if truth == 0 { isOpen = true }
            last = truth
        }
        if !isOpen, runs <= 1 { return setSpan(node, planes, run.low, run.high) }
        let target = unsafe take(for: node)
        unsafe clear(target, planes)
        for code in planes.low...planes.high {
            let truth = unsafe truths[(code &- 1) &* stride]
            if truth >= 0 { unsafe add(planes, code, code &+ 1, to: target.1) }
            if truth == 1 { unsafe add(planes, code, code &+ 1, to: target.0) }
        }
        unsafe set(node, target.0, target.1)
    }

    private func clear(
        _ target: (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>), _ planes: AxisPlanes
    ) {
        unsafe target.0.update(repeating: 0, count: width)
        if let unknown = unsafe planes.unknown {
            unsafe target.1.update(from: unknown, count: width)
        } else {
            unsafe target.1.update(repeating: 0, count: width)
        }
    }

    private func add(_ planes: AxisPlanes, _ low: Int, _ high: Int, to target: UnsafeMutablePointer<UInt64>) {
        let from = max(low, planes.low)
        let to = min(high, planes.high &+ 1)
        if from >= to { return }
        let rows = unsafe planes.rows + from &* width
        if to > planes.high { return unsafe hqk_or_into(level, target, rows, width) }
        let end = unsafe planes.rows + to &* width
        for index in 0..<width { unsafe target[index] |= rows[index] & ~end[index] }
    }

    // MARK: - References

    /// The literal of a reference that was resolved.
    func literal(_ reference: ConditionGraph.Reference) -> hqk_literal {
        var literal = unsafe literals[reference.node]
        if reference.isNegated { unsafe literal.flip = unsafe ~literal.flip }
        return unsafe literal
    }

    func push(_ literal: hqk_literal) {
        unsafe stack[literalCount] = unsafe literal
        literalCount &+= 1
    }

    /// Takes literals off again.
    func drop(to count: Int) { literalCount = count }

    /// The literals that were pushed.
    func pushed(from first: Int) -> UnsafeMutablePointer<hqk_literal> { unsafe stack + first }

    /// What a reference comes to in this block, deciding its joins; lazy ones are mixed after ``evaluateLazy``.
    func resolve(_ reference: ConditionGraph.Reference) -> State {
        var state = unsafe states[reference.node]
        if state == .pending {
            decide(reference.node)
            state = unsafe states[reference.node]
        }
        switch state {
        case .no: return reference.isNegated ? .yes : .no
        case .yes: return reference.isNegated ? .no : .yes
        default: return .mixed
        }
    }

    /// Decides a node that was not asked for yet; of atoms, all on their axis.
    private func decide(_ number: Int) {
        if number < axisOf.count, axisOf[number] >= 0, let block {
            fill(Int(axisOf[number]), plan.axes, block)
        } else {
            join(number)
        }
    }

    /// Decides a join from its operands. Joins are as deep as expressions nest.
    func join(_ number: Int) {
        let node = nodes[number]
        let base = literalCount
        defer { literalCount = base }
        switch node.kind {
        case .and, .or:
            let isAnd = node.kind == .and
            let decides: State = isAnd ? .no : .yes
            let passes: State = isAnd ? .yes : .no
            for index in node.operands {
                let operand = operands[index]
                let state = resolve(operand)
                if state == decides { return set(number, decides) }
                if state == passes { continue }
                unsafe push(literal(isAnd ? operand : operand.negated))
            }
            if literalCount == base { return set(number, passes) }
            if literalCount == base &+ 1 {
                unsafe states[number] = .mixed
                var only = unsafe stack[base]
                if !isAnd { unsafe only.flip = unsafe ~only.flip }
                unsafe literals[number] = unsafe only
                return
            }
            let (yes, possible) = unsafe take(for: number)
            let summary = unsafe hqk_and(level, stack + base, literalCount &- base, width, yes, possible)
            // An OR is the AND of what is refused, turned around.
            if summary.any_possible == 0 { return set(number, isAnd ? .no : .yes) }
            if summary.all_yes == ~0 { return set(number, isAnd ? .yes : .no) }
            unsafe set(number, yes, possible, flip: isAnd ? 0 : ~0)
        case .atLeast:
            var need = node.need
            for index in node.operands {
                switch resolve(operands[index]) {
                case .no: continue
                case .yes: need &-= 1
                default: unsafe push(literal(operands[index]))
                }
            }
            let count = literalCount &- base
            if need <= 0 { return set(number, .yes) }
            if need > count { return set(number, .no) }
            let (yes, possible) = unsafe take(for: number)
            let summary = unsafe hqk_at_least(
                level, stack + base, count, UInt64(need), width, yes, possible)
            if summary.any_possible == 0 { return set(number, .no) }
            unsafe set(number, yes, possible)
        case .choose:
            let first = node.operands.lowerBound
            let test = resolve(operands[first])
            if test == .yes || test == .no {
                let chosen = operands[first &+ (test == .yes ? 1 : 2)]
                let state = resolve(chosen)
                if state == .yes || state == .no { return set(number, state) }
                unsafe states[number] = .mixed
                unsafe literals[number] = unsafe literal(chosen)
                return
            }
            for index in node.operands {
                _ = resolve(operands[index])
                unsafe push(literal(operands[index]))
            }
            let (yes, possible) = unsafe take(for: number)
            let summary = unsafe hqk_choose(level, stack + base, width, yes, possible)
            if summary.any_possible == 0 { return set(number, .no) }
            unsafe set(number, yes, possible)
        case .atom, .review, .yes, .unknown: setUnknown(number)
        }
    }

    // MARK: - What goes row by row

    /// Decides a lazy reference where `rows` has a bit, and sets its node to the outcome, which holds until
    /// the next clause asks.
    func evaluateLazy(_ reference: ConditionGraph.Reference, rows: UnsafePointer<UInt64>) {
        for atom in graph.rowAtoms[reference.node] ?? [] {
            let planes = rowPlanes[atom] ?? fresh(atom)
            for index in 0..<width {
                var open = unsafe rows[index] & live[index] & ~planes.done[index]
                unsafe planes.done[index] |= open
                while open != 0 {
                    let bit = open.trailingZeroBitCount
                    open &= open &- 1
                    let truth = rowTruth(atom, index &* 64 &+ bit)
                    if truth == .yes { unsafe planes.yes[index] |= 1 &<< UInt64(bit) }
                    if truth == .no { unsafe planes.possible[index] &= ~(1 &<< UInt64(bit)) }
                }
            }
            unsafe set(atom, planes.yes, planes.possible)
        }
        renew(reference.node)
    }

    private func fresh(_ atom: Int) -> RowPlanes {
        let yes = unsafe memory.words + (lazyBase[atom] ?? scratchBase)
        let possible = unsafe yes + width
        let done = unsafe possible + width
        unsafe yes.update(repeating: 0, count: width)
        unsafe possible.update(repeating: ~0, count: width)
        unsafe done.update(repeating: 0, count: width)
        let planes = unsafe RowPlanes(yes: yes, possible: possible, done: done)
        rowPlanes[atom] = planes
        return planes
    }

    private func rowTruth(_ atom: Int, _ row: Int) -> Truth {
        if rowEvaluator == nil, let block {
            rowEvaluator = AtomEvaluator(
                block.batch, on: plan.day, limits: plan.limits, normalizer: plan.normalizer)
        }
        return rowEvaluator?.truth(plan.catalogue.atoms[atom], row: row) ?? .unknown
    }

    /// Decides the lazy joins below a node anew.
    private func renew(_ number: Int) {
        let node = nodes[number]
        guard node.isLazy, node.kind != .atom else { return }
        for index in node.operands { renew(operands[index].node) }
        join(number)
    }
}
