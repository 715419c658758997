import HuiqiRule
import HuiqiText

/// A text test made ready for bytes.
public struct TextMatcher: Sendable {
    private let test: TextTest
    private let needles: [[UInt8]]
    private let search: SubstringSearch

    /// Makes a test ready.
    public init(_ test: TextTest) {
        self.test = test
        switch test {
        case .equalsAny(let texts): needles = texts.map { Array($0.text.utf8) }
        case .contains(let text), .startsWith(let text), .endsWith(let text), .mentions(let text):
            needles = [Array(text.utf8)]
        case .matches: needles = []
        }
        search = SubstringSearch(needles.first ?? [])
    }

    /// Whether a text passes.
    public func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
        switch test {
        case .matches(let pattern): pattern.regex.matches(bytes.span)
        case .equalsAny: needles.contains { $0.elementsEqual(bytes) }
        case .contains, .mentions: search.isIn(bytes.span)
        case .startsWith: bytes.starts(with: needles[0])
        case .endsWith:
            bytes.count >= needles[0].count && bytes.suffix(needles[0].count).elementsEqual(needles[0])
        }
    }
}

extension TextTest {
    /// Whether one text passes.
    func holds(for text: String) -> Bool { TextMatcher(self).matches(Array(text.utf8)[...]) }
}
