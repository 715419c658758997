import Huiqi
import Testing

/// Tiers across the clauses of a policy.
@Suite struct TierLintTests {
    private func lint(
        _ tiers: [String], others: [String] = ["region.under('3303')"], policies: [String]? = nil
    ) throws -> [String] {
        let clauses = tiers.enumerated().map { index, tier in
            Linted.clause(
                others + tier.split(separator: ";").map(String.init), id: "T\(index)",
                extra: "\"policy\":{\"id\":\"\(policies?[index] ?? "P")\"},")
        }
        return try Linted.places(clauses)
    }

    @Test func gaps() throws {
        #expect(try lint(["employees <= 100", "employees > 200"]) == ["T1/c2@0 tier-gap"])
        #expect(try lint(["employees > 200", "employees <= 100"]) == ["T0/c2@0 tier-gap"])
        #expect(
            try lint(["revenue[year-1] < 50000000", "revenue[year-1] > money('5000万元')"]) == [
                "T1/c2@0 tier-gap"
            ])
        #expect(
            try lint([
                "revenue[year-1] < 5.0", "revenue[year-1] >= 5.0 && revenue[year-1] < 9.0",
                "revenue[year-1] > 9.0",
            ]) == ["T2/c2@0 tier-gap"])
        #expect(
            try lint(["established < date('2020-01-01')", "established > date('2020-01-01')"]) == [
                "T1/c2@0 tier-gap"
            ])
        // Ints and fen leave nothing between; sums of facts could.
        #expect(try lint(["employees <= 100", "employees >= 101"]).isEmpty)
        #expect(try lint(["employees < 100", "employees > 99"]).isEmpty)
        #expect(try lint(["revenue[year-1] <= 49999999.99", "revenue[year-1] >= 50000000"]).isEmpty)
        #expect(try lint(["revenue[year-1] <= 4999.98", "revenue[year-1] >= 5000"]) == ["T1/c2@0 tier-gap"])
        #expect(
            try lint(["tax[year-1] / revenue[year-1] <= 0.02", "tax[year-1] / revenue[year-1] > 0.02"])
                .isEmpty)
        #expect(try lint(["established <= date('2019-12-31')", "established >= date('2020-01-01')"]).isEmpty)
    }

    @Test func overlaps() throws {
        #expect(try lint(["employees <= 100", "employees >= 100"]) == ["T1/c2@0 tier-overlap"])
        #expect(
            try lint([
                "revenue[year-1] >= 1.0;revenue[year-1] <= 9.0",
                "revenue[year-1] >= 5.0;revenue[year-1] < 20.0",
            ])
                == ["T1/c2@0 tier-overlap"])
        #expect(try lint(["employees <= 100", "employees > 100"]).isEmpty)
        // Larger and larger, within each other: not tiers.
        #expect(try lint(["employees >= 100", "employees >= 200", "employees >= 500"]).isEmpty)
        #expect(try lint(["employees >= 100", "employees >= 200 && employees < 300"]).isEmpty)
    }

    @Test func wholeYears() throws {
        let years = "years_since(established)"
        #expect(try lint(["\(years) < 3", "\(years) > 3"]) == ["T1/c2@0 tier-gap"])
        #expect(try lint(["\(years) <= 3", "\(years) >= 3"]) == ["T1/c2@0 tier-overlap"])
        #expect(
            try lint(["\(years) < 3", "\(years) >= 3 && \(years) < 5", "6 <= \(years)"]) == [
                "T2/c2@0 tier-gap"
            ])
        #expect(try lint(["\(years) <= 3", "\(years) > 3"]).isEmpty)
        #expect(try lint(["\(years) <= 3", "\(years) >= 4"]).isEmpty)
        #expect(try lint(["\(years) >= 3", "\(years) >= 5"]).isEmpty)
        #expect(try lint(["\(years) < 3", "months_since(established) > 3"]).isEmpty)
        let clauses = ["\(years) < 3", "\(years) > 3"].enumerated().map {
            Linted.clause([$0.element], id: "T\($0.offset)", extra: "\"policy\":{\"id\":\"P\"},")
        }
        let found = try Linted.report(clauses).lint
        #expect(found.first?.place.message.zh.contains("`years_since(established)` 正好是 3 的企业") == true)
    }

    @Test func onlySiblings() throws {
        #expect(try lint(["employees <= 100", "employees > 200"], policies: ["P", "Q"]).isEmpty)
        #expect(try lint(["employees <= 100", "employees > 200;dishonest"]).isEmpty)
        #expect(try lint(["employees <= 100", "insured > 200"]).isEmpty)
        #expect(try lint(["revenue[year-1] <= 5.0", "revenue[year-2] > 9.0"]).isEmpty)
        let noPolicy = [
            Linted.clause(["employees <= 100"], id: "A"), Linted.clause(["employees > 200"], id: "B"),
        ]
        #expect(try Linted.places(noPolicy).isEmpty)
        let years = ["2023", "2024"].enumerated().map { index, year in
            Linted.clause(
                [index == 0 ? "employees <= 100" : "employees > 200"], id: "Y\(index)",
                extra: "\"policy\":{\"id\":\"P\"},\"valid_from\":\"\(year)-01-01\",")
        }
        #expect(try Linted.places(years).isEmpty)
    }

    @Test func theHoleIsNamed() throws {
        let clauses = [
            Linted.clause(
                ["revenue[year-1] <= money('5000万元')"], id: "A", extra: "\"policy\":{\"id\":\"P\"},"),
            Linted.clause(
                ["revenue[year-1] > money('6000万元')"], id: "B", extra: "\"policy\":{\"id\":\"P\"},"),
        ]
        let finding = try #require(try Linted.report(clauses).lint.first)
        #expect(finding.place.message.zh.contains("在 5000万元 以上（不含）、6000万元 以下（含）"))
        #expect(finding.place.message.en.contains("above 50000000 and up to 60000000"))
        #expect(finding.place.message.zh.contains("条款 A") && finding.place.line == 2)
    }

    @Test func aHoleOfOneValueIsNamed() throws {
        let policy = "\"policy\":{\"id\":\"P\"},"
        for (below, above, zh, en) in [
            ("employees < 50", "employees > 50", "`employees` 正好是 50 的企业", "`employees` at 50"),
            ("employees <= 50", "employees >= 52", "`employees` 正好是 51 的企业", "`employees` at 51"),
            (
                "employees <= 50", "employees > 52", "`employees` 在 50 以上（不含）、52 以下（含）的企业",
                "above 50 and up to 52"
            ),
            ("revenue[2022] < 100000000", "revenue[2022] > 100000000", "正好是 1亿元 的企业", "at 100000000"),
        ] {
            let clauses = [below, above].enumerated().map {
                Linted.clause([$0.element], id: "T\($0.offset)", extra: policy)
            }
            let found = try Linted.report(clauses).lint
            #expect(found.map(\.rule) == [.tierGap])
            let spoken = found[0].place.message
            #expect(spoken.zh.replacing(" 的企业", with: "的企业").contains(zh.replacing(" 的企业", with: "的企业")))
            #expect(spoken.en.contains(en), "\(spoken.en)")
        }
        for (expression, zh) in [
            ("employees <= 50 && dishonest || employees >= 52 && abnormal", "`employees` 正好是 51 时哪一档都不属于"),
            ("employees < 50 && dishonest || employees > 50 && abnormal", "`employees` 正好是 50 时哪一档都不属于"),
            (
                "revenue[2022] <= 60000000 && dishonest || revenue[2022] > 100000000 && abnormal",
                "`revenue[2022]` 在 6000万元 以上（不含）、1亿元 以下（含） 时哪一档都不属于"
            ),
        ] {
            let found = try Linted.report([Linted.clause([expression])]).lint
            #expect(found.map(\.rule) == [.tierGap])
            #expect(found.first?.place.message.zh.hasSuffix(zh) == true, "\(found.map { $0.text(.zh) })")
        }
    }

    @Test func anOverlapIsMendedByWhatItIs() throws {
        func remedy(_ above: String) throws -> String? {
            let clauses = ["employees <= 100", above].enumerated().map {
                Linted.clause([$0.element], id: "T\($0.offset)", extra: "\"policy\":{\"id\":\"P\"},")
            }
            let found = try Linted.report(clauses).lint
            #expect(found.map(\.rule) == [.tierOverlap])
            return found.first?.suggestion.zh
        }
        #expect(try remedy("employees >= 100") == "让一档含端点、另一档不含，如 <= 与 >")
        #expect(try remedy("employees >= 80") == "核对两档的门槛：一档到哪里为止，下一档就从哪里开始")
    }
}
