import Glibc
import HuiqiModel
import HuiqiRule
import Testing

/// Section 3: 100,000 code points, nesting 250, 100,000 nodes, 1,000,000 steps.
@Suite struct LimitTests {
    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test func aHundredThousandCodePoints() {
        for filler in ["a", "中", "🙂"] {
            #expect(eval("size('" + repeated(filler, 99_992) + "')") == "99992")
            #expect(
                eval("size('" + repeated(filler, 99_993) + "')")
                    == "refused 0: the expression has more than 100000 code points")
        }
        #expect(
            eval("1" + repeated(" ", 99_999)) == "1"
                && eval("1" + repeated(" ", 100_000)).hasPrefix("refused 0"))
    }

    /// How deep each kind of nesting may go; one level more is refused.
    private static let towers: [(name: String, allowed: Int, build: @Sendable (Int) -> String)] = [
        (
            "parentheses", 250,
            { "\(String(repeating: "(", count: $0))true\(String(repeating: ")", count: $0))" }
        ),
        (
            "lists", 247,
            { "size(\(String(repeating: "[", count: $0 - 1))1\(String(repeating: "]", count: $0 - 1))) == 1" }
        ),
        ("not", 249, { String(repeating: "!", count: $0) + "true" }),
        ("minus", 249, { String(repeating: "-", count: $0) + "(1.0)" }),
        ("conditionals", 249, { String(repeating: "true ? true : ", count: $0) + "true" }),
        ("sums", 249, { "1" + String(repeating: " + 1", count: $0) }),
        ("relations", 249, { "true" + String(repeating: " == true", count: $0) }),
        (
            "macros", 248,
            { (0..<$0).map { "[1].all(v\($0), " }.joined() + "true" + String(repeating: ")", count: $0) }
        ),
        ("indexes", 249, { "[1]" + String(repeating: "[0]", count: $0 - 1) }),
        (
            "calls", 249,
            { String(repeating: "string(", count: $0) + "'a'" + String(repeating: ")", count: $0) }
        ),
        (
            "and in or", 249,
            { n in
                (0..<n).map { $0 % 2 == 0 ? "(true && " : "(false || " }.joined() + "true"
                    + String(repeating: ")", count: n)
            }
        ),
        ("maps", 249, { String(repeating: "{'a': ", count: $0) + "1" + String(repeating: "}", count: $0) }),
        (
            "math", 249,
            { String(repeating: "math.least(", count: $0) + "1" + String(repeating: ")", count: $0) }
        ),
        (
            "at_least", 248,
            {
                String(repeating: "at_least(1, [", count: $0 / 2) + "true"
                    + String(repeating: "])", count: $0 / 2)
            }
        ),
        (
            "fields", 249,
            {
                String(repeating: "(abnormal || ", count: $0) + "dishonest"
                    + String(repeating: ")", count: $0)
            }
        ),
    ]

    @Test func nestingIs250() {
        for tower in Self.towers {
            let last = eval(tower.build(tower.allowed))
            #expect(!last.contains("nested more than"), "\(tower.name): \(last)")
            let next = eval(tower.build(tower.allowed + 2))
            #expect(next.contains("nested more than 250 levels"), "\(tower.name): \(next)")
        }
    }

    @Test func aChainOfAndOrOrCountsOnce() {
        #expect(eval((0..<10_000).map { _ in "true" }.joined(separator: " && ")) == "true")
        #expect(eval((0..<9000).map { _ in "dishonest" }.joined(separator: "||")) == "unknown: dishonest")
        #expect(eval("(" + repeated("!", 247) + "(true" + repeated(" && true", 300) + "))") == "false")
    }

    @Test func aHundredThousandNodes() {
        let limits = RuleLimits(nodes: 100)
        #expect(eval("[" + repeated("1,", 99) + "]", limits: limits).hasPrefix("[1, 1"))
        #expect(eval("[" + repeated("1,", 100) + "]", limits: limits) == "refused 0: more than 100 nodes")
        #expect(eval("size([" + repeated("1,", 49_990) + "])") == "49990")
    }

    @Test func aMillionSteps() {
        let tags = (0..<2000).map { "\"t\($0)\"" }.joined(separator: ",")
        let json = "{\"tags\":[\(tags)]}"
        let nested = "tags.all(a, tags.all(b, a != '' || b != ''))"
        #expect(eval(nested, json) == "error 5: the evaluation took more than 1000000 steps")
        #expect(eval("tags.all(a, a != '')", json) == "true")
        #expect(
            eval("tags.all(a, a != '')", json, limits: RuleLimits(steps: 1000)).contains(
                "more than 1000 steps"))
        // It is an error of the atom, absorbed as any other.
        let rule = try? Rule.condition("dishonest || !(\(nested))", schema: .contract)
        let (truth, gap) = rule?.truth(for: profile(json), on: Day(number: 0)) ?? (.unknown, nil)
        #expect(truth == .unknown && gap.map { told($0) }?.hasPrefix("unknown: dishonest + error") == true)
    }

    /// Values that double at every turn take steps as they grow.
    @Test func noExpressionBuildsMoreThanItsSteps() {
        let steps = "the evaluation took more than 1000000 steps"
        for source in [
            "size([[1, 1]]" + repeated(".map(x, x + x)", 60) + "[0])",
            "size(['aaaaaaaaaa']" + repeated(".map(x, x + x + x + x + x + x + x + x + x + x)", 20) + "[0])",
            "[1]" + repeated(".map(x, [x, x])", 60) + " == []",
            "[1]" + repeated(".map(x, {'a': x, 'b': x})", 60) + " == []",
        ] {
            let got = eval(source)
            #expect(
                got.hasSuffix(steps) || got.contains("nested") || got.contains("between"),
                "\(got.prefix(200))")
        }
        let text = String(repeating: "x", count: 100_000)
        #expect(
            eval("size([name]" + repeated(".map(x, x + x)", 30) + "[0])", #"{"name":"\#(text)"}"#).hasSuffix(
                steps))
    }

    @Test func limitsMayOnlyBeLowered() {
        let limits = RuleLimits(codePoints: 1_000_000, nesting: 1000, nodes: 1_000_000, steps: 10_000_000)
        #expect(limits == .contract)
        #expect(
            RuleLimits(codePoints: 0, nesting: -1, nodes: 0, steps: 0)
                == RuleLimits(codePoints: 1, nesting: 1, nodes: 1, steps: 1))
        #expect(eval("1 + 1", limits: RuleLimits(codePoints: 4)).contains("more than 4 code points"))
        #expect(
            eval("(1)", limits: RuleLimits(nesting: 1)) == "1"
                && eval("((1))", limits: RuleLimits(nesting: 1)).contains("nested"))
    }

    #if DEBUG
        // Frames of unoptimised code are four to five times as large.
        private static let stackBytes = 4 << 20
    #else
        private static let stackBytes = 512 << 10
    #endif

    /// What is allowed, and what is far too deep, does not overflow a small stack.
    @Test func deepInputNeedsOnlyASmallStack() {
        let done = onThread(stackBytes: Self.stackBytes) {
            for tower in LimitTests.towers {
                for depth in [tower.allowed, 5000] {
                    let source = tower.build(depth)
                    guard let rule = try? Rule.any(source, schema: .contract) else { continue }
                    _ = rule.text(for: nil, on: Day(number: 0))
                    _ = rule.combination
                }
            }
            for open in [
                "(", "[", "{", "!", "-", "a.b(", "a[", "true ? ", "{'a':", "[1].all(x,", "'", "\"\"\"", "a.",
                "1+", "1 in ",
            ] {
                _ = try? Rule.any(String(repeating: open, count: 90_000 / open.utf8.count), schema: .contract)
            }
        }
        #expect(done)
    }
}

/// Runs on a thread of its own with a stack of a given size; true when it came back.
func onThread(stackBytes: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0, pthread_attr_setstacksize(&attributes, stackBytes) == 0 else {
        return false
    }
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(Work(body))
    let status = pthread_create(
        &thread, &attributes,
        { pointer in
            guard let pointer else { return nil }
            Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
            return nil
        }, retained.toOpaque())
    guard status == 0 else {
        retained.release()
        return false
    }
    return pthread_join(thread, nil) == 0
}
