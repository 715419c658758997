import Testing

/// Section 3: numbers are exact.
@Suite struct NumberRuleTests {
    private let grown =
        #"{"revenue":{"2022":100,"2023":119},"rd_expense":{"2023":3.57},"employees":20,"insured":7}"#

    @Test func nineteenPercentIsNineteenPercentHoweverWritten() {
        for (base, reached) in [
            ("100", "119"), ("0.01", "0.0119"), ("1234567.89", "1469135.7891"), ("300", "357"),
        ] {
            let fits =
                reached.split(separator: ".").last.map { !reached.contains(".") || $0.count <= 2 } ?? true
            guard fits else { continue }
            for form in [
                "revenue[2023] / revenue[2022] - 1.0 >= 0.19", "revenue[2023] >= 1.19 * revenue[2022]",
                "(revenue[2023] - revenue[2022]) / revenue[2022] >= 0.19",
                "(revenue[2023] - revenue[2022]) * 100.0 >= 19.0 * revenue[2022]",
                "revenue[2023] / revenue[2022] == 1.19",
                "revenue[2023] - revenue[2022] == revenue[2022] * 19.0 / 100.0",
                "revenue[2023] >= revenue[2022] * (1.0 + 0.19)", "revenue[2023] / 1.19 == revenue[2022]",
                "revenue[2023] / revenue[2022] in [1.18, 1.19]",
                "!(revenue[2023] / revenue[2022] - 1.0 < 19e-2)",
                "double('0.19') == revenue[2023] / revenue[2022] - 1.0",
            ] {
                #expect(eval(form, #"{"revenue":{"2022":\#(base),"2023":\#(reached)}}"#) == "true", "\(form)")
            }
        }
    }

    @Test func aThirdTimesThreeIsOne() {
        expect(
            [
                ("1.0 / 3.0 * 3.0 == 1.0", "true"), ("0.1 + 0.2 == 0.3", "true"), ("1.0 / 3.0", "1/3"),
                ("2.0 / 3.0 - 1.0 / 3.0", "1/3"), ("7.0 / 2.0", "3.5"), ("-1.0 / 8.0", "-0.125"),
                ("1.0 / 49.0 * 49.0 == 1.0", "true"), ("0.03 * revenue[2023] == rd_expense[2023]", "true"),
            ], grown)
    }

    @Test func intUintAndDecimalMayBeCompared() {
        for (operation, wanted) in [
            ("==", [false, true, false]), ("!=", [true, false, true]), ("<", [true, false, false]),
            ("<=", [true, true, false]), (">", [false, false, true]), (">=", [false, true, true]),
        ] {
            for (index, right) in [3, 2, 1].enumerated() {
                for first in ["2", "2u", "2.0"] {
                    for second in ["\(right)", "\(right)u", "\(right).0"] {
                        #expect(eval("\(first) \(operation) \(second)") == "\(wanted[index])")
                    }
                }
            }
        }
        expect(
            [
                ("employees == 20.0", "true"), ("employees > 19.5", "true"), ("20u <= employees", "true"),
                ("revenue[2023] == 119", "true"), ("revenue[2023] > 118u", "true"), ("-1 < 0u", "true"),
                ("9223372036854775807 < 9223372036854775808u", "true"),
                ("9007199254740993 == 9007199254740992.0", "false"),
                ("18446744073709551615u == 18446744073709551615.0", "true"),
            ], grown)
    }

    @Test func inComparesNumbersAcrossTypes() {
        expect(
            [
                ("1 in [1.0, 2.0]", "true"), ("1u in [1, 2]", "true"), ("2.0 in [1, 2]", "true"),
                ("1.5 in [1, 2]", "false"),
                ("employees in [19.5, 20.0]", "true"), ("revenue[2023] in [119]", "true"),
                ("1 in {1u: 'x'}", "true"),
                ("1.0 in {1: 'x'}", "true"), ("1.5 in {1: 'x'}", "false"), ("[1, 2] == [1.0, 2u]", "true"),
                ("[1, 2u, 3.0]", "[1, 2u, 3.0]"), ("{1: 'x'}[1.0]", "x"),
            ], grown)
    }

    @Test func arithmeticDoesNotMixIntAndDecimal() {
        for operation in ["+", "-", "*", "/"] {
            for (left, right) in [
                ("1", "1.0"), ("1.0", "1"), ("employees", "revenue[2023]"), ("1", "1u"), ("1u", "1.0"),
            ] {
                let got = eval("\(left) \(operation) \(right)", grown)
                #expect(got.hasPrefix("refused \(left.utf8.count + 1): "), "\(got)")
                #expect(got.contains("100.0 or double(x)"), "\(got)")
            }
        }
        expect(
            [("100.0 * revenue[2022]", "10000.0"), ("double(employees) * revenue[2022]", "2000.0")], grown)
    }

    @Test func dividingTwoIntsIsRefusedWithTheProposal() {
        for source in ["7 / 2", "employees / insured", "1 / 0", "(employees) / (2 + 1)"] {
            #expect(
                eval(source, grown).hasSuffix("write double(a)/double(b), which is exact here"), "\(source)")
        }
        expect(
            [
                ("double(employees) / double(insured)", "20/7"), ("7u / 2u", "3u"), ("7 % 2", "1"),
                ("-7 % 2", "-1"),
                ("7u % 4u", "3u"), ("7.0 % 2.0", "refused 4: % is for integers"),
            ], grown)
    }

    @Test func wholeNumbersOverflowToAnError() {
        expect(
            [
                ("9223372036854775807 + employees", "error 20: numeric overflow"),
                ("-9223372036854775807 - employees", "error 21: numeric overflow"),
                ("employees * 9223372036854775807", "error 10: numeric overflow"),
                ("-9223372036854775808", "-9223372036854775808"),
                ("-(-9223372036854775808)", "refused 0: numeric overflow"),
                ("9223372036854775807 + 1", "refused 20: numeric overflow"),
                ("18446744073709551615u + uint(employees)", "error 22: numeric overflow"),
                ("0u - uint(employees)", "error 3: numeric overflow"),
                ("(employees - 20 - 9223372036854775807 - 1) % -1", "error 43: numeric overflow"),
                ("9223372036854775808", "refused 0: the integer has more than 64 bits"),
                ("18446744073709551616u", "refused 0: the integer has more than 64 bits"),
            ], grown)
    }

    @Test func decimalsHold128BitsAndNoMore() {
        let most = "170141183460469231731687303715884105727.0"
        expect([
            (most, most), ("\(most) + 1.0", "refused 42: numeric overflow"),
            ("\(most) - 1.0 < \(most)", "true"),
            (
                "170141183460469231731687303715884105728.0",
                "refused 0: the decimal has too many digits to be exact"
            ),
            ("1e39", "refused 0: the decimal cannot be held exactly"),
            ("1e-39", "refused 0: the decimal cannot be held exactly"),
            ("1.0000000000000000000000000000000000000000000000000", "1.0"), ("0.0e99999", "0.0"),
            ("1e38", "100000000000000000000000000000000000000.0"),
            ("\(most) * 2.0 / 2.0", "refused 42: numeric overflow"),
            // Two fractions whose common denominator is beyond 128 bits, though their sum is not.
            ("1.0/18446744073709551615.0/18446744073709551613.0 == 0.0", "refused 26: numeric overflow"),
            (
                "85070591730234615865843651857942052863.0/3.0 + 85070591730234615865843651857942052863.0/3.0*0.5",
                "42535295865117307932921825928971026431.5"
            ),
        ])
    }

    @Test func literalsAreCELs() {
        expect([
            ("0x1F", "31"), ("0xFu", "15u"), ("-0x8000000000000000", "-9223372036854775808"),
            ("1e3", "1000.0"),
            ("1E+2", "100.0"), ("2.5e-1", "0.25"), (".5", "0.5"), ("12u", "12u"), ("12U", "12u"),
            ("- -1", "1"), ("--1", "1"),
            ("1.", "refused 2: expected a name after the dot…"), ("0x", "refused 0: bad hexadecimal number"),
            ("1uu", "refused 0: a letter or _ cannot follow a number…"),
            ("1.5e", "refused 0: a letter or _ cannot follow a number…"),
        ])
    }
}
