import Foundation
import Huiqi
import Testing

/// The phrasings of real policies, written as conditions: every case by every evaluator, and the page that shows them.
@Suite struct PhrasingTests {
    @Test func everyPhrasingHasSixCasesAndAnExpression() throws {
        let phrasings = try Phrasing.all()
        #expect(phrasings.map(\.id) == (0..<29).map { "C" + ($0 < 5 ? "0" : "") + "\(2 * $0 + 1)" })
        for phrasing in phrasings {
            #expect(phrasing.cases.count >= 6, "\(phrasing.id)")
            #expect(phrasing.forms.contains { $0.expr != nil }, "\(phrasing.id)")
            for form in phrasing.forms {
                let truths = Set(phrasing.cases.filter { $0.form == form.id }.map(\.truth))
                #expect(truths.isSuperset(of: ["yes", "no"]), "\(form.id) lacks a case of yes or no")
            }
            // Every phrasing shows what happens where a fact is missing.
            #expect(phrasing.cases.contains { $0.truth == "unknown" }, "\(phrasing.id)")
        }
    }

    @Test func everyCaseComesOutAsWorkedOutByHand() throws {
        let schema = try SchemaReader.read(try Phrasing.schema())
        for phrasing in try Phrasing.all() {
            for form in phrasing.forms {
                guard let expr = form.expr else { continue }
                let rule = try Rule.condition(expr, schema: schema)
                for one in phrasing.cases where one.form == form.id {
                    let (batch, warnings) = try ProfileReader(schema: schema).readOne(
                        Array(one.profile.written.utf8))
                    #expect(warnings.isEmpty)
                    let day = try #require(Day(one.asOf ?? phrasing.asOf))
                    let (truth, gap) = rule.truth(for: batch[0], on: day)
                    #expect("\(truth)" == one.truth, "\(form.id), \(one.why)")
                    #expect(
                        (gap?.missing ?? []).map { $0.name(in: schema) } == one.missing ?? [],
                        "\(form.id), \(one.why)")
                    #expect(gap?.problems.map(\.message.en) ?? [] == (one.problem.map { [$0] } ?? []))
                }
            }
        }
    }

    /// All forms as clauses and all cases as profiles: every evaluator, also where a form meets the profile of another.
    @Test func everyEvaluatorAgreesAndTheVerdictFollows() throws {
        let phrasings = try Phrasing.all()
        for day in Set(phrasings.flatMap { phrasing in phrasing.cases.map { $0.asOf ?? phrasing.asOf } })
            .sorted()
        {
            let engine = try Engine(schemaFile: try Phrasing.schema())
            for form in phrasings.flatMap(\.forms) {
                let rule = form.expr.map { "\"expr\":\"\($0)\"" } ?? "\"kind\":\"review\""
                let report = try engine.putClauses(
                    Array(
                        "{\"id\":\"\(form.id)\",\"title\":\"\(form.label)\",\"conditions\":[{\"id\":\"\(form.id)\",\(rule)}]}"
                            .utf8))
                try #require(report.taken == 1, "\(report.findings.map { $0.text(.en) })")
            }
            var cases: [(key: String, case: Phrasing.Case)] = []
            for phrasing in phrasings {
                for (number, one) in phrasing.cases.enumerated() where one.asOf ?? phrasing.asOf == day {
                    cases.append(("\(phrasing.id).\(number)", one))
                }
            }
            let lines = cases.map { $0.case.profile.adding("id", $0.key).written }.joined(separator: "\n")
            let report = try engine.putProfiles(Array(lines.utf8))
            try #require(report.taken == cases.count, "\(report.findings.map { $0.text(.en) })")
            let snapshot = try engine.snapshot(on: try #require(Day(day)), truth: .kleene)
            for truths in snapshot.conditionTruths() {
                #expect(
                    truths.byBlock == truths.byRow && truths.byProfile == truths.byRow, "\(truths.expression)"
                )
            }
            let split = try engine.snapshot(on: snapshot.day, truth: .split)
            for (key, one) in cases {
                #expect(try word(snapshot, key, one) == one.truth, "\(one.form), \(one.why)")
                #expect(
                    try word(split, key, one) == one.split ?? one.truth, "\(one.form), \(one.why), by split")
            }
        }
    }

    private func word(_ snapshot: Snapshot, _ key: String, _ one: Phrasing.Case) throws -> String? {
        let matches = try snapshot.match(.key(key), options: AnswerOptions(top: nil)).matches
        let match = try #require(matches.first { $0.clause.clause.id == one.form })
        let words: [Verdict: String] = [.eligible: "yes", .ineligible: "no", .undetermined: "unknown"]
        return words[match.verdict]
    }

    /// `Phrasings.md` is what the data says. `HUIQI_UPDATE_GOLDEN=1 swift test --filter PhrasingTests` writes it anew.
    @Test func thePageShowsTheData() throws {
        let page = try PhrasingPage.text()
        let file = Golden.root.appendingPathComponent("Sources/Huiqi/Huiqi.docc/Phrasings.md")
        if ProcessInfo.processInfo.environment["HUIQI_UPDATE_GOLDEN"] == "1" {
            try Data(page.utf8).write(to: file)
            return
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == page)
    }
}
