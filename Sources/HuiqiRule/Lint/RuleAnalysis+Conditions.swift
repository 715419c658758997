import HuiqiModel

/// Conditions from the leaves up: where each is yes and no, and what is odd about it.
extension RuleAnalysis {
    mutating func doubt(
        _ rule: LintRule, _ part: Int?, _ offset: Int, _ zh: String, _ en: String, fix: Message
    ) {
        doubts.append(
            RuleDoubt(rule, part: part, offsetUTF8: offset, Message(zh: zh, en: en), suggestion: fix))
    }

    mutating func examineCondition(_ root: RuleNode, _ part: Int) -> Extent {
        if case .constant(.bool(let flag)) = root.kind {
            speakOf(.constant(flag), root, part)
            return .constant(flag)
        }
        return examine(root, part).extent
    }

    /// Says that a condition always or never holds; whether it did.
    ///
    /// `extent` is the node's own; `negated` says that an odd number of `!` stand before it, and the claim is then
    /// made of what they leave.
    @discardableResult
    mutating func speakOf(_ extent: Extent, _ node: RuleNode, _ part: Int, negated: Bool = false) -> Bool {
        let name = FactNames.name(node, schema: reader.schema)
        let zh = (negated ? "连同前面的 `!`，" : "") + (name == "…" ? "这项要求" : "对 `\(name)` 的这项要求")
        let en =
            (negated ? "with the `!` before it, " : "")
            + (name == "…" ? "what is asked here" : "what is asked of `\(name)` here")
        if (negated ? extent.no : extent.yes)?.isEmpty == true {
            doubt(
                .unreachable, part, node.offset, "\(zh)永远不会成立", "\(en) can never hold",
                fix: Message(zh: "核对门槛、方向和取值，或删去这一支", en: "check bound, direction and value, or drop it"))
            return true
        }
        if (negated ? extent.yes : extent.no)?.isEmpty == true {
            doubt(
                .alwaysTrue, part, node.offset, "\(zh)总是成立，起不到筛选作用",
                "\(en) always holds and so decides nothing",
                fix: Message(zh: "核对门槛和方向，或删去", en: "check bound and direction, or drop it"))
            return true
        }
        return false
    }

    /// Examines a boolean node from the leaves up; what a part was found odd for is not said again of the whole.
    ///
    /// The extent is the node's own; what is said takes the `!` before it into account.
    mutating func examine(_ node: RuleNode, _ part: Int, negated: Bool = false) -> (
        extent: Extent, spoke: Bool
    ) {
        switch node.kind {
        case .constant(.bool(let flag)): return (.constant(flag), false)
        case .not(let operand):
            let (inner, spoke) = examine(operand, part, negated: !negated)
            return (Extent(yes: inner.no, no: inner.yes), spoke)
        case .and(let operands): return chain(operands, node, part, isAnd: true, negated)
        case .or(let operands): return chain(operands, node, part, isAnd: false, negated)
        case .atLeast(let k, let operands): return atLeast(k, operands, node, part, negated)
        case .conditional(let test, let whenYes, let whenNo):
            return choice(test, whenYes, whenNo, node, part, negated)
        default: return leaf(node, part, negated)
        }
    }

    mutating func leaf(_ node: RuleNode, _ part: Int, _ negated: Bool) -> (
        extent: Extent, spoke: Bool
    ) {
        var spoke = spokenOf.contains(ObjectIdentifier(node))
        var extent = self.extent(of: node)
        if case .comprehension(let macro, let range, _, let filter, let body) = node.kind {
            spoke = examineValue(range, part, .everywhere) || spoke
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
                    spoke = examineValue(child, part, .everywhere) || spoke
                }
            }
        }
        return (extent, spoke || speakOf(extent, node, part, negated: negated))
    }

    /// The regions in which a leaf is yes and no.
    mutating func extent(of node: RuleNode) -> Extent {
        let identifier = ObjectIdentifier(node)
        if let known = extentByAtom[identifier] { return known }
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
        extentByAtom[identifier] = extent
        return extent
    }

    mutating func chain(
        _ operands: [RuleNode], _ node: RuleNode, _ part: Int, isAnd: Bool, _ negated: Bool
    ) -> (extent: Extent, spoke: Bool) {
        var extents: [Extent] = []
        var spoke = false
        for operand in operands {
            let (extent, innerSpoke) = examine(operand, part, negated: negated)
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
        // Also where the whole was too much work, two of its parts may be enough. Behind `!` a chain that never
        // holds always does.
        if !spoke, isAnd, extent.yes?.isEmpty != false {
            if negated {
                if contradicting(operands, extents) != nil { extent.yes = .nowhere }
            } else {
                spoke = contradiction(operands, extents, part)
            }
        }
        if !spoke { spoke = speakOf(extent, node, part, negated: negated) }
        if !spoke, !isAnd, !negated { spoke = tiers(extents, node, part) }
        return (extent, spoke)
    }

    /// The first two operands that cannot hold together, though each can by itself.
    private mutating func contradicting(_ operands: [RuleNode], _ extents: [Extent]) -> (Int, Int)? {
        guard operands.count <= RuleAnalysis.pairLimit else { return nil }
        for later in operands.indices where extents[later].yes?.isEmpty != true {
            for earlier in 0..<later
            where extents[earlier].yes?.isEmpty != true
                && calculus.both(extents[earlier].yes, extents[later].yes)?.isEmpty == true
            {
                return (earlier, later)
            }
        }
        return nil
    }

    /// Says of the first two operands that cannot hold together, and over which fact.
    mutating func contradiction(_ operands: [RuleNode], _ extents: [Extent], _ part: Int) -> Bool {
        guard let (earlier, later) = contradicting(operands, extents) else { return false }
        let facts = conflicts(extents[earlier].yes, extents[later].yes)
        let place = operands[earlier].offset
        doubt(
            .contradictoryBounds, part, operands[later].offset,
            "与偏移 \(place) 处\(facts.isEmpty ? "" : "对 \(facts) ")的要求互相矛盾，不可能同时成立",
            "contradicts what is asked \(facts.isEmpty ? "" : "of \(facts) ")at offset \(place): both cannot hold",
            fix: RuleAnalysis.mendContradiction)
        return true
    }

    static let mendContradiction = Message(
        zh: "核对两处门槛；若是两种情形，请用 || 连接", en: "check both bounds; if these are two cases, join them with ||")

    /// The facts over which two conditions conflict, in backticks; empty where they have no name.
    func conflicts(_ left: BoxUnion?, _ right: BoxUnion?) -> String {
        var names: [String] = []
        for first in (left?.boxes ?? []).prefix(16) {
            for second in (right?.boxes ?? []).prefix(16) {
                guard case .conflict(let variable) = BoxCalculus.meet(first, second) else { continue }
                // What a macro walks over has no name of its own.
                if reader.variables[variable].name == "…" { continue }
                let name = "`\(reader.variables[variable].name)`"
                if !names.contains(name) { names.append(name) }
            }
        }
        return names.prefix(3).joined(separator: ", ")
    }

    /// Says of an operand of a chain that stands there before.
    mutating func repeated(_ operands: [RuleNode], _ part: Int) -> Bool {
        guard operands.count <= 1024 else { return false }
        var seen: [String: Int] = [:]
        var found = false
        for operand in operands where operand.freeSlots.count <= 1 {
            let key = reader.meaning(operand)
            if let place = seen[key] {
                doubt(
                    .duplicateCondition, part, operand.offset, "与偏移 \(place) 处要求相同",
                    "asks the same as at offset \(place)",
                    fix: Message(zh: "删去一处，或改成本来想写的字段", en: "drop one, or name the field that was meant"))
                found = true
            } else {
                seen[key] = operand.offset
            }
        }
        return found
    }

    mutating func atLeast(
        _ k: Int64, _ operands: [RuleNode], _ node: RuleNode, _ part: Int, _ negated: Bool
    ) -> (extent: Extent, spoke: Bool) {
        var extents: [Extent] = []
        var spoke = false
        for operand in operands {
            let (extent, innerSpoke) = examine(operand, part, negated: negated)
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
        return (extent, spoke || speakOf(extent, node, part, negated: negated))
    }

    /// Where at least `k` of some unions hold.
    mutating func some(_ k: Int, _ unions: [BoxUnion?]) -> BoxUnion? {
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

    mutating func choice(
        _ test: RuleNode, _ whenYes: RuleNode, _ whenNo: RuleNode, _ node: RuleNode, _ part: Int,
        _ negated: Bool
    ) -> (extent: Extent, spoke: Bool) {
        let (asked, askedSpoke) = examine(test, part)
        let (first, firstSpoke) = examine(whenYes, part, negated: negated)
        let (second, secondSpoke) = examine(whenNo, part, negated: negated)
        let extent = Extent(
            yes: calculus.either(calculus.both(asked.yes, first.yes), calculus.both(asked.no, second.yes)),
            no: calculus.either(calculus.both(asked.yes, first.no), calculus.both(asked.no, second.no)))
        if askedSpoke || firstSpoke || secondSpoke { return (extent, true) }
        if speakOf(extent, node, part, negated: negated) { return (extent, true) }
        let spoke = deadBranch(whenYes, asked.yes, negated ? first.no : first.yes, part, negated)
        return (
            extent, deadBranch(whenNo, asked.no, negated ? second.no : second.yes, part, negated) || spoke
        )
    }

    /// Says of a branch that cannot hold where it is asked for; whether it did. A branch that is `false` is an idiom.
    private mutating func deadBranch(
        _ branch: RuleNode, _ asked: BoxUnion?, _ held: BoxUnion?, _ part: Int, _ negated: Bool
    ) -> Bool {
        guard asked?.isEmpty == false, held?.isEmpty == false,
            calculus.both(asked, held)?.isEmpty == true
        else { return false }
        let facts = conflicts(asked, held)
        doubt(
            .unreachable, part, branch.offset,
            (negated ? "连同前面的 `!`，" : "") + "轮到这一支时，它\(facts.isEmpty ? "" : "对 \(facts) ")的要求永远不会成立",
            (negated ? "with the `!` before it, " : "")
                + "what this branch asks \(facts.isEmpty ? "" : "of \(facts) ")where it is asked for can never hold",
            fix: Message(zh: "核对门槛与 ? 前的条件", en: "check its bound against the condition before `?`"))
        return true
    }
}
