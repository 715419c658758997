import HuiqiLogic
import HuiqiModel

/// The programs of all clauses end to end, for walking them all for one profile.
public struct ProgramTable: Sendable {
    /// One step without payload on the heap.
    public struct Step: Sendable {
        /// What it does, as ``ClauseProgram/Step``.
        public enum Kind: UInt8, Sendable {
            case constant, atom, and, or, not, atLeast, choose
        }

        public let kind: Kind
        /// The atom, the truth's raw value, or how many of the stack are counted.
        public let operand: Int32
        /// How many must hold.
        public let need: Int64
    }

    /// One condition.
    public struct Entry: Sendable {
        public let kind: Condition.Kind
        /// Weight in millionths.
        public let weight: Int64
        /// Its steps.
        public let steps: Range<Int>
    }

    /// Steps of all conditions.
    public private(set) var steps: [Step] = []
    /// Conditions of all clauses.
    public private(set) var conditions: [Entry] = []
    /// The conditions of each clause.
    public private(set) var clauses: [Range<Int>] = []

    init(_ programs: [ClauseProgram]) {
        clauses.reserveCapacity(programs.count)
        for program in programs {
            let first = conditions.count
            for condition in program.conditions {
                let start = steps.count
                for step in condition.steps { steps.append(ProgramTable.flat(step)) }
                conditions.append(
                    Entry(kind: condition.kind, weight: condition.weight, steps: start..<steps.count))
            }
            clauses.append(first..<conditions.count)
        }
    }

    private static func flat(_ step: ClauseProgram.Step) -> Step {
        switch step {
        case .constant(let truth): Step(kind: .constant, operand: Int32(truth.rawValue), need: 0)
        case .atom(let atom): Step(kind: .atom, operand: Int32(truncatingIfNeeded: atom), need: 0)
        case .and: Step(kind: .and, operand: 0, need: 0)
        case .or: Step(kind: .or, operand: 0, need: 0)
        case .not: Step(kind: .not, operand: 0, need: 0)
        case .atLeast(let k, let count):
            Step(kind: .atLeast, operand: Int32(truncatingIfNeeded: count), need: k)
        case .choose: Step(kind: .choose, operand: 0, need: 0)
        }
    }
}
