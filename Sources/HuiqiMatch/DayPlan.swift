import CHuiqiKernels
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
    /// Clauses that are not in force.
    let notInForceCount: Int
    /// The bounds under which the rules were compiled.
    let limits: RuleLimits
    let normalizer: TextNormalizer
    /// How clauses are decided where facts are missing.
    public let truthMode: TruthMode
    /// The facts over which clauses can be split; none in Kleene mode.
    let splits: ClauseSplits
    /// Where each atom is decided.
    let axes: AxisTable
    /// The atoms that have planes of their own.
    let ownTests: OwnTests
    /// The clauses over shared nodes.
    let clauseGraph: ClauseGraph
    /// Instruction set of the kernels; any gives the same answers.
    let kernels: Int32
    /// The fields.
    let schema: Schema
    /// The clauses' amounts, compiled for the day.
    let amounts: ClauseAmounts
    /// The clauses' words, made when a profile's relevance is first asked for.
    let words = Later<ClauseWords>()

    /// Prepares a catalogue for a day.
    /// - Complexity: O(atoms).
    public convenience init(
        _ catalogue: Catalogue, on day: Day, truth truthMode: TruthMode = .split, normalizer: TextNormalizer,
        schema: Schema, kernels: Int32 = hqk_best_level()
    ) {
        self.init(
            catalogue, on: day, truthMode, normalizer, schema, kernels: kernels,
            forms: catalogue.atoms.map { $0.form(on: day, normalizer: normalizer) },
            splits: { ClauseSplits(catalogue, on: day, inForce: $0) }
        ) { AxisTable($0, schema: schema) }
    }

    /// Prepares one clause that is looked for beside a catalogue: atoms that are the catalogue's are taken over, and
    /// there are no codes of its own, since the catalogue's serve.
    convenience init(_ clause: CompiledClause, beside other: DayPlan, schema: Schema) {
        let catalogue = Catalogue([clause])
        let numbers = other.atomNumbers
        let day = other.day
        self.init(
            catalogue, on: day, other.truthMode, other.normalizer, schema, kernels: other.kernels,
            forms: catalogue.atoms.map { atom in
                numbers.number(ofSame: atom).map { other.forms[$0] }
                    ?? atom.form(on: day, normalizer: other.normalizer)
            },
            splits: {
                ClauseSplits(catalogue, on: day, inForce: $0) { atom in
                    numbers.number(ofSame: atom).map { other.splits.tests[$0] }
                }
            }
        ) { AxisTable(withoutCodes: $0) }
    }

    private init(
        _ catalogue: Catalogue, on day: Day, _ truthMode: TruthMode, _ normalizer: TextNormalizer,
        _ schema: Schema, kernels: Int32, forms: [AtomForm], splits: ([Bool]) -> ClauseSplits,
        axes makeAxes: ([AtomForm]) -> AxisTable
    ) {
        self.catalogue = catalogue
        self.day = day
        self.schema = schema
        self.truthMode = truthMode
        self.normalizer = normalizer
        self.forms = forms
        amounts = ClauseAmounts(catalogue, on: day)
        let inForce = catalogue.clauses.map { $0.clause.isInForce(on: day) }
        self.inForce = inForce
        notInForceCount = inForce.count { !$0 }
        let splits = truthMode == .split ? splits(inForce) : .none(catalogue.clauses.count)
        self.splits = splits
        self.kernels = kernels
        axes = makeAxes(forms)
        ownTests = OwnTests(axes, schema: schema)
        clauseGraph = ClauseGraph(catalogue, axes, inForce: inForce, splits: splits)
        limits = catalogue.clauses.lazy.flatMap(\.rules).compactMap { $0 }.first?.limits ?? .contract
    }

    /// What blocks are decided by, made when the first is.
    var planeGraph: PlaneGraph { planes.get { PlaneGraph(clauseGraph, axes) } }
    private let planes = Later<PlaneGraph>()

    /// What single profiles are matched by, made when the first is.
    var profilePlan: ProfilePlan { singles.get { ProfilePlan(self) } }
    private let singles = Later<ProfilePlan>()
    /// Evaluators that single profiles were matched with.
    let evaluators = EvaluatorPool()

    /// Its atoms by what they say, made when a clause of another plan is first looked for among them.
    var atomNumbers: AtomNumbers { numbers.get { AtomNumbers(catalogue.atoms) } }
    private let numbers = Later<AtomNumbers>()

    /// How many atoms are decided row by row, for those who want to know what a plan costs.
    public var generalAtoms: [String] {
        zip(catalogue.atoms, forms).compactMap { atom, form in
            if case .general = form { return atom.key }
            return nil
        }
    }
}
