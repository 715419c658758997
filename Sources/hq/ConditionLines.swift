import Huiqi

/// The lines under a match that say why.
struct ConditionLines {
    let phrases: Phrases
    /// The as-of day.
    let day: Day

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

    /// What it rests on; of one that does not hold also the way to mend it, of an open one what would settle it.
    private func detail(_ explanation: RuleExplanation) -> String {
        var parts: [String] = []
        let path = explanation.mend
        let single = path.flatMap { $0.steps.count == 1 && $0.choices.isEmpty ? $0.steps.first : nil }
        let known = explanation.facts.filter { $0.value != .unknown }
        for read in known.prefix(4) {
            let value = phrases.value(read, isRounded: explanation.truth == .yes)
            parts.append("\(phrases.label(read.fact)) \(value)")
        }
        if let single {
            if let age = phrases.age(single) {
                parts.append(age)
            } else if !phrases.isFact(single), !phrases.isSolved(single),
                let value = computed(single.value, known, single.measure, single.isSum)
            {
                parts.append(value)
            }
            parts.append(contentsOf: phrases.demand(single, on: day, isNamed: known.count > 1))
        } else if path == nil, let threshold = explanation.threshold {
            if let value = computed(threshold.value, known, threshold.measure, threshold.isSum) {
                parts.append(value)
            }
            if explanation.truth != .yes, explanation.settlement == nil {
                parts.append(
                    phrases.demand(
                        .compare(threshold.comparison, threshold.bound), of: [], threshold.measure))
            }
        }
        if let path, single == nil { parts.append(contentsOf: steps(path)) }
        if let path, !path.verify.isEmpty {
            parts.append(phrases.pick("另须核实 ", "also to verify: ") + phrases.list(path.verify))
        }
        if !explanation.missing.isEmpty {
            parts.append(phrases.pick("缺 ", "missing ") + phrases.list(explanation.missing))
        }
        if let settlement = explanation.settlement {
            parts.append(phrases.settling(settlement, missing: explanation.missing))
        }
        if let problem = explanation.problem {
            parts.append(phrases.pick("数据问题：", "data problem: ") + problem.message.text(phrases.language))
        }
        return parts.joined(separator: " · ")
    }

    /// What the facts come to, where that is not one of them.
    private func computed(
        _ value: StatedValue?, _ known: [FactRead], _ measure: Measure, _ isSum: Bool
    ) -> String? {
        guard case .number(let number, _)? = value, !known.isEmpty,
            !known.contains(where: { isSame($0.value, number) })
        else { return nil }
        return phrases.comesTo(value, measure, isSum)
    }

    private static let stepLimit = 4

    /// Several steps, or one that was chosen among others: 满足其一即可（共 3 项），最近的：…
    private func steps(_ path: MendPath) -> [String] {
        guard path.isPossible else {
            return [phrases.pick("任何事实都不能使其成立", "no fact could make it hold")]
        }
        var texts: [String] = []
        for (index, step) in path.steps.prefix(Self.stepLimit).enumerated() {
            var text = ""
            // Outer choices stand after inner ones.
            for choice in path.choices.reversed() where choice.steps.lowerBound == index {
                text += phrases.choice(choice)
            }
            texts.append(text + phrases.step(step, on: day))
        }
        let more = path.steps.count - texts.count
        if more > 0 { texts.append(phrases.pick("另有 \(more) 处", "\(more) more")) }
        return texts.isEmpty ? [] : [texts.joined(separator: phrases.pick("；", "; "))]
    }

    private func isSame(_ value: FieldValue, _ number: Number) -> Bool {
        switch value {
        case .fen(let fen): Number(fen: fen) == number
        case .int(let int): Number(int) == number
        default: false
        }
    }
}
