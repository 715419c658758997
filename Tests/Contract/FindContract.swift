import Huiqi
import Testing

/// A clause looked for in a population that was prepared for the catalogue has the same answer as one that is decided
/// from its columns alone.
@Suite struct FindContract {
    @Test func preparedAgreesWithColumns() throws {
        var compared = 0
        var seen: [Verdict: Int] = [:]
        var split = 0
        for seed in 0..<(EvaluatorContract.isFull ? 30 : 2) {
            var dice = Dice(UInt64(seed) &* 7919 &+ 11)
            let lines = (0..<25).map { World.clause($0, &dice) }
            let prepared = try Engine()
            let plain = try Engine()
            for engine in [prepared, plain] {
                #expect(try engine.putClauses(Array(lines.joined(separator: "\n").utf8)).refused == 0)
            }
            // Large and small blocks, replaced rows, and rows that came after the tables were made.
            let counts = [1400, 90, 40, 300, 1]
            for (step, count) in counts.enumerated() {
                let rows = (0..<count).map { row in
                    let key = step == 0 || dice.chance(50) ? "k\(row)" : "n\(step)-\(row)"
                    return RandomProfiles.line(&dice, key: key)
                }
                for engine in [prepared, plain] {
                    #expect(try engine.putProfiles(Array(rows.joined(separator: "\n").utf8)).refused == 0)
                }
                let snapshot = try prepared.snapshot(on: World.day)
                snapshot.prepare()
                for _ in 0..<(step == 0 ? 40 : 12) {
                    let draft = FindContract.draft(&dice)
                    let top = dice.pick([1, 7, 60, 700])
                    let options = AnswerOptions(top: top, explain: dice.chance(5))
                    // A snapshot that was asked once has nothing prepared.
                    let wanted = try plain.snapshot(on: World.day).find(
                        draft: Array(draft.utf8), options: options)
                    let found = try snapshot.find(draft: Array(draft.utf8), options: options)
                    #expect(
                        FindContract.text(found) == FindContract.text(wanted), "seed \(seed) \(top) \(draft)")
                    for match in found.matches {
                        seen[match.verdict, default: 0] += 1
                        if match.decidedBy == .split { split += 1 }
                    }
                    compared += 1
                }
                for number in [0, 3, 11, 24] {
                    let id = number == 0 ? "R" : "C\(number)"
                    let options = AnswerOptions(top: dice.pick([2, 30, 500]))
                    let wanted = try plain.snapshot(on: World.day).find(clause: id, options: options)
                    let found = try snapshot.find(clause: id, options: options)
                    #expect(
                        FindContract.text(found) == FindContract.text(wanted), "seed \(seed) \(lines[number])"
                    )
                }
            }
        }
        #expect(compared > 150 && split > 10)
        for verdict in Verdict.allCases { #expect(seen[verdict, default: 0] > 500, "\(seen)") }
    }

    /// Atoms that the catalogue has, and others beside them; tiers, so that facts are split; amounts and words.
    private static func draft(_ dice: inout Dice) -> String {
        var conditions = (0..<(1 + dice.below(5))).map { _ -> String in
            let kind = dice.chance(25) ? ",\"kind\":\"preferred\"" : ""
            let weight = dice.pick(["", ",\"weight\":2", ",\"weight\":0.5", ",\"weight\":1.5"])
            let source = dice.chance(60) ? RandomRules.condition(&dice, depth: 1) : dice.pick(others)
            return "{\"expr\":\"\(source)\"\(weight)\(kind)}"
        }
        if dice.chance(5) { conditions.append("{\"kind\":\"review\"}") }
        if dice.chance(3) { conditions = [] }
        var parts = [
            "\"id\":\"\(dice.pick(["R", "D", "C3"]))\"", "\"title\":\"\(dice.pick(titles))\"",
            "\"conditions\":[\(conditions.joined(separator: ","))]",
        ]
        if dice.chance(60) { parts.append("\"benefit\":{\"amount\":\"\(dice.pick(amounts))\"}") }
        if dice.chance(8) { parts.append("\"valid_to\":\"2023-12-31\"") }
        return "{\(parts.joined(separator: ","))}"
    }

    private static let titles = ["研发奖励", "软件开发", "食品销售补贴", "A", "五金，软件"]

    private static let amounts = [
        "money('20万元')", "math.least(0.1 * rd_expense[year-1], money('3万元'))",
        "0.05 * revenue[year-1]", "dishonest ? 1.0 : 2.5", "revenue[year-1] / revenue[year-2]",
    ]

    private static let others = [
        "revenue[2023] <= 17.5 || revenue[2023] > 17.5", "employees < 31 || employees >= 29",
        "revenue[year-1] > money('30.0001万元')", "rd_expense[year-1] >= 0.0317 * revenue[year-1]",
        "revenue[year-1] / revenue[year-2] - 1.0 >= 0.177", "insured >= 7 && insured < 300",
        "registered_capital + tax[year-1] > 123456.0", "size == '小型'", "credit_grade != 'D'",
        "region in ['330302','330303']", "industry.under(['C38','J'])", "'没有的标签' in tags",
        "name.contains('科技') && scope.contains('五金')", "established > date('2021-06-30')",
        "penalties.all(p, p.amount < 300001.0)", "size(tags) >= 2", "employees * insured > 900",
        "profit[year-1] / profit[year-2] - 1.0 > -0.25", "first_reached(revenue, year-1, 299999.99, 2021)",
        "sum([revenue[year-1], revenue[year-2]]) > 1490000.0", "tax[2020] > 5.0", "true",
        "math.greatest(revenue[year-1], rd_expense[year-1], registered_capital) > 1000000.5",
        "revenue[2023] <= money('30万元') ? employees >= 30 : rd_expense[2023] > 0.02 * revenue[2023]",
    ]

    private static func text(_ answer: FindAnswer) -> [String] {
        answer.matches.map { match in
            "\(match.rank) \(match.key) \(match.verdict) \(match.decidedBy.map { "\($0)" } ?? "-") "
                + "\(match.decidedFact.map { "\($0)" } ?? "-") \(match.degreeLow) \(match.degreeHigh) "
                + "\(match.relevance) \(match.amountLow ?? -1) \(match.amountHigh ?? -1) \(match.route) "
                + "\(match.conditions?.count ?? -1)"
        } + ["\(answer.totals)"]
    }
}
