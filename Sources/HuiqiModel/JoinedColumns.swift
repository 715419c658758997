import HuiqiLogic

/// Where the rows of each batch lie when columns are put end to end. Every batch begins at a multiple of 64, so that
/// bits are joined by whole words; what lies between is in no block.
struct JoinedRows: Sendable {
    private let counts: [Int]
    /// Where each batch begins.
    let starts: [Int]
    /// Rows together, with those between.
    let count: Int

    init(_ counts: [Int]) {
        self.counts = counts
        var starts: [Int] = []
        starts.reserveCapacity(counts.count)
        var end = 0
        for count in counts {
            starts.append(end)
            end &+= (count &+ 63) & ~63  // Safe: that many rows are in memory.
        }
        self.starts = starts
        count = end
    }

    func contains(batch: Int, row: Int) -> Bool {
        batch >= 0 && batch < counts.count && row >= 0 && row < counts[batch]
    }

    func position(batch: Int, row: Int) -> Int { starts[batch] &+ row }

    /// One value for each joined row: those of the batches, and `filler` between and where a batch has none.
    func joined<Value>(_ parts: [[Value]?], filler: Value) -> [Value] {
        var all: [Value] = []
        all.reserveCapacity(count)
        for (part, start) in zip(parts, starts) {
            while all.count < start { all.append(filler) }
            if let part { all.append(contentsOf: part) }
        }
        while all.count < count { all.append(filler) }
        return all
    }
}

/// Bits of all batches.
struct JoinedBits {
    private let words: [UInt64]
    private let isEmpty: Bool

    init(_ parts: [Bitmap?], _ rows: JoinedRows) {
        var words: [UInt64] = []
        words.reserveCapacity(rows.count / 64)
        for (part, start) in zip(parts, rows.starts) {
            while words.count < start / 64 { words.append(0) }
            if let part { words.append(contentsOf: part.words) }
        }
        while words.count < rows.count / 64 { words.append(0) }
        self.words = words
        isEmpty = !words.contains { $0 != 0 }
    }

    func picked(_ positions: [Int]) -> Bitmap {
        let count = positions.count
        if isEmpty { return Bitmap(count: count) }
        var picked: [UInt64] = []
        picked.reserveCapacity((count &+ 63) / 64)
        var start = 0
        while start < count {
            let end = min(start &+ 64, count)
            var word: UInt64 = 0
            for row in start..<end {
                let from = positions[row]
                let bit = words[from &>> 6] &>> UInt64(truncatingIfNeeded: from & 63) & 1
                word |= bit &<< UInt64(truncatingIfNeeded: row &- start)
            }
            picked.append(word)
            start = end
        }
        return Bitmap(words: picked, count: count)
    }
}

/// Texts of all batches.
struct JoinedTexts {
    private var bytes: [UInt8] = []
    /// Start of each row's text, and its end.
    private var bounds: [(start: Int, end: Int)] = []
    private let known: JoinedBits

    init(_ parts: [TextColumn?], _ rows: JoinedRows) {
        known = JoinedBits(parts.map { $0?.known }, rows)
        bytes.reserveCapacity(parts.reduce(0) { $0 &+ ($1?.bytes.count ?? 0) })
        bounds.reserveCapacity(rows.count)
        for (part, start) in zip(parts, rows.starts) {
            while bounds.count < start { bounds.append((0, 0)) }
            guard let part else { continue }
            let base = bytes.count
            bytes.append(contentsOf: part.bytes)
            for row in part.ends.indices {
                let range = part.range(row)
                bounds.append((base &+ range.lowerBound, base &+ range.upperBound))
            }
        }
        while bounds.count < rows.count { bounds.append((0, 0)) }
    }

    func picked(_ positions: [Int]) -> TextColumn {
        let all = self.bytes.span
        var total = 0
        for position in positions { total &+= bounds[position].end &- bounds[position].start }
        var bytes: [UInt8] = []
        var ends: [UInt32] = []
        bytes.reserveCapacity(total)
        ends.reserveCapacity(positions.count)
        for position in positions {
            let (start, end) = bounds[position]
            bytes.append(copying: all.extracting(start..<end))
            ends.append(UInt32(truncatingIfNeeded: bytes.count))
        }
        return TextColumn(bytes: bytes, ends: ends, known: known.picked(positions))
    }
}

/// Texts of few distinct values of all batches.
struct JoinedDictionary {
    private var values = DictionaryColumn.noValues
    private let codes: [UInt32]
    /// Code of each value in the block at hand; 0 until it first appears.
    private var blockCodes: [UInt32]

    init(_ parts: [DictionaryColumn?], _ rows: JoinedRows) {
        var numbers: [ExactText: UInt32] = [:]
        var values = self.values
        let translated = parts.map { part -> [UInt32]? in
            guard let part else { return nil }
            var codes: [UInt32] = [0]
            codes.reserveCapacity(part.values.count)
            for value in part.values.dropFirst() {
                let new = UInt32(truncatingIfNeeded: values.count)
                let code = numbers.insertIfAbsent(ExactText(value), new)
                if code == new { values.append(value) }
                codes.append(code)
            }
            return part.codes.map { codes[Int($0)] }
        }
        codes = rows.joined(translated, filler: 0)
        blockCodes = [UInt32](repeating: 0, count: values.count)
        self.values = values
    }

    mutating func picked(_ positions: [Int]) -> DictionaryColumn {
        var found = DictionaryColumn.noValues
        var met: [Int] = []
        let picked = positions.map { position -> UInt32 in
            let value = Int(codes[position])
            if value == 0 { return 0 }
            let code = blockCodes[value]
            if code > 0 { return code }
            let new = UInt32(truncatingIfNeeded: found.count)
            found.append(values[value])
            met.append(value)
            blockCodes[value] = new
            return new
        }
        for value in met { blockCodes[value] = 0 }
        return DictionaryColumn(values: found, codes: picked)
    }
}

extension Dictionary where Key == ExactText, Value == UInt32 {
    /// The value of a key, which becomes `new` where it has none.
    fileprivate mutating func insertIfAbsent(_ key: Key, _ new: Value) -> Value {
        if let known = self[key] { return known }
        self[key] = new
        return new
    }
}

/// Whole numbers of all batches.
struct JoinedIntegers {
    private let values: [Int64]
    private let known: JoinedBits

    init(_ parts: [IntegerColumn?], _ rows: JoinedRows) {
        values = rows.joined(parts.map { $0?.values }, filler: 0)
        known = JoinedBits(parts.map { $0?.known }, rows)
    }

    func picked(_ positions: [Int]) -> IntegerColumn {
        IntegerColumn(values: positions.map { values[$0] }, known: known.picked(positions))
    }
}

extension YearlyColumn {
    static func gathering(_ blocks: [[Int]], of sources: [YearlyColumn?], _ rows: JoinedRows)
        -> [YearlyColumn]
    {
        let told = JoinedBits(sources.map { $0?.told }, rows)
        var gathered = blocks.map { YearlyColumn(years: [], told: told.picked($0)) }
        for year in Set(sources.flatMap { $0?.years.map(\.year) ?? [] }).sorted() {
            let joined = JoinedIntegers(sources.map { $0?.column(year: Int64(year)) }, rows)
            for (block, positions) in blocks.enumerated() {
                let column = joined.picked(positions)
                if column.known.words.contains(where: { $0 != 0 }) {
                    gathered[block].years.append((year, column))
                }
            }
        }
        return gathered
    }
}

extension ListShape {
    /// The shape of each block's rows, the positions of their elements in the joined element columns, and where the
    /// elements of each source lie there.
    static func gathering(
        _ blocks: [[Int]], of sources: [ListShape?], _ rows: JoinedRows
    ) -> (shapes: [ListShape], elements: [[Int]], JoinedRows) {
        let elementRows = JoinedRows(sources.map { $0?.elements ?? 0 })
        let known = JoinedBits(sources.map { $0?.known }, rows)
        let open = JoinedBits(sources.map { $0?.open }, rows)
        let bounds = rows.joined(
            zip(sources, elementRows.starts).map { source, start -> [(start: Int, end: Int)]? in
                source.map { shape in
                    shape.ends.indices.map { row in
                        let range = shape.range(row)
                        return (start &+ range.lowerBound, start &+ range.upperBound)
                    }
                }
            }, filler: (0, 0))
        var shapes: [ListShape] = []
        var elements: [[Int]] = []
        for positions in blocks {
            var ends: [UInt32] = []
            var inner: [Int] = []
            ends.reserveCapacity(positions.count)
            for position in positions {
                let (start, end) = bounds[position]
                for element in start..<max(start, end) { inner.append(element) }
                ends.append(UInt32(truncatingIfNeeded: inner.count))
            }
            shapes.append(
                ListShape(ends: ends, known: known.picked(positions), open: open.picked(positions)))
            elements.append(inner)
        }
        return (shapes, elements, elementRows)
    }
}
