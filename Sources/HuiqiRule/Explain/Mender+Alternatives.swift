import HuiqiLogic
import HuiqiModel
import HuiqiText

extension Rule {
    /// Ways in which a condition that does not hold could come to hold, the cheapest first, at most eight; empty
    /// where it does not fail.
    ///
    /// The first is the path of the explanation. What is chosen inside lists, or several at once of `at_least`,
    /// has only its cheapest way.
    public func mendPaths(
        for profile: Profile, on day: Day, normalizer: TextNormalizer? = nil
    ) -> [MendPath] {
        var mender = Mender(
            Evaluator(schema: schema, limits: limits, profile: profile, day: day, normalizer: normalizer))
        let tree = mender.tree(root)
        return tree.truth == .no ? mender.paths(tree, true) : []
    }
}

extension Mender {
    /// The most ways that are kept of a part.
    private static let wayLimit = 8
    /// The most parts of which all ways are combined; of longer chains only the cheapest.
    private static let combinedLimit = 16

    /// The ways on which a part comes to `wanted`, cheapest first; never empty.
    mutating func paths(_ tree: TruthTree, _ wanted: Bool) -> [MendPath] {
        if tree.truth != Truth(!wanted) { return [path(tree, wanted)] }
        switch tree.node.kind {
        case .and: return wanted ? combined(tree, wanted) : anyOf(tree, wanted)
        case .or: return wanted ? anyOf(tree, wanted) : combined(tree, wanted)
        case .not: return paths(tree.parts[0], !wanted)
        case .atLeast(let k, _):
            let held = tree.parts.count { $0.truth == .yes }
            let failing = tree.parts.filter { $0.truth == .no }
            guard wanted, Int64(held) + 1 == k, !failing.isEmpty else { return [path(tree, wanted)] }
            var ways = failing.flatMap { paths($0, true) }
            for index in ways.indices {
                ways[index].note(.atLeast, of: tree.parts.count, held: held, needed: 1)
            }
            return cheapest(ways)
        case .conditional:
            let isYes = tree.parts[0].truth == .yes
            let taken = paths(tree.parts[isYes ? 1 : 2], wanted)
            var other = product(paths(tree.parts[0], !isYes), paths(tree.parts[isYes ? 2 : 1], wanted))
            for index in other.indices { other[index].note(.branch, of: 2, held: 0, needed: 1) }
            return cheapest(taken + other)
        default: return [path(tree, wanted)]
        }
    }

    private mutating func anyOf(_ tree: TruthTree, _ wanted: Bool) -> [MendPath] {
        var ways: [MendPath] = []
        for part in tree.parts {
            for var way in paths(part, wanted) {
                if tree.parts.count > 1 { way.note(.any, of: tree.parts.count, held: 0, needed: 1) }
                ways.append(way)
            }
            // Long chains are not kept whole.
            if ways.count > 8 * Mender.wayLimit { ways = cheapest(ways) }
        }
        return ways.isEmpty ? [path(tree, wanted)] : cheapest(ways)
    }

    private mutating func combined(_ tree: TruthTree, _ wanted: Bool) -> [MendPath] {
        let failing = tree.parts.filter { $0.truth != Truth(wanted) }
        guard failing.count <= Mender.combinedLimit else { return [path(tree, wanted)] }
        var ways = [MendPath()]
        for part in failing { ways = product(ways, paths(part, wanted)) }
        return ways
    }

    private func product(_ first: [MendPath], _ second: [MendPath]) -> [MendPath] {
        var ways: [MendPath] = []
        for one in first {
            for other in second {
                var way = one
                way.append(other)
                ways.append(way)
            }
        }
        return cheapest(ways)
    }

    private func cheapest(_ ways: [MendPath]) -> [MendPath] {
        let order = ways.indices.sorted {
            ways[$0].isCheaper(than: ways[$1]) || !ways[$1].isCheaper(than: ways[$0]) && $0 < $1
        }
        return order.prefix(Mender.wayLimit).map { ways[$0] }
    }
}
