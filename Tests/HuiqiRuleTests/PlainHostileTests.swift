import HuiqiRule
import Testing

/// No expression and no value ends the process or takes more than its share.
@Suite struct PlainHostileTests {
    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    private let bounds = ["more than 1000000 steps", "more than 16 MiB", "nested more than"]

    @Test func sizeBombsMeetTheirBound() {
        let long = "'" + repeated("长", 30_000) + "'"
        for source in [
            "[0]" + repeated(".map(x, [x, x])", 60),
            "['aaaaaaaaaa']" + repeated(".map(x, x + x)", 60),
            "[b'aaaaaaaaaa']" + repeated(".map(x, x + x)", 60),
            "[[1]]" + repeated(".map(x, x + x)", 60),
            "[1]" + repeated(".map(x, {'a': x, 'b': x})", 60),
            "'%s'.format([[1]" + repeated(".map(x, [x, x])", 60) + "])",
            "[\(long)]" + repeated(".map(x, x.replace('长', '长长'))", 40),
            "[\(long)]" + repeated(".map(x, [x, x].join(x))", 40),
            "cel.bind(a, \(long), cel.bind(b, a.split(''), b.map(x, b).map(y, y + y)))",
            "cel.bind(l, 'x'.format([]).split('').map(x, 1) + [" + repeated("1,", 1000)
                + "], l.all(a, l.all(b, l.all(c, a + b + c > 0))))",
            "cel.bind(l, [" + repeated("1,", 2000) + "], l.exists(a, l.exists(b, a + b == 0) || 1/0 == 1))",
            "cel.bind(s, \(long), [s, s, s, s, s, s].all(a, s.split('').all(b, a.contains(s + s + b) || true)))",
            "cel.bind(l, [" + repeated("1,", 2000)
                + "], l.transformList(i, v, string(i)).all(p, ''.matches(p + '(\\\\p{L}){9}') || true))",
        ] {
            let got = plain(source)
            #expect(bounds.contains { got.contains($0) }, "\(source.prefix(60)): \(got.prefix(200))")
        }
    }

    /// A bound that is reached is not absorbed as other errors are.
    @Test func noOperatorAbsorbsABound() {
        let bomb = "cel.bind(l, [" + repeated("1,", 2000) + "], l.all(a, l.all(b, a == b)))"
        #expect(plain("true || \(bomb)") == "true")
        #expect(plain("\(bomb) || true").contains("more than 1000000 steps"))
        #expect(plain("[1, 2].exists(x, \(bomb) || x == 2)").contains("more than 1000000 steps"))
        #expect(plain("1 + 1 + 1", limits: RuleLimits(steps: 4)).contains("more than 4 steps"))
    }

    /// Values deeper than nesting lets one write them.
    @Test func valuesAreNotDeeperThanTheirBound() {
        let deeper = ".map(x, " + repeated("[", 40) + "x" + repeated("]", 40) + ")"
        #expect(plain("[1]" + repeated(deeper, 30)).contains("nested more than 500 levels"))
        var value = PlainValue.int(1)
        for _ in 0..<600 { value = .list([value]) }
        #expect(
            plain("x == x", ["x": value], in: PlainEnvironment(variables: ["x": .dyn]))
                == "error 0: the value of x is nested more than 500 levels")
    }

    private static let towers: [(open: String, middle: String, close: String)] = [
        ("(", "1", ")"), ("[", "1", "]"), ("{1: ", "1", "}"), ("[1].map(x, ", "1", ")"), ("-", "(1)", ""),
        ("!", "true", ""),
        ("string(", "'a'", ")"), ("true ? ", "1", " : 1"), ("[?optional.of(", "1", ")]"),
        ("cel.bind(x, 1, ", "1", ")"),
        ("", "{}", ".a"), ("", "{}", ".?a"), ("", "a", ".a"), ("", "[1]", "[0]"), ("", "[1]", "[?0]"),
        ("1 + ", "1", ""), ("has(", "{}.a", ".b)"),
        ("[1].all(x, true && (", "true", "))"), ("'%s'.format([", "1", "])"), ("", "{}", ".`a b`"),
        ("1 == 1 == ", "true", ""),
        ("optional.of(1).optMap(x, ", "1", ")"), ("math.greatest(", "1", ")"),
    ]

    @Test func deepInputNeedsOnlyASmallStack() {
        #if DEBUG
            let stackBytes = 2 << 20
        #else
            let stackBytes = 1 << 20
        #endif
        let done = onThread(stackBytes: stackBytes) {
            for environment in [PlainEnvironment(), PlainEnvironment(isChecked: false)] {
                for tower in PlainHostileTests.towers {
                    for depth in [60, 110, 120, 240, 248, 5000] {
                        let source =
                            String(repeating: tower.open, count: depth) + tower.middle
                            + String(repeating: tower.close, count: depth)
                        guard let expression = try? PlainExpression.compile(source, environment: environment)
                        else { continue }
                        _ = try? expression.evaluate().text
                    }
                }
            }
        }
        #expect(done)
    }

    /// Short texts of the language's own pieces: each is refused, fails, or has a value.
    @Test func randomExpressionsDoNotTrap() {
        let pieces = [
            "1", "-9223372036854775808", "18446744073709551615u", "1e308", "0.0", "'a'", "b'\\xff'", "null",
            "[]", "{}", "x",
            "+", "-", "*", "/", "%", "==", "<", " in ", "&&", "||", "?", ":", "!", "(", ")", "[", "]", "{",
            "}", ".", ",", ".?", "[?",
            ".map(x,", ".all(i,v,", "size(", "int(", "uint(", "double(", "string(", "duration(", "timestamp(",
            "'9999-12-31T23:59:59Z'",
            ".getHours(", "'UTC'", "math.bitShiftLeft(", "math.round(", ".substring(", ".format(", "'%.9e'",
            ".split(", "optional.of(",
            ".orValue(", "dyn(", "`a b`", "cel.bind(x,", "base64.decode(", "type(", ".matches(", "\\", "\"",
            "'''", "惠", "9", "e", "u",
        ]
        var random = SeededGenerator(seed: 20_261_122)
        let environment = PlainEnvironment(variables: ["x": .dyn])
        let loose = PlainEnvironment(isChecked: false)
        var evaluated = 0
        for _ in 0..<(isFull ? 2_000_000 : 40_000) {
            let source = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let got = plain(source, ["x": .int(.min)], in: Bool.random(using: &random) ? environment : loose)
            if !got.hasPrefix("refused") { evaluated += 1 }
        }
        #expect(evaluated > 300, "only \(evaluated) expressions compiled")
    }
}
