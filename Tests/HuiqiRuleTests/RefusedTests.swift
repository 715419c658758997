import Testing

/// Section 3: a verdict must not depend on whether data is missing.
@Suite struct RefusedTests {
    @Test func constructsThatAskWhetherDataIsThereAreRefused() {
        let reason = " is refused: a verdict must not depend on whether data is missing"
        for (source, offset, what) in [
            ("has(name)", 0, "has"), ("has(penalties[0].amount)", 0, "has"), ("true || has(x)", 8, "has"),
            ("2023 in revenue", 5, "in"), ("size(revenue) > 1", 0, "size"), ("revenue.size() > 1", 8, "size"),
            ("revenue.all(y, y > 1)", 8, "all"), ("revenue.exists(y, y > 1)", 8, "exists"),
            ("revenue.exists_one(y, y > 1)", 8, "exists_one"), ("revenue.map(y, y)", 8, "map"),
            ("revenue.filter(y, true)", 8, "filter"),
            ("revenue == tax", 0, "=="), ("revenue != tax", 0, "!="), ("name == null", 5, "== null"),
            ("null != name", 5, "!= null"),
            ("null == null", 5, "== null"), ("null in tags", 5, "null in"), ("name in [null]", 9, "null"),
            ("type(name)", 0, "type"),
            ("dyn(name)", 0, "dyn"), ("type(name) == string", 0, "type"),
            ("dishonest ? null : 1", 12, "null"), ("{'a': null}", 6, "null"),
            ("tags.map(t, null)", 12, "null"),
        ] {
            #expect(eval(source).hasPrefix("refused \(offset): `\(what)`\(reason); write "), "\(source)")
        }
    }

    @Test func aYearlyMapIsIndexedOrGivenToFirstReached() {
        let reason = "index a yearly map, as in revenue[year-1]"
        expect([
            ("revenue", "refused 0: \(reason)"), ("[revenue]", "refused 1: \(reason)"),
            ("dishonest ? revenue : tax", "refused 12: \(reason)"),
            ("sum(revenue)", "refused 4: \(reason)"), ("revenue + 1.0", "refused 0: \(reason)"),
            ("math.least(revenue)", "refused 11: \(reason)"),
            ("revenue['2023']", "refused 8: a year is an int, as in revenue[year-1]"),
            ("revenue[2023.0]", "refused 8: a year is an int…"),
            ("revenue.y", "refused 8: map(int year, money) has no member `y`"),
            (
                "revenue > 5",
                "refused 8: `>` between map(int year, money) and int; index the yearly map, as in revenue[year-1]"
            ),
        ])
    }

    @Test func fieldAndFunctionNamesAreApart() {
        let json = #"{"size":"小型","tags":["a","b"],"tax":{"2023":5}}"#
        expect(
            [
                ("size in ['小型']", "true"), ("size(tags)", "2"), ("size(size)", "2"),
                ("size == '小型' && size(tags) == 2", "true"),
                ("size.size()", "2"), ("tags.size()", "2"), ("tags.exists(date, date == 'b')", "true"),
                ("tags.map(sum, sum + 'x')", "[\"ax\", \"bx\"]"),
                ("date", "refused 0: `date` is a function; call it"),
                ("employees(1)", "refused 0: `employees` is a field; index it with []"),
            ], json)
    }

    @Test func aMacroVariableMayNotShadowAField() {
        for name in ["size", "tags", "name", "year", "as_of", "math", "id", "reviews_"] {
            let got = eval("[1].exists(\(name), true)")
            #expect(
                name == "reviews_"
                    ? got == "true"
                    : got
                        == "refused 11: the variable `\(name)` would shadow a field or reserved name; choose another"
            )
        }
        expect([
            ("[[1], [2]].exists(x, x.exists(x, x == 2))", "true"),
            ("[1, 2].map(x, [3].map(y, x + y))", "[[4], [5]]"),
            ("[1].map(x, [2].map(x, x)[0] + x)", "[3]"),
            ("[1].exists(x, x == 1) && x == 1", "refused 25: there is no field `x`"),
        ])
    }

    @Test func enumerationsTakeOnlyTheirValues() {
        let json = #"{"size":"中型","credit_grade":"B","name":"中"}"#
        expect(
            [
                ("size == '中'", "true"), ("'中型' == size", "true"), ("size in ['中', '大']", "true"),
                ("size in ['中', name]", "true"),
                ("size == (name == '中' ? '中' : '小')", "true"),
                ("size == '超大'", "refused 8: `超大` is none of: 大型 中型 小型 微型"),
                ("size in ['小型', 'x']", "refused 8: `x` is none of: 大型 中型 小型 微型"),
                ("size in [name, 'x']", "refused 15: `x` is none of…"),
                ("credit_grade != 'a'", "refused 16: `a` is none of: A B C D"),
                (
                    "credit_grade >= 'B'",
                    "refused 13: `>=` between enumeration and string; an enumeration has no order, use in […]"
                ),
                (
                    "'B' < credit_grade",
                    "refused 4: `<` between string and enumeration; an enumeration has no order…"
                ), ("size + '企业'", "中型企业"),
            ], json)
    }
}
