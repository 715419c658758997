import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Which clauses each value of a fact surely refuses: sets of clauses by code of an axis.
///
/// A clause is refused where one of the conditions that it requires does not hold; what is unknown refuses nothing.
struct RefusalTable: Sendable {
    /// Words a set, a bit a clause.
    let width: Int
    /// Sets end to end.
    private(set) var sets: [UInt64] = []
    /// Number of the set of code 0 of each axis; -1 where there are none.
    private(set) var firstSet: [Int]
    /// Boolean fields with their sets for false and for true.
    private(set) var flags: [(field: Int, whenFalse: UInt32, whenTrue: UInt32)] = []
    /// Dictionary axes: which clauses require an atom of the axis, by its number there.
    private(set) var values: [[(number: Int, clause: Int, isNegated: Bool)]]
    /// Atoms of lists that clauses require, with the set refused where they do not hold, and where they do.
    private(set) var atoms: [(atom: Int, whenNo: UInt32, whenYes: UInt32)] = []
    /// Clauses that are in force and may come to something.
    private(set) var open: [UInt64]

    /// Sets beyond that many words are done without; their clauses are walked instead.
    private static let limit = 4 << 20

    init(_ graph: ClauseGraph, _ axes: AxisTable) {
        let clauses = graph.entries.count
        width = (clauses + 63) / 64
        firstSet = Array(repeating: -1, count: axes.axes.count)
        values = Array(repeating: [], count: axes.axes.count)
        open = Array(repeating: 0, count: width)
        for (number, axis) in axes.axes.enumerated() where axis.codeCount > 0 {
            let room = axis.codeCount * width
            guard sets.count + room <= RefusalTable.limit else { continue }
            firstSet[number] = sets.count / max(1, width)
            sets.append(contentsOf: repeatElement(0, count: room))
        }
        var flagSets: [Int: Int] = [:]
        var atomSets: [Int: Int] = [:]
        for (clause, entry) in graph.entries.enumerated() where entry.isOpen {
            open[clause >> 6] |= 1 << UInt64(clause & 63)
            for reference in graph.needs[entry.atoms] where reference.node < graph.graph.atomCount {
                let atom = reference.node
                switch axes.places[atom] {
                case .codes(let axis, let yes, let unknown):
                    if firstSet[axis] < 0 { continue }
                    refuse(clause, axis, axes, yes: yes, unknown: unknown, isNegated: reference.isNegated)
                case .value(let axis, let number):
                    values[axis].append((number, clause, reference.isNegated))
                case .own:
                    guard case .flag(let field, let isTrue) = axes.forms[atom] else {
                        guard axes.forms[atom].isOfTexts, sets.count < RefusalTable.limit else { continue }
                        let position = atomSets[atom] ?? atoms.count
                        if position == atoms.count {
                            atomSets[atom] = position
                            let set = UInt32(truncatingIfNeeded: sets.count / max(1, width))
                            atoms.append((atom, set, set + 1))
                            sets.append(contentsOf: repeatElement(0, count: 2 * width))
                        }
                        add(
                            clause,
                            Int(reference.isNegated ? atoms[position].whenYes : atoms[position].whenNo))
                        continue
                    }
                    let position = flagSets[field] ?? flags.count
                    if position == flags.count {
                        flagSets[field] = position
                        let set = UInt32(truncatingIfNeeded: sets.count / max(1, width))
                        flags.append((field, set, set + 1))
                        sets.append(contentsOf: repeatElement(0, count: 2 * width))
                    }
                    let wanted = isTrue != reference.isNegated
                    add(clause, Int(wanted ? flags[position].whenFalse : flags[position].whenTrue))
                default: continue
                }
            }
        }
    }

    private mutating func refuse(
        _ clause: Int, _ axis: Int, _ axes: AxisTable, yes: Range<Int>, unknown: Range<Int>, isNegated: Bool
    ) {
        func isIn(_ code: Int, _ range: Range<Int>) -> Bool {
            axes.spans[range].contains { code >= Int($0.low) && code < Int($0.high) }
        }
        for code in 1..<axes.axes[axis].codeCount {
            let holds = isIn(code, yes)
            if isNegated ? holds : !holds && !isIn(code, unknown) { add(clause, firstSet[axis] + code) }
        }
    }

    private mutating func add(_ clause: Int, _ set: Int) {
        sets[set * width + clause >> 6] |= 1 << UInt64(clause & 63)
    }
}

extension AtomForm {
    /// Whether the atom asks which texts a list has, which is told from facts that are kept by text.
    fileprivate var isOfTexts: Bool {
        switch self {
        case .has: true
        case .quantified(_, _, let test, _): test.isOfElement
        default: false
        }
    }
}

extension ElementTest {
    /// Whether only elements themselves are asked, not their members.
    fileprivate var isOfElement: Bool {
        switch self {
        case .constant: true
        case .and(let parts), .or(let parts): parts.allSatisfy { $0.isOfElement }
        case .not(let operand): operand.isOfElement
        case .equals(let member, _, _): member == nil
        case .distinct(let member, _): member == nil
        case .number, .flag: false
        }
    }
}

/// What a value of a dictionary axis, or a text of a list, comes to: made once a value.
final class ValueFacts: Sendable {
    /// Truths of the axis's atoms, or of the list's nodes, as raw values.
    let truths: [Int8]
    /// Clauses that it refuses.
    let refused: [UInt64]

    init(truths: [Int8], refused: [UInt64]) {
        self.truths = truths
        self.refused = refused
    }
}

/// Facts about values that profiles had, so that the next profile with the value finds them made. What it answers does
/// not depend on what it remembers.
final class ValueBook: @unchecked Sendable {
    private let lock = Lock()
    private var known: [[ExactText: ValueFacts]]
    /// Values of one axis or list that are remembered; facts about others are made anew.
    private static let limit = 65_536

    init(count: Int) { known = Array(repeating: [:], count: count) }

    /// - Parameter make: Makes the facts; may be called by several threads at once.
    func facts(_ number: Int, _ value: ExactText, _ make: () -> ValueFacts) -> ValueFacts {
        if let found = lock.withLock({ known[number][value] }) { return found }
        let made = make()
        return lock.withLock {
            if let found = known[number][value] { return found }
            if known[number].count < ValueBook.limit { known[number][value] = made }
            return made
        }
    }
}

/// What a plan keeps for matching single profiles: made when the first is matched.
final class ProfilePlan: Sendable {
    let refusals: RefusalTable
    let flat: FlatGraph
    let values: ValueBook
    let lists: ValueBook
    /// Where the numbers of the axes come from, each once.
    let sources: [NumberSource]
    /// Sources of each axis: of a direction those over and those under.
    let axisSources: [(first: [Int], second: [Int])]
    /// Tests of text fields and of lists, by the numbers that places give.
    let texts: [TextPlace]
    let listGroups: [OwnTests.List]
    private let pool = WorkspacePool()
    /// The plan's facts over which clauses are split.
    let splitFacts: [MissingFact]

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
        let axes = plan.axes
        refusals = RefusalTable(plan.clauseGraph, axes)
        splitFacts = plan.splits.facts
        values = ValueBook(count: axes.axes.count)
        lists = ValueBook(count: plan.ownTests.lists.count)
        var sources: [NumberSource] = []
        var index: [NumberSource: Int] = [:]
        func number(_ source: NumberSource) -> Int {
            if let known = index[source] { return known }
            index[source] = sources.count
            sources.append(source)
            return sources.count - 1
        }
        axisSources = axes.axes.map { axis in
            switch axis.source {
            case .number(let source): ([number(source)], [])
            case .sum(let terms): (terms.map { number($0.source) }, [])
            case .extreme(let found, _): (found.map { number($0) }, [])
            case .direction(let over, let under): (over.map { number($0) }, under.map { number($0) })
            case .dictionary: ([], [])
            }
        }
        self.sources = sources
        var listPlaces: [Int: (list: Int, entry: Int)] = [:]
        for (number, list) in plan.ownTests.lists.enumerated() {
            for (entry, atom) in list.atoms.enumerated() { listPlaces[atom.atom] = (number, entry) }
        }
        listGroups = plan.ownTests.lists
        var texts: [TextPlace] = []
        var textPlaces: [Int: Int] = [:]
        for group in plan.ownTests.texts {
            for needle in group.needles {
                textPlaces[needle.atom] = texts.count
                texts.append(
                    TextPlace(
                        field: group.field, isTrue: needle.isTrue,
                        needle: (needle.whole ?? needle.search, needle.isNormal),
                        matcher: nil))
            }
        }
        for group in plan.ownTests.rows {
            for test in group.tests + group.distinct.map(\.test) {
                textPlaces[test.atom] = texts.count
                if case .mentions(let text) = test.test {
                    texts.append(
                        TextPlace(
                            field: group.field, isTrue: test.isTrue, needle: (SubstringSearch(text), true),
                            matcher: nil))
                } else {
                    texts.append(
                        TextPlace(
                            field: group.field, isTrue: test.isTrue, needle: nil,
                            matcher: TextMatcher(test.test)))
                }
            }
        }
        self.texts = texts
        flat = FlatGraph(plan, listPlaces: listPlaces, textPlaces: textPlaces)
    }

    /// Workspace for one profile, to be given back.
    func take(_ plan: DayPlan) -> ProfileWorkspace { pool.take() ?? ProfileWorkspace(plan, self) }

    func give(_ workspace: ProfileWorkspace) { pool.give(workspace) }
}

/// Memory that one match needs and the next uses again.
@safe final class ProfileWorkspace: @unchecked Sendable {
    // Safe: used by one evaluator at a time; sizes are those of the plan.
    /// Truths of nodes, as raw values; 2 where not asked yet.
    let truths: UnsafeMutablePointer<Int8>
    let codes: UnsafeMutablePointer<Int32>
    let numbers: UnsafeMutablePointer<Int64>
    let states: UnsafeMutablePointer<NumberState>
    let refused: UnsafeMutablePointer<UInt64>
    let nodeCount: Int
    /// Whether the profile lacks each split fact: 0 no, 1 yes, 2 not asked.
    let lacking: UnsafeMutablePointer<UInt8>
    var facts: [ValueFacts?]
    var sets: [UInt32] = []

    enum NumberState: UInt8 {
        case unknown
        case known
        /// Beyond the guard: the row evaluator decides.
        case large
    }

    init(_ plan: DayPlan, _ profile: ProfilePlan) {
        nodeCount = plan.clauseGraph.graph.nodes.count
        unsafe truths = .allocate(capacity: nodeCount)
        unsafe codes = .allocate(capacity: max(1, plan.axes.axes.count))
        unsafe numbers = .allocate(capacity: max(1, profile.sources.count))
        unsafe states = .allocate(capacity: max(1, profile.sources.count))
        unsafe refused = .allocate(capacity: max(1, profile.refusals.width))
        unsafe lacking = .allocate(capacity: max(1, profile.splitFacts.count))
        unsafe lacking.initialize(repeating: 2, count: max(1, profile.splitFacts.count))
        unsafe truths.initialize(repeating: 2, count: nodeCount)
        unsafe codes.initialize(repeating: 0, count: max(1, plan.axes.axes.count))
        unsafe numbers.initialize(repeating: 0, count: max(1, profile.sources.count))
        unsafe states.initialize(repeating: .unknown, count: max(1, profile.sources.count))
        unsafe refused.initialize(repeating: 0, count: max(1, profile.refusals.width))
        facts = Array(repeating: nil, count: plan.axes.axes.count)
        sets.reserveCapacity(
            plan.axes.axes.count + profile.refusals.flags.count + profile.refusals.atoms.count)
    }

    deinit {
        unsafe lacking.deallocate()
        unsafe truths.deallocate()
        unsafe codes.deallocate()
        unsafe numbers.deallocate()
        unsafe states.deallocate()
        unsafe refused.deallocate()
    }
}

/// Workspaces that are not in use.
private final class WorkspacePool: @unchecked Sendable {
    private let lock = Lock()
    private var free: [ProfileWorkspace] = []
    private static let limit = 64

    func take() -> ProfileWorkspace? { lock.withLock { free.popLast() } }

    func give(_ workspace: ProfileWorkspace) {
        lock.withLock { if free.count < WorkspacePool.limit { free.append(workspace) } }
    }
}
