import Foundation
import Huiqi
import Testing

/// Delivery, days, populations, and the rule pack of unfair competition.
@Suite struct ClauseLintTests {
    private static let schema = """
        {"fields":[{"name":"staff","type":"int","label":"研发人员","source":"企业自报"},
        {"name":"loans","type":"money","label":"贷款","source":"人民银行"},
        {"name":"local_buy","type":"map(int year, money)","label":"本地采购额","unit":"元"},
        {"name":"nature","type":"string","label":"企业性质"}]}
        """

    private func lint(_ expressions: [String], extra: String = "") throws -> [String] {
        try Linted.places([Linted.clause(expressions, extra: extra)], schema: Self.schema)
    }

    @Test func instant() throws {
        let instant = "\"delivery\":\"instant\","
        #expect(try lint(["dishonest", "{\"kind\":\"review\"}"], extra: instant) == ["A/c2 instant-review"])
        #expect(try lint(["{\"kind\":\"review\"}"], extra: "\"delivery\":\"review\",").isEmpty)
        #expect(try lint(["loans > 3.0 && staff > 3"], extra: instant) == ["A/c1@15 instant-untrusted"])
        #expect(try lint(["loans > 3.0", "employees > 3"], extra: instant).isEmpty)
        #expect(try lint(["staff > 3"], extra: "\"delivery\":\"verify\",").isEmpty)
        #expect(
            try lint(
                ["loans > 3.0"], extra: instant + "\"benefit\":{\"amount\":\"10.0 * double(staff)\"},")
                == ["A/benefit.amount@14 instant-untrusted"])
        #expect(DeliveryLint.isUntrusted("Self-Declared by the firm") && !DeliveryLint.isUntrusted("税务局"))
    }

    @Test func storingStillWarnsOfInstantReviewAlone() throws {
        let engine = try Engine()
        let clause = Linted.clause(
            ["employees > 5 && employees < 3", "{\"kind\":\"review\"}"], extra: "\"delivery\":\"instant\",")
        let report = try engine.putClauses(Array(clause.utf8))
        #expect(report.taken == 1 && report.refused == 0)
        #expect(report.findings.map(\.condition) == ["c2"])
        #expect(engine.check(Array(clause.utf8)).findings == report.findings)
    }

    @Test func days() throws {
        #expect(
            try lint(["dishonest"], extra: "\"apply_from\":\"2024-06-30\",\"apply_to\":\"2024-06-01\",")
                == ["A/apply_to date-order"])
        #expect(
            try lint(["dishonest"], extra: "\"apply_from\":\"2024-06-30\",\"apply_to\":\"2024-06-30\",")
                .isEmpty)
    }

    @Test func undecidable() throws {
        let clauses = [
            Linted.clause([
                "employees > 3", "insured > 3", "revenue[year-1] > 3.0 && tax[year-1] > 3.0",
                "penalties.exists(p, p.amount > 3.0)",
            ]),
            Linted.clause(["insured > 3"], id: "B"),
        ]
        let profiles = [
            #"{"id":"1","employees":3,"revenue":{"2023":5},"penalties":[{"kind":"x"}]}"#,
            #"{"id":"2","revenue":{"2023":5},"penalties":[{"kind":"y"}]}"#,
        ]
        let report = try Linted.report(clauses, profiles: profiles)
        #expect(
            report.lint.map(Linted.place) == [
                "A/c2@0 undecidable", "A/c3@0 undecidable", "A/c4@0 undecidable", "B/c1@0 undecidable",
            ])
        #expect(
            report.lint.map(\.place.message.en.suffixAfterAll) == [
                "`insured`", "`tax[2023]`", "`penalties[*].amount`", "`insured`",
            ])
        // Without profiles nothing is undecidable, and one profile that knows is enough.
        #expect(try Linted.places(clauses).isEmpty)
        #expect(try Linted.places(clauses, profiles: []).isEmpty)
        let known = profiles + [#"{"id":"3","insured":9,"tax":{"2023":1},"penalties":[]}"#]
        #expect(try Linted.places(clauses, profiles: known).isEmpty)
        // A condition that is decided without the missing fact is decided.
        #expect(
            try Linted.places([Linted.clause(["insured > 3 || revenue[2023] > 3.0"])], profiles: profiles)
                .isEmpty)
    }

    @Test func unfairCompetition() throws {
        for expression in [
            "legal_form.contains('国有')", "legal_form == '有限责任公司（外商投资）'", "'民营企业' in tags",
            "tags.exists(t, t == '国有企业')", "nature in ['民营','私营']", "name == '温州某某有限公司'",
            "uscc in ['91330300MA00000000']", "local_buy[year-1] >= 1.0", "'采购本地产品' in tags",
            "legal_form == '集体企业'", "legal_form in ['国有企业','集体企业']",
        ] {
            let found = try lint([expression])
            #expect(found.count == 1 && found[0].hasSuffix(" unfair-competition"), "\(expression): \(found)")
        }
        for expression in [
            "region.under('3303')", "tax_region.under('3303')", "legal_form == '个体工商户'",
            "legal_form in ['有限责任公司', '有限责任公司（外商投资）']", "'高新技术企业' in tags", "'外资研发中心' in tags",
            "name.contains('科技')", "name != ''", "scope.contains('本地')", "nature == '合伙'",
        ] {
            #expect(try lint([expression]).isEmpty, "\(expression)")
        }
        #expect(try lint(["{\"label\":\"承诺五年内不迁出本区\",\"kind\":\"review\"}"]) == ["A/c1 unfair-competition"])
        #expect(
            try lint(["{\"label\":\"须在本市设立分公司\",\"kind\":\"review\"}"]) == ["A/c1 unfair-competition"])
        for label in [
            "在本市注册成立子公司", "在本区设立独立核算的分公司", "企业须在本省设立具有独立法人资格的子公司", "产品达标，企业不得迁出本区", "承诺不外迁",
        ] {
            let found = try lint(["{\"label\":\"\(label)\",\"kind\":\"review\"}"])
            #expect(found == ["A/c1 unfair-competition"], "\(label)")
        }
        for label in [
            "在本市注册", "在本地成立满3年的企业，子公司不重复享受", "企业在本市注册，分公司、子公司均可申报", "产品不迁出原产地标识",
            "在本市注册的企业及其子公司", "在本市设立的分公司可以申报", "不要求在本市设立分公司",
        ] {
            #expect(try lint(["{\"label\":\"\(label)\",\"kind\":\"review\"}"]).isEmpty, "\(label)")
        }
        let finding = try #require(try Linted.report([Linted.clause(["'国有企业' in tags"])]).lint.first)
        #expect(finding.place.message.zh.contains("第 783 号）第十条") && finding.suggestion.zh.contains("人工复核"))
        #expect(
            finding.place.message.en.contains("article 10") && finding.suggestion.en.contains("human review"))
    }

    @Test(arguments: LintRule.allCases) func everyRuleCanBeSwitchedOff(rule: LintRule) throws {
        let clauses = [
            Linted.clause(
                ["employees > 5 && employees < 3", "'国有企业' in tags", "size(tags) < 0", "size(tags) < 0"],
                id: "A",
                extra: "\"delivery\":\"instant\","),
            Linted.clause(["employees <= 3"], id: "B", extra: "\"policy\":{\"id\":\"P\"},"),
            Linted.clause(["employees >= 5"], id: "C", extra: "\"policy\":{\"id\":\"P\"},"),
        ]
        let all = try Linted.report(clauses).lint
        let found = try Linted.report(clauses, options: LintOptions(without: [rule])).lint
        #expect(found == all.filter { $0.rule != rule })
    }

    @Test func json() throws {
        let lines = [Linted.clause(["employees > 5 && employees < 3"]), #"{"id":"B"}"#]
        let report = try Engine().lint(Array(lines.joined(separator: "\n").utf8))
        let text = String(decoding: report.json, as: UTF8.self)
        #expect(
            text.hasPrefix(
                #"{"passed":1,"refused":1,"findings":[{"severity":"refusal","rule":null,"line":2,"clause":"B","#
            ))
        #expect(
            text.contains(
                #"{"severity":"warning","rule":"contradictory-bounds","line":1,"clause":"A","condition":"c1","field":null,"offset":27,"explanation":{"zh":"#
            ))
    }
}

extension String {
    fileprivate var suffixAfterAll: String {
        guard let range = self.range(of: "all lack ") else { return self }
        return String(self[range.upperBound...])
    }
}
