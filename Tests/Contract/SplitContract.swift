import Foundation
import Huiqi
import Testing

/// The case split decides only what Kleene's truth leaves open, and what it decides holds for every completion.
@Suite struct SplitContract {
    private struct Fact {
        let name: String
        /// Atoms over the fact, as CEL.
        let atoms: [String]
        /// Values as JSON: the constants of the atoms, their neighbours, and others.
        let values: [String]
        let isYearly: Bool
    }

    private static let facts: [Fact] = [
        Fact(
            name: "revenue",
            atoms: [
                "revenue[2023] <= money('5000万元')", "revenue[year-1] > money('5000万元')",
                "revenue[2023] <= 200000000.0", "revenue[2023] > 200000000.0", "revenue[2023] == 50000000.0",
                "money('2亿元') < revenue[2023]", "revenue[2023] in [50000000.0, 0.0]", "revenue[2023] < 0.0",
                "revenue[2023] != 200000000.0",
            ],
            values: [
                "49999999.99", "50000000", "50000000.01", "199999999.99", "200000000", "200000000.01", "0",
                "-1",
            ],
            isYearly: true),
        Fact(
            name: "employees",
            atoms: [
                "employees < 20", "employees >= 20", "employees <= 20", "employees > 19", "employees < 300",
                "employees >= 300", "employees in [20, 21]", "employees == 21", "employees >= 20.5",
            ],
            values: ["19", "20", "21", "22", "299", "300", "0", "5000"], isYearly: false),
        Fact(
            name: "region",
            atoms: [
                "region.under('3303')", "region.under('330302')", "!region.under('330302')",
                "region == '330300'",
                "region.under(['3301', '3302'])", "region in ['330302', '330303']", "region != '330301'",
                "region.under('33')",
            ],
            values: [
                "\"330300\"", "\"330302\"", "\"330303\"", "\"330301\"", "\"330102\"", "\"330000\"",
                "\"110101\"",
                "\"330302001\"",
            ], isYearly: false),
        Fact(
            name: "industry",
            atoms: [
                "industry.under('C')", "industry.under('C38')", "industry.under('I65')",
                "industry == 'C3829'",
                "!industry.under(['C', 'I'])", "industry in ['C3829', 'I6510']",
            ],
            values: ["\"C3829\"", "\"C3811\"", "\"I6510\"", "\"A0111\"", "\"C\"", "\"C38\"", "\"C3911\""],
            isYearly: false),
        Fact(
            name: "size",
            atoms: [
                "size == '大型'", "size in ['中型', '小型']", "size != '微型'", "size in ['大型', '中型', '小型', '微型']",
                "size == '微型'",
            ],
            values: ["\"大型\"", "\"中型\"", "\"小型\"", "\"微型\""], isYearly: false),
        Fact(
            name: "dishonest",
            atoms: [
                "dishonest", "!dishonest", "dishonest == false", "dishonest != false", "dishonest in [true]",
            ],
            values: ["true", "false"], isYearly: false),
        Fact(
            name: "established",
            atoms: [
                "years_since(established) >= 3", "years_since(established) < 3",
                "established > date('2021-06-30')",
                "established <= years_before(3)", "months_since(established) < 36",
                "years_since(established) == 2",
                "2.5 < years_since(established)", "established <= date('2020-01-01')",
            ],
            values: [
                "\"2021-06-30\"", "\"2021-07-01\"", "\"2021-06-29\"", "\"2022-06-30\"", "\"2022-07-01\"",
                "\"2020-01-01\"", "\"2020-01-02\"", "\"1990-01-01\"", "\"2024-06-30\"",
            ], isYearly: false),
        Fact(
            name: "legal_form",
            atoms: [
                "legal_form == '甲'", "legal_form != '甲'", "legal_form in ['甲', '乙']", "legal_form < '乙'",
                "legal_form >= '乙'",
            ],
            values: ["\"甲\"", "\"乙\"", "\"丙\"", "\"\"", "\"乙丙\"", "\"A\""], isYearly: false),
    ]

    /// Facts of the other atoms, which may occur twice too.
    private static let further: [Fact] = [
        Fact(name: "abnormal", atoms: [], values: ["true", "false"], isYearly: false),
        Fact(name: "tax", atoms: [], values: ["99.99", "100", "100.01", "0"], isYearly: true),
        Fact(name: "insured", atoms: [], values: ["9", "10", "11", "0"], isYearly: false),
    ]

    private static let others = [
        "abnormal", "tax[2023] >= 100.0", "'高新技术企业' in tags", "rd_expense[2023] >= 0.03 * revenue[2023]",
        "insured >= 10", "true", "false",
    ]

    private static func expression(_ dice: inout Dice, _ facts: [Fact], depth: Int) -> String {
        if depth == 0 || dice.chance(20) {
            if dice.chance(20) { return others[dice.below(others.count)] }
            let fact = facts[dice.below(facts.count)]
            return fact.atoms[dice.below(fact.atoms.count)]
        }
        func part() -> String { "(" + expression(&dice, facts, depth: depth - 1) + ")" }
        switch dice.below(6) {
        case 0: return part() + " && " + part()
        case 1: return part() + " || " + part()
        case 2: return part() + " ? " + part() + " : " + part()
        case 3: return "!" + part()
        case 4: return "at_least(\(1 + dice.below(2)), [\(part()), \(part()), \(part())])"
        default: return part() + " || " + part() + " || " + part()
        }
    }

    private static func profile(_ dice: inout Dice, known: [String: String]) -> [String: String] {
        var facts = known
        if dice.chance(50) { facts["abnormal"] = dice.chance(50) ? "true" : "false" }
        if dice.chance(50) { facts["tax"] = "{\"2023\":\(dice.below(200))}" }
        if dice.chance(50) { facts["tags"] = dice.chance(50) ? "[\"高新技术企业\"]" : "[]" }
        if dice.chance(50) { facts["rd_expense"] = "{\"2023\":\(dice.below(9_000_000))}" }
        if dice.chance(50) { facts["insured"] = "\(dice.below(30))" }
        return facts
    }

    private static func line(_ key: String, _ facts: [String: String]) -> String {
        let parts = facts.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        return "{" + (["\"id\":\"\(key)\""] + parts).joined(separator: ",") + "}"
    }

    @Test func everySplitHoldsForEveryCompletionAndEveryEvaluatorAgrees() throws {
        let rounds = EvaluatorContract.isFull ? 200 : 8
        let profiles = EvaluatorContract.isFull ? 40 : 6
        var pairs = 0
        var open = 0
        var decided: [Verdict: Int] = [:]
        var completions = 0
        for round in 0..<rounds {
            var dice = Dice(UInt64(round) &* 31 &+ 5)
            let engine = try Engine()
            let lines = (0..<150).map { number -> String in
                let first = dice.below(Self.facts.count)
                let chosen = [Self.facts[first], Self.facts[(first + 1 + dice.below(7)) % 8]]
                let conditions = (0..<(1 + dice.below(2))).map { _ in
                    "{\"expr\":\"\(Self.expression(&dice, dice.chance(70) ? [chosen[0]] : chosen, depth: 2))\"}"
                }
                return
                    "{\"id\":\"C\(number)\",\"title\":\"t\",\"delivery\":\"instant\",\"conditions\":[\(conditions.joined(separator: ","))]}"
            }
            let report = try engine.putClauses(Array(lines.joined(separator: "\n").utf8))
            try #require(report.refused == 0, "\(report.findings.prefix(3).map { $0.text(.en) })")
            // Profiles that lack most of the facts, and for each the completions of every single fact.
            var bases: [[String: String]] = []
            for _ in 0..<profiles {
                var known: [String: String] = [:]
                for fact in Self.facts where dice.chance(25) {
                    let value = fact.values[dice.below(fact.values.count)]
                    known[fact.name] = fact.isYearly ? "{\"2023\":\(value)}" : value
                }
                bases.append(Self.profile(&dice, known: known))
            }
            let stored = bases.enumerated().map { Self.line("k\($0.offset)", $0.element) }
            #expect(try engine.putProfiles(Array(stored.joined(separator: "\n").utf8)).refused == 0)
            let split = try engine.snapshot(on: World.day)
            let kleene = try engine.snapshot(on: World.day, truth: .kleene)
            func verdicts(_ snapshot: Snapshot, _ line: String) throws -> [String: Match] {
                let answer = try snapshot.match(.json(Array(line.utf8)), options: AnswerOptions(top: nil))
                return Dictionary(
                    answer.matches.map { ($0.clause.clause.id, $0) }, uniquingKeysWith: { first, _ in first })
            }
            var tallies: [String: [Verdict: Int]] = [:]
            var found: [String: [String: Match]] = [:]
            for (number, base) in bases.enumerated() {
                let line = Self.line("k\(number)", base)
                let plain = try verdicts(kleene, line)
                let answers = try verdicts(split, line)
                var byFact: [String: [[String: Match]]] = [:]
                for (id, match) in answers {
                    pairs += 1
                    tallies[id, default: [:]][match.verdict, default: 0] += 1
                    let before = try #require(plain[id])
                    let text = match.clause.clause.conditions.map { $0.expression ?? "" }
                    if before.verdict != .undetermined {
                        #expect(match.verdict == before.verdict, "\(text) \(line)")
                        #expect(match.decidedBy == nil)
                        continue
                    }
                    open += 1
                    if match.verdict == .undetermined {
                        #expect(match.decidedBy == nil && match.decidedFact == nil)
                        continue
                    }
                    decided[match.verdict, default: 0] += 1
                    #expect(match.decidedBy == .split)
                    #expect(match.route == (match.verdict == .eligible ? .verify : .none))
                    if match.verdict == .eligible {
                        #expect(match.degreeLow == 10_000 && match.degreeHigh == 10_000)
                    }
                    let name = try #require(match.decidedFact).name(in: split.schema)
                    let fact = try #require(
                        (Self.facts + Self.further).first { name == $0.name || name == $0.name + "[2023]" })
                    #expect(base[fact.name] == nil)
                    if byFact[fact.name] == nil {
                        byFact[fact.name] = try fact.values.map { value in
                            var filled = base
                            filled[fact.name] = fact.isYearly ? "{\"2023\":\(value)}" : value
                            return try verdicts(kleene, Self.line("k", filled))
                        }
                    }
                    for completed in byFact[fact.name] ?? [] {
                        completions += 1
                        let verdict = try #require(completed[id]).verdict
                        // A code that lies above what is asked leaves Kleene's truth open.
                        let mayBeOpen = ["region", "industry"].contains(fact.name)
                        #expect(
                            verdict == match.verdict || mayBeOpen && verdict == .undetermined,
                            "\(text) \(line) \(name)")
                    }
                    // Find says the same, with the same fact.
                    if found[id] == nil {
                        let all = try split.find(clause: id, options: AnswerOptions(top: nil)).matches
                        found[id] = Dictionary(
                            all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
                    }
                    let other = try #require(found[id]?["k\(number)"])
                    #expect(other.verdict == match.verdict && other.decidedFact == match.decidedFact)
                    #expect(other.degreeLow == match.degreeLow && other.degreeHigh == match.degreeHigh)
                }
            }
            for count in try split.count() {
                #expect(count.eligible == tallies[count.clauseID]?[.eligible] ?? 0)
                #expect(count.ineligible == tallies[count.clauseID]?[.ineligible] ?? 0)
            }
        }
        // Neither verdict may be rare, or the test would prove little.
        #expect(
            decided[.eligible, default: 0] * 40 > open && decided[.ineligible, default: 0] * 40 > open,
            "\(decided) of \(open)")
        #expect(pairs >= (EvaluatorContract.isFull ? 1_000_000 : 7_000))
        #expect(completions >= 5_000 && open >= 3_000, "\(completions) \(open)")
        print(
            "case split: \(pairs) pairs, \(open) open, decided \(decided.values.reduce(0, +)), \(completions) completions agree"
        )
    }

    private func decide(_ conditions: [String], _ profile: String) throws -> Match {
        let engine = try Engine()
        let parts = conditions.map { "{\"expr\":\"\($0)\"}" }.joined(separator: ",")
        let clause = "{\"id\":\"C\",\"title\":\"t\",\"delivery\":\"verify\",\"conditions\":[\(parts)]}"
        #expect(try engine.putClauses(Array(clause.utf8)).refused == 0)
        let answer = try engine.snapshot(on: World.day).match(.json(Array(profile.utf8)))
        return try #require(answer.matches.first)
    }

    @Test func tiersOverAnUnknownFactAreDecidedWhereEveryTierAgrees() throws {
        let tiers =
            "revenue[2023] <= money('5000万元') ? rd_expense[2023] >= 500000.0 : revenue[2023] <= money('2亿元') ? rd_expense[2023] >= 400000.0 : rd_expense[2023] >= 300000.0"
        let enough = try decide([tiers], "{\"id\":\"a\",\"rd_expense\":{\"2023\":500000}}")
        #expect(
            enough.verdict == .eligible && enough.decidedFact?.name(in: Schema.contract) == "revenue[2023]")
        let little = try decide([tiers], "{\"id\":\"a\",\"rd_expense\":{\"2023\":299999.99}}")
        #expect(little.verdict == .ineligible && little.degreeHigh == 10_000 && little.degreeLow == 0)
        #expect(
            try decide([tiers], "{\"id\":\"a\",\"rd_expense\":{\"2023\":450000}}").verdict == .undetermined)
    }

    @Test func oneAtomAloneIsNotSplit() throws {
        // `u ? a : a` has one atom of the fact: Kleene's unknown stays.
        #expect(try decide(["employees > 5 ? true : true"], "{\"id\":\"a\"}").verdict == .undetermined)
        #expect(try decide(["employees > 5", "employees <= 5"], "{\"id\":\"a\"}").verdict == .ineligible)
        #expect(try decide(["employees > 5 || employees < 6"], "{\"id\":\"a\"}").verdict == .eligible)
        // Money lies densely between 1.00 and 1.01, ints do not.
        #expect(
            try decide(["tax[2023] <= 1.00 || tax[2023] >= 1.01"], "{\"id\":\"a\"}").verdict == .undetermined)
        // Forms that are not the split's own stay unknown.
        #expect(
            try decide(["employees + 0 > 5 || employees + 0 < 6"], "{\"id\":\"a\"}").verdict == .undetermined)
        // Two facts at once are never split.
        #expect(
            try decide(["dishonest ? (abnormal || !abnormal) : true"], "{\"id\":\"a\"}").verdict
                == .undetermined)
    }
}
