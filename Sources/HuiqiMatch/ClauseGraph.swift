import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// All clauses of a plan as references into one ``ConditionGraph``.
struct ClauseGraph: Sendable {
    typealias Reference = ConditionGraph.Reference

    /// One clause.
    struct Entry: Sendable {
        /// What must hold, in ``ClauseGraph/needs``: first what a block knows at once, then joins, then what
        /// has parts that go row by row.
        var atoms: Range<Int>
        var joins: Range<Int>
        var lazy: Range<Int>
        /// Its case splits, in ``ClauseGraph/splits``.
        var splits: Range<Int>
        /// Whether it is in force and nothing makes it surely ineligible.
        var isOpen: Bool
    }

    /// A case split over one fact: for rows that lack it and that the clause leaves open.
    struct Split: Sendable {
        /// Number of the fact among the plan's.
        let fact: Int
        /// Where every region comes to yes, so does the clause: all of these must be yes.
        let yes: Range<Int>
        /// Where no region may come to yes, the clause is no.
        let possible: Reference
    }

    /// The nodes.
    private(set) var graph: ConditionGraph
    /// One a clause.
    private(set) var entries: [Entry] = []
    /// References of entries and splits.
    private(set) var needs: [Reference] = []
    private(set) var splits: [Split] = []
    /// What each condition of the program table comes to.
    private(set) var conditions: [Reference] = []
    /// Row atoms below a lazy reference's node.
    private(set) var rowAtoms: [Int: [Int]] = [:]

    /// - Complexity: O(steps of all programs).
    init(_ catalogue: Catalogue, _ axes: AxisTable, inForce: [Bool], splits found: ClauseSplits) {
        let table = catalogue.table
        var places: [ExactText] = []
        for (clause, range) in table.clauses.enumerated() {
            for condition in range where table.conditions[condition].kind == .review {
                places.append(
                    catalogue.programs[clause].conditions[condition - range.lowerBound].reviewPlace)
            }
        }
        graph = ConditionGraph(axes.places, reviewPlaces: places)
        conditions.reserveCapacity(table.conditions.count)
        entries.reserveCapacity(table.clauses.count)
        // Rules that several clauses share have the same steps; the first walk serves all.
        for (clause, range) in table.clauses.enumerated() {
            for condition in range {
                let entry = table.conditions[condition]
                if entry.kind == .review {
                    let place = catalogue.programs[clause].conditions[condition - range.lowerBound]
                        .reviewPlace
                    conditions.append(graph.review(place))
                } else {
                    conditions.append(walk(table, entry, nil))
                }
            }
            addEntry(clause, range, table, axes, isInForce: inForce[clause], found)
        }
        // Also those that only the rank asks about.
        for reference in conditions
        where graph.nodes[reference.node].isLazy && rowAtoms[reference.node] == nil {
            rowAtoms[reference.node] = graph.rowAtoms(below: reference)
        }
        graph.finishBuilding()
    }

    /// What one place of the stack holds: a reference, or the parts of a chain that is not closed yet.
    private struct Gathered {
        var join: ProgramTable.Step.Kind?
        var only: Reference
        var parts: [Reference] = []
    }

    /// The reference of a condition; in a region of a case split, its atoms are constants.
    private mutating func walk(
        _ table: ProgramTable, _ entry: ProgramTable.Entry, _ split: (ClauseSplit, region: Int)?
    ) -> Reference {
        // Joins of a chain are gathered until something else takes them, so that a chain costs its length.
        var stack: [Gathered] = []
        func closed(_ item: Gathered) -> Reference {
            switch item.join {
            case .and: graph.and(item.parts)
            case .or: graph.or(item.parts)
            default: item.only
            }
        }
        func push(_ reference: Reference) { stack.append(Gathered(only: reference)) }
        for index in entry.steps {
            let step = table.steps[index]
            switch step.kind {
            case .constant:
                push(graph.constant(Truth(rawValue: Int8(truncatingIfNeeded: step.operand)) ?? .unknown))
            case .atom:
                if let truth = split.flatMap({ $0.0.truth(of: step.operand, region: $0.region) }) {
                    push(graph.constant(truth))
                } else {
                    push(graph.atom(Int(step.operand)))
                }
            case .not: push(closed(stack.removeLast()).negated)
            case .and, .or:
                let right = closed(stack.removeLast())
                let last = stack.count - 1
                if stack[last].join == step.kind {
                    stack[last].parts.append(right)
                } else {
                    let left = closed(stack[last])
                    stack[last] = Gathered(join: step.kind, only: left, parts: [left, right])
                }
            case .atLeast:
                let count = Int(step.operand)
                let parts = stack.suffix(count).map { closed($0) }
                stack.removeLast(count)
                push(graph.atLeast(step.need, parts))
            case .choose:
                let parts = stack.suffix(3).map { closed($0) }
                stack.removeLast(3)
                push(graph.choose(parts[0], parts[1], parts[2]))
            }
        }
        return stack.last.map { closed($0) } ?? graph.constant(.unknown)
    }

    private mutating func addEntry(
        _ clause: Int, _ range: Range<Int>, _ table: ProgramTable, _ axes: AxisTable, isInForce: Bool,
        _ found: ClauseSplits
    ) {
        let asked = range.filter { table.conditions[$0].kind != .preferred }
        let whole = graph.and(asked.map { conditions[$0] })
        guard isInForce, graph.constant(whole) != .no else {
            let end = needs.count
            entries.append(
                Entry(
                    atoms: end..<end, joins: end..<end, lazy: end..<end, splits: splits.count..<splits.count,
                    isOpen: false))
            return
        }
        let parts = graph.parts(ofAnd: whole)
        func rank(_ reference: Reference) -> Int {
            let node = graph.nodes[reference.node]
            if node.isLazy { return 9 }
            if node.kind != .atom { return node.kind == .review ? 3 : 8 }
            switch axes.places[reference.node] {
            case .value: return 0
            case .codes: return 1
            default: return 2
            }
        }
        let sorted = parts.map { (rank($0), $0) }.sorted { $0 < $1 }
        let start = needs.count
        needs += sorted.map(\.1)
        let joins = start + sorted.count { $0.0 < 8 }
        let lazy = start + sorted.count { $0.0 < 9 }
        for reference in needs[lazy...] where rowAtoms[reference.node] == nil {
            rowAtoms[reference.node] = graph.rowAtoms(below: reference)
        }
        let end = needs.count
        let firstSplit = splits.count
        for split in found.clauses[clause] { add(split, clause, table, asked) }
        entries.append(
            Entry(
                atoms: start..<joins, joins: joins..<lazy, lazy: lazy..<end,
                splits: firstSplit..<splits.count, isOpen: true))
    }

    /// Puts the constants of each region in place of the atoms of the fact.
    private mutating func add(_ split: ClauseSplit, _ clause: Int, _ table: ProgramTable, _ asked: [Int]) {
        var untouched: [Reference] = []
        var touched: [Int] = []
        for condition in asked {
            let entry = table.conditions[condition]
            let isTouched =
                entry.kind == .required
                && entry.steps.contains {
                    table.steps[$0].kind == .atom
                        && split.truth(of: table.steps[$0].operand, region: 0) != nil
                }
            if isTouched { touched.append(condition) } else { untouched.append(conditions[condition]) }
        }
        var regions: [Reference] = []
        for region in 0..<split.regions {
            regions.append(graph.and(touched.map { walk(table, table.conditions[$0], (split, region)) }))
        }
        let yes = graph.and(untouched + [graph.and(regions)])
        let possible = graph.or(regions)
        if graph.constant(yes) == .no, graph.constant(possible) == .yes { return }
        let start = needs.count
        needs += graph.parts(ofAnd: yes)
        for reference in needs[start...] + [possible] where graph.nodes[reference.node].isLazy {
            if rowAtoms[reference.node] == nil {
                rowAtoms[reference.node] = graph.rowAtoms(below: reference)
            }
        }
        splits.append(Split(fact: split.factNumber, yes: start..<needs.count, possible: possible))
    }
}
