import Testing

/// Section 3: the other added functions.
@Suite struct FunctionTests {
    @Test func moneyReadsExactYuan() {
        expect([
            ("money('2000万元')", "20000000.0"), ("money('1.5亿元')", "150000000.0"),
            ("money('二十万元')", "200000.0"), ("money('1,000万元')", "10000000.0"),
            ("money('3千元')", "3000.0"), ("money('3百万元')", "3000000.0"), ("money('2千万元')", "20000000.0"),
            ("money('5万')", "50000.0"), ("money('1亿')", "100000000.0"),
            ("money('0.5元')", "0.5"), ("money('两千三百万元')", "23000000.0"),
            ("money('2000')", "refused 6: `2000` is no amount…"),
            ("money('-1元')", "refused 6: `-1元` is no amount…"), ("money('')", "refused 6: `` is no amount…"),
            ("money('20 美元')", "refused 6: `20 美元` is no amount…"),
            ("money(5)", "refused 0: bad arguments for `money`: got (int), expected money(string)…"),
        ])
    }

    @Test func atLeastTakesAConstantAndAListLiteral() {
        let usage = "write at_least(k, [condition, condition, …])"
        expect([
            ("at_least(1 + 1, [true, true])", "true"),
            ("at_least(employees, [true])", "refused 9: k of at_least must be a constant integer"),
            ("at_least(year, [true])", "refused 9: k of at_least must be a constant integer"),
            ("at_least(1.0, [true])", "refused 9: k of…"), ("at_least(1u, [true])", "refused 9: k of…"),
            ("at_least(1, tags)", "refused 0: \(usage)"), ("at_least(1)", "refused 0: \(usage)"),
            ("at_least(1, true)", "refused 0: \(usage)"),
            ("at_least(1, [1])", "refused 13: expected a condition (bool), found int…"),
            ("at_least(9223372036854775807, [true])", "false"),
            ("at_least(-9223372036854775808, [])", "true"),
            ("[1, 2].all(i, at_least(1, [i > 1, i < 2]))", "true"),
        ])
    }

    @Test func firstReachedIsKleenes() {
        let json = #"{"revenue":{"2019":30,"2020":40,"2021":60,"2023":80},"employees":50}"#
        expect(
            [
                ("first_reached(revenue, 2021, 50, 2019)", "true"),
                ("first_reached(revenue, 2021, 50.0, 2020)", "true"),
                ("first_reached(revenue, 2021, 60, 2021)", "true"),
                ("first_reached(revenue, 2021, 61, 2019)", "false"),
                ("first_reached(revenue, 2021, 40, 2019)", "false"),
                ("first_reached(revenue, 2021, 41, 2019)", "true"),
                ("first_reached(revenue, 2021, 50, 2018)", "unknown: revenue[2018]"),
                ("first_reached(revenue, 2023, 50, 2019)", "false"),
                ("first_reached(revenue, 2023, 70, 2020)", "unknown: revenue[2022]"),
                ("first_reached(revenue, 2022, 50, 2019)", "false"),
                ("first_reached(revenue, 2022, 65, 2020)", "unknown: revenue[2022]"),
                ("first_reached(revenue, 2022, 50, 2021)", "false"),
                ("first_reached(revenue, 2021, 50, 2030)", "true"),
                ("first_reached(revenue, 2024, 50, 2017)", "false"),
                ("first_reached(tax, 2021, 50, 2020)", "unknown: tax[2021], tax[2020]"),
                ("first_reached(revenue, 2021, employees, 2019)", "true"),
                ("first_reached(revenue, 2021, insured, 2020)", "unknown: insured"),
                (
                    "first_reached(revenue, insured, utility_models, tax[2020] > 1.0 ? 1 : 2)",
                    "unknown: insured, utility_models, tax[2020]"
                ),
                ("first_reached(revenue, year-1, 50000000, 2015)", "false"),
                ("first_reached(revenue, 2021, 65, -9223372036854775808)", "false"),
                ("first_reached(revenue, 9223372036854775807, 50, 2019)", "false"),
                (
                    "first_reached(tax, 9223372036854775807, 50, 2019)",
                    "error 0: first_reached spans too many years"
                ), ("first_reached(revenue, 2021, 50, 9223372036854775807)", "true"),
                (
                    "first_reached(revenue, 2021, '50', 2019)",
                    "refused 0: write first_reached(revenue, y, x, from)…"
                ), ("first_reached(employees, 2021, 50, 2019)", "refused 0: write…"),
                ("first_reached(revenue, 2021, 50)", "refused 0: write…"),
                ("first_reached(revenue, 2021.0, 50, 2019)", "refused 0: write…"),
            ], json)
    }

    @Test func sumIsExact() {
        expect(
            [
                ("sum([0.1, 0.2])", "0.3"), ("sum([1, 2, 3])", "6"), ("sum([])", "0"),
                ("sum([1u, 2u])", "3u"), ("sum([1, 2.5])", "3.5"),
                ("sum(penalties.map(p, p.amount))", "5.75"),
                ("sum(penalties.filter(p, p.amount > 5.0).map(p, p.amount))", "5.5"),
                ("sum([9223372036854775807, 1, -1])", "9223372036854775807"),
                ("sum([9223372036854775807, 1])", "refused 0: numeric overflow"),
                ("sum(tags)", "refused 0: bad arguments for `sum`…"),
                ("sum(1)", "refused 0: bad arguments for `sum`…"),
                ("sum([1.0/3.0, 2.0/3.0])", "1.0"),
            ], #"{"penalties":[{"amount":5.5},{"amount":0.25}]}"#)
    }

    @Test func mentionsNormalisesAndDoesNotSegment() {
        expect(
            [
                ("scope.mentions('食品销售')", "true"), ("scope.mentions('品销')", "true"),
                ("scope.mentions('ａｂｃ')", "true"), ("scope.mentions('ABC')", "true"),
                ("scope.mentions('軟件')", "true"), ("scope.mentions('')", "true"),
                ("scope.mentions('销售食品')", "false"), ("scope.contains('ABC')", "false"),
                ("'食品銷售'.mentions('食品销售')", "true"),
                ("mentions(scope, 'x')", "refused 0: write x.mentions(…)"),
            ], #"{"scope":"食品销售；Abc；软件开发"}"#)
    }

    @Test func leastAndGreatestCompareAcrossTypes() {
        expect(
            [
                ("math.least(3, 1, 2)", "1"), ("math.greatest(3, 1, 2)", "3"), ("math.least(1, 2.0)", "1"),
                ("math.greatest(1, 2.5)", "2.5"), ("math.least([3, 1, 2])", "1"),
                ("math.greatest(1u, 2)", "2"), ("math.least(5)", "5"), ("math.least(employees, 30)", "20"),
                ("math.least(0.1 * double(employees), money('50万元'))", "2.0"),
                ("math.least()", "refused 5: math.least and math.greatest take numbers"),
                ("math.least('a')", "refused 5: math.least…"), ("math.least([])", "refused 5: math.least…"),
                ("math.least(true, false)", "refused 5: math.least…"), ("math.greatest(-1, 0u)", "0u"),
            ], #"{"employees":20}"#)
    }

    @Test func macrosAreCELs() {
        expect([
            ("[1, 2, 3].map(x, x * 2)", "[2, 4, 6]"), ("[1, 2, 3].map(x, x > 1, x * 2)", "[4, 6]"),
            ("[1, 2, 3].filter(x, x > 1)", "[2, 3]"),
            ("[].all(x, false)", "true"), ("[].exists(x, true)", "false"),
            ("[].exists_one(x, true)", "false"), ("{'a': 1, 'b': 2}.exists(k, k == 'b')", "true"),
            ("{1u: 1}.map(k, k + 1u)", "[2u]"), ("{true: 1}.all(k, k)", "true"),
            ("'abc'.exists(x, true)", "refused 6: .exists is for lists"),
            ("[1].exists(x)", "refused 4: write .exists(x, expression)"),
            ("[1].map(x, x > 0, x, x)", "refused 4: write .map(x, expression)"),
            ("[1].exists('x', true)", "refused 4: write…"),
            ("[1].exists(x, x)", "refused 14: expected a condition (bool), found int…"),
            ("exists(tags, t, true)", "refused 0: write list.exists(x, …)"),
            ("[[1, 2], [3]].map(x, size(x))", "[2, 1]"),
        ])
    }

    @Test func listsAndMapsAreCELs() {
        expect([
            ("[1, 2][1]", "2"), ("[1, 2,]", "[1, 2]"), ("{'a': 1,}", "{\"a\": 1}"), ("{'a': 1}.a", "1"),
            ("{'a': 1}['a']", "1"), ("'a' in {'a': 1}", "true"), ("size({'a': 1})", "1"),
            ("[1] + [2]", "[1, 2]"), ("[1] == [1]", "true"), ("[1] == [2]", "false"),
            ("[[1]] == [[1.0]]", "true"), ("{'a': 1} == {'a': 1.0}", "true"),
            ("{'a': 1} != {'b': 1}", "true"),
            ("[1, 'a']", "refused 4: list elements of different types: int and string…"),
            ("{1.0: 1}", "refused 1: bad or mixed key types"), ("[] == []", "true"),
            ("[1] + ['a']", "refused 4: no `+` between list(int) and list(string)"),
            ("[1]['a']", "refused 4: a list is indexed by an int"),
            ("penalties.amount", "refused 10: a list has no members; write .exists(x, x.amount …)…"),
        ])
    }
}
