import Foundation
import Huiqi
import Testing

/// What the sample city shows, counted from its files; and its invented enterprises, worked out by hand.
@Suite struct SampleCityTests {
    private static func clauses() throws -> [Clause] {
        ClauseReader().read(try Golden.bytes("clauses.jsonl")).clauses.map(\.clause)
    }

    /// The README's figures are these. `HUIQI_UPDATE_GOLDEN=1 swift test --filter SampleCityTests` writes them anew.
    @Test func theReadmeTellsTheFigures() throws {
        let file = Golden.city.appendingPathComponent("README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(readme.range(of: "<!-- figures -->\n"))
        let end = try #require(readme.range(of: "<!-- end of figures -->"))
        let figures = try Self.figures()
        if ProcessInfo.processInfo.environment["HUIQI_UPDATE_GOLDEN"] == "1" {
            let text = readme[..<start.upperBound] + figures + readme[end.lowerBound...]
            try Data(text.utf8).write(to: file)
            return
        }
        #expect(readme[start.upperBound..<end.lowerBound] == figures)
    }

    private static func figures() throws -> String {
        let clauses = try clauses()
        let snapshot = try Golden.snapshot()
        let counts = try snapshot.count(threads: 2)
        let total = counts.reduce((0, 0, 0)) {
            ($0.0 + Int($1.eligible), $0.1 + Int($1.ineligible), $0.2 + Int($1.undetermined))
        }
        let rows: [(String, String)] = [
            (
                "clauses, policy documents",
                "\(clauses.count), \(Set(clauses.compactMap { $0.policy?.id }).count)"
            ),
            ("in force on 2021-06-30", "\(clauses.filter { $0.isInForce(on: snapshot.day) }.count)"),
            ("in tiers", "\(clauses.filter(isTiered).count)"),
            ("negated or historical", "\(clauses.filter(isNegatedOrHistorical).count)"),
            ("with at_least", "\(clauses.filter { $0.asks("at_least(") }.count)"),
            ("with sum over projects in a condition", "\(clauses.filter { $0.asks("sum(projects.") }.count)"),
            ("with an amount", "\(clauses.filter { $0.benefit?.amount != nil }.count)"),
            ("companies", "\(snapshot.profileCount)"),
            ("pairs eligible, ineligible, undetermined", "\(total.0), \(total.1), \(total.2)"),
            ("clauses with an eligible company", "\(counts.filter { $0.eligible > 0 }.count)"),
        ]
        return "| what | how many |\n|---|---|\n" + rows.map { "| \($0.0) | \($0.1) |\n" }.joined()
    }

    /// One clause of several by size or sales, or an amount that goes by steps.
    private static func isTiered(_ clause: Clause) -> Bool {
        clause.tags.contains("分档") || clause.benefit?.amount?.contains(" ? ") == true
    }

    private static func isNegatedOrHistorical(_ clause: Clause) -> Bool {
        ["!dishonest", "!abnormal", "!certificates.exists", "penalties.all(", "first_reached("].contains {
            clause.asks($0)
        }
    }

    @Test func theCityIsRichEnough() throws {
        let clauses = try Self.clauses()
        #expect(clauses.count >= 80)
        #expect(Set(clauses.compactMap { $0.policy?.id }).count >= 15)
        #expect(clauses.filter(Self.isTiered).count >= 10)
        #expect(clauses.filter(Self.isNegatedOrHistorical).count >= 10)
        #expect(clauses.filter { $0.asks("at_least(") }.count >= 5)
        #expect(clauses.filter { $0.asks("sum(projects.") }.count >= 5)
        let counts = try Golden.snapshot().count(threads: 2)
        #expect(counts.filter { $0.eligible > 0 }.count >= 15)
        #expect(counts.map(\.eligible).reduce(0, +) >= 2000)
    }

    private static func examples(_ key: String, on day: String) throws -> [String: Match] {
        let engine = try Engine(schemaFile: try Golden.bytes("schema.json"))
        _ = try engine.putClauses(try Golden.bytes("clauses.jsonl"))
        let report = try engine.putProfiles(try Golden.bytes("example-enterprises.jsonl"))
        try #require(
            report.refused == 0 && report.findings.isEmpty, "\(report.findings.map { $0.text(.en) })")
        let snapshot = try engine.snapshot(on: try #require(Day(day)))
        let matches = try snapshot.match(.key(key), options: AnswerOptions(top: nil, explain: true)).matches
        return Dictionary(uniqueKeysWithValues: matches.map { ($0.clause.clause.id, $0) })
    }

    /// Eligible ones with their amounts in fen, nil for those that pay nothing.
    private func expect(_ matches: [String: Match], _ wanted: [String: Int64?]) {
        let eligible = matches.filter { $0.value.verdict == .eligible }
        #expect(Set(eligible.keys) == Set(wanted.keys))
        for (id, amount) in wanted {
            #expect(matches[id]?.amountLow == amount, "\(id)")
            #expect(matches[id]?.amountHigh == amount, "\(id)")
        }
    }

    @Test func theInventedShoeMakerIsDecided() throws {
        let matches = try Self.examples("EX-LC", on: "2021-06-30")
        expect(
            matches,
            [
                "CN-GX": nil, "CN-GX-P": nil, "CN-HX-M": nil, "ZJ-ZD-1": nil, "ZJ-YFZX-P": nil,
                "ZJ-YFZX-T3": nil,
                "LC3-4-08-1": nil, "LC3-4-08-4": nil,
                // 12 % of 4 million and 10 % of 1.5 million; 8 % of 4 million.
                "LC3-1-02-2": 63_000_000, "LC3-1-02": 32_000_000,
                // 30,000 for one country, 10,000 for the other.
                "LC3-1-08-3": 4_000_000, "LC3-1-08-1": 2_000_000, "LC3-1-08-2": 800_000,
                "LC3-1-04-1": 3_000_000, "LC3-2-02": 200_000, "LC3-2-04": 2_000_000, "LC3-3-06": 10_000_000,
                "LC3-3-09-1": 10_000_000, "LC3-3-09-2": 50_000_000,
                // 5,000 in full and half of 60,000 more; half of 300,000, at most 120,000; half of 80,000.50.
                "LC3-4-05": 3_500_000, "LC3-4-07-2": 12_000_000, "LC3-4-07": 4_000_025, "ZJ-KJX": 1_000_000,
            ])
        // A second title of 2018 is not the first; R&D staff of 40 are short of 50.
        #expect(matches["LC3-1-04-2"]?.verdict == .ineligible)
        #expect(matches["ZJ-JSZX-P"]?.verdict == .ineligible)
        // Investment from outside: 45 million in 2020 is short, 150 million in three years is just enough.
        let sums = try #require(matches["LC3-4-08-4"]?.conditions)
        #expect(sums.map(\.explanation.truth) == [.yes, .yes, .yes, .yes, .yes])
    }

    @Test func theInventedBuilderIsDecided() throws {
        let matches = try Self.examples("EX-JZ", on: "2021-06-30")
        expect(
            matches,
            [
                "CN-HX-JZ-L": nil, "LC3-4-08-6": nil, "LC3-3-02": 100_000_000, "LC3-3-03": 20_000_000,
                // 80 % of 2,400,000 + 600,000.50; the project of 2019 is left out.
                "LC3-3-05": 240_000_040, "LC3-5-01": 30_000_000, "LC3-6-01": 15_000_000,
            ])
        // Growth of exactly 10 % is not above it; 49,999,999.99 is not 50 million; a day before 2019.
        for id in ["LC3-3-04", "LC3-4-08-5", "LC3-3-02-2"] {
            #expect(matches[id]?.verdict == .ineligible, "\(id)")
        }
    }

    @Test func theInventedInstrumentMakerIsDecided() throws {
        let matches = try Self.examples("EX-BJ", on: "2024-06-30")
        expect(
            matches,
            [
                "CN-HX-M": nil, "BJ024-1": nil, "BJ024-2": nil, "BJ026-7": 300_000_000,
                "BJ038-16": 300_000_000,
            ])
        // 500 million of sales for the first time; an output of 100 million not for the first time.
        #expect(matches["BJ039"]?.verdict == .ineligible)
        #expect(matches["BJ039"]?.conditions?.map(\.explanation.truth) == [.yes, .yes, .yes, .no])
        // One fen short of ten million of investment.
        #expect(matches["BJ038-14"]?.verdict == .ineligible)
    }
}

extension Clause {
    /// Whether a condition's expression has this in it.
    fileprivate func asks(_ part: String) -> Bool {
        conditions.contains { $0.expression?.contains(part) == true }
    }
}
