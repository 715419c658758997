import HuiqiRule
import Testing

/// formats.md, section 3, "Limits": one test for each rule, named after it. More cases are in `LimitTests`.
@Suite("Rules of the policy environment: limits") struct PolicyLimitTests {
    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test("Limits: 100,000 code points, whatever their bytes") func codePoints() {
        for filler in ["x", "é", "惠", "🙂"] {
            let source = "size('" + repeated(filler, 99_992) + "')"
            #expect(source.unicodeScalars.count == 100_000)
            #expect(eval(source) == "99992")
            #expect(eval(source + " ") == "refused 0: the expression has more than 100000 code points")
        }
    }

    @Test("Limits: nesting 250") func nesting() {
        let allowed = repeated("(", 250) + "1" + repeated(")", 250)
        #expect(eval(allowed) == "1")
        #expect(eval("(" + allowed + ")").hasSuffix("nested more than 250 levels"))
        #expect(eval("1" + repeated("+1", 249)) == "250")
        #expect(eval("1" + repeated("+1", 250)).hasSuffix("nested more than 250 levels"))
    }

    @Test("Limits: a chain of && or || counts once for nesting") func chains() {
        for link in ["&&", "||"] {
            #expect(eval("dishonest" + repeated("\(link)dishonest", 9000)) == "unknown: dishonest")
            #expect(eval("true" + repeated("\(link)true", 16_000)) == "true")
        }
        // One level among 249 others (248 signs and the links), however long.
        let deep = repeated("!", 248) + "(true" + repeated("&&true", 1000) + ")"
        #expect(eval(deep) == "true")
        #expect(eval("!" + deep).hasSuffix("nested more than 250 levels"))
    }

    @Test("Limits: so many nodes, 100,000 by the contract") func nodes() {
        #expect(RuleLimits.contract.nodes == 100_000)
        // A list of 49,999 numbers is 50,000 nodes; the code points end before the nodes do.
        #expect(eval("size([" + repeated("1,", 49_990) + "])") == "49990")
        for (count, limits) in [(3, 3), (49_992, 49_992)] {
            // A list of n numbers is n + 1 nodes, its size one more.
            let source = "size([" + repeated("1,", count - 2) + "])"
            #expect(eval(source, limits: RuleLimits(nodes: limits)) == "\(count - 2)")
            #expect(
                eval(source, limits: RuleLimits(nodes: limits - 1))
                    == "refused 0: more than \(limits - 1) nodes")
        }
    }

    @Test("Limits: 1,000,000 steps of evaluation, then an evaluation error") func steps() {
        let tags = (0..<1500).map { "\"t\($0)\"" }.joined(separator: ",")
        let json = "{\"tags\":[\(tags)]}"
        #expect(
            eval("tags.all(a, tags.all(b, a != '' && b != ''))", json)
                == "error 5: the evaluation took more than 1000000 steps")
        #expect(eval("tags.all(a, a != '' && a != 'x')", json) == "true")
    }

    @Test("Limits: each may be set lower, none higher") func settable() {
        #expect(RuleLimits(codePoints: 100_001, nesting: 251, nodes: 100_001, steps: 1_000_001) == .contract)
        #expect(eval("1 + 2", limits: RuleLimits(codePoints: 5)) == "3")
        #expect(
            eval("1 + 2", limits: RuleLimits(codePoints: 4))
                == "refused 0: the expression has more than 4 code points")
        #expect(eval("((1))", limits: RuleLimits(nesting: 2)) == "1")
        #expect(eval("((1))", limits: RuleLimits(nesting: 1)).hasSuffix("nested more than 1 levels"))
        #expect(eval("1 + 2", limits: RuleLimits(nodes: 3)) == "3")
        #expect(eval("1 + 2", limits: RuleLimits(nodes: 2)).hasSuffix("more than 2 nodes"))
        let json = #"{"tags":["a","b","c"]}"#
        #expect(eval("tags.all(t, t != 'x')", json, limits: RuleLimits(steps: 100)) == "true")
        #expect(
            eval("tags.all(t, t != 'x')", json, limits: RuleLimits(steps: 5)).hasSuffix("more than 5 steps"))
    }
}
