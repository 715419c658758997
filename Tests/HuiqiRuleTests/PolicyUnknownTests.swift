import HuiqiLogic
import HuiqiModel
import HuiqiRule
import Testing

/// formats.md, section 3, "Unknown": one test for each rule, named after it. More cases are in `UnknownTests`.
@Suite("Rules of the policy environment: unknown") struct PolicyUnknownTests {
    private let some = #"""
        {"dishonest":false,"employees":20,"insured":3,"region":"330302","name":"n","revenue":{"2023":5},
         "tags":["a","a",null],"materials":[{"name":"m"}],
         "penalties":[{"amount":5},{"kind":"k","date":"2024-01-01"}]}
        """#

    @Test("Unknown: an absent field") func absentField() {
        expect(
            [
                ("abnormal", "unknown: abnormal"), ("scope", "unknown: scope"),
                ("established", "unknown: established"),
            ], some)
    }

    @Test("Unknown: a field that is null") func nullField() {
        expect([("scope", "unknown: scope"), ("tags", "unknown: tags")], #"{"scope":null,"tags":null}"#)
    }

    @Test("Unknown: a year that a map lacks") func absentYear() {
        expect(
            [
                ("revenue[2022]", "unknown: revenue[2022]"), ("revenue[year]", "unknown: revenue[2024]"),
                ("tax[2023]", "unknown: tax[2023]"), ("revenue[1800]", "unknown: revenue[1800]"),
            ], some)
    }

    @Test("Unknown: a missing member") func absentMember() {
        expect(
            [
                ("penalties[0].kind", "unknown: penalties[0].kind"),
                ("materials[0].to", "unknown: materials[0].to"),
                ("penalties.exists(p, p.amount > 9.0)", "unknown: penalties[1].amount"),
            ], some)
    }

    /// Each operator and function, over operands of which none is known. `@` is their names in order.
    static let operators: [(source: String, missing: String)] = [
        ("utility_models + invention_patents", "utility_models, invention_patents"),
        ("utility_models - invention_patents", "utility_models, invention_patents"),
        ("utility_models * invention_patents", "utility_models, invention_patents"),
        ("utility_models % invention_patents", "utility_models, invention_patents"),
        ("tax[2023] / export[2023]", "tax[2023], export[2023]"),
        ("-utility_models", "utility_models"), ("!abnormal", "abnormal"),
        ("utility_models == invention_patents", "utility_models, invention_patents"),
        ("utility_models != invention_patents", "utility_models, invention_patents"),
        ("utility_models < invention_patents", "utility_models, invention_patents"),
        ("utility_models <= invention_patents", "utility_models, invention_patents"),
        ("utility_models > invention_patents", "utility_models, invention_patents"),
        ("utility_models >= invention_patents", "utility_models, invention_patents"),
        ("scope in [address]", "scope, address"), ("abnormal && dishonest == abnormal", "abnormal"),
        ("abnormal || scope == 'x'", "abnormal, scope"), ("abnormal ? 1 : utility_models", "abnormal"),
        ("[utility_models]", "utility_models"), ("{scope: 1}", "scope"), ("{'a': scope}", "scope"),
        ("[1, 2][utility_models]", "utility_models"), ("revenue[utility_models]", "utility_models"),
        ("certificates[0].name", "certificates"), ("scope + address", "scope, address"),
        ("established - as_of", "established"),
    ]
    static let functions: [(source: String, missing: String)] = [
        ("int(scope)", "scope"), ("uint(utility_models)", "utility_models"),
        ("double(utility_models)", "utility_models"), ("string(utility_models)", "utility_models"),
        ("bytes(scope)", "scope"), ("bool(scope)", "scope"), ("timestamp(scope)", "scope"),
        ("duration(scope)", "scope"), ("size(scope)", "scope"), ("scope.size()", "scope"),
        ("scope.contains(address)", "scope, address"), ("scope.startsWith('a')", "scope"),
        ("'a'.endsWith(scope)", "scope"), ("scope.matches(address)", "scope, address"),
        ("scope.mentions(address)", "scope, address"), ("tax_region.under('33')", "tax_region"),
        ("tax_region.under([scope])", "tax_region, scope"), ("tax_region.under([])", "tax_region"),
        ("date(scope)", "scope"), ("money(scope)", "scope"),
        ("years_before(utility_models)", "utility_models"),
        ("months_before(utility_models)", "utility_models"),
        ("days_before(utility_models)", "utility_models"), ("years_since(established)", "established"),
        ("months_since(established)", "established"), ("sum([utility_models, 1])", "utility_models"),
        ("math.least(utility_models, 1)", "utility_models"),
        ("math.greatest(1, utility_models, invention_patents)", "utility_models, invention_patents"),
        ("first_reached(tax, 2023, 5, 2022)", "tax[2023], tax[2022]"),
        ("first_reached(revenue, utility_models, 5, 2022)", "utility_models"),
        ("at_least(1, [abnormal, scope == 'x'])", "abnormal, scope"),
        ("established.getFullYear()", "established"), ("established.getMonth()", "established"),
        ("as_of.getHours(scope)", "scope"), ("(established - as_of).getHours()", "established"),
        ("certificates.exists(c, c.name == 'x')", "certificates"),
        ("certificates.all(c, c.name == 'x')", "certificates"),
        ("certificates.exists_one(c, c.name == 'x')", "certificates"),
        ("certificates.map(c, c.name)", "certificates"),
        ("certificates.filter(c, c.name == 'x')", "certificates"),
    ]

    @Test("Unknown: every operator with an unknown argument is unknown", arguments: operators)
    func everyOperator(source: String, missing: String) {
        #expect(eval(source, some) == "unknown: \(missing)")
    }

    @Test("Unknown: every function with an unknown argument is unknown", arguments: functions)
    func everyFunction(source: String, missing: String) {
        #expect(eval(source, some) == "unknown: \(missing)")
    }

    @Test("Unknown: all missing facts are united, each once, in order of first appearance")
    func missingFactsAreUnited() {
        expect(
            [
                ("scope + address + scope + name", "unknown: scope, address"),
                (
                    "tax[2022] > tax[2021] && (abnormal || tax[2022] < export[2020])",
                    "unknown: tax[2022], tax[2021], abnormal, export[2020]"
                ),
                (
                    "abnormal || 'x' in tags || penalties.exists(p, p.amount > 9.0) || abnormal",
                    "unknown: abnormal, tags[*], penalties[1].amount"
                ),
                ("scope in [address, scope, legal_form]", "unknown: scope, address, legal_form"),
            ], some)
    }

    @Test("Unknown: false && u is false and true || u is true, in either order") func decidedByOneSide() {
        expect(
            [
                ("false && abnormal", "false"), ("abnormal && false", "false"),
                ("true || abnormal", "true"), ("abnormal || true", "true"),
                ("dishonest && abnormal", "false"), ("abnormal && dishonest", "false"),
                ("abnormal || !dishonest", "true"), ("!dishonest || abnormal", "true"),
                ("abnormal && scope == 'x' && dishonest", "false"),
                ("true && abnormal", "unknown: abnormal"), ("false || abnormal", "unknown: abnormal"),
            ], some)
    }

    @Test("Unknown: exists with a true element is true, all with a false one is false") func quantifiers() {
        expect(
            [
                ("penalties.exists(p, p.amount == 5.0)", "true"),
                ("penalties.exists(p, p.kind == 'k')", "true"),
                ("penalties.exists(p, p.amount == 6.0)", "unknown: penalties[1].amount"),
                ("penalties.all(p, p.amount == 6.0)", "false"), ("penalties.all(p, p.kind == 'x')", "false"),
                ("penalties.all(p, p.amount == 5.0)", "unknown: penalties[1].amount"),
            ], some)
    }

    @Test("Unknown: exists_one with two true elements is false, whatever the others") func existsOne() {
        expect(
            [
                ("[1, 2, 3].exists_one(i, i < 3 || abnormal)", "false"),
                ("tags.exists_one(t, t == 'a')", "false"),
                ("[1, 2, 3].exists_one(i, i == 1 || (i == 2 && abnormal))", "unknown: abnormal"),
            ], some)
    }

    @Test("Unknown: u ? a : b is unknown, even where both branches are equal") func unknownTest() {
        expect(
            [
                ("abnormal ? 1 : 1", "unknown: abnormal"), ("(abnormal ? true : true) || !dishonest", "true"),
                ("dishonest ? utility_models : 2", "2"),
                ("dishonest ? 2 : utility_models", "unknown: utility_models"),
            ], some)
    }

    @Test("Unknown: in a list with others unknown, in and exists are true or unknown") func openListIn() {
        expect(
            [
                ("'a' in tags", "true"), ("'b' in tags", "unknown: tags[*]"),
                ("tags.exists(t, t == 'a')", "true"), ("tags.exists(t, t == 'b')", "unknown: tags[*]"),
                ("!('b' in tags)", "unknown: tags[*]"),
            ], some)
    }

    @Test("Unknown: in a list with others unknown, all is false or unknown") func openListAll() {
        expect([("tags.all(t, t == 'b')", "false"), ("tags.all(t, t == 'a')", "unknown: tags[*]")], some)
    }

    @Test("Unknown: the size of a list with others unknown is unknown") func openListSize() {
        expect(
            [
                ("size(tags)", "unknown: tags[*]"), ("size(tags) >= 2", "unknown: tags[*]"),
                ("size(tags.filter(t, t == 'a')) >= 2", "unknown: tags[*]"),
            ], some)
    }

    @Test("Unknown: a complete list has nothing unknown, an empty one is known to be none")
    func completeLists() {
        expect(
            [
                ("'a' in tags", "false"), ("size(tags)", "0"), ("tags.all(t, false)", "true"),
                ("tags.exists(t, true)", "false"), ("penalties.exists(p, p.amount > 0)", "false"),
            ], #"{"tags":[],"penalties":[]}"#)
    }
}
