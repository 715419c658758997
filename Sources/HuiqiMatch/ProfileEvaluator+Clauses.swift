// Safe, for every `unsafe` of this file: as in ProfileEvaluator.swift.
import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

extension ProfileEvaluator {
    /// Decides every clause: afterwards ``eligible`` and ``undetermined`` have the positions of those that are not
    /// ineligible, and ``split`` those of them that a case split decided.
    func decideAll() {
        let table = plan.requirements
        unite()
        let isJudged = self.isJudged
        uniteSplits()
        for index in 0..<table.width {
            let left = table.count &- index &* 64
            var alive: UInt64 = left >= 64 ? ~0 : (1 << UInt64(left)) &- 1
            var open: UInt64 = 0
            if isLarge {
                walkAll(index, &alive, &open)
            } else {
                open = unsafe union[table.width &+ index]
                alive &= unsafe ~union[index]
                joins(index, &alive, &open)
                var walked = unsafe table.walked[index]
                if isJudged {
                    unsafe walked |= table.judged[index]
                } else {
                    unsafe open |= table.judged[index]
                }
                if alive & walked != 0 { walkRests(alive & walked, index, &alive, &open) }
            }
            var isSplit: UInt64 = 0
            var tried = unsafe alive & open & splittable[index]
            while tried != 0 {
                let bit = tried & (0 &- tried)
                tried ^= bit
                let clause = unsafe table.clauses[index &* 64 &+ bit.trailingZeroBitCount]
                guard let found = self.split(clause: Int(clause)) else { continue }
                if found.truth == .no {
                    alive ^= bit
                } else {
                    open ^= bit
                    isSplit |= bit
                }
            }
            unsafe eligible[index] = alive & ~open
            unsafe undetermined[index] = alive & open
            unsafe split[index] = isSplit
        }
    }

    /// Calls `body` with the clauses of a set of positions.
    @inline(__always)
    func forEach(_ set: UnsafeMutablePointer<UInt64>, _ body: (_ clause: Int, _ isSplit: Bool) -> Void) {
        for index in 0..<plan.requirements.width {
            var word = unsafe set[index]
            while word != 0 {
                let bit = word & (0 &- word)
                word ^= bit
                let clause = unsafe plan.requirements.clauses[index &* 64 &+ bit.trailingZeroBitCount]
                body(Int(clause), unsafe split[index] & bit != 0)
            }
        }
    }

    /// Takes away the clauses of a word of which a join does not hold, and marks those of which one is unknown.
    @inline(__always)
    private func joins(_ index: Int, _ alive: inout UInt64, _ open: inout UInt64) {
        let table = plan.requirements
        for number in 0..<table.joinNumber {
            let joins = unsafe table.joins[number]
            let left = joins.count &- index &* 64
            if left <= 0 { break }
            let has: UInt64 = left >= 64 ? ~0 : (1 << UInt64(left)) &- 1
            alive &= unsafe union[joins.possible &+ index] | ~has
        }
        if alive == 0 { return }
        for number in 0..<table.joinNumber {
            let joins = unsafe table.joins[number]
            let left = joins.count &- index &* 64
            if left <= 0 { break }
            let has: UInt64 = left >= 64 ? ~0 : (1 << UInt64(left)) &- 1
            let vague = unsafe has & ~union[joins.held &+ index]
            let inexact = unsafe table.inexact[joins.inexact &+ index]
            open |= vague & ~inexact
            var word = vague & inexact & alive
            while word != 0 {
                let bit = word & (0 &- word)
                word ^= bit
                let position = index &* 64 &+ bit.trailingZeroBitCount
                let raw = unsafe rawTruth(table.joinReferences[joins.references &+ position])
                if raw < 0 { alive &= ~bit }
                if raw == 0 { open |= bit }
            }
        }
    }

    /// Walks the rest of some clauses of a word.
    private func walkRests(_ word: UInt64, _ index: Int, _ alive: inout UInt64, _ open: inout UInt64) {
        let table = plan.requirements
        var word = word
        while word != 0 {
            let bit = word & (0 &- word)
            word ^= bit
            let position = index &* 64 &+ bit.trailingZeroBitCount
            let first = position == 0 ? 0 : unsafe table.restEnds[position &- 1]
            for place in Int(first)..<Int(unsafe table.restEnds[position]) {
                let raw = unsafe rawTruth(table.rest[place])
                if raw < 0 {
                    alive &= ~bit
                    break
                }
                if raw == 0 { open |= bit }
            }
        }
    }

    /// Walks all that the clauses of a word require.
    private func walkAll(_ index: Int, _ alive: inout UInt64, _ open: inout UInt64) {
        var word = alive
        while word != 0 {
            let bit = word & (0 &- word)
            word ^= bit
            let clause = unsafe plan.requirements.clauses[index &* 64 &+ bit.trailingZeroBitCount]
            switch required(clause: Int(clause)) {
            case .no: alive &= ~bit
            case .unknown: open |= bit
            case .yes: continue
            }
        }
    }

    /// The clauses that can be split over a fact that the profile lacks.
    private func uniteSplits() {
        let table = plan.requirements
        unsafe splittable.update(repeating: 0, count: table.width)
        for fact in 0..<table.splitNumber where lacks(fact) {
            let set = unsafe table.splits + fact &* table.width
            for index in 0..<table.width { unsafe splittable[index] |= set[index] }
        }
    }

    /// The union of the rows that the profile's facts have.
    private func unite() {
        let table = plan.requirements
        isLarge = false
        var full = valueRowCount
        var few = 0
        let rows = table.rows
        func add(_ row: Int) {
            let start = unsafe rows.starts[row]
            // Both are written and one is kept, without a branch that cannot be foretold.
            unsafe fullRows[full] = UnsafePointer(rows.full + max(0, start))
            unsafe rowNumbers[few] = UInt32(truncatingIfNeeded: row)
            full &+= start < 0 ? 0 : 1
            few &+= start < 0 ? 1 : 0
        }
        for number in table.firstRows.indices where table.firstRows[number] >= 0 {
            let code = unsafe codes[number]
            if code < 0 { isLarge = true }
            // A value has a row of its own.
            if code < Int32.max { add(Int(table.firstRows[number]) &+ Int(max(0, code))) }
        }
        if isLarge { return }
        for (field, row) in table.flags {
            let cell = unsafe cells[field]
            add(Int(row) &+ (cell.isKnown ? (cell.number == 1 ? 2 : 1) : 0))
        }
        for group in 0..<table.groupNumber where unsafe groups[group] != 0 {
            unsafe add(Int(table.groupRows[group]) &+ Int(groups[group]) &- 1)
        }
        for number in plan.equalTexts.indices {
            let group = table.groupNumber &+ number
            unsafe add(Int(table.groupRows[group]) &+ Int(groups[group]))
        }
        let union = unsafe self.union
        // Safe: every row has `rowWidth` words, as `union` has, and every number is one of the table's.
        unsafe hqk_or_rows(plan.kernels, fullRows, full, table.rowWidth, union)
        unsafe hqk_or_few(rows.words, rows.places, rows.ends, rowNumbers, few, union)
        let (atoms, ends, bits) = unsafe (table.atoms, table.atomEnds, table.atomBits)
        var index = 0
        for group in 0..<table.groupNumber {
            let last = unsafe Int(table.groupEnds[group])
            if unsafe groups[group] != 0 { index = last }
            while index < last {
                let raw = unsafe rawTruth(atoms[index] &<< 1)
                let place = index &* 3 &+ 1 &+ Int(raw)
                index &+= 1
                var number = place == 0 ? 0 : unsafe Int(ends[place &- 1])
                let end = unsafe Int(ends[place])
                while number < end {
                    let bit = unsafe Int(bits[number])
                    number &+= 1
                    unsafe union[bit >> 6] |= 1 << UInt64(bit & 63)
                }
            }
        }
    }
}
