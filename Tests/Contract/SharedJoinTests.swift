import Huiqi
import Testing

/// Clauses that share a condition of which a part goes row by row come to the same in a population as one by one.
@Suite struct SharedJoinTests {
    @Test func joinsBelowWhatGoesRowByRow() throws {
        let shared = "(employees >= 5 && insured >= 3) || name == scope"
        let other =
            "(invention_patents >= 1 && utility_models >= 2) || (software_copyrights >= 3 && assets[2023] >= 1.0)"
        let clauses = [[shared], [shared, other], [other, shared], [other]].enumerated().map {
            number, texts in
            let conditions = texts.map { "{\"expr\":\"\($0)\"}" }.joined(separator: ",")
            return "{\"id\":\"k\(number)\",\"title\":\"t\",\"conditions\":[\(conditions)]}"
        }
        var profiles: [String] = []
        for bits in 0..<64 {
            func number(_ bit: Int) -> Int { bits >> bit & 1 == 1 ? 9 : 0 }
            profiles.append(
                "{\"id\":\"p\(bits)\",\"name\":\"n\",\"scope\":\"s\",\"employees\":\(number(0)),\"insured\":\(number(1)),"
                    + "\"invention_patents\":\(number(2)),\"utility_models\":\(number(3)),"
                    + "\"software_copyrights\":\(number(4)),\"assets\":{\"2023\":\(number(5))}}")
        }
        let engine = try Engine()
        _ = try engine.putClauses(Array(clauses.joined(separator: "\n").utf8), strict: true)
        _ = try engine.putProfiles(Array(profiles.joined(separator: "\n").utf8), strict: true)
        let snapshot = try engine.snapshot(on: Day(year: 2024, month: 6, day: 30) ?? Day(number: 0))
        #expect(snapshot.generalAtoms.count == 1)
        let counts = try snapshot.count(threads: 1)
        let matrix = try snapshot.matrix(threads: 1)
        #expect(matrix.counts == counts)
        var eligible = [Int](repeating: 0, count: clauses.count)
        for bits in 0..<64 {
            let answer = try snapshot.match(.key("p\(bits)"), options: AnswerOptions(top: nil))
            for match in answer.matches where match.verdict == .eligible {
                let clause = try #require(matrix.index(of: match.clause.clause.id))
                eligible[clause] += 1
                #expect(matrix.verdict(clause: clause, key: "p\(bits)") == .eligible)
            }
        }
        #expect(counts.map(\.eligible) == eligible)
        #expect(eligible == [16, 7, 7, 28])
    }
}
