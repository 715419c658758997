import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText
import Synchronization

/// All clauses, compiled together: equal atoms are one atom.
///
/// Immutable. Order is that of first insertion.
public final class Catalogue: Sendable {
    /// The clauses.
    public let clauses: [CompiledClause]
    /// Distinct atoms of all conditions.
    public let atoms: [Atom]
    /// One program a clause.
    public let programs: [ClauseProgram]
    /// The programs end to end.
    public let table: ProgramTable
    /// The most stack slots that any condition needs.
    public let stackDepth: Int
    private let indexByID: [ExactText: Int]
    private let lazyLibrary = AtomicLazyReference<RuleLibrary>()
    private let lazySearch = AtomicLazyReference<ClauseSearch>()
    private let searchLock = Lock()

    /// The catalogue's atoms and amounts for compiling further clauses against the same schema and limits: what
    /// they share is the same object. Made when somebody asks.
    public var library: RuleLibrary {
        if let known = lazyLibrary.load() { return known }
        return lazyLibrary.storeIfNil(RuleLibrary(atoms, amounts: clauses.compactMap(\.amount)))
    }

    /// The clauses to be found by words. Made when somebody asks.
    /// - Parameter threads: Threads that may work on making it; the answers do not depend on how many.
    public func search(_ normalizer: TextNormalizer, threads: Int) -> ClauseSearch {
        if let known = lazySearch.load() { return known }
        // One makes it, the others wait.
        return searchLock.withLock {
            if let known = lazySearch.load() { return known }
            return lazySearch.storeIfNil(ClauseSearch(clauses, normalizer, threads: threads))
        }
    }

    /// Index of a clause by id.
    public func index(of id: String) -> Int? { indexByID[ExactText(id)] }

    /// A catalogue of clauses with distinct ids.
    public convenience init(_ clauses: [CompiledClause]) {
        var index: [ExactText: Int] = [:]
        index.reserveCapacity(clauses.count)
        for (position, clause) in clauses.enumerated() { index[ExactText(clause.clause.id)] = position }
        self.init(clauses, index)
    }

    private init(_ clauses: [CompiledClause], _ index: [ExactText: Int]) {
        var builder = ProgramBuilder()
        var programs: [ClauseProgram] = []
        programs.reserveCapacity(clauses.count)
        for clause in clauses { programs.append(builder.program(of: clause)) }
        self.clauses = clauses
        self.programs = programs
        table = ProgramTable(programs)
        atoms = builder.atoms
        stackDepth = builder.deepest
        indexByID = index
    }

    /// The catalogue with clauses put in: a known id keeps its place, a new one comes last.
    public func putting(_ added: [CompiledClause]) -> Catalogue {
        var clauses = self.clauses
        var index = indexByID
        clauses.reserveCapacity(clauses.count + added.count)
        index.reserveCapacity(clauses.count + added.count)
        for clause in added {
            let id = ExactText(clause.clause.id)
            if let position = index[id] {
                clauses[position] = clause
            } else {
                index[id] = clauses.count
                clauses.append(clause)
            }
        }
        return Catalogue(clauses, index)
    }
}

/// How a clause is decided from its atoms.
public struct ClauseProgram: Sendable {
    /// One step of a condition, on a stack of truths.
    public enum Step: Sendable {
        case constant(Truth)
        /// Push the truth of an atom.
        case atom(Int)
        /// Join the last two.
        case and
        case or
        /// Turn the last.
        case not
        /// Count the last n.
        case atLeast(Int64, Int)
        /// Test, whenYes, whenNo are the last three.
        case choose
    }

    /// One condition.
    public struct ConditionProgram: Sendable {
        /// Its part.
        public let kind: Condition.Kind
        /// Its weight in millionths.
        public let weight: Int64
        /// Steps; empty for review.
        public let steps: [Step]
        /// Where `reviews` has the answer.
        public let reviewPlace: ExactText
    }

    /// The conditions, in order.
    public let conditions: [ConditionProgram]
}

/// Flattens combinations to programs, numbering distinct atoms.
struct ProgramBuilder {
    private(set) var atoms: [Atom] = []
    private(set) var deepest = 1
    private var numbers: [ExactText: Int] = [:]
    /// Numbers of atoms that were met already, and are the same object: rules of one batch share theirs.
    private var met = IdentityTable()
    /// Numbers, in `steps`, of rules that were flattened already.
    private var known = IdentityTable()
    private var steps: [[ClauseProgram.Step]] = []

    mutating func program(of clause: CompiledClause) -> ClauseProgram {
        var conditions: [ClauseProgram.ConditionProgram] = []
        conditions.reserveCapacity(clause.rules.count)
        for position in clause.clause.conditions.indices {
            var steps: [ClauseProgram.Step] = []
            if let rule = clause.rules[position] {
                if let same = known.number(of: rule.identity) {
                    steps = self.steps[same]
                } else {
                    deepest = max(deepest, flatten(rule.combination, into: &steps))
                    known.append(rule.identity, self.steps.count)
                    self.steps.append(steps)
                }
            }
            conditions.append(
                .init(
                    kind: clause.clause.conditions[position].kind,
                    weight: clause.clause.conditions[position].weight.millionths, steps: steps,
                    reviewPlace: clause.reviewPlaces[position]))
        }
        return ClauseProgram(conditions: conditions)
    }

    /// Returns how many stack slots the combination needs.
    private mutating func flatten(_ combination: Combination, into steps: inout [ClauseProgram.Step]) -> Int {
        switch combination {
        case .constant(let truth):
            steps.append(.constant(truth))
            return 1
        case .atom(let atom):
            steps.append(.atom(number(of: atom)))
            return 1
        case .not(let operand):
            let depth = flatten(operand, into: &steps)
            steps.append(.not)
            return depth
        case .and(let parts):
            return flatten(chain: parts, .and, into: &steps)
        case .or(let parts):
            return flatten(chain: parts, .or, into: &steps)
        case .atLeast(let k, let parts):
            let depth = flatten(all: parts, into: &steps)
            steps.append(parts.isEmpty ? .constant(k <= 0 ? .yes : .no) : .atLeast(k, parts.count))
            return max(1, depth)
        case .choose(let test, let whenYes, let whenNo):
            let depth = flatten(all: [test, whenYes, whenNo], into: &steps)
            steps.append(.choose)
            return depth
        }
    }

    private mutating func number(of atom: Atom) -> Int {
        let identity = ObjectIdentifier(atom)
        if let known = met.number(of: identity) { return known }
        let key = ExactText(atom.key)
        let number = numbers[key] ?? atoms.count
        if number == atoms.count {
            numbers[key] = number
            atoms.append(atom)
        }
        met.append(identity, number)
        return number
    }

    /// Joins part by part, so that a long chain needs two slots more than its deepest part, not one a part.
    private mutating func flatten(
        chain parts: [Combination], _ join: ClauseProgram.Step, into steps: inout [ClauseProgram.Step]
    ) -> Int {
        var deepest = 1
        for position in parts.indices {
            deepest = max(deepest, (position == 0 ? 0 : 1) + flatten(parts[position], into: &steps))
            if position > 0 { steps.append(join) }
        }
        return deepest
    }

    private mutating func flatten(all parts: [Combination], into steps: inout [ClauseProgram.Step]) -> Int {
        var deepest = 0
        for (position, part) in parts.enumerated() {
            deepest = max(deepest, position + flatten(part, into: &steps))
        }
        return deepest
    }
}
