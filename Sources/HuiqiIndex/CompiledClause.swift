import HuiqiModel
import HuiqiRule
import HuiqiText

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
    /// Distinct normalised words of title and tags, for relevance.
    public let words: [String]

    /// Compiles a clause. A class, since clauses are handed about by the thousand.
    /// - Throws: ``ClauseRefusal`` that names clause, condition and offset.
    public convenience init(
        _ clause: Clause, schema: Schema, limits: RuleLimits, reader: TextReader
    ) throws(ClauseRefusal) {
        var book = RuleBook(schema: schema, limits: limits)
        var words = WordBook(reader)
        try self.init(clause, &book, &words)
    }

    /// Compiles one clause of a batch that shares its rules and words.
    /// - Throws: ``ClauseRefusal`` that names clause, condition and offset.
    public init(_ clause: Clause, _ book: inout RuleBook, _ words: inout WordBook) throws(ClauseRefusal) {
        self.clause = clause
        var rules: [Rule?] = []
        for (position, condition) in clause.conditions.enumerated() {
            guard let source = condition.expression else {
                rules.append(nil)
                continue
            }
            do throws(RuleError) {
                rules.append(try book.condition(source))
            } catch {
                throw ClauseRefusal(
                    finding: Finding(
                        .refusal, subject: clause.id, field: "conditions[\(position)].expr",
                        condition: condition.id, offsetUTF8: error.offsetUTF8, error.message))
            }
        }
        self.rules = rules
        reviewPlaces = clause.conditions.map { ExactText("\(clause.id)/\($0.id)") }
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
        self.words = words.distinctWords([clause.title] + clause.tags)
    }
}

/// Words of texts, each different text segmented once. A value for one batch.
public struct WordBook: Sendable {
    private let reader: TextReader
    private var known: [ExactText: [String]] = [:]

    /// An empty book.
    public init(_ reader: TextReader) { self.reader = reader }

    /// As ``TextReader/distinctWords(_:)``.
    mutating func distinctWords(_ texts: [String]) -> [String] {
        var seen: Set<ExactText> = []
        var words: [String] = []
        for text in texts {
            let key = ExactText(text)
            let own = known[key] ?? reader.distinctWords([text])
            known[key] = own
            for word in own where seen.insert(ExactText(word)).inserted { words.append(word) }
        }
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
