import HuiqiIndex
import HuiqiLogic
import HuiqiModel

/// A plan's clause graph and the places of its atoms in plain memory, for walking it block by block.
///
/// Immutable; any number of threads may read it.
@safe final class PlaneGraph: @unchecked Sendable {
    // Safe: every buffer is allocated and filled in `init`, never written again, and freed in `deinit`; indices come
    // from the same plan.
    struct Node {
        let kind: ConditionGraph.Kind
        let isLazy: Bool
        /// Whether it is a join that only one clause, or one other join, asks for.
        let isPassing: Bool
        let need: Int32
        let first: Int32
        let end: Int32
    }

    /// Where an atom is decided.
    struct Place {
        enum Kind: UInt8 {
            /// By spans of codes: yes, and from `middle` on unknown.
            case codes
            /// By the truth of each code of the block, as atom number `first` of the axis.
            case value
            /// Not on an axis.
            case other
        }

        let kind: Kind
        let axis: Int32
        let first: Int32
        let middle: Int32
        let end: Int32
    }

    /// One clause: what it needs at once, then its joins, then what has parts that go row by row.
    struct Entry {
        let first: Int32
        let lazy: Int32
        let end: Int32
        let firstSplit: Int32
        let endSplit: Int32
        let isOpen: Bool
    }

    struct Split {
        let fact: Int32
        /// What must be yes, in `needs`.
        let first: Int32
        let end: Int32
        /// What must be possible, as a raw reference.
        let possible: Int32
    }

    /// Where everything lies; to be used while the graph is held.
    ///
    /// A value without references, so that walking it counts none.
    @safe struct Parts {
        let nodes: UnsafeMutablePointer<Node>
        let nodeCount: Int
        /// Operands of nodes as raw references.
        let operands: UnsafeMutablePointer<Int32>
        /// One an atom.
        let places: UnsafeMutablePointer<Place>
        let atomCount: Int
        let spans: UnsafeMutablePointer<CodeSpan>
        /// What clauses and splits need, as raw references.
        let needs: UnsafeMutablePointer<Int32>
        let entries: UnsafeMutablePointer<Entry>
        let splits: UnsafeMutablePointer<Split>
        /// Atoms of each axis.
        let atomsOfAxis: UnsafeMutablePointer<Int32>
        let axisCount: Int
        /// Nodes that stand for reviews follow the atoms.
        let reviewCount: Int
        /// The most truths that are gathered at once.
        let deepest: Int
        /// The most nodes of one clause that pass.
        let mostPassing: Int
    }

    let parts: Parts

    init(_ graph: ClauseGraph, _ axes: AxisTable) {
        func filled<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
            let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
            unsafe memory.initialize(from: elements, count: elements.count)
            return unsafe memory
        }
        func narrow(_ value: Int) -> Int32 { Int32(truncatingIfNeeded: value) }
        let all = graph.graph.nodes
        let isPassing = PlaneGraph.passing(graph)
        let nodes = unsafe filled(
            zip(all, isPassing).map {
                Node(
                    kind: $0.kind, isLazy: $0.isLazy, isPassing: $1, need: narrow($0.need),
                    first: narrow($0.operands.lowerBound), end: narrow($0.operands.upperBound))
            })
        let operands = unsafe filled(graph.graph.operands.map(\.raw))
        let places = unsafe filled(
            axes.places.map { place in
                switch place {
                case .codes(let axis, let yes, let open):
                    // Spans of one atom were appended one after the other.
                    Place(
                        kind: .codes, axis: narrow(axis), first: narrow(yes.lowerBound),
                        middle: narrow(yes.upperBound), end: narrow(yes.upperBound + open.count))
                case .value(let axis, let number):
                    Place(kind: .value, axis: narrow(axis), first: narrow(number), middle: 0, end: 0)
                default: Place(kind: .other, axis: 0, first: 0, middle: 0, end: 0)
                }
            })
        let spans = unsafe filled(axes.spans)
        let needs = unsafe filled(graph.needs.map(\.raw))
        let entries = unsafe filled(
            graph.entries.map {
                Entry(
                    first: narrow($0.atoms.lowerBound), lazy: narrow($0.lazy.lowerBound),
                    end: narrow($0.lazy.upperBound), firstSplit: narrow($0.splits.lowerBound),
                    endSplit: narrow($0.splits.upperBound), isOpen: $0.isOpen)
            })
        let splits = unsafe filled(
            graph.splits.map {
                Split(
                    fact: narrow($0.fact), first: narrow($0.yes.lowerBound), end: narrow($0.yes.upperBound),
                    possible: $0.possible.raw)
            })
        let atomsOfAxis = unsafe filled(axes.axes.map { narrow($0.atoms.count) })
        // Operands come before their joins.
        var needed = [Int](repeating: 0, count: all.count)
        var passed = [Int](repeating: 0, count: all.count)
        var most = 0
        for (number, node) in all.enumerated() {
            let below = node.operands.reduce(0) { max($0, needed[graph.graph.operands[$1].node]) }
            needed[number] = node.operands.count + below
            most = max(most, needed[number])
            passed[number] = isPassing[number] ? 1 : 0
            for operand in graph.graph.operands[node.operands] where isPassing[operand.node] {
                passed[number] += passed[operand.node]
            }
        }
        func passing(_ range: Range<Int>) -> Int { graph.needs[range].reduce(0) { $0 + passed[$1.node] } }
        let mostPassing = graph.entries.reduce(0) { sum, entry in
            let own = passing(entry.atoms.lowerBound..<entry.lazy.upperBound)
            return max(
                sum,
                graph.splits[entry.splits].reduce(own) { $0 + passing($1.yes) + passed[$1.possible.node] })
        }
        let clause = graph.entries.reduce(0) { max($0, $1.lazy.upperBound - $1.atoms.lowerBound) }
        let split = graph.splits.reduce(0) { max($0, $1.yes.count) }
        unsafe parts = Parts(
            nodes: nodes, nodeCount: all.count, operands: operands, places: places,
            atomCount: graph.graph.atomCount, spans: spans, needs: needs, entries: entries, splits: splits,
            atomsOfAxis: atomsOfAxis, axisCount: axes.axes.count,
            reviewCount: graph.graph.reviewPlaces.count, deepest: most + max(clause, split) + 4,
            mostPassing: mostPassing)
    }

    /// Joins that are asked for in one place only. Conditions are not counted: they are asked for elsewhere.
    private static func passing(_ graph: ClauseGraph) -> [Bool] {
        var uses = [Int](repeating: 0, count: graph.graph.nodes.count)
        for operand in graph.graph.operands { uses[operand.node] += 1 }
        for need in graph.needs { uses[need.node] += 1 }
        for split in graph.splits { uses[split.possible.node] += 1 }
        // What goes row by row is joined anew for every clause, and asks for its operands each time.
        for node in graph.graph.nodes where node.isLazy {
            for operand in graph.graph.operands[node.operands] { uses[operand.node] += 2 }
        }
        return zip(graph.graph.nodes, uses).map { node, uses in
            switch node.kind {
            case .and, .or, .atLeast, .choose: uses <= 1 && !node.isLazy
            case .atom, .review, .yes, .unknown: false
            }
        }
    }

    deinit {
        unsafe parts.nodes.deallocate()
        unsafe parts.operands.deallocate()
        unsafe parts.places.deallocate()
        unsafe parts.spans.deallocate()
        unsafe parts.needs.deallocate()
        unsafe parts.entries.deallocate()
        unsafe parts.splits.deallocate()
        unsafe parts.atomsOfAxis.deallocate()
    }
}
