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
    /// Made when the first atom asks for it; large, and so not part of what is copied.
    private final class Singly {
        var evaluator: BlockEvaluator?
    }

    private let singly = Singly()
    private var numbers: TruthBlock
    private(set) var own: [PreparedBlock.Own] = []
    private(set) var planes: [UInt64] = []
    private let rows: Int
    /// Words that the rows take, and words of a plane, which end at a whole line of the cache.
    private let width: Int
    private let planeWidth: Int
    private let tail: UInt64
    private var yes: [UInt64]
    private var possible: [UInt64]

    /// - Parameter room: Words of planes to expect.
    init(_ plan: DayPlan, _ batch: ProfileBatch, room: Int = 0) {
        planes.reserveCapacity(room)
        self.plan = plan
        self.batch = batch
        rows = batch.count
        width = (rows + 63) / 64
        planeWidth = BlockCodes.width(rows: rows)
        tail = rows & 63 == 0 ? ~0 : (1 << UInt64(rows & 63)) - 1
        numbers = TruthBlock(rows: batch.count, slots: 1)
        yes = Array(repeating: 0, count: width)
        possible = yes
    }

    // MARK: - One by one

    /// An atom by the evaluator of single atoms.
    mutating func write(_ atom: Int) {
        if atom >= plan.catalogue.atoms.count { return writePart(atom) }
        if singly.evaluator == nil {
            singly.evaluator = BlockEvaluator(
                plan,
                Population.Block(batch: batch, live: Bitmap(repeating: true, count: batch.count)))
        }
        singly.evaluator?.evaluate(atom)
        guard let truths = singly.evaluator?.truths else { return }
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
            append(yes)
            // Where nothing is open, both planes are one.
            if some.open != 0 { append(possible) }
        }
        own.append(
            PreparedBlock.Own(
                node: Int32(truncatingIfNeeded: node), state: state, hasOpen: some.open != 0,
                offset: Int32(truncatingIfNeeded: start)))
    }

    private mutating func append(_ words: [UInt64]) {
        planes.append(contentsOf: words)
        for _ in width..<planeWidth { planes.append(0) }
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
        if case .field(let field) = fact, case .dictionary(let column) = batch.columns[field] {
            // Safe: a code for each of the rows, and words for as many.
            unsafe hqk_zeros(plan.kernels, column.codes, rows, &words)
        } else if let known = batch.known(fact) {
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
        append(words)
        return Int32(truncatingIfNeeded: planes.count - planeWidth)
    }

    // MARK: - Texts

    /// Tests of whole texts.
    mutating func write(_ group: OwnTests.Rows, _ memory: inout TextMemory) {
        guard case .text(let column) = batch.columns[group.field] else {
            for test in group.tests { write(test.atom) }
            for (test, _) in group.distinct { write(test.atom) }
            return
        }
        let known = column.known.words
        for test in group.tests { add(hits(test.test, column), known, isTrue: test.isTrue, test.atom) }
        if group.distinct.isEmpty { return }
        var hits = [UInt64](repeating: 0, count: width * group.distinct.count)
        OwnWriter.mark(column, rows, group, &memory, &hits)
        for (number, test) in group.distinct.enumerated() {
            add(
                Array(hits[(number * width)..<((number + 1) * width)]), known, isTrue: test.test.isTrue,
                test.test.atom)
        }
    }

    /// Marks the rows that pass each test, test after test.
    private static func mark(
        _ column: TextColumn, _ rows: Int, _ group: OwnTests.Rows, _ memory: inout TextMemory,
        _ hits: inout [UInt64]
    ) {
        let width = (rows + 63) / 64
        let tests = group.distinct
        // Where texts are seldom met again, looking for them is no help.
        let remembers = !memory.isFull
        // Safe: a row's range lies within the bytes.
        unsafe column.bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            for row in 0..<rows where column.known[row] {
                let range = column.range(row)
                let word = row >> 6
                let bit: UInt64 = 1 &<< UInt64(row & 63)
                if !remembers {
                    for number in tests.indices where tests[number].matcher.matches(column.bytes[range]) {
                        hits[number &* width &+ word] |= bit
                    }
                    continue
                }
                let hash = unsafe hqk_hash(base + range.lowerBound, range.count)
                var place = unsafe memory.find(base + range.lowerBound, count: range.count, hash: hash)
                if place < 0 {
                    place = unsafe memory.begin(base + range.lowerBound, count: range.count, hash: hash)
                    for number in tests.indices where tests[number].matcher.matches(column.bytes[range]) {
                        memory.pass(place, number)
                    }
                }
                for part in 0..<memory.stride {
                    var rest = memory.passed[place &+ part]
                    while rest != 0 {
                        hits[(part &* 64 &+ rest.trailingZeroBitCount) &* width &+ word] |= bit
                        rest &= rest &- 1
                    }
                }
            }
        }
    }

    /// The rows whose text passes a test, one after the other.
    private func hits(_ test: TextTest, _ column: TextColumn) -> [UInt64] {
        var hits = [UInt64](repeating: 0, count: width)
        switch test {
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
        case .startsWith(let text), .endsWith(let text):
            let part = Array(text.utf8)
            let isEnd = if case .endsWith = test { true } else { false }
            // Safe: as above.
            unsafe hqk_begins(column.bytes, column.ends, rows, part, part.count, isEnd ? 1 : 0, &hits)
        default:
            let matcher = TextMatcher(test)
            for row in 0..<rows where matcher.matches(column.bytes[column.range(row)]) {
                hits[row >> 6] |= 1 &<< UInt64(row & 63)
            }
        }
        return hits
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
    mutating func write(_ group: OwnTests.Texts, _ memory: inout TextMemory) {
        guard case .text(let column) = batch.columns[group.field] else {
            for needle in group.needles { write(needle.atom) }
            return
        }
        var hits = [UInt64](repeating: 0, count: width * group.needles.count)
        OwnWriter.mark(column, rows, group, plan, &memory, &hits)
        for (number, needle) in group.needles.enumerated() {
            var own = Array(hits[(number * width)..<((number + 1) * width)])
            if let whole = needle.whole { keep(&own, column, whole) }
            add(own, column.known.words, isTrue: needle.isTrue, needle.atom)
        }
    }

    private static func mark(
        _ column: TextColumn, _ rows: Int, _ group: OwnTests.Texts, _ plan: DayPlan,
        _ memory: inout TextMemory, _ hits: inout [UInt64]
    ) {
        let width = (rows + 63) / 64
        let kernels = plan.kernels
        let normalizer = plan.normalizer
        var runs = [hqk_run](repeating: hqk_run(start: 0, end: 0, hash: 0), count: 64)
        var found = [UInt64](repeating: 0, count: memory.stride)
        let total = column.bytes.count
        // Safe: a row's range lies within the bytes, and every run within its row's range; `runs` has room for as many as
        // is said.
        unsafe column.bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            for row in 0..<rows where column.known[row] {
                let range = column.range(row)
                var count = unsafe hqk_runs(
                    kernels, base, range.lowerBound, range.upperBound, total, &runs, runs.count)
                if count > runs.count {
                    runs = Array(repeating: runs[0], count: count)
                    count = unsafe hqk_runs(
                        kernels, base, range.lowerBound, range.upperBound, total, &runs, count)
                }
                for word in found.indices { found[word] = 0 }
                for index in 0..<count {
                    let run = runs[index]
                    let start = Int(run.start)
                    let end = Int(run.end)
                    var place = unsafe memory.find(base + start, count: end &- start, hash: run.hash)
                    if place < 0 {
                        place = unsafe memory.begin(base + start, count: end &- start, hash: run.hash)
                        ask(column.bytes[start..<end], group, normalizer, &memory, place)
                    }
                    for word in found.indices { found[word] |= memory.passed[place &+ word] }
                }
                for word in found.indices {
                    var rest = found[word]
                    while rest != 0 {
                        let number = word &* 64 &+ rest.trailingZeroBitCount
                        rest &= rest &- 1
                        hits[number &* width &+ row >> 6] |= 1 &<< UInt64(row & 63)
                    }
                }
            }
        }
    }

    /// Notes which needles are in a run.
    private static func ask(
        _ run: ArraySlice<UInt8>, _ group: OwnTests.Texts, _ normalizer: TextNormalizer,
        _ memory: inout TextMemory, _ place: Int
    ) {
        var normal: [UInt8] = []
        normalizer.normalize(run.span, into: &normal)
        for (number, needle) in group.needles.enumerated() {
            let isIn = needle.isNormal ? needle.search.isIn(normal.span) : needle.search.isIn(run.span)
            if isIn { memory.pass(place, number) }
        }
    }

    /// Keeps the rows whose normal form has a needle as a whole.
    private func keep(_ rows: inout [UInt64], _ column: TextColumn, _ whole: SubstringSearch) {
        var normal: [UInt8] = []
        for word in rows.indices {
            var rest = rows[word]
            while rest != 0 {
                let bit = rest.trailingZeroBitCount
                rest &= rest &- 1
                normal.removeAll(keepingCapacity: true)
                let range = column.range(word &* 64 &+ bit)
                plan.normalizer.normalize(column.bytes.span.extracting(range), into: &normal)
                if !whole.isIn(normal.span) { rows[word] &= ~(1 &<< UInt64(bit)) }
            }
        }
    }

    // MARK: - Lists

    mutating func write(_ list: OwnTests.List, _ memory: inout ElementMemory) {
        memory.tidy()
        switch batch.columns[list.field] {
        case .texts(let shape, let column):
            // Tests are asked once for each distinct text; its rows are set at once.
            let values = DictionaryColumn(valuesOf: column)
            let elements = ElementPlanes(
                list, count: values.codes.count, texts: values, members: [], &memory)
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
            let elements = ElementPlanes(
                list, count: shape.elements, texts: nil, members: members, &memory)
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
