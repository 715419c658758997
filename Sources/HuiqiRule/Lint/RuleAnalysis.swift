import HuiqiModel

/// What the conditions and the amount of one clause say together, without any profile.
///
/// Sound: what it calls impossible or certain is so for every profile and every day, evaluation errors aside,
/// which decide nothing. Not complete: facts that are connected by more than being the same are taken to be
/// free of each other, and beyond a bound of work it says nothing.
public struct RuleAnalysis {
    /// What part an expression plays.
    public enum Role: Sendable, Hashable {
        /// Must hold.
        case required
        /// A preferred condition.
        case preferred
        /// An amount.
        case amount
    }

    /// Where something is yes and where it is no.
    struct Extent {
        var yes: BoxUnion?
        var no: BoxUnion?

        static func constant(_ flag: Bool) -> Extent {
            Extent(yes: flag ? .everywhere : .nowhere, no: flag ? .nowhere : .everywhere)
        }
    }

    /// What is odd, in order of expression, then of place.
    public internal(set) var doubts: [RuleDoubt] = []
    let parts: [(rule: Rule, role: Role)]
    let reader: FactReader
    private var extents: [Extent?] = []
    var calculus = BoxCalculus()
    private let isBounded: Bool
    /// Nodes that another rule of the linter spoke of already.
    let spokenOf: Set<ObjectIdentifier>
    var extentByAtom: [ObjectIdentifier: Extent] = [:]

    /// The most conditions whose pairs are compared.
    static let pairLimit = 64

    /// Analyses expressions of one clause that were checked against one schema.
    /// - Complexity: bounded, whatever the expressions are.
    public init(_ parts: [(rule: Rule, role: Role)]) {
        self.parts = parts
        var reader = FactReader(schema: parts.first?.rule.schema ?? .contract)
        for part in parts { reader.read(part.rule.root) }
        isBounded = reader.cut() <= BoxCalculus.boxLimit
        self.reader = reader
        var spokenOf: Set<ObjectIdentifier> = []
        for (index, part) in parts.enumerated() {
            for (node, doubt) in TimeDoubts.find(part.rule, index) {
                spokenOf.insert(ObjectIdentifier(node))
                doubts.append(doubt)
            }
        }
        self.spokenOf = spokenOf
        guard isBounded else {
            extents = parts.map { _ in nil }
            return
        }
        var possible: [Int] = []
        for (index, part) in parts.enumerated() {
            extents.append(part.role == .amount ? nil : examineCondition(part.rule.root, index))
            if part.role == .required, extents[index]?.yes?.isEmpty != true { possible.append(index) }
        }
        let entitled = compareConditions(possible)
        for (index, part) in parts.enumerated() where part.role == .amount {
            _ = examineValue(part.rule.root, index, Path(own: .everywhere, entitled: entitled))
        }
        doubts = doubts.enumerated().sorted {
            let (left, right) = ($0.element, $1.element)
            let (first, second) = (left.part ?? parts.count, right.part ?? parts.count)
            return (first, left.offsetUTF8, $0.offset) < (second, right.offsetUTF8, $1.offset)
        }.map(\.element)
    }

    // MARK: Claims

    /// A text that is the same only for parts that ask the same, in the same words or in others.
    public func meaning(_ part: Int) -> String? {
        parts.indices.contains(part) ? reader.meaning(parts[part].rule.root) : nil
    }

    /// Whether a condition can come out yes for some profile; nil where that is not known.
    public func canHold(_ part: Int) -> Bool? { extent(part)?.yes.map { !$0.isEmpty } }

    /// Whether a condition can come out no for some profile; nil where that is not known.
    public func canFail(_ part: Int) -> Bool? { extent(part)?.no.map { !$0.isEmpty } }

    /// Whether conditions can come out yes for one profile; nil where that is not known.
    public func canHoldTogether(_ parts: [Int]) -> Bool? {
        var calculus = BoxCalculus()
        var all: BoxUnion? = .everywhere
        for part in parts { all = calculus.both(all, extent(part)?.yes) }
        return all.map { !$0.isEmpty }
    }

    private func extent(_ part: Int) -> Extent? { extents.indices.contains(part) ? extents[part] : nil }

    // MARK: Conditions together

    /// Finds required conditions that cannot hold together, though each can by itself; returns where all hold, nil
    /// where that is not known or nowhere.
    private mutating func compareConditions(_ required: [Int]) -> BoxUnion? {
        guard required.count <= RuleAnalysis.pairLimit else { return nil }
        for (position, later) in required.enumerated() {
            for earlier in required[..<position]
            where calculus.both(extents[earlier]?.yes, extents[later]?.yes)?.isEmpty == true {
                pairs.append((earlier, later, conflicts(extents[earlier]?.yes, extents[later]?.yes)))
            }
        }
        if !pairs.isEmpty { return nil }
        var all: BoxUnion? = .everywhere
        for part in required { all = calculus.both(all, extents[part]?.yes) }
        guard all?.isEmpty == true else { return all }
        // Leaves out what is not needed for the contradiction.
        var core = required
        for part in required {
            var rest: BoxUnion? = .everywhere
            for other in core where other != part { rest = calculus.both(rest, extents[other]?.yes) }
            if rest?.isEmpty == true { core.removeAll { $0 == part } }
        }
        impossible = core
        return nil
    }

    /// Pairs of required conditions that cannot hold together, with the facts they conflict over.
    public private(set) var pairs: [(earlier: Int, later: Int, facts: String)] = []
    /// Three or more required conditions that cannot hold together, though any two can; none can be left out.
    public private(set) var impossible: [Int] = []
}
