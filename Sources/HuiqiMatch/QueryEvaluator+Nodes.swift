import CHuiqiKernels
import HuiqiIndex

// What nodes and references come to in a run of blocks. Safe: see QueryEvaluator.
extension QueryEvaluator {
    /// The literal of a reference that was resolved.
    func literal(_ reference: ConditionGraph.Reference) -> hqk_literal {
        var literal = unsafe literals[reference.node]
        if reference.isNegated { unsafe literal.flip = unsafe ~literal.flip }
        return unsafe literal
    }

    /// What a reference comes to in these blocks.
    func resolve(_ reference: ConditionGraph.Reference) -> State {
        var state = unsafe states[reference.node]
        if state == .pending {
            decide(node: reference.node)
            state = unsafe states[reference.node]
        }
        switch state {
        case .no: return reference.isNegated ? .yes : .no
        case .yes: return reference.isNegated ? .no : .yes
        default: return .mixed
        }
    }

    func set(_ node: Int, _ state: State) { unsafe states[node] = state }

    func setUnknown(_ node: Int) { unsafe set(node, zero, ones) }

    func set(_ node: Int, _ yes: UnsafePointer<UInt64>, _ possible: UnsafePointer<UInt64>, flip: UInt64 = 0) {
        unsafe states[node] = .mixed
        unsafe literals[node] = hqk_literal(yes: yes, open: possible, flip: flip)
    }

    /// The planes of a node.
    func planes(of node: Int) -> (yes: UnsafeMutablePointer<UInt64>, possible: UnsafeMutablePointer<UInt64>) {
        let first = unsafe nodePlanes + 2 * node * runWidth
        return unsafe (first, first + runWidth)
    }

    private func push(_ literal: hqk_literal) {
        guard stackCount < stackLimit else { return }
        unsafe stack[stackCount] = unsafe literal
        stackCount &+= 1
    }

    private func operand(_ index: Int) -> ConditionGraph.Reference {
        guard let operands = unsafe operands else { return ConditionGraph.Reference(node: 0) }
        return unsafe operands[index]
    }

    /// The test of a node.
    func test(of node: Int) -> Int {
        guard let nodes = unsafe nodes else { return -1 }
        return unsafe nodes[node].test
    }

    private func decide(node number: Int) {
        guard let nodes = unsafe nodes else { return }
        let node = unsafe nodes[number]
        if node.test >= 0 {
            guard let kept = unsafe heads[node.test].kept else { return decide(test: node.test, number) }
            return unsafe set(number, kept + start, kept + lanes.wordCount + start)
        }
        switch node.kind {
        case .yes: set(number, .yes)
        case .and, .or: join(number, node)
        case .atLeast: atLeast(number, node)
        case .choose: choose(number, node)
        case .unknown, .atom, .review: setUnknown(number)
        }
    }

    private func join(_ number: Int, _ node: ClauseQuery.Node) {
        let base = stackCount
        defer { stackCount = base }
        let isAnd = node.kind == .and
        let decides: State = isAnd ? .no : .yes
        let passes: State = isAnd ? .yes : .no
        for index in node.operands {
            let operand = operand(index)
            let state = resolve(operand)
            if state == decides { return set(number, decides) }
            if state == passes { continue }
            unsafe push(literal(isAnd ? operand : operand.negated))
        }
        if stackCount == base { return set(number, passes) }
        if stackCount == base &+ 1 {
            var only = unsafe stack[base]
            if !isAnd { unsafe only.flip = unsafe ~only.flip }
            unsafe states[number] = .mixed
            unsafe literals[number] = unsafe only
            return
        }
        let target = unsafe planes(of: number)
        let summary = unsafe hqk_and(
            level, stack + base, references, stackCount &- base, 0, width, target.yes, target.possible)
        // An OR is the AND of what is refused, turned around.
        if summary.any_possible == 0 { return set(number, isAnd ? .no : .yes) }
        unsafe set(number, target.yes, target.possible, flip: isAnd ? 0 : ~0)
    }

    private func atLeast(_ number: Int, _ node: ClauseQuery.Node) {
        let base = stackCount
        defer { stackCount = base }
        var need = node.need
        for index in node.operands {
            let operand = operand(index)
            switch resolve(operand) {
            case .no: continue
            case .yes: need &-= 1
            default: unsafe push(literal(operand))
            }
        }
        let count = stackCount &- base
        if need <= 0 { return set(number, .yes) }
        if need > count { return set(number, .no) }
        let target = unsafe planes(of: number)
        _ = unsafe hqk_at_least(
            level, stack + base, references, count, UInt64(need), width, target.yes, target.possible)
        unsafe set(number, target.yes, target.possible)
    }

    private func choose(_ number: Int, _ node: ClauseQuery.Node) {
        let base = stackCount
        defer { stackCount = base }
        guard node.operands.count == 3 else { return setUnknown(number) }
        let parts = node.operands.lowerBound
        let test = resolve(operand(parts))
        if test == .yes || test == .no {
            let chosen = operand(parts &+ (test == .yes ? 1 : 2))
            let state = resolve(chosen)
            if state == .yes || state == .no { return set(number, state) }
            unsafe states[number] = .mixed
            unsafe literals[number] = unsafe literal(chosen)
            return
        }
        for index in node.operands {
            let operand = operand(index)
            switch resolve(operand) {
            case .no: unsafe push(hqk_literal(yes: zero, open: zero, flip: 0))
            case .yes: unsafe push(hqk_literal(yes: ones, open: ones, flip: 0))
            default: unsafe push(literal(operand))
            }
        }
        let target = unsafe planes(of: number)
        _ = unsafe hqk_choose(level, stack + base, references, width, target.yes, target.possible)
        unsafe set(number, target.yes, target.possible)
    }
}
