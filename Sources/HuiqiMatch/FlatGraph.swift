import HuiqiIndex
import HuiqiLogic
import HuiqiModel

/// A clause graph and the places of its atoms in plain memory, for walking it one profile at a time.
///
/// Immutable; any number of threads may read it.
@safe final class FlatGraph: @unchecked Sendable {
    // Safe: every buffer is allocated and filled in `init`, never written again, and freed in `deinit`; indices come
    // from the same graph.
    struct Node {
        var kind: ConditionGraph.Kind
        var need: Int32
        var first: Int32
        var end: Int32
    }

    /// How an atom is decided from the profile's codes.
    struct Place {
        enum Kind: UInt8 {
            case codes
            case value
            /// A boolean field, and whether it is asked to be true.
            case flag
            /// A list and the atom's number there.
            case list
            /// A test of a text field.
            case text
            /// All of some operands.
            case together
            case other
        }

        var kind: Kind
        var axis: Int32
        /// Spans of yes and, after them, spans of unknown; of a value its number on the axis; operands of what is
        /// several together.
        var first: Int32
        var middle: Int32
        var end: Int32
    }

    struct Entry {
        var first: Int32
        /// Where joins begin, after the atoms.
        var joins: Int32
        var end: Int32
        var firstSplit: Int32
        var endSplit: Int32
        var isOpen: Bool
    }

    /// A case split: what must be yes, and what may be.
    struct Split {
        var fact: Int32
        var first: Int32
        var end: Int32
        var possible: Int32
    }

    let nodes: UnsafeMutablePointer<Node>
    let operands: UnsafeMutablePointer<Int32>
    let places: UnsafeMutablePointer<Place>
    let spans: UnsafeMutablePointer<CodeSpan>
    let needs: UnsafeMutablePointer<Int32>
    let entries: UnsafeMutablePointer<Entry>
    let splits: UnsafeMutablePointer<Split>
    let conditions: UnsafeMutablePointer<Int32>
    /// Conditions of the program table with kind and weight, and the clauses' ranges.
    let kinds: UnsafeMutablePointer<Condition.Kind>
    let weights: UnsafeMutablePointer<Int64>
    let clauses: UnsafeMutablePointer<Range<Int>>

    init(
        _ plan: DayPlan, listPlaces: [Int: (list: Int, entry: Int)], textPlaces: [Int: Int]
    ) {
        let graph = plan.clauseGraph
        var operands = graph.graph.operands.map(\.raw)
        let together = operands.count
        for case .together(let parts) in plan.axes.places {
            operands += parts.map { Int32(truncatingIfNeeded: $0.atom &<< 1) | ($0.isTrue ? 0 : 1) }
        }
        var nextTogether = together
        func filled<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
            let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
            unsafe memory.initialize(from: elements, count: elements.count)
            return unsafe memory
        }
        func narrow(_ value: Int) -> Int32 { Int32(truncatingIfNeeded: value) }
        unsafe nodes = filled(
            graph.graph.nodes.map {
                Node(
                    kind: $0.kind, need: narrow($0.need), first: narrow($0.operands.lowerBound),
                    end: narrow($0.operands.upperBound))
            })
        unsafe self.operands = filled(operands)
        unsafe places = filled(
            plan.axes.places.enumerated().map { atom, place in
                switch place {
                case .codes(let axis, let yes, let open):
                    // Spans of one atom were appended one after the other.
                    return Place(
                        kind: .codes, axis: narrow(axis), first: narrow(yes.lowerBound),
                        middle: narrow(yes.upperBound), end: narrow(yes.upperBound + open.count))
                case .value(let axis, let number):
                    return Place(kind: .value, axis: narrow(axis), first: narrow(number), middle: 0, end: 0)
                case .together(let parts):
                    defer { nextTogether += parts.count }
                    return Place(
                        kind: .together, axis: 0, first: narrow(nextTogether), middle: 0,
                        end: narrow(nextTogether + parts.count))
                case .own:
                    if case .flag(let field, let isTrue) = plan.axes.forms[atom] {
                        return Place(
                            kind: .flag, axis: narrow(field), first: isTrue ? 1 : 0, middle: 0, end: 0)
                    }
                    if let (list, entry) = listPlaces[atom] {
                        return Place(kind: .list, axis: narrow(list), first: narrow(entry), middle: 0, end: 0)
                    }
                    if let text = textPlaces[atom] {
                        return Place(kind: .text, axis: narrow(text), first: 0, middle: 0, end: 0)
                    }
                    return Place(kind: .other, axis: 0, first: 0, middle: 0, end: 0)
                default: return Place(kind: .other, axis: 0, first: 0, middle: 0, end: 0)
                }
            })
        unsafe spans = filled(plan.axes.spans)
        unsafe needs = filled(graph.needs.map(\.raw))
        unsafe entries = filled(
            graph.entries.map {
                Entry(
                    first: narrow($0.atoms.lowerBound), joins: narrow($0.joins.lowerBound),
                    end: narrow($0.lazy.upperBound),
                    firstSplit: narrow($0.splits.lowerBound), endSplit: narrow($0.splits.upperBound),
                    isOpen: $0.isOpen)
            })
        unsafe splits = filled(
            graph.splits.map {
                Split(
                    fact: narrow($0.fact), first: narrow($0.yes.lowerBound), end: narrow($0.yes.upperBound),
                    possible: $0.possible.raw)
            })
        unsafe conditions = filled(graph.conditions.map(\.raw))
        unsafe kinds = filled(plan.catalogue.table.conditions.map(\.kind))
        unsafe weights = filled(plan.catalogue.table.conditions.map(\.weight))
        unsafe clauses = filled(plan.catalogue.table.clauses)
    }

    deinit {
        unsafe nodes.deallocate()
        unsafe operands.deallocate()
        unsafe places.deallocate()
        unsafe spans.deallocate()
        unsafe needs.deallocate()
        unsafe entries.deallocate()
        unsafe splits.deallocate()
        unsafe conditions.deallocate()
        unsafe kinds.deallocate()
        unsafe weights.deallocate()
        unsafe clauses.deallocate()
    }
}
