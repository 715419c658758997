import HuiqiLogic
import HuiqiModel

/// The conditions of all clauses as one graph in which equal subexpressions are one node.
///
/// A node is decided once a block, or once a profile, whatever the number of clauses that share it. A
/// ``Reference`` may take it negated. Nodes below ``atomCount`` are atoms (and parts of atoms), then come the
/// review conditions, then joins, each after its operands.
public struct ConditionGraph: Sendable {
    /// A node, or its negation.
    public struct Reference: Sendable, Hashable, Comparable {
        /// Twice the node, and 1 where negated.
        public let raw: Int32

        public init(node: Int, negated: Bool = false) {
            raw = Int32(truncatingIfNeeded: node &<< 1) | (negated ? 1 : 0)
        }

        private init(raw: Int32) { self.raw = raw }

        public var node: Int { Int(raw >> 1) }
        public var isNegated: Bool { raw & 1 == 1 }
        public var negated: Reference { Reference(raw: raw ^ 1) }
        public static func < (left: Reference, right: Reference) -> Bool { left.raw < right.raw }
    }

    /// What a node joins.
    public enum Kind: UInt8, Sendable {
        /// An atom, or a part of one.
        case atom
        /// What persons judged.
        case review
        /// Yes for every profile.
        case yes
        /// Unknown for every profile.
        case unknown
        case and
        case or
        case atLeast
        case choose
    }

    /// One node.
    public struct Node: Sendable {
        public let kind: Kind
        /// Whether some atom below it is decided row by row.
        public let isLazy: Bool
        /// Operands, in the graph's list.
        public let operands: Range<Int>
        /// How many operands must hold.
        public let need: Int
    }

    /// The nodes.
    public private(set) var nodes: [Node] = []
    /// Operands of all nodes.
    public private(set) var operands: [Reference] = []
    /// Nodes that are atoms or parts of atoms.
    public let atomCount: Int
    /// Where the reviews that nodes `atomCount...` stand for are found.
    public private(set) var reviewPlaces: [ExactText] = []
    /// Joins by their operands: open addressing, at most half taken; -1 is free.
    private var slots: [Int32] = []
    private var joins = 0
    private var reviews: [ExactText: Int] = [:]
    private let isRowAtom: [Bool]
    private let together: [Int: [(atom: Int, isTrue: Bool)]]
    private let constants: [Int: Truth]

    /// A graph without joins.
    /// - Parameter reviewPlaces: Every place that a clause asks about.
    public init(_ places: [AtomPlace], reviewPlaces: [ExactText]) {
        atomCount = places.count
        isRowAtom = places.map { if case .rows = $0 { true } else { false } }
        var together: [Int: [(atom: Int, isTrue: Bool)]] = [:]
        var constants: [Int: Truth] = [:]
        for (atom, place) in places.enumerated() {
            if case .together(let parts) = place { together[atom] = parts }
            if case .constant(let truth) = place { constants[atom] = truth }
        }
        self.together = together
        self.constants = constants
        nodes.reserveCapacity(places.count * 2)
        for flag in isRowAtom { nodes.append(Node(kind: .atom, isLazy: flag, operands: 0..<0, need: 0)) }
        for place in reviewPlaces where reviews[place] == nil {
            reviews[place] = nodes.count
            self.reviewPlaces.append(place)
            nodes.append(Node(kind: .review, isLazy: false, operands: 0..<0, need: 0))
        }
        yesNode = nodes.count
        nodes.append(Node(kind: .yes, isLazy: false, operands: 0..<0, need: 0))
        nodes.append(Node(kind: .unknown, isLazy: false, operands: 0..<0, need: 0))
    }

    private let yesNode: Int

    /// A constant.
    public func constant(_ truth: Truth) -> Reference {
        switch truth {
        case .yes: Reference(node: yesNode)
        case .no: Reference(node: yesNode, negated: true)
        case .unknown: Reference(node: yesNode + 1)
        }
    }

    /// The truth of a reference that is the same for every profile.
    public func constant(_ reference: Reference) -> Truth? {
        if reference.node == yesNode { return reference.isNegated ? .no : .yes }
        return reference.node == yesNode + 1 ? .unknown : nil
    }

    /// What persons judged of a place.
    public func review(_ place: ExactText) -> Reference {
        reviews[place].map { Reference(node: $0) } ?? constant(.unknown)
    }

    /// An atom of the catalogue.
    public mutating func atom(_ atom: Int) -> Reference {
        if let truth = constants[atom] { return constant(truth) }
        if let parts = together[atom] {
            return and(parts.map { Reference(node: $0.atom, negated: !$0.isTrue) })
        }
        return Reference(node: atom)
    }

    /// The Kleene AND.
    public mutating func and(_ parts: [Reference]) -> Reference {
        var joined: [Reference] = []
        joined.reserveCapacity(parts.count)
        for part in parts {
            if constant(part) == .yes { continue }
            if constant(part) == .no { return constant(.no) }
            if !part.isNegated, nodes[part.node].kind == .and {
                joined.append(contentsOf: operands[nodes[part.node].operands])
            } else if part.isNegated, nodes[part.node].kind == .or {
                joined.append(contentsOf: operands[nodes[part.node].operands].map(\.negated))
            } else {
                joined.append(part)
            }
        }
        return node(.and, joined, whenEmpty: .yes)
    }

    /// The Kleene OR.
    public mutating func or(_ parts: [Reference]) -> Reference {
        // The OR of some is what is left when not all of them are refused.
        var joined: [Reference] = []
        joined.reserveCapacity(parts.count)
        for part in parts {
            if constant(part) == .no { continue }
            if constant(part) == .yes { return constant(.yes) }
            if !part.isNegated, nodes[part.node].kind == .or {
                joined.append(contentsOf: operands[nodes[part.node].operands])
            } else if part.isNegated, nodes[part.node].kind == .and {
                joined.append(contentsOf: operands[nodes[part.node].operands].map(\.negated))
            } else {
                joined.append(part)
            }
        }
        return node(.or, joined, whenEmpty: .no)
    }

    /// Whether at least `need` hold.
    public mutating func atLeast(_ need: Int64, _ parts: [Reference]) -> Reference {
        var left = need
        var open: [Reference] = []
        for part in parts {
            switch constant(part) {
            case .some(.yes): left -= 1
            case .some(.no): break
            default: open.append(part)
            }
        }
        if left <= 0 { return constant(.yes) }
        guard left <= Int64(open.count) else { return constant(.no) }
        if left == 1 { return or(open) }
        if left == Int64(open.count) { return and(open) }
        return join(.atLeast, open.sorted(), need: Int(left))
    }

    /// `test ? whenYes : whenNo`, unknown where the test is.
    public mutating func choose(_ test: Reference, _ whenYes: Reference, _ whenNo: Reference) -> Reference {
        switch constant(test) {
        case .some(.yes): return whenYes
        case .some(.no): return whenNo
        case .some(.unknown): return constant(.unknown)
        case nil: break
        }
        if test.isNegated { return join(.choose, [test.negated, whenNo, whenYes], need: 0) }
        return join(.choose, [test, whenYes, whenNo], need: 0)
    }

    private mutating func node(_ kind: Kind, _ parts: [Reference], whenEmpty: Truth) -> Reference {
        if parts.isEmpty { return constant(whenEmpty) }
        if parts.count == 1 { return parts[0] }
        var distinct = parts
        distinct.sort()
        var count = 1
        for index in 1..<distinct.count where distinct[index] != distinct[count - 1] {
            distinct[count] = distinct[index]
            count += 1
        }
        if count == 1 { return distinct[0] }
        distinct.removeSubrange(count...)
        return join(kind, distinct, need: 0)
    }

    private mutating func join(_ kind: Kind, _ parts: [Reference], need: Int) -> Reference {
        if 2 * joins >= slots.count { grow() }
        var slot = place(kind, parts[...], need)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            let node = nodes[number]
            if node.kind == kind, node.need == need, operands[node.operands].elementsEqual(parts) {
                return Reference(node: number)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = nodes.count
        let first = operands.count
        operands.append(contentsOf: parts)
        nodes.append(
            Node(
                kind: kind, isLazy: parts.contains { nodes[$0.node].isLazy },
                operands: first..<operands.count, need: need))
        slots[slot] = Int32(truncatingIfNeeded: number)
        joins += 1
        return Reference(node: number)
    }

    /// Where a join is looked for first.
    private func place(_ kind: Kind, _ parts: ArraySlice<Reference>, _ need: Int) -> Int {
        var hash = UInt64(kind.rawValue) &+ UInt64(truncatingIfNeeded: need) &* 31
        for part in parts {
            hash = (hash ^ UInt64(UInt32(bitPattern: part.raw))) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
        return Int(truncatingIfNeeded: hash >> 8) & (slots.count - 1)
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: max(1024, 2 * slots.count))
        for (number, node) in nodes.enumerated() where !node.operands.isEmpty {
            var slot = place(node.kind, operands[node.operands], node.need)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(truncatingIfNeeded: number)
        }
    }

    /// Forgets what is only needed while nodes are added.
    public mutating func finishBuilding() { slots = [] }

    /// What an AND is made of; anything else is its own only part.
    public func parts(ofAnd reference: Reference) -> [Reference] {
        if constant(reference) == .yes { return [] }
        let node = nodes[reference.node]
        if !reference.isNegated, node.kind == .and { return Array(operands[node.operands]) }
        if reference.isNegated, node.kind == .or { return operands[node.operands].map(\.negated) }
        return [reference]
    }

    /// The atoms below a reference that are decided row by row.
    public func rowAtoms(below reference: Reference) -> [Int] {
        var found: Set<Int> = []
        var open = [reference.node]
        while let node = open.popLast() {
            guard nodes[node].isLazy else { continue }
            if nodes[node].kind == .atom { found.insert(node) }
            open.append(contentsOf: operands[nodes[node].operands].map(\.node))
        }
        return found.sorted()
    }
}
