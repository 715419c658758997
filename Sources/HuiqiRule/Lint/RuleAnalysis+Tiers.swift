import HuiqiModel

/// Tiers inside one expression: branches of `? :`, and parts joined by `||`.
extension RuleAnalysis {
    /// Where a value is asked for: by the branches around it, and by the required conditions as well.
    struct Path {
        var own: BoxUnion?
        /// Nil where the conditions are not known.
        var entitled: BoxUnion?

        static let everywhere = Path(own: .everywhere, entitled: nil)
    }

    /// Examines what is no condition: its tiers and the conditions within; whether it spoke.
    mutating func examineValue(_ node: RuleNode, _ part: Int, _ path: Path) -> Bool {
        switch node.kind {
        case .conditional(let test, let whenYes, let whenNo):
            return examineTier(test, whenYes, whenNo, part, path)
        case .comprehension(_, let range, _, let filter, let body):
            return examineAll([range, body] + (filter.map { [$0] } ?? []), part, path)
        default:
            return examineAll(node.children, part, path)
        }
    }

    private mutating func examineAll(_ nodes: [RuleNode], _ part: Int, _ path: Path) -> Bool {
        var spoke = false
        for node in nodes {
            if node.type == .bool {
                spoke = examine(node, part).spoke || spoke
            } else {
                spoke = examineValue(node, part, path) || spoke
            }
        }
        return spoke
    }

    private mutating func examineTier(
        _ test: RuleNode, _ whenYes: RuleNode, _ whenNo: RuleNode, _ part: Int, _ path: Path
    ) -> Bool {
        let (asked, askedSpoke) = examine(test, part)
        let yes = Path(
            own: calculus.both(path.own, asked.yes), entitled: calculus.both(path.entitled, asked.yes))
        let no = Path(
            own: calculus.both(path.own, asked.no), entitled: calculus.both(path.entitled, asked.no))
        if !askedSpoke, path.own?.isEmpty == false {
            let isYesDead = yes.own?.isEmpty == true
            if isYesDead || no.own?.isEmpty == true {
                doubt(
                    .tierOverlap, part, isYesDead ? test.offset : whenNo.offset,
                    "这一档永远轮不到：前面各档已把它的范围占完", "this tier is never reached: the tiers before take all of it",
                    fix: Message(
                        zh: "从高到低（或从低到高）依次写各档，并核对门槛",
                        en: "write the tiers in order of their bounds, and check the bounds"))
                return true
            }
            // A last branch that the conditions leave nothing to is a harmless "else"; a tier is not.
            if path.entitled?.isEmpty == false, yes.entitled?.isEmpty == true {
                doubt(
                    .unreachable, part, test.offset, "符合本条款条件的企业永远用不上这一档",
                    "nobody who meets the conditions of this clause ever gets to this tier",
                    fix: Message(zh: "核对这一档与条件的门槛", en: "check this tier's bound against the conditions"))
                return true
            }
        }
        let first = examineValue(whenYes, part, yes)
        let second = examineValue(whenNo, part, no)
        return askedSpoke || first || second
    }

    /// Says of tiers joined by `||` that leave a hole in the middle: `x <= 5 && a || x > 6 && b`.
    ///
    /// Only where each part bounds the same number, some part asks for more, and the hole is a point or narrow:
    /// small and large enterprises may well be meant without those between. Where no part asks for more, only the
    /// point of `x < 50 || x > 50`: who means to leave it out writes `x != 50`.
    mutating func tiers(_ extents: [Extent], _ node: RuleNode, _ part: Int) -> Bool {
        guard (2...16).contains(extents.count) else { return false }
        var common: [Int: RegionSet] = [:]
        var asksMore = false
        for (position, extent) in extents.enumerated() {
            guard let boxes = extent.yes?.boxes, !boxes.isEmpty, boxes.count <= 64 else { return false }
            var own: [Int: RegionSet] = [:]
            for (index, box) in boxes.enumerated() {
                if box.sides.count > 1 { asksMore = true }
                var sides: [Int: RegionSet] = [:]
                for side in box.sides { sides[side.variable] = side.regions }
                own =
                    index == 0
                    ? sides
                    : own.merging(sides) { $0.union($1) }.filter {
                        sides[$0.key] != nil && own[$0.key] != nil
                    }
            }
            common =
                position == 0
                ? own
                : common.merging(own) { $0.union($1) }.filter { own[$0.key] != nil && common[$0.key] != nil }
        }
        for variable in common.keys.sorted() {
            guard let regions = common[variable], let hole = reader.variables[variable].hole(in: regions),
                hole.low.number == hole.high.number && (asksMore || isOrder(node))
                    || asksMore && hole.low.number.signum > 0
                        && (hole.low.number.adding(hole.low.number).map { hole.high.number <= $0 } ?? false)
            else { continue }
            let (below, above) = (
                FactInterval.End(number: hole.low.number, isInside: !hole.low.isInside),
                FactInterval.End(number: hole.high.number, isInside: !hole.high.isInside)
            )
            let tier = reader.variables[variable].interval(key: "", low: nil, high: below)
            guard let words = tier.hole(before: tier.with(low: above, high: nil)) else { continue }
            doubt(
                .tierGap, part, node.offset,
                "各档之间，`\(tier.name)` \(words.zh) 时哪一档都不属于", "no tier takes `\(tier.name)` \(words.en)",
                fix: Message(zh: "若非有意，让相邻两档的门槛相接", en: "unless it is meant, let the tiers meet"))
            return true
        }
        return false
    }

    /// Whether all parts of a chain are `<` and `>`, so that `employees in [1] || employees > 2` is no tier.
    private func isOrder(_ node: RuleNode) -> Bool {
        node.children.allSatisfy {
            guard case .compare(let comparison, _, _) = $0.kind else { return false }
            return comparison != .equal && comparison != .notEqual
        }
    }
}
