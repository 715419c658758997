import HuiqiLogic
import HuiqiModel
import HuiqiRule
import Testing

/// Explaining is bounded as evaluating is.
@Suite struct ExplanationLimitTests {
    #if DEBUG
        // Frames of unoptimised code are four to five times as large.
        private static let stackBytes = 4 << 20
    #else
        private static let stackBytes = 512 << 10
    #endif

    private static func nested(_ open: String, _ inner: String, _ close: String, _ depth: Int) -> String {
        String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
    }

    @Test func deepConditionsNeedOnlyASmallStack() {
        let json = #"{"id":"k","employees":3,"dishonest":true,"penalties":[{"kind":"k"}],"tags":["a"]}"#
        let some = profile(json)
        let none = profile(#"{"id":"k"}"#)
        let done = onThread(stackBytes: Self.stackBytes) {
            for source in [
                Self.nested("(dishonest && ", "employees > 5", ")", 247),
                Self.nested("(employees > 4 || ", "employees > 5", ")", 247),
                Self.nested("!", "(employees > 5)", "", 246),
                Self.nested("at_least(1, [employees > 4, ", "employees > 5", "])", 123),
                Self.nested("(dishonest ? ", "employees > 5", " : false)", 247),
                Self.nested("tags.exists(t, ", "employees > 5", ")", 247),
                "employees " + String(repeating: " + employees", count: 240) + " > 1000",
                Self.nested("math.least(", "employees", ")", 240) + " > 5",
            ] {
                guard let rule = try? Rule.condition(source, schema: .contract) else {
                    Issue.record("refused: \(source.prefix(60))")
                    continue
                }
                for profile in [some, none] {
                    let found = rule.explain(for: profile, on: Day(number: 19_000))
                    #expect(found.mend != nil || found.settlement != nil || found.truth == .yes)
                }
            }
        }
        #expect(done)
    }

    @Test func longChainsAreWalkedNotDescended() {
        let some = profile(#"{"id":"k","employees":3,"dishonest":true}"#)
        let none = profile(#"{"id":"k"}"#)
        let done = onThread(stackBytes: Self.stackBytes) {
            for chain in [" && ", " || "] {
                let source = (0..<5000).map { "employees>\($0 % 900 + 5)" }.joined(separator: chain)
                guard let rule = try? Rule.condition(source, schema: .contract) else {
                    Issue.record("refused")
                    continue
                }
                let steps = rule.explain(for: some, on: Day(number: 19_000)).mend?.steps
                #expect(steps?.count == (chain == " && " ? 5000 : 1))
                #expect(rule.explain(for: none, on: Day(number: 19_000)).settlement?.facts.count == 1)
            }
        }
        #expect(done)
    }

    /// Elements of elements of elements: after the steps of one evaluation the path says no more than the whole.
    @Test func elementsAreWalkedWithinTheSteps() {
        let tags = (0..<40).map { "\"t\($0)\"" }.joined(separator: ",")
        let source = "tags.exists(a, tags.exists(b, tags.exists(c, a + b + c == 'x' && a != b)))"
        let found = explanation(source, profile("{\"tags\":[\(tags)]}"))
        #expect(found.problem != nil || found.mend?.steps.count == 1)
        let lesser = "tags.exists(a, tags.exists(b, a + b == 'x' && size(a) > 9))"
        #expect(explanation(lesser, profile("{\"tags\":[\(tags)]}")).mend?.steps.isEmpty == false)
    }
}
