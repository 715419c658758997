/// Terms that a ``Segmenter`` keeps whole where a general dictionary would split them.
public struct Lexicon: Sendable, Equatable {
    /// The terms as given, in any order; repetitions do no harm.
    public let terms: [String]

    /// A lexicon of any terms; a segmenter normalises them as it does its texts.
    public init(terms: [String]) {
        self.terms = terms
    }

    /// The terms of Chinese enterprise policy: qualifications, kinds of benefit, tax, credit, industry.
    public static let policy = Lexicon(
        terms: policyTermLines.description.split(whereSeparator: \.isWhitespace).map(String.init))

    /// This lexicon and more terms, such as a city's own programmes.
    public func adding(_ more: [String]) -> Lexicon {
        Lexicon(terms: terms + more)
    }
}
