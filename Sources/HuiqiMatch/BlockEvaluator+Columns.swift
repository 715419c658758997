import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

extension BlockEvaluator {
    /// Decides an atom for the whole block; false where it must be done row by row after all.
    mutating func evaluateColumns(_ form: AtomForm, slot: Int) -> Bool {
        switch form {
        case .constant(let truth): truths.fill(slot, truth)
        case .number(let test): return evaluate(test, slot: slot)
        case .flag(let field, let isTrue):
            guard case .bool(let column) = block.batch.columns[field] else { return false }
            RowKernels.flags(column.values, known: column.known, isTrue: isTrue, block: &truths, slot: slot)
        case .distinct(let field, let test):
            guard case .dictionary(let column) = block.batch.columns[field] else { return false }
            let table = column.values.enumerated().map { test.truth(of: $0 == 0 ? nil : $1) }
            RowKernels.table(column.codes, truths: table, block: &truths, slot: slot)
        case .text(let field, let test, let isTrue):
            switch block.batch.columns[field] {
            case .text(let column): evaluate(test, column, field, isTrue: isTrue, slot: slot)
            case .dictionary(let column):
                let matcher = TextMatcher(test)
                let table = column.values.enumerated().map { code, value -> Truth in
                    if code == 0 { return .unknown }
                    return Truth(matcher.matches(Array(value.utf8)[...]) == isTrue)
                }
                RowKernels.table(column.codes, truths: table, block: &truths, slot: slot)
            default: return false
            }
        case .under(let field, let test):
            guard case .dictionary(let column) = block.batch.columns[field] else { return false }
            let table = column.values.enumerated().map {
                $0 == 0 ? Truth.unknown : test.truth(of: test.read($1))
            }
            RowKernels.table(column.codes, truths: table, block: &truths, slot: slot)
        case .quantified(let field, let decides, let test, let longest):
            return quantify(field, decides, test, longest, slot: slot)
        case .has(let field, let text):
            guard case .texts(let shape, let column) = block.batch.columns[field] else { return false }
            has(text, shape, column, slot: slot)
        case .listSize(let field, let comparison, let count):
            guard let shape = shape(of: field) else { return false }
            decideComplete(shape, slot: slot) { elements in
                let size = Int64(elements.count)
                return Truth(comparison.holds(size < count ? -1 : (size == count ? 0 : 1)))
            }
        case .firstReached(let test): return evaluate(test, slot: slot)
        case .extreme(let sources, let isGreatest, let bounds):
            guard let (values, known) = NumberColumn.extreme(sources, isGreatest, in: block.batch) else {
                return false
            }
            RowKernels.range(
                values, known: known, low: bounds.low, high: bounds.high, isInside: bounds.isInside,
                block: &truths, slot: slot)
        case .tally(let field, let tally, let bounds, let longest):
            return evaluate(field, tally, bounds, longest, slot: slot)
        case .general: return false
        }
        return true
    }

    /// f[year] >= x and every f[from ..< year] < x, by Kleene: plane by plane.
    private mutating func evaluate(_ test: FirstReached, slot: Int) -> Bool {
        guard case .yearly(let yearly) = block.batch.columns[test.field] else { return false }
        let scratch = truths.slots &- 1
        truths.fill(slot, .yes)
        for year in test.from...test.year {
            guard let column = yearly.column(year: year) else {
                truths.fill(scratch, .unknown)
                truths.and(slot, scratch)
                continue
            }
            let isReached = year == test.year
            RowKernels.range(
                column.values, known: column.known, low: test.fen, high: Int64.max, isInside: isReached,
                block: &truths, slot: scratch)
            truths.and(slot, scratch)
        }
        return true
    }

    private mutating func has(_ text: ExactText, _ shape: ListShape, _ column: DictionaryColumn, slot: Int) {
        let code = column.values.dropFirst().firstIndex { ExactText($0) == text }.map { UInt32($0) }
        for row in 0..<block.batch.count {
            guard shape.known[row] else {
                truths.set(slot, row: row, .unknown)
                continue
            }
            if let code, column.codes[shape.range(row)].contains(code) {
                truths.set(slot, row: row, .yes)
            } else {
                truths.set(slot, row: row, shape.open[row] ? .unknown : .no)
            }
        }
    }

    private func shape(of field: Int) -> ListShape? {
        switch block.batch.columns[field] {
        case .texts(let shape, _), .records(let shape, _): shape
        default: nil
        }
    }

    private mutating func numberColumn(_ source: NumberSource) -> NumberColumn? {
        if let known = numberColumns[source] { return known }
        let column = NumberColumn(source, in: block.batch)
        if let column { numberColumns[source] = column }
        return column
    }

    private mutating func evaluate(_ test: NumberTest, slot: Int) -> Bool {
        var columns: [NumberColumn] = []
        for term in test.sum.terms + (test.divisor?.terms ?? []) {
            guard let column = numberColumn(term.source) else { return false }
            // No row of the block has this year: unknown for all.
            if column.isAbsent {
                truths.fill(slot, .unknown)
                return true
            }
            columns.append(column)
        }
        guard columns.allSatisfy({ $0.isWithinLimit }) else { return false }
        NumberEvaluation.evaluate(test, columns, block: &truths, slot: slot)
        return true
    }

    private mutating func evaluate(
        _ test: TextTest, _ column: TextColumn, _ field: Int, isTrue: Bool, slot: Int
    ) {
        if case .mentions(let term) = test {
            let texts = normalizedTexts(of: column, field)
            let search = SubstringSearch(term)
            truths.fill(slot, .unknown)
            for row in 0..<block.batch.count {
                guard let text = texts[row] else { continue }
                truths.set(slot, row: row, Truth(search.isIn(text.span) == isTrue))
            }
            return
        }
        let matcher = TextMatcher(test)
        for row in 0..<block.batch.count {
            let isKnown = column.known[row]
            let held = isKnown && matcher.matches(column.bytes[column.range(row)])
            truths.set(slot, row: row, isKnown ? Truth(held == isTrue) : .unknown)
        }
    }

    /// A text field of the block, normalised; nil where unknown.
    private mutating func normalizedTexts(of column: TextColumn, _ field: Int) -> [[UInt8]?] {
        if let known = normalized[field] { return known }
        let texts = (0..<block.batch.count).map { row in
            column[row].map { Array(plan.normalizer.normalize($0).utf8) }
        }
        normalized[field] = texts
        return texts
    }

    private mutating func quantify(
        _ field: Int, _ decides: Truth, _ test: ElementTest, _ longest: Int, slot: Int
    ) -> Bool {
        switch block.batch.columns[field] {
        case .texts(let shape, let column):
            guard shape.longest <= longest else { return false }
            var elements = ElementEvaluator(count: shape.elements, test: test)
            guard elements.evaluate(test, texts: column, members: []) else { return false }
            elements.quantify(shape, decides, &truths, slot)
        case .records(let shape, let members):
            guard shape.longest <= longest else { return false }
            var elements = ElementEvaluator(count: shape.elements, test: test)
            guard elements.evaluate(test, texts: nil, members: members) else { return false }
            elements.quantify(shape, decides, &truths, slot)
        default: return false
        }
        return true
    }
}

extension BlockEvaluator {
    /// How many elements pass, or their sum, row by row.
    private mutating func evaluate(
        _ field: Int, _ tally: Tally, _ bounds: WholeBounds, _ longest: Int, slot: Int
    ) -> Bool {
        guard let shape = shape(of: field), shape.longest <= longest else { return false }
        var elements: ElementEvaluator?
        var amounts: IntegerColumn?
        switch tally {
        case .count(let test):
            var found = ElementEvaluator(count: shape.elements, test: test)
            switch block.batch.columns[field] {
            case .texts(_, let column):
                guard found.evaluate(test, texts: column, members: []) else { return false }
            case .records(_, let members):
                guard found.evaluate(test, texts: nil, members: members) else { return false }
            default: return false
            }
            elements = found
        case .sum(let member):
            guard case .records(_, let members) = block.batch.columns[field],
                case .integer(let column)? = members.element(member),
                NumberColumn(column, limit: NumberTest.magnitudeLimit).isWithinLimit, shape.longest < 64
            else { return false }
            amounts = column
        }
        decideComplete(shape, slot: slot) { range in
            var total: Int64 = 0
            for element in range {
                if let amounts {
                    // Fewer than 64 of at most 2^56.
                    guard let amount = amounts[element] else { return .unknown }
                    total &+= amount
                } else {
                    switch elements?.truth(element) ?? .unknown {
                    case .yes: total &+= 1
                    case .no: break
                    case .unknown: return .unknown
                    }
                }
            }
            return Truth(bounds.holds(total))
        }
        return true
    }

    /// Sets a slot by the elements of each list that is known and complete; other rows are unknown.
    private mutating func decideComplete(_ shape: ListShape, slot: Int, _ decide: (Range<Int>) -> Truth) {
        for index in 0..<truths.width {
            var rest = shape.known.words[index] & ~shape.open.words[index]
            var yes: UInt64 = 0
            var no: UInt64 = 0
            while rest != 0 {
                let bit = rest.trailingZeroBitCount
                rest &= rest &- 1
                switch decide(shape.range(index &* 64 &+ bit)) {
                case .yes: yes |= 1 &<< UInt64(bit)
                case .no: no |= 1 &<< UInt64(bit)
                case .unknown: break
                }
            }
            truths.setWord(slot, index, yes: yes, no: no)
        }
    }
}

/// Decides an element test for all elements of a list column.
struct ElementEvaluator {
    private var truths: TruthBlock
    private var top = 0

    init(count: Int, test: ElementTest) {
        truths = TruthBlock(rows: count, slots: ElementEvaluator.depth(test))
    }

    /// The truth of an element.
    func truth(_ element: Int) -> Truth { truths.truth(0, row: element) }

    private static func depth(_ test: ElementTest) -> Int {
        switch test {
        case .and(let parts), .or(let parts):
            1 + (parts.map { depth($0) }.max() ?? 0)
        case .not(let operand): depth(operand)
        default: 1
        }
    }

    func quantify(_ shape: ListShape, _ decides: Truth, _ block: inout TruthBlock, _ slot: Int) {
        RowKernels.quantify(
            elements: truths, elementSlot: 0, ends: shape.ends, known: shape.known, open: shape.open,
            decides: decides, block: &block, slot: slot)
    }

    /// Leaves the answer in the slot that was on top; false where a column has not the expected type.
    mutating func evaluate(_ test: ElementTest, texts: DictionaryColumn?, members: [Column]) -> Bool {
        let slot = top
        switch test {
        case .constant(let truth): truths.fill(slot, truth)
        case .and(let parts), .or(let parts):
            let isAnd = if case .and = test { true } else { false }
            truths.fill(slot, isAnd ? .yes : .no)
            top += 1
            for part in parts {
                guard evaluate(part, texts: texts, members: members) else { return false }
                if isAnd { truths.and(slot, top) } else { truths.or(slot, top) }
            }
            top -= 1
        case .not(let operand):
            guard evaluate(operand, texts: texts, members: members) else { return false }
            truths.not(slot)
        case .flag(let member):
            guard case .bool(let column)? = members.element(member) else { return false }
            RowKernels.flags(column.values, known: column.known, isTrue: true, block: &truths, slot: slot)
        case .number(let test):
            var columns: [NumberColumn] = []
            for term in test.sum.terms + (test.divisor?.terms ?? []) {
                guard case .member(let member) = term.source,
                    case .integer(let column)? = members.element(member)
                else { return false }
                let number = NumberColumn(column)
                guard number.isWithinLimit else { return false }
                columns.append(number)
            }
            NumberEvaluation.evaluate(test, columns, block: &truths, slot: slot)
        case .equals(let member, let wanted, let isTrue):
            guard let column = textColumn(member, texts, members) else { return false }
            let table = column.values.enumerated().map {
                $0 == 0 ? Truth.unknown : Truth(wanted.contains(ExactText($1)) == isTrue)
            }
            RowKernels.table(column.codes, truths: table, block: &truths, slot: slot)
        case .distinct(let member, let test):
            guard let column = textColumn(member, texts, members) else { return false }
            let table = column.values.enumerated().map { $0 == 0 ? Truth.unknown : test.truth(of: $1) }
            RowKernels.table(column.codes, truths: table, block: &truths, slot: slot)
        }
        return true
    }
}

extension ElementEvaluator {
    /// The texts of a member, or the elements themselves where there is none.
    private func textColumn(
        _ member: Int?, _ texts: DictionaryColumn?, _ members: [Column]
    ) -> DictionaryColumn? {
        guard let member else { return texts }
        guard case .dictionary(let found)? = members.element(member) else { return nil }
        return found
    }
}

extension Array {
    /// The element at an index, nil outside.
    fileprivate func element(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
