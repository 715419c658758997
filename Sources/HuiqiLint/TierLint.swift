import HuiqiModel
import HuiqiRule

/// Whether the tiers that sibling clauses of one policy make of one fact overlap or leave holes.
///
/// Siblings: same policy id, in force and open for application on the same days, same other required and review
/// conditions, and one fact of which each asks for an interval. Intervals that lie within each other are no tiers:
/// that is how benefits for larger and larger enterprises are written.
enum TierLint {
    private struct Tier {
        let clause: Int
        let position: Int
        let interval: FactInterval
    }

    static func findings(_ clauses: [LintedClause]) -> [LintFinding] {
        var groups: [[String]: [Tier]] = [:]
        var order: [[String]] = []
        for (index, linted) in clauses.enumerated() {
            guard let policy = linted.clause.policy?.id else { continue }
            for (key, tier) in tiers(linted, index) {
                let full = [policy] + key
                if groups[full] == nil { order.append(full) }
                groups[full, default: []].append(tier)
            }
        }
        var found: [LintFinding] = []
        for key in order {
            let tiers = groups[key] ?? []
            if tiers.count > 1, tiers.count <= 1000 { found += compare(tiers, clauses) }
        }
        return found
    }

    /// The intervals of a clause, each with what siblings must share.
    private static func tiers(_ linted: LintedClause, _ index: Int) -> [([String], Tier)] {
        let clause = linted.clause
        guard clause.conditions.count <= 64 else { return [] }
        var shared: [(position: Int, key: String)] = []
        var intervals: [(position: Int, interval: FactInterval)] = []
        for (position, condition) in clause.conditions.enumerated() where position < linted.rules.count {
            if condition.kind == .review { shared.append((position, "review " + condition.label)) }
            guard condition.kind == .required, let rule = linted.rules[position] else { continue }
            shared.append((position, "rule " + rule.canonicalKey))
            if let interval = rule.interval { intervals.append((position, interval)) }
        }
        let days = [clause.validFrom, clause.validTo, clause.applyFrom, clause.applyTo].map {
            $0?.description ?? "-"
        }
        var found: [([String], Tier)] = []
        var done: Set<String> = []
        for (position, interval) in intervals where done.insert(interval.key).inserted {
            let same = intervals.filter { $0.interval.key == interval.key }
            guard let joined = join(same.map(\.interval)) else { continue }
            let own = Set(same.map(\.position))
            let others = shared.filter { !own.contains($0.position) }.map(\.key).sorted()
            found.append(
                (days + [interval.key] + others, Tier(clause: index, position: position, interval: joined)))
        }
        return found
    }

    /// One interval of two conditions that each give one end.
    private static func join(_ intervals: [FactInterval]) -> FactInterval? {
        guard let first = intervals.first else { return nil }
        let lows = intervals.compactMap(\.low)
        let highs = intervals.compactMap(\.high)
        guard lows.count <= 1, highs.count <= 1 else { return nil }
        return first.with(low: lows.first, high: highs.first)
    }

    private static func compare(_ tiers: [Tier], _ clauses: [LintedClause]) -> [LintFinding] {
        let sorted = tiers.enumerated().sorted {
            let (left, right) = ($0.element.interval, $1.element.interval)
            if left.startsBefore(right) { return true }
            return right.startsBefore(left) ? false : $0.offset < $1.offset
        }.map(\.element)
        var found: [LintFinding] = []
        var widest = sorted[0]
        for tier in sorted.dropFirst() {
            let (below, above) = (widest.interval, tier.interval)
            let belowID = clauses[widest.clause].clause.id
            if let hole = below.hole(before: above) {
                found.append(
                    clauses[tier.clause].finding(
                        .tierGap, condition: tier.position,
                        Message(
                            zh: "与条款 \(belowID) 之间，`\(above.name)` \(hole.zh) 的企业哪一档都不属于",
                            en: "between this and clause \(belowID) nobody has a tier with `\(above.name)` "
                                + hole.en),
                        fix: Message(zh: "若非有意，让相邻两档的门槛相接", en: "unless it is meant, let the tiers meet")))
            } else if below.overlaps(above), !above.isWithin(below), !below.isWithin(above),
                let low = above.low, let high = below.high
            {
                found.append(
                    clauses[tier.clause].finding(
                        .tierOverlap, condition: tier.position,
                        Message(
                            zh: low.number == high.number
                                ? "`\(above.name)` 正好是 \(above.text(low.number).zh) 的企业同时属于本档和条款 \(belowID)"
                                : "`\(above.name)` 在 \(above.text(low.number).zh) 与 \(above.text(high.number).zh) "
                                    + "之间的企业同时属于本档和条款 \(belowID)",
                            en: low.number == high.number
                                ? "with `\(above.name)` at \(above.text(low.number).en) both this tier and clause "
                                    + "\(belowID) apply"
                                : "with `\(above.name)` between \(above.text(low.number).en) and "
                                    + "\(above.text(high.number).en) both this tier and clause \(belowID) apply"
                        ),
                        fix: low.number == high.number
                            ? Message(
                                zh: "让一档含端点、另一档不含，如 <= 与 >",
                                en: "let one tier have the bound and the other not, as <= and >")
                            : Message(
                                zh: "核对两档的门槛：一档到哪里为止，下一档就从哪里开始",
                                en: "check the bounds of both: where one tier ends, the next begins")))
            }
            if below.endsBefore(above) { widest = tier }
        }
        return found
    }
}
