import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Where a prepared population keeps what finding needs beside it.
final class FindShelf: @unchecked Sendable {
    // Safe: read and written under the lock only.
    private let lock = Lock()
    private var tables: FindTables?
    private var earlier: RankTables?

    /// - Parameter earlier: That of the population before.
    init(after earlier: FindShelf?) { self.earlier = earlier?.ranks }

    private var ranks: RankTables? { lock.withLock { tables.map { $0.knownRanks } ?? earlier } }

    /// The tables of the population whose shelf this is, made when they are first asked for.
    func tables(_ prepared: PreparedPopulation) -> FindTables {
        lock.withLock {
            if let tables { return tables }
            let made = FindTables(prepared, earlier)
            tables = made
            earlier = nil
            return made
        }
    }
}

/// What finding keeps beside a prepared population: made when somebody first looks for a clause in it.
final class FindTables: @unchecked Sendable {
    // Safe: what changes is read and written under the lock only.
    let plan: DayPlan
    let population: Population
    let lanes: PopulationLanes
    private let lock = Lock()
    private var tables: [Int: ValueTable?] = [:]
    private var columns: [NumberSource: FactColumn?] = [:]
    /// Planes of atoms that somebody asked for, over the population: yes, then possible.
    private var planes: [Int: PlaneMemory] = [:]
    /// Words of planes that are kept at most; atoms beyond are decided anew for every question.
    private static let planeLimit = 8 << 20
    private var free: [FindWorkspace] = []
    private var earlier: RankTables?
    private var ranks: (tables: RankTables, isShared: [Bool])?
    private static let limit = 16

    init(_ prepared: PreparedPopulation, _ earlier: RankTables?) {
        plan = prepared.plan
        population = prepared.population
        lanes = PopulationLanes(prepared)
        self.earlier = earlier
    }

    /// What was made already, here or for an earlier population.
    var knownRanks: RankTables? { lock.withLock { ranks?.tables ?? earlier } }

    /// What ranks profiles, and which blocks it knows.
    func ranking() -> (tables: RankTables, isShared: [Bool]) {
        lock.withLock {
            if let ranks { return ranks }
            let starts = lanes.wordStart
            let made: (tables: RankTables, isShared: [Bool])
            if let earlier, let shared = earlier.shared(population, starts: starts) {
                made = (earlier, shared)
            } else {
                made = (
                    RankTables(population, starts: starts, plan.normalizer),
                    Array(repeating: true, count: population.blocks.count)
                )
            }
            ranks = made
            earlier = nil
            return made
        }
    }

    /// The values of a dictionary axis; nil where they are too many.
    func values(axis: Int) -> ValueTable? {
        guard case .dictionary(let field) = plan.axes.axes[axis].source else { return nil }
        return lock.withLock {
            if let known = tables[axis] { return known }
            let made = ValueTable(field: field, axis: axis, lanes.blocks)
            tables[axis] = .some(made)
            return made
        }
    }

    /// The planes of an atom of the catalogue over the population; nil where there is no room to keep them.
    /// - Parameter make: Writes them to memory of twice ``PopulationLanes/wordCount`` words.
    func planes(of atom: Int, _ make: (PlaneMemory) -> Void) -> PlaneMemory? {
        let size = 2 * lanes.wordCount
        let (known, isFull) = lock.withLock {
            (planes[atom], (planes.count + 1) * size > FindTables.planeLimit)
        }
        if let known { return known }
        if isFull { return nil }
        guard let memory = PlaneMemory(count: size, isZeroed: false) else { return nil }
        make(memory)
        return lock.withLock {
            if let known = planes[atom] { return known }
            planes[atom] = memory
            return memory
        }
    }

    /// A column of numbers; nil where a field has none.
    func column(_ source: NumberSource) -> FactColumn? {
        lock.withLock {
            if let known = columns[source] { return known }
            let made = FactColumn(source, population)
            columns[source] = .some(made)
            return made
        }
    }

    /// The number, in the plan of the population, of an atom of another plan; -1 where that has none like it.
    func atom(_ atom: Int, of other: DayPlan) -> Int {
        guard atom < other.catalogue.atoms.count else { return -1 }
        return plan.atomNumbers.number(of: other.catalogue.atoms[atom]) ?? -1
    }

    /// The node of what persons judged at a place; -1 where no clause of the plan asks.
    func review(_ place: ExactText) -> Int {
        let reference = plan.clauseGraph.graph.review(place)
        return plan.clauseGraph.graph.constant(reference) == nil ? reference.node : -1
    }

    /// The number of a fact among those over which the plan splits; -1 where it is none.
    func splitFact(_ fact: MissingFact) -> Int { plan.splits.facts.firstIndex(of: fact) ?? -1 }

    /// Memory for one question, to be given back.
    func take() -> FindWorkspace { lock.withLock { free.popLast() } ?? FindWorkspace() }

    func give(_ workspace: FindWorkspace) {
        lock.withLock { if free.count < FindTables.limit { free.append(workspace) } }
    }
}

/// Memory that one question needs and the next uses again.
final class FindWorkspace {
    private var memory: PlaneMemory?

    /// Room for `count` words, with anything in them; nil where the host has not enough memory.
    func words(_ count: Int) -> PlaneMemory? {
        if let memory, memory.count >= count { return memory }
        memory = nil
        memory = PlaneMemory(count: count + count / 4, isZeroed: false)
        return memory
    }
}

/// The atoms of a plan by what they say.
final class AtomNumbers: Sendable {
    private let byObject: [ObjectIdentifier: Int32]
    private let byKey: [ExactText: Int32]

    init(_ atoms: [Atom]) {
        var byObject: [ObjectIdentifier: Int32] = [:]
        var byKey: [ExactText: Int32] = [:]
        byObject.reserveCapacity(atoms.count)
        byKey.reserveCapacity(atoms.count)
        for (number, atom) in atoms.enumerated() {
            byObject[ObjectIdentifier(atom)] = Int32(truncatingIfNeeded: number)
            byKey[ExactText(atom.key)] = Int32(truncatingIfNeeded: number)
        }
        self.byObject = byObject
        self.byKey = byKey
    }

    /// The number of this very atom.
    func number(ofSame atom: Atom) -> Int? { byObject[ObjectIdentifier(atom)].map { Int($0) } }

    /// The number of the atom, or of one that says the same.
    func number(of atom: Atom) -> Int? {
        (byObject[ObjectIdentifier(atom)] ?? byKey[ExactText(atom.key)]).map { Int($0) }
    }
}
