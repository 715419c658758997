import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic

extension PlaneEvaluator {
    /// What a clause comes to in a block.
    enum Outcome {
        /// Ineligible for every row.
        case dead
        /// As the planes say, in which only live rows have bits.
        case planes(yes: Int, possible: Int)
    }

    /// Decides a clause into two planes: rows that are eligible, and rows that may be.
    ///
    /// Safe: see ``PlaneEvaluator``; the targets have room for `width` words.
    func decide(
        clause: Int, yes: UnsafeMutablePointer<UInt64>, possible: UnsafeMutablePointer<UInt64>
    ) -> Outcome {
        let entry = graph.entries[clause]
        guard entry.isOpen else { return .dead }
        let base = literalCount
        defer { drop(to: base) }
        // What the block knows at once decides most clauses before a word is read.
        for index in entry.atoms.lowerBound..<entry.joins.upperBound {
            let reference = graph.needs[index]
            switch resolve(reference) {
            case .no: return .dead
            case .yes: continue
            default: unsafe push(literal(reference))
            }
        }
        if !isAllLive || literalCount == base {
            unsafe push(hqk_literal(yes: live, possible: live, flip: 0))
        }
        var counts: (yes: UInt64, possible: UInt64) = (0, 0)
        unsafe hqk_and_counted(
            level, pushed(from: base), literalCount - base, width, yes, possible, &counts.yes,
            &counts.possible)
        if counts.possible == 0 { return .dead }
        if !entry.lazy.isEmpty {
            for index in entry.lazy {
                let reference = graph.needs[index]
                unsafe evaluateLazy(reference, rows: possible)
                unsafe join(yes, possible, with: literal(reference))
            }
            counts.yes = unsafe hqk_popcount(level, yes, width)
            counts.possible = unsafe hqk_popcount(level, possible, width)
            if counts.possible == 0 { return .dead }
        }
        if !entry.splits.isEmpty, counts.possible > counts.yes {
            var isChanged = false
            for index in entry.splits where unsafe split(graph.splits[index], yes, possible) {
                isChanged = true
            }
            if isChanged {
                counts.yes = unsafe hqk_popcount(level, yes, width)
                counts.possible = unsafe hqk_popcount(level, possible, width)
                if counts.possible == 0 { return .dead }
            }
        }
        return .planes(yes: Int(counts.yes), possible: Int(counts.possible))
    }

    private func join(
        _ yes: UnsafeMutablePointer<UInt64>, _ possible: UnsafeMutablePointer<UInt64>,
        with literal: hqk_literal
    ) {
        let flip = unsafe literal.flip
        let first = unsafe flip == 0 ? literal.yes : literal.possible
        let second = unsafe flip == 0 ? literal.possible : literal.yes
        for index in 0..<width {
            unsafe yes[index] &= first[index] ^ flip
            unsafe possible[index] &= second[index] ^ flip
        }
    }

    /// Decides by a case split what is still open; true where something was.
    private func split(
        _ split: ClauseGraph.Split, _ yes: UnsafeMutablePointer<UInt64>,
        _ possible: UnsafeMutablePointer<UInt64>
    ) -> Bool {
        guard let block else { return false }
        let offset = Int(block.lacking[split.fact])
        if offset == -1 { return false }
        let open = unsafe work.yes
        let held = unsafe work.possible
        var some: UInt64 = 0
        unsafe block.planes.withUnsafeBufferPointer { planes in
            for index in 0..<width {
                let lacks = unsafe offset < 0 ? ~0 : planes[offset &+ index]
                let word = unsafe possible[index] & ~yes[index] & lacks
                unsafe open[index] = word
                some |= word
            }
        }
        if some == 0 { return false }
        var isChanged = false
        // Yes where every region is: all of these are yes.
        unsafe held.update(from: open, count: width)
        for index in split.yes where some != 0 {
            let reference = graph.needs[index]
            switch unsafe settled(reference, rows: open) {
            case .yes: continue
            case .no: some = 0
            default:
                let own = unsafe literal(reference)
                let plane = unsafe own.flip == 0 ? own.yes : own.possible
                some = 0
                for word in 0..<width {
                    unsafe held[word] &= plane[word] ^ own.flip
                    unsafe some |= held[word]
                }
            }
        }
        let isSome = some != 0
        if isSome {
            isChanged = true
            for word in 0..<width { unsafe yes[word] |= held[word] }
        }
        if recordsSplits {
            splitRows.append(
                (
                    split.fact, (0..<width).map { unsafe isSome ? held[$0] : 0 },
                    (0..<width).map { unsafe possible[$0] }
                ))
        }
        defer {
            if recordsSplits, let last = splitRows.indices.last {
                // What was possible and is no longer.
                for word in 0..<width { unsafe splitRows[last].no[word] &= ~possible[word] }
            }
        }
        // No where no region may be yes.
        switch unsafe settled(split.possible, rows: open) {
        case .yes: break
        case .no:
            isChanged = true
            for word in 0..<width { unsafe possible[word] &= ~(open[word] & ~yes[word]) }
        default:
            let own = unsafe literal(split.possible)
            let plane = unsafe own.flip == 0 ? own.possible : own.yes
            var gone: UInt64 = 0
            for word in 0..<width {
                let refused = unsafe open[word] & ~yes[word] & ~(plane[word] ^ own.flip)
                unsafe possible[word] &= ~refused
                gone |= refused
            }
            if gone != 0 { isChanged = true }
        }
        return isChanged
    }

    private func settled(
        _ reference: ConditionGraph.Reference, rows: UnsafePointer<UInt64>
    ) -> State {
        if graph.graph.nodes[reference.node].isLazy {
            unsafe evaluateLazy(reference, rows: rows)
        }
        return resolve(reference)
    }

    /// The truth of a condition of the plan's table, row by row.
    func truths(condition: Int) -> [Truth] {
        let planes = self.planes(of: graph.conditions[condition])
        return (0..<(block?.rows ?? 0)).map { row in
            let shift = UInt64(row & 63)
            if planes.yes[row >> 6] >> shift & 1 == 1 { return .yes }
            return planes.possible[row >> 6] >> shift & 1 == 1 ? .unknown : .no
        }
    }

    /// The planes of a reference; bits past the last row say nothing, nor do those of rows that are not live.
    func planes(of reference: ConditionGraph.Reference) -> (yes: [UInt64], possible: [UInt64]) {
        if graph.graph.nodes[reference.node].isLazy { unsafe evaluateLazy(reference, rows: live) }
        _ = resolve(reference)
        let literal = unsafe literal(reference)
        let flip = unsafe literal.flip
        let first = unsafe flip == 0 ? literal.yes : literal.possible
        let second = unsafe flip == 0 ? literal.possible : literal.yes
        return ((0..<width).map { unsafe first[$0] ^ flip }, (0..<width).map { unsafe second[$0] ^ flip })
    }
}
