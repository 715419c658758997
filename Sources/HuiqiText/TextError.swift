/// Why a text service could not be opened.
///
/// Made when ``TextNormalizer`` or ``Segmenter`` is opened or a ``Lexicon`` is read; texts themselves never
/// cause an error.
public struct TextError: Error, Sendable, Equatable {
    /// Whose fault it was.
    public enum Code: Int, Sendable {
        /// ICU refused: its data are missing or memory ran out.
        case icu = 1
        /// A lexicon has more or longer terms than a segmenter takes.
        case lexiconTooLarge = 2
        /// A lexicon's file is not UTF-8, or has control characters in it.
        case lexiconMalformed = 3
        /// ICU has no dictionary of Chinese words: its data were trimmed, so it would cut wrongly.
        case icuTrimmed = 4
    }

    /// Whose fault it was.
    public let code: Code
    /// The message in Chinese.
    public let zh: String
    /// The message in English.
    public let en: String

    /// An error with its message in both languages.
    public init(code: Code, zh: String, en: String) {
        self.code = code
        self.zh = zh
        self.en = en
    }
}
