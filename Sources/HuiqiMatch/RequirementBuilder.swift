import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Sorts what clauses require into what the table has and the rest.
struct RequirementBuilder {
    typealias Reference = ConditionGraph.Reference

    struct Plan {
        var atoms: [Reference] = []
        var joins: [Join] = []
        /// Atoms that leave the clause open where they are unknown.
        var opening: [Reference] = []
        var rest: [Reference] = []
    }

    /// An atom, or its negation, and the truths that count.
    struct Use {
        var reference: Reference
        var whenUnknown: Bool
        var whenYes: Bool
    }

    /// A join, what must be possible for it, what is enough, and whether the two say all of it.
    struct Join {
        var reference: Reference
        var possible: [Use]
        var held: [Use]
        var isExact: Bool

        init(reference: Reference, possible: [Use], held: [Use], isExact: Bool) {
            self.reference = reference
            self.possible = possible
            self.held = held
            self.isExact = isExact
        }

        /// The OR of atoms.
        init(_ reference: Reference, of parts: [Reference]) {
            self.init(
                reference: reference,
                possible: parts.map { Use(reference: $0, whenUnknown: true, whenYes: true) },
                held: parts.map { Use(reference: $0, whenUnknown: false, whenYes: true) }, isExact: true)
        }
    }

    private let graph: ClauseGraph
    private let axes: AxisTable
    private let oneByOne: Set<Int>
    private let mostJoins: Int
    private var hasRows: [Bool]
    private var used: [Bool]
    /// Atoms of boolean fields that are required.
    private(set) var flags: [Int: [(atom: Int, isTrue: Bool)]] = [:]
    private var seen: Set<Int> = []

    init(_ graph: ClauseGraph, _ axes: AxisTable, oneByOne: Set<Int>, mostJoins: Int) {
        self.graph = graph
        self.axes = axes
        self.oneByOne = oneByOne
        self.mostJoins = mostJoins
        hasRows = Array(repeating: true, count: axes.axes.count)
        used = Array(repeating: false, count: axes.axes.count)
    }

    /// Does without the rows of axes for which there is no room.
    mutating func limitAxes(words: Int) {
        let width = (graph.entries.count + 63) / 64 * (2 + 2 * mostJoins)
        var left = words
        for (number, axis) in axes.axes.enumerated() {
            let room = max(1, axis.codeCount) * width
            hasRows[number] = room <= left
            if hasRows[number] { left -= room }
        }
    }

    func isUsed(axis: Int) -> Bool { used[axis] }

    mutating func plan(_ clause: Int) -> Plan {
        let entry = graph.entries[clause]
        var plan = Plan()
        let needs = graph.needs[entry.atoms.lowerBound..<entry.lazy.upperBound]
        for reference in needs where !isTold(reference) { add(reference, to: &plan) }
        for reference in needs where isTold(reference) {
            note(reference)
            // An atom that is asked by itself costs nothing where it is no if it is a join's only one.
            if oneByOne.contains(reference.node), plan.joins.count < mostJoins {
                plan.joins.append(Join(reference, of: [reference]))
            } else {
                plan.atoms.append(reference)
            }
        }
        return plan
    }

    /// Adds what is no atom of the table.
    private mutating func add(_ reference: Reference, to plan: inout Plan) {
        if let joins = choice(reference), plan.joins.count + 2 <= mostJoins {
            let test = Reference(
                node: graph.graph.operands[graph.graph.nodes[reference.node].operands.lowerBound].node)
            plan.opening.append(test)
            for join in joins {
                for part in join { note(part) }
                plan.joins.append(Join(reference, of: join))
            }
        } else if let joins = expanded(reference, 0), plan.joins.count + joins.count <= mostJoins {
            for join in joins {
                for part in join { note(part) }
                plan.joins.append(Join(reference, of: join))
            }
        } else if plan.joins.count < mostJoins, let possible = possible(reference, 0) {
            let parts = alternatives(reference) ?? []
            let held = parts.filter { isTold($0) }
                .map { Use(reference: $0, whenUnknown: false, whenYes: true) }
            for use in possible + held { note(use.reference) }
            plan.joins.append(Join(reference: reference, possible: possible, held: held, isExact: false))
        } else {
            plan.rest.append(reference)
        }
    }

    /// A choice between two atoms by a third as two ORs, which say it wherever the third is known.
    private func choice(_ reference: Reference) -> [[Reference]]? {
        let node = graph.graph.nodes[reference.node]
        guard node.kind == .choose, node.operands.count == 3 else { return nil }
        let parts = Array(graph.graph.operands[node.operands])
        guard parts.allSatisfy({ isTold($0) }) else { return nil }
        let (yes, no) = reference.isNegated ? (parts[1].negated, parts[2].negated) : (parts[1], parts[2])
        return [[parts[0].negated, yes], [parts[0], no]]
    }

    private static let mostExpanded = 5
    private static let mostParts = 10

    /// A reference as ORs of atoms all of which it asks for: AND and OR distribute over each other as in any order of
    /// no, unknown, yes. Nil where that takes too many or something else stands below it.
    private func expanded(_ reference: Reference, _ depth: Int) -> [[Reference]]? {
        if isTold(reference) { return [[reference]] }
        guard depth < 6 else { return nil }
        let node = graph.graph.nodes[reference.node]
        let parts = graph.graph.operands[node.operands].map { reference.isNegated ? $0.negated : $0 }
        switch (node.kind, reference.isNegated) {
        case (.and, false), (.or, true):
            var joins: [[Reference]] = []
            for part in parts {
                guard let more = expanded(part, depth + 1), joins.count + more.count <= Self.mostExpanded
                else {
                    return nil
                }
                joins += more
            }
            return joins
        case (.or, false), (.and, true): return united(parts, depth)
        case (.atLeast, false):
            // Of every so many, one holds.
            let size = parts.count - node.need + 1
            guard size >= 1, size <= parts.count, parts.count <= 8 else { return nil }
            var joins: [[Reference]] = []
            for chosen in 0..<(1 << parts.count) where chosen.nonzeroBitCount == size {
                let some = parts.indices.filter { chosen >> $0 & 1 == 1 }.map { parts[$0] }
                guard let more = united(some, depth), joins.count + more.count <= Self.mostExpanded else {
                    return nil
                }
                joins += more
            }
            return joins
        default: return nil
        }
    }

    /// The OR of some references as ORs of atoms.
    private func united(_ parts: [Reference], _ depth: Int) -> [[Reference]]? {
        var joins: [[Reference]] = [[]]
        for part in parts {
            guard let more = expanded(part, depth + 1), joins.count * more.count <= Self.mostExpanded else {
                return nil
            }
            joins = joins.flatMap { join in more.map { join + $0 } }
        }
        return joins.allSatisfy { $0.count <= Self.mostParts } ? joins : nil
    }

    /// The operands of an OR.
    private func alternatives(_ reference: Reference) -> [Reference]? {
        let node = graph.graph.nodes[reference.node]
        let parts = Array(graph.graph.operands[node.operands])
        switch (node.kind, reference.isNegated) {
        case (.or, false): return parts
        case (.and, true): return parts.map(\.negated)
        default: return nil
        }
    }

    private static let mostUses = 24

    /// Some uses of atoms one of which applies wherever a reference is not no; nil where none are found.
    private func possible(_ reference: Reference, _ depth: Int) -> [Use]? {
        if isTold(reference) { return [Use(reference: reference, whenUnknown: true, whenYes: true)] }
        guard depth < 6, reference.node < graph.graph.nodes.count else { return nil }
        let node = graph.graph.nodes[reference.node]
        let parts = graph.graph.operands[node.operands].map { reference.isNegated ? $0.negated : $0 }
        func all(_ parts: [Reference]) -> [Use]? {
            var uses: [Use] = []
            for part in parts {
                guard let found = possible(part, depth + 1) else { return nil }
                uses += found
            }
            return uses.count <= RequirementBuilder.mostUses ? uses : nil
        }
        switch (node.kind, reference.isNegated) {
        case (.or, false), (.and, true): return all(parts)
        case (.and, false), (.or, true):
            // Each of them must be: the one with the fewest ways is asked.
            return parts.compactMap { possible($0, depth + 1) }.min { $0.count < $1.count }
        case (.atLeast, false):
            // So many of them that not all can be no.
            let found = parts.compactMap { possible($0, depth + 1) }.sorted { $0.count < $1.count }
            let needed = parts.count - node.need + 1
            guard needed > 0, found.count >= needed else { return nil }
            let uses = found.prefix(needed).flatMap { $0 }
            return uses.count <= RequirementBuilder.mostUses ? uses : nil
        case (.choose, _):
            // One of the choices, or the test is unknown.
            guard parts.count == 3, isTold(graph.graph.operands[node.operands][node.operands.lowerBound]),
                let choices = all(Array(parts[1...]))
            else { return nil }
            return choices + [Use(reference: parts[0], whenUnknown: true, whenYes: false)]
        default: return nil
        }
    }

    /// Whether rows or bits say the truth of an atom.
    private func isTold(_ reference: Reference) -> Bool {
        let atom = reference.node
        guard atom < graph.graph.atomCount, graph.graph.nodes[atom].kind == .atom else { return false }
        switch axes.places[atom] {
        case .codes(let axis, _, _), .value(let axis, _): return hasRows[axis]
        case .own:
            if case .flag = axes.forms[atom] { return true }
            return oneByOne.contains(atom)
        default: return false
        }
    }

    private mutating func note(_ reference: Reference) {
        let atom = reference.node
        guard seen.insert(atom).inserted else { return }
        switch axes.places[atom] {
        case .codes(let axis, _, _), .value(let axis, _): used[axis] = true
        case .own:
            if case .flag(let field, let isTrue) = axes.forms[atom] {
                flags[field, default: []].append((atom, isTrue))
            }
        default: break
        }
    }
}
