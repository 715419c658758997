import HuiqiModel
import HuiqiRule
import HuiqiStore
import HuiqiText

/// An error of the face: what kind, where, and in words.
public struct HuiqiError: Error, Sendable, Hashable {
    /// Whose fault it is and of what kind.
    public enum Code: Int32, Sendable {
        /// An argument of the call cannot be used.
        case badArgument = 1
        /// Data, a clause or a schema is not as the formats ask.
        case badData = 2
        /// An expression does not parse or check.
        case badExpression = 3
        /// No clause or profile of that name.
        case notFound = 4
        /// A batch was refused as a whole because `strict` was asked for.
        case refused = 5
        /// The work was stopped by the caller.
        case cancelled = 6
        /// The host's ICU cannot be used.
        case unavailable = 7
        /// An expression could not be evaluated.
        case evaluation = 8
        /// What was asked for takes more memory than there is, or than was allowed.
        case limit = 66
    }

    /// The kind.
    public let code: Code
    /// Place and words.
    public let finding: Finding

    /// An error at a place.
    public init(_ code: Code, _ finding: Finding) {
        self.code = code
        self.finding = finding
    }

    init(_ code: Code, zh: String, en: String) {
        self.init(code, Finding(.refusal, Message(zh: zh, en: en)))
    }

    init(_ error: TextError) {
        switch error.code {
        case .lexiconTooLarge, .lexiconMalformed: self.init(.badData, zh: error.zh, en: error.en)
        default: self.init(.unavailable, zh: error.zh, en: error.en)
        }
    }

    init(_ error: CSVRefusal) { self.init(.badData, error.finding) }

    init(_ code: Code, _ error: RuleError) {
        self.init(code, Finding(.refusal, offsetUTF8: error.offsetUTF8, error.message))
    }

    init(_ error: SchemaError) { self.init(.badData, Finding(.refusal, field: error.field, error.message)) }
}
