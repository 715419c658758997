import HuiqiIndex
import HuiqiLogic
import HuiqiMatch
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Clauses and profiles as they were at one moment, for one as-of day. Immutable; shared by any threads.
public final class Snapshot: Sendable {
    private let plan: DayPlan
    private let population: Population
    private let limits: RuleLimits
    private let reader: TextReader
    private let preparation: Preparation
    private let reading: SingleReading
    /// Words of drafts' titles and tags.
    private let words: WordBook

    init(
        plan: DayPlan, population: Population, limits: RuleLimits, reader: TextReader,
        preparation: Preparation
    ) {
        self.preparation = preparation
        reading = SingleReading(schema: population.schema)
        self.plan = plan
        self.population = population
        self.limits = limits
        self.reader = reader
        words = WordBook(reader)
    }

    /// The day for which everything is decided.
    public var day: Day { plan.day }

    /// How clauses are decided where facts are missing; ``evaluate(_:_:)`` is always plain Kleene.
    public var truthMode: TruthMode { plan.truthMode }

    /// The fields.
    public var schema: Schema { population.schema }

    /// Number of clauses.
    public var clauseCount: Int { plan.catalogue.clauses.count }

    /// Number of profiles.
    public var profileCount: Int { population.count }

    /// Atoms of the catalogue that can only be decided row by row, in canonical form.
    public var generalAtoms: [String] { plan.generalAtoms }

    /// Who a snapshot is asked about.
    public enum Subject: Sendable {
        /// A stored profile.
        case key(String)
        /// A profile as one JSON object; it needs no key and is not stored.
        case json([UInt8])
    }

    /// One enterprise, every clause, in rank order.
    /// - Throws: ``HuiqiError`` where the key is unknown or the profile is refused.
    public func match(_ subject: Subject, options: AnswerOptions = AnswerOptions()) throws(HuiqiError)
        -> MatchAnswer
    {
        let (batch, warnings) = try self.batch(subject)
        let (matches, totals) = Matcher(plan: plan).match(batch, options: options)
        return MatchAnswer(
            schema: schema, day: day, profile: batch[0], matches: matches, totals: totals, warnings: warnings)
    }

    /// One enterprise's first clauses as numbers, without an answer's texts: the first `top` of ``match(_:options:)``.
    ///
    /// - Parameters:
    ///   - json: The profile as one JSON object.
    ///   - top: At most ``HuiqiMatch/FirstMatches/limit``.
    /// - Returns: Nil where the profile is refused or written out of the ordinary; ``match(_:options:)`` tells which.
    /// - Complexity: O(bytes + clauses); allocates nothing once earlier profiles made room.
    public func first(_ top: Int, json: Span<UInt8>) -> FirstMatches? {
        FirstMatches(plan, json: json, top: top)
    }

    /// The same for a stored profile.
    /// - Parameter key: The key's UTF-8.
    /// - Returns: Nil where there is no profile of that key.
    public func first(_ top: Int, key: some Collection<UInt8>) -> FirstMatches? {
        population.profile(utf8: key).map { FirstMatches(plan, $0, top: top) }
    }

    /// The answer that first matches are the numbers of.
    /// - Parameter key: Key of the profile.
    public func answer(_ first: [FirstMatch], key: String, totals: VerdictTotals, warnings: [Finding])
        -> MatchAnswer
    {
        var batch = ProfileBatch(schema: schema)
        batch.append(ProfileDraft(key: key, values: []))
        let profile = batch[0]
        return MatchAnswer(
            schema: schema, day: day, profile: profile, matches: first.map { Match($0, plan, profile) },
            totals: totals, warnings: warnings)
    }

    /// One stored clause, every enterprise, in rank order.
    /// - Throws: ``HuiqiError`` where there is no such clause.
    public func find(
        clause id: String, options: AnswerOptions = AnswerOptions(), threads: Int = 1
    ) throws(HuiqiError) -> FindAnswer {
        guard let index = plan.catalogue.index(of: id) else { throw HuiqiError.noClause(id) }
        return find(index, options: options, threads: threads)
    }

    /// A clause within the catalogue's bounds.
    func find(_ index: Int, options: AnswerOptions, threads: Int) -> FindAnswer {
        let clause = plan.catalogue.clauses[index]
        let found = preparation.known(plan, population)
            .flatMap { PreparedFinder($0).find(clause: index, options: options) }
        return answer(clause, found ?? find(alone: clause, options, threads))
    }

    /// A clause that is not stored, every enterprise, in rank order.
    /// - Parameter draft: The clause as one JSON object.
    /// - Throws: ``HuiqiError`` that names condition and offset where the draft is refused.
    public func find(
        draft: [UInt8], options: AnswerOptions = AnswerOptions(), threads: Int = 1
    ) throws(HuiqiError) -> FindAnswer {
        do throws(ClauseRefusal) {
            let clause = try ClauseReader().readOne(draft)
            var book = RuleBook(schema: schema, limits: limits, library: plan.catalogue.library)
            var words = self.words
            let compiled = try CompiledClause(clause, &book, &words)
            let found = preparation.known(plan, population)
                .flatMap { PreparedFinder($0).find(draft: compiled, options: options) }
            return answer(compiled, found ?? find(alone: compiled, options, threads))
        } catch {
            throw HuiqiError(.badData, error.finding)
        }
    }

    /// By the columns that the clause asks about.
    private func find(
        alone clause: CompiledClause, _ options: AnswerOptions, _ threads: Int
    ) -> (matches: [Match], totals: VerdictTotals) {
        let plan = DayPlan(
            Catalogue([clause]), on: day, truth: truthMode, normalizer: reader.normalizer, schema: schema)
        return Finder(plan: plan, population: population).find(options: options, threads: threads)
    }

    private func answer(
        _ clause: CompiledClause, _ found: (matches: [Match], totals: VerdictTotals)
    ) -> FindAnswer {
        FindAnswer(
            schema: schema, day: day, clause: clause.clause, matches: found.matches, totals: found.totals)
    }

    /// Every clause, every enterprise: counts in catalogue order, the same for any number of threads.
    /// - Throws: ``HuiqiError`` `.cancelled` where `progress` returned false.
    public func count(threads: Int = 1, progress: Progress? = nil) throws(HuiqiError) -> [ClauseCount] {
        switch Counter(prepared(threads: threads)).count(threads: threads, progress: progress) {
        case .counts(let counts): return counts
        case .cancelled: throw HuiqiError(.cancelled, zh: "已取消", en: "cancelled")
        case .outOfMemory: throw HuiqiError(.unavailable, zh: "内存不足", en: "not enough memory")
        }
    }

    /// Makes the population ready for questions about all of it, which the first such question does otherwise.
    /// - Parameter threads: Threads that may work.
    public func prepare(threads: Int = 1) { _ = prepared(threads: threads) }

    func prepared(threads: Int) -> PreparedPopulation {
        preparation.population(plan, population, threads: threads)
    }

    /// Why one clause comes to its verdict for one enterprise: every condition.
    /// - Throws: ``HuiqiError`` where clause or key is unknown or the profile is refused.
    public func explain(clause id: String, _ subject: Subject) throws(HuiqiError) -> MatchAnswer {
        guard let index = plan.catalogue.index(of: id) else { throw HuiqiError.noClause(id) }
        let (batch, warnings) = try self.batch(subject)
        let single = DayPlan(
            Catalogue([plan.catalogue.clauses[index]]), on: day, truth: truthMode,
            normalizer: reader.normalizer, schema: schema)
        let (matches, totals) = Matcher(plan: single)
            .match(batch, options: AnswerOptions(top: 1, explain: true))
        return MatchAnswer(
            schema: schema, day: day, profile: batch[0], matches: matches, totals: totals, warnings: warnings)
    }

    /// Every condition for every profile by every evaluator, for those who check that they agree. Slow.
    public func conditionTruths() -> [ConditionTruths] {
        EvaluatorComparison(plan: plan, population: population).conditions()
    }

    /// The clauses in catalogue order.
    public var clauses: [Clause] { plan.catalogue.clauses.map(\.clause) }

    /// One clause of the catalogue.
    func clause(_ index: Int) -> Clause { plan.catalogue.clauses[index].clause }

    var normalizer: TextNormalizer { reader.normalizer }

    func clauseSearch(threads: Int) -> ClauseSearch {
        plan.catalogue.search(reader.normalizer, threads: threads)
    }

    var nameSearch: NameSearch { NameSearch(population, reader.normalizer) }

    /// Which clauses an enterprise of which nothing but its region is known may be entitled to.
    func open(to region: String) throws(HuiqiError) -> [Bool] {
        switch RegionCode.status(region) {
        case .malformed:
            throw HuiqiError(
                .badArgument, zh: "`region` 不是行政区划代码: \(region)",
                en: "`region` is no administrative division code: \(region)")
        case .current, .abolished, .unlisted: break
        }
        let json = Array("{\"region\":\"\(region)\"}".utf8)
        let (batch, _) = try batch(.json(json))
        return Matcher(plan: plan).isOpen(batch)
    }

    /// What looks odd in a profile that is given as JSON: a checksum, a code that the standard lacks.
    /// - Throws: ``HuiqiError`` where the key is unknown or the profile is refused.
    public func warnings(of subject: Subject) throws(HuiqiError) -> [Finding] { try batch(subject).1 }

    /// What an expression comes to, plain Kleene.
    public enum Evaluation: Sendable {
        /// The value as `hq eval` prints it.
        case value(String)
        /// The names of the facts that are missing.
        ///
        /// An evaluation error that remains beside them is told with them.
        case unknown([String], problems: [Finding])
    }

    /// Evaluates any expression for a profile, or for one of which nothing is known.
    /// - Throws: ``HuiqiError`` `.badExpression` with the offset, `.evaluation` where it fails.
    public func evaluate(_ expression: String, _ subject: Subject? = nil) throws(HuiqiError) -> Evaluation {
        let rule: Rule
        do throws(RuleError) {
            rule = try Rule.any(expression, schema: schema, limits: limits)
        } catch {
            throw HuiqiError(.badExpression, error)
        }
        var batch = ProfileBatch(schema: schema)
        if let subject {
            (batch, _) = try self.batch(subject)
        } else {
            batch.append(.init(key: "", values: []))
        }
        let (text, gap) = rule.text(for: batch[0], on: day, normalizer: reader.normalizer)
        if let text { return .value(text) }
        if let gap, gap.missing.isEmpty, let problem = gap.problems.first {
            throw HuiqiError(.evaluation, problem)
        }
        return .unknown(
            (gap?.missing ?? []).map { $0.name(in: schema) },
            problems: (gap?.problems ?? []).map { HuiqiError(.evaluation, $0).finding })
    }

    private func batch(_ subject: Subject) throws(HuiqiError) -> (ProfileBatch, [Finding]) {
        switch subject {
        case .key(let key):
            guard let profile = population.profile(key) else {
                throw HuiqiError(
                    .notFound,
                    Finding(.refusal, subject: key, Message(zh: "没有这个主键的企业", en: "no profile of that key")))
            }
            var batch = ProfileBatch(schema: schema)
            batch.append(profile.draft)
            return (batch, [])
        case .json(let bytes):
            do throws(ProfileRefusal) {
                return try reading.read(bytes)
            } catch {
                throw HuiqiError(.badData, error.finding)
            }
        }
    }
}

extension HuiqiError {
    static func noClause(_ id: String) -> HuiqiError {
        HuiqiError(
            .notFound, Finding(.refusal, subject: id, Message(zh: "没有这个编号的条款", en: "no clause of that id")))
    }
}

/// Reads single profiles with memory that earlier ones used.
private final class SingleReading: @unchecked Sendable {
    private let reader: ProfileReader
    private let lock = Lock()
    private var free: [ProfileScratch] = []
    private static let limit = 64

    init(schema: Schema) { reader = ProfileReader(schema: schema) }

    func read(_ bytes: [UInt8]) throws(ProfileRefusal) -> (ProfileBatch, [Finding]) {
        var scratch = lock.withLock { free.popLast() } ?? ProfileScratch(schema: reader.schema)
        defer { lock.withLock { if free.count < SingleReading.limit { free.append(scratch) } } }
        return try reader.readOne(bytes, scratch: &scratch)
    }
}

/// One enterprise's matches.
public struct MatchAnswer: Sendable {
    /// The fields, for names, labels and units.
    public let schema: Schema
    /// The as-of day.
    public let day: Day
    /// The enterprise.
    public let profile: Profile
    /// In rank order.
    public let matches: [Match]
    /// How many of each verdict there are among all clauses.
    public let totals: VerdictTotals
    /// What looked odd in a profile given as JSON.
    public let warnings: [Finding]
}

/// One clause's matches.
public struct FindAnswer: Sendable {
    /// The fields, for names, labels and units.
    public let schema: Schema
    /// The as-of day.
    public let day: Day
    /// The clause.
    public let clause: Clause
    /// In rank order.
    public let matches: [Match]
    /// How many of each verdict there are among all profiles.
    public let totals: VerdictTotals
}
