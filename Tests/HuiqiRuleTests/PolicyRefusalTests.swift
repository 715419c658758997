import Testing

/// formats.md, section 3, "A verdict must not depend on whether data is missing": one test for each rule, named after
/// it. More cases are in `RefusedTests`.
@Suite("Rules of the policy environment: refused constructs and names") struct PolicyRefusalTests {
    private let reason = "a verdict must not depend on whether data is missing"

    private func refuses(_ sources: [(String, Int)], _ location: SourceLocation = #_sourceLocation) {
        for (source, offset) in sources {
            let got = eval(source)
            #expect(
                got.hasPrefix("refused \(offset): ") && got.contains(reason), "\(source): \(got)",
                sourceLocation: location)
        }
    }

    @Test("Refused: has") func has() {
        refuses([
            ("has(name)", 0), ("has(penalties[0].kind)", 0), ("true || has(name)", 8), ("has(nonsense)", 0),
        ])
    }

    @Test("Refused: in on a yearly map") func yearlyIn() {
        refuses([("2023 in revenue", 5), ("!(2023 in tax)", 7)])
    }

    @Test("Refused: size of a yearly map") func yearlySize() {
        refuses([("size(revenue) > 1", 0), ("revenue.size() > 1", 8)])
    }

    @Test("Refused: macros over a yearly map") func yearlyMacros() {
        for macro in ["all", "exists", "exists_one", "filter"] { refuses([("tax.\(macro)(y, y > 2020)", 4)]) }
        refuses([("tax.map(y, y)", 4), ("tax.map(y, y > 2020, y)", 4)])
    }

    @Test("Refused: == and != of yearly maps") func yearlyEquality() {
        refuses([("revenue == tax", 0), ("revenue != tax", 0), ("{2023: 1.0} == revenue", 15)])
    }

    @Test("Refused: == null and != null") func equalsNull() {
        refuses([
            ("name == null", 5), ("null == name", 5), ("name != null", 5), ("revenue[2023] == null", 14),
        ])
    }

    @Test("Refused: type") func type() { refuses([("type(name) == string", 0), ("type(1)", 0)]) }

    @Test("Refused: dyn") func dyn() { refuses([("dyn(name) == 1", 0), ("dyn(1)", 0)]) }

    @Test("Allowed on yearly maps: an index and first_reached") func yearlyAllowed() {
        expect(
            [
                ("revenue[2023]", "5.0"), ("revenue[year-1] > 4", "true"),
                ("first_reached(revenue, 2023, 5, 2022)", "true"),
                ("revenue", "refused 0: index a yearly map, as in revenue[year-1]"),
            ], #"{"revenue":{"2023":5,"2022":4}}"#)
    }

    @Test("Names: fields and functions have separate names") func separateNames() {
        expect(
            [
                ("size in ['小型', '微型']", "true"), ("size(size)", "2"),
                ("size == '小型' && size(tags) == 1", "true"),
                ("tags.map(money, size(money))", "[1]"), ("[1].all(date, date == 1)", "true"),
            ], #"{"size":"小型","tags":["a"]}"#)
    }

    @Test("Names: a macro variable may not shadow a field") func noShadowing() {
        for name in ["size", "tags", "revenue", "year", "as_of", "math"] {
            for macro in ["all", "exists", "exists_one", "filter", "map"] {
                #expect(
                    eval("[1].\(macro)(\(name), true)")
                        == "refused \(5 + macro.utf8.count): the variable `\(name)` would shadow a field or reserved name; choose another"
                )
            }
        }
        #expect(eval("[1].exists(x, [2].exists(x, x == 2))") == "true", "another variable may be shadowed")
    }

    @Test("Variables: as_of is midnight UTC of the day, year its year") func variables() {
        expect(
            [
                ("as_of", "2024-12-31T00:00:00Z"), ("year", "2024"), ("as_of.getFullYear() == year", "true"),
                ("as_of.getHours() == 0 && as_of.getMonth() == 11 && as_of.getDate() == 31", "true"),
            ], on: "2024-12-31")
    }
}
