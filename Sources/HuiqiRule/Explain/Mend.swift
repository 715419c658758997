import HuiqiModel

/// What an atom of a condition asks of what it measures.
public enum Demand: Sendable, Hashable {
    /// A comparison; texts and truths know only `==` and `!=`.
    case compare(Comparison, StatedValue)
    /// A text or number among these; false is none of these.
    case oneOf([String], Bool)
    /// A list with one of these; false is a list without any of them.
    case has([String], Bool)
    /// A code at or below one of these; false is at or below none.
    case under([String], Bool)
    /// A test of a text; false is that it must fail.
    case text(TextTest, String, Bool)
    /// A list with one more element for which the expression holds; `true` is any element.
    case element(String)
    /// Whatever else: the expression must come to the truth.
    case holds(Bool)

    /// The tests of texts.
    public enum TextTest: String, Sendable, Hashable {
        case contains, startsWith, endsWith, matches, mentions
    }
}

/// One thing that would have to be different for a condition to hold.
public struct MendStep: Sendable, Hashable {
    /// What is measured, as rules write it with years and elements filled in: `revenue[2022]`,
    /// `penalties[0].date`, `rd_expense[2022] / revenue[2022]`.
    public let subject: String
    /// The facts it is measured by, in order of first appearance; at most sixteen.
    public let facts: [MissingFact]
    /// What is asked.
    public let demand: Demand
    /// What it comes to now; nil where it is missing or is a list.
    public var value: StatedValue?
    /// What is lacking: always positive, in the subject's own unit; days for dates.
    public var gap: StatedValue?
    /// The one fact that would do it, where the subject is computed or compared with other facts.
    public var change: Change?
    /// The first day on which it holds if no fact changes, where time alone mends it.
    public var holdsFrom: Day?
    /// What kind of numbers the bound, the value and the gap are.
    public var measure = Measure.amount
    /// The name, or whatever text it is asked for by, of an element that the list lacks.
    public var sought: SoughtElement?
    /// Whether the subject is a sum.
    public var isSum = false
    /// How far off, in millionths of the bound; breaks ties between alternatives.
    package var distance: Int64 = 1_000_000

    /// A text by which an element is asked for.
    public struct SoughtElement: Sendable, Hashable {
        /// The text: 鲁班奖.
        public let text: String
        /// Whether nothing else is asked of the element.
        public let isAll: Bool

        /// A text, and whether it is all that is asked.
        public init(text: String, isAll: Bool) {
            self.text = text
            self.isAll = isAll
        }
    }

    /// A bound of one fact, all others staying as they are.
    public struct Change: Sendable, Hashable {
        /// The fact.
        public let fact: MissingFact
        /// How it must compare.
        public let comparison: Comparison
        /// With what, exactly; a number in the fact's unit, or a day.
        public let bound: StatedValue
        /// From its value to the nearest that its type can take (0.01 元, 1 件, 1 天) and that does; nil where
        /// it is missing, or any other value would do.
        public let gap: StatedValue?
    }

    /// As the contract's threshold; nil where no number and no day is compared.
    var threshold: Threshold? {
        guard case .compare(let comparison, let bound) = demand else { return nil }
        switch bound {
        case .number, .day:
            return Threshold(
                comparison: comparison, bound: bound, value: value, gap: gap, measure: measure,
                isSum: isSum)
        case .text, .flag: return nil
        }
    }
}

/// Why some steps were chosen before others.
public struct MendChoice: Sendable, Hashable {
    /// What was chosen from.
    public enum Kind: String, Sendable, Hashable {
        /// Alternatives of which one is enough.
        case any
        /// Parts of which some number is enough, or is too many.
        case atLeast = "at_least"
        /// The branches of `?:`, where the test is mended as well.
        case branch
        /// Elements of a list of which one is enough.
        case element
    }

    /// Alternatives, parts, branches or elements.
    public let kind: Kind
    /// How many there are.
    public let of: Int
    /// How many hold.
    public let held: Int
    /// How many of them have to change.
    public let needed: Int
    /// Whether too many hold, so that some must cease to.
    public let isExcess: Bool
    /// The steps of the path that were chosen.
    public var steps: Range<Int>
}

/// The least that would make a condition hold that does not.
public struct MendPath: Sendable, Hashable {
    /// All of them are needed, in the condition's order.
    public var steps: [MendStep] = []
    /// Where steps were chosen among others, outer choices after inner ones.
    public var choices: [MendChoice] = []
    /// Facts on the path that are missing and might turn out well or ill.
    public var verify: [MissingFact] = []
    /// Whether any change of facts could do it.
    public var isPossible = true

    static let impossible: MendPath = {
        var path = MendPath()
        path.isPossible = false
        return path
    }()

    /// Steps after these, all needed.
    mutating func append(_ other: MendPath) {
        let shift = steps.count
        steps += other.steps
        for var choice in other.choices {
            choice.steps = (choice.steps.lowerBound + shift)..<(choice.steps.upperBound + shift)
            choices.append(choice)
        }
        verify.unite(other.verify)
        isPossible = isPossible && other.isPossible
    }

    mutating func note(
        _ kind: MendChoice.Kind, of: Int, held: Int, needed: Int, isExcess: Bool = false
    ) {
        choices.append(
            MendChoice(
                kind: kind, of: of, held: held, needed: needed, isExcess: isExcess, steps: 0..<steps.count))
    }

    /// Fewest failing atoms, then fewest missing facts, then the smallest sum of relative gaps.
    func isCheaper(than other: MendPath) -> Bool {
        if isPossible != other.isPossible { return isPossible }
        if steps.count != other.steps.count { return steps.count < other.steps.count }
        if verify.count != other.verify.count { return verify.count < other.verify.count }
        return distance < other.distance
    }

    private var distance: Int64 {
        // Safe: each is at most 10^12 and an expression has at most 100,000 nodes times as many elements.
        steps.reduce(0) { $0 &+ $1.distance }
    }
}

extension Array where Element == MissingFact {
    /// Adds what is not there yet, in order.
    mutating func unite(_ others: [MissingFact]) {
        if count + others.count < 32 {
            for fact in others where !contains(fact) { append(fact) }
            return
        }
        var seen = Set(self)
        for fact in others where seen.insert(fact).inserted { append(fact) }
    }
}
