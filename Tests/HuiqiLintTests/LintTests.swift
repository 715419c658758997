import Huiqi
import Testing

/// Each rule about one condition: where it fires, exactly, and the near miss where it must not.
@Suite struct ConditionLintTests {
    @Test(arguments: [
        // What can never hold.
        ("size(tags) < 0", "11 unreachable"),
        ("region.under([])", "7 unreachable"),
        ("false", "0 unreachable"),
        ("employees > 3 || size(tags) < 0", "28 unreachable"),
        ("employees in []", "10 unreachable"),
        ("established.getHours() == 24", "23 unreachable"),
        ("penalties.exists(p, p.amount > 5.0 && p.amount < 3.0)", "47 contradictory-bounds"),
        ("at_least(3, [employees > 5, employees < 3, employees > 1])", "0 unreachable"),
        // What always holds.
        ("employees < 3 || employees >= 3", "14 always-true"),
        ("true", "0 always-true"),
        ("size(tags) >= 0", "11 always-true"),
        ("size in ['大型','中型'] || size in ['小型','微型']", "28 always-true"),
        ("at_least(1, [dishonest, !dishonest])", "0 always-true"),
        ("established <= years_before(5) || years_since(established) < 5", "31 always-true"),
        ("employees + 1 > employees", "14 always-true"),
        // What contradicts itself.
        ("employees > 500 && employees < 300", "29 contradictory-bounds"),
        ("employees > 3 && employees < 4", "27 contradictory-bounds"),
        ("region.under('3303') && region.under('3302')", "31 contradictory-bounds"),
        ("region.under('3303') && region == '330203'", "31 contradictory-bounds"),
        ("industry.under('C38') && !industry.under('C')", "25 contradictory-bounds"),
        ("'a' in tags && !('a' in tags)", "15 contradictory-bounds"),
        ("'a' in tags && tags.all(t, t != 'a')", "20 contradictory-bounds"),
        ("size in ['小型','微型'] && size == '大型'", "36 contradictory-bounds"),
        ("dishonest && dishonest == false", "23 contradictory-bounds"),
        ("name == '甲' && name == '乙'", "22 contradictory-bounds"),
        ("years_since(established) >= 5 && established > years_before(3)", "45 contradictory-bounds"),
        ("established >= date('2020-01-01') && established < date('2019-01-01')", "49 contradictory-bounds"),
        ("established > date('2020-01-01') && established < date('2020-01-02')", "48 contradictory-bounds"),
        (
            "100.0 * tax[year-1] > 3.0 * revenue[year-1] && tax[year-1] < 0.03 * revenue[year-1]",
            "59 contradictory-bounds"
        ),
        (
            "revenue[year-1] - revenue[year-2] > 5.0 && revenue[year-2] - revenue[year-1] > 0.0",
            "77 contradictory-bounds"
        ),
        ("revenue[2022] > 3.001 && revenue[2022] < 3.009", "39 contradictory-bounds"),
        // What `!` makes of a chain and of its parts.
        ("!(employees > 500 || employees <= 500)", "18 unreachable"),
        ("!(employees > 500 && employees < 300)", "18 always-true"),
        ("!!(employees > 500 && employees < 300)", "32 contradictory-bounds"),
        ("!(size(tags) < 0)", "13 always-true"),
        ("!(size(tags) >= 0 && dishonest)", "13 unreachable"),
        ("!(dishonest ? employees in [] : abnormal)", "24 always-true"),
        ("!at_least(1, [dishonest, !dishonest])", "1 unreachable"),
        // Nothing contradicts a constant.
        ("name.matches('a') && false", "18 unreachable"),
        ("false && name.matches('a')", "6 unreachable"),
        // Tiers joined by ||.
        (
            "(revenue[2022] <= 5000.0 && dishonest) || (revenue[2022] > 6000.0 && abnormal)", "39 tier-gap"
        ),
        ("(employees < 5 && dishonest) || (employees > 5 && abnormal)", "29 tier-gap"),
        ("employees < 50 || employees > 50", "15 tier-gap"),
        // Branches that cannot hold where they are asked for.
        ("employees > 5 ? employees < 3 : dishonest", "26 unreachable"),
        ("employees > 5 ? dishonest : employees > 7", "38 unreachable"),
        ("!(employees > 5 ? employees > 3 : dishonest)", "28 unreachable"),
        // Twice the same.
        ("employees > 3 || dishonest || employees > 3", "40 duplicate-condition"),
        ("employees > 3 || 3 < employees", "19 duplicate-condition"),
        ("employees > 3 || dishonest || 2 * employees > 6", "44 duplicate-condition"),
        ("region.under('3303') || region.under('330300')", "31 duplicate-condition"),
        ("years_since(established) >= 3 || established <= years_before(3)", "45 duplicate-condition"),
        // Getters that count from 0.
        ("established.getMonth() == 12", "23 month-off-by-one"),
        ("established.getMonth() in [10, 11, 12]", "23 month-off-by-one"),
        ("established.getDayOfMonth() == 31", "28 month-off-by-one"),
        ("established.getMonth() != 12", "23 month-off-by-one"),
        ("established.getMonth() >= 12", "23 month-off-by-one"),
        ("established.getMonth() > 11", "23 month-off-by-one"),
        ("12 <= established.getMonth()", "3 month-off-by-one"),
        ("established.getDate() < 1", "22 month-off-by-one"),
        ("established.getMonth() < 12", "23 always-true"),
        ("established.getMonth() <= 11", "23 always-true"),
        ("as_of.getMonth() < 12", "17 always-true"),
        ("established.getDate() > 0", "22 always-true"),
        ("established.getDayOfWeek() == 7", "27 month-off-by-one"),
        ("established.getDate() == 0", "22 month-off-by-one"),
        // No midnight.
        ("established < timestamp('2024-06-30T16:00:00Z')", "14 not-midnight"),
        ("established in [timestamp('2024-06-30T16:00:00Z')]", "15 not-midnight"),
        ("established in [date('2024-06-30'), timestamp('2024-06-30T16:00:00Z')]", "15 not-midnight"),
        ("established < timestamp('2024-06-30T00:00:00+08:00')", "14 not-midnight"),
    ]) func fires(expression: String, expected: String) throws {
        #expect(try Linted.condition(expression) == [expected], "\(expression)")
    }

    @Test(arguments: [
        "size(tags) < 1", "employees >= 0", "employees != 3",
        "employees > 300 && employees < 500",
        "revenue[2022] > 3.0 && revenue[2022] < 4.0", "revenue[2022] > 3.0 && revenue[2023] < 3.0",
        "region.under('3303') && region.under('330302')", "region.under('3303') && !region.under('330302')",
        "region.under('3303') && region == '330302'", "region.under('3303') || region.under('3302')",
        "'a' in tags && !('b' in tags)", "tags.exists(t, true)", "tags.all(t, t != 'a') && 'b' in tags",
        "size in ['小型','微型'] && size != '微型'", "name != '甲' && name != '乙'",
        "years_since(established) >= 3 && established > years_before(5)",
        "established >= date('2019-01-01') && established <= as_of",
        "established <= years_before(1) && established > days_before(366)",
        "established >= date('2020-01-01') && established < date('2020-01-02')",
        "penalties.exists(p, p.amount > 3.0 && p.amount < 5.0)",
        // Two elements, not one.
        "penalties.exists(p, penalties.exists(q, p.amount > 3.0 && q.amount > 3.0))",
        "penalties.exists(p, penalties.exists(q, p.amount > 3.0 && q.amount < 3.0))",
        "revenue[2022] > 3.0 && revenue[2022] < 3.02",
        "(employees <= 5 && dishonest) || (employees > 5 && abnormal)",
        "(employees < 5 && dishonest) || (employees > 500 && abnormal)",
        "employees == 4 || employees > 5", "employees < 5 || employees > 6",
        "!(employees < 5 || employees > 5)",
        "employees > 5 ? employees > 3 : dishonest", "employees > 5 ? employees < 30 : dishonest",
        "employees > 5 ? false : dishonest", "established in [timestamp('2024-06-30T00:00:00Z')]",
        "(revenue[2022] <= 49.99 && dishonest) || (revenue[2022] >= 50.0 && abnormal)",
        "penalties.exists(p, p.amount > 5.0) && penalties.exists(p, p.amount < 3.0)",
        "established.getMonth() == 11", "established.getMonth() + 1 == 12", "established.getDate() == 31",
        "!(employees > 500 && employees < 600)", "!(employees > 500 || employees < 300)", "!(size(tags) < 1)",
        "!((employees < 5 && dishonest) || (employees > 5 && abnormal))", "dishonest ? abnormal : true",
        "employees > 3 || 3 < insured", "employees > 3 || abnormal || employees >= 3",
        "region.under('3303') || tax_region.under('330300')",
        "penalties.exists(p, penalties.exists(q, p.amount > 3.0 || q.amount > 3.0))",
        "established.getDayOfWeek() == 0", "established.getMonth() > 10", "established.getDate() <= 1",
        "established.getDayOfMonth() <= 30 && employees > 3",
        "established < timestamp('2024-06-30T00:00:00Z')",
        "established < timestamp('2024-07-01T08:00:00+08:00')",
        "at_least(2, [employees > 5, employees < 3, employees > 1])",
        "first_reached(revenue, year-1, 5000000, 2015) && revenue[year-1] < 5000000.0",
        "(revenue[2022] <= 5.0 ? 0.05 : 0.03) * revenue[2022] <= tax[2022]",
    ]) func staysSilent(expression: String) throws {
        let found = try Linted.condition(expression).filter {
            !$0.hasSuffix("always-true") || expression != "employees >= 0"
        }
        // `getDayOfMonth() <= 30` always holds, and that is true.
        let allowed = expression.contains("getDayOfMonth() <= 30") ? ["28 always-true"] : []
        #expect(found == allowed, "\(expression)")
    }

    @Test func labelsAndUnits() throws {
        for (label, expression, expected) in [
            ("营业收入不低于2000万元", "revenue[year-1] >= 2000", ["19 unit-suspect"]),
            ("营业收入不低于2000万元", "revenue[year-1] >= 20000000", []),
            ("营业收入不低于2000万元", "revenue[year-1] >= money('2000万元')", []),
            ("注册资本2000万元以上，纳税2000元以上", "tax[year-1] >= 2000", []),
            ("注册资本1.5亿元", "registered_capital >= 1.5", ["22 unit-suspect"]),
            ("占比不低于3%", "rd_expense[year-1] / revenue[year-1] >= 3.0", ["40 unit-suspect"]),
            ("占比不低于3%", "rd_expense[year-1] >= 3.0 * revenue[year-1]", ["22 unit-suspect"]),
            ("占比不低于3%", "rd_expense[year-1] >= 0.03 * revenue[year-1]", []),
            ("占比不低于15%", "100 * insured >= 15 * employees", []),
            ("员工2000人", "employees >= 2000", []),
            ("6月成立", "established.getMonth() == 6", ["26 month-off-by-one"]),
            ("7月成立", "established.getMonth() == 6", []),
            ("6月至7月成立", "established.getMonth() <= 6", []),
            ("6月或7月成立", "established.getMonth() == 6", []),
            ("非6月成立", "6 != established.getMonth()", ["0 month-off-by-one"]),
            // January to June is 0 to 5, and what comes after is 6 and more.
            ("6月底前成立", "established.getMonth() < 6", []),
            ("6月30日前成立", "established.getMonth() < 6", []),
            ("6月30日后成立", "established.getMonth() >= 6", []),
            ("7月起成立", "established.getMonth() > 5", []),
        ] {
            #expect(try Linted.condition(expression, label: label) == expected, "\(label): \(expression)")
        }
    }

    @Test func aUnitIsToldInTheWordsOfTheLabel() throws {
        for (label, expression, zh, fix) in [
            (
                "营业收入不低于2000万元", "revenue[year-1] >= 2000", "条文写的是 2000万元，", "写 money('2000万元')，即 20000000"
            ),
            (
                "注册资本1.5亿以上", "registered_capital >= 1.5", "条文写的是 1.5亿元，", "写 money('1.5亿元')，即 150000000"
            ),
            (
                "实收3千万元", "registered_capital >= 3", "条文写的是 3千万元，", "写 money('3千万元')，即 30000000"
            ),
            ("实收3百亿元", "registered_capital >= 3", "条文写的是 30000000000元，", "写 30000000000"),
            ("外资到账300万美元", "registered_capital >= 300", "条文写的是 3000000元，", "写 3000000"),
        ] {
            let clause = Linted.clause(["{\"label\":\"\(label)\",\"expr\":\"\(expression)\"}"])
            let finding = try #require(try Linted.report([clause]).lint.first)
            #expect(finding.rule == .unitSuspect)
            #expect(
                finding.place.message.zh.hasPrefix(zh) && finding.suggestion.zh == fix, "\(finding.text(.zh))"
            )
        }
        // What is advised can be written.
        for amount in ["1.5亿元", "2,000万元", "3千万元", "3百万元"] {
            let mended = "registered_capital >= money('\(amount)')"
            #expect(try Linted.condition(mended, label: "注册资本\(amount)以上").isEmpty)
        }
    }

    @Test func severalConditions() throws {
        let two = Linted.clause(["revenue[year-1] >= money('5000万元')", "revenue[year-1] < 20000000"])
        let report = try Linted.report([two])
        #expect(report.lint.map(Linted.place) == ["A/c2@0 contradictory-bounds"])
        #expect(report.lint[0].place.message.zh.contains("条件 c1 对 `revenue[year-1]`"))
        #expect(report.lint[0].place.line == 1)
        // Any two can hold, not all three.
        #expect(
            try Linted.places([
                Linted.clause([
                    "employees > 5 || dishonest", "employees < 3 || abnormal", "!dishonest && !abnormal",
                ])
            ]) == ["A/c3@0 unreachable"])
        let three = Linted.clause([
            "employees > 5 || dishonest", "employees < 3 || abnormal", "!dishonest && !abnormal",
        ])
        #expect(try Linted.report([three]).lint.first?.suggestion.zh.hasPrefix("核对这 3 条的门槛") == true)
        #expect(
            try Linted.places([Linted.clause(["employees > 5", "employees > 5"])]) == [
                "A/c2@0 duplicate-condition"
            ])
        // A preferred condition need not hold with the others.
        #expect(
            try Linted.places([
                Linted.clause(["employees > 5", "{\"kind\":\"preferred\",\"expr\":\"employees < 3\"}"])
            ]).isEmpty)
        #expect(try Linted.places([Linted.clause(["employees > 5", "insured < 3"])]).isEmpty)
    }

    @Test func amounts() throws {
        func lint(_ amount: String) throws -> [String] {
            try Linted.places([Linted.clause(["dishonest"], extra: "\"benefit\":{\"amount\":\"\(amount)\"},")]
            )
        }
        #expect(
            try lint("employees > 100 ? 1.0 : employees > 200 ? 2.0 : 3.0") == [
                "A/benefit.amount@34 tier-overlap"
            ])
        #expect(try lint("employees > 200 ? 1.0 : employees > 100 ? 2.0 : 3.0").isEmpty)
        #expect(
            try lint("employees > 9 ? 1.0 : employees <= 9 ? 2.0 : 3.0") == [
                "A/benefit.amount@45 tier-overlap"
            ])
        #expect(
            try lint(
                "math.least(sum(penalties.map(p, p.amount * (p.amount > 3 ? 0.1 : p.amount > 5 ? 0.2 : 0.3))), 9.0)"
            )
                == ["A/benefit.amount@74 tier-overlap"])
        // Under the conditions of the clause: a tier that nobody gets to, but not a last branch.
        let required = ["employees >= 10", "employees < 50"]
        let amount = "\"benefit\":{\"amount\":\"employees >= 100 ? 3.0 : employees >= 10 ? 2.0 : 1.0\"},"
        #expect(
            try Linted.places([Linted.clause(required, extra: amount)]) == ["A/benefit.amount@10 unreachable"]
        )
        #expect(try Linted.places([Linted.clause([required[0]], extra: amount)]).isEmpty)
        #expect(try lint("0") == ["A/benefit.amount@0 amount-not-positive"])
        #expect(try lint("money('0元') - 5.0") == ["A/benefit.amount@0 amount-not-positive"])
        #expect(try lint("0.01").isEmpty)
        #expect(try lint("dishonest ? 0.0 : 5.0").isEmpty)
    }

    @Test func aFindingSaysWhatToDoInBothLanguages() throws {
        let finding = try #require(
            try Linted.report([Linted.clause(["employees > 5 && employees < 3"])]).lint.first)
        #expect(
            finding.text(.zh)
                == "第 1 行，A，条件 c1，偏移 27：与偏移 10 处对 `employees` 的要求互相矛盾，不可能同时成立。建议：核对两处门槛；若是两种情形，请用 || 连接 [contradictory-bounds]"
        )
        #expect(finding.text(.en).hasSuffix("join them with || [contradictory-bounds]"))
    }

    @Test func everyClaimNamesWhatItIsAbout() throws {
        for (expression, zh, en) in [
            (
                "name.matches('a') && false", "对 `name` 的这项要求永远不会成立",
                "what is asked of `name` here can never hold"
            ),
            ("false", "这项要求永远不会成立", "what is asked here can never hold"),
            (
                "tags.exists(t, t == 'a' && t == 'b')", "与偏移 17 处的要求互相矛盾，不可能同时成立",
                "contradicts what is asked at offset 17: both cannot hold"
            ),
            (
                "!(employees > 500 && employees < 300)", "连同前面的 `!`，对 `employees` 的这项要求总是成立，起不到筛选作用",
                "with the `!` before it, what is asked of `employees` here always holds and so decides nothing"
            ),
        ] {
            let finding = try #require(try Linted.report([Linted.clause([expression])]).lint.first)
            #expect(finding.place.message.zh == zh)
            #expect(finding.place.message.en == en)
        }
    }

    @Test func whatComesOfADuplicate() throws {
        let required = "employees > 5"
        let preferred = "{\"kind\":\"preferred\",\"expr\":\"5 < employees\"}"
        for (conditions, zh, en) in [
            ([required, "5 < employees"], "与条件 c1 要求相同，匹配度会重复计算", "the degree counts it twice"),
            ([preferred, preferred], "与条件 c1 要求相同，排序时会重复计入它的权重", "the rank counts its weight twice"),
            ([required, preferred], "与条件 c1 要求相同，符合条件的企业必然满足优先条件，优先条件分不出先后", "so it prefers nobody"),
            ([preferred, required], "与条件 c1 要求相同，符合条件的企业必然满足优先条件，优先条件分不出先后", "so it prefers nobody"),
        ] {
            let found = try Linted.report([Linted.clause(conditions)]).lint
            #expect(found.map(Linted.place) == ["A/c2@0 duplicate-condition"])
            #expect(found.first?.place.message.zh == zh)
            #expect(found.first?.place.message.en.hasSuffix(en) == true)
        }
        #expect(
            try Linted.places([
                Linted.clause([required, "{\"kind\":\"preferred\",\"expr\":\"employees > 50\"}"])
            ]).isEmpty)
    }

    @Test func theWorkIsBounded() throws {
        // 2^40 boxes: nothing is said, and soon.
        let wide = (0..<40).map { "(revenue[\(1950 + $0)] > 1.0 || tax[\(1950 + $0)] > 1.0)" }.joined(
            separator: " && ")
        #expect(
            try Linted.condition("\(wide) && employees > 5 && employees < 3") == ["1787 contradictory-bounds"]
        )
        let long = (0..<4000).map { "employees == \($0)" }.joined(separator: " || ")
        #expect(try Linted.condition(long).isEmpty)
        let deep = String(repeating: "!(", count: 120) + "employees > 5" + String(repeating: ")", count: 120)
        #expect(try Linted.condition(deep).isEmpty)
    }
}
