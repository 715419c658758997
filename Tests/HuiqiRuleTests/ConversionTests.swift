import Testing

/// Conversions, and how `eval` prints.
@Suite struct ConversionTests {
    @Test func toInt() {
        expect([
            ("int('12')", "12"), ("int('-12')", "-12"), ("int('+12')", "12"), ("int(1.9)", "1"),
            ("int(-1.9)", "-1"), ("int(5u)", "5"), ("int(as_of)", "1719705600"),
            ("int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"),
            ("int(9223372036854775807.5)", "9223372036854775807"),
            ("int(1e30)", "refused 0: the number is out of range of the type"),
            ("int(9223372036854775808u)", "refused 0: the number is out…"),
            ("int('1.5')", "refused 4: `1.5` cannot be converted"),
            ("int('')", "refused 4: `` cannot…"), ("int(' 1')", "refused 4: ` 1` cannot…"),
            ("int('0x1')", "refused 4: `0x1` cannot…"), ("int('1_000')", "refused 4: `1_000` cannot…"),
            ("int('９')", "refused 4: `９` cannot…"), ("int(true)", "refused 0: bad arguments for `int`…"),
        ])
    }

    @Test func toUint() {
        expect([
            ("uint('12')", "12u"), ("uint(12)", "12u"), ("uint(1.9)", "1u"), ("uint(-0.5)", "0u"),
            ("uint(-1)", "refused 0: the number is out…"), ("uint('-1')", "refused 5: `-1` cannot…"),
            ("uint('+1')", "refused 5: `+1` cannot…"), ("uint('-0')", "refused 5: `-0` cannot…"),
            ("uint('18446744073709551615')", "18446744073709551615u"),
            ("uint('18446744073709551616')", "refused 5: …"),
        ])
    }

    @Test func toDouble() {
        expect([
            ("double(3)", "3.0"), ("double(3u)", "3.0"), ("double('1.5')", "1.5"),
            ("double('-1e2')", "-100.0"), ("double('+.5')", "0.5"), ("double('1.')", "1.0"),
            ("double('0.1') == 0.1", "true"), ("double('-0.0')", "0.0"),
            ("double('')", "refused 7: `` cannot…"), ("double('.')", "refused 7: `.` cannot…"),
            ("double('0x10')", "refused 7: `0x10` cannot…"), ("double('NaN')", "refused 7: `NaN` cannot…"),
            ("double('inf')", "refused 7: `inf` cannot…"), ("double('1e')", "refused 7: `1e` cannot…"),
            ("double('1.5.')", "refused 7: `1.5.` cannot…"), ("double('--1')", "refused 7: `--1` cannot…"),
            ("double('5u')", "refused 7: `5u` cannot…"), ("double('1 ')", "refused 7: `1 ` cannot…"),
        ])
    }

    @Test func toTextBytesAndBool() {
        expect(
            [
                ("string(12)", "12"), ("string(12u)", "12"), ("string(4.0)", "4.0"),
                ("string(1.0/3.0)", "1/3"), ("string(true)", "true"),
                ("string(as_of)", "2024-06-30T00:00:00Z"), ("string(duration('90s'))", "90s"),
                ("string('a')", "a"), ("string(region)", "330302"),
                ("bytes('a')", "b\"a\""), ("bool('true')", "true"), ("bool('False')", "false"),
                ("bool('1')", "true"), ("bool('t')", "true"),
                ("bool('yes')", "refused 5: `yes` cannot be converted"),
                ("bool('tRue')", "refused 5: `tRue` cannot…"), ("bool(true)", "true"),
            ], #"{"region":"330302"}"#)
    }

    @Test func evalPrintsOneLine() {
        expect(
            [
                ("true", "true"), ("3", "3"), ("2u", "2u"), ("4.0", "4.0"), ("2.50", "2.5"),
                ("1.0/3.0", "1/3"), ("-2.0/6.0", "-1/3"), ("0.0", "0.0"), ("1e20", "100000000000000000000.0"),
                ("1.0/1024.0", "0.0009765625"), ("'文本'", "文本"), ("['文本', 'a']", "[\"文本\", \"a\"]"),
                (#"['a"b\\c', '\n\r\t']"#, #"["a\"b\\c", "\n\r\t"]"#), ("[2u, 3u]", "[2u, 3u]"),
                ("[1.0]", "[1.0]"), ("[as_of]", "[2024-06-30T00:00:00Z]"), ("{'a': [1]}", "{\"a\": [1]}"),
                ("{1u: 'x', 2u: 'y'}", "{1u: \"x\", 2u: \"y\"}"), ("{true: 1}", "{true: 1}"), ("[]", "[]"),
                ("{}", "{}"),
                ("revenue[2023]", "119.5"), ("registered_capital", "120.0"),
                ("established", "2020-02-29T00:00:00Z"), ("tags", "[\"a\", \"b\"]"), ("employees", "20"),
                ("dishonest || revenue[2021] > 1.0", "unknown: dishonest, revenue[2021]"), ("size", "小型"),
                ("penalties", "[{date: 2020-01-02, kind: \"k\", amount: 5.0}]"),
                ("certificates", "unknown: certificates[0].level, certificates[0].from, certificates[0].to"),
                ("materials", "unknown: materials[*]"), ("null", "null"),
            ],
            #"""
            {"revenue":{"2023":119.5},"registered_capital":120,"established":"2020-02-29","tags":["a","b"],"employees":20,"size":"小",
             "penalties":[{"date":"2020-01-02","kind":"k","amount":5}],"certificates":[{"name":"c"}],"materials":[null]}
            """#)
    }
}
