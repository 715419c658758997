import HuiqiIndex
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Clauses as candidates for one profile.
struct ClauseSide: RankSide {
    private let plan: DayPlan
    private let clauses: [CompiledClause]
    private let amounts: ClauseAmounts
    let ranked: RankedClauses
    private let only: Profile
    private let row: [Int32]
    /// Bits of the plan's words that the profile's texts have; nil until asked for.
    private var words: (words: ClauseWords, found: [UInt64])?
    private var columns: [AmountColumn]?
    private var lanes = AmountLanes()

    /// - Parameter numbers: The clause of each candidate.
    init(_ plan: DayPlan, _ numbers: [Int32], _ profile: Profile) {
        self.plan = plan
        clauses = plan.catalogue.clauses
        amounts = plan.amounts
        ranked = RankedClauses(numbers)
        only = profile
        row = [Int32(truncatingIfNeeded: profile.row)]
    }

    func profile(_ candidate: Int32) -> Profile { only }

    mutating func relevances(_ candidates: [Int32], _ body: (Int) -> Void) {
        let (words, found) = self.words ?? find()
        for candidate in candidates { body(words.relevance(of: ranked[candidate], found)) }
    }

    /// One pass over the profile's texts.
    private mutating func find() -> (ClauseWords, [UInt64]) {
        let words = plan.words.get { ClauseWords(plan.catalogue.clauses) }
        var found = [UInt64](repeating: 0, count: (words.count &+ 63) / 64)
        var room: [UInt8] = []
        ProfileTexts(only.batch).forEachNormalized(only.row, plan.normalizer, &room) {
            words.automaton.mark($0, in: &found)
        }
        self.words = (words, found)
        return (words, found)
    }

    mutating func amounts(_ candidates: [Int32], _ body: (AmountBounds) -> Void) {
        let columns = self.columns ?? amounts.sources.map { AmountColumn($0, in: only.batch) }
        self.columns = columns
        let row = self.row
        for candidate in candidates {
            let clause = ranked[candidate]
            switch amounts.forms[clause] {
            case .none: body(.none)
            case .constant(let bounds): body(bounds)
            case .program(let number):
                let entry = amounts.programs[number]
                lanes.run(entry.program, columns: columns, places: entry.places, rows: row.span)
                if let bounds = lanes.bounds(0) {
                    body(AmountBounds(bounds, over: entry.program.denominator, amounts.roundings[clause]))
                } else {
                    body(AmountBounds(of: clauses[clause], for: only, plan))
                }
            case .rule: body(AmountBounds(of: clauses[clause], for: only, plan))
            }
        }
    }

    func deadlines(_ candidates: [Int32], _ body: (Day?) -> Void) {
        for candidate in candidates { body(clauses[ranked[candidate]].clause.deadline) }
    }

    func idBytes(_ candidates: [Int32], from place: Int, _ body: (_ bytes: UInt64, _ count: Int) -> Void) {
        for candidate in candidates {
            let bytes = clauses[ranked[candidate]].clause.id.utf8Span.span
            body(IDBytes.word(bytes, 0..<bytes.count, from: place), bytes.count)
        }
    }

    func precedes(_ candidate: Int32, _ other: Int32) -> Bool {
        ExactText(clauses[ranked[candidate]].clause.id) < ExactText(clauses[ranked[other]].clause.id)
    }
}
