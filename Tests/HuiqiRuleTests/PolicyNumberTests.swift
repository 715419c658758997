import Testing

/// formats.md, section 3, "Numbers are exact": one test for each rule, named after it. More cases are in
/// `NumberRuleTests`.
@Suite("Rules of the policy environment: numbers") struct PolicyNumberTests {
    private let some =
        #"{"employees":0,"insured":1,"revenue":{"2022":300000000,"2023":357000000},"rd_expense":{"2023":10710000}}"#
    /// 2^127 - 1
    private let most = "170141183460469231731687303715884105727.0"
    /// 2^126
    private let half = "85070591730234615865843651857942052864.0"

    @Test("Numbers: money facts, decimal literals and their sums, products and quotients are exact")
    func exactRationals() {
        expect(
            [
                ("0.1 + 0.2 == 0.3", "true"), ("0.3 - 0.1 == 0.2", "true"), ("1.1 * 1.1 == 1.21", "true"),
                ("1.0 / 3.0 + 1.0 / 3.0 + 1.0 / 3.0 == 1.0", "true"),
                ("revenue[2023] / revenue[2022] * revenue[2022] == revenue[2023]", "true"),
                ("rd_expense[2023] / revenue[2023]", "0.03"),
                ("revenue[2022] / revenue[2023]", "100/119"),
                ("sum([0.1, 0.2, 0.7]) == 1.0", "true"),
                ("double('0.1') * 3.0 == 0.3", "true"),
            ], some)
    }

    @Test("Numbers: 19 % growth is 19 %, however it is written")
    func growthIsExact() {
        for form in [
            "revenue[2023] / revenue[2022] >= 1.19", "revenue[2023] >= 1.19 * revenue[2022]",
            "revenue[2023] - revenue[2022] >= 0.19 * revenue[2022]",
            "(revenue[2023] - revenue[2022]) / revenue[2022] == 0.19",
            "100.0 * (revenue[2023] - revenue[2022]) / revenue[2022] == 19.0",
            "!(revenue[2023] < 1.19 * revenue[2022])", "!(revenue[2023] > 1.19 * revenue[2022])",
        ] { #expect(eval(form, some) == "true", "\(form)") }
    }

    @Test("Numbers: a numerator holds 128 bits; beyond that it is an evaluation error")
    func numerators() {
        expect(
            [
                ("\(most) + double(employees)", most),
                ("\(most) + double(insured)", "error 42: numeric overflow"),
                ("-\(most) - double(insured)", "error 43: numeric overflow"),
                ("revenue[2023] * 1e38 > 1.0", "error 14: numeric overflow"),
                ("\(half) * double(insured + 1)", "error 41: numeric overflow"),
            ], some)
    }

    @Test("Numbers: a denominator holds 128 bits; beyond that it is an evaluation error")
    func denominators() {
        expect(
            [
                ("double(insured) / \(most) * \(most) == 1.0", "true"),
                ("double(insured) / \(half) / 2.0", "error 59: numeric overflow"),
                ("double(insured) / \(most) / \(most)", "error 60: numeric overflow"),
            ], some)
    }

    @Test("Numbers: an overflow is absorbed like any evaluation error, and is no verdict")
    func overflowIsAnError() {
        expect(
            [
                ("insured == 1 || revenue[2023] * 1e38 > 1.0", "true"),
                ("insured == 0 && revenue[2023] * 1e38 > 1.0", "false"),
                ("insured == 0 || revenue[2023] * 1e38 > 1.0", "error 30: numeric overflow"),
                ("9223372036854775807 + insured > 0", "error 20: numeric overflow"),
                ("insured * 9223372036854775807 + insured > 0", "error 30: numeric overflow"),
            ], some)
    }

    @Test("Numbers: comparisons of large and of close numbers are exact")
    func comparisonsAreExact() {
        expect(
            [
                ("9007199254740993 > 9007199254740992.0", "true"),
                ("9223372036854775807 < 9223372036854775807.5", "true"),
                ("\(most) > 170141183460469231731687303715884105726.0", "true"),
                ("1.0 / 3.0 > 0.33333333333333333333333333333333333333", "true"),
                ("1.0 / 3.0 < 0.33333333333333333333333333333333333334", "true"),
                ("double(insured) / \(most) > 0.0", "true"),
                // Cross products beyond 128 bits.
                ("\(most) / 3.0 > 85070591730234615865843651857942052863.0 / 7.0", "true"),
            ], some)
    }

    @Test("Numbers: int, uint and decimal may be compared with each other by == != < <= > >= in")
    func mixedComparisons() {
        for two in ["2", "2u", "2.0"] {
            for other in ["3", "3u", "3.0", "2.5"] {
                for (operation, wanted) in [
                    ("==", "false"), ("!=", "true"), ("<", "true"), ("<=", "true"), (">", "false"),
                    (">=", "false"),
                ] { #expect(eval("\(two) \(operation) \(other)") == wanted, "\(two) \(operation) \(other)") }
                #expect(eval("\(two) in [\(other), 7]") == "false")
                #expect(eval("\(two) in [\(other), 2, 2u, 2.0]") == "true")
            }
            for same in ["2", "2u", "2.0"] {
                for (operation, wanted) in [("==", "true"), ("!=", "false"), ("<=", "true"), (">", "false")] {
                    #expect(eval("\(two) \(operation) \(same)") == wanted, "\(two) \(operation) \(same)")
                }
                #expect(eval("\(two) in [\(same)]") == "true")
            }
        }
        expect(
            [
                ("revenue[2023] == 357000000", "true"), ("insured >= 1.0", "true"),
                ("insured in [1u]", "true"),
            ], some)
    }

    @Test("Numbers: arithmetic does not mix int and decimal; the error proposes 100.0 or double(x)")
    func arithmeticDoesNotMix() {
        for operation in ["+", "-", "*", "/"] {
            for (left, right) in [
                ("revenue[2023]", "100"), ("100", "revenue[2023]"), ("insured", "0.5"), ("1u", "1"),
            ] {
                let got = eval("\(left) \(operation) \(right)", some)
                #expect(got.hasPrefix("refused \(left.utf8.count + 1): \(operation) does not mix"), "\(got)")
                #expect(got.hasSuffix("write 100.0 or double(x)"), "\(got)")
            }
        }
        expect([("revenue[2023] * 100.0", "35700000000.0"), ("double(insured) * 0.5", "0.5")], some)
    }

    @Test("Numbers: / of two ints is refused; the error proposes double(a)/double(b), which is exact")
    func intDivisionIsRefused() {
        for source in ["1 / 2", "insured / 2", "1 / insured", "insured / insured", "4 / 2"] {
            let got = eval(source, some)
            #expect(got.hasPrefix("refused ") && got.contains("double(a)/double(b)"), "\(got)")
        }
        expect(
            [("double(insured) / double(3)", "1/3"), ("double(insured) / double(3) * 3.0 == 1.0", "true")],
            some)
    }
}
