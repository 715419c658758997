// Safe, for every `unsafe` of this file: as in ProfileEvaluator.swift.
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

extension ProfileEvaluator {
    /// Reads the sheet to codes and to truths of what is asked of lists and texts.
    func readFacts() {
        forgetOldNumbers()
        layOut()
        readNumbers()
        readCodes()
        for number in plan.lists.indices { unsafe groups[number] = readList(number) }
        var group = plan.lists.count
        for number in plan.needles.indices {
            unsafe groups[group] = read(plan.needles[number]) ? 0 : 1
            group &+= 1
        }
        for number in plan.equalTexts.indices {
            unsafe groups[group] = read(plan.equalTexts[number])
            group &+= 1
        }
    }

    private func readNumbers() {
        let axes = plan.flatAxes
        for number in 0..<axes.sourceCount {
            let source = unsafe axes.sources[number]
            var value: Int64?
            if source.field >= 0 {
                let field = Int(source.field)
                value = source.year == .min ? self.number(of: field) : fen(field, year: source.year)
            }
            guard let value else {
                unsafe states[number] = .unknown
                continue
            }
            unsafe numbers[number] = value
            unsafe states[number] = value.magnitude <= source.limit ? .known : .large
        }
    }

    private func readCodes() {
        let axes = plan.flatAxes
        valueRowCount = 0
        for number in 0..<axes.axisCount {
            let axis = unsafe axes.axes[number]
            let atoms = unsafe truths + Int(flat.axisFirst[number])
            let count = Int(axis.atomCount)
            guard axis.kind == .dictionary else {
                let code = unsafe axes.code(number, numbers, states)
                unsafe codes[number] = code
                if code >= 0, axis.firstTruth >= 0 {
                    let first = axis.firstTruth &+ Int(code) &* count
                    unsafe atoms.update(from: axes.truths + first, count: count)
                }
                continue
            }
            let cell = unsafe cells[Int(axis.field)]
            guard cell.isKnown else {
                unsafe atoms.update(repeating: 0, count: count)
                unsafe codes[number] = 0
                continue
            }
            let facts = self.facts(number, Int(axis.field), cell.number)
            unsafe atoms.update(from: facts.truths, count: count)
            unsafe fullRows[valueRowCount] = unsafe UnsafePointer(facts.row)
            valueRowCount &+= 1
            // Its row is not one of the table.
            unsafe codes[number] = .max
        }
    }

    private func facts(_ axis: Int, _ field: Int, _ value: Int64) -> ValueFacts {
        let place = Int(truncatingIfNeeded: value)
        if place < memory.values[axis].count, let known = memory.values[axis][place] { return known }
        let truths = plan.axes.truths(axis: axis, of: unsafe sheetPlace.pointee.text(value, of: field))
        let facts = plan.values.facts(axis, truths) {
            ValueFacts(truths: truths, row: plan.requirements.row(axis: axis, truths))
        }
        while memory.values[axis].count <= place { memory.values[axis].append(nil) }
        memory.values[axis][place] = facts
        return facts
    }

    /// Looks for terms; false where the text is unknown.
    private func read(_ needles: Needles) -> Bool {
        let cell = unsafe cells[needles.field]
        guard cell.isKnown else {
            for index in needles.atoms.indices { unsafe truths[needles.atoms[index].place] = 0 }
            return false
        }
        for index in memory.found.indices { memory.found[index] = 0 }
        if needles.isNormal {
            normalize(needles.field)
            let text = normal
            needles.automaton.mark(text.span, in: &memory.found)
        } else {
            let (bytes, range) = unsafe sheetPlace.pointee.text(cell)
            needles.automaton.mark(bytes.span.extracting(range), in: &memory.found)
        }
        let found = memory.found
        for (_, place, term, isTrue) in needles.atoms {
            let isFound = term < 0 || found[term >> 6] >> UInt64(term & 63) & 1 == 1
            unsafe truths[place] = isFound == isTrue ? 1 : -1
        }
        return true
    }

    /// Compares a text; one more than its number, 0 where it is unknown.
    private func read(_ texts: EqualTexts) -> Int32 {
        let cell = unsafe cells[texts.field]
        guard cell.isKnown else {
            for index in texts.atoms.indices { unsafe truths[texts.atoms[index].place] = 0 }
            return 0
        }
        let (bytes, range) = unsafe sheetPlace.pointee.text(cell)
        let number = texts.number(of: bytes.span.extracting(range))
        for index in texts.atoms.indices {
            unsafe truths[texts.atoms[index].place] = texts.truth(number, index)
        }
        return Int32(truncatingIfNeeded: number &+ 1)
    }
}
