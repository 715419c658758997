import HuiqiLogic
import HuiqiModel
import HuiqiRule
import Testing

/// The way to a yes, one test a construct, with exact steps and gaps.
@Suite struct ExplanationTests {
    static let company = """
        {"id":"k","name":"杭州甲","region":"330304","industry":"C3829","established":"2021-08-12","employees":30,
        "insured":20,"invention_patents":2,"size":"中型","credit_grade":"B","dishonest":true,"abnormal":false,
        "revenue":{"2021":33000000,"2022":35000000,"2023":38000000},"rd_expense":{"2023":1000000},
        "tags":["高新技术企业"],"scope":"五金制品","certificates":[
        {"name":"食品经营许可证","level":"省级","to":"2024-01-31"},{"name":"建筑","level":"国家级","to":"2025-01-31"}],
        "penalties":[{"date":"2021-07-15","kind":"环保","amount":20000},
        {"date":"2019-01-01","kind":"环保","amount":100000}],"materials":[]}
        """

    private func check(
        _ cases: [(String, [String])], _ json: String = company, _ place: SourceLocation = #_sourceLocation
    ) {
        let profile = profile(json.replacing("\n", with: ""))
        for (source, wanted) in cases {
            let found = path(source, profile)
            #expect(found == wanted, "\(source)\n\(found)", sourceLocation: place)
        }
    }

    @Test func comparison() {
        check([
            (
                "revenue[year-1] >= money('5000万元')",
                ["revenue[2023] is 38000000元; >= 50000000元, gap 12000000元"]
            ),
            ("money('5000万元') <= revenue[2023]", ["revenue[2023] is 38000000元; >= 50000000元, gap 12000000元"]),
            ("!(revenue[2023] < 50000000.0)", ["revenue[2023] is 38000000元; >= 50000000元, gap 12000000元"]),
            ("employees > 30", ["employees is 30人; > 30人, gap 1人"]),
            ("revenue[2023] > 38000000.0", ["revenue[2023] is 38000000元; > 38000000元, gap 0.01元"]),
            ("revenue[2023] < 38000000.0", ["revenue[2023] is 38000000元; < 38000000元, gap 0.01元"]),
            ("invention_patents >= 3", ["invention_patents is 2件; >= 3件, gap 1件"]),
            ("employees == 35", ["employees is 30人; == 35人, gap 5人"]),
            ("employees != 30", ["employees is 30人; != 30人"]),
        ])
    }

    @Test func computed() {
        check([
            (
                "rd_expense[2023] >= 0.03 * revenue[2023]",
                ["rd_expense[2023] is 1000000元; >= 1140000元, gap 140000元"]
            ),
            (
                "rd_expense[2023] / revenue[2023] >= 0.05",
                [
                    "rd_expense[2023] / revenue[2023] is 1/38; >= 0.05, gap 9/380, "
                        + "rd_expense[2023] >= 1900000元 gap 900000元"
                ]
            ),
            (
                "revenue[2023] / revenue[2022] - 1.0 >= 0.19",
                [
                    "(revenue[2023] / revenue[2022] - 1.0) is 3/35; >= 0.19, gap 73/700, "
                        + "revenue[2023] >= 41650000元 gap 3650000元"
                ]
            ),
            (
                "employees + insured >= 100",
                ["(employees + insured) is 50人; >= 100人, gap 50人, employees >= 80人 gap 50人"]
            ),
            (
                "100 - employees <= 60",
                ["(100 - employees) is 70人; <= 60人, gap 10人, employees >= 40人 gap 10人"]
            ),
        ])
    }

    @Test func ageAndDates() {
        check([
            (
                "established <= months_before(36)",
                ["established is 2021-08-12; <= 2021-06-30, gap 43天, from 2024-08-12"]
            ),
            (
                "years_since(established) >= 3",
                ["years_since(established) is 2年; >= 3年, gap 1年, from 2024-08-12"]
            ),
            (
                "months_since(established) >= 36",
                ["months_since(established) is 34个月; >= 36个月, gap 2个月, from 2024-08-12"]
            ),
            ("established < date('2021-08-12')", ["established is 2021-08-12; < 2021-08-12, gap 1天"]),
            ("as_of >= date('2024-09-01')", ["as_of is 2024-06-30; >= 2024-09-01, gap 63天, from 2024-09-01"]),
        ])
    }

    @Test func truthsTextsAndCodes() {
        check([
            ("!dishonest", ["dishonest is 是; == 否"]),
            ("dishonest == false", ["dishonest is 是; == 否"]),
            ("abnormal", ["abnormal is 否; == 是"]),
            ("credit_grade == 'A'", ["credit_grade is B; == A"]),
            ("size in ['小型','微型']", ["size is 中型; in 小型|微型"]),
            ("!(size in ['中型'])", ["size is 中型; not in 中型"]),
            ("region.under(['330302','330303'])", ["region is 330304; under 330302|330303"]),
            ("!industry.under('C')", ["industry is C3829; not under C"]),
            ("scope.mentions('软件')", ["scope is 五金制品; mentions 软件"]),
            ("name.startsWith('温州')", ["name is 杭州甲; startsWith 温州"]),
            ("'专精特新中小企业' in tags", ["tags has 专精特新中小企业"]),
            ("!('高新技术企业' in tags)", ["tags has not 高新技术企业"]),
            ("tags.exists(t, t == '上市公司')", ["tags has 上市公司, gap 1个"]),
            ("tags.exists(t, t in ['甲','乙'])", ["tags has 甲|乙, gap 1个"]),
        ])
    }

    @Test func alternatives() {
        check([
            (
                "employees >= 100 || invention_patents >= 5",
                ["invention_patents is 2件; >= 5件, gap 3件", "any 1 of 2, 0 held 0..<1"]
            ),
            // Fewest failing atoms before the smallest gap.
            (
                "employees >= 31 && insured >= 21 || revenue[2023] >= 100000000.0",
                ["revenue[2023] is 38000000元; >= 100000000元, gap 62000000元", "any 1 of 2, 0 held 0..<1"]
            ),
            (
                "!(employees >= 30 && invention_patents < 3)",
                ["employees is 30人; < 30人, gap 1人", "any 1 of 2, 0 held 0..<1"]
            ),
            (
                "!(employees >= 30 || invention_patents < 3)",
                ["employees is 30人; < 30人, gap 1人", "invention_patents is 2件; >= 3件, gap 1件"]
            ),
            (
                "employees >= 31 && (tax[2023] > 0.0 || false)",
                ["employees is 30人; >= 31人, gap 1人", "verify tax[2023]"]
            ),
        ])
    }

    @Test func atLeast() {
        check([
            (
                "at_least(2, [employees >= 100, invention_patents >= 5, '高新技术企业' in tags])",
                ["invention_patents is 2件; >= 5件, gap 3件", "at_least 1 of 3, 1 held 0..<1"]
            ),
            (
                "!at_least(2, [employees >= 30, invention_patents >= 2, '高新技术企业' in tags])",
                [
                    "employees is 30人; < 30人, gap 1人", "invention_patents is 2件; < 2件, gap 1件",
                    "at_least 2 of 3, 3 held, excess 0..<2",
                ]
            ),
            ("at_least(3, [employees >= 100, abnormal])", ["impossible"]),
        ])
    }

    @Test func tiers() {
        check([
            (
                "revenue[2023] > 100000000.0 ? rd_expense[2023] >= 9000000.0 : rd_expense[2023] >= 3000000.0",
                ["rd_expense[2023] is 1000000元; >= 3000000元, gap 2000000元"]
            ),
            // The other branch asks for less.
            (
                "employees > 29 ? insured >= 300 && abnormal : true",
                ["employees is 30人; <= 29人, gap 1人", "branch 1 of 2, 0 held 0..<1"]
            ),
            (
                "rd_expense[2023] >= (revenue[2023] <= 50000000.0 ? 0.05 : 0.04) * revenue[2023]",
                ["rd_expense[2023] is 1000000元; >= 1900000元, gap 900000元"]
            ),
        ])
    }

    @Test func firstReached() {
        check([
            (
                "first_reached(revenue, 2023, 40000000.0, 2021)",
                ["revenue[2023] is 38000000元; >= 40000000元, gap 2000000元"]
            ),
            (
                "first_reached(revenue, 2023, 35000000.0, 2020)",
                ["revenue[2022] is 35000000元; < 35000000元, gap 0.01元", "verify revenue[2020]"]
            ),
        ])
    }

    @Test func elementsOfLists() {
        check([
            (
                "certificates.exists(c, c.name == '食品经营许可证' && c.to >= as_of)",
                [
                    "certificates[0].to is 2024-01-31; >= 2024-06-30, gap 151天",
                    "element 1 of 2, 0 held 0..<1",
                ]
            ),
            (
                "!penalties.exists(p, p.date >= years_before(3))",
                ["penalties[0].date is 2021-07-15; < 2021-06-30, gap 16天, from 2024-07-16"]
            ),
            (
                "penalties.all(p, p.amount <= 10000.0)",
                [
                    "penalties[0].amount is 20000元; <= 10000元, gap 10000元",
                    "penalties[1].amount is 100000元; <= 10000元, gap 90000元",
                ]
            ),
            (
                "!penalties.all(p, p.amount > 10000.0)",
                ["penalties[0].amount is 20000元; <= 10000元, gap 10000元", "element 1 of 2, 0 held 0..<1"]
            ),
            (
                "penalties.exists_one(p, p.amount >= 20000.0)",
                [
                    "penalties[0].amount is 20000元; < 20000元, gap 0.01元",
                    "element 1 of 2, 2 held, excess 0..<1",
                ]
            ),
            (
                "materials.exists(m, m.name == '营业执照')",
                ["materials element x.name == \"营业执照\", gap 1项"]
            ),
            (
                "size(certificates.filter(c, c.level == '国家级')) >= 2",
                ["size(certificates.filter(x, x.level == \"国家级\")) is 1项; >= 2项, gap 1项"]
            ),
            ("size(tags) > 1", ["size(tags) is 1个; > 1个, gap 1个"]),
            (
                "sum(penalties.map(p, p.amount)) <= 50000.0",
                ["sum(penalties.map(x, x.amount)) is 120000元; <= 50000元, gap 70000元"]
            ),
        ])
    }

    @Test func whatHasHappenedStays() {
        check([
            // Time mends it; nobody changes what a penalty was for, or its amount.
            (
                "!penalties.exists(p, p.date >= years_before(3) && p.amount > 19999.0 && p.kind == '环保')",
                [
                    "penalties[0].date is 2021-07-15; < 2021-06-30, gap 16天, from 2024-07-16",
                    "any 1 of 3, 0 held 0..<1",
                ]
            ),
            (
                "penalties.all(p, p.date < years_before(3) || p.kind != '环保')",
                [
                    "penalties[0].date is 2021-07-15; < 2021-06-30, gap 16天, from 2024-07-16",
                    "any 1 of 2, 0 held 0..<1",
                ]
            ),
            // Another certificate is got, not another name for the one there is.
            (
                "certificates.exists(c, c.name == '鲁班奖')",
                ["certificates element x.name == \"鲁班奖\", gap 1项"]
            ),
            (
                "certificates.exists(c, c.name == '建筑' && c.to >= date('2025-06-30') || c.name == '鲁班奖')",
                [
                    "certificates[1].to is 2025-01-31; >= 2025-06-30, gap 150天", "any 1 of 2, 0 held 0..<1",
                    "element 1 of 2, 0 held 0..<1",
                ]
            ),
            (
                "penalties.exists(p, p.date >= date('2022-01-01'))",
                ["penalties element x.date >= 2022-01-01T00:00:00Z, gap 1项"]
            ),
        ])
        let company = profile(Self.company.replacing("\n", with: ""))
        for (source, sought) in [
            ("certificates.exists(c, c.name == '鲁班奖')", MendStep.SoughtElement(text: "鲁班奖", isAll: true)),
            (
                "certificates.exists(c, c.to >= as_of && '鲁班奖' == c.name)",
                MendStep.SoughtElement(text: "鲁班奖", isAll: false)
            ),
        ] {
            #expect(explanation(source, company).mend?.steps.map(\.sought) == [sought], "\(source)")
        }
    }

    @Test func nothingMends() {
        check([
            (
                "as_of < date('2020-01-01')",
                ["impossible", "as_of is 2024-06-30; < 2020-01-01, gap 1643天"]
            )
        ])
        // The comparison of the path is the contract's threshold.
        let found = explanation(
            "'上市公司' in tags && employees >= 40", profile(Self.company.replacing("\n", with: "")))
        #expect(found.threshold?.gap == .number(Number(10), unit: "人"))
        #expect(found.mend?.steps.count == 2)
    }

    @Test func whatWouldSettle() {
        let profile = profile(#"{"id":"k","revenue":{"2023":10000000},"employees":5,"tags":["甲",null]}"#)
        for (source, wanted) in [
            (
                "rd_expense[2023] >= 0.03 * revenue[2023]",
                [
                    "rd_expense[2023]", "rd_expense[2023] alone: no", "rd_expense[2023] alone: yes",
                    "yes if rd_expense[2023] >= 300000元",
                ]
            ),
            (
                "0.5 * rd_expense[2023] <= revenue[2023]",
                [
                    "rd_expense[2023]", "rd_expense[2023] alone: no", "rd_expense[2023] alone: yes",
                    "yes if 0.5 * rd_expense[2023] <= 10000000, rd_expense[2023] <= 20000000元",
                ]
            ),
            (
                "!dishonest && employees >= 3 && insured >= 3",
                [
                    "dishonest, insured", "dishonest alone: no", "insured alone: no",
                    "yes if dishonest == 否", "yes if insured >= 3人",
                ]
            ),
            (
                "dishonest || insured >= 3",
                ["dishonest, insured", "dishonest alone: yes", "insured alone: yes"]
            ),
            ("abnormal ? insured >= 3 : employees >= 3", ["abnormal, insured", "abnormal alone: yes"]),
            // Tiers: staff alone decides, whatever the patents.
            (
                "insured < 10 || insured < 5 && invention_patents > 3",
                ["insured", "insured alone: yes"]
            ),
            (
                "'乙' in tags",
                ["tags[*]", "tags[*] alone: no", "tags[*] alone: yes", "yes if tags has 乙"]
            ),
            (
                "at_least(2, [employees >= 3, dishonest, abnormal])",
                ["dishonest, abnormal", "dishonest alone: yes", "abnormal alone: yes"]
            ),
            ("employees >= 3", ["yes"]),
        ] {
            let found = settlement(source, profile)
            #expect(found == wanted, "\(source)\n\(found)")
        }
    }
}
