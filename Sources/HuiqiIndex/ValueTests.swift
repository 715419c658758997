import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// The tests of a dictionary axis, ready to be asked of one value after another.
public struct ValueTests: Sendable {
    private let under: UnderTests
    /// Numbers on the axis of the tests of ``under``.
    private let underNumbers: [Int]
    private let texts: [(number: Int, matcher: TextMatcher, isTrue: Bool)]
    private let others: [(number: Int, test: DistinctTest)]
    private let count: Int

    /// - Parameter forms: The forms of the axis's atoms, by their numbers there.
    init(_ forms: [AtomForm]) {
        var under: [UnderTest] = []
        var underNumbers: [Int] = []
        var texts: [(number: Int, matcher: TextMatcher, isTrue: Bool)] = []
        var others: [(number: Int, test: DistinctTest)] = []
        for (number, form) in forms.enumerated() {
            switch form {
            case .under(_, let test):
                under.append(test)
                underNumbers.append(number)
            case .text(_, let test, let isTrue): texts.append((number, TextMatcher(test), isTrue))
            case .distinct(_, let test): others.append((number, test))
            default: break
            }
        }
        self.under = UnderTests(under)
        self.underNumbers = underNumbers
        self.texts = texts
        self.others = others
        count = forms.count
    }

    /// The truths, as raw values, of all atoms of the axis for a value.
    /// - Complexity: O(atoms).
    public func truths(of value: String) -> [Int8] {
        var truths = [Int8](repeating: Truth.unknown.rawValue, count: count)
        for (position, truth) in under.truths(of: value).enumerated() {
            truths[underNumbers[position]] = truth.rawValue
        }
        if !texts.isEmpty {
            let bytes = Array(value.utf8)
            for (number, matcher, isTrue) in texts {
                truths[number] = Truth(matcher.matches(bytes[...]) == isTrue).rawValue
            }
        }
        for (number, test) in others { truths[number] = test.truth(of: value).rawValue }
        return truths
    }
}
