import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// How an atom or a review of one clause is decided in a population that was prepared for a catalogue.
struct QueryTest {
    enum Kind {
        /// By codes of an axis.
        case codes
        /// By the values of a dictionary axis.
        case values
        /// By planes of its own, which every block has.
        case own
        /// By the evaluator of single atoms, for all rows of a block.
        case column
        /// Row by row.
        case rows
        /// By what persons judged.
        case review
    }

    let kind: Kind
    /// Its number in the clause's own plan.
    let atom: Int
    /// Its node in the plan of the population; -1 for none.
    var stored = -1
    var axis = -1
    /// Its spans, in ``ClauseQuery/spans``.
    var spans = 0..<0
    var values: ValueTable?
    /// The truth of each of the values.
    var truths: [Int8] = []
    /// Where `reviews` has the answer.
    var place: ExactText?
}

/// One clause as it is asked of a prepared population: a graph of few nodes, whose atoms are decided from what the
/// population has for its catalogue's, where that can tell.
///
/// Immutable.
struct ClauseQuery {
    typealias Reference = ConditionGraph.Reference

    /// Codes `low ... high` of an axis.
    struct Span {
        enum Kind: UInt8 {
            case yes
            case open
            /// Only the facts can tell.
            case exact
        }
        let low: UInt16
        let high: UInt16
        let kind: Kind
    }

    struct Node {
        let kind: ConditionGraph.Kind
        let need: Int
        /// Its operands, in ``ClauseQuery/operands``; they come before it.
        let operands: Range<Int>
        /// Its test; -1 where it is decided by none.
        let test: Int
        /// What stands first where all must hold.
        let cost: Int
    }

    /// A clause of more nodes is looked for in another way.
    private static let nodeLimit = 2048

    /// A case split over one fact.
    struct Split {
        let fact: MissingFact
        /// Number of the fact in the clause's plan.
        let number: Int
        /// Its number in the plan of the population; -1 where that does not split over it.
        let stored: Int
        let yes: [Reference]
        let possible: Reference
    }

    let plan: DayPlan
    let clause: Int
    private(set) var nodes: [Node] = []
    private(set) var operands: [Reference] = []
    private(set) var tests: [QueryTest] = []
    private(set) var spans: [Span] = []
    /// What must hold, what costs little first.
    private(set) var needs: [Reference] = []
    /// Those of them that the codes of a block as a whole may refuse.
    private(set) var quick: [Reference] = []
    private(set) var splits: [Split] = []
    /// What each condition comes to.
    private(set) var conditions: [Reference] = []
    /// Whether it is in force and may hold for somebody.
    let isOpen: Bool

    /// - Parameters:
    ///   - plan: The plan of the clause: that of the population, or one of its own.
    ///   - clause: Its number there.
    /// - Returns: nil for a clause of very many nodes.
    init?(_ plan: DayPlan, _ clause: Int, _ tables: FindTables) {
        self.plan = plan
        self.clause = clause
        let graph = plan.clauseGraph
        let entry = graph.entries[clause]
        isOpen = entry.isOpen
        var numbers = Numbering()
        var asked: [(cost: Int, reference: Reference)] = []
        for index in entry.atoms.lowerBound..<entry.lazy.upperBound {
            let reference = add(graph.needs[index], &numbers, tables)
            asked.append((nodes[reference.node].cost, reference))
        }
        // In order of cost; a stable order is not needed, since the outcome does not depend on it.
        asked.sort { $0.cost < $1.cost }
        needs = asked.map(\.reference)
        quick = needs.filter { reference in
            let test = nodes[reference.node].test
            return test >= 0 && (tests[test].kind == .codes || tests[test].kind == .values)
        }
        for condition in plan.catalogue.table.clauses[clause] {
            conditions.append(add(graph.conditions[condition], &numbers, tables))
        }
        for split in graph.splits[entry.splits] {
            let fact = plan.splits.facts[split.fact]
            let yes = graph.needs[split.yes].map { add($0, &numbers, tables) }
            let possible = add(split.possible, &numbers, tables)
            splits.append(
                Split(
                    fact: fact, number: split.fact,
                    stored: plan === tables.plan ? split.fact : tables.splitFact(fact), yes: yes,
                    possible: possible))
        }
        if nodes.count > ClauseQuery.nodeLimit { return nil }
    }

    /// Local numbers of nodes of the clause's graph.
    private struct Numbering {
        private var few: [(node: Int, number: Int)] = []
        private var many: [Int: Int] = [:]
        private static let limit = 32

        func number(_ node: Int) -> Int? {
            for entry in few where entry.node == node { return entry.number }
            return many.isEmpty ? nil : many[node]
        }

        mutating func append(_ node: Int, _ number: Int) {
            if few.count < Numbering.limit { few.append((node, number)) } else { many[node] = number }
        }
    }

    private mutating func add(
        _ reference: Reference, _ numbers: inout Numbering, _ tables: FindTables
    ) -> Reference {
        if let known = numbers.number(reference.node) {
            return Reference(node: known, negated: reference.isNegated)
        }
        let graph = plan.clauseGraph.graph
        let node = graph.nodes[reference.node]
        let parts = graph.operands[node.operands].map { add($0, &numbers, tables) }
        let first = operands.count
        operands += parts
        var test = -1
        var cost = parts.reduce(8) { max($0, nodes[$1.node].cost + 1) }
        if node.kind == .atom || node.kind == .review {
            test = tests.count
            let found =
                node.kind == .atom ? self.test(reference.node, tables) : review(reference.node, tables)
            tests.append(found)
            cost = self.cost(found)
        }
        numbers.append(reference.node, nodes.count)
        nodes.append(
            Node(kind: node.kind, need: node.need, operands: first..<operands.count, test: test, cost: cost))
        return Reference(node: nodes.count - 1, negated: reference.isNegated)
    }

    private func review(_ node: Int, _ tables: FindTables) -> QueryTest {
        let graph = plan.clauseGraph.graph
        let place = graph.reviewPlaces[node - graph.atomCount]
        let stored = plan === tables.plan ? node : tables.review(place)
        var test = QueryTest(kind: stored < 0 ? .review : .own, atom: -1, stored: stored)
        test.place = place
        return test
    }

    private mutating func test(_ atom: Int, _ tables: FindTables) -> QueryTest {
        let form = plan.axes.forms[atom]
        let stored = plan === tables.plan ? atom : tables.atom(atom, of: plan)
        if stored >= 0 {
            let axes = tables.plan.axes
            switch axes.places[stored] {
            case .codes(let axis, let yes, let open):
                return codes(
                    atom, stored, axis, yes: axes.spans[yes], open: axes.spans[open], exact: [])
            case .value(let axis, _):
                guard let values = tables.values(axis: axis) else { break }
                var test = QueryTest(kind: .values, atom: atom, stored: stored, axis: axis)
                test.values = values
                test.truths = values.truths(of: form, atom: stored)
                return test
            case .own: return QueryTest(kind: .own, atom: atom, stored: stored)
            default: break
            }
        }
        switch form {
        case .number, .extreme:
            if let found = tables.plan.axes.bracket(form) {
                return codes(
                    atom, -1, found.axis, yes: found.yes[...], open: found.open[...],
                    exact: found.exact[...])
            }
        case .distinct(let field, _), .under(let field, _), .text(let field, _, _):
            if let axis = tables.plan.axes.axis(of: .dictionary(field)),
                let values = tables.values(axis: axis)
            {
                var test = QueryTest(kind: .values, atom: atom, axis: axis)
                test.values = values
                test.truths = values.truths(of: form, atom: nil)
                return test
            }
        case .general: return QueryTest(kind: .rows, atom: atom)
        default: break
        }
        return QueryTest(kind: .column, atom: atom)
    }

    private mutating func codes(
        _ atom: Int, _ stored: Int, _ axis: Int, yes: ArraySlice<CodeSpan>, open: ArraySlice<CodeSpan>,
        exact: ArraySlice<CodeSpan>
    ) -> QueryTest {
        let first = spans.count
        for (found, kind) in [(yes, Span.Kind.yes), (open, .open), (exact, .exact)] {
            for span in found where span.low < span.high {
                spans.append(Span(low: span.low, high: span.high - 1, kind: kind))
            }
        }
        var test = QueryTest(kind: .codes, atom: atom, stored: stored, axis: axis)
        test.spans = first..<spans.count
        return test
    }

    /// What costs little stands first; what goes row by row last.
    private func cost(_ test: QueryTest) -> Int {
        switch test.kind {
        case .own: 0
        case .values: 1
        case .codes: spans[test.spans].contains { $0.kind == .exact } ? 4 : 2
        case .review: 5
        case .column: 200
        case .rows: 1000
        }
    }
}
