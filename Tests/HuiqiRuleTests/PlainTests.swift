import HuiqiRule
import Testing

/// The plain environment, topic by topic; the whole suite of the language is run by Tests/Conformance.
@Suite struct PlainTests {
    @Test func literals() {
        expectPlain([
            ("1", "1"), ("0x1F", "31"), ("-9223372036854775808", "-9223372036854775808"), ("7u", "7u"),
            ("1.0", "1.0"), (".5e1", "5.0"), ("1e21", "1e+21"), ("1e20", "100000000000000000000.0"),
            ("0.000001", "0.000001"), ("0.0000001", "1e-7"), ("-0.0", "-0.0"), ("null", "null"),
            ("b'a\\xff\\n'", "b\"a\\xff\\n\""), ("'''a'b''' + r'\\n'", "a'b\\n"),
            ("[1, 'a', [2u]]", "[1, \"a\", [2u]]"),
            ("{'a': 1, 2: true}", "{\"a\": 1, 2: true}"),
            ("[int, type(1.0), type(null)]", "[int, double, null_type]"),
            // More digits than an exact decimal keeps; rounded correctly.
            ("0.1000000000000000055511151231257827021181583404541015625", "0.1"),
            ("3.14159265358979323846264338327950288419716939937510", "3.141592653589793"),
            ("1e400", "refused 0: the number is out of the range of double"),
            ("9223372036854775808", "refused 0: the integer has more than 64 bits"),
            ("'\\ud800'", "refused…"), ("b'\\u00ff'", "refused…"), ("[1, 2,]", "[1, 2]"),
            ("a.b.Msg{x: 1}", "refused 7: protobuf messages cannot be constructed…"),
        ])
    }

    @Test func numbersOfThreeKindsStandOnOneLine() {
        expectPlain([
            ("dyn(1) == 1u && dyn(1u) == 1.0 && dyn(1.0) == 1", "true"),
            ("dyn(-1) < 0u && dyn(18446744073709551615u) > 1.5", "true"),
            (
                "1 in [1.0]",
                "refused 2: no such overload: `in` on (int, list(double)); write dyn(…) where types differ on purpose"
            ),
            ("dyn(1) in [1.0]", "true"), ("{1: 'a'}[dyn(1.0)]", "a"), ("{1u: 'a'}[dyn(1)]", "a"),
            ("{1: 'a', 1u: 'b'}", "error 0: a map key comes twice"),
            ("0.0/0.0 == 0.0/0.0", "false"), ("0.0/0.0 != 0.0/0.0", "true"), ("0.0/0.0 < 1.0", "false"),
            ("0.0/0.0 >= 1.0", "false"), ("[0.0/0.0] == [0.0/0.0]", "false"),
            ("1 == 1.0", "refused 2: no such overload: `==` on (int, double)…"),
            ("1 + 1u", "refused 2: no such overload: `+` on (int, uint)…"),
            ("dyn(1) + 1u", "error 7: no such overload: `+` on (int, uint)"),
        ])
    }

    @Test func everyIntegerOperationThatOverflowsIsAnError() {
        let overflow = "overflow: the result is out of the type's range"
        expectPlain([
            ("9223372036854775807 + 1", "error 20: \(overflow)"),
            ("-9223372036854775808 - 1", "error 21: \(overflow)"),
            ("-9223372036854775808 * -1", "error 21: \(overflow)"),
            ("-9223372036854775808 / -1", "error 21: \(overflow)"),
            ("-(-9223372036854775808)", "error 0: \(overflow)"), ("0u - 1u", "error 3: \(overflow)"),
            ("-9223372036854775808 % -1", "error 21: \(overflow)"),
            ("18446744073709551615u + 1u", "error 22: \(overflow)"),
            ("1 / 0", "error 2: division by zero"), ("1 % 0", "error 2: division by zero"),
            ("1.0 / 0.0", "Infinity"), ("-7 / 2", "-3"), ("-7 % 2", "-1"),
            ("math.abs(-9223372036854775808)", "error 5: \(overflow)"),
        ])
    }

    @Test func conversionsAndTheirRanges() {
        let int = "error 0: range: the number is out of the range of int"
        let uint = "error 0: range: the number is out of the range of uint"
        expectPlain([
            ("int(1e30)", int), ("int(0.0/0.0)", int), ("int(1.0/0.0)", int),
            ("int(-9223372036854775808.0)", int),
            ("int(9223372036854774784.0)", "9223372036854774784"), ("int(18446744073709551615u)", int),
            ("uint(-1)", uint), ("uint(-0.5)", uint), ("uint(0.0/0.0)", uint),
            ("uint(1.8446744073709552e19)", uint),
            ("int('12a')", "error 0: \"12a\" cannot be converted to int"),
            ("int('9223372036854775808')", "error 0…"),
            ("uint('-1')", "error 0…"), ("double('0x10')", "error 0…"), ("double('nan')", "NaN"),
            ("double('-Infinity')", "-Infinity"), ("double('1e999')", "error 0…"),
            ("double(' 1')", "error 0…"),
            ("double('')", "error 0…"), ("bool('yes')", "error 0…"), ("string(1.0)", "1"),
            ("string(1.5e300)", "1.5e+300"),
            ("string(b'\\xff')", "error 0: the bytes are invalid UTF-8"), ("bytes('é')", "b\"\\xc3\\xa9\""),
            ("string(timestamp('2024-02-29T12:00:00.120Z'))", "2024-02-29T12:00:00.12Z"),
            ("string(duration('-1h30m0.5s'))", "-5400.5s"), ("timestamp(253402300800)", "error 0: range…"),
            ("timestamp(9223372036854775807)", "error 0: range…"), ("duration('1e3s')", "error 0…"),
            ("duration('9223372037s')", "error 0: range…"),
            ("duration('" + String(repeating: "9", count: 150) + "s')", "error 0…"),
            ("timestamp('2023-02-29T00:00:00Z')", "error 0…"),
            ("int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"),
        ])
    }

    @Test func textsAreCodePointsThatNothingNormalises() {
        expectPlain([
            ("'\\u00e9' == 'e\\u0301'", "false"), ("size('e\\u0301')", "2"), ("size('👨‍👩‍👧')", "5"),
            ("{'\\u00e9': 1, 'e\\u0301': 2}['e\\u0301']", "2"), ("'惠企'.size()", "2"),
            ("'a' < '惠' && '惠' < '🙂'", "true"),
            ("'惠企政策'.substring(1, 3)", "企政"), ("'惠企政策'.indexOf('政')", "2"), ("'惠企'.charAt(2)", ""),
            ("'惠企'.charAt(3)", "error 9: index out of range: 3"), ("'惠企'.reverse()", "企惠"),
            ("'aaa'.lastIndexOf('aa')", "1"), ("'aaa'.lastIndexOf('aa', 0)", "0"),
            ("'aaaa'.replace('aa', 'b')", "bb"),
            ("'abc'.replace('', '-')", "-a-b-c-"), ("'abc'.replace('', '-', 2)", "-a-bc"),
            ("'abc'.split('')", "[\"a\", \"b\", \"c\"]"),
            ("'abc'.split('', 2)", "[\"a\", \"bc\"]"), ("'a,b,,c'.split(',')", "[\"a\", \"b\", \"\", \"c\"]"),
            ("''.split(',')", "[\"\"]"),
            ("['a', 'b'].join('、')", "a、b"), ("[dyn(1)].join()", "error 9…"), ("'　惠 企　'.trim()", "惠 企"),
            ("strings.quote('a\"b\\n')", "\"a\\\"b\\n\""),
            ("'x'.matches('^(')", "refused 12: not a regular expression in RE2 syntax…"),
            ("'x'.matches('(?=a)')", "refused 12…"), ("'x'.matches(dyn('(')) || true", "true"),
        ])
    }

    @Test func format() {
        expectPlain([
            ("'%s有%d项，%.1f%%'.format(['甲', 3, 12.25])", "甲有3项，12.2%"),
            ("'%.0f|%.0f|%.0f'.format([0.5, 1.5, -0.4])", "0|2|-0"),
            ("'%.20f'.format([0.1])", "0.10000000000000000555"), ("'%e'.format([0.0])", "0.000000e+00"),
            ("'%.0e'.format([9.5])", "1e+01"),
            ("'%.2f'.format([999.999])", "1000.00"),
            (
                "'%f'.format([1.7976931348623157e308])",
                "17976931348623157081452742373170435679807056752584499659891747680315726078002853876058955863276687817154045895351438246423432132688946418276846754670353751698604991057655128207624549009038932894407586850845513394230458323690322294816580855933212334827479782620414472316873817718091929988125040402618412485836…"
            ),
            ("'%.3e'.format([5e-324])", "4.941e-324"),
            ("'%x %X %o %b'.format([-255, 255u, 8, 5])", "-ff FF 10 101"),
            ("'%d'.format([1.5])", "1.5"), ("'%s'.format([{'b': [1u], 'a': null}])", "{a: null, b: [1]}"),
            ("'%'.format([])", "error 4…"), ("'%5d'.format([1])", "error 6…"),
            ("'%.99999999999999999999f'.format([1])", "error…"),
            ("'%s'.format([])", "error 5: index 0 out of range"),
            ("'%d'.format(['a'])", "error 5: decimal clause can only be used on numbers, was given string"),
        ])
    }

    @Test func timesAndZones() {
        let summer = "timestamp('1988-07-01T00:30:00Z')"
        expectPlain([
            ("\(summer).getHours('Asia/Shanghai')", "9"),
            ("timestamp('2024-07-01T00:30:00Z').getHours('Asia/Shanghai')", "8"),
            ("timestamp('2024-01-01T00:30:00Z').getDate('America/New_York')", "31"),
            ("\(summer).getHours('+08:00')", "8"),
            ("\(summer).getMinutes('Asia/Kathmandu')", "15"), ("\(summer).getHours('Mars/Base')", "error…"),
            ("\(summer).getHours('GMT+5')", "error…"), ("\(summer).getHours('+25:00')", "error…"),
            ("\(summer).getHours('+1-:00')", "error…"),
            ("timestamp('0001-01-01T00:00:00Z').getFullYear('-08:00')", "0"),
            ("timestamp('9999-12-31T23:59:59Z').getFullYear('+08:00')", "10000"),
            ("timestamp('2024-12-31T00:00:00Z').getDayOfYear()", "365"),
            ("timestamp('1969-07-20T00:00:00Z').getDayOfWeek()", "0"),
            ("duration('-1.5h').getMinutes()", "-90"), ("duration('1.234s').getMilliseconds()", "234"),
            ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "error 34: range…"),
            ("timestamp('9999-12-31T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')", "error 34: range…"),
            ("duration('2562047h') + duration('2562047h')", "error 21: range…"),
        ])
    }

    @Test func macrosAbsorbErrorsAsAndAndOrDo() {
        expectPlain([
            ("[1, 0].exists(x, 1 / x == 1)", "true"), ("[0, 1].all(x, 1 / x == 2)", "false"),
            ("[0, 1].all(x, 1 / x == 1)", "error 16: division by zero"),
            ("[0, 1].exists_one(x, 1 / x == 1)", "error 23…"), ("false && 1/0 == 1", "false"),
            ("1/0 == 1 || true", "true"),
            ("[1, 2].map(x, x > 1, x * 2)", "[4]"), ("{'a': 1}.map(k, k)", "[\"a\"]"),
            ("{'a': 1}.all(k, v, k == 'a' && v == 1)", "true"),
            ("[3, 4].transformMap(i, v, v > 3, v * v)", "{1: 16}"),
            ("{'a': 1}.transformMapEntry(k, v, {v: k})", "{1: \"a\"}"),
            ("[1, 1].transformMapEntry(i, v, {v: i})", "error 7: a map key comes twice"),
            ("[1].map(x, [2].map(x, x))", "[[2]]"),
            ("[1].map(x.y, 1)", "refused 10: a macro's variable must be a simple name"),
            ("[1].all(x, x)", "refused 11…"), ("dyn(1).all(x, true)", "error 7…"),
            ("has({'a': 1}.b)", "false"), ("has(1)", "refused 4…"),
            ("cel.bind(x, 3, x * x)", "9"), ("optional.of(2).optMap(x, x + 1).orValue(0)", "3"),
            ("[?optional.none(), 1]", "[1]"),
            ("{'a': {}}.?a.?b.orValue('没有')", "没有"), ("base64.decode('aGk')", "b\"hi\""),
            ("base64.decode('a')", "error 7…"),
        ])
    }

    @Test func namesResolveInTheNearestNamespaceByTheLongestBeginning() {
        let environment = PlainEnvironment(
            container: "com.example",
            variables: [
                "com.example.a": .int, "a": .string, "a.b": .int, "m": .map(.string, .int), "时间": .int,
            ])
        let bindings: [String: PlainValue] = [
            "com.example.a": .int(1), "a": .string("root"), "a.b": .int(2),
            "m": .map(PlainMap([(.string("k"), .int(3))])!),
        ]
        expectPlain(
            [
                ("a", "1"), (".a", "root"), ("a.b", "2"), ("m.k", "3"), ("m.`k`", "3"),
                ("[5].map(a, a)", "[5]"),
                ("[5].map(a, .a)", "[\"root\"]"), ("m.x", "error 2: no such key: `x`"),
                ("b", "refused 0: undeclared reference to `b`"),
                ("a.c", "refused 2: type int does not support field selection of `c`"),
                ("size", "refused 0: `size` is a function; call it"),
                ("siz(a)", "refused 0: no such function: `siz`; did you mean `size`"),
                ("math.lest(1)", "refused 5: no such function: `math.lest`; did you mean `math.least`"),
                ("a.contains('x')", "refused 2: no such overload: `contains` on (int, string)…"),
                ("int(1, 2)", "refused 0: no such overload: `int` does not take this many arguments"),
            ], in: environment, bindings)
        expectPlain(
            [("x", "error 0: no value for variable `x`")], in: PlainEnvironment(variables: ["x": .dyn]))
        let unchecked = PlainEnvironment(isChecked: false)
        expectPlain(
            [
                ("x || true", "true"), ("f(1)", "error 0: no such function: `f`"), ("1 == 1.0", "true"),
                ("y.z", "4"),
                ("a.package() || true", "true"), ("{'in': 1}.in", "refused…"), ("{'for': 1}.for", "1"),
            ], in: unchecked, ["y.z": .int(4), "y": .int(5)])
    }
}
