import Huiqi

/// The lines under a match that say why.
struct ConditionLines {
    let phrases: Phrases

    /// One or two lines a condition.
    func lines(_ answer: ConditionAnswer, indent: String) -> [String] {
        let explanation = answer.explanation
        let (mark, colour): (String, Layout.Colour) =
            switch explanation.truth {
            case .yes: ("✓", .green)
            case .no: ("✗", .red)
            case .unknown: ("?", .yellow)
            }
        let label =
            answer.condition.label.isEmpty
            ? (answer.condition.expression ?? answer.condition.id) : answer.condition.label
        let kind: String =
            switch answer.condition.kind {
            case .required: ""
            case .preferred: phrases.pick("（优先）", " (preferred)")
            case .review: phrases.pick("（人工判断）", " (for a person to judge)")
            }
        var lines = ["\(indent)\(Layout.paint(mark, colour)) \(label)\(kind)"]
        let detail = self.detail(explanation)
        if !detail.isEmpty { lines.append("\(indent)    \(Layout.paint(detail, .faint))") }
        return lines
    }

    private func detail(_ explanation: RuleExplanation) -> String {
        var parts: [String] = []
        let known = explanation.facts.filter { $0.value != .unknown }
        for read in known.prefix(4) { parts.append("\(phrases.label(read.fact)) \(phrases.value(read))") }
        if let threshold = explanation.threshold {
            if case .number(let number, let unit)? = threshold.value, known.count > 1 || unit.isEmpty,
                known.count > 0,
                !known.contains(where: { isSame($0.value, number) })
            {
                parts.append(phrases.pick("合计 ", "comes to ") + phrases.quantity(.number(number, unit: unit)))
            }
            if explanation.truth != .yes { parts.append(phrases.comparison(threshold)) }
            if explanation.truth == .no, let gap = phrases.gap(threshold) {
                parts.append(Layout.paint(gap, .bold))
            }
        }
        if !explanation.missing.isEmpty {
            let names = explanation.missing.prefix(4).map { phrases.missing($0) }.joined(
                separator: phrases.pick("、", ", "))
            let more =
                explanation.missing.count > 4
                ? phrases.pick(" 等 \(explanation.missing.count) 项", " and more") : ""
            parts.append(phrases.pick("缺 ", "missing ") + names + more)
        }
        if let problem = explanation.problem {
            parts.append(phrases.pick("数据问题：", "data problem: ") + problem.message.text(phrases.language))
        }
        return parts.joined(separator: " · ")
    }

    private func isSame(_ value: FieldValue, _ number: Number) -> Bool {
        switch value {
        case .fen(let fen): Number(fen: fen) == number
        case .int(let int): Number(int) == number
        default: false
        }
    }
}
