import Huiqi
import Testing

/// A small random city.
struct World {
    static let day = Day(year: 2024, month: 6, day: 30) ?? Day(number: 0)

    let snapshot: Snapshot
    let keys: [String]
    private let clauses: [String]

    init(seed: UInt64, clauses count: Int, profiles: Int) throws {
        var dice = Dice(seed)
        let engine = try Engine()
        clauses = (0..<count).map { World.clause($0, &dice) }
        let report = try engine.putClauses(Array(clauses.joined(separator: "\n").utf8))
        try #require(report.refused == 0, "\(report.findings.prefix(3).map { $0.text(.en) })")
        let keys = (0..<profiles).map { "k\($0)" }
        // In three batches, with some keys put twice, so that blocks of several shapes and dead rows occur.
        for part in [0..<(profiles / 2), (profiles / 3)..<profiles, 0..<(profiles / 10)] {
            let lines = part.map { RandomProfiles.line(&dice, key: keys[$0]) }
            let report = try engine.putProfiles(Array(lines.joined(separator: "\n").utf8), threads: 2)
            try #require(report.refused == 0, "\(report.findings.prefix(3).map { $0.text(.en) })")
        }
        self.keys = keys
        snapshot = try engine.snapshot(on: World.day)
        try #require(snapshot.profileCount == profiles)
    }

    /// A clause of one to four conditions.
    static func clause(_ number: Int, _ dice: inout Dice) -> String {
        var conditions = (0..<(1 + dice.below(4))).map { _ in
            let kind = dice.chance(15) ? ",\"kind\":\"preferred\"" : ""
            return "{\"expr\":\"\(RandomRules.condition(&dice))\",\"weight\":\(1 + dice.below(3))\(kind)}"
        }
        if dice.chance(5) { conditions.append("{\"kind\":\"review\"}") }
        let id = number == 0 ? "R" : "C\(number)"
        if number == 0 { conditions = ["{\"kind\":\"review\"}"] }
        return "{\"id\":\"\(id)\",\"title\":\"研发奖励\",\"conditions\":[\(conditions.joined(separator: ","))]}"
    }

    /// Every condition of every clause for every profile, by both evaluators.
    func compare() throws -> (pairs: Int, seen: [Truth: Int], differences: [String]) {
        var pairs = 0
        var seen: [Truth: Int] = [:]
        var differences: [String] = []
        for truths in snapshot.conditionTruths() {
            for (position, truth) in truths.byBlock.enumerated() {
                pairs += 1
                seen[truth, default: 0] += 1
                let row = truths.byRow[position]
                if truths.byProfile[position] != truth {
                    differences.append(
                        "\(truths.expression) \(truths.keys[position]): profile \(truths.byProfile[position])"
                    )
                }
                if row != truth {
                    differences.append(
                        "\(truths.expression) \(truths.keys[position]): block \(truth), row \(row)")
                }
            }
        }
        return (pairs, seen, differences)
    }
}
