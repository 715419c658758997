import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText
import Synchronization

/// A clause with its conditions and amount compiled and its words segmented.
public final class CompiledClause: Sendable {
    /// The clause.
    public let clause: Clause
    /// One rule a condition; nil for review conditions.
    public let rules: [Rule?]
    /// `CLAUSE/CONDITION` of each condition.
    public let reviewPlaces: [ExactText]
    /// The amount, where there is a benefit with one.
    public let amount: Rule?
    private let lexicon: WordBook
    private let wordList = AtomicLazyReference<WordList>()

    /// Distinct normalised words of title and tags, for relevance.
    ///
    /// Cut when somebody asks: verdicts do without.
    public var words: [String] {
        if let known = wordList.load() { return known.words }
        return wordList.storeIfNil(WordList(lexicon.distinctWords([clause.title] + clause.tags))).words
    }

    /// An object of words.
    private final class WordList: Sendable {
        let words: [String]
        init(_ words: [String]) { self.words = words }
    }

    /// Compiles a clause. A class, since clauses are handed about by the thousand.
    /// - Parameter library: What was compiled before against the same schema and under the same limits.
    /// - Throws: ``ClauseRefusal`` that names clause, condition and offset.
    public convenience init(
        _ clause: Clause, schema: Schema, limits: RuleLimits, reader: TextReader, library: RuleLibrary? = nil
    ) throws(ClauseRefusal) {
        var book = RuleBook(schema: schema, limits: limits, library: library)
        var words = WordBook(reader)
        try self.init(clause, &book, &words)
    }

    /// Compiles one clause of a batch that shares its rules and words.
    /// - Throws: ``ClauseRefusal`` that names clause, condition and offset.
    public init(_ clause: Clause, _ book: inout RuleBook, _ words: inout WordBook) throws(ClauseRefusal) {
        self.clause = clause
        var rules: [Rule?] = []
        rules.reserveCapacity(clause.conditions.count)
        for position in clause.conditions.indices {
            guard let source = clause.conditions[position].expression else {
                rules.append(nil)
                continue
            }
            do throws(RuleError) {
                rules.append(try book.condition(source))
            } catch {
                throw ClauseRefusal(
                    finding: Finding(
                        .refusal, subject: clause.id, field: "conditions[\(position)].expr",
                        condition: clause.conditions[position].id, offsetUTF8: error.offsetUTF8, error.message
                    ))
            }
        }
        self.rules = rules
        reviewPlaces = clause.conditions.indices.map { ExactText(clause.id + "/" + clause.conditions[$0].id) }
        if let source = clause.benefit?.amount {
            do throws(RuleError) {
                amount = try book.amount(source)
            } catch {
                throw ClauseRefusal(
                    finding: Finding(
                        .refusal, subject: clause.id, field: "benefit.amount", offsetUTF8: error.offsetUTF8,
                        error.message))
            }
        } else {
            amount = nil
        }
        lexicon = words
    }
}

/// Words of texts, each different text segmented once. For one batch, whose clauses share it.
public struct WordBook: Sendable {
    private let reader: TextReader
    private let memory = Memory()
    /// Texts that are remembered; others are segmented anew.
    private static let limit = 65_536

    /// What was segmented, behind a lock.
    private final class Memory: @unchecked Sendable {
        let lock = Lock()
        var known: [ExactText: [String]] = [:]
    }

    /// An empty book.
    public init(_ reader: TextReader) { self.reader = reader }

    /// As ``TextReader/distinctWords(_:)``.
    func distinctWords(_ texts: [String]) -> [String] {
        var seen: Set<ExactText> = []
        var words: [String] = []
        for text in texts {
            for word in wordsOf(text) where seen.insert(ExactText(word)).inserted { words.append(word) }
        }
        return words
    }

    private func wordsOf(_ text: String) -> [String] {
        let key = ExactText(text)
        if let known = memory.lock.withLock({ memory.known[key] }) { return known }
        let words = reader.distinctWords([text])
        memory.lock.withLock { if memory.known.count < WordBook.limit { memory.known[key] = words } }
        return words
    }
}

/// Normalises and segments, with one normaliser and one segmenter.
public struct TextReader: Sendable {
    /// The normaliser; also that of `mentions`.
    public let normalizer: TextNormalizer
    private let segmenter: Segmenter

    /// Opens ICU.
    /// - Throws: `TextError` where the host's ICU lacks data.
    public init(lexicon: Lexicon = .policy) throws(TextError) {
        normalizer = try TextNormalizer()
        segmenter = try Segmenter(lexicon: lexicon)
    }

    /// Words of two or more characters, each once, in order of first appearance.
    public func distinctWords(_ texts: [String]) -> [String] {
        var seen: Set<ExactText> = []
        var words: [String] = []
        for text in texts {
            for word in segmenter.words(in: normalizer.normalize(text))
            where word.unicodeScalars.count >= 2 && seen.insert(ExactText(word)).inserted {
                words.append(word)
            }
        }
        return words
    }
}
