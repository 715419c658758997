// Safe, for every `unsafe` of this file: as in ProfileEvaluator.swift; steps and members are those of the plan's lists.
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

extension ProfileEvaluator {
    /// Decides the atoms of a list; what it cannot is left to the row evaluator.
    /// - Returns: 1 where the list is unknown, 2 where it is empty, otherwise 0.
    func readList(_ number: Int) -> Int32 {
        let list = plan.lists[number]
        let cell = unsafe cells[list.field]
        guard cell.isKnown else {
            for index in list.quantified.indices { unsafe truths[list.quantified[index].place] = 0 }
            for index in list.counted.indices { unsafe truths[list.counted[index].place] = 0 }
            for index in list.sized.indices { unsafe truths[list.sized[index].place] = 0 }
            return 1
        }
        let count = cell.range.count / max(1, list.width)
        for index in list.sized.indices {
            let atom = list.sized[index]
            let order = count < atom.count ? -1 : (count == atom.count ? 0 : 1)
            unsafe truths[atom.place] = cell.isOpen ? 0 : (atom.comparison.holds(order) ? 1 : -1)
        }
        unsafe memory.decided.initialize(repeating: false, count: list.quantified.count)
        unsafe memory.open.initialize(repeating: cell.isOpen, count: list.quantified.count)
        unsafe memory.odd.initialize(repeating: false, count: list.quantified.count)
        unsafe memory.totals.initialize(repeating: 0, count: list.counted.count)
        unsafe memory.known.initialize(repeating: !cell.isOpen, count: list.counted.count)
        unsafe memory.oddTotals.initialize(repeating: false, count: list.counted.count)
        for element in 0..<count {
            read(list, number, element: cell.range.lowerBound &+ element &* list.width)
        }
        finish(list, count)
        return count == 0 && !cell.isOpen ? 2 : 0
    }

    /// Takes an element, whose cells begin at `first`, into account.
    private func read(_ list: ListTests, _ number: Int, element first: Int) {
        var element = ElementReading(number: number, first: first)
        unsafe memory.steps.update(repeating: 2, count: list.stepCount)
        let key = unsafe parts[first &+ list.keyMember]
        if key.isKnown, list.hasKey {
            let candidates = self.candidates(list, number, key.number)
            for index in candidates.quantified { take(list, index, &element) }
            for index in candidates.counted { count(list, index, &element) }
        } else {
            for index in list.quantified.indices { take(list, index, &element) }
            for index in list.counted.indices { count(list, index, &element) }
        }
    }

    private func take(_ list: ListTests, _ index: Int, _ element: inout ElementReading) {
        element.isOdd = false
        let truth = truth(list, list.quantified[index].step, &element)
        if element.isOdd { unsafe memory.odd[index] = true }
        if truth == list.quantified[index].decides {
            unsafe memory.decided[index] = true
        } else if truth == 0 {
            unsafe memory.open[index] = true
        }
    }

    /// Counts an element, or adds its member.
    private func count(_ list: ListTests, _ index: Int, _ element: inout ElementReading) {
        let atom = list.counted[index]
        if atom.step >= 0 {
            element.isOdd = false
            let truth = truth(list, atom.step, &element)
            if element.isOdd { unsafe memory.oddTotals[index] = true }
            if truth > 0 { unsafe memory.totals[index] &+= 1 }
            if truth == 0 { unsafe memory.known[index] = false }
            return
        }
        let cell = unsafe parts[element.first &+ atom.member]
        if !cell.isKnown {
            unsafe memory.known[index] = false
        } else if cell.number.magnitude > NumberTest.magnitudeLimit.magnitude {
            unsafe memory.oddTotals[index] = true
        } else {
            // Fewer than 64 of at most 2^56, or left alone in the end.
            unsafe memory.totals[index] &+= cell.number
        }
    }

    private func finish(_ list: ListTests, _ count: Int) {
        for index in list.quantified.indices {
            let atom = list.quantified[index]
            if unsafe count > atom.longest || memory.odd[index] { continue }
            unsafe truths[atom.place] =
                memory.decided[index] ? atom.decides : (memory.open[index] ? 0 : 0 &- atom.decides)
        }
        for index in list.counted.indices {
            let atom = list.counted[index]
            if unsafe count > atom.longest || memory.oddTotals[index] { continue }
            // Such sums may leave the guard.
            if atom.step < 0, count >= ListTests.sumLimit { continue }
            unsafe truths[atom.place] =
                memory.known[index] ? (atom.bounds.holds(memory.totals[index]) ? 1 : -1) : 0
        }
    }

    /// The atoms that an element with this key text may matter for: those that are not settled whatever its other
    /// members are. Leaves the steps as not asked.
    private func candidates(_ list: ListTests, _ number: Int, _ value: Int64) -> ReadingMemory.Candidates {
        let place = Int(truncatingIfNeeded: value)
        if place < memory.candidates[number].count, let known = memory.candidates[number][place] {
            return known
        }
        var element = ElementReading(number: number, first: 0)
        element.onlyKey = value
        var quantified: [Int] = []
        for index in list.quantified.indices {
            let atom = list.quantified[index]
            if truth(list, atom.step, &element) != 0 &- atom.decides { quantified.append(index) }
        }
        var counted: [Int] = []
        for index in list.counted.indices {
            let step = list.counted[index].step
            if step < 0 || truth(list, step, &element) >= 0 { counted.append(index) }
        }
        unsafe memory.steps.update(repeating: 2, count: list.stepCount)
        let found = ReadingMemory.Candidates(quantified: quantified, counted: counted)
        while memory.candidates[number].count <= place { memory.candidates[number].append(nil) }
        memory.candidates[number][place] = found
        return found
    }

    /// The raw truth of a step for an element, each asked once.
    private func truth(_ list: ListTests, _ index: Int, _ element: inout ElementReading) -> Int8 {
        let known = unsafe memory.steps[index]
        if known != 2 { return known }
        let step = unsafe list.steps[index]
        var truth: Int8 = 0
        switch step.kind {
        case .constant: truth = step.truth
        case .flag:
            let cell = self.cell(list, step, element)
            truth = cell.isKnown ? (cell.number == 1 ? 1 : -1) : 0
        case .number:
            let cell = self.cell(list, step, element)
            if cell.isKnown {
                // Not remembered, so that every atom that asks is told.
                if cell.number.magnitude > ListTests.limit {
                    element.isOdd = true
                    return 0
                }
                truth = cell.number >= step.low && cell.number <= step.high ? step.truth : 0 &- step.truth
            }
        case .text:
            let cell = self.cell(list, step, element)
            if cell.isKnown { truth = textTruth(list, element.number, step, cell.number) }
        case .and:
            truth = 1
            for place in Int(step.first)..<Int(step.end) {
                truth = unsafe min(truth, self.truth(list, Int(list.operands[place]), &element))
            }
        case .or:
            truth = -1
            for place in Int(step.first)..<Int(step.end) {
                truth = unsafe max(truth, self.truth(list, Int(list.operands[place]), &element))
            }
        case .not: truth = unsafe 0 &- self.truth(list, Int(list.operands[Int(step.first)]), &element)
        }
        if !element.isOdd { unsafe memory.steps[index] = truth }
        return truth
    }

    /// The member of an element that a step asks about.
    private func cell(_ list: ListTests, _ step: ListTests.Step, _ element: ElementReading)
        -> ProfileSheet.Cell
    {
        guard let key = element.onlyKey else { return unsafe parts[element.first &+ Int(step.member)] }
        return Int(step.member) == list.keyMember ? ProfileSheet.Cell(number: key) : ProfileSheet.Cell()
    }

    private func textTruth(_ list: ListTests, _ number: Int, _ step: ListTests.Step, _ value: Int64) -> Int8 {
        let truths = unsafe memory.truths(number, Int(truncatingIfNeeded: value)) + Int(step.memory)
        if unsafe truths.pointee != 2 { return unsafe truths.pointee }
        let sheet = unsafe sheetPlace
        let text =
            list.isOfRecords
            ? unsafe sheet.pointee.text(value, ofMember: Int(step.member), of: list.field)
            : unsafe sheet.pointee.text(value, of: list.field)
        unsafe truths.pointee = list.truth(Int(step.memory), of: text).rawValue
        return unsafe truths.pointee
    }
}

/// An element that is being decided.
private struct ElementReading {
    /// The list's number.
    let number: Int
    /// Its first cell.
    let first: Int
    /// Where only the key text is taken to be known, that text.
    var onlyKey: Int64?
    /// A number beyond the guard was met.
    var isOdd = false
}
