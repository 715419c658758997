import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic

// Safe: see ``PlaneEvaluator``.
extension PlaneEvaluator {
    /// What a clause comes to in a block.
    enum Outcome {
        /// Ineligible for every row.
        case dead
        /// For so many rows eligible, and possible.
        case alive(yes: Int, possible: Int)
    }

    /// Where a clause's planes go.
    @safe enum Target {
        /// Nowhere: they are only counted.
        case counts
        /// Into planes of `width` words: rows that are eligible, and rows that may be; only live rows have bits.
        /// Of a dead clause nothing is written that counts.
        case planes(UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>)
        /// The same past the caches, into planes that begin at multiples of 64 bytes.
        case streamed(UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>)
    }

    /// Decides a clause.
    ///
    /// Safe: see ``PlaneEvaluator``; the targets have room for `width` words.
    func decide(clause: Int, into target: Target) -> Outcome {
        let entry = unsafe graph.entries[clause]
        guard entry.isOpen else { return .dead }
        let needs = unsafe graph.needs
        beginClause()
        // What the block knows at once decides most clauses before a word is read.
        var index = Int(entry.first)
        let end = Int(entry.lazy)
        while index < end {
            let reference = unsafe needs[index]
            let state = resolve(reference)
            if state == .no { return .dead }
            // Without a branch, what is yes being overwritten by the next.
            unsafe gathered[gatheredCount] = reference
            gatheredCount &+= state == .yes ? 0 : 1
            index &+= 1
        }
        if !isAllLive || gatheredCount == 0 { gather(liveReference) }
        let isWhole = entry.lazy == entry.end && entry.firstSplit == entry.endSplit
        let (yes, possible, streams) = unsafe places(target, isWhole: isWhole)
        var counts = unsafe hqk_and_counted(
            level, literals, gathered, gatheredCount, width, yes, possible, streams ? 1 : 0)
        if counts.possible == 0 { return .dead }
        if !isWhole {
            if unsafe !finish(entry, &counts, verdict.yes, verdict.possible) { return .dead }
            switch target {
            case .counts: break
            case .planes(let first, let second):
                if unsafe first != verdict.yes {
                    unsafe first.update(from: verdict.yes, count: width)
                    unsafe second.update(from: verdict.possible, count: width)
                }
            case .streamed(let first, let second):
                // The conjunction of the verdict alone.
                gatheredCount = 0
                gather(verdictReference)
                _ = unsafe hqk_and_counted(level, literals, gathered, 1, width, first, second, 1)
            }
        }
        return .alive(yes: Int(counts.yes), possible: Int(counts.possible))
    }

    /// Where the conjunction goes: of what is decided further, to a place of this object.
    private func places(
        _ target: Target, isWhole: Bool
    ) -> (UnsafeMutablePointer<UInt64>?, UnsafeMutablePointer<UInt64>?, Bool) {
        if !isWhole { return unsafe (verdict.yes, verdict.possible, false) }
        switch target {
        case .counts: return (nil, nil, false)
        case .planes(let yes, let possible): return unsafe (yes, possible, false)
        case .streamed(let yes, let possible): return unsafe (yes, possible, true)
        }
    }

    /// What goes row by row, and case splits; false where nothing is possible any more.
    private func finish(
        _ entry: PlaneGraph.Entry, _ counts: inout hqk_counts, _ yes: UnsafeMutablePointer<UInt64>,
        _ possible: UnsafeMutablePointer<UInt64>
    ) -> Bool {
        if entry.lazy < entry.end {
            for index in Int(entry.lazy)..<Int(entry.end) {
                let reference = unsafe graph.needs[index]
                unsafe evaluateLazy(reference, rows: possible)
                // The verdict itself is joined with it.
                gatheredCount = 0
                gather(verdictReference)
                gather(reference)
                counts = unsafe hqk_and_counted(
                    level, literals, gathered, gatheredCount, width, yes, possible, 0)
                if counts.possible == 0 { return false }
            }
        }
        if entry.firstSplit < entry.endSplit, counts.possible > counts.yes {
            var isChanged = false
            for index in Int(entry.firstSplit)..<Int(entry.endSplit)
            where unsafe split(graph.splits[index], yes, possible) {
                isChanged = true
            }
            if isChanged { unsafe count(yes, possible, &counts) }
        }
        return counts.possible > 0
    }

    private func count(
        _ yes: UnsafeMutablePointer<UInt64>, _ possible: UnsafeMutablePointer<UInt64>,
        _ counts: inout hqk_counts
    ) {
        counts.yes = unsafe hqk_popcount(level, yes, width)
        counts.possible = unsafe hqk_popcount(level, possible, width)
    }

    /// Decides by a case split what is still open; true where something was.
    private func split(
        _ split: PlaneGraph.Split, _ yes: UnsafeMutablePointer<UInt64>,
        _ possible: UnsafeMutablePointer<UInt64>
    ) -> Bool {
        guard let offset = block?.lacking[Int(split.fact)], offset != -1 else { return false }
        let open = unsafe work.yes
        let held = unsafe work.possible
        let lacking = unsafe offset < 0 ? nil : parts.planes + Int(offset)
        if unsafe hqk_open(level, yes, possible, lacking, width, open) == 0 { return false }
        var isChanged = false
        // Yes where every region is: all of these are yes.
        gatheredCount = 0
        gather(openReference)
        var some: UInt64 = 1
        for index in Int(split.first)..<Int(split.end) where some != 0 {
            let reference = unsafe graph.needs[index]
            switch unsafe settled(reference, rows: open) {
            case .yes: continue
            case .no: some = 0
            default: gather(reference)
            }
        }
        if some != 0 {
            some = unsafe hqk_and_counted(level, literals, gathered, gatheredCount, width, held, run, 0).yes
        }
        let isSome = some != 0
        if isSome {
            isChanged = true
            unsafe hqk_or_into(level, yes, held, width)
        }
        if recordsSplits {
            splitRows.append(
                (
                    Int(split.fact), (0..<width).map { unsafe isSome ? held[$0] : 0 },
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
            if unsafe hqk_remove(level, possible, open, yes, zero, width) != 0 { isChanged = true }
        default:
            gatheredCount = 0
            gather(split.possible)
            _ = unsafe hqk_and(level, literals, gathered, 1, 0, width, run, held)
            if unsafe hqk_remove(level, possible, open, yes, held, width) != 0 { isChanged = true }
        }
        return isChanged
    }

    private func settled(_ reference: Int32, rows: UnsafePointer<UInt64>) -> State {
        if unsafe graph.nodes[Int(reference >> 1)].isLazy { unsafe evaluateLazy(reference, rows: rows) }
        return resolve(reference)
    }

    /// The truth of a condition of the plan's table, row by row.
    func truths(condition: Int) -> [Truth] {
        let planes = self.planes(of: plan.clauseGraph.conditions[condition])
        return (0..<(block?.rows ?? 0)).map { row in
            let shift = UInt64(row & 63)
            if planes.yes[row >> 6] >> shift & 1 == 1 { return .yes }
            return planes.possible[row >> 6] >> shift & 1 == 1 ? .unknown : .no
        }
    }

    /// The planes of a reference; bits past the last row say nothing, nor do those of rows that are not live.
    func planes(of reference: ConditionGraph.Reference) -> (yes: [UInt64], possible: [UInt64]) {
        _ = unsafe settled(reference.raw, rows: live)
        gatheredCount = 0
        gather(reference.raw)
        _ = unsafe hqk_and(level, literals, gathered, 1, 0, width, work.yes, work.possible)
        return ((0..<width).map { unsafe work.yes[$0] }, (0..<width).map { unsafe work.possible[$0] })
    }
}
