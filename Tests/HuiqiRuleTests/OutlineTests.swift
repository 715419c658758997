import HuiqiModel
import HuiqiRule
import Testing

/// A book that remembers atoms compiles every condition to what it is by itself, and refuses the same ones in the
/// same words.
@Suite struct OutlineTests {
    private static let facts = profile(
        #"""
        {"employees":3,"insured":2,"revenue":{"2023":5},"tags":["a"],"region":"330302","size":"小",
         "penalties":[{"amount":30000,"kind":"x"}],"dishonest":false,"abnormal":true,"established":"2020-02-29"}
        """#)

    private func compare(_ source: String, _ book: inout RuleBook) {
        let alone = Result { () throws(RuleError) in
            try Rule.condition(source, schema: .contract, limits: book.limits)
        }
        // Twice: the first time its atoms may be new, the second time the condition itself is known.
        for _ in 0..<2 {
            let known = Result { () throws(RuleError) in try book.condition(source) }
            switch (alone, known) {
            case (.failure(let one), .failure(let other)): #expect(one == other, "\(source)")
            case (.success(let one), .success(let other)):
                #expect(shown(one.combination) == shown(other.combination), "\(source)")
                #expect(one.source == other.source)
                #expect(explained(one) == explained(other), "\(source)")
            default: Issue.record("\(source): alone \(alone), by the book \(known)")
            }
        }
    }

    private func explained(_ rule: Rule) -> String {
        let day = Day(number: 19_900)
        let (text, gap) = rule.text(for: Self.facts, on: day)
        return "\(text ?? "-") \(gap.map { told($0) } ?? "-") \(rule.explain(for: Self.facts, on: day))"
    }

    private func shown(_ combination: Combination) -> String {
        func list(_ parts: [Combination]) -> String { parts.map { shown($0) }.joined(separator: " ") }
        return switch combination {
        case .constant(let truth): "\(truth)"
        case .atom(let atom): "[\(atom.key)]"
        case .and(let parts): "(and \(list(parts)))"
        case .or(let parts): "(or \(list(parts)))"
        case .not(let operand): "(not \(shown(operand)))"
        case .atLeast(let k, let parts): "(\(k) of \(list(parts)))"
        case .choose(let test, let whenYes, let whenNo): "(if \(list([test, whenYes, whenNo])))"
        }
    }

    @Test func conditionsAreTheSameByTheBook() {
        var book = RuleBook(schema: .contract)
        for source in Self.conditions { compare(source, &book) }
        // Again, now that all atoms are known, and in the other order.
        for source in Self.conditions.reversed() { compare("\n\(source)\t", &book) }
    }

    @Test func aLibraryLendsItsAtomsAndAmounts() throws {
        var first = RuleBook(schema: .contract)
        var atoms: [Atom] = []
        func collect(_ combination: Combination) {
            switch combination {
            case .constant: break
            case .atom(let atom): atoms.append(atom)
            case .and(let parts), .or(let parts), .atLeast(_, let parts): parts.forEach(collect)
            case .not(let operand): collect(operand)
            case .choose(let test, let whenYes, let whenNo): [test, whenYes, whenNo].forEach(collect)
            }
        }
        for source in Self.conditions {
            if let rule = try? first.condition(source) { collect(rule.combination) }
        }
        #expect(atoms.count > 50)
        let text = "math.least(0.1 * revenue[year-1], money('5万元'))"
        let amount = try first.amount(text)
        var second = RuleBook(schema: .contract, library: RuleLibrary(atoms, amounts: [amount]))
        for source in Self.conditions { compare(source, &second) }
        #expect(try second.amount(text).identity == amount.identity)
        #expect(try second.amount(text + " ").identity != amount.identity)

        func atom(_ source: String, _ book: inout RuleBook) throws -> Atom? {
            guard case .atom(let atom) = try book.condition(source).combination else { return nil }
            return atom
        }
        let lent = try #require(try atom("employees >= 3", &first))
        #expect(try atom("( employees >= 3 )", &second) === lent)
        let other = try #require(try atom("employees  >=  3.0", &second))
        #expect(other !== lent && other.key != lent.key)
        let respelled = try #require(try atom("employees >=   3", &second))
        #expect(respelled !== lent && respelled.key == lent.key)
    }

    /// Each with a reading that an outline could get wrong.
    private static let conditions = [
        "employees >= 3", "employees >= 3 && !dishonest", "employees >= 3||insured<=2&&dishonest",
        "(employees >= 3 || insured <= 2) && dishonest", "((employees >= 3))",
        "(((employees >= 3) && !(dishonest)))",
        "employees >= 3 && (insured <= 2 && dishonest)", "!(employees >= 3) || ! dishonest", "!!dishonest",
        "!dishonest == abnormal", "!(dishonest) == abnormal", "!'a' in tags", "!('a' in tags)",
        "!tags.exists(t, t == 'a')",
        "(dishonest) == (abnormal)", "(dishonest) == (abnormal) && (employees) > (2)", "(employees) > 2",
        "(tags)[0] == 'a'",
        "at_least(2, [dishonest, employees > 3, 'a' in tags])",
        "at_least(1,[dishonest||abnormal,employees > 3,])",
        "at_least(2, [dishonest, at_least(1, [abnormal, !dishonest])]) && employees > 3", "at_least(0, [])",
        "at_least(2, [dishonest, true])", "at_least(1, [dishonest], 2)", "at_least(2u, [dishonest])",
        "at_least(-1, [dishonest])",
        "at_least(1, [dishonest,, abnormal])", "at_least(1, [dishonest]) == abnormal",
        "at_least (1, [dishonest])",
        "at_least(99999999999, [dishonest])", "at_least(1, ([dishonest]))",
        "at_least(1, [dishonest] + [abnormal])",
        "employees > 3 ? dishonest : abnormal", "(employees > 3 ? dishonest : abnormal) && dishonest",
        "dishonest || employees > 3 ? dishonest : abnormal", "true && dishonest", "dishonest && (1 > 2)",
        "true", "1 < 2 || 2 < 1",
        "dishonest && 1 / 0 > 2", "employees > 3 && employees > '3'", "employees > 3 && emploees > 3",
        "employees > 3 &&",
        "&& employees > 3", "employees > 3 & dishonest", "employees > 3 && || dishonest",
        "employees > 3 and dishonest",
        "employees > 3, dishonest", "(employees > 3, dishonest)", "(employees > 3 && dishonest",
        "employees > 3) && dishonest",
        "(employees > 3] && dishonest", "(tags.exists(t, t == 'a') && [dishonest)]", "()", "( ) && dishonest",
        "",
        "   ", "employees", "employees && dishonest", "!employees", "revenue && dishonest", "revenue",
        "'a && b' in tags && dishonest", "\"a || 'b\" in tags || dishonest", "'a''b' in tags && dishonest",
        "'''a''' in tags && dishonest", "'' in tags && dishonest", "r'a\\b' in tags && dishonest",
        "'a\\'b' in tags && dishonest",
        "'a\nb' in tags && dishonest", "'a in tags && dishonest", "b'a' == b'a' && dishonest",
        "dishonest // && employees > 3",
        "dishonest && // why\n employees > 3", "'//' in tags && dishonest", "employees / 2 > 1 && dishonest",
        "tags.exists(t, t == 'a' && t != 'b') && tags.exists(t, t == 'a' && t != 'b')",
        "tags.exists(t, tags.exists(u, u == t)) || tags.exists(u, u == 'a')",
        "penalties.exists(p, p.amount > 2.0 || p.kind == 'x')",
        "revenue[year-1] >= 4.0 && revenue[ year - 1 ] >= 4.0", "revenue[year-1] >= 4.0 && dishonest",
        "employees>=3 && employees >= 3 && employees  >=  3", "dishonest && null",
        "dishonest && size == null", "employees > 3 && \u{FF08}dishonest)",
        "size in ['小型', '微型'] && established > years_before(7)", "dishonest == true && abnormal != false",
        "- employees < 3 && dishonest",
        "dishonest = true && abnormal", "employees > 3 &&& dishonest", "employees > 3 ||| dishonest",
        "{'a': dishonest}['a'] && abnormal",
        "dishonest && `abnormal`", "dishonest && (abnormal ? dishonest : abnormal)",
        "not dishonest && abnormal", "3万 < employees && dishonest",
        "region.under('3303') && region.under('9999x')", "has(employees) && dishonest",
        "years_since(established) <= 5 && dishonest",
    ]

    @Test func nestingIsBoundedAsByItself() {
        for levels in [1, 2, 30, 33, 120, 248, 249, 250, 251, 260] {
            for limit in [5, 50, 250] {
                var book = RuleBook(schema: .contract, limits: RuleLimits(nesting: limit))
                let open = String(repeating: "(", count: levels)
                let close = String(repeating: ")", count: levels)
                compare(open + "dishonest && employees > 3" + close, &book)
                compare(String(repeating: "!", count: levels) + "dishonest", &book)
                compare(String(repeating: "!(", count: levels) + "dishonest" + close, &book)
                compare(
                    String(repeating: "dishonest || (abnormal && (", count: levels / 2) + "dishonest"
                        + String(repeating: "))", count: levels / 2), &book)
                compare("employees " + String(repeating: "+ 1", count: levels) + "> 2 && dishonest", &book)
            }
        }
        for limit in [1, 3, 4, 5, 6, 7, 20, 30] {
            var nodes = RuleBook(schema: .contract, limits: RuleLimits(nodes: limit))
            var points = RuleBook(schema: .contract, limits: RuleLimits(codePoints: limit))
            for source in [
                "dishonest && employees > 3", "!dishonest", "dishonest", "'小型' in tags && dishonest",
            ] {
                compare(source, &nodes)
                compare(source, &points)
            }
        }
    }

    @Test func randomConditionsAreTheSameByTheBook() {
        var random = SeededGenerator(seed: 77)
        let atoms = [
            "dishonest", "employees > 3", "'a' in tags", "size in ['小型', '微型']", "revenue[year-1] >= 4.0",
            "true", "insured<=2",
            "tags.exists(t, t == 'a' || t == 'b')", "region.under(['3303', '3304'])", "employees",
            "(employees) > 2", "'x", "abnormal == true",
        ]
        func condition(_ depth: Int) -> String {
            let space = ["", " ", "  ", "\n"].randomElement(using: &random) ?? ""
            let atom = atoms.randomElement(using: &random) ?? ""
            guard depth > 0 else { return space + atom + space }
            return switch Int.random(in: 0..<10, using: &random) {
            case 0, 1: condition(depth - 1) + "&&" + condition(depth - 1)
            case 2, 3: condition(depth - 1) + "||" + condition(depth - 1)
            case 4: space + "(" + condition(depth - 1) + ")" + space
            case 5: space + "!(" + condition(depth - 1) + ")"
            case 6: space + "!" + condition(depth - 1)
            case 7: "at_least(1, [" + condition(depth - 1) + "," + condition(depth - 1) + "])" + space
            case 8: condition(depth - 1) + "?" + condition(depth - 1) + ":" + condition(depth - 1)
            default: atom
            }
        }
        var book = RuleBook(schema: .contract)
        for _ in 0..<(isFull ? 100_000 : 4_000) {
            var source = condition(Int.random(in: 0...5, using: &random))
            // Most are well-formed; some lose or get a character.
            if Int.random(in: 0..<3, using: &random) == 0,
                let at = source.indices.randomElement(using: &random)
            {
                if Bool.random(using: &random) {
                    source.remove(at: at)
                } else {
                    source.insert(Array("()[]&|!?,:'/ .x=").randomElement(using: &random) ?? " ", at: at)
                }
            }
            compare(source, &book)
        }
    }
}
