import HuiqiModel

/// A checked expression: names and types resolved, constants folded. Immutable.
final class RuleNode: Sendable {
    enum Kind: Sendable {
        // Apart, like the widest below: a node without numbers of 128 bits needs no wide alignment.
        indirect case constant(Value)
        /// A field of the profile.
        case fact(Int)
        /// One year of a yearly field.
        case yearFact(Int, RuleNode)
        /// `as_of`.
        case asOf
        /// `year`.
        case year
        /// A macro's variable, by slot.
        case local(Int)
        /// A member of a record.
        case member(RuleNode, Int)
        case and([RuleNode])
        case or([RuleNode])
        case not(RuleNode)
        case atLeast(Int64, [RuleNode])
        case conditional(RuleNode, RuleNode, RuleNode)
        case compare(Comparison, RuleNode, RuleNode)
        case isIn(RuleNode, RuleNode)
        case arithmetic(Arithmetic, RuleNode, RuleNode)
        case negate(RuleNode)
        case index(RuleNode, RuleNode)
        case list([RuleNode])
        case map([(key: RuleNode, value: RuleNode)])
        case call(Builtin, [RuleNode])
        indirect case comprehension(Macro, range: RuleNode, slot: Int, filter: RuleNode?, body: RuleNode)
    }

    let kind: Kind
    /// UTF-8 offset in the source.
    let offset: Int
    let type: ValueType
    /// Whether the value depends on the profile.
    let readsFacts: Bool
    /// Whether the value depends on the as-of day.
    let readsDay: Bool
    /// Slots of macro variables that are bound outside this node.
    let freeSlots: SlotSet

    init(_ kind: Kind, _ type: ValueType, at offset: Int) {
        self.kind = kind
        self.type = type
        self.offset = offset
        var slots = SlotSet()
        var facts = false
        var day = false
        func add(_ child: RuleNode) {
            facts = facts || child.readsFacts
            day = day || child.readsDay
            slots.formUnion(child.freeSlots)
        }
        switch kind {
        case .constant: break
        case .fact: facts = true
        case .yearFact(_, let year):
            add(year)
            facts = true
        case .asOf, .year: day = true
        case .local(let slot): slots.insert(slot)
        case .member(let operand, _), .not(let operand), .negate(let operand): add(operand)
        case .and(let parts), .or(let parts), .atLeast(_, let parts), .list(let parts):
            for part in parts { add(part) }
        case .call(let builtin, let parts):
            for part in parts { add(part) }
            if builtin.readsDay { day = true }
            if case .firstReached = builtin { facts = true }
        case .conditional(let test, let whenYes, let whenNo):
            add(test)
            add(whenYes)
            add(whenNo)
        case .compare(_, let left, let right), .isIn(let left, let right),
            .arithmetic(_, let left, let right), .index(let left, let right):
            add(left)
            add(right)
        case .map(let entries):
            for entry in entries {
                add(entry.key)
                add(entry.value)
            }
        case .comprehension(_, let range, let slot, let filter, let body):
            if let filter { add(filter) }
            add(body)
            slots.remove(slot)
            add(range)
        }
        readsFacts = facts
        readsDay = day
        freeSlots = slots
    }

    /// Whether the value is the same for every profile and day.
    var isConstant: Bool { !readsFacts && !readsDay && freeSlots.isEmpty }

    var children: [RuleNode] { RuleNode.children(of: kind) }

    static func children(of kind: Kind) -> [RuleNode] {
        switch kind {
        case .constant, .fact, .asOf, .year, .local: []
        case .yearFact(_, let year): [year]
        case .member(let operand, _), .not(let operand), .negate(let operand): [operand]
        case .and(let parts), .or(let parts), .atLeast(_, let parts), .list(let parts), .call(_, let parts):
            parts
        case .conditional(let test, let whenYes, let whenNo): [test, whenYes, whenNo]
        case .compare(_, let left, let right), .isIn(let left, let right),
            .arithmetic(_, let left, let right),
            .index(let left, let right):
            [left, right]
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .comprehension(_, let range, _, let filter, let body):
            filter.map { [range, $0, body] } ?? [range, body]
        }
    }
}

/// A set of slots of macro variables; almost always empty, and small where it is not.
struct SlotSet: Hashable, Sendable {
    /// Slots below 64.
    private var low: UInt64 = 0
    private var high: Set<Int>?

    var isEmpty: Bool { low == 0 && high == nil }

    var count: Int { low.nonzeroBitCount + (high?.count ?? 0) }

    /// The least of them.
    var first: Int? { low == 0 ? high?.min() : low.trailingZeroBitCount }

    mutating func insert(_ slot: Int) {
        if slot >= 0, slot < 64 {
            low |= 1 << UInt64(slot)
        } else {
            high = (high ?? []).union([slot])
        }
    }

    mutating func remove(_ slot: Int) {
        if slot >= 0, slot < 64 {
            low &= ~(1 << UInt64(slot))
        } else if let rest = high?.subtracting([slot]) {
            high = rest.isEmpty ? nil : rest
        }
    }

    mutating func formUnion(_ other: SlotSet) {
        low |= other.low
        if let further = other.high { high = (high ?? []).union(further) }
    }

    /// Whether it is one slot and no other.
    func isOnly(_ slot: Int) -> Bool {
        var one = SlotSet()
        one.insert(slot)
        return self == one
    }
}

/// The macros over lists.
enum Macro: String, Sendable, Hashable {
    case all
    case exists
    case existsOne = "exists_one"
    case map
    case filter
}
