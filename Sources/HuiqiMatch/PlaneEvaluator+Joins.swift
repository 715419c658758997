import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiRule

// Safe: see ``PlaneEvaluator``.
extension PlaneEvaluator {
    /// What a raw reference comes to in this block, deciding what was not asked for yet; lazy ones are mixed after
    /// ``evaluateLazy``.
    @inline(__always)
    func resolve(_ reference: Int32) -> State {
        let state = unsafe states[Int(reference)]
        if state.rawValue < State.pending.rawValue { return state }
        if state == .lazy { return .mixed }
        decide(Int(reference >> 1))
        return unsafe states[Int(reference)]
    }

    /// The literal of a raw reference that was resolved.
    @inline(__always)
    func literal(_ reference: Int32) -> hqk_literal {
        var literal = unsafe literals[Int(reference >> 1)]
        if reference & 1 == 1 { unsafe literal.flip = unsafe ~literal.flip }
        return unsafe literal
    }

    /// Gathers a reference that was resolved and is mixed.
    @inline(__always)
    func gather(_ reference: Int32) {
        unsafe gathered[gatheredCount] = reference
        gatheredCount &+= 1
    }

    private func decide(_ number: Int) {
        if number < graph.atomCount { decide(atom: number) } else { join(number) }
    }

    /// Decides a join from its operands. Joins are as deep as expressions nest.
    func join(_ number: Int) {
        let base = gatheredCount
        let node = unsafe graph.nodes[number]
        switch node.kind {
        case .and: join(number, node, decides: .no, turn: 0)
        // An OR is the AND of what is refused, turned around.
        case .or: join(number, node, decides: .yes, turn: ~0)
        case .atLeast: count(number, node)
        case .choose: choose(number, node)
        case .atom, .review, .yes, .unknown: setUnknown(number)
        }
        gatheredCount = base
    }

    private func join(_ number: Int, _ node: PlaneGraph.Node, decides: State, turn: UInt64) {
        let base = gatheredCount
        let passes = decides.negated
        var index = Int(node.first)
        while index < Int(node.end) {
            let operand = unsafe graph.operands[index]
            let state = resolve(operand)
            if state == decides { return set(number, decides) }
            if state != passes { gather(operand) }
            index &+= 1
        }
        let count = gatheredCount &- base
        if count == 0 { return set(number, passes) }
        if count == 1, isLasting(unsafe gathered[base]) {
            let only = unsafe literal(gathered[base])
            return unsafe set(number, only.yes, only.open, flip: only.flip)
        }
        let (yes, possible) = unsafe take(for: number)
        let summary = unsafe hqk_and(level, literals, gathered + base, count, turn, width, yes, possible)
        if summary.any_possible == 0 { return set(number, decides) }
        if summary.all_yes == ~0 { return set(number, passes) }
        unsafe set(number, yes, possible, flip: turn)
    }

    /// Whether the planes of a reference stay when the next clause is asked, so that others may point to them.
    private func isLasting(_ reference: Int32) -> Bool { unsafe !graph.nodes[Int(reference >> 1)].isPassing }

    private func count(_ number: Int, _ node: PlaneGraph.Node) {
        let base = gatheredCount
        var need = Int(node.need)
        for index in Int(node.first)..<Int(node.end) {
            let operand = unsafe graph.operands[index]
            switch resolve(operand) {
            case .no: continue
            case .yes: need &-= 1
            default: gather(operand)
            }
        }
        let count = gatheredCount &- base
        if need <= 0 { return set(number, .yes) }
        if need > count { return set(number, .no) }
        let (yes, possible) = unsafe take(for: number)
        let summary = unsafe hqk_at_least(
            level, literals, gathered + base, count, UInt64(need), width, yes, possible)
        if summary.any_possible == 0 { return set(number, .no) }
        unsafe set(number, yes, possible)
    }

    private func choose(_ number: Int, _ node: PlaneGraph.Node) {
        let operands = unsafe graph.operands + Int(node.first)
        let test = unsafe resolve(operands[0])
        if test == .yes || test == .no {
            let chosen = unsafe operands[test == .yes ? 1 : 2]
            let state = resolve(chosen)
            if state == .yes || state == .no { return set(number, state) }
            if isLasting(chosen) {
                let literal = unsafe literal(chosen)
                return unsafe set(number, literal.yes, literal.open, flip: literal.flip)
            }
            gather(chosen)
            let (yes, possible) = unsafe take(for: number)
            _ = unsafe hqk_and(level, literals, gathered + (gatheredCount &- 1), 1, 0, width, yes, possible)
            return unsafe set(number, yes, possible)
        }
        _ = unsafe resolve(operands[1])
        _ = unsafe resolve(operands[2])
        let (yes, possible) = unsafe take(for: number)
        let summary = unsafe hqk_choose(level, literals, operands, width, yes, possible)
        if summary.any_possible == 0 { return set(number, .no) }
        unsafe set(number, yes, possible)
    }

    // MARK: - What goes row by row

    /// Decides a lazy reference where `rows` has a bit, and sets its node to the outcome, which holds until
    /// the next clause asks.
    func evaluateLazy(_ reference: Int32, rows: UnsafePointer<UInt64>) {
        let node = Int(reference >> 1)
        for atom in plan.clauseGraph.rowAtoms[node] ?? [] {
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
        renew(node)
    }

    private func fresh(_ atom: Int) -> RowPlanes {
        let yes = unsafe lazyPlanes(of: atom)
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
        let node = unsafe graph.nodes[number]
        guard node.isLazy, node.kind != .atom else { return }
        for index in Int(node.first)..<Int(node.end) { unsafe renew(Int(graph.operands[index] >> 1)) }
        join(number)
    }
}
