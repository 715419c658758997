import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Planes of tests of text fields: as a whole, and run by run.
extension OwnWriter {
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
}
