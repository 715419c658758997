import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiText

/// Chooses the first rows of a scan in rank order, and tells them.
///
/// Degree, wishes and relevance are small numbers, which are added up and compared bit by bit in planes; only rows that
/// still tie are asked for their amount and the place of their key. More rows than wanted are chosen only where they
/// tie to the end: the exact order is that of ``Ranking``.
@safe struct RowRanks {
    // Safe, for every `unsafe` below: see ``ClauseScan``, whose work planes these are.
    private let scan: ClauseScan
    private let plan: DayPlan
    private let degrees: WholeWeights
    private let wishes: WholeWeights
    private let words: [String]
    private let relevanceBits: Int
    private let sums: UnsafeMutablePointer<UInt64>
    private let relevance: UnsafeMutablePointer<UInt64>
    private let wordPlanes: UnsafeMutablePointer<UInt64>
    private var hasRelevance = false
    private var chosen: [(bit: Int32, block: Int32, row: Int32, verdict: Verdict)] = []

    private var level: Int32 { scan.query.plan.kernels }

    init(
        _ scan: ClauseScan, degrees: WholeWeights, wishes: WholeWeights, words: [String], sumBits: Int,
        relevanceBits: Int
    ) {
        self.scan = scan
        plan = scan.query.plan
        self.degrees = degrees
        self.wishes = wishes
        self.words = words
        self.relevanceBits = relevanceBits
        // Planes of one number lie `scan.width` words apart.
        unsafe sums = scan.work(ClauseScan.workPlanes)
        unsafe relevance = scan.work(ClauseScan.workPlanes + sumBits)
        unsafe wordPlanes = scan.work(ClauseScan.workPlanes + sumBits + relevanceBits)
    }

    /// Chooses among the rows of a verdict.
    /// - Returns: How many of those that are wanted there are.
    mutating func choose(_ wanted: Int, _ verdict: Verdict) -> Int {
        let open = unsafe scan.work(0)
        switch verdict {
        case .eligible: unsafe open.update(from: scan.yes, count: scan.width)
        case .undetermined:
            for word in 0..<scan.width { unsafe open[word] = scan.possible[word] & ~scan.yes[word] }
        case .ineligible:
            if !scan.isEvery { return 0 }
            unsafe scan.writeIneligible(to: open)
        }
        var selection = unsafe RowSelection(
            open, wanted: wanted, sure: scan.work(1), room: scan.work(2), width: scan.width, level: level)
        let taken = min(wanted, selection.openCount)
        narrow(&selection, verdict)
        selection.close()
        unsafe scan.forEachRow(selection.sure) { bit, block, row in
            chosen.append(
                (
                    Int32(truncatingIfNeeded: bit), Int32(truncatingIfNeeded: block),
                    Int32(truncatingIfNeeded: row), verdict
                ))
        }
        return taken
    }

    private mutating func narrow(_ selection: inout RowSelection, _ verdict: Verdict) {
        if verdict != .eligible, degrees.total > 0, selection.isOpen {
            unsafe sum(degrees) { unsafe scan.condition($0).yes }
            unsafe selection.narrow(sums, bits: degrees.bits, stride: scan.width)
            if selection.isOpen {
                unsafe sum(degrees) { unsafe scan.condition($0).possible }
                unsafe selection.narrow(sums, bits: degrees.bits, stride: scan.width)
            }
        }
        if wishes.total > 0, selection.isOpen {
            unsafe sum(wishes) { unsafe scan.condition($0).yes }
            unsafe selection.narrow(sums, bits: wishes.bits, stride: scan.width)
        }
        if !words.isEmpty, selection.isOpen {
            makeRelevance()
            unsafe selection.narrow(relevance, bits: relevanceBits, stride: scan.width)
        }
        if selection.isOpen { narrowRowByRow(&selection) }
    }

    private func sum(_ weights: WholeWeights, _ plane: (Int) -> UnsafeMutablePointer<UInt64>) {
        var planes: [UnsafePointer<UInt64>] = unsafe []
        var parts: [UInt32] = []
        for (number, weight) in weights.weights.enumerated() where weight > 0 {
            let found = unsafe plane(number)
            unsafe planes.append(UnsafePointer(found))
            parts.append(weight)
        }
        unsafe hqk_sum_planes(level, planes, parts, parts.count, scan.width, weights.bits, sums)
    }

    // MARK: - Relevance

    /// How many of the clause's words each row has, in planes.
    private mutating func makeRelevance() {
        if hasRelevance || words.isEmpty { return }
        hasRelevance = true
        let (tables, isShared) = scan.tables.ranking()
        let fits = words.count <= 64 && words.allSatisfy { PhraseBook.isWhole($0.utf8Span.span) }
        var others = scan.placed.indices.filter { !fits || !isShared[scan.placed[$0].block] }
        if fits {
            // Where the words of shared blocks are in planes of the tables, and in those of the scan.
            var runs: [(from: Int, to: Int, count: Int)] = []
            let starts = scan.tables.lanes.wordStart
            for place in scan.placed.indices where isShared[scan.placed[place].block] {
                let range = scan.words(place)
                let first = starts[scan.placed[place].block]
                if let last = runs.last, last.from + last.count == first,
                    last.to + last.count == range.lowerBound
                {
                    runs[runs.count - 1].count += range.count
                } else {
                    runs.append((first, range.lowerBound, range.count))
                }
            }
            let isAll = others.isEmpty
            for (number, word) in words.enumerated() {
                let target = unsafe wordPlanes + number * scan.width
                if !isAll { unsafe target.update(repeating: 0, count: scan.width) }
                guard let plane = tables.rows(with: word) else {
                    unsafe target.update(repeating: 0, count: scan.width)
                    others = Array(scan.placed.indices)
                    continue
                }
                unsafe plane.withUnsafeBufferPointer { plane in
                    guard let base = plane.baseAddress else { return }
                    for run in runs where run.from + run.count <= plane.count {
                        unsafe (target + run.to).update(from: base + run.from, count: run.count)
                    }
                }
            }
            let pointers = unsafe words.indices.map {
                unsafe UnsafePointer(wordPlanes + $0 * scan.width)
            }
            unsafe hqk_sum_planes(
                level, pointers, Array(repeating: 1, count: words.count), words.count, scan.width,
                relevanceBits, relevance)
        } else {
            unsafe relevance.update(repeating: 0, count: relevanceBits * scan.width)
        }
        if !others.isEmpty { readRelevance(others) }
    }

    /// Of blocks of which the tables do not tell.
    private func readRelevance(_ places: [Int]) {
        let population = scan.tables.population
        let finder = WordsOfProfiles(words, population, plan.normalizer)
        for place in places {
            let range = scan.words(place)
            let block = scan.placed[place].block
            let count = population.blocks[block].batch.count
            let rows = (0..<count).map { Int32(truncatingIfNeeded: $0) }
            var row = 0
            finder.forEachFound(in: population.blocks[block], rows[...], rows) { found in
                let word = range.lowerBound &+ row >> 6
                let bit: UInt64 = 1 &<< UInt64(row & 63)
                for plane in 0..<relevanceBits {
                    let target = unsafe relevance + (plane &* scan.width &+ word)
                    if found >> plane & 1 == 1 {
                        unsafe target.pointee |= bit
                    } else {
                        unsafe target.pointee &= ~bit
                    }
                }
                row &+= 1
            }
        }
    }

    private func thousandths(_ bit: Int) -> Int {
        var found = 0
        for plane in 0..<relevanceBits {
            let word = unsafe relevance[plane &* scan.width &+ bit >> 6]
            found |= Int(truncatingIfNeeded: word >> UInt64(bit & 63) & 1) << plane
        }
        return ClauseWords.relevance(found, of: words.count)
    }

    // MARK: - Row by row

    /// By amount, then by key.
    private func narrowRowByRow(_ selection: inout RowSelection) {
        let population = scan.tables.population
        let ranking = scan.tables.ranking()
        switch plan.amounts.forms[scan.query.clause] {
        case .none, .constant: return narrowByKey(&selection, ranking)
        case .program, .rule: break
        }
        var bits: [Int32] = []
        var blocks: [Int32] = []
        var rows: [Int32] = []
        bits.reserveCapacity(selection.openCount)
        blocks.reserveCapacity(selection.openCount)
        rows.reserveCapacity(selection.openCount)
        unsafe scan.forEachRow(selection.open) { bit, block, row in
            bits.append(Int32(truncatingIfNeeded: bit))
            blocks.append(Int32(truncatingIfNeeded: block))
            rows.append(Int32(truncatingIfNeeded: row))
        }
        var list = Shortlist(bits.indices.map { Int32(truncatingIfNeeded: $0) }, first: selection.needed)
        var isExact = true
        var side = ProfileSide(
            plan, scan.query.clause, population, blocks: blocks, rows: rows, tables: scan.tables)
        list.narrow { open, keys in
            side.amounts(open) { amount in
                // As in ``Ranking``: the least number there is would not stand before no amount.
                if amount.low == .min { isExact = false }
                keys.append(amount.low.map { ~$0 } ?? .max)
            }
            if !isExact { keys = Array(repeating: 0, count: keys.count) }
        }
        if isExact {
            list.narrow { open, keys in
                for candidate in open {
                    keys.append(rank(Int(blocks[Int(candidate)]), Int(rows[Int(candidate)]), ranking))
                }
            }
        }
        selection.take(list.chosen.map { bits[Int($0)] })
    }

    /// By key alone, where all amounts are one.
    private func narrowByKey(
        _ selection: inout RowSelection, _ ranking: (tables: RankTables, isShared: [Bool])
    ) {
        let wanted = selection.needed
        var size = max(1024, 4 * wanted)
        var bits: [Int32] = []
        var keys: [Int64] = []
        bits.reserveCapacity(min(size, selection.openCount))
        keys.reserveCapacity(min(size, selection.openCount))
        var room: [Int64] = []
        // Now and then those that are surely not among the first are dropped, so that most need not be kept at all.
        var last = Int64.max
        func drop() {
            if keys.count <= wanted { return }
            room.removeAll(keepingCapacity: true)
            room.append(contentsOf: keys)
            last = Shortlist.value(at: wanted - 1, of: &room)
            var kept = 0
            for index in keys.indices where keys[index] <= last {
                bits[kept] = bits[index]
                keys[kept] = keys[index]
                kept += 1
            }
            bits.removeSubrange(kept...)
            keys.removeSubrange(kept...)
        }
        unsafe scan.forEachRow(selection.open) { bit, block, row in
            let key = rank(block, row, ranking)
            if key > last { return }
            bits.append(Int32(truncatingIfNeeded: bit))
            keys.append(key)
            if keys.count >= size {
                drop()
                // Ties do not make this happen at every row.
                size = max(size, 2 * keys.count)
            }
        }
        drop()
        selection.take(bits)
    }

    /// The place of a row's key among all.
    private func rank(_ block: Int, _ row: Int, _ ranking: (tables: RankTables, isShared: [Bool])) -> Int64 {
        if ranking.isShared[block] {
            return ranking.tables.keys.rank(bit: scan.tables.lanes.wordStart[block] &* 64 &+ row)
        }
        let keys = scan.tables.population.blocks[block].batch.keys
        return ranking.tables.keys.rank(key: keys.bytes[keys.range(row)])
    }

    // MARK: - The answer

    /// The rows that were chosen, in rank order.
    /// - Parameter total: Profiles of the population.
    mutating func answer(_ options: AnswerOptions, total: Int) -> (matches: [Match], totals: VerdictTotals) {
        if !chosen.isEmpty { makeRelevance() }
        let scores = chosen.map { scan.score(Int($0.bit), $0.verdict) }
        let clause = scan.query.clause
        var aside = VerdictTotals()
        aside.eligible = scan.eligible
        aside.undetermined = scan.undetermined
        aside.ineligible = total - scan.eligible - scan.undetermined
        for row in chosen {
            switch row.verdict {
            case .eligible: aside.eligible -= 1
            case .undetermined: aside.undetermined -= 1
            case .ineligible: aside.ineligible -= 1
            }
        }
        if !plan.inForce[clause] { aside.notInForce = aside.ineligible }
        var side = ChosenProfiles(
            ProfileSide(
                plan, clause, scan.tables.population, blocks: chosen.map(\.block), rows: chosen.map(\.row),
                tables: scan.tables),
            relevances: words.isEmpty ? chosen.map { _ in 0 } : chosen.map { thousandths(Int($0.bit)) })
        return Ranking(plan: plan, options: options).matches(scores, aside: aside, side: &side)
    }
}

/// Profiles whose relevance is known already.
private struct ChosenProfiles: RankSide {
    private var side: ProfileSide
    private let relevances: [Int]

    init(_ side: ProfileSide, relevances: [Int]) {
        self.side = side
        self.relevances = relevances
    }

    var ranked: RankedClauses { side.ranked }

    func profile(_ candidate: Int32) -> Profile { side.profile(candidate) }

    mutating func relevances(_ candidates: [Int32], _ body: (Int) -> Void) {
        for candidate in candidates { body(relevances[Int(candidate)]) }
    }

    mutating func amounts(_ candidates: [Int32], _ body: (AmountBounds) -> Void) {
        side.amounts(candidates, body)
    }

    func deadlines(_ candidates: [Int32], _ body: (Day?) -> Void) { side.deadlines(candidates, body) }

    func idBytes(_ candidates: [Int32], from place: Int, _ body: (_ bytes: UInt64, _ count: Int) -> Void) {
        side.idBytes(candidates, from: place, body)
    }

    func precedes(_ candidate: Int32, _ other: Int32) -> Bool { side.precedes(candidate, other) }
}
