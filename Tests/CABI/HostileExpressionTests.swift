import CHuiqi
import Testing

/// Expressions at and past each limit.
@Suite struct HostileExpressionTests {
    private let snapshot = World.engine().snapshot()

    private func status(_ expression: String) -> Int {
        snapshot.evaluate(Array(expression.utf8)).outcome.status
    }

    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test func codePoints() {
        #expect(status("'" + repeated("温", 99_998) + "'") == HQ_OK)
        #expect(status("'" + repeated("温", 99_999) + "'") == HQ_E_EXPRESSION)
        #expect(status(repeated(" ", 10_000_000)) == HQ_E_EXPRESSION)
    }

    @Test(arguments: ["(", "[", "-", "!", "{1:", "size(", "true?", "[1].all(x,"])
    func nesting(opening: String) {
        for count in [251, 5_000, 90_000 / opening.utf8.count, 100_000] {
            #expect(status(repeated(opening, count) + "1") == HQ_E_EXPRESSION, "\(count)")
        }
    }

    @Test func nestingThatCloses() {
        #expect(status(repeated("(", 200) + "1" + repeated(")", 200)) == HQ_OK)
        #expect(status(repeated("(", 251) + "1" + repeated(")", 251)) == HQ_E_EXPRESSION)
        #expect(status(repeated("(", 49_999) + "1" + repeated(")", 49_999)) == HQ_E_EXPRESSION)
        #expect(status("true" + repeated(" && true", 10_000)) == HQ_OK)
        #expect(status("1" + repeated("+1", 49_999)) != HQ_OK)
        #expect(status("[1]" + repeated("[0]", 30_000)) != HQ_OK)
        #expect(status("true" + repeated("?true:true", 9_000)) != HQ_OK)
    }

    @Test func nodes() {
        var options = hq_options()
        options.max_nodes = 100
        let small = CEngine(options: options).snapshot()
        #expect(small.evaluate(Array(("[1" + repeated(",1", 98) + "]").utf8)).outcome.isOK)
        #expect(
            small.evaluate(Array(("[1" + repeated(",1", 99) + "]").utf8)).outcome.status == HQ_E_EXPRESSION)
        // As many as 100,000 code points hold.
        #expect(status("[1" + repeated(",1", 49_997) + "]") == HQ_OK)
        #expect(status("[" + repeated("1,", 50_000) + "]") == HQ_E_EXPRESSION)
    }

    @Test func steps() {
        let list = "[" + (0..<1_100).map { "\($0)" }.joined(separator: ",") + "]"
        let who = Who.key(Array("p1".utf8))
        let product = "\(list).all(x, \(list).all(y, x + y + employees >= 0))"
        #expect(snapshot.evaluate(Array(product.utf8), who).outcome.status == HQ_E_EVALUATION)
        let deep = "\(list).all(a, \(list).all(b, \(list).all(c, \(list).all(d, a + d + employees >= 0))))"
        #expect(snapshot.evaluate(Array(deep.utf8), who).outcome.status == HQ_E_EVALUATION)
        // Without facts it is constant, and refused or decided when it is read.
        _ = status("\(list).all(x, \(list).all(y, x + y >= 0))")
        _ = status("\(list).all(a, \(list).all(b, \(list).all(c, \(list).all(d, a + b + c + d >= 0))))")
        // In a clause it is a data problem, not an error.
        let engine = World.engine()
        engine.put(
            clauses: Array("{\"id\":\"S\",\"title\":\"t\",\"conditions\":[{\"expr\":\"\(deep)\"}]}".utf8))
        let (answered, matches) = engine.snapshot().explain(Array("S".utf8), who)
        #expect(answered.isOK && matches.rows.first.map { Int($0.verdict) } == HQ_UNDETERMINED)
    }

    @Test(arguments: [
        "9223372036854775807 + 1", "-9223372036854775808 - 1", "-(-9223372036854775807 - 1)",
        "9223372036854775807 * 2", "-9223372036854775808 / -1", "1 / 0", "1 % 0", "-9223372036854775808 % -1",
        "99999999999999999999", "1e999999999", "1e-999999999", "0u - 1u", "int(1e300)", "int('x')",
        "uint(-1)",
        "[1][5]", "[1][-1]", "{1: 2}[3]", "'a'.matches('(')",
        "timestamp('9999-12-31T23:59:59Z') + duration('1h')",
        "timestamp('x')", "duration('9999999999999999999s')", "date('2024-02-30')", "money('一二三')",
        "years_before(9223372036854775807)", "months_before(-9223372036854775808)",
        "days_before(99999999999)",
        "at_least(9223372036854775807, [true])", "revenue[9223372036854775807] > 1.0", "revenue[-1] > 1.0",
        "first_reached(revenue, 9223372036854775807, 1.0, -9223372036854775808)", "'\\ud800'",
        "'\\U00110000'",
        "b'\\xff'", "string(b'\\xff')", "sum([1e38, 1e38, 1e38]) * 1e38 * 1e38", "math.least()", "x", "a.b.c",
        "..", "",
        "size(1..2)", "\u{0}", "year.year.year", "tags.all(tags, true)", "0x", "0xffffffffffffffffff", "1.e",
        ".5.5",
    ])
    func edges(expression: String) {
        for who: Who? in [nil, .key(Array("p1".utf8)), .json(World.profile)] {
            for day in [snapshot, World.engine().snapshot(1, 1, 1), World.engine().snapshot(9999, 12, 31)] {
                let (outcome, _) = day.evaluate(Array(expression.utf8), who)
                #expect([HQ_OK, HQ_E_EXPRESSION, HQ_E_EVALUATION].contains(outcome.status))
            }
        }
    }
}
