import Huiqi
import Testing

/// The smallest set of changes that mends a clause: shared between conditions, and breaking none that holds.
@Suite struct MendTests {
    private func steps(_ conditions: [String], _ facts: String) throws -> [String] {
        let engine = try Engine()
        let list = conditions.map { "{\"expr\":\"\($0)\"}" }.joined(separator: ",")
        _ = try engine.putClauses(
            Array("{\"id\":\"A\",\"title\":\"a\",\"conditions\":[\(list)]}".utf8), strict: true)
        let day = try #require(Day("2024-06-30"))
        let answer = try engine.snapshot(on: day).match(
            .json(Array("{\"id\":\"k\",\(facts)}".utf8)), options: AnswerOptions(explain: true))
        let found = answer.matches.first?.mend
        let mend = try #require(found)
        return (mend.isPossible ? [] : ["impossible"])
            + mend.steps.map { step in
                let change = step.step.change.map { " " + $0.comparison.rawValue + " " + text($0.bound) }
                return step.step.subject + (change ?? "") + " for " + step.conditions.joined(separator: ",")
            }
    }

    private func text(_ stated: StatedValue) -> String {
        guard case .number(let number, _) = stated else { return "?" }
        return number.fixed(places: 0) ?? "?"
    }

    @Test func oneFactMendsSeveralConditions() throws {
        let staff = #""employees":30,"insured":20"#
        for (conditions, facts, wanted) in [
            (
                ["employees >= 31 || insured >= 1000", "insured >= 1000"], staff,
                ["insured >= 1000 for c1,c2"]
            ),
            (
                ["employees >= 31 || insured >= 25", "employees >= 200 || insured >= 25"], staff,
                ["insured >= 25 for c1,c2"]
            ),
            // The stronger bound is enough for both.
            (["employees >= 31 || insured >= 21", "insured >= 25"], staff, ["insured >= 25 for c1,c2"]),
            // Nothing shared: each its nearest.
            (
                ["employees >= 31 || abnormal", "insured >= 21 || dishonest"],
                staff + #","abnormal":false,"dishonest":false"#,
                ["employees >= 31 for c1", "insured >= 21 for c2"]
            ),
            (
                ["at_least(1, [employees >= 31, insured >= 40])", "!(insured < 40)"], staff,
                ["insured >= 40 for c1,c2"]
            ),
        ] {
            #expect(try steps(conditions, facts) == wanted, "\(conditions)")
        }
    }

    @Test func whatHoldsIsNotBroken() throws {
        let staff = #""employees":30,"insured":20"#
        for (conditions, wanted) in [
            (["employees <= 29 || insured >= 21", "employees >= 30"], ["insured >= 21 for c1"]),
            (
                ["insured >= 21 && employees <= 29 || insured >= 40", "employees >= 30"],
                ["insured >= 40 for c1"]
            ),
            // Two conditions pull a fact to different sides: the other way of one of them.
            (
                ["employees >= 31 || insured >= 500", "employees <= 29"],
                ["insured >= 500 for c1", "employees <= 29 for c2"]
            ),
        ] {
            #expect(try steps(conditions, staff) == wanted, "\(conditions)")
        }
    }

    @Test func manyAlternativesStayBounded() throws {
        let years = (2010..<2023).map { "revenue[\($0)] >= 5.0" }.joined(separator: " || ")
        let amounts = (2010..<2023).map { "\"\($0)\":1" }.joined(separator: ",")
        let conditions = (0..<6).map { "\(years) || employees >= \($0 + 40)" }
        let found = try steps(conditions, "\"revenue\":{\(amounts)},\"employees\":30,\"insured\":20")
        #expect(found.count <= 2, "\(found)")
    }
}
