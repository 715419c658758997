import Testing

/// formats.md, section 3, the added functions: one test for each rule, named after it. More cases are in `UnderTests`,
/// `FunctionTests`, `DayFunctionTests` and `TextFunctionTests`.
@Suite("Rules of the policy environment: functions") struct PolicyFunctionTests {
    private let some = #"""
        {"region":"330302","tax_region":"330300","stat_region":"330302001","industry":"C3829","established":"2020-02-29",
         "revenue":{"2020":3,"2021":4,"2022":6,"2023":5},"scope":"食品销售；ＡＢＣ","name":"n","employees":20,
         "penalties":[{"amount":0.1},{"amount":0.2}]}
        """#

    @Test("under: at or below one of these") func under() {
        expect(
            [
                ("region.under('330302')", "true"), ("region.under('3303')", "true"),
                ("region.under('33')", "true"),
                ("region.under('3304')", "false"), ("region.under(['11', '3303'])", "true"),
                ("stat_region.under('330302')", "true"), ("stat_region.under('330302001')", "true"),
                ("stat_region.under('330302002')", "false"), ("industry.under(['I65', 'C38'])", "true"),
                ("industry.under('C39')", "false"),
            ], some)
    }

    @Test("under: trailing 00 pairs of a 6-digit region mean the upper level, on both sides")
    func underZeros() {
        expect(
            [
                ("region.under('330300')", "true"), ("region.under('330000')", "true"),
                ("tax_region.under('3303')", "true"), ("tax_region.under('330300')", "true"),
                ("tax_region.under('330000')", "true"), ("region.under('330400')", "false"),
                // Only those of six digits: streets keep their zeros.
                ("stat_region.under('330302000')", "false"),
            ], some)
    }

    @Test("under: a bare letter is a section, and digits alone get theirs") func underSections() {
        expect(
            [
                ("industry.under('C')", "true"), ("industry.under('I')", "false"),
                ("industry.under('38')", "true"),
                ("industry.under('C3829')", "true"),
                ("industry.under('c')", "refused 15: `c` is no industry code…"),
            ], some)
    }

    @Test("under: a fact above the argument is unknown, unless another argument decides")
    func underTooCoarse() {
        expect(
            [
                ("tax_region.under('330302')", "unknown: tax_region"),
                ("tax_region.under(['330302', '3303'])", "true"),
                ("tax_region.under(['330302', '34'])", "unknown: tax_region"),
                ("!tax_region.under('330302')", "unknown: tax_region"),
                ("industry.under('C38291')", "refused 15: `C38291` is no industry code…"),
            ], some)
        expect([("industry.under('C3829')", "unknown: industry")], #"{"industry":"C38"}"#)
        expect([("industry.under('C3829')", "unknown: industry")], #"{"industry":"C"}"#)
        expect([("region.under('330302')", "unknown: region")], #"{"region":"330000"}"#)
    }

    @Test("under: only on codes") func underOnCodes() {
        expect([
            (
                "name.under('33')",
                "refused 5: under is for code fields such as region and industry, not for string…"
            ),
            ("'330302'.under('33')", "refused 9: under is for code fields…"),
            ("employees.under('33')", "refused 10: under is for code fields…"),
        ])
    }

    @Test("under: under([]) is false") func underNothing() { expect([("region.under([])", "false")], some) }

    @Test("date: midnight UTC of a day") func date() {
        expect([
            ("date('2024-06-30')", "2024-06-30T00:00:00Z"),
            ("date('2024-06-30') == timestamp('2024-06-30T00:00:00Z')", "true"),
        ])
    }

    @Test("money: exact yuan, Arabic with or without commas or Chinese, then a unit") func money() {
        let units = [
            ("元", "1"), ("千元", "1000"), ("万", "10000"), ("万元", "10000"), ("百万元", "1000000"),
            ("千万元", "10000000"), ("亿", "100000000"), ("亿元", "100000000"),
        ]
        for (unit, yuan) in units {
            expect([
                ("money('2\(unit)') == 2 * \(yuan)", "true"),
                ("money('1.5\(unit)') == 1.5 * \(yuan).0", "true"),
                ("money('1,234\(unit)') == 1234 * \(yuan)", "true"), ("money('0\(unit)') == 0", "true"),
            ])
        }
        expect([
            ("money('二十万元')", "200000.0"), ("money('两亿元')", "200000000.0"), ("money('一千二百万元')", "12000000.0"),
            ("money('0.01元')", "0.01"), ("money('五百元')", "500.0"),
        ])
    }

    @Test("years_before, months_before, days_before: as_of minus n, clamped to the month's last day")
    func before() {
        expect(
            [
                ("years_before(1)", "2023-02-28T00:00:00Z"), ("years_before(4)", "2020-02-29T00:00:00Z"),
                ("months_before(12)", "2023-02-28T00:00:00Z"), ("days_before(366)", "2023-02-28T00:00:00Z"),
                ("years_before(-4)", "2028-02-29T00:00:00Z"), ("days_before(0) == as_of", "true"),
            ], on: "2024-02-29")
        expect([("months_before(1)", "2024-02-29T00:00:00Z")], on: "2024-03-31")
    }

    @Test("years_since, months_since: the largest n, possibly negative, with t <= years_before(n)")
    func since() {
        expect(
            [
                ("years_since(established)", "3"), ("months_since(established)", "47"),
                ("years_since(as_of)", "0"), ("years_since(date('2024-02-28')) ", "0"),
                ("years_since(date('2024-02-29'))", "-1"), ("months_since(date('2024-02-29'))", "-1"),
                ("years_since(date('2025-02-28'))", "-1"), ("years_since(date('2025-03-01'))", "-2"),
                ("established <= years_before(3) && !(established <= years_before(4))", "true"),
            ], some, on: "2024-02-28")
        expect([("years_since(established)", "4")], some, on: "2024-02-29")
        expect([("years_since(established)", "4")], some, on: "2025-02-28")
        expect([("years_since(established)", "5")], some, on: "2025-03-01")
    }

    @Test("at_least: true when k are true, false when true and unknown together are fewer than k")
    func atLeast() {
        expect(
            [
                ("at_least(2, [employees > 1, abnormal, employees > 2])", "true"),
                ("at_least(2, [employees > 1, abnormal, employees > 99])", "unknown: abnormal"),
                ("at_least(2, [employees > 98, abnormal, employees > 99])", "false"),
                ("at_least(3, [employees > 1, employees > 2])", "false"), ("at_least(1, [])", "false"),
                ("at_least(1, [name == 'x', abnormal, dishonest])", "unknown: abnormal, dishonest"),
            ], some)
    }

    @Test("at_least: k <= 0 is true") func atLeastNone() {
        expect([
            ("at_least(0, [])", "true"), ("at_least(-3, [abnormal])", "true"),
            ("at_least(0, [dishonest])", "true"),
        ])
    }

    @Test("first_reached: f[y] >= x and every f[from..y-1] < x, by Kleene") func firstReached() {
        expect(
            [
                ("first_reached(revenue, 2022, 6, 2020)", "true"),
                ("first_reached(revenue, 2022, 6.01, 2020)", "false"),
                ("first_reached(revenue, 2022, 4, 2020)", "false"),
                ("first_reached(revenue, 2023, 5, 2020)", "false"),
                ("first_reached(revenue, 2022, 5, 2022)", "true"),
                ("first_reached(revenue, 2022, 5, 2030)", "true"),
                ("first_reached(revenue, 2022, 5, 2018)", "unknown: revenue[2018], revenue[2019]"),
                // Decided although a year is missing: the year itself is below, or an earlier one is not.
                ("first_reached(revenue, 2022, 9, 2018)", "false"),
                ("first_reached(revenue, 2023, 5, 2018)", "false"),
                ("first_reached(revenue, 2024, 9, 2020)", "unknown: revenue[2024]"),
                ("first_reached(revenue, 2024, 6, 2020)", "false"),
                (
                    "first_reached(revenue, 2022, money('5元'), 2018) == (revenue[2022] >= 5 && revenue[2018] < 5 && revenue[2019] < 5)",
                    "unknown: revenue[2018], revenue[2019]"
                ),
            ], some)
    }

    @Test("sum: exact; unknown if an element or other elements are unknown") func sum() {
        expect(
            [
                ("sum(penalties.map(p, p.amount)) == 0.3", "true"), ("sum([])", "0"), ("sum([1, 2])", "3"),
                ("sum([0.1, abnormal ? 1.0 : 2.0])", "unknown: abnormal"),
            ], some)
        expect(
            [
                ("sum(penalties.map(p, p.amount))", "unknown: penalties[1].amount"),
                ("sum(penalties.filter(p, p.kind == 'a').map(p, p.amount))", "1.0"),
            ], #"{"penalties":[{"kind":"a","amount":1},{"kind":"b"}]}"#)
        expect(
            [("sum(penalties.map(p, p.amount))", "unknown: penalties[*]")],
            #"{"penalties":[{"amount":1},null]}"#)
    }

    @Test("mentions: the normalised text contains the normalised term, without segmentation") func mentions()
    {
        expect(
            [
                ("scope.mentions('食品销售')", "true"), ("scope.mentions('品销')", "true"),
                ("scope.mentions('abc')", "true"),
                ("scope.mentions('食品 销售')", "false"), ("scope.mentions('销售食品')", "false"),
                ("scope.contains('abc')", "false"),
            ], some)
    }

    @Test("math.least, math.greatest: as in CEL's math extension") func leastAndGreatest() {
        expect(
            [
                ("math.least(employees, 3.5, 7u)", "3.5"), ("math.greatest(employees, 3.5, 7u)", "20"),
                ("math.least([4, 2, 9])", "2"), ("math.greatest(2.5)", "2.5"),
            ], some)
    }

    @Test("Arguments that are constant are checked at load: a bad one refuses the clause")
    func constantsAtLoad() {
        for source in [
            "date('2024-02-30') < as_of", "date('2024' + '-13-01') < as_of", "money('5美元') > 1",
            "money('') > 1", "region.under('3')", "region.under(['33', 'x'])", "industry.under('制造业')",
            "timestamp('2024-06-30') < as_of", "duration('1 day') > duration('1h')", "name.matches('(')",
            "matches(name, '[')", "at_least(employees, [true])", "at_least(1.0, [true])",
            "employees > 1 % 0", "employees > [1][3]", "true || money('x') > 1", "false && date('x') > as_of",
            "abnormal ? int('x') == 1 : true", "tags.exists(t, date('x') < as_of)", "int('1') / 0 > 1",
        ] {
            #expect(eval(source, some).hasPrefix("refused "), "\(source) is \(eval(source, some))")
        }
        // The same arguments from facts are evaluation errors.
        expect(
            [
                ("date(name) < as_of", "error 0: `n` is no date…"),
                ("money(name) > 1", "error 0: `n` is no amount…"),
                ("region.under(name)", "error 7: an argument of under is no code"),
                ("name.matches(name + '(')", "error 5: not a regular expression…"),
            ], some)
    }

    @Test("matches: RE2 syntax in linear time; what is outside it is refused at load") func matches() {
        expect(
            [
                ("scope.matches('^食品.*')", "true"), ("scope.matches('销售$')", "false"),
                ("scope.matches('\\\\p{Han}{4}')", "true"),
            ], some)
        for pattern in [
            "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(a)\\\\1", "(?>a)", "a++", "a{1001}", "[", "(",
        ] {
            #expect(
                eval("name.matches('\(pattern)')", some).hasPrefix(
                    "refused 13: not a regular expression in RE2 syntax"),
                "\(pattern)")
        }
        let long = String(repeating: "a", count: 50_000)
        #expect(eval("name.matches('^(a*)*(a*)*b$')", #"{"name":"\#(long)"}"#) == "false")
    }
}
