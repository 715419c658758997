import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic

// Safe: see ``PlaneEvaluator``.
extension PlaneEvaluator {
    /// Decides an atom from the codes of its axis.
    func decide(atom: Int) {
        let place = unsafe graph.places[atom]
        guard place.kind != .other else { return setUnknown(atom) }
        let axis = unsafe parts.axes[Int(place.axis)]
        switch axis.layout {
        // What has no codes here has planes of its own, and was set when the block was entered.
        case .other, .unknown: return setUnknown(atom)
        case .bytes, .words: break
        }
        if place.kind == .value { return decide(value: atom, place, axis) }
        var only: CodeSpan?
        var count = 0
        for index in Int(place.first)..<Int(place.middle) {
            let span = unsafe graph.spans[index]
            if Int(span.low) <= axis.high && Int(span.high) > axis.low {
                only = span
                count &+= 1
            }
        }
        var hasOpen = false
        for index in Int(place.middle)..<Int(place.end) {
            let span = unsafe graph.spans[index]
            if Int(span.low) <= axis.high && Int(span.high) > axis.low { hasOpen = true }
        }
        if !hasOpen, count <= 1 {
            return setSpan(atom, Int(place.axis), axis, Int(only?.low ?? 1), Int(only?.high ?? 1))
        }
        let (yes, possible) = unsafe begin(atom, Int(place.axis), axis)
        for index in Int(place.first)..<Int(place.end) {
            let span = unsafe graph.spans[index]
            let (low, high) = (Int(span.low), Int(span.high))
            unsafe add(axis, low, high, index < Int(place.middle) ? yes : nil, possible)
        }
        unsafe set(atom, yes, possible)
    }

    /// An atom of a dictionary axis, from the truths of the block's values.
    private func decide(value atom: Int, _ place: PlaneGraph.Place, _ axis: BlockCodes.Axis) {
        let span = unsafe parts.spans[axis.spans &+ Int(place.first)]
        if span.low > 0 { return setSpan(atom, Int(place.axis), axis, Int(span.low), Int(span.high)) }
        let stride = unsafe Int(graph.atomsOfAxis[Int(place.axis)])
        let truths = unsafe parts.truths + axis.truths + Int(place.first)
        let (yes, possible) = unsafe begin(atom, Int(place.axis), axis)
        var code = axis.low
        while code <= axis.high {
            let truth = unsafe truths[(code &- 1) &* stride]
            var end = code &+ 1
            while end <= axis.high, unsafe truths[(end &- 1) &* stride] == truth { end &+= 1 }
            if truth >= 0 { unsafe add(axis, code, end, truth == 1 ? yes : nil, possible) }
            code = end
        }
        unsafe set(atom, yes, possible)
    }

    /// Yes on codes `low ..< high`, unknown without a code.
    private func setSpan(_ node: Int, _ number: Int, _ axis: BlockCodes.Axis, _ low: Int, _ high: Int) {
        let from = max(low, axis.low)
        let to = min(high, axis.high &+ 1)
        if from >= to {
            if !axis.hasUnknown { return set(node, .no) }
            return unsafe set(node, zero, unknown(number, axis))
        }
        if from == axis.low && to == axis.high &+ 1 {
            if !axis.hasUnknown { return set(node, .yes) }
            // Yes is what is not unknown; everything is possible.
            return unsafe set(node, zero, unknown(number, axis), flip: ~0)
        }
        let yes = unsafe takeOne()
        let found = unsafe compare(axis, from, to, yes)
        if axis.hasUnknown { return unsafe set(node, yes, unknown(number, axis)) }
        if found.any == 0 { return set(node, .no) }
        if found.all == ~0 { return set(node, .yes) }
        unsafe set(node, yes, yes)
    }

    /// Planes of a node in which nothing is yes and what has no code is possible.
    private func begin(
        _ node: Int, _ number: Int, _ axis: BlockCodes.Axis
    ) -> (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>) {
        let (yes, possible) = unsafe take(for: node)
        unsafe yes.update(repeating: 0, count: width)
        unsafe possible.update(from: axis.hasUnknown ? unknown(number, axis) : zero, count: width)
        return unsafe (yes, possible)
    }

    /// Adds the rows of codes `low ..< high` to planes.
    private func add(
        _ axis: BlockCodes.Axis, _ low: Int, _ high: Int, _ yes: UnsafeMutablePointer<UInt64>?,
        _ possible: UnsafeMutablePointer<UInt64>
    ) {
        let from = max(low, axis.low)
        let to = min(high, axis.high &+ 1)
        if from >= to { return }
        _ = unsafe compare(axis, from, to, run)
        unsafe hqk_or_into(level, possible, run, width)
        if let yes = unsafe yes { unsafe hqk_or_into(level, yes, run, width) }
    }

    /// The rows that have no code.
    private func unknown(_ number: Int, _ axis: BlockCodes.Axis) -> UnsafeMutablePointer<UInt64> {
        let plane = unsafe unknownPlanes + number &* maxWidth
        if unsafe !hasUnknownPlane[number] {
            unsafe hasUnknownPlane[number] = true
            _ = unsafe compare(axis, 0, 1, plane)
        }
        return unsafe plane
    }

    /// The rows of codes `low ..< high`.
    private func compare(
        _ axis: BlockCodes.Axis, _ low: Int, _ high: Int, _ plane: UnsafeMutablePointer<UInt64>
    ) -> hqk_bits {
        switch axis.layout {
        case .bytes(let offset):
            unsafe hqk_codes8(
                level, parts.bytes + offset, width, UInt8(truncatingIfNeeded: low),
                UInt8(truncatingIfNeeded: high &- 1), plane)
        case .words(let offset):
            unsafe hqk_codes16(
                level, parts.words + offset, width, UInt16(truncatingIfNeeded: low),
                UInt16(truncatingIfNeeded: high &- 1), plane)
        case .other, .unknown: hqk_bits(any: 0, all: 0)
        }
    }
}
