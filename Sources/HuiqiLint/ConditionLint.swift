import HuiqiModel
import HuiqiRule

/// What the conditions and the amount of one clause say: impossible, certain, contradictory, twice.
enum ConditionLint {
    static func findings(_ linted: LintedClause) -> [LintFinding] {
        let clause = linted.clause
        var parts: [(rule: Rule, role: RuleAnalysis.Role)] = []
        var positions: [Int] = []
        for (position, rule) in linted.rules.enumerated() where position < clause.conditions.count {
            guard let rule else { continue }
            parts.append((rule, clause.conditions[position].kind == .preferred ? .preferred : .required))
            positions.append(position)
        }
        if let amount = linted.amount { parts.append((amount, .amount)) }
        let analysis = RuleAnalysis(parts)
        var found: [LintFinding] = []
        for doubt in analysis.doubts {
            if let part = doubt.part, part < positions.count {
                found.append(
                    linted.finding(
                        doubt.rule, condition: positions[part], offset: doubt.offsetUTF8, doubt.explanation,
                        fix: doubt.suggestion))
            } else {
                found.append(
                    linted.finding(
                        doubt.rule, field: "benefit.amount", offset: doubt.offsetUTF8, doubt.explanation,
                        fix: doubt.suggestion))
            }
        }
        found += contradictions(linted, analysis, positions)
        found += repeated(linted, analysis, positions)
        if let number = linted.amount?.constantNumber, number.signum <= 0 {
            found.append(
                linted.finding(
                    .amountNotPositive, field: "benefit.amount", offset: 0,
                    Message(
                        zh: "金额总是 \(number)，不会有任何兑付",
                        en: "the amount is always \(number): nothing is ever paid"),
                    fix: Message(
                        zh: "填写金额，或删去 benefit.amount", en: "give the amount, or leave benefit.amount out")))
        }
        return found
    }

    private static func contradictions(
        _ linted: LintedClause, _ analysis: RuleAnalysis, _ positions: [Int]
    ) -> [LintFinding] {
        let conditions = linted.clause.conditions
        let fix = Message(
            zh: "核对两条的门槛；若是两种情形，请拆成两个条款或用 || 连接",
            en: "check both bounds; if these are two cases, make two clauses or join them with ||")
        var found = analysis.pairs.map { pair in
            let other = conditions[positions[pair.earlier]].id
            let facts = pair.facts
            return linted.finding(
                .contradictoryBounds, condition: positions[pair.later],
                Message(
                    zh: "与条件 \(other) \(facts.isEmpty ? "" : "对 \(facts) ")的要求互相矛盾，两条不可能同时成立，没有企业能符合本条款",
                    en:
                        "contradicts condition \(other)\(facts.isEmpty ? "" : " over \(facts)"): both cannot hold, so nobody is entitled"
                ),
                fix: fix)
        }
        if let last = analysis.impossible.last {
            let ids = analysis.impossible.map { conditions[positions[$0]].id }
            found.append(
                linted.finding(
                    .unreachable, condition: positions[last],
                    Message(
                        zh: "条件 \(ids.joined(separator: "、")) 不可能同时成立，没有企业能符合本条款",
                        en:
                            "conditions \(ids.joined(separator: ", ")) cannot hold together, so nobody is entitled"
                    ),
                    fix: Message(
                        zh: "核对这 \(ids.count) 条的门槛；若是几种情形，请拆成几个条款或用 || 连接",
                        en:
                            "check the bounds of all \(ids.count); if these are several cases, make several clauses "
                            + "or join them with ||")))
        }
        return found
    }

    private static func repeated(
        _ linted: LintedClause, _ analysis: RuleAnalysis, _ positions: [Int]
    ) -> [LintFinding] {
        var seen: [String: Int] = [:]
        var found: [LintFinding] = []
        for (part, position) in positions.enumerated() {
            guard let key = analysis.meaning(part) else { continue }
            guard let earlier = seen[key] else {
                seen[key] = position
                continue
            }
            let (first, second) = (linted.clause.conditions[earlier], linted.clause.conditions[position])
            let effect = effect(ofRepeating: first.kind, second.kind)
            found.append(
                linted.finding(
                    .duplicateCondition, condition: position,
                    Message(
                        zh: "与条件 \(first.id) 要求相同，\(effect.zh)",
                        en: "asks the same as condition \(first.id); \(effect.en)"),
                    fix: Message(zh: "删去一条，或改成本来想写的字段", en: "drop one, or name the field that was meant")))
        }
        return found
    }

    /// What comes of the same condition twice: required ones are counted in the degree, preferred ones in the rank.
    private static func effect(ofRepeating first: Condition.Kind, _ second: Condition.Kind) -> Message {
        switch (first == .preferred, second == .preferred) {
        case (false, false):
            Message(zh: "匹配度会重复计算", en: "the degree counts it twice")
        case (true, true):
            Message(zh: "排序时会重复计入它的权重", en: "the rank counts its weight twice")
        case (true, false), (false, true):
            Message(
                zh: "符合条件的企业必然满足优先条件，优先条件分不出先后",
                en: "all who are eligible meet the preferred one, so it prefers nobody")
        }
    }
}
