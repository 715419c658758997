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
            /// A boolean field, and whether it is asked to be true.
            case flag
            /// A test of a text field.
            case text
            /// All of some operands.
            case together
            case other
        }

        var kind: Kind
        var axis: Int32
        /// Spans of yes and, after them, spans of unknown; operands of what is
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

    /// Nodes that are atoms, after which come as many reviews.
    let atomCount: Int
    let reviewCount: Int
    /// Where each atom of the plan has its truth: atoms of one axis lie together, in the axis's order.
    private let placeOf: [Int32]
    /// The plan's number of the atom at each place.
    let atomAt: [Int32]
    /// Where the atoms of each axis begin.
    let axisFirst: [Int32]
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
    /// What the conditions of each clause weigh that are required or judged.
    let totals: UnsafeMutablePointer<Int64>

    init(_ plan: DayPlan, textPlaces: [Int: Int]) {
        let graph = plan.clauseGraph
        atomCount = graph.graph.atomCount
        reviewCount = graph.graph.reviewPlaces.count
        var atomAt: [Int32] = []
        var axisFirst: [Int32] = []
        var placeOf = [Int32](repeating: -1, count: plan.axes.places.count)
        for axis in plan.axes.axes {
            axisFirst.append(Int32(truncatingIfNeeded: atomAt.count))
            for atom in axis.atoms {
                placeOf[Int(atom)] = Int32(truncatingIfNeeded: atomAt.count)
                atomAt.append(atom)
            }
        }
        for atom in placeOf.indices where placeOf[atom] < 0 {
            placeOf[atom] = Int32(truncatingIfNeeded: atomAt.count)
            atomAt.append(Int32(truncatingIfNeeded: atom))
        }
        func placed(_ raw: Int32) -> Int32 {
            let node = Int(raw >> 1)
            return node < placeOf.count ? placeOf[node] << 1 | raw & 1 : raw
        }
        self.placeOf = placeOf
        self.atomAt = atomAt
        self.axisFirst = axisFirst
        var operands = graph.graph.operands.map { placed($0.raw) }
        let together = operands.count
        for case .together(let parts) in plan.axes.places {
            operands += parts.map {
                placed(Int32(truncatingIfNeeded: $0.atom &<< 1) | ($0.isTrue ? 0 : 1))
            }
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
        let places = plan.axes.places.enumerated().map { atom, place -> Place in
            switch place {
            case .codes(let axis, let yes, let open):
                // Spans of one atom were appended one after the other.
                return Place(
                    kind: .codes, axis: narrow(axis), first: narrow(yes.lowerBound),
                    middle: narrow(yes.upperBound), end: narrow(yes.upperBound + open.count))
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
                if let text = textPlaces[atom] {
                    return Place(kind: .text, axis: narrow(text), first: 0, middle: 0, end: 0)
                }
                return Place(kind: .other, axis: 0, first: 0, middle: 0, end: 0)
            default: return Place(kind: .other, axis: 0, first: 0, middle: 0, end: 0)
            }
        }
        unsafe self.places = filled(atomAt.map { places[Int($0)] })
        unsafe spans = filled(plan.axes.spans)
        unsafe needs = filled(graph.needs.map { placed($0.raw) })
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
                    possible: placed($0.possible.raw))
            })
        unsafe conditions = filled(graph.conditions.map { placed($0.raw) })
        unsafe kinds = filled(plan.catalogue.table.conditions.map(\.kind))
        unsafe weights = filled(plan.catalogue.table.conditions.map(\.weight))
        unsafe clauses = filled(plan.catalogue.table.clauses)
        unsafe totals = filled(
            plan.catalogue.table.clauses.map { range in
                plan.catalogue.table.conditions[range].reduce(0) {
                    $1.kind == .preferred ? $0 : $0 &+ $1.weight
                }
            })
    }

    /// Where an atom of the plan has its truth.
    func place(_ atom: Int) -> Int { Int(placeOf[atom]) }

    /// A reference as ``operands`` has it.
    func placed(_ raw: Int32) -> Int32 {
        let node = Int(raw >> 1)
        return node < placeOf.count ? placeOf[node] << 1 | raw & 1 : raw
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
        unsafe totals.deallocate()
    }
}
