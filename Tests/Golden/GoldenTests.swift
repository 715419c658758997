import Foundation
import Huiqi
import Testing

/// The sample city's answers, kept byte by byte. A change here is a change of verdicts: say in the commit which moved
/// and why. `HUIQI_UPDATE_GOLDEN=1 swift test --filter Golden` writes them anew.
@Suite struct Golden {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let city = root.appendingPathComponent("Examples/city")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: city.appendingPathComponent(name)))
    }

    static func engine() throws -> Engine {
        let engine = try Engine(schemaFile: try bytes("schema.json"))
        let clauses = try engine.putClauses(try bytes("clauses.jsonl"))
        try #require(clauses.refused == 0, "\(clauses.findings.map { $0.text(.en) })")
        let profiles = try engine.putProfiles(try bytes("profiles.jsonl"), threads: 2)
        try #require(profiles.refused == 0)
        return engine
    }

    static func snapshot() throws -> Snapshot {
        try engine().snapshot(on: try #require(Day("2021-06-30")))
    }

    func compare(_ name: String, _ found: [UInt8]) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "data/\(name)")
        if ProcessInfo.processInfo.environment["HUIQI_UPDATE_GOLDEN"] == "1" {
            try Data(found).write(to: file)
            return
        }
        let kept = [UInt8](try Data(contentsOf: file))
        #expect(found == kept, "\(name) differs from the kept answer")
    }

    @Test func sampleCityIsLargeAndReal() throws {
        let snapshot = try Self.snapshot()
        #expect(snapshot.clauseCount >= 40)
        #expect(snapshot.profileCount >= 350)
        let clauses = ClauseReader().read(try Self.bytes("clauses.jsonl")).clauses.map(\.clause)
        #expect(Set(clauses.compactMap { $0.policy?.id }).count >= 10)
        for clause in clauses {
            #expect(clause.policy?.title?.isEmpty == false, "\(clause.id) names no policy")
        }
    }

    @Test func counts() throws {
        try compare("counts.csv", ClauseCount.csv(try Self.snapshot().count(threads: 2)))
    }

    @Test(arguments: ["300901", "605088", "600113"]) func match(key: String) throws {
        let options = AnswerOptions(top: nil, explain: true)
        try compare("match-\(key).json", try Self.snapshot().match(.key(key), options: options).json + [0x0A])
    }

    @Test(arguments: ["ZJ-ZD-1", "LC3-4-08-2"]) func find(clause: String) throws {
        let options = AnswerOptions(top: 40, explain: true)
        try compare(
            "find-\(clause).json", try Self.snapshot().find(clause: clause, options: options).json + [0x0A])
    }

    /// One clause with every construct of the language, explained for one company: paths, gaps, settlements.
    @Test func everyConstructIsExplained() throws {
        let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("data")
        func bytes(_ name: String) throws -> [UInt8] {
            // The files are indented for readers; a clause is one line.
            [UInt8](try Data(contentsOf: data.appendingPathComponent(name))).filter { $0 != 0x0A }
        }
        let engine = try Engine()
        #expect(try engine.putClauses(try bytes("constructs-clause.json")).refused == 0)
        let answer = try engine.snapshot(on: try #require(Day("2024-06-30")))
            .match(.json(try bytes("constructs-profile.json")), options: AnswerOptions(explain: true))
        try compare("constructs.json", answer.json + [0x0A])
        // Whatever is asked for, each condition that does not hold has a way, each open one a settlement.
        for condition in answer.matches.first?.conditions ?? [] where condition.condition.kind != .review {
            #expect((condition.explanation.truth == .no) == (condition.explanation.mend != nil))
            #expect((condition.explanation.truth == .unknown) == (condition.explanation.settlement != nil))
        }
    }

    @Test func topIsAPrefixOfAll() throws {
        let snapshot = try Self.snapshot()
        let all = try snapshot.match(.key("300901"), options: AnswerOptions(top: nil)).matches
        for top in [0, 1, 2, 3, 4, 10, 69, 70, 71, 125, 126, 1000] {
            let part = try snapshot.match(.key("300901"), options: AnswerOptions(top: top)).matches
            #expect(part.map(\.clause.clause.id) == all.prefix(top).map(\.clause.clause.id))
            #expect(part.map(\.rank) == all.prefix(top).map(\.rank))
        }
        let each = try snapshot.match(.key("300901"), options: AnswerOptions(top: nil, topOfEach: 3)).matches
        for match in each { #expect(all[match.rank - 1].clause.clause.id == match.clause.clause.id) }
        #expect(each.filter { $0.verdict == .ineligible }.count == 3)
    }

    @Test func draftEqualsStoredClause() throws {
        let snapshot = try Self.snapshot()
        for line in try Self.bytes("clauses.jsonl").split(separator: 0x0A).prefix(12) {
            let draft = try snapshot.find(draft: Array(line), options: AnswerOptions(top: 30), threads: 2)
            let stored = try snapshot.find(clause: draft.clause.id, options: AnswerOptions(top: 30))
            #expect(draft.json == stored.json)
        }
    }
}

/// What the linter says of the sample city, kept line by line; every line of it was looked at.
@Suite struct GoldenLint {
    @Test func sampleCity() throws {
        let engine = try Engine(schemaFile: try Golden.bytes("schema.json"))
        _ = try engine.putProfiles(try Golden.bytes("profiles.jsonl"), threads: 2)
        let clauses = try Golden.bytes("clauses.jsonl")
        // The clauses by themselves have nothing odd.
        #expect(engine.lint(clauses).lint.map { $0.text(.en) } == [])
        let report = engine.lint(clauses, deciding: Day("2021-06-30"))
        let lines = report.lint.map { finding in
            "\(finding.place.subject ?? "")/\(finding.place.condition ?? "") \(finding.rule.rawValue): "
                + finding.place.message.en
        }
        try Golden().compare("lint.txt", Array((lines.joined(separator: "\n") + "\n").utf8))
    }
}
