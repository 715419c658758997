import HuiqiLogic
import HuiqiModel
import HuiqiRule
import Testing

/// Section 3: what is missing makes unknown, with every missing fact named.
@Suite struct UnknownTests {
    private let some = #"""
        {"dishonest":false,"employees":20,"revenue":{"2023":5},"tags":["a",null],
         "penalties":[{"amount":5},{"kind":"k"}],"certificates":[{"name":"c","to":"2025-01-01"}]}
        """#

    @Test func absentFieldsYearsAndMembersAreUnknownByName() {
        expect(
            [
                ("abnormal", "unknown: abnormal"), ("revenue[2022]", "unknown: revenue[2022]"),
                ("tax[year-1]", "unknown: tax[2023]"),
                ("penalties[1].amount", "unknown: penalties[1].amount"), ("tags", "unknown: tags[*]"),
                ("scope", "unknown: scope"),
                ("materials", "unknown: materials"), ("materials[0].name", "unknown: materials"),
                ("tags[1]", "unknown: tags[*]"),
                ("revenue[insured]", "unknown: insured"), ("revenue[-5]", "unknown: revenue[-5]"),
                ("tags[0]", "unknown: tags[*]"),
            ], some)
    }

    /// Every operator and function with an unknown argument is unknown, with all missing facts in order.
    @Test func operatorsUniteWhatIsMissingInOrderOfFirstAppearance() {
        expect(
            [
                ("insured + utility_models * insured", "unknown: insured, utility_models"),
                (
                    "tax[2020] / export[2021] > revenue[2022]",
                    "unknown: tax[2020], export[2021], revenue[2022]"
                ),
                ("-insured", "unknown: insured"), ("!abnormal", "unknown: abnormal"),
                ("name == scope", "unknown: name, scope"), ("name + scope + name", "unknown: name, scope"),
                ("insured in [1, utility_models]", "unknown: insured, utility_models"),
                ("name in tags", "unknown: name, tags[*]"), ("[insured, 1]", "unknown: insured"),
                ("{'a': insured, 'b': utility_models}", "unknown: insured, utility_models"),
                ("[insured, 1][1]", "unknown: insured"),
                ("years_since(established)", "unknown: established"),
                ("math.least(1, insured, utility_models)", "unknown: insured, utility_models"),
                ("sum([insured, 1])", "unknown: insured"), ("name.contains(scope)", "unknown: name, scope"),
                ("size(name)", "unknown: name"), ("string(insured)", "unknown: insured"),
                ("region.under(name)", "unknown: region, name"),
                ("date(name)", "unknown: name"), ("years_before(insured)", "unknown: insured"),
                ("region.under([])", "unknown: region"),
                ("name.matches('a')", "unknown: name"), ("established - as_of", "unknown: established"),
                ("abnormal == abnormal", "unknown: abnormal"), ("insured * 0 == 0", "unknown: insured"),
                ("name.mentions('')", "unknown: name"),
                ("tax_region.under(['33', name])", "unknown: tax_region, name"),
            ], some)
    }

    @Test func falseAndTrueWinInEitherOrder() {
        expect(
            [
                ("dishonest && abnormal", "false"), ("abnormal && dishonest", "false"),
                ("!dishonest || abnormal", "true"),
                ("abnormal || !dishonest", "true"), ("abnormal && !dishonest", "unknown: abnormal"),
                ("dishonest || abnormal || name == 'x'", "unknown: abnormal, name"),
                ("abnormal && name == 'x' && employees < 0", "false"),
                ("(abnormal || name == 'x') && dishonest", "false"),
                ("!(abnormal && dishonest)", "true"),
            ], some)
    }

    @Test func anUnknownTestIsUnknownWithItsOwnMissingOnly() {
        expect(
            [
                ("abnormal ? true : true", "unknown: abnormal"),
                ("abnormal ? insured : utility_models", "unknown: abnormal"),
                ("dishonest ? insured : 7", "7"), ("dishonest ? 7 : insured", "unknown: insured"),
            ], some)
    }

    @Test func existsWithATrueElementIsTrueAllWithAFalseOneFalse() {
        expect(
            [
                ("penalties.exists(p, p.amount > 3.0)", "true"),
                ("penalties.exists(p, p.amount > 9.0)", "unknown: penalties[1].amount"),
                ("penalties.all(p, p.amount > 9.0)", "false"),
                ("penalties.all(p, p.amount > 3.0)", "unknown: penalties[1].amount"),
                ("penalties.exists(p, p.kind == 'k')", "true"),
                ("penalties.exists_one(p, p.amount > 3.0)", "unknown: penalties[1].amount"),
                ("[1, 2, 3].exists_one(i, i < 3 || abnormal)", "false"),
                ("[1, 2].exists_one(i, i < 2 || abnormal)", "unknown: abnormal"),
                ("penalties.map(p, p.amount)", "unknown: penalties[1].amount"),
                ("penalties.filter(p, p.amount > 3.0)", "unknown: penalties[1].amount"),
                (
                    "penalties.map(p, p.kind == 'k', p.amount)",
                    "unknown: penalties[0].kind, penalties[1].amount"
                ),
            ], some)
    }

    @Test func aListWithOthersUnknown() {
        expect(
            [
                ("'a' in tags", "true"), ("'b' in tags", "unknown: tags[*]"),
                ("tags.exists(t, t == 'a')", "true"),
                ("tags.exists(t, t == 'b')", "unknown: tags[*]"), ("tags.all(t, t == 'b')", "false"),
                ("tags.all(t, t == 'a')", "unknown: tags[*]"), ("size(tags)", "unknown: tags[*]"),
                ("tags.size() >= 0", "unknown: tags[*]"),
                ("tags.exists_one(t, t == 'a')", "unknown: tags[*]"), ("tags == ['a']", "unknown: tags[*]"),
                ("tags != []", "unknown: tags[*]"), ("tags.map(t, t + 'x')", "unknown: tags[*]"),
                ("'ax' in tags.map(t, t + 'x')", "true"),
                ("size(tags.filter(t, t == 'b'))", "unknown: tags[*]"), ("'b' in ['b'] + tags", "true"),
                ("'c' in tags + ['b']", "unknown: tags[*]"),
                ("(tags + ['b'])[0]", "unknown: tags[*]"), ("(tags + ['b'])[1]", "unknown: tags[*]"),
                ("(['b'] + tags)[0]", "b"), ("(['b'] + tags)[1]", "unknown: tags[*]"),
                ("tags in [['a']]", "unknown: tags[*]"), ("region.under(tags)", "unknown: region, tags[*]"),
            ], some)
        expect(
            [
                ("size(tags)", "0"), ("'a' in tags", "false"), ("tags.all(t, false)", "true"),
                ("tags.exists(t, true)", "false"),
                ("tags", "[]"), ("sum(penalties.map(p, p.amount))", "0.0"), ("size(tags) == 0", "true"),
            ], #"{"tags":[],"penalties":[]}"#)
        expect(
            [
                ("sum(penalties.map(p, p.amount))", "unknown: penalties[*]"),
                ("penalties.all(p, p.amount < 9.0)", "unknown: penalties[*]"),
            ],
            #"{"penalties":[{"amount":1},null]}"#)
    }

    @Test func atLeastIsDecidedByWhatIsKnown() {
        expect(
            [
                ("at_least(1, [!dishonest, abnormal])", "true"),
                ("at_least(2, [!dishonest, abnormal])", "unknown: abnormal"),
                ("at_least(2, [dishonest, abnormal])", "false"), ("at_least(3, [abnormal, true])", "false"),
                ("at_least(0, [abnormal])", "true"), ("at_least(-1, [])", "true"),
                ("at_least(1, [])", "false"),
                ("at_least(2, [abnormal, name == 'x', abnormal, true])", "unknown: abnormal, name"),
            ], some)
    }

    @Test func truthAgreesWithText() throws {
        let profile = profile(some)
        let day = try #require(Day("2024-06-30"))
        for source in [
            "!dishonest", "dishonest", "abnormal", "dishonest && abnormal",
            "abnormal ? dishonest : dishonest", "1.0 / double(employees - 20) > 0.0",
            "at_least(2, [abnormal, true])",
        ] {
            let rule = try Rule.condition(source, schema: .contract)
            let (truth, gap) = rule.truth(for: profile, on: day)
            let text = eval(source, profile)
            switch truth {
            case .yes: #expect(text == "true" && gap == nil)
            case .no: #expect(text == "false" && gap == nil)
            case .unknown: #expect(gap.map { told($0) } == text)
            }
        }
    }
}
