import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

extension QueryEvaluator {
    /// Whether the codes of a block as a whole refuse what must hold.
    func refuses(_ reference: ConditionGraph.Reference, block: Int) -> Bool {
        let head = unsafe heads + test(of: reference.node)
        guard let lane = unsafe head.pointee.lanes?[block], lane.layout == .bytes || lane.layout == .words,
            !lane.hasUnknown
        else { return false }
        if unsafe head.pointee.kind == .values {
            guard let truths = unsafe head.pointee.truths, let numbers = unsafe head.pointee.numbers else {
                return false
            }
            let refusing = reference.isNegated ? Truth.yes.rawValue : Truth.no.rawValue
            let range = unsafe head.pointee.range(block: block)
            for place in range where unsafe truths[Int(numbers[place])] != refusing { return false }
            return !range.isEmpty
        }
        guard let spans = unsafe head.pointee.spans else { return !reference.isNegated }
        for place in 0..<(unsafe head.pointee.spanCount) {
            let span = unsafe spans[place]
            let low = max(span.low, lane.low)
            let high = min(span.high, lane.high)
            guard low <= high else { continue }
            if !reference.isNegated { return false }
            if span.kind == .yes, low == lane.low, high == lane.high { return true }
        }
        return !reference.isNegated
    }

    /// Decides a test in all blocks at hand.
    func decide(test number: Int, _ node: Int) {
        let kind = unsafe heads[number].kind
        if kind == .rows || kind == .column { return decideSlowly(number, node, kind) }
        let target = unsafe planes(of: node)
        var isNo = true
        var isYes = true
        for block in blocks {
            let place = unsafe lanes.places[block]
            let part = unsafe Part(
                block: block, rows: place.rows, width: place.width, first: place.start &- start,
                yes: target.yes + (place.start &- start), possible: target.possible + (place.start &- start))
            if block &+ 1 < blocks.upperBound, kind == .codes || kind == .values {
                prefetch(block &+ 1, number)
            }
            let state: State
            switch kind {
            case .codes, .values: state = unsafe decideByCodes(heads + number, number, part)
            case .own: state = unsafe decideByOwn(heads + number, part) ?? fillUnknown(part)
            default: state = decideByReviews(query.tests[number], part)
            }
            if state != .no { isNo = false }
            if state != .yes { isYes = false }
            switch state {
            case .no: fill(part, 0)
            case .yes: fill(part, ~0)
            default: break
            }
        }
        if isNo { return set(node, .no) }
        if isYes { return set(node, .yes) }
        unsafe set(node, target.yes, target.possible)
    }

    /// Asks for the codes of a block before they are read.
    private func prefetch(_ block: Int, _ number: Int) {
        guard let lane = unsafe heads[number].lanes?[block], let codes = unsafe lane.codes else { return }
        let rows = unsafe lanes.places[block].rows
        unsafe hqk_prefetch(codes, lane.layout == .bytes ? rows : 2 &* rows)
    }

    /// One of the blocks at hand, and where its planes go.
    @safe struct Part {
        let block: Int
        let rows: Int
        let width: Int
        /// Its first word among those at hand.
        let first: Int
        let yes: UnsafeMutablePointer<UInt64>
        let possible: UnsafeMutablePointer<UInt64>
    }

    private func fill(_ part: Part, _ word: UInt64) {
        for index in 0..<part.width {
            unsafe part.yes[index] = word
            unsafe part.possible[index] = word
        }
    }

    private func fillUnknown(_ part: Part) -> State {
        for index in 0..<part.width {
            unsafe part.yes[index] = 0
            unsafe part.possible[index] = ~0
        }
        return .mixed
    }

    // MARK: - Codes

    private func decideByCodes(_ head: UnsafeMutablePointer<Head>, _ number: Int, _ part: Part) -> State {
        guard let lane = unsafe head.pointee.lanes?[part.block] else { return fillUnknown(part) }
        switch lane.layout {
        case .unknown: return fillUnknown(part)
        case .other:
            if unsafe head.pointee.stored >= 0, let state = unsafe decideByOwn(head, part) { return state }
            return decideByColumns(query.tests[number], part)
        case .bytes, .words: break
        }
        if unsafe head.pointee.kind == .codes {
            return unsafe decide(head.pointee.spans, head.pointee.spanCount, lane, number, part)
        }
        unsafe gatherRuns(head, part.block)
        return unsafe runs.withUnsafeBufferPointer {
            unsafe decide($0.baseAddress, $0.count, lane, number, part)
        }
    }

    /// Runs of codes of the block whose values have one truth.
    private func gatherRuns(_ head: UnsafeMutablePointer<Head>, _ block: Int) {
        runs.removeAll(keepingCapacity: true)
        guard let truths = unsafe head.pointee.truths, let numbers = unsafe head.pointee.numbers else {
            return
        }
        var last = Truth.no.rawValue
        var first: UInt16 = 1
        var code: UInt16 = 1
        for place in unsafe head.pointee.range(block: block) {
            let truth = unsafe truths[Int(numbers[place])]
            if truth != last {
                addRun(first, code, last)
                last = truth
                first = code
            }
            code &+= 1
        }
        addRun(first, code, last)
    }

    private func addRun(_ first: UInt16, _ end: UInt16, _ truth: Int8) {
        if truth == Truth.no.rawValue || first == end { return }
        let kind: ClauseQuery.Span.Kind = truth == Truth.yes.rawValue ? .yes : .open
        runs.append(ClauseQuery.Span(low: first, high: end &- 1, kind: kind))
    }

    private func decide(
        _ spans: UnsafePointer<ClauseQuery.Span>?, _ count: Int, _ lane: PopulationLanes.Lane, _ number: Int,
        _ part: Part
    ) -> State {
        var some = 0
        var only = ClauseQuery.Span(low: lane.low, high: lane.high, kind: .yes)
        for place in 0..<count {
            guard let span = unsafe spans?[place] else { break }
            let low = max(span.low, lane.low)
            let high = min(span.high, lane.high)
            if low > high { continue }
            some &+= 1
            only = ClauseQuery.Span(low: low, high: high, kind: span.kind)
        }
        if some == 0 {
            if !lane.hasUnknown { return .no }
            span(lane, 1, 0, part)
            return .mixed
        }
        if some == 1 {
            let isWhole = only.low == lane.low && only.high == lane.high
            if only.kind == .yes {
                if isWhole, !lane.hasUnknown { return .yes }
                span(lane, only.low, only.high, part)
                return .mixed
            }
            if only.kind == .open, isWhole { return fillUnknown(part) }
        }
        // Rows without a code, to begin with.
        span(lane, 1, 0, part)
        for place in 0..<count {
            guard let span = unsafe spans?[place] else { break }
            let low = max(span.low, lane.low)
            let high = min(span.high, lane.high)
            if low > high { continue }
            range(lane, low, high, part.width)
            switch span.kind {
            case .yes:
                for word in 0..<part.width {
                    unsafe part.yes[word] |= scratch[word]
                    unsafe part.possible[word] |= scratch[word]
                }
            case .open: unsafe hqk_or_into(level, part.possible, scratch, part.width)
            case .exact: compare(number, part)
            }
        }
        return .mixed
    }

    /// Rows whose code lies in `low ... high`, and these with rows without a code.
    private func span(_ lane: PopulationLanes.Lane, _ low: UInt16, _ high: UInt16, _ part: Part) {
        // Safe: a lane that has codes has one for each of the rows, of the size that its layout says.
        guard let codes = unsafe lane.codes else { return }
        if lane.layout == .bytes {
            unsafe hqk_spans8(
                level, codes.assumingMemoryBound(to: UInt8.self), part.width, UInt8(truncatingIfNeeded: low),
                UInt8(truncatingIfNeeded: high), part.yes, part.possible)
        } else {
            unsafe hqk_spans16(
                level, codes.assumingMemoryBound(to: UInt16.self), part.width, low, high, part.yes,
                part.possible)
        }
    }

    /// Rows whose code lies in `low ... high`, into `scratch`.
    private func range(_ lane: PopulationLanes.Lane, _ low: UInt16, _ high: UInt16, _ width: Int) {
        guard let codes = unsafe lane.codes else { return }
        if lane.layout == .bytes {
            _ = unsafe hqk_codes8(
                level, codes.assumingMemoryBound(to: UInt8.self), width, UInt8(truncatingIfNeeded: low),
                UInt8(truncatingIfNeeded: high), scratch)
        } else {
            _ = unsafe hqk_codes16(
                level, codes.assumingMemoryBound(to: UInt16.self), width, low, high, scratch)
        }
    }

    /// Decides by their facts the rows in `scratch` that are looked at.
    private func compare(_ number: Int, _ part: Part) {
        var some: UInt64 = 0
        for word in 0..<part.width {
            unsafe scratch[word] &= mask[part.first &+ word]
            unsafe some |= scratch[word]
        }
        if some == 0 { return }
        if exact[number] == nil {
            exact[number] = ExactTest(query.plan.axes.forms[query.tests[number].atom], tables)
        }
        guard let test = exact[number] else {
            return unsafe hqk_or_into(level, part.possible, scratch, part.width)
        }
        unsafe test.decide(
            block: part.block, scratch, width: part.width, yes: part.yes, possible: part.possible)
        unsafe hqk_or_into(level, part.possible, part.yes, part.width)
    }

    // MARK: - Without codes

    /// By the planes that the block has for a node of the population's plan; nil where it has none.
    private func decideByOwn(_ head: UnsafeMutablePointer<Head>, _ part: Part) -> State? {
        let own = lanes.own(block: part.block)
        guard
            let place = unsafe lanes.place(
                of: head.pointee.stored, in: own, block: part.block, hint: head.pointee.hint),
            let entries = unsafe own.entries
        else { return nil }
        unsafe head.pointee.hint = place
        let entry = unsafe entries + place
        switch unsafe entry.pointee.state {
        case .no: return .no
        case .yes: return .yes
        case .unknown: return fillUnknown(part)
        case .mixed:
            guard let planes = unsafe own.planes else { return nil }
            let yes = unsafe planes + Int(entry.pointee.offset)
            let possible = unsafe entry.pointee.hasOpen ? yes + part.width : yes
            for word in 0..<part.width {
                unsafe part.yes[word] = unsafe yes[word]
                unsafe part.possible[word] = unsafe possible[word]
            }
            return .mixed
        }
    }

    /// By what persons judged.
    private func decideByReviews(_ test: QueryTest, _ part: Part) -> State {
        _ = fillUnknown(part)
        guard let place = test.place, let answers = lanes.blocks[part.block].batch.reviews[place] else {
            return .mixed
        }
        for (row, held) in answers where row < part.rows {
            let bit: UInt64 = 1 &<< UInt64(row & 63)
            // The last answer of a row is the one that counts.
            if held {
                unsafe part.yes[row >> 6] |= bit
                unsafe part.possible[row >> 6] |= bit
            } else {
                unsafe part.yes[row >> 6] &= ~bit
                unsafe part.possible[row >> 6] &= ~bit
            }
        }
        return .mixed
    }

    /// What no code and no plane tells, in the blocks in which rows are looked at.
    private func decideSlowly(_ number: Int, _ node: Int, _ kind: QueryTest.Kind) {
        let target = unsafe planes(of: node)
        let test = query.tests[number]
        for block in blocks {
            let place = unsafe lanes.places[block]
            let first = place.start &- start
            let part = unsafe Part(
                block: block, rows: place.rows, width: place.width, first: first, yes: target.yes + first,
                possible: target.possible + first)
            var some: UInt64 = 0
            for word in 0..<part.width { some |= unsafe mask[first &+ word] }
            if some == 0 {
                _ = fillUnknown(part)
            } else if kind == .rows {
                decideByRows(test, part)
            } else {
                switch decideByColumns(test, part) {
                case .no: fill(part, 0)
                case .yes: fill(part, ~0)
                default: break
                }
            }
        }
        unsafe set(node, target.yes, target.possible)
    }

    /// By the evaluator of single atoms.
    private func decideByColumns(_ test: QueryTest, _ part: Part) -> State {
        let batch = lanes.blocks[part.block].batch
        guard test.atom >= 0 else { return fillUnknown(part) }
        if test.atom >= query.plan.catalogue.atoms.count {
            // A part compares one number with a bound, which no value can overflow.
            guard case .number(let number) = query.plan.axes.forms[test.atom] else {
                return fillUnknown(part)
            }
            var columns: [NumberColumn] = []
            for term in number.sum.terms {
                guard let column = NumberColumn(term.source, in: batch), !column.isAbsent else {
                    return fillUnknown(part)
                }
                columns.append(column)
            }
            var truths = TruthBlock(rows: part.rows, slots: 1)
            NumberEvaluation.evaluate(number, columns, block: &truths, slot: 0)
            write(truths, part)
            return .mixed
        }
        var evaluator = BlockEvaluator(
            query.plan, Population.Block(batch: batch, live: Bitmap(repeating: true, count: part.rows)))
        evaluator.evaluate(test.atom)
        write(evaluator.truths, part)
        return .mixed
    }

    private func write(_ truths: TruthBlock, _ part: Part) {
        _ = fillUnknown(part)
        for word in 0..<(part.rows &+ 63) / 64 {
            unsafe part.yes[word] = truths.yesWord(0, word)
            unsafe part.possible[word] = ~truths.noWord(0, word)
        }
    }

    private func decideByRows(_ test: QueryTest, _ part: Part) {
        let plan = query.plan
        guard test.atom >= 0, test.atom < plan.catalogue.atoms.count, part.rows > 0 else {
            _ = fillUnknown(part)
            return
        }
        var evaluator = AtomEvaluator(
            lanes.blocks[part.block].batch, on: plan.day, limits: plan.limits, normalizer: plan.normalizer)
        let atom = plan.catalogue.atoms[test.atom]
        for word in 0..<part.width {
            var open = unsafe mask[part.first &+ word]
            var held: UInt64 = 0
            var refused: UInt64 = 0
            while open != 0 {
                let bit = open.trailingZeroBitCount
                open &= open &- 1
                switch evaluator.truth(atom, row: word &* 64 &+ bit) {
                case .yes: held |= 1 &<< UInt64(bit)
                case .no: refused |= 1 &<< UInt64(bit)
                case .unknown: break
                }
            }
            unsafe part.yes[word] = held
            unsafe part.possible[word] = ~refused
        }
    }
}
