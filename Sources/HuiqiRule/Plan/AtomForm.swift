import HuiqiLogic
import HuiqiModel
import HuiqiText

/// A column that holds whole numbers: ints, fen, or days.
public enum NumberSource: Sendable, Hashable {
    /// An int, money or timestamp field.
    case field(Int)
    /// One year of a yearly field.
    case year(field: Int, Int64)
    /// A member of the elements of a list of records.
    case member(Int)
}

/// `sum of coefficient x value + constant`, exact.
public struct LinearSum: Sendable, Hashable {
    /// At least one term, each source once, in order of first appearance; no coefficient is 0.
    public var terms: [Term]
    /// The constant.
    public var constant: Int128

    /// One term.
    public struct Term: Sendable, Hashable {
        /// Where the value comes from.
        public let source: NumberSource
        /// What it is multiplied with; at most 2^62.
        public let coefficient: Int128

        /// A term.
        public init(source: NumberSource, coefficient: Int128) {
            self.source = source
            self.coefficient = coefficient
        }
    }

    /// A sum.
    public init(terms: [Term], constant: Int128) {
        self.terms = terms
        self.constant = constant
    }
}

/// Asks how `sum` compares with zero; with a divisor, its sign times the divisor's, unknown where that is 0.
public struct NumberTest: Sendable, Hashable {
    /// The sum.
    public let sum: LinearSum
    /// The divisor of a ratio.
    public let divisor: LinearSum?
    /// The comparison with zero.
    public let comparison: Comparison

    /// Values of a larger magnitude are left to the row evaluator, so that both overflow alike.
    public static let magnitudeLimit: Int64 = 1 << 56
    /// The same for ints, whose arithmetic has 64 bits.
    public static let intLimit: Int64 = 1 << 31

    /// A test.
    public init(sum: LinearSum, divisor: LinearSum?, comparison: Comparison) {
        self.sum = sum
        self.divisor = divisor
        self.comparison = comparison
    }
}

/// What a text is asked.
public enum TextTest: Sendable, Hashable {
    case equalsAny([ExactText])
    case contains(String)
    case startsWith(String)
    case endsWith(String)
    /// The term is normalised already.
    case mentions(normalized: String)
    case matches(Pattern)

    /// A regular expression; equal where its source is.
    public struct Pattern: Sendable, Hashable {
        let source: String
        public let regex: LinearRegex

        public static func == (left: Pattern, right: Pattern) -> Bool {
            left.source.utf8.elementsEqual(right.source.utf8)
        }

        public func hash(into hasher: inout Hasher) { hasher.combine(source) }
    }
}

/// What is counted or added up of a list.
public enum Tally: Sendable {
    case count(ElementTest)
    case sum(member: Int)
}

/// A shape of atom that can be decided column by column.
public enum AtomForm: Sendable {
    /// The same for every profile.
    case constant(Truth)
    case number(NumberTest)
    /// The greatest, or the least, of some numbers of one unit; unknown where one of them is.
    case extreme([NumberSource], isGreatest: Bool, WholeBounds)
    /// How many elements of a list pass, or their sum; unknown where one of them is unknown, or not all are known.
    case tally(field: Int, Tally, WholeBounds, longest: Int)
    /// A boolean field; `false` asks for its opposite.
    case flag(field: Int, isTrue: Bool)
    /// Depends on one code or enumeration alone: decide each distinct value once.
    case distinct(field: Int, DistinctTest)
    /// A text, code or enumeration field; `false` asks for the opposite.
    case text(field: Int, TextTest, isTrue: Bool)
    /// A code field lies under one of some codes.
    case under(field: Int, UnderTest)
    /// `exists` (or `in`) when `decides` is yes, `all` when it is no, over a list field of at most `longest`
    /// elements; longer ones are left to the row evaluator, which counts its steps.
    case quantified(field: Int, decides: Truth, ElementTest, longest: Int)
    /// A list of texts has one.
    case has(field: Int, ExactText)
    /// How many elements a list has, compared.
    case listSize(field: Int, Comparison, Int64)
    /// `first_reached` of a yearly field.
    case firstReached(FirstReached)
    /// Anything else: row by row.
    case general
}

/// Asks whether a code lies under one of some codes: yes, no, or unknown where it lies above one.
public struct UnderTest: Sendable, Hashable {
    let areas: [CodeArea]
    let standard: CodeStandard

    /// A code read for ``truth(of:)``; nil where it is none.
    public struct Code: Sendable {
        let area: CodeArea?
    }

    /// Reads a fact once for many tests of its standard.
    public func read(_ text: String) -> Code { Code(area: CodeArea(text, standard)) }

    /// The truth for a code that was read.
    public func truth(of code: Code) -> Truth {
        // What is no code is an evaluation error, which counts as unknown.
        guard let area = code.area else { return .unknown }
        return UnderTest.truth(of: area, areas)
    }

    static func truth(of area: CodeArea, _ areas: [CodeArea]) -> Truth {
        var truth = Truth.no
        for wanted in areas {
            switch area.isUnder(wanted) {
            case .some(true): return .yes
            case .some(false): continue
            case .none: truth = .unknown
            }
        }
        return truth
    }
}

/// Asks whether a yearly amount reached a threshold in a year for the first time since another.
public struct FirstReached: Sendable, Hashable {
    /// The yearly field.
    public let field: Int
    /// The year that must reach it.
    public let year: Int64
    /// Earlier years, none of which may: `from ..< year`, empty where `from` is not before `year`.
    public let from: Int64
    /// The least amount in fen that reaches it.
    public let fen: Int64
}

/// Decides an atom from one text.
public struct DistinctTest: Sendable {
    let node: RuleNode
    let field: Int
    let atom: Atom
    let day: Day

    /// The truth for a value, or for none.
    public func truth(of text: String?) -> Truth {
        var evaluator = Evaluator(schema: atom.setting.schema, limits: atom.setting.limits, day: day)
        evaluator.stand = (field, text.map { .text($0) } ?? .unknown)
        return evaluator.truth(node).0
    }
}

/// Decides an element of a list.
public indirect enum ElementTest: Sendable {
    case constant(Truth)
    case and([ElementTest])
    case or([ElementTest])
    case not(ElementTest)
    /// Members as numbers.
    case number(NumberTest)
    /// A boolean member.
    case flag(member: Int)
    /// A text, the element itself (nil) or a member, is one of some; `false` asks for the opposite.
    case equals(member: Int?, [ExactText], isTrue: Bool)
    /// Depends on one text alone: the element itself (nil) or a member.
    case distinct(member: Int?, ElementTextTest)
}

/// Decides an element from one text.
public struct ElementTextTest: Sendable {
    let node: RuleNode
    let slot: Int
    let member: Int?
    let memberCount: Int
    let atom: Atom
    let day: Day

    /// The truth for a known value.
    public func truth(of text: String) -> Truth {
        var evaluator = Evaluator(schema: atom.setting.schema, limits: atom.setting.limits, day: day)
        let value: Value
        if let member {
            var members = [FieldValue](repeating: .unknown, count: memberCount)
            members[member] = .text(text)
            value = .record(RecordValue(field: 0, position: 0, members: members))
        } else {
            value = .text(text)
        }
        return evaluator.truth(node, with: slot, value)
    }
}
