import Huiqi

/// What is asked, what is lacking and what would settle, in words.
extension Phrases {
    /// 2022 年营业收入 3,800 万元，须不低于 5,000 万元，还差 1,200 万元
    func step(_ step: MendStep, on day: Day) -> String {
        let name = subject(step)
        var head: [String] = []
        if let age = age(step) {
            head = [age]
        } else if step.sought != nil {
            // The demand names the list.
        } else if name.isEmpty {
            if !isSolved(step) { head = comesTo(step.value, step.measure, step.isSum).map { [$0] } ?? [] }
        } else {
            head = [name + (step.value.map { " " + self.value($0, of: step) } ?? "")]
        }
        return (head + demand(step, on: day)).joined(separator: pick("，", ", "))
    }

    /// 合计 50 人, 计算值 2.6%: what a computed side comes to.
    func comesTo(_ value: StatedValue?, _ measure: Measure, _ isSum: Bool) -> String? {
        value.map { pick(isSum ? "合计 " : "计算值 ", "comes to ") + quantity($0, measure) }
    }

    /// 成立 2 年, of `years_since(established)`.
    func age(_ step: MendStep) -> String? {
        guard let event = event(step), let value = step.value else { return nil }
        return pick("\(event) \(quantity(value))", "\(quantity(value)) since \(event)")
    }

    /// 成立, where the step is about the time since a day.
    private func event(_ step: MendStep) -> String? {
        guard step.facts.count == 1, let fact = step.facts.first else { return nil }
        let name = fact.name(in: schema)
        guard step.subject == "years_since(\(name))" || step.subject == "months_since(\(name))" else {
            return nil
        }
        let label = self.label(fact)
        for ending in ["日期", "时间", "日"] where label.hasSuffix(ending) && label.count > ending.count {
            return String(label.dropLast(ending.count))
        }
        return label
    }

    /// What is measured as people call it; empty where it is computed.
    private func subject(_ step: MendStep) -> String {
        guard isFact(step) else {
            switch step.demand {
            case .compare(_, .number), .holds: return ""
            default: return step.subject
            }
        }
        return step.facts.first.map { label($0) } ?? ""
    }

    /// Whether what is measured is a fact of its own, though the bound may be read from others.
    func isFact(_ step: MendStep) -> Bool { step.facts.first?.name(in: schema) == step.subject }

    /// Whether only the bound of one fact says what is asked: what is compared has no unit that anybody lacks.
    func isSolved(_ step: MendStep) -> Bool { step.measure == .computed && step.change != nil }

    private func value(_ value: StatedValue, of step: MendStep) -> String {
        if case .text(let text) = value, let fact = step.facts.first { return code(text, of: fact) }
        return quantity(value, step.measure)
    }

    /// The demand, the gap, and what one fact would have to be where that says more.
    /// - Parameter isNamed: Whether the bound names its subject.
    func demand(_ step: MendStep, on day: Day, isNamed: Bool = false) -> [String] {
        var parts: [String] = []
        let gap = gap(step, on: day).map { Layout.paint($0, .bold) }
        if !isSolved(step) {
            let name =
                isNamed && isFact(step) && step.sought == nil ? label(step.facts[0]) + pick("", " ") : ""
            parts.append(name + asked(step))
            if let gap { parts.append(gap) }
        }
        guard let change = step.change, change.fact.name(in: schema) != step.subject else { return parts }
        let own =
            label(change.fact) + pick("", " ")
            + demand(.compare(change.comparison, change.bound), of: [change.fact])
        let isOneOfSeveral = step.facts.count > 1
        let space = own.first?.isASCII == true ? " " : ""
        let lead = isOneOfSeveral ? pick("例如" + space, "for example ") : pick("即" + space, "that is, ")
        if isSolved(step) {
            parts.append(isOneOfSeveral ? lead + own : own)
            if let gap { parts.append(gap) }
        } else {
            let lacking = change.gap.map { self.gap(change.comparison, change.bound, $0) }
            parts.append(lead + [own, lacking].compactMap { $0 }.joined(separator: pick("，", ", ")))
        }
        return parts
    }

    /// 须不低于 5,000 万元; 须成立满 3 年
    private func asked(_ step: MendStep) -> String {
        if let sought = step.sought, case .element(let expression) = step.demand, let list = step.facts.first
        {
            let name = quoted(sought.text)
            let words = pick("缺少\(name)（\(label(list))）", "lacks \(name) (\(label(list)))")
            if sought.isAll { return words }
            return words + pick("，须满足 \(expression)", ", must hold: \(expression)")
        }
        guard isChinese, let event = event(step), case .compare(let comparison, let bound) = step.demand
        else {
            return demand(step.demand, of: step.facts, subject: step.subject, step.measure)
        }
        let words: String =
            switch comparison {
            case .greaterEqual: "满"
            case .greater: "超过"
            case .less: "不满"
            case .lessEqual: "不超过"
            case .equal: "恰满"
            case .notEqual: "不为"
            }
        return "须\(event)\(words) \(quantity(bound))"
    }

    /// 须不低于 5,000 万元, 须为“小型”、“微型”之一, 缺少“专精特新中小企业”
    func demand(
        _ demand: Demand, of facts: [MissingFact], subject: String = "", _ measure: Measure = .amount
    ) -> String {
        func names(_ texts: [String]) -> String {
            let shown = texts.prefix(4).map { text in
                guard let fact = facts.first, case .field = fact else { return quoted(text) }
                let named = code(text, of: fact)
                return named == text ? quoted(text) : named
            }
            let more = texts.count > 4 ? pick(" 等 \(texts.count) 个", " and \(texts.count - 4) more") : ""
            return shown.joined(separator: pick("、", ", ")) + more
        }
        switch demand {
        case .compare(let comparison, let bound): return compared(comparison, bound, measure, names)
        case .oneOf(let texts, let wanted):
            if texts.count == 1 {
                return pick("须\(wanted ? "" : "不")为 ", "must \(wanted ? "" : "not ")be ") + names(texts)
            }
            return wanted
                ? pick("须为 \(names(texts)) 之一", "must be one of \(names(texts))")
                : pick("不得为 \(names(texts))", "must be none of \(names(texts))")
        case .has(let texts, let wanted):
            if !wanted { return pick("不得有 \(names(texts))", "must not have \(names(texts))") }
            let anyOf = texts.count > 1 ? pick(" 之一", "") : ""
            return pick("缺少 ", texts.count > 1 ? "lacks one of " : "lacks ") + names(texts) + anyOf
        case .under(let codes, let wanted):
            let anyOf = codes.count > 1 ? pick(" 之一", "") : ""
            return wanted
                ? pick("须属 \(names(codes))\(anyOf)", "must be under \(names(codes))")
                : pick("不得属 \(names(codes))", "must not be under \(names(codes))")
        case .text(let test, let part, let wanted): return tested(test, part, wanted)
        case .element(let expression):
            return pick("缺少满足 \(expression) 的一项", "lacks one for which \(expression)")
        case .holds(let wanted):
            return wanted
                ? pick("须满足 \(subject)", "must hold: \(subject)")
                : pick("不得满足 \(subject)", "must not hold: \(subject)")
        }
    }

    private func compared(
        _ comparison: Comparison, _ bound: StatedValue, _ measure: Measure, _ names: ([String]) -> String
    ) -> String {
        let words: (String, String) =
            switch (comparison, bound) {
            case (.equal, .text), (.equal, .flag): ("须为", "")
            case (.notEqual, .text), (.notEqual, .flag): ("须不为", "other than")
            case (.greaterEqual, .day): ("须不早于", "not before")
            case (.greater, .day): ("须晚于", "after")
            case (.lessEqual, .day): ("须不晚于", "not after")
            case (.less, .day): ("须早于", "before")
            case (.greaterEqual, _): ("须不低于", "at least")
            case (.greater, _): ("须高于", "above")
            case (.lessEqual, _): ("须不高于", "at most")
            case (.less, _): ("须低于", "below")
            case (.equal, _): ("须等于", "equal to")
            case (.notEqual, _): ("须不等于", "other than")
            }
        var shown = quantity(bound, measure)
        if case .text(let text) = bound { shown = names([text]) }
        if case .flag = bound { shown = quoted(shown) }
        return pick("\(words.0) \(shown)", "must be \(words.1.isEmpty ? "" : words.1 + " ")\(shown)")
    }

    private func tested(_ test: Demand.TextTest, _ part: String, _ wanted: Bool) -> String {
        let words: (String, String) =
            switch test {
            case .contains: ("含", "contain")
            case .startsWith: ("以\(quoted(part))开头", "start with")
            case .endsWith: ("以\(quoted(part))结尾", "end with")
            case .matches: ("匹配", "match")
            case .mentions: ("提及", "mention")
            }
        return pick(
            (wanted ? "须" : "不得") + words.0 + (words.0.hasPrefix("以") ? "" : " " + quoted(part)),
            "must \(wanted ? "" : "not ")\(words.1) \(quoted(part))")
    }

    /// 还差 1,200 万元; 超出 2 件; 还差 2 个月（2024-08-30 起满足）
    func gap(_ step: MendStep, on day: Day) -> String? {
        if isSolved(step), let change = step.change {
            return change.gap.map {
                label(change.fact) + pick("", " ") + gap(change.comparison, change.bound, $0)
            }
        }
        guard case .compare(let comparison, let bound) = step.demand else {
            if case .element = step.demand, let gap = step.gap {
                return pick("还差 \(quantity(gap))", "\(quantity(gap)) short")
            }
            return nil
        }
        let since = step.holdsFrom.map { pick("（\($0) 起满足）", " (from \($0))") } ?? ""
        if let from = step.holdsFrom, case .day = bound {
            return pick("还差 \(span(day, from))", "\(span(day, from)) to go") + since
        }
        guard let gap = step.gap else { return step.holdsFrom.map { pick("\($0) 起满足", "from \($0)") } }
        return self.gap(comparison, bound, gap, step.measure) + since
    }

    private func gap(
        _ comparison: Comparison, _ bound: StatedValue, _ gap: StatedValue, _ measure: Measure = .amount
    ) -> String {
        let text = quantity(gap, isGap: true, measure)
        if case .day = bound {
            switch comparison {
            case .less, .lessEqual: return pick("晚了 \(text)", "\(text) too late")
            default: return pick("还差 \(text)", "\(text) short")
            }
        }
        switch comparison {
        case .less, .lessEqual: return pick("超出 \(text)", "\(text) over")
        case .equal: return pick("相差 \(text)", "\(text) off")
        default: return pick("还差 \(text)", "\(text) short")
        }
    }

    /// 2 个月, 1 年, 1 个月 12 天: whole months, then days.
    private func span(_ from: Day, _ to: Day) -> String {
        var months: Int64 = 0
        while let next = from.months(before: -(months + 1)), next <= to { months += 1 }
        let days = to.number - (from.months(before: -months) ?? from).number
        var parts: [String] = []
        if months % 12 == 0, months > 0 {
            parts.append("\(months / 12) \(unit("年", isOne: months == 12))")
        } else if months > 0 {
            parts.append("\(months) \(unit("个月", isOne: months == 1))")
        }
        if days > 0 || months == 0 { parts.append("\(days) \(unit("天", isOne: days == 1))") }
        return parts.joined(separator: " ")
    }

    /// 满足其一即可（共 3 项），最接近的：
    func choice(_ choice: MendChoice) -> String {
        switch (choice.kind, choice.isExcess) {
        case (.any, _):
            return pick("满足其一即可（共 \(choice.of) 项），最接近的：", "any of \(choice.of) will do, the nearest: ")
        case (.branch, _): return pick("改走另一分支最近：", "nearest by the other branch: ")
        case (.element, false):
            return pick("\(choice.of) 项中最接近的：", "of \(choice.of) records the nearest: ")
        case (.atLeast, false):
            return pick(
                "\(choice.of) 项中至少 \(choice.held + choice.needed) 项，已有 \(choice.held) 项，还差 \(choice.needed) 项：",
                "\(choice.held + choice.needed) of \(choice.of) are needed, \(choice.held) hold, "
                    + "\(choice.needed) short: ")
        case (.atLeast, true), (.element, true):
            return pick(
                "\(choice.of) 项中已有 \(choice.held) 项，须减少 \(choice.needed) 项：",
                "\(choice.held) of \(choice.of) hold, \(choice.needed) too many: ")
        }
    }

    /// Names of missing facts, the first four.
    func list(_ facts: [MissingFact]) -> String {
        let more =
            facts.count > 4 ? pick(" 等 \(facts.count) 项", " and \(facts.count - 4) more") : ""
        return facts.prefix(4).map { missing($0) }.joined(separator: pick("、", ", ")) + more
    }

    /// 知道即可判定；不低于 300 万元则符合
    /// - Parameter missing: What has just been named as missing.
    func settling(_ settlement: Settlement, missing: [MissingFact]) -> String {
        let isSame = settlement.facts == missing
        var parts = [
            isSame
                ? pick("知道即可判定", "to know them settles it")
                : pick("知道", "settled by ") + known(settlement.facts) + pick("即可判定", "")
        ]
        // What has no form of its own is the condition over again.
        let needed = settlement.needed.filter { $0.change != nil || !isWhole($0) }
        if needed.count < settlement.needed.count {
            // Some of it cannot be said in words.
        } else if needed.count == 1, let step = needed.first {
            let words = wanted(step)
            parts.append(
                settlement.isEnough
                    ? pick("\(words) 即符合", "yes if \(words)") : pick("须\(words)", "needs \(words)"))
        } else if !needed.isEmpty {
            let words = needed.prefix(3).map { subject($0) + pick("", " ") + wanted($0) }
            let more = needed.count > 3 ? pick("等", " and more") : ""
            parts.append(
                words.joined(separator: pick("、", ", ")) + more
                    + (settlement.isEnough
                        ? pick(" 即符合", " for a yes") : pick(" 方可能符合", " are needed for a yes")))
        }
        if settlement.facts.count > 1 {
            for (truth, zh, en) in [(Truth.yes, "符合", "yes"), (.no, "不符合", "no")] {
                let facts = settlement.alone.filter { $0.truth == truth }.map { label($0.fact) }
                if facts.isEmpty { continue }
                let names =
                    facts.prefix(3).joined(separator: pick("、", ", "))
                    + (facts.count > 3 ? pick("等", " …") : "")
                parts.append(
                    pick(
                        "\(names)\(facts.count > 1 ? "任一项" : "")就可定为\(zh)",
                        "\(names) alone can make it a \(en)"))
            }
        }
        return parts.joined(separator: pick("；", "; "))
    }

    private func isWhole(_ step: MendStep) -> Bool {
        if case .holds = step.demand { return true }
        return false
    }

    private func known(_ facts: [MissingFact]) -> String {
        if facts.count == 1 { return quoted(label(facts[0])) }
        if facts.count <= 3 { return facts.map { quoted(label($0)) }.joined(separator: pick("、", ", ")) }
        return pick("这 \(facts.count) 项", "these \(facts.count)")
    }

    /// 不低于 300 万元: a demand without its 须.
    private func wanted(_ step: MendStep) -> String {
        if let change = step.change, change.fact.name(in: schema) != step.subject {
            return label(change.fact)
                + bare(demand(.compare(change.comparison, change.bound), of: [change.fact]))
        }
        return bare(asked(step))
    }

    private func bare(_ words: String) -> String {
        for prefix in ["须", "缺少 ", "must be ", "lacks "] where words.hasPrefix(prefix) {
            let rest = String(words.dropFirst(prefix.count))
            return prefix == "缺少 " ? "有 " + rest : (prefix == "lacks " ? "it has " + rest : rest)
        }
        return words
    }

    /// One line under a match that is not met by several conditions, or open: what it takes as a whole.
    func summary(_ match: Match, on day: Day) -> String? {
        if match.decidedBy == .split, let fact = match.decidedFact {
            return pick(
                "无论\(quoted(label(fact)))是什么，结论都相同",
                "whatever \(quoted(label(fact))) is, the outcome is the same")
        }
        if let mend = match.mend {
            let count = mend.conditions.count + mend.reviews.count
            // The conditions' own lines say each its nearest way; together another one may be less.
            let own = Set(
                (match.conditions ?? []).flatMap { answer in
                    answer.condition.kind == .required
                        ? answer.explanation.mend?.steps.map(\.subject) ?? [] : []
                })
            let isOther = own != Set(mend.steps.map(\.step.subject))
            guard count > 1 || !mend.verify.isEmpty || isOther else { return nil }
            var line = pick(
                "须补齐 \(count) 项条件（\(mend.steps.count) 处）",
                "\(count) conditions to mend (\(mend.steps.count) steps)")
            if isOther, mend.steps.count <= 3 {
                let steps = mend.steps.map { step($0.step, on: day) }
                line += pick("：", ": ") + steps.joined(separator: pick("；", "; "))
            }
            if !mend.verify.isEmpty {
                line += pick("，另有 \(mend.verify.count) 项待核实", ", \(mend.verify.count) more to verify")
            }
            return line
        }
        guard let settlement = match.settlement, !settlement.facts.isEmpty,
            (match.conditions ?? []).count(where: { $0.explanation.settlement != nil }) > 1
        else { return nil }
        var line = pick("知道\(known(settlement.facts))", "settled by \(known(settlement.facts))")
        if !settlement.reviews.isEmpty {
            line += pick("并人工判断 \(settlement.reviews.count) 项", " and \(settlement.reviews.count) judgements")
        }
        return line + pick("即可判定", "")
    }
}
