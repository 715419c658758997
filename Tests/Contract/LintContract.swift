import Foundation
import Huiqi
import Testing

/// What the linter calls impossible or certain has no counterexample among random profiles, on several days.
@Suite struct LintContract {
    /// Atoms over few facts with thresholds that profiles meet exactly, so that contradictions occur.
    private static func atom(_ dice: inout Dice) -> String {
        let order = dice.pick(["==", "!=", "<", "<=", ">", ">="])
        switch dice.below(13) {
        case 0: return "employees \(order) \(dice.pick([0, 1, 2, 29, 30, 299, 300, 301]))"
        case 1: return "employees in [\(dice.pick([1, 2, 30])), \(dice.pick([299, 300]))]"
        case 2:
            return
                "revenue[year-1] \(order) \(dice.pick(["300000.0", "300000.01", "1000000", "money('500万元')"]))"
        case 3:
            return
                "\(dice.pick(["2.0", "-2.0", "0.5"])) * revenue[year-1] \(order) \(dice.pick(["600000.02", "1000000.0"]))"
        case 4:
            return
                "established \(order) \(dice.pick(["date('2021-06-30')", "date('2021-07-01')", "date('2023-06-30')"]))"
        case 5:
            return
                "established \(order) \(dice.pick(["years_before(3)", "months_before(36)", "months_before(12)", "as_of", "days_before(366)"]))"
        case 6:
            return
                "\(dice.pick(["years_since", "months_since"]))(established) \(order) \(dice.pick([-1, 0, 1, 2, 3, 12, 36]))"
        case 7: return "size \(dice.pick(["in ['小型','微型']", "== '大型'", "!= '中'"]))"
        case 8:
            return
                "region.under(\(dice.pick(["'33'", "'3303'", "'330302'", "['3303','44']", "'330302001'"])))"
        case 9: return "region \(dice.pick(["==", "!="])) '\(dice.pick(["330302", "330300", "440115"]))'"
        case 10:
            return dice.pick([
                "'\(RandomProfiles.tags[0])' in tags", "tags.exists(t, t == '\(RandomProfiles.tags[0])')",
                "tags.all(t, '\(RandomProfiles.tags[0])' != t)", "size(tags) \(order) \(dice.below(3))",
            ])
        case 11: return "100.0 * rd_expense[year-1] \(order) \(dice.pick(["3.0", "100.0"])) * revenue[year-1]"
        default:
            return dice.pick([
                "dishonest", "dishonest == false",
                "established.getMonth() \(order) \(dice.pick([0, 5, 6, 11]))",
                "name \(dice.pick(["==", "!="])) '乙'",
                "penalties.exists(p, p.amount \(order) 300000.0 && p.amount \(order == "<" ? ">" : "<") 0.01)",
            ])
        }
    }

    private static func condition(_ dice: inout Dice, _ depth: Int) -> String {
        guard depth > 0, dice.chance(70) else {
            return dice.chance(15) ? RandomRules.condition(&dice, depth: 1) : atom(&dice)
        }
        let left = condition(&dice, depth - 1)
        let right = condition(&dice, depth - 1)
        switch dice.below(6) {
        case 0, 1: return "(\(left) && \(right))"
        case 2: return "(\(left) || \(right))"
        case 3: return "!(\(left))"
        case 4: return "at_least(\(1 + dice.below(3)), [\(left), \(right), \(atom(&dice))])"
        default: return "(\(left) ? \(right) : \(atom(&dice)))"
        }
    }

    @Test func claimsHaveNoCounterexample() throws {
        let isFull = ProcessInfo.processInfo.environment["HUIQI_TESTS"] == "full"
        var dice = Dice(20_240_801)
        let lines = (0..<2500).map { RandomProfiles.line(&dice, key: "k\($0)", without: $0 < 2000 ? 0 : 25) }
        let reading = ProfileReader(schema: .contract).read(
            Array(lines.joined(separator: "\n").utf8), rows: 2500, threads: 1)
        let batch = try #require(reading.batches.first)
        try #require(batch.count == 2500)
        let days = try ["2024-06-30", "2024-02-29", "2023-03-31"].map { try #require(Day($0)) }
        let most = isFull ? 600 : 40
        var never = 0
        var always = 0
        var apart = 0
        var counterexamples: [String] = []
        for _ in 0..<(isFull ? 60_000 : 8000) where never < most || always < most || apart < most {
            let sources = [Self.condition(&dice, 2), Self.condition(&dice, 1)]
            let rules = try sources.map { try Rule.condition($0, schema: .contract) }
            let analysis = RuleAnalysis(rules.map { ($0, .required) })
            let isNever = analysis.canHold(0) == false
            let isAlways = analysis.canFail(0) == false
            let isApart =
                !isNever && analysis.canHold(1) != false && analysis.canHoldTogether([0, 1]) == false
            let asks = (isNever && never < most, isAlways && always < most, isApart && apart < most)
            if isNever { never += 1 }
            if isAlways { always += 1 }
            if isApart { apart += 1 }
            guard asks.0 || asks.1 || asks.2 else { continue }
            let day = days[dice.below(days.count)]
            for row in 0..<batch.count {
                let truth = rules[0].truth(for: batch[row], on: day).0
                if isNever && truth == .yes || isAlways && truth == .no
                    || isApart && truth == .yes && rules[1].truth(for: batch[row], on: day).0 == .yes
                {
                    counterexamples.append("\(sources) for \(lines[row]) on \(day)")
                    break
                }
            }
        }
        #expect(counterexamples.isEmpty, "\(counterexamples.prefix(3))")
        #expect(never >= most && always >= most && apart >= most, "\(never) \(always) \(apart)")
    }
}
