import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// An atom made ready for one profile, where its form is one of the common ones.
enum SingleTest: Sendable {
    /// A number within bounds, or outside them.
    case range(source: Int, low: Int64, high: Int64, isInside: Bool)
    /// A boolean field.
    case flag(field: Int, isTrue: Bool)
    /// A code under others.
    case under(field: Int, UnderTest)
    /// A short text that is one of some.
    case equals(field: Int, [ExactText], isTrue: Bool)
    /// A list of texts has one.
    case has(field: Int, ExactText)
    /// A linear test over several numbers.
    case linear(NumberTest, sources: [Int])
    /// Any other form goes through the block evaluator with a block of one row.
    case other
}

/// The tests of a plan for one profile, with the numbers that they read.
struct SingleTests: Sendable {
    /// One an atom.
    private(set) var tests: [SingleTest] = []
    /// Where the numbers come from, each once.
    private(set) var sources: [NumberSource] = []
    private var index: [NumberSource: Int] = [:]

    init(_ forms: [AtomForm]) {
        tests.reserveCapacity(forms.count)
        for form in forms { tests.append(test(form)) }
    }

    private mutating func test(_ form: AtomForm) -> SingleTest {
        switch form {
        case .flag(let field, let isTrue): return .flag(field: field, isTrue: isTrue)
        case .under(let field, let test): return .under(field: field, test)
        case .text(let field, .equalsAny(let texts), let isTrue):
            return .equals(field: field, texts, isTrue: isTrue)
        case .has(let field, let text): return .has(field: field, text)
        case .number(let test):
            let numbers = (test.sum.terms + (test.divisor?.terms ?? [])).map { number(of: $0.source) }
            if test.divisor == nil, test.sum.terms.count == 1 {
                let (low, high, isInside) = NumberEvaluation.bounds(test.sum, test.comparison)
                return .range(source: numbers[0], low: low, high: high, isInside: isInside)
            }
            return .linear(test, sources: numbers)
        default: return .other
        }
    }

    private mutating func number(of source: NumberSource) -> Int {
        if let known = index[source] { return known }
        let number = sources.count
        sources.append(source)
        index[source] = number
        return number
    }
}
