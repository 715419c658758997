import HuiqiText
import Testing

@Suite struct LinearRegexTests {
    @Test(arguments: [
        ("", "", true), ("", "abc", true), ("b", "abc", true), ("^b", "abc", false), ("^abc$", "abc", true),
        ("高新.*企业", "国家高新技术企业", true), ("^.$", "企", true), ("\\pL+", "企业", true), ("(?i)iso", "ISO9001", true),
        ("[0-9]+万元", "奖励20万元", true), ("a\u{0}b", "xa\u{0}b", true), ("a\u{0}b", "ab", false),
        ("^$", "", true),
        ("\\x{4f01}", "企", true), ("a|b|", "", true),
    ])
    func matches(pattern: String, text: String, expected: Bool) throws {
        #expect(try LinearRegex(pattern).matches(text) == expected)
    }

    @Test(arguments: [
        "(", ")", "[", "a**", "*", "\\", "(?<n", "a{2,1}", "a{1001}", "\\1", "(?=a)", "[b-a]", "\\8",
    ])
    func refused(pattern: String) throws {
        let error = try #require(throws: RegexError.self) { try LinearRegex(pattern) }
        #expect(error.code == .syntax)
        #expect(error.en.contains(":") && error.zh.contains(":") && error.en != error.zh)
    }

    @Test func deepAndLargePatternsAreErrors() throws {
        #expect(throws: RegexError.self) { try LinearRegex(String(repeating: "(", count: 100_000)) }
        // Nested deeply: an error or a regex, but never a full stack.
        for (open, close) in [("(", ")"), ("(a", ")"), ("(a|", ")"), ("(?:a", ")*"), ("(a", "b)+?")] {
            let pattern = String(repeating: open, count: 10_000) + String(repeating: close, count: 10_000)
            if let regex = try? LinearRegex(pattern) { _ = regex.matches("aaab") }
        }
        let large = try #require(throws: RegexError.self) {
            try LinearRegex("\\pL{1000}", maxMemory: 1 << 16)
        }
        #expect(large.code == .tooLarge)
        for memory in [Int.min, -1, 0, 1, 100] {
            #expect(throws: RegexError.self) { try LinearRegex("a+b", maxMemory: memory) }
        }
        #expect(throws: Never.self) { try LinearRegex("a", maxMemory: .max) }
    }

    @Test func timeIsLinear() throws {
        let regex = try LinearRegex("(a+)+$")
        #expect(!regex.matches(String(repeating: "a", count: 1 << 20) + "b"))
        #expect(try LinearRegex("(x+x+)+y").matches(String(repeating: "x", count: 1 << 16)) == false)
    }

    @Test func noiseCompilesOrFails() {
        var random = SeededGenerator(seed: 6)
        let signs = Array("ab()[]{}*+?|\\^$.-,019企pPLd:=!<>")
        var compiled = 0
        for _ in 0..<5_000 {
            let pattern = String(
                (0..<Int.random(in: 0..<12, using: &random)).map { _ in
                    signs.randomElement(using: &random) ?? "a"
                })
            guard let regex = try? LinearRegex(pattern, maxMemory: 1 << 18) else { continue }
            compiled += 1
            _ = regex.matches(random.text(upTo: 30))
        }
        #expect(compiled > 500)
    }

    @Test func manyTasksShareOne() async throws {
        let regex = try LinearRegex("(企业|奖励).*[0-9]+(万|亿)元$")
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<16 {
                group.addTask {
                    (0..<200).allSatisfy {
                        regex.matches("给予企业\(number)\($0)万元") && !regex.matches("企业\($0)元")
                    }
                }
            }
            for await well in group { #expect(well) }
        }
    }
}
