import HuiqiLogic
import HuiqiModel
import HuiqiRule
import Testing

/// formats.md, section 3, "Evaluation errors": one test for each rule, named after it. More cases are in
/// `ErrorRuleTests`.
@Suite("Rules of the policy environment: evaluation errors") struct PolicyErrorTests {
    private let some =
        #"{"employees":20,"insured":0,"dishonest":false,"name":"n","tags":["a"],"revenue":{"2023":0}}"#
    private let fails = "employees % insured == 0"

    @Test("Errors: division by zero, overflow, index out of range and bad conversion are evaluation errors")
    func theErrors() {
        expect(
            [
                (fails, "error 10: division by zero"), ("1.0 / revenue[2023]", "error 4: division by zero"),
                ("double(employees) / double(insured)", "error 18: division by zero"),
                ("9223372036854775807 + employees", "error 20: numeric overflow"),
                ("tags[employees]", "error 4: index 20 is outside a list of 1"),
                ("int(name)", "error 0: `n` cannot be converted"),
                ("bool(name)", "error 0: `n` cannot be converted"),
                ("double(name)", "error 0: `n` cannot be converted"),
                ("uint(insured - 1)", "error 0: the number is out of range of the type"),
            ], some)
    }

    @Test("Errors: && and || absorb them") func andOrAbsorb() {
        expect(
            [
                ("\(fails) && false", "false"), ("false && \(fails)", "false"), ("\(fails) || true", "true"),
                ("true || \(fails)", "true"), ("\(fails) && dishonest", "false"),
                ("\(fails) || !dishonest", "true"),
                ("\(fails) && true", "error 10: division by zero"),
                ("\(fails) || false", "error 10: division by zero"),
            ], some)
    }

    @Test("Errors: exists and all absorb them") func quantifiersAbsorb() {
        expect(
            [
                ("[0, 1].exists(i, 5 % i == 0)", "true"),
                ("[insured, 1].exists(i, 5 % i == 0)", "true"),
                ("[insured, 1].all(i, 5 % i == 1)", "false"),
                ("[insured, 1].exists(i, 5 % i == 1)", "error 25: division by zero"),
                ("[insured, 1].all(i, 5 % i == 0)", "error 22: division by zero"),
            ], some)
    }

    @Test("Errors: what remains counts as unknown for the verdict and is reported as a data problem")
    func remainsUnknown() throws {
        let rule = try Rule.condition(fails, schema: .contract)
        let (truth, gap) = rule.truth(for: profile(some), on: Day(number: 0))
        #expect(truth == .unknown)
        #expect(gap?.missing == [])
        #expect(gap?.problems.map(\.offsetUTF8) == [10])
        #expect(gap?.problems.map(\.message.zh) == ["除数为零"])
        let not = try Rule.condition("!(\(fails))", schema: .contract)
        #expect(not.truth(for: profile(some), on: Day(number: 0)).0 == .unknown)
    }

    @Test("Errors: unknown beside error is unknown, and both are listed") func unknownBesideError() {
        expect(
            [
                ("abnormal || \(fails)", "unknown: abnormal + error 22: division by zero"),
                ("\(fails) && abnormal", "unknown: abnormal + error 10: division by zero"),
                (
                    "utility_models + employees % insured",
                    "unknown: utility_models + error 27: division by zero"
                ),
                (
                    "[tags[5] == scope, abnormal]",
                    "unknown: scope, abnormal + error 5: index 5 is outside a list of 1"
                ),
            ], some)
        let rule = try? Rule.condition("abnormal || \(fails)", schema: .contract)
        #expect(rule?.truth(for: profile(some), on: Day(number: 0)).0 == .unknown)
    }
}
