import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Writes the planes of what has no code in a block.
struct OwnWriter {
    private let plan: DayPlan
    private let batch: ProfileBatch
    private var evaluator: BlockEvaluator?
    private var numbers: TruthBlock
    private(set) var own: [PreparedBlock.Own] = []
    private(set) var planes: [UInt64] = []
    private let rows: Int
    private let width: Int
    private let tail: UInt64
    private var yes: [UInt64]
    private var possible: [UInt64]

    init(_ plan: DayPlan, _ batch: ProfileBatch) {
        self.plan = plan
        self.batch = batch
        rows = batch.count
        width = (rows + 63) / 64
        tail = rows & 63 == 0 ? ~0 : (1 << UInt64(rows & 63)) - 1
        numbers = TruthBlock(rows: batch.count, slots: 1)
        yes = Array(repeating: 0, count: width)
        possible = yes
    }

    // MARK: - One by one

    /// An atom by the evaluator of single atoms.
    mutating func write(_ atom: Int) {
        if atom >= plan.catalogue.atoms.count { return writePart(atom) }
        if evaluator == nil {
            evaluator = BlockEvaluator(
                plan,
                Population.Block(batch: batch, live: Bitmap(repeating: true, count: batch.count)))
        }
        evaluator?.evaluate(atom)
        guard let truths = evaluator?.truths else { return }
        add(truths, slot: 0, node: atom)
    }

    /// A part compares one number with a bound, which no value can overflow.
    private mutating func writePart(_ atom: Int) {
        guard case .number(let test) = plan.axes.forms[atom] else { return }
        var columns: [NumberColumn] = []
        for term in test.sum.terms {
            guard let column = NumberColumn(term.source, in: batch), !column.isAbsent else { break }
            columns.append(column)
        }
        if columns.count == test.sum.terms.count {
            NumberEvaluation.evaluate(test, columns, block: &numbers, slot: 0)
        } else {
            numbers.fill(0, .unknown)
        }
        add(numbers, slot: 0, node: atom)
    }

    private mutating func add(_ truths: TruthBlock, slot: Int, node: Int) {
        for index in 0..<width {
            yes[index] = truths.yesWord(slot, index)
            possible[index] = ~truths.noWord(slot, index)
        }
        add(node)
    }

    /// Adds what `yes` and `possible` hold.
    private mutating func add(_ node: Int) {
        var some: (yes: UInt64, no: UInt64, open: UInt64) = (0, 0, 0)
        for index in 0..<width {
            let mask = index == width - 1 ? tail : ~0
            yes[index] &= mask
            possible[index] &= mask
            some.yes |= yes[index]
            some.no |= ~possible[index] & mask
            some.open |= possible[index] & ~yes[index]
        }
        let state: PreparedBlock.State
        switch (some.yes != 0, some.no != 0, some.open != 0) {
        case (true, false, false): state = .yes
        case (false, true, false): state = .no
        case (false, false, true): state = .unknown
        default: state = .mixed
        }
        let start = planes.count
        if state == .mixed {
            planes.append(contentsOf: yes)
            // Where nothing is open, both planes are one.
            if some.open != 0 { planes.append(contentsOf: possible) }
        }
        own.append(
            PreparedBlock.Own(
                node: Int32(truncatingIfNeeded: node), state: state, hasOpen: some.open != 0,
                offset: Int32(truncatingIfNeeded: start)))
    }

    /// What persons judged: unknown where nobody did.
    mutating func write(_ held: [(row: Int, held: Bool)], node: Int) {
        numbers.fill(0, .unknown)
        for (row, held) in held { numbers.set(0, row: row, Truth(held)) }
        add(numbers, slot: 0, node: node)
    }

    /// - Returns: Offset of the plane; -1 where no row lacks the fact, -2 where all do.
    mutating func writeLacking(_ fact: MissingFact) -> Int32 {
        var words = [UInt64](repeating: 0, count: width)
        if let known = batch.known(fact) {
            for index in 0..<width { words[index] = ~known.words[index] & (index == width - 1 ? tail : ~0) }
        } else {
            for row in 0..<rows where batch.lacks(fact, row: row) {
                words[row >> 6] |= 1 << UInt64(row & 63)
            }
        }
        var some: UInt64 = 0
        var isAll = true
        for (index, word) in words.enumerated() {
            some |= word
            if word != (index == width - 1 ? tail : ~0) { isAll = false }
        }
        if some == 0 { return -1 }
        if isAll { return -2 }
        planes.append(contentsOf: words)
        return Int32(truncatingIfNeeded: planes.count - width)
    }

    // MARK: - Texts

    /// Tests of whole texts.
    mutating func write(_ test: OwnTests.Rows) {
        guard case .text(let column) = batch.columns[test.field] else { return write(test.atom) }
        var hits = [UInt64](repeating: 0, count: width)
        let known = column.known.words
        func mark(_ length: Int, _ matches: (Range<Int>) -> Bool) {
            for row in 0..<rows {
                let range = column.range(row)
                if range.count >= length, matches(range) { hits[row >> 6] |= 1 &<< UInt64(row & 63) }
            }
        }
        switch test.test {
        case .contains(let text) where !text.isEmpty:
            let needle = Array(text.utf8)
            // Safe: `ends` has an end for each of the rows, within `bytes`, and the plane a bit.
            unsafe hqk_contains(
                plan.kernels, column.bytes, column.ends, rows, needle, needle.count, &hits)
        case .mentions(let text):
            let search = SubstringSearch(text)
            var normal: [UInt8] = []
            for row in 0..<rows where column.known[row] {
                normal.removeAll(keepingCapacity: true)
                plan.normalizer.normalize(column.bytes.span.extracting(column.range(row)), into: &normal)
                if search.isIn(normal.span) { hits[row >> 6] |= 1 &<< UInt64(row & 63) }
            }
        case .startsWith(let text):
            let part = Array(text.utf8)
            mark(part.count) { column.bytes[$0.prefix(part.count)].elementsEqual(part) }
        case .endsWith(let text):
            let part = Array(text.utf8)
            mark(part.count) { column.bytes[$0.suffix(part.count)].elementsEqual(part) }
        default:
            let matcher = TextMatcher(test.test)
            mark(0) { matcher.matches(column.bytes[$0]) }
        }
        add(hits, known, isTrue: test.isTrue, test.atom)
    }

    private mutating func add(_ hits: [UInt64], _ known: [UInt64], isTrue: Bool, _ atom: Int) {
        for index in 0..<width {
            let hit = isTrue ? hits[index] : ~hits[index]
            yes[index] = hit & known[index]
            possible[index] = hit | ~known[index]
        }
        add(atom)
    }

    /// Needles that are looked for run by run.
    mutating func write(_ group: OwnTests.Texts, _ memory: inout PhraseMemory) {
        guard case .text(let column) = batch.columns[group.field] else {
            for needle in group.needles { write(needle.atom) }
            return
        }
        var hits = [UInt64](repeating: 0, count: width * group.needles.count)
        let width = self.width
        for row in 0..<rows where column.known[row] {
            let text = column.bytes[column.range(row)]
            let word = row >> 6
            let bit: UInt64 = 1 &<< UInt64(row & 63)
            var start = text.startIndex
            var at = start
            while at < text.endIndex {
                let length = Phrases.separator(text, at)
                if length == 0 {
                    at &+= 1
                    continue
                }
                if at > start {
                    memory.forEachNeedle(in: text[start..<at], group, plan.normalizer) {
                        hits[$0 &* width &+ word] |= bit
                    }
                }
                at &+= length
                start = at
            }
            if at > start {
                memory.forEachNeedle(in: text[start..<at], group, plan.normalizer) {
                    hits[$0 &* width &+ word] |= bit
                }
            }
        }
        for (number, needle) in group.needles.enumerated() {
            add(
                Array(hits[(number * width)..<((number + 1) * width)]), column.known.words,
                isTrue: needle.isTrue, needle.atom)
        }
    }

    // MARK: - Lists

    mutating func write(_ list: OwnTests.List) {
        switch batch.columns[list.field] {
        case .texts(let shape, let column):
            // Tests are asked once for each distinct text; its rows are set at once.
            let values = DictionaryColumn(valuesOf: column)
            let elements = ElementPlanes(list, count: values.codes.count, texts: values, members: [])
            if elements.hasFailed { return writeOthers(list) }
            let sets = rowSets(shape, column)
            for (atom, decides, node, longest) in list.atoms {
                if shape.longest > longest {
                    write(atom)
                    continue
                }
                start(shape, decides)
                for value in column.values.indices {
                    let truth = elements.truths.truth(node, row: value)
                    if truth == decides || truth == .unknown {
                        let first = value * width
                        for index in 0..<width {
                            let rows = sets[first &+ index]
                            if truth == decides, decides == .yes { yes[index] |= rows }
                            if truth == decides, decides == .no { possible[index] &= ~rows }
                            if truth == .unknown, decides == .yes { possible[index] |= rows }
                            if decides == .no {
                                yes[index] &= ~rows
                            } else if truth == .yes {
                                possible[index] |= rows
                            }
                        }
                    }
                }
                add(atom)
            }
        case .records(let shape, let members):
            let elements = ElementPlanes(list, count: shape.elements, texts: nil, members: members)
            if elements.hasFailed { return writeOthers(list) }
            var owners = [UInt16](repeating: 0, count: shape.elements)
            for row in 0..<rows {
                for element in shape.range(row) { owners[element] = UInt16(truncatingIfNeeded: row) }
            }
            for (atom, decides, node, longest) in list.atoms {
                if shape.longest > longest {
                    write(atom)
                    continue
                }
                start(shape, decides)
                let words = (shape.elements + 63) / 64
                for index in 0..<words {
                    let held = elements.truths.yesWord(node, index)
                    let failed = elements.truths.noWord(node, index)
                    var decided = decides == .yes ? held : failed
                    var open = ~(held | failed)
                    let left = shape.elements &- index &* 64
                    if left < 64 { open &= (1 &<< UInt64(left)) &- 1 }
                    while decided != 0 {
                        let row = Int(owners[index &* 64 &+ decided.trailingZeroBitCount])
                        decided &= decided &- 1
                        let bit: UInt64 = 1 &<< UInt64(row & 63)
                        if decides == .yes {
                            yes[row >> 6] |= bit
                            possible[row >> 6] |= bit
                        } else {
                            yes[row >> 6] &= ~bit
                            possible[row >> 6] &= ~bit
                        }
                    }
                    while open != 0 {
                        let row = Int(owners[index &* 64 &+ open.trailingZeroBitCount])
                        open &= open &- 1
                        let bit: UInt64 = 1 &<< UInt64(row & 63)
                        // A row that is decided stays so: where it is no, its bit is gone from both.
                        if decides == .yes { possible[row >> 6] |= bit } else { yes[row >> 6] &= ~bit }
                    }
                }
                add(atom)
            }
        default: writeOthers(list)
        }
    }

    private mutating func writeOthers(_ list: OwnTests.List) { for atom in list.atoms { write(atom.atom) } }

    /// What a list says before its elements are looked at.
    private mutating func start(_ shape: ListShape, _ decides: Truth) {
        for index in 0..<width {
            let complete = shape.known.words[index] & ~shape.open.words[index]
            yes[index] = decides == .yes ? 0 : complete
            possible[index] = decides == .yes ? ~complete : ~0
        }
    }

    /// The rows that have each distinct text.
    private func rowSets(_ shape: ListShape, _ column: DictionaryColumn) -> [UInt64] {
        var sets = [UInt64](repeating: 0, count: column.values.count * width)
        for row in 0..<rows {
            let word = row >> 6
            let bit: UInt64 = 1 &<< UInt64(row & 63)
            for element in shape.range(row) { sets[Int(column.codes[element]) &* width &+ word] |= bit }
        }
        return sets
    }
}
