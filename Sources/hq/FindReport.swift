import Huiqi

/// One clause's enterprises as a table.
struct FindReport {
    let answer: FindAnswer
    let phrases: Phrases

    init(_ answer: FindAnswer, language: Language) {
        self.answer = answer
        phrases = Phrases(schema: answer.schema, language: language)
    }

    var lines: [String] {
        let clause = answer.clause
        let totals = answer.totals
        let summary = [Verdict.eligible, .undetermined, .ineligible]
            .map { Layout.paint("\($0.label.text(phrases.language)) \(totals[$0])", Layout.colour($0)) }
            .joined(separator: " · ")
        var lines = [
            Layout.paint(phrases.pick("惠企 · 条款找企业", "huiqi · a clause's enterprises"), .bold),
            "\(clause.title)  \(Layout.paint(clause.id, .faint))",
        ]
        if let policy = clause.policy, let title = policy.title {
            lines.append(phrases.pick("依据 ", "policy ") + title + (policy.number.map { " \($0)" } ?? ""))
        }
        lines.append(phrases.pick("判定日 ", "as of ") + answer.day.description + "  " + summary)
        lines.append("")
        lines.append(Layout.paint(row(phrases.isChinese ? Self.zh : Self.en), .faint))
        for match in answer.matches { lines.append(row(cells(match))) }
        return lines
    }

    private static let zh = ["名次", "主键", "企业", "注册地", "结论", "匹配度", "金额", "说明"]
    private static let en = ["rank", "key", "enterprise", "region", "verdict", "degree", "amount", "why"]
    private static let widths = [4, 20, 22, 20, 8, 12, 14]

    /// Long keys and names are cut only in the last columns, never the key.
    private func row(_ cells: [String]) -> String {
        var out = ""
        for (index, cell) in cells.enumerated() {
            if index < Self.widths.count {
                let width = index == 1 ? max(keyWidth, 6) : Self.widths[index]
                out += Layout.padded(cell, width) + "  "
            } else {
                out += cell
            }
        }
        while out.last == " " { out.removeLast() }
        return out
    }

    private var keyWidth: Int { answer.matches.map { Layout.width($0.key) }.max() ?? 6 }

    private func cells(_ match: Match) -> [String] {
        func fact(_ name: String) -> String {
            guard let field = answer.schema.index(of: name), case .text(let text) = match.profile.value(field)
            else { return "—" }
            return name == "region" ? (RegionCode.name(text) ?? text) : text
        }
        let low = match.degreeLow / 100
        let degree = match.degreeLow == match.degreeHigh ? "\(low)%" : "\(low)–\(match.degreeHigh / 100)%"
        return [
            "\(match.rank)", match.key, fact("name"), fact("region"),
            match.verdict.label.text(phrases.language),
            degree, phrases.amount(match) ?? "—", reason(match),
        ]
    }

    /// What fails with its gap, or what is missing, or the facts of the first condition.
    private func reason(_ match: Match) -> String {
        if match.decidedBy == .notInForce { return phrases.pick("不在有效期内", "not in force") }
        let required = (match.conditions ?? []).filter { $0.condition.kind != .preferred }
        switch match.verdict {
        case .eligible:
            let values = required.compactMap { answer -> String? in
                guard answer.explanation.threshold != nil, let read = answer.explanation.facts.first else {
                    return nil
                }
                return "\(phrases.label(read.fact)) \(phrases.value(read, isRounded: true))"
            }
            return values.joined(separator: phrases.pick("，", ", "))
        case .undetermined:
            var names: [String] = []
            for condition in required where condition.explanation.truth == .unknown {
                if condition.condition.kind == .review { names.append(condition.condition.label) }
                for fact in condition.explanation.missing where !names.contains(phrases.label(fact)) {
                    names.append(phrases.label(fact))
                }
            }
            return phrases.pick("缺 ", "missing ") + names.joined(separator: phrases.pick("、", ", "))
        case .ineligible:
            let failing = required.filter { $0.explanation.truth == .no }
            let parts = failing.prefix(3).map { answer -> String in
                let label = answer.condition.label.isEmpty ? answer.condition.id : answer.condition.label
                guard let step = answer.explanation.mend?.steps.first,
                    let gap = phrases.gap(step, on: self.answer.day)
                else { return "✗ " + label }
                return "✗ \(label)，\(gap)"
            }
            return parts.joined(separator: "；")
        }
    }
}
