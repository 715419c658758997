import HuiqiIndex
import HuiqiJSON
import HuiqiLint
import HuiqiLogic
import HuiqiMatch
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Takes writes and hands out snapshots; holds everything in memory.
///
/// One engine may be used by any number of threads: its calls wait for each other. Snapshots are not held up
/// by writes and do not see them.
public final class Engine: Sendable {
    /// The fields.
    public let schema: Schema
    /// Bounds on expressions.
    public let limits: RuleLimits
    /// How its snapshots decide clauses where facts are missing.
    public let truthMode: TruthMode
    private let reader: TextReader
    private let profileReader: ProfileReader
    private let state: State

    /// What changes, behind a lock.
    private final class State: @unchecked Sendable {
        let lock = Lock()
        var catalogue = Catalogue([])
        var population: Population
        /// The plan of the last snapshot, which the next one of the same day and catalogue shares.
        var plan: DayPlan?
        /// That of the last snapshot, whose blocks the next one of the same plan shares.
        var preparation: Preparation?

        init(_ population: Population) { self.population = population }
    }

    /// An empty engine.
    /// - Parameter lexicon: Terms that count as one word for relevance; see ``HuiqiText/Lexicon/reading(_:)``.
    /// - Throws: ``HuiqiError`` where the host's ICU cannot be used, or the lexicon is too large.
    public init(
        schema: Schema = .contract, limits: RuleLimits = .contract, truth: TruthMode = .split,
        lexicon: Lexicon = .policy
    ) throws(HuiqiError) {
        do throws(TextError) { reader = try TextReader(lexicon: lexicon) } catch { throw HuiqiError(error) }
        self.schema = schema
        self.limits = limits
        truthMode = truth
        profileReader = ProfileReader(schema: schema)
        state = State(Population(schema: schema))
    }

    /// An empty engine with the fields of a schema file (formats.md, section 1).
    /// - Throws: ``HuiqiError`` that names the field.
    public convenience init(
        schemaFile: [UInt8], limits: RuleLimits = .contract, truth: TruthMode = .split,
        lexicon: Lexicon = .policy
    ) throws(HuiqiError) {
        let schema: Schema
        do throws(SchemaError) { schema = try SchemaReader.read(schemaFile) } catch {
            throw HuiqiError(error)
        }
        try self.init(schema: schema, limits: limits, truth: truth, lexicon: lexicon)
    }

    /// The library's terms of policies and those of a lexicon file: UTF-8, one a line, `#` before a remark.
    /// - Throws: ``HuiqiError`` that names line and offset.
    public static func lexicon(adding file: [UInt8]) throws(HuiqiError) -> Lexicon {
        do throws(TextError) {
            return Lexicon.policy.adding(try Lexicon.reading(file).terms)
        } catch {
            throw HuiqiError(error)
        }
    }

    /// What a batch came to.
    public struct PutReport: Sendable {
        /// Rows or clauses taken.
        public let taken: Int
        /// Rows or clauses refused.
        public let refused: Int
        /// Refusals and warnings in order of line.
        public let findings: [Finding]
    }

    /// Puts clauses written as JSON lines; a known id is replaced and keeps its place.
    ///
    /// A clause that does not read or check is refused with its place, the others are taken.
    /// - Parameters:
    ///   - strict: Whether one refusal refuses the batch.
    ///   - threads: Threads that may read and compile.
    /// - Throws: ``HuiqiError`` `.refused` where `strict` and something is; nothing is stored then.
    public func putClauses(_ lines: [UInt8], strict: Bool = false, threads: Int = 1) throws(HuiqiError)
        -> PutReport
    {
        let (compiled, findings) = compile(lines, threads: threads)
        try refuse(findings, strict)
        state.lock.withLock {
            state.catalogue = state.catalogue.putting(compiled)
            state.plan = nil
            state.preparation = nil
        }
        return report(taken: compiled.count, findings)
    }

    /// Puts profiles written as JSON lines; a known key is replaced.
    ///
    /// A row that does not read is refused with row and field, the others are taken.
    /// - Parameters:
    ///   - strict: Whether one refusal refuses the batch.
    ///   - threads: Threads that may read.
    /// - Throws: ``HuiqiError`` `.refused` where `strict` and something is; nothing is stored then.
    public func putProfiles(_ lines: [UInt8], strict: Bool = false, threads: Int = 1) throws(HuiqiError)
        -> PutReport
    {
        let reading = profileReader.read(lines, rows: Engine.batchRows, threads: threads)
        return try keep(reading, strict, threads)
    }

    /// The same from a source that need not be in memory as a whole.
    /// - Throws: ``HuiqiError`` as above, and what the source throws; nothing is stored then.
    public func putProfiles(from source: some ByteSource, strict: Bool = false, threads: Int = 1) throws
        -> PutReport
    {
        let reading = try profileReader.read(from: source, rows: Engine.batchRows, threads: threads)
        return try keep(reading, strict, threads)
    }

    /// Rows that are read together, before they are put in order.
    static let batchRows = 4096

    func keep(_ reading: consuming ProfileReading, _ strict: Bool, _ threads: Int) throws(HuiqiError)
        -> PutReport
    {
        try refuse(reading.findings, strict)
        let taken = reading.taken
        let findings = reading.findings
        var batches = reading.batches
        reading.batches = []
        state.lock.withLock { state.population.put(taking: &batches, threads: threads) }
        return report(taken: taken, findings)
    }

    /// Reads and checks clauses without storing them.
    public func check(_ lines: [UInt8]) -> PutReport {
        let (compiled, findings) = compile(lines)
        return report(taken: compiled.count, findings)
    }

    /// Reads, checks and lints clauses without storing them.
    ///
    /// - Parameters:
    ///   - options: Which rules of the linter are off.
    ///   - day: Where given, also says which conditions none of the stored profiles can decide on that day.
    public func lint(_ lines: [UInt8], options: LintOptions = LintOptions(), deciding day: Day? = nil)
        -> LintReport
    {
        let (compiled, findings) = read(lines)
        let clauses = compiled.map {
            LintedClause(
                line: $0.line, clause: $0.clause.clause, rules: $0.clause.rules, amount: $0.clause.amount)
        }
        var found: [LintFinding]
        if let day, !options.without.contains(.undecidable) {
            let population = state.lock.withLock { state.population }
            var lint = PopulationLint(clauses, on: day, normalizer: reader.normalizer)
            for block in population.blocks {
                for row in 0..<block.batch.count where block.live[row] { lint.add(block.batch[row]) }
            }
            found = Linter(options).findings(clauses, lint)
        } else {
            found = Linter(options).findings(clauses)
        }
        return LintReport(put: report(taken: compiled.count, findings), lint: found)
    }

    /// What is stored now, for an as-of day.
    ///
    /// The first snapshot of a day after clauses changed prepares the catalogue for it.
    /// - Parameter truth: How clauses are decided where facts are missing; nil is the engine's own way.
    /// - Throws: ``HuiqiError`` where the day is outside the years 1 to 9999.
    public func snapshot(on day: Day, truth: TruthMode? = nil) throws(HuiqiError) -> Snapshot {
        let truth = truth ?? truthMode
        guard Day.range.contains(day) else {
            throw HuiqiError(.badArgument, zh: "日期超出 1 至 9999 年", en: "the day is outside the years 1-9999")
        }
        return state.lock.withLock {
            let plan: DayPlan
            if let last = state.plan, last.day == day, last.truthMode == truth {
                plan = last
            } else {
                plan = DayPlan(
                    state.catalogue, on: day, truth: truth, normalizer: reader.normalizer, schema: schema)
                state.preparation = nil
                state.plan = plan
            }
            let preparation = Preparation(after: state.preparation)
            state.preparation = preparation
            return Snapshot(
                plan: plan, population: state.population, limits: limits, reader: reader,
                preparation: preparation)
        }
    }

    /// Clauses that check, and findings about the others and about what every put warns of.
    private func compile(_ lines: [UInt8], threads: Int = 1) -> ([CompiledClause], [Finding]) {
        var (compiled, findings) = read(lines, threads: threads)
        let warnings = compiled.compactMap { DeliveryLint.review($0.clause.clause, line: $0.line)?.place }
        if !warnings.isEmpty {
            findings += warnings
            findings.sort { $0.line < $1.line }
        }
        return (compiled.map(\.clause), findings)
    }

    /// A part of a batch: its clauses with line and id, nil where one does not compile, and refusals.
    private struct Part: Sendable {
        var clauses: [(line: Int, id: String, clause: CompiledClause?)] = []
        var findings: [Finding] = []
    }

    /// Reads and compiles on some threads; the outcome does not depend on how many.
    private func read(_ bytes: [UInt8], threads: Int = 1) -> (
        [(line: Int, clause: CompiledClause)], [Finding]
    ) {
        let lines = Array(JSONLines(bytes))
        // Each part compiles its own repetitions, so there are no more parts than threads.
        let count = min(max(1, threads), max(1, lines.count / 64), Workers.limit)
        let library = state.lock.withLock { state.catalogue }.library
        let parts = Slots<Part>(count: count)
        Workers.run(pieces: count, threads: count) { index in
            let range = (lines.count * index / count)..<(lines.count * (index + 1) / count)
            parts.set(index, self.readPart(bytes, lines[range], library))
        }
        var seen: Set<ExactText> = []
        var compiled: [(line: Int, clause: CompiledClause)] = []
        var findings: [Finding] = []
        var repeated: [Int: Finding] = [:]
        for case .some(let part) in parts.values {
            findings += part.findings
            for (line, id, clause) in part.clauses {
                if !seen.insert(ExactText(id)).inserted {
                    repeated[line] = ClauseReader.repeated(id, line: line)
                } else if let clause {
                    compiled.append((line, clause))
                }
            }
        }
        if !repeated.isEmpty { findings = findings.filter { repeated[$0.line] == nil } + repeated.values }
        findings.sort { $0.line < $1.line }
        return (compiled, findings)
    }

    private func readPart(_ bytes: [UInt8], _ lines: ArraySlice<JSONLines.Element>, _ library: RuleLibrary)
        -> Part
    {
        var part = Part()
        var book = RuleBook(schema: schema, limits: limits, library: library)
        var words = WordBook(reader)
        var refusals: [Finding] = []
        part.clauses.reserveCapacity(lines.count)
        part.findings = ClauseReader().readPart(bytes, lines) { line, clause in
            do throws(ClauseRefusal) {
                part.clauses.append((line, clause.id, try CompiledClause(clause, &book, &words)))
            } catch {
                var finding = error.finding
                finding.line = line
                part.clauses.append((line, clause.id, Optional<CompiledClause>.none))
                refusals.append(finding)
            }
        }
        part.findings += refusals
        return part
    }

    private func refuse(_ findings: [Finding], _ strict: Bool) throws(HuiqiError) {
        guard strict, let first = findings.first(where: { $0.severity == .refusal }) else { return }
        throw HuiqiError(.refused, first)
    }

    private func report(taken: Int, _ findings: [Finding]) -> PutReport {
        PutReport(
            taken: taken, refused: findings.lazy.filter { $0.severity == .refusal }.count, findings: findings)
    }
}
