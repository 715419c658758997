import Testing

/// Section 3: evaluation errors are absorbed where they cannot matter, else reported; unknown beside error
/// lists both.
@Suite struct ErrorRuleTests {
    private let json =
        #"{"employees":20,"dishonest":false,"tags":["x"],"name":"n","revenue":{"2023":5,"2022":0}}"#
    private let failing = "employees % (employees - 20) == 0"

    @Test func everyKindOfErrorIsReportedWithItsPlace() {
        expect(
            [
                (failing, "error 10: division by zero"),
                ("revenue[2023] / revenue[2022]", "error 14: division by zero"),
                ("tags[1]", "error 4: index 1 is outside a list of 1"),
                ("tags[-1]", "error 4: index -1 is outside a list of 1"),
                ("{'a': 1}[name]", "error 8: no such key in the map"),
                ("int(name)", "error 0: `n` cannot be converted"),
                ("date(name)", "error 0: `n` is no date; write YYYY-MM-DD"),
                ("money(name)", "error 0: `n` is no amount…"),
                ("timestamp(name)", "error 0: `n` cannot be converted…"),
                ("duration(name)", "error 0: `n` cannot be converted…"),
                ("years_before(employees * 1000)", "error 0: the date is outside the years 1-9999"),
                ("uint(employees - 21)", "error 0: the number is out of range of the type"),
                (
                    "math.least([1].filter(i, i > employees))",
                    "error 5: an empty list has no least or greatest"
                ),
                ("{name: 1, 'n': 2}", "error 0: a key occurs twice in the map"),
                ("as_of.getHours(name)", "error 6: a zone is UTC…"),
                ("'x'.matches(name + '(')", "error 4: not a regular expression in RE2 syntax…"),
            ], json)
    }

    @Test func andOrExistsAllAbsorb() {
        expect(
            [
                ("dishonest && \(failing)", "false"), ("\(failing) && dishonest", "false"),
                ("!dishonest || \(failing)", "true"),
                ("\(failing) || !dishonest", "true"),
                ("\(failing) || dishonest", "error 10: division by zero"),
                ("[1, 20].exists(i, i == 20 || 1 % (employees - 20) == 0)", "true"),
                ("[20, 1].all(i, 100 % (employees - i) > 900)", "false"),
                ("[20, 1].exists(i, 100 % (employees - i) >= 0)", "true"),
                ("[20, 1].all(i, 100 % (employees - i) >= 0)", "error 19: division by zero"),
                ("[20, 1].exists(i, 100 % (employees - i) > 900)", "error 22: division by zero"),
                ("[20, 1, 1].exists_one(i, 100 % (employees - i) >= 0)", "error 29: division by zero"),
            ], json)
    }

    @Test func elsewhereAnErrorRemains() {
        expect(
            [
                ("!(\(failing))", "error 12: division by zero"),
                ("\(failing) ? 1 : 1", "error 10: division by zero"),
                ("dishonest ? 1 % (employees - 20) : 3", "3"),
                ("[1 % (employees - 20), 2]", "error 3: division by zero"),
                ("size([1 % (employees - 20)])", "error 8: division by zero"),
            ], json)
    }

    @Test func unknownBesideErrorListsBoth() {
        expect(
            [
                ("abnormal || \(failing)", "unknown: abnormal + error 22: division by zero"),
                ("\(failing) && abnormal", "unknown: abnormal + error 10: division by zero"),
                ("insured + employees % (employees - 20)", "unknown: insured + error 20: division by zero"),
                ("abnormal && \(failing) && dishonest", "false"),
            ], json)
        #expect(
            eval("[size(tags[5]), insured]", json)
                == "unknown: insured + error 10: index 5 is outside a list of 1")
    }

    @Test func anErrorMemberOfAtLeastCountsAsUnknown() {
        expect(
            [
                ("at_least(1, [\(failing), true])", "true"),
                ("at_least(2, [\(failing), true])", "error 23: division by zero"),
                ("at_least(2, [\(failing), false])", "false"), ("at_least(0, [\(failing)])", "true"),
                (
                    "at_least(2, [\(failing), abnormal, true])",
                    "unknown: abnormal + error 23: division by zero"
                ),
            ], json)
    }

    /// What is constant is computed at load, so a failing constant refuses even where it would be absorbed.
    @Test func failingConstantsRefuse() {
        expect(
            [
                ("true || 1.0 / 0.0 > 1.0", "refused 12: division by zero"),
                ("false && 1 % 0 == 1", "refused 11: division by zero"),
                ("[1][1] == 2 || dishonest", "refused 3: index 1 is outside a list of 1"),
                ("int('x') == employees", "refused 4: `x` cannot be converted"),
                ("{'a': 1}['b'] == employees", "refused 8: no such key in the map"),
                ("{1: 2, 1u: 3}", "refused 0: a key occurs twice in the map"),
            ], json)
    }
}
