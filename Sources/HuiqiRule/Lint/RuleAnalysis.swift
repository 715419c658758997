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
    public private(set) var doubts: [RuleDoubt] = []
    let parts: [(rule: Rule, role: Role)]
    private(set) var reader: FactReader
    private(set) var extents: [Extent?] = []
    private(set) var calculus = BoxCalculus()
    private let isBounded: Bool
    /// Nodes that another rule of the linter spoke of already.
    private let spokenOf: Set<ObjectIdentifier>
    private var sidesByAtom: [ObjectIdentifier: Extent] = [:]

    /// The most conditions whose pairs are compared.
    private static let pairLimit = 64

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
            if part.role == .amount {
                _ = examineValue(part.rule.root, index, within: .everywhere)
                extents.append(nil)
            } else {
                extents.append(examineCondition(part.rule.root, index))
            }
            if part.role == .required, extents[index]?.yes?.isEmpty != true { possible.append(index) }
        }
        compareConditions(possible)
        doubts = doubts.enumerated().sorted {
            let (left, right) = ($0.element, $1.element)
            let (first, second) = (left.part ?? parts.count, right.part ?? parts.count)
            return (first, left.offsetUTF8, $0.offset) < (second, right.offsetUTF8, $1.offset)
        }.map(\.element)
    }

    // MARK: Claims

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

    // MARK: One expression

    private mutating func doubt(
        _ rule: LintRule, _ part: Int?, _ offset: Int, _ zh: String, _ en: String, fix: Message
    ) {
        doubts.append(
            RuleDoubt(rule, part: part, offsetUTF8: offset, Message(zh: zh, en: en), suggestion: fix))
    }

    private mutating func examineCondition(_ root: RuleNode, _ part: Int) -> Extent {
        if case .constant(.bool(let flag)) = root.kind {
            speakOf(.constant(flag), root, part)
            return .constant(flag)
        }
        return examine(root, part).extent
    }

    /// Says that a condition always or never holds; whether it did.
    @discardableResult
    private mutating func speakOf(_ extent: Extent, _ node: RuleNode, _ part: Int) -> Bool {
        let name = FactNames.name(node, schema: reader.schema)
        if extent.yes?.isEmpty == true {
            doubt(
                .unreachable, part, node.offset, "对 `\(name)` 的这项要求永远不会成立",
                "what is asked of `\(name)` here can never hold",
                fix: Message(zh: "核对门槛、方向和取值，或删去这一支", en: "check bound, direction and value, or drop it"))
            return true
        }
        if extent.no?.isEmpty == true {
            doubt(
                .alwaysTrue, part, node.offset, "对 `\(name)` 的这项要求总是成立，起不到筛选作用",
                "what is asked of `\(name)` here always holds and so decides nothing",
                fix: Message(zh: "核对门槛和方向，或删去", en: "check bound and direction, or drop it"))
            return true
        }
        return false
    }

    /// Examines a boolean node from the leaves up; what a part was found odd for is not said again of the whole.
    private mutating func examine(_ node: RuleNode, _ part: Int) -> (extent: Extent, spoke: Bool) {
        switch node.kind {
        case .constant(.bool(let flag)): return (.constant(flag), false)
        case .not(let operand):
            let (inner, spoke) = examine(operand, part)
            return (Extent(yes: inner.no, no: inner.yes), spoke)
        case .and(let operands): return chain(operands, node, part, isAnd: true)
        case .or(let operands): return chain(operands, node, part, isAnd: false)
        case .atLeast(let k, let operands): return atLeast(k, operands, node, part)
        case .conditional(let test, let whenYes, let whenNo):
            return choice(test, whenYes, whenNo, node, part)
        default: return leaf(node, part)
        }
    }

    private mutating func leaf(_ node: RuleNode, _ part: Int) -> (extent: Extent, spoke: Bool) {
        var spoke = spokenOf.contains(ObjectIdentifier(node))
        var extent = self.extent(of: node)
        if case .comprehension(let macro, let range, _, let filter, let body) = node.kind {
            spoke = examineValue(range, part, within: .everywhere) || spoke
            if let filter { spoke = examine(filter, part).spoke || spoke }
            let (inner, innerSpoke) = examine(body, part)
            spoke = spoke || innerSpoke
            switch macro {
            case .exists, .existsOne: if inner.yes?.isEmpty == true { extent = .constant(false) }
            case .all: if inner.no?.isEmpty == true { extent = .constant(true) }
            case .map, .filter: break
            }
            // A body that is a literal is an idiom: `exists(x, true)` asks for any element.
            if case .constant = body.kind { return (extent, spoke) }
        } else {
            for child in node.children {
                if child.type == .bool {
                    spoke = examine(child, part).spoke || spoke
                } else {
                    spoke = examineValue(child, part, within: .everywhere) || spoke
                }
            }
        }
        return (extent, spoke || speakOf(extent, node, part))
    }

    /// The regions in which a leaf is yes and no.
    private mutating func extent(of node: RuleNode) -> Extent {
        let identifier = ObjectIdentifier(node)
        if let known = sidesByAtom[identifier] { return known }
        guard let atom = reader.atoms[identifier] else { return Extent() }
        let extent: Extent
        switch atom {
        case .constant(let flag): extent = .constant(flag)
        case .question(let index, let question, let isTrue):
            let variable = reader.variables[index]
            let held = variable.regions(question)
            let failed = variable.universe.subtracting(held)
            func union(_ regions: RegionSet, _ other: RegionSet) -> BoxUnion {
                if regions.isEmpty { return .nowhere }
                return other.isEmpty ? .everywhere : BoxUnion(boxes: [Box(sides: [(index, regions)])])
            }
            extent =
                isTrue
                ? Extent(yes: union(held, failed), no: union(failed, held))
                : Extent(yes: union(failed, held), no: union(held, failed))
        }
        sidesByAtom[identifier] = extent
        return extent
    }

    private mutating func chain(
        _ operands: [RuleNode], _ node: RuleNode, _ part: Int, isAnd: Bool
    ) -> (extent: Extent, spoke: Bool) {
        var extents: [Extent] = []
        var spoke = false
        for operand in operands {
            let (extent, innerSpoke) = examine(operand, part)
            extents.append(extent)
            spoke = spoke || innerSpoke
        }
        spoke = repeated(operands, part) || spoke
        var extent = Extent.constant(isAnd)
        for inner in extents {
            extent =
                isAnd
                ? Extent(yes: calculus.both(extent.yes, inner.yes), no: calculus.either(extent.no, inner.no))
                : Extent(yes: calculus.either(extent.yes, inner.yes), no: calculus.both(extent.no, inner.no))
        }
        // Also where the whole was too much work, two of its parts may be enough.
        if !spoke, isAnd, extent.yes?.isEmpty != false {
            spoke = contradiction(operands, extents, part)
        }
        if !spoke { spoke = speakOf(extent, node, part) }
        return (extent, spoke)
    }

    /// Says of the first two operands that cannot hold together, and over which fact.
    private mutating func contradiction(_ operands: [RuleNode], _ extents: [Extent], _ part: Int) -> Bool {
        guard operands.count <= RuleAnalysis.pairLimit else { return false }
        for later in operands.indices {
            for earlier in 0..<later
            where calculus.both(extents[earlier].yes, extents[later].yes)?.isEmpty == true {
                let facts = conflicts(extents[earlier].yes, extents[later].yes)
                let place = operands[earlier].offset
                doubt(
                    .contradictoryBounds, part, operands[later].offset,
                    "与偏移 \(place) 处对 \(facts) 的要求互相矛盾，不可能同时成立",
                    "contradicts what is asked of \(facts) at offset \(place): both cannot hold",
                    fix: RuleAnalysis.mendContradiction)
                return true
            }
        }
        return false
    }

    private static let mendContradiction = Message(
        zh: "核对两处门槛；若是两种情形，请用 || 连接", en: "check both bounds; if these are two cases, join them with ||")

    /// The facts over which two conditions conflict, in backticks.
    private func conflicts(_ left: BoxUnion?, _ right: BoxUnion?) -> String {
        var names: [String] = []
        for first in (left?.boxes ?? []).prefix(16) {
            for second in (right?.boxes ?? []).prefix(16) {
                guard case .conflict(let variable) = BoxCalculus.meet(first, second) else { continue }
                let name = "`\(reader.variables[variable].name)`"
                if !names.contains(name) { names.append(name) }
            }
        }
        return names.prefix(3).joined(separator: ", ")
    }

    /// Says of an operand of a chain that stands there before.
    private mutating func repeated(_ operands: [RuleNode], _ part: Int) -> Bool {
        guard operands.count <= 1024 else { return false }
        var seen: [String: Int] = [:]
        var found = false
        for operand in operands where operand.freeSlots.count <= 1 {
            let key = CanonicalText.text(operand, schema: reader.schema)
            if let place = seen[key] {
                doubt(
                    .duplicateCondition, part, operand.offset, "与偏移 \(place) 处完全相同",
                    "is the same as at offset \(place)",
                    fix: Message(zh: "删去一处，或改成本来想写的字段", en: "drop one, or name the field that was meant"))
                found = true
            } else {
                seen[key] = operand.offset
            }
        }
        return found
    }

    private mutating func atLeast(
        _ k: Int64, _ operands: [RuleNode], _ node: RuleNode, _ part: Int
    ) -> (extent: Extent, spoke: Bool) {
        var extents: [Extent] = []
        var spoke = false
        for operand in operands {
            let (extent, innerSpoke) = examine(operand, part)
            extents.append(extent)
            spoke = spoke || innerSpoke
        }
        let count = operands.count
        let extent: Extent
        if k <= 0 || k > Int64(count) {
            extent = .constant(k <= 0)
        } else {
            extent = Extent(
                yes: some(Int(k), extents.map(\.yes)), no: some(count - Int(k) + 1, extents.map(\.no)))
        }
        return (extent, spoke || speakOf(extent, node, part))
    }

    /// Where at least `k` of some unions hold.
    private mutating func some(_ k: Int, _ unions: [BoxUnion?]) -> BoxUnion? {
        guard k <= 16 else { return nil }
        // reached[j]: where at least j of those seen so far hold.
        var reached: [BoxUnion?] = [.everywhere] + [BoxUnion?](repeating: .nowhere, count: k)
        for union in unions {
            for j in stride(from: k, to: 0, by: -1) {
                reached[j] = calculus.either(reached[j], calculus.both(reached[j - 1], union))
            }
        }
        return reached[k]
    }

    private mutating func choice(
        _ test: RuleNode, _ whenYes: RuleNode, _ whenNo: RuleNode, _ node: RuleNode, _ part: Int
    ) -> (extent: Extent, spoke: Bool) {
        let (asked, askedSpoke) = examine(test, part)
        let (first, firstSpoke) = examine(whenYes, part)
        let (second, secondSpoke) = examine(whenNo, part)
        let extent = Extent(
            yes: calculus.either(calculus.both(asked.yes, first.yes), calculus.both(asked.no, second.yes)),
            no: calculus.either(calculus.both(asked.yes, first.no), calculus.both(asked.no, second.no)))
        if askedSpoke || firstSpoke || secondSpoke { return (extent, true) }
        return (extent, speakOf(extent, node, part))
    }

    // MARK: Tiers inside one expression

    /// Examines what is no condition: its tiers and the conditions within. `path` is where it is asked for.
    private mutating func examineValue(_ node: RuleNode, _ part: Int, within path: BoxUnion?) -> Bool {
        switch node.kind {
        case .conditional(let test, let whenYes, let whenNo):
            let (asked, askedSpoke) = examine(test, part)
            let yes = calculus.both(path, asked.yes)
            let no = calculus.both(path, asked.no)
            if !askedSpoke, path?.isEmpty == false {
                let branch = yes?.isEmpty == true ? whenYes : (no?.isEmpty == true ? whenNo : nil)
                if let branch {
                    doubt(
                        .tierOverlap, part, branch === whenYes ? test.offset : whenNo.offset,
                        "这一档永远轮不到：前面各档已把它的范围占完",
                        "this tier is never reached: the tiers before take all of it",
                        fix: Message(
                            zh: "从高到低（或从低到高）依次写各档，并核对门槛",
                            en: "write the tiers in order of their bounds, and check the bounds"))
                    return true
                }
            }
            let first = examineValue(whenYes, part, within: yes)
            let second = examineValue(whenNo, part, within: no)
            return askedSpoke || first || second
        case .comprehension(_, let range, _, let filter, let body):
            var spoke = examineValue(range, part, within: path)
            for inner in [filter, body].compactMap({ $0 }) {
                if inner.type == .bool {
                    spoke = examine(inner, part).spoke || spoke
                } else {
                    spoke = examineValue(inner, part, within: path) || spoke
                }
            }
            return spoke
        default:
            var spoke = false
            for child in node.children {
                if child.type == .bool {
                    spoke = examine(child, part).spoke || spoke
                } else {
                    spoke = examineValue(child, part, within: path) || spoke
                }
            }
            return spoke
        }
    }

    // MARK: Conditions together

    /// Finds required conditions that cannot hold together, though each can by itself.
    private mutating func compareConditions(_ required: [Int]) {
        guard required.count <= RuleAnalysis.pairLimit else { return }
        for (position, later) in required.enumerated() {
            for earlier in required[..<position]
            where calculus.both(extents[earlier]?.yes, extents[later]?.yes)?.isEmpty == true {
                pairs.append((earlier, later, conflicts(extents[earlier]?.yes, extents[later]?.yes)))
            }
        }
        if !pairs.isEmpty { return }
        var all: BoxUnion? = .everywhere
        for part in required { all = calculus.both(all, extents[part]?.yes) }
        guard all?.isEmpty == true else { return }
        // Leaves out what is not needed for the contradiction.
        var core = required
        for part in required {
            var rest: BoxUnion? = .everywhere
            for other in core where other != part { rest = calculus.both(rest, extents[other]?.yes) }
            if rest?.isEmpty == true { core.removeAll { $0 == part } }
        }
        impossible = core
    }

    /// Pairs of required conditions that cannot hold together, with the facts they conflict over.
    public private(set) var pairs: [(earlier: Int, later: Int, facts: String)] = []
    /// Three or more required conditions that cannot hold together, though any two can; none can be left out.
    public private(set) var impossible: [Int] = []
}
