import HuiqiIndex
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Profiles as candidates for one clause.
struct ProfileSide: RankSide {
    private let plan: DayPlan
    private let population: Population
    private let only: Int
    let ranked: RankedClauses
    private let compiled: CompiledClause
    private let blocks: [Int32]
    private let rows: [Int32]
    private var words: WordsOfProfiles?
    private var lanes = AmountLanes()
    /// Columns of the population, where somebody keeps them.
    private let tables: FindTables?

    /// - Parameters:
    ///   - blocks: The block of each candidate; candidates of one block stand together, as a rule.
    ///   - rows: Its row there.
    ///   - tables: Those of this population.
    init(
        _ plan: DayPlan, _ clause: Int, _ population: Population, blocks: [Int32], rows: [Int32],
        tables: FindTables? = nil
    ) {
        self.tables = tables
        self.plan = plan
        self.population = population
        only = clause
        ranked = RankedClauses(only: clause)
        compiled = plan.catalogue.clauses[clause]
        self.blocks = blocks
        self.rows = rows
    }

    func profile(_ candidate: Int32) -> Profile {
        population.blocks[Int(blocks[Int(candidate)])].batch[Int(rows[Int(candidate)])]
    }

    /// Calls `body` for each run of candidates of one block.
    private func forEachRun(_ candidates: [Int32], _ body: (_ block: Int, _ run: Range<Int>) -> Void) {
        var start = 0
        while start < candidates.count {
            let block = blocks[Int(candidates[start])]
            var end = start &+ 1
            while end < candidates.count, blocks[Int(candidates[end])] == block { end &+= 1 }
            body(Int(block), start..<end)
            start = end
        }
    }

    mutating func relevances(_ candidates: [Int32], _ body: (Int) -> Void) {
        let count = compiled.words.count
        if count == 0 {
            for _ in candidates { body(0) }
            return
        }
        let words = self.words ?? WordsOfProfiles(compiled.words, population, plan.normalizer)
        let relevances = (0...count).map { ClauseWords.relevance($0, of: count) }
        forEachRun(candidates) { block, run in
            words.forEachFound(in: population.blocks[block], candidates[run], rows) { body(relevances[$0]) }
        }
        self.words = words
    }

    mutating func amounts(_ candidates: [Int32], _ body: (AmountBounds) -> Void) {
        switch plan.amounts.forms[only] {
        case .none: for _ in candidates { body(.none) }
        case .constant(let bounds): for _ in candidates { body(bounds) }
        case .rule:
            for candidate in candidates { body(AmountBounds(of: compiled, for: profile(candidate), plan)) }
        case .program(let number):
            let program = plan.amounts.programs[number].program
            guard let columns = factColumns(program) else {
                return amounts(byBlock: number, candidates, body)
            }
            let places = Array(program.sources.indices)
            let rounding = plan.amounts.roundings[only]
            let numbers = (0..<AmountLanes.width).map { Int32(truncatingIfNeeded: $0) }
            var lanes = AmountLanes()
            swap(&lanes, &self.lanes)
            var start = 0
            while start < candidates.count {
                let end = min(candidates.count, start &+ AmountLanes.width)
                let gathered = columns.map { gather($0, candidates[start..<end]) }
                lanes.run(
                    program, columns: gathered, places: places,
                    rows: numbers.span.extracting(0..<(end &- start)))
                for lane in 0..<(end &- start) {
                    if let bounds = lanes.bounds(lane) {
                        body(AmountBounds(bounds, over: program.denominator, rounding))
                    } else {
                        body(AmountBounds(of: compiled, for: profile(candidates[start &+ lane]), plan))
                    }
                }
                start = end
            }
            self.lanes = lanes
        }
    }

    /// The columns that an amount reads, where the tables of the population have them.
    private func factColumns(_ program: AmountProgram) -> [FactColumn]? {
        guard let tables else { return nil }
        var columns: [FactColumn] = []
        for source in program.sources {
            let column: FactColumn?
            switch source {
            case .field(let field): column = tables.column(.field(field))
            case .year(let field, let year): column = tables.column(.year(field: field, year))
            case .flag: column = nil
            }
            guard let column else { return nil }
            columns.append(column)
        }
        return columns
    }

    private func gather(_ column: FactColumn, _ candidates: ArraySlice<Int32>) -> AmountColumn {
        var values = [Int64](repeating: 0, count: candidates.count)
        var known = [UInt64](repeating: 0, count: (candidates.count &+ 63) / 64)
        var lane = 0
        for candidate in candidates {
            if let value = column.value(
                block: Int(blocks[Int(candidate)]), row: Int(rows[Int(candidate)]))
            {
                values[lane] = value
                known[lane >> 6] |= 1 &<< UInt64(lane & 63)
            }
            lane &+= 1
        }
        return AmountColumn(values: values, known: known)
    }

    private mutating func amounts(
        byBlock number: Int, _ candidates: [Int32], _ body: (AmountBounds) -> Void
    ) {
        let program = plan.amounts.programs[number].program
        let places = Array(program.sources.indices)
        let rounding = plan.amounts.roundings[only]
        var lanes = AmountLanes()
        swap(&lanes, &self.lanes)
        var chunk: [Int32] = []
        forEachRun(candidates) { block, run in
            let batch = population.blocks[block].batch
            let columns = plan.amounts.columns(number, in: batch)
            var start = run.lowerBound
            while start < run.upperBound {
                let end = min(run.upperBound, start &+ AmountLanes.width)
                chunk.removeAll(keepingCapacity: true)
                for index in start..<end { chunk.append(rows[Int(candidates[index])]) }
                lanes.run(program, columns: columns, places: places, rows: chunk.span)
                for lane in chunk.indices {
                    if let bounds = lanes.bounds(lane) {
                        body(AmountBounds(bounds, over: program.denominator, rounding))
                    } else {
                        body(AmountBounds(of: compiled, for: batch[Int(chunk[lane])], plan))
                    }
                }
                start = end
            }
        }
        self.lanes = lanes
    }

    func deadlines(_ candidates: [Int32], _ body: (Day?) -> Void) {
        let deadline = compiled.clause.deadline
        for _ in candidates { body(deadline) }
    }

    func idBytes(_ candidates: [Int32], from place: Int, _ body: (_ bytes: UInt64, _ count: Int) -> Void) {
        forEachRun(candidates) { block, run in
            let keys = population.blocks[block].batch.keys
            let bytes = keys.bytes
            let ends = keys.ends
            for index in run {
                let row = Int(rows[Int(candidates[index])])
                let start = row == 0 ? 0 : Int(ends[row &- 1])
                let end = max(start, Int(ends[row]))
                body(IDBytes.word(bytes.span, start..<end, from: place), end &- start)
            }
        }
    }

    func precedes(_ candidate: Int32, _ other: Int32) -> Bool {
        func key(_ candidate: Int32) -> ArraySlice<UInt8> {
            let keys = population.blocks[Int(blocks[Int(candidate)])].batch.keys
            return keys.bytes[keys.range(Int(rows[Int(candidate)]))]
        }
        return key(candidate).lexicographicallyPrecedes(key(other))
    }
}

/// Which of one clause's words the texts of profiles have.
struct WordsOfProfiles {
    private let normalizer: TextNormalizer
    private let book: PhraseBook?
    /// Bits of the words that each phrase of the book has.
    private var masks: [UInt64] = []
    private let words: [String]
    /// For words that no book can tell.
    private let automaton: WordAutomaton?

    /// - Parameter words: Distinct and normalised.
    init(_ words: [String], _ population: Population, _ normalizer: TextNormalizer) {
        self.words = words
        self.normalizer = normalizer
        let fits = words.count <= 64 && words.allSatisfy { PhraseBook.isWhole($0.utf8Span.span) }
        let book = fits ? population.phraseBook(normalizer) : nil
        var isWell = book != nil
        if let book {
            var masks = [UInt64](repeating: 0, count: book.phrases.count)
            for (number, word) in words.enumerated() where isWell {
                isWell = book.forEachPhrase(with: word.utf8Span.span) { masks[$0] |= 1 << UInt64(number) }
            }
            self.masks = masks
        }
        self.book = isWell ? book : nil
        automaton = isWell ? nil : WordAutomaton(words)
    }

    /// Calls `body` with the number of words that the texts of each candidate have.
    /// - Parameter rows: The row of every candidate there is.
    func forEachFound(
        in block: Population.Block, _ candidates: ArraySlice<Int32>, _ rows: [Int32], _ body: (Int) -> Void
    ) {
        guard let book else {
            let texts = ProfileTexts(block.batch)
            var found = [UInt64](repeating: 0, count: (words.count &+ 63) / 64)
            var room: [UInt8] = []
            for candidate in candidates {
                let row = Int(rows[Int(candidate)])
                for index in found.indices { found[index] = 0 }
                texts.forEachNormalized(row, normalizer, &room) { automaton?.mark($0, in: &found) }
                body(found.reduce(0) { $0 &+ $1.nonzeroBitCount })
            }
            return
        }
        let phrases = block.phrases(book, normalizer)
        let known = book.phrases.count
        let own = (0..<phrases.own.count).map { number in
            words.enumerated().reduce(UInt64(0)) { mask, word in
                phrases.own.contains(number, word.element.utf8Span.span)
                    ? mask | 1 << UInt64(word.offset) : mask
            }
        }
        let numbers = phrases.numbers
        let ends = phrases.ends
        for candidate in candidates {
            let row = Int(rows[Int(candidate)])
            var index = row == 0 ? 0 : Int(ends[row &- 1])
            let end = Int(ends[row])
            var mask: UInt64 = 0
            while index < end {
                let number = Int(numbers[index])
                mask |= number < known ? masks[number] : own[number &- known]
                // Safe: below the end.
                index &+= 1
            }
            body(mask.nonzeroBitCount)
        }
    }
}
