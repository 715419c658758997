import Huiqi
import Testing

/// The sample city's permit clauses: each licence that a scope touches is a clause that says so.
@Suite struct PermitClauseTests {
    @Test func permitsAreTakenWithoutFindings() throws {
        let engine = try Engine(schemaFile: try Golden.bytes("schema.json"))
        let report = try engine.putClauses(try Golden.bytes("permits.jsonl"))
        #expect(report.taken >= 30 && report.refused == 0, "\(report.findings.map { $0.text(.en) })")
        let clauses = ClauseReader().read(try Golden.bytes("permits.jsonl")).clauses.map(\.clause)
        for clause in clauses {
            #expect(clause.delivery == .verify || clause.delivery == .review, "\(clause.id)")
            #expect(clause.id.hasPrefix("PM-"), "\(clause.id)")
        }
    }

    /// A licence is asked for where the scope touches it and the firm has none in force.
    @Test(arguments: [
        ("食品销售；日用百货销售", "", ["PM-food-business"]),
        ("日用百货销售", "", []),
        ("化工产品销售（不含危险化学品）", "", []),
        ("危险化学品经营", "", []),
        ("劳务派遣服务", #"{"name":"劳务派遣经营许可证","to":"2099-01-01"}"#, []),
        ("劳务派遣服务", #"{"name":"劳务派遣经营许可证","to":"2020-01-01"}"#, ["PM-dispatch"]),
        ("餐饮服务；卷烟零售", "", ["PM-food-business", "PM-tobacco"]),
    ])
    func permitsOfAScope(scope: String, certificate: String, expected: [String]) throws {
        let engine = try Engine(schemaFile: try Golden.bytes("schema.json"))
        _ = try engine.putClauses(try Golden.bytes("permits.jsonl"))
        let profile =
            #"{"id":"p","scope":""# + scope + #"","industry":"F5219","abnormal":false,"certificates":["#
            + certificate + "]}"
        let snapshot = try engine.snapshot(on: try #require(Day("2021-06-30")))
        let matches = try snapshot.match(.json(Array(profile.utf8)), options: AnswerOptions(top: nil)).matches
        let eligible = matches.filter { $0.verdict == .eligible }.map(\.clause.clause.id).sorted()
        #expect(eligible == expected)
        // A review is left to a person: touched, but not decided.
        if scope == "危险化学品经营" {
            #expect(matches.contains { $0.clause.clause.id == "PM-hazchem" && $0.verdict == .undetermined })
        }
    }
}
