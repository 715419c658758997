import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// A catalogue made ready for one as-of day: every atom in the form in which columns decide it.
///
/// Immutable; any number of threads may use one.
public final class DayPlan: Sendable {
    /// The clauses.
    public let catalogue: Catalogue
    /// The day.
    public let day: Day
    /// The form of each atom of the catalogue.
    public let forms: [AtomForm]
    /// Whether each clause is in force on the day.
    public let inForce: [Bool]
    /// Conditions of the table, those of each clause in the order in which blocks are decided: cheap ones first.
    let order: [Int32]
    /// The bounds under which the rules were compiled.
    let limits: RuleLimits
    /// The atoms made ready for one profile.
    let singleTests: SingleTests
    /// The required and review conditions of the table, each clause's in the order in which one profile is asked:
    /// what is cheap and refuses most first.
    let refusalOrder: [[Int32]]
    let normalizer: TextNormalizer
    /// How clauses are decided where facts are missing.
    public let truthMode: TruthMode
    /// The facts over which clauses can be split; none in Kleene mode.
    let splits: ClauseSplits
    /// The clauses' amounts, compiled for the day.
    let amounts: ClauseAmounts
    /// The clauses' words, made when a profile's relevance is first asked for.
    let words = Later<ClauseWords>()

    /// Prepares a catalogue for a day.
    /// - Complexity: O(atoms).
    public init(
        _ catalogue: Catalogue, on day: Day, truth truthMode: TruthMode = .split, normalizer: TextNormalizer
    ) {
        self.catalogue = catalogue
        self.day = day
        self.truthMode = truthMode
        self.normalizer = normalizer
        let forms = catalogue.atoms.map { $0.form(on: day, normalizer: normalizer) }
        self.forms = forms
        let tests = SingleTests(forms)
        singleTests = tests
        refusalOrder = DayPlan.refusalOrder(catalogue.table, tests)
        amounts = ClauseAmounts(catalogue, on: day)
        let inForce = catalogue.clauses.map { $0.clause.isInForce(on: day) }
        self.inForce = inForce
        splits =
            truthMode == .split
            ? ClauseSplits(catalogue, on: day, inForce: inForce) : .none(catalogue.clauses.count)
        order = DayPlan.blockOrder(catalogue.table, forms)
        limits = catalogue.clauses.lazy.flatMap(\.rules).compactMap { $0 }.first?.limits ?? .contract
    }

    /// The conditions of each clause, those with atoms that go row by row last.
    private static func blockOrder(_ table: ProgramTable, _ forms: [AtomForm]) -> [Int32] {
        func cost(_ condition: Int) -> Int {
            table.conditions[condition].steps.reduce(0) { worst, index in
                guard table.steps[index].kind == .atom else { return worst }
                switch forms[Int(table.steps[index].operand)] {
                case .general: return max(worst, 2)
                case .text: return max(worst, 1)
                default: return worst
                }
            }
        }
        return table.clauses.flatMap { range in
            range.map { (cost($0), $0) }.sorted { $0 < $1 }.map { Int32(truncatingIfNeeded: $0.1) }
        }
    }

    private static func refusalOrder(_ table: ProgramTable, _ tests: SingleTests) -> [[Int32]] {
        func cost(_ condition: Int) -> Int {
            table.conditions[condition].steps.reduce(0) { sum, index in
                let step = table.steps[index]
                guard step.kind == .atom else { return sum + 1 }
                switch tests.tests[Int(step.operand)] {
                case .under: return sum
                case .range, .flag, .equals, .has: return sum + 2
                case .linear: return sum + 4
                case .other: return sum + 100
                }
            }
        }
        return table.clauses.map { range in
            let asked = range.filter { table.conditions[$0].kind != .preferred }
            let costs = asked.map { (cost($0), $0) }.sorted { $0 < $1 }
            return costs.map { Int32(truncatingIfNeeded: $0.1) }
        }
    }

    /// How many atoms are decided row by row, for those who want to know what a plan costs.
    public var generalAtoms: [String] {
        zip(catalogue.atoms, forms).compactMap { atom, form in
            if case .general = form { return atom.key }
            return nil
        }
    }
}
