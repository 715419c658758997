import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// What a plan asks of one list field, for deciding the list of one profile element by element.
///
/// Immutable; any number of threads may read it.
@safe final class ListTests: @unchecked Sendable {
    // Safe: both buffers are filled in `init`, never written again, and freed in `deinit`.
    /// One test of an element; operands come before what joins them.
    struct Step {
        enum Kind: UInt8 { case constant, flag, number, text, and, or, not }
        var kind: Kind
        /// Of a constant, its truth; of a number, whether it passes within the bounds.
        var truth: Int8 = 0
        var member: Int32 = 0
        /// Of a text, what its truths are remembered under.
        var memory: Int32 = 0
        /// Operands.
        var first: Int32 = 0
        var end: Int32 = 0
        var low: Int64 = 0
        var high: Int64 = 0
    }

    /// An atom that some element decides.
    struct Quantified {
        var atom: Int
        /// Where it has its truth.
        var place: Int
        var decides: Int8
        var step: Int
        var longest: Int
    }

    /// An atom of how many elements pass, or of the sum of a member.
    struct Counted {
        var atom: Int
        /// Where it has its truth.
        var place: Int
        /// -1 for a sum.
        var step: Int
        var member: Int
        var bounds: WholeBounds
        var longest: Int
    }

    /// An atom of how many elements there are.
    struct Sized {
        var atom: Int
        /// Where it has its truth.
        var place: Int
        var comparison: Comparison
        var count: Int64
    }

    let field: Int
    let isOfRecords: Bool
    /// Cells of an element.
    let width: Int
    /// The member whose texts tell most atoms apart, where ``hasKey``.
    let keyMember: Int
    let hasKey: Bool
    let stepCount: Int
    let steps: UnsafeMutablePointer<Step>
    private let operandMemory: UnsafeMutablePointer<Int32>
    var operands: UnsafePointer<Int32> { unsafe UnsafePointer(operandMemory) }
    let quantified: [Quantified]
    let counted: [Counted]
    let sized: [Sized]
    /// The tests of texts, by what they are remembered under.
    let texts: [ElementTest]

    /// Values of a larger magnitude are left to the row evaluator.
    static let limit = NumberTest.intLimit.magnitude
    /// Lists of which a member is added up are shorter.
    static let sumLimit = 64

    /// Everything that a plan asks of its lists.
    static func all(_ plan: DayPlan, _ flat: FlatGraph) -> [ListTests] {
        var fields: [Int] = []
        func note(_ field: Int) { if !fields.contains(field) { fields.append(field) } }
        for list in plan.ownTests.lists { note(list.field) }
        for atom in plan.ownTests.others {
            switch plan.axes.forms[atom] {
            case .tally(let field, _, _, _), .listSize(let field, _, _): note(field)
            default: break
            }
        }
        return fields.map { ListTests($0, plan, flat) }
    }

    private init(_ field: Int, _ plan: DayPlan, _ flat: FlatGraph) {
        self.field = field
        if case .records(let members) = plan.schema.fields[field].type {
            isOfRecords = true
            width = members.count
        } else {
            isOfRecords = false
            width = 1
        }
        var builder = StepBuilder()
        var quantified: [Quantified] = []
        for list in plan.ownTests.lists where list.field == field {
            let nodes = builder.add(list.nodes)
            for atom in list.atoms {
                guard let step = nodes[atom.node] else { continue }
                quantified.append(
                    Quantified(
                        atom: atom.atom, place: flat.place(atom.atom), decides: atom.decides.rawValue,
                        step: step, longest: atom.longest))
            }
        }
        var counted: [Counted] = []
        var sized: [Sized] = []
        for atom in plan.ownTests.others {
            switch plan.axes.forms[atom] {
            case .tally(field, .count(let test), let bounds, let longest):
                guard let step = builder.add(test) else { continue }
                counted.append(
                    Counted(
                        atom: atom, place: flat.place(atom), step: step, member: 0, bounds: bounds,
                        longest: longest))
            case .tally(field, .sum(let member), let bounds, let longest):
                counted.append(
                    Counted(
                        atom: atom, place: flat.place(atom), step: -1, member: member, bounds: bounds,
                        longest: longest))
            case .listSize(field, let comparison, let count):
                sized.append(Sized(atom: atom, place: flat.place(atom), comparison: comparison, count: count))
            default: continue
            }
        }
        self.quantified = quantified
        self.counted = counted
        self.sized = sized
        var uses: [Int: Int] = [:]
        for step in builder.steps where step.kind == .text { uses[Int(step.member), default: 0] += 1 }
        let most = uses.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        keyMember = most?.key ?? 0
        hasKey = most != nil
        texts = builder.texts
        stepCount = builder.steps.count
        unsafe steps = .allocate(capacity: max(1, builder.steps.count))
        unsafe steps.initialize(from: builder.steps, count: builder.steps.count)
        unsafe operandMemory = .allocate(capacity: max(1, builder.operands.count))
        unsafe operandMemory.initialize(from: builder.operands, count: builder.operands.count)
    }

    deinit {
        unsafe steps.deallocate()
        unsafe operandMemory.deallocate()
    }

    /// The atoms that are decided here, but for profiles out of the ordinary.
    var atoms: [Int] { quantified.map(\.atom) + counted.map(\.atom) + sized.map(\.atom) }

    /// Raw truths of ``atoms`` where the list is known to be empty.
    var emptyTruths: [Int8] {
        quantified.map { 0 &- $0.decides } + counted.map { $0.bounds.holds(0) ? 1 : -1 }
            + sized.map { $0.comparison.holds(0 < $0.count ? -1 : (0 == $0.count ? 0 : 1)) ? 1 : -1 }
    }

    /// The truth of a test of a known text.
    func truth(_ memory: Int, of text: String) -> Truth {
        switch texts[memory] {
        case .equals(_, let wanted, let isTrue): Truth(wanted.contains(ExactText(text)) == isTrue)
        case .distinct(_, let test): test.truth(of: text)
        default: .unknown
        }
    }
}

/// Writes steps; what has no step is nil.
private struct StepBuilder {
    private(set) var steps: [ListTests.Step] = []
    private(set) var operands: [Int32] = []
    private(set) var texts: [ElementTest] = []

    /// The steps of nodes that come before what joins them.
    mutating func add(_ nodes: [OwnTests.List.Node]) -> [Int?] {
        var places: [Int?] = []
        for node in nodes {
            switch node {
            case .leaf(let test): places.append(add(test))
            case .and(let parts): places.append(join(.and, parts.map { places[$0] }))
            case .or(let parts): places.append(join(.or, parts.map { places[$0] }))
            case .not(let operand): places.append(join(.not, [places[operand]]))
            }
        }
        return places
    }

    mutating func add(_ test: ElementTest) -> Int? {
        switch test {
        case .constant(let truth): return push(.init(kind: .constant, truth: truth.rawValue))
        case .flag(let member): return push(.init(kind: .flag, member: Int32(truncatingIfNeeded: member)))
        case .number(let number):
            guard number.divisor == nil, number.sum.terms.count == 1, let term = number.sum.terms.first,
                case .member(let member) = term.source
            else { return nil }
            let bounds = WholeBounds(
                coefficient: term.coefficient, constant: number.sum.constant, number.comparison)
            return push(
                .init(
                    kind: .number, truth: bounds.isInside ? 1 : -1, member: Int32(truncatingIfNeeded: member),
                    low: bounds.low, high: bounds.high))
        case .equals(let member, _, _), .distinct(let member, _):
            texts.append(test)
            return push(
                .init(
                    kind: .text, member: Int32(truncatingIfNeeded: member ?? 0),
                    memory: Int32(truncatingIfNeeded: texts.count - 1)))
        case .and(let parts): return join(.and, parts.map { add($0) })
        case .or(let parts): return join(.or, parts.map { add($0) })
        case .not(let operand): return join(.not, [add(operand)])
        }
    }

    private mutating func join(_ kind: ListTests.Step.Kind, _ parts: [Int?]) -> Int? {
        let known = parts.compactMap { $0 }
        guard known.count == parts.count else { return nil }
        let first = operands.count
        for part in known { operands.append(Int32(truncatingIfNeeded: part)) }
        return push(
            .init(
                kind: kind, first: Int32(truncatingIfNeeded: first),
                end: Int32(truncatingIfNeeded: operands.count)))
    }

    private mutating func push(_ step: ListTests.Step) -> Int {
        steps.append(step)
        return steps.count - 1
    }
}
