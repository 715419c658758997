import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// What a plan keeps for matching single profiles: made when the first is matched.
final class ProfilePlan: Sendable {
    let schema: Schema
    let day: Day
    let limits: RuleLimits
    let normalizer: TextNormalizer
    let kernels: Int32
    let catalogue: Catalogue
    let axes: AxisTable
    let clauseGraph: ClauseGraph
    let inForce: [Bool]
    let notInForceCount: Int
    let amounts: ClauseAmounts
    let requirements: RequirementTable
    let flat: FlatGraph
    let flatAxes: FlatAxes
    let ranks: FlatRanks
    let values: ValueBook
    /// Tests of text fields and of lists, by the numbers that places give.
    let texts: [TextPlace]
    let lists: [ListTests]
    let needles: [Needles]
    let equalTexts: [EqualTexts]
    /// The plan's facts over which clauses are split.
    let splitFacts: [MissingFact]
    /// Places that persons judge, numbered as the graph's.
    let reviewPlaces: PhraseSet
    private let wordsMaker: Later<ClauseWords>

    /// One test of a text field.
    final class TextPlace: Sendable {
        let field: Int
        let isTrue: Bool
        /// Looked for in the normal form, or tested as a whole.
        let needle: (search: SubstringSearch, isNormal: Bool)?
        let matcher: TextMatcher?

        init(
            field: Int, isTrue: Bool, needle: (search: SubstringSearch, isNormal: Bool)?,
            matcher: TextMatcher?
        ) {
            self.field = field
            self.isTrue = isTrue
            self.needle = needle
            self.matcher = matcher
        }
    }

    init(_ plan: DayPlan) {
        schema = plan.schema
        day = plan.day
        limits = plan.limits
        normalizer = plan.normalizer
        kernels = plan.kernels
        catalogue = plan.catalogue
        axes = plan.axes
        clauseGraph = plan.clauseGraph
        inForce = plan.inForce
        notInForceCount = plan.notInForceCount
        amounts = plan.amounts
        wordsMaker = plan.words
        var reviewPlaces = PhraseSet()
        for place in plan.clauseGraph.graph.reviewPlaces {
            _ = reviewPlaces.insert(place.text.utf8Span.span)
        }
        self.reviewPlaces = reviewPlaces
        splitFacts = plan.splits.facts
        values = ValueBook(count: plan.axes.axes.count)
        flatAxes = FlatAxes(plan.axes, schema: plan.schema)
        ranks = FlatRanks(plan)
        var texts: [TextPlace] = []
        var textPlaces: [Int: Int] = [:]
        for (atom, form) in plan.axes.forms.enumerated() {
            guard case .text(let field, let test, let isTrue) = form, case .own = plan.axes.places[atom],
                case .text = plan.schema.fields[field].type
            else { continue }
            textPlaces[atom] = texts.count
            switch test {
            case .contains(let text):
                texts.append(
                    TextPlace(
                        field: field, isTrue: isTrue, needle: (SubstringSearch(text), false), matcher: nil))
            case .mentions(let text):
                texts.append(
                    TextPlace(
                        field: field, isTrue: isTrue, needle: (SubstringSearch(text), true), matcher: nil))
            case .equalsAny, .startsWith, .endsWith, .matches:
                texts.append(
                    TextPlace(field: field, isTrue: isTrue, needle: nil, matcher: TextMatcher(test)))
            }
        }
        self.texts = texts
        flat = FlatGraph(plan, textPlaces: textPlaces)
        lists = ListTests.all(plan, flat)
        needles = Needles.all(plan, flat)
        equalTexts = EqualTexts.all(plan, flat)
        requirements = RequirementTable(
            plan.clauseGraph, plan.axes, flat,
            groups: lists.map { ($0.atoms, $0.emptyTruths) } + needles.map { ($0.atoms.map(\.atom), []) },
            together: equalTexts,
            splitFacts: plan.splits.facts.count)
    }

    /// The clauses' words.
    var words: ClauseWords { wordsMaker.get { ClauseWords(catalogue.clauses) } }
}

/// What a value of a dictionary axis comes to: the same object for values that come to the same.
@safe final class ValueFacts: @unchecked Sendable {
    // Safe: filled in `init`, never written again, freed with the object.
    /// Truths of the axis's atoms, as raw values.
    let truths: UnsafeMutablePointer<Int8>
    /// Its row of the requirement table.
    let row: UnsafeMutablePointer<UInt64>

    init(truths: [Int8], row: [UInt64]) {
        unsafe self.truths = .allocate(capacity: max(1, truths.count))
        unsafe self.row = RequirementRows.aligned(row)
        unsafe self.truths.initialize(from: truths, count: truths.count)
    }

    deinit {
        unsafe truths.deallocate()
        unsafe row.deallocate()
    }
}

/// What values of dictionary axes came to, so that values that come to the same share it. What it answers does not
/// depend on what it remembers.
final class ValueBook: @unchecked Sendable {
    private let lock = Lock()
    private var known: [[[Int8]: ValueFacts]]
    /// What is remembered of one axis; the rest is made anew.
    private static let limit = 4096

    init(count: Int) { known = Array(repeating: [:], count: count) }

    /// - Parameter make: Makes the facts; may be called by several threads at once.
    func facts(_ axis: Int, _ truths: [Int8], _ make: () -> ValueFacts) -> ValueFacts {
        if let found = lock.withLock({ known[axis][truths] }) { return found }
        let made = make()
        return lock.withLock {
            if let found = known[axis][truths] { return found }
            if known[axis].count < ValueBook.limit { known[axis][truths] = made }
            return made
        }
    }
}

/// Evaluators that are not in use.
final class EvaluatorPool: @unchecked Sendable {
    private let lock = Lock()
    private var free: [ProfileEvaluator] = []
    private static let limit = 64

    /// An evaluator of the plan, to be given back.
    func take(_ plan: ProfilePlan) -> ProfileEvaluator {
        lock.withLock { free.popLast() } ?? ProfileEvaluator(plan)
    }

    func give(_ evaluator: ProfileEvaluator) {
        lock.withLock { if free.count < EvaluatorPool.limit { free.append(evaluator) } }
    }
}
