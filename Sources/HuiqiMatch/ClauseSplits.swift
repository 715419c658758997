import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// One fact over which a clause can be split: what the clause's atoms of that fact come to in each region.
struct ClauseSplit: Sendable {
    /// The fact.
    let fact: MissingFact
    /// Number of the fact among those of the plan.
    let factNumber: Int
    /// The atoms that take their truth from the region, in ascending order.
    let atoms: [Int32]
    /// Truths of the atoms, region by region.
    let truths: [Truth]
    /// Number of regions.
    let regions: Int

    /// The truth of an atom in a region; nil where the atom does not depend on it.
    func truth(of atom: Int32, region: Int) -> Truth? {
        var low = 0
        var high = atoms.count
        while low < high {
            let middle = (low &+ high) >> 1
            if atoms[middle] < atom { low = middle &+ 1 } else { high = middle }
        }
        guard low < atoms.count, atoms[low] == atom else { return nil }
        return truths[region &* atoms.count &+ low]
    }
}

/// The case splits of a catalogue on a day (formats.md, section 4).
///
/// A fact is split where it feeds at least two atoms, counted as written, of a clause's required conditions in a form
/// of ``FactTest``.
struct ClauseSplits: Sendable {
    /// One list a clause, facts in order of first appearance; empty for most.
    let clauses: [[ClauseSplit]]
    /// The distinct facts.
    let facts: [MissingFact]
    /// Whether a clause has any.
    let isSplit: [Bool]
    /// The catalogue's atoms as tests of one fact; empty where nothing is split.
    let tests: [FactTest?]

    static func none(_ count: Int) -> ClauseSplits {
        ClauseSplits(clauses: Array(repeating: [], count: count), facts: [], tests: [])
    }

    private init(clauses: [[ClauseSplit]], facts: [MissingFact], tests: [FactTest?]) {
        self.tests = tests
        self.clauses = clauses
        self.facts = facts
        isSplit = clauses.map { !$0.isEmpty }
    }

    /// - Parameter test: The test of an atom, where it was made before.
    /// - Complexity: O(steps of all programs + constants of the atoms that are split).
    init(
        _ catalogue: Catalogue, on day: Day, inForce: [Bool],
        knowing test: (Atom) -> FactTest?? = { _ in nil }
    ) {
        let table = catalogue.table
        let tests = catalogue.atoms.map { test($0) ?? $0.factTest(on: day) }
        var numbers: [MissingFact: Int] = [:]
        var facts: [MissingFact] = []
        let clauses = table.clauses.enumerated().map { clause, range -> [ClauseSplit] in
            guard inForce[clause] else { return [] }
            var order: [MissingFact] = []
            var uses: [MissingFact: [Int32]] = [:]
            for condition in range where table.conditions[condition].kind == .required {
                for index in table.conditions[condition].steps where table.steps[index].kind == .atom {
                    let atom = table.steps[index].operand
                    guard let fact = tests[Int(atom)]?.fact else { continue }
                    if uses[fact] == nil { order.append(fact) }
                    uses[fact, default: []].append(atom)
                }
            }
            return order.compactMap { fact in
                guard let used = uses[fact], used.count >= 2 else { return nil }
                let atoms = Set(used).sorted()
                guard let regions = FactRegions(atoms.compactMap { tests[Int($0)] }) else { return nil }
                let number = numbers[fact] ?? facts.count
                if number == facts.count {
                    numbers[fact] = number
                    facts.append(fact)
                }
                return ClauseSplit(
                    fact: fact, factNumber: number, atoms: atoms, truths: regions.truths.flatMap { $0 },
                    regions: regions.truths.count)
            }
        }
        self.init(clauses: clauses, facts: facts, tests: tests)
    }
}

extension ProfileBatch {
    /// The rows that have a scalar fact; nil where no column says so at once.
    func known(_ fact: MissingFact) -> Bitmap? {
        switch fact {
        case .field(let field):
            switch columns[field] {
            case .text(let column): column.known
            case .integer(let column): column.known
            case .bool(let column): column.known
            case .dictionary(let column): Bitmap(settingWhere: column.codes) { $0 != 0 }
            default: nil
            }
        case .year(let field, let year):
            if case .yearly(let column) = columns[field] {
                column.column(year: year)?.known ?? Bitmap(count: count)
            } else {
                nil
            }
        case .member, .others: nil
        }
    }

    /// Whether a row lacks a scalar fact.
    func lacks(_ fact: MissingFact, row: Int) -> Bool {
        switch fact {
        case .field(let field):
            switch columns[field] {
            case .text(let column): !column.known[row]
            case .dictionary(let column): column.codes[row] == 0
            case .integer(let column): !column.known[row]
            case .bool(let column): !column.known[row]
            default: self[row].value(field) == .unknown
            }
        case .year(let field, let year): self[row].fen(field, year: year) == nil
        case .member, .others: false
        }
    }
}
