import HuiqiLogic
import HuiqiModel
import HuiqiRule

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

    /// Index of a clause by id.
    public func index(of id: String) -> Int? { indexByID[ExactText(id)] }

    /// A catalogue of clauses with distinct ids.
    public init(_ clauses: [CompiledClause]) {
        var builder = ProgramBuilder()
        var index: [ExactText: Int] = [:]
        var programs: [ClauseProgram] = []
        programs.reserveCapacity(clauses.count)
        for (position, clause) in clauses.enumerated() {
            index[ExactText(clause.clause.id)] = position
            programs.append(builder.program(of: clause))
        }
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
        for clause in added {
            let id = ExactText(clause.clause.id)
            if let position = index[id] {
                clauses[position] = clause
            } else {
                index[id] = clauses.count
                clauses.append(clause)
            }
        }
        return Catalogue(clauses)
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
    /// Steps of rules that were flattened already.
    private var known: [ObjectIdentifier: [ClauseProgram.Step]] = [:]

    mutating func program(of clause: CompiledClause) -> ClauseProgram {
        var conditions: [ClauseProgram.ConditionProgram] = []
        for (position, condition) in clause.clause.conditions.enumerated() {
            var steps: [ClauseProgram.Step] = []
            if let rule = clause.rules[position] {
                if let same = known[rule.identity] {
                    steps = same
                } else {
                    deepest = max(deepest, flatten(rule.combination, into: &steps))
                    known[rule.identity] = steps
                }
            }
            conditions.append(
                .init(
                    kind: condition.kind, weight: condition.weight.millionths, steps: steps,
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
            let key = ExactText(atom.key)
            let number = numbers[key] ?? atoms.count
            if number == atoms.count {
                numbers[key] = number
                atoms.append(atom)
            }
            steps.append(.atom(number))
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

    /// Joins part by part, so that a long chain needs two slots more than its deepest part, not one a part.
    private mutating func flatten(
        chain parts: [Combination], _ join: ClauseProgram.Step, into steps: inout [ClauseProgram.Step]
    ) -> Int {
        var deepest = 1
        for (position, part) in parts.enumerated() {
            deepest = max(deepest, (position == 0 ? 0 : 1) + flatten(part, into: &steps))
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
