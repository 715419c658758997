import Huiqi

/// One enterprise's matching report as text.
struct MatchReport {
    let answer: MatchAnswer
    let phrases: Phrases

    init(_ answer: MatchAnswer, language: Language) {
        self.answer = answer
        phrases = Phrases(schema: answer.schema, language: language)
    }

    var lines: [String] {
        var lines = header
        for verdict in [Verdict.eligible, .undetermined, .ineligible] {
            let group = answer.matches.filter { $0.verdict == verdict }
            if group.isEmpty { continue }
            lines.append("")
            lines.append(heading(verdict, shown: group.count))
            for match in group { lines += self.lines(of: match) }
            let aside = answer.totals.notInForce
            if verdict == .ineligible, aside > 0, !group.contains(where: { $0.decidedBy == .notInForce }) {
                lines.append(
                    "     "
                        + Layout.paint(
                            phrases.pick("另有 \(aside) 条不在有效期内", "\(aside) more are not in force"), .faint))
            }
        }
        lines += settling
        return lines
    }

    private var header: [String] {
        let profile = answer.profile
        func fact(_ name: String) -> String? {
            guard let field = answer.schema.index(of: name) else { return nil }
            let value = profile.value(field)
            if value == .unknown { return nil }
            return phrases.value(FactRead(fact: .field(field), value: value))
        }
        let totals = answer.totals
        var lines = [
            Layout.paint(phrases.pick("惠企 · 政策匹配报告", "huiqi · policy matching report"), .bold),
            row(
                phrases.pick("企业", "Enterprise"),
                [profile.key, fact("name") ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")),
        ]
        if let region = fact("region") { lines.append(row(phrases.pick("注册地", "Region"), region)) }
        if let industry = fact("industry") { lines.append(row(phrases.pick("行业", "Industry"), industry)) }
        lines.append(row(phrases.pick("判定日", "As of"), answer.day.description))
        let total = totals.eligible + totals.undetermined + totals.ineligible
        let summary = [Verdict.eligible, .undetermined, .ineligible]
            .map { Layout.paint("\($0.label.text(phrases.language)) \(totals[$0])", Layout.colour($0)) }
            .joined(separator: " · ")
        lines.append(row(phrases.pick("条款", "Clauses"), "\(total)  (\(summary))"))
        return lines
    }

    private func row(_ label: String, _ value: String) -> String { "\(Layout.padded(label, 10))  \(value)" }

    private func heading(_ verdict: Verdict, shown: Int) -> String {
        let total = answer.totals[verdict]
        let name = verdict.label.text(phrases.language)
        let hint: String =
            switch verdict {
            case .eligible: phrases.pick("可以享受", "entitled")
            case .undetermined: phrases.pick("补齐所缺事实即可判定", "the missing facts would settle it")
            case .ineligible: phrases.pick("按接近程度排列", "nearest first")
            }
        let part = shown < total ? phrases.pick("，列出前 \(shown) 条", ", the first \(shown)") : ""
        return Layout.paint("■ \(name) \(total)\(part) — \(hint)", Layout.colour(verdict))
    }

    private func lines(of match: Match) -> [String] {
        let clause = match.clause.clause
        var lines = [
            "\(Layout.padded("\(match.rank).", 4)) \(Layout.paint(clause.title, .bold))  \(Layout.paint(clause.id, .faint))"
        ]
        var facts = [phrases.pick("匹配度 ", "degree ") + degree(match)]
        if let amount = phrases.amount(match) { facts.append(phrases.pick("金额 ", "amount ") + amount) }
        if match.decidedBy == .notInForce {
            facts.append(phrases.pick("不在有效期内（\(period(clause))）", "not in force (\(period(clause)))"))
        } else if let deadline = match.deadline {
            facts.append(phrases.pick("截止 ", "until ") + deadline.description)
        }
        facts.append(phrases.pick("办理 ", "route ") + route(match.route))
        lines.append("     " + facts.joined(separator: " · "))
        if let policy = clause.policy, let title = policy.title {
            let number = policy.number.map { " \($0)" } ?? ""
            lines.append("     " + Layout.paint(phrases.pick("依据 ", "policy ") + title + number, .faint))
        }
        let conditions = ConditionLines(phrases: phrases, day: answer.day)
        for condition in match.conditions ?? [] { lines += conditions.lines(condition, indent: "     ") }
        if let line = phrases.summary(match, on: answer.day) {
            lines.append("     " + Layout.paint(line, .bold))
        }
        return lines
    }

    private func period(_ clause: Clause) -> String {
        "\(clause.validFrom?.description ?? "…") – \(clause.validTo?.description ?? "…")"
    }

    private func degree(_ match: Match) -> String {
        let low = percent(match.degreeLow)
        return match.degreeLow == match.degreeHigh ? low : "\(low)–\(percent(match.degreeHigh))"
    }

    private func percent(_ tenThousandths: Int) -> String {
        let tenths = (tenThousandths + 5) / 10
        return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
    }

    private func route(_ route: Route) -> String {
        switch route {
        case .instant: phrases.pick("免申即享", "instant")
        case .verify: phrases.pick("数据核校", "verify")
        case .review: phrases.pick("人工核实", "review")
        case .none: phrases.pick("无", "none")
        }
    }

    /// The facts that the listed undetermined clauses wait for, most frequent first.
    private var settling: [String] {
        var counts: [(fact: MissingFact, clauses: Int)] = []
        for match in answer.matches where match.verdict == .undetermined {
            var seen: [MissingFact] = []
            for condition in match.conditions ?? [] where condition.condition.kind != .preferred {
                for fact in condition.explanation.missing where !seen.contains(fact) { seen.append(fact) }
            }
            for fact in seen {
                if let index = counts.firstIndex(where: { $0.fact == fact }) {
                    counts[index].clauses += 1
                } else {
                    counts.append((fact, 1))
                }
            }
        }
        guard !counts.isEmpty else { return [] }
        let ordered = counts.enumerated().sorted {
            ($1.element.clauses, $0.offset) < ($0.element.clauses, $1.offset)
        }
        let parts = ordered.prefix(6).map {
            phrases.missing($0.element.fact)
                + phrases.pick(" → \($0.element.clauses) 条", " → \($0.element.clauses)")
        }
        let title = phrases.pick("■ 所列待核实条款最需要的事实", "■ Facts that the listed undetermined clauses wait for")
        return ["", Layout.paint(title, .yellow)] + parts.map { "     " + $0 }
    }
}
