import HuiqiModel
import HuiqiRule
import Testing

/// No text traps the compiler or the evaluator: it compiles or is refused at a place inside it.
@Suite struct FuzzTests {
    private static let tokens = [
        "employees", "revenue", "tags", "penalties", "region", "size", "name", "established", "dishonest",
        "as_of", "year", "x", "p", "math",
        "(", ")", "[", "]", "{", "}", ".", ",", "?", ":", "&&", "||", "!", "==", "!=", "<", "<=", ">", ">=",
        "+", "-", "*", "/", "%", "in", "=", "&", "|",
        "0", "1", "2023", "-1", "1.5", "0.0", "1u", "9223372036854775807", "1e38", "'a'", "'小型'", "\"3303\"",
        "b'x'", "true", "false", "null", "''",
        ".exists(", ".all(", ".exists_one(", ".map(", ".filter(", ".under(", ".contains(", ".size()",
        ".matches(", ".mentions(", ".amount", ".getMonth()", "size(",
        "at_least(", "first_reached(", "sum(", "math.least(", "date(", "money(", "years_before(",
        "years_since(", "months_since(", "double(", "int(", "string(", "uint(",
        "duration(", "timestamp(", "'2024-01-01'", "'1h'", "'2万元'", " ", "\n", "//", "，", "🙂", "'", "has(",
        "type(", "x,", "p,", "\u{0}",
    ]

    private static let seeds = [
        "region.under('3303') && rd_expense[year-1] >= 0.03 * revenue[year-1]",
        "at_least(2, [dishonest, employees > 3, 'a' in tags])",
        "penalties.exists(p, p.amount > money('2万元') && p.date > years_before(3))",
        "first_reached(revenue, year-1, 50000000, 2015) || size in ['小型', '微型']",
        "math.least(0.1 * rd_expense[year-1], money('50万元')) > 1.0",
        "years_since(established) <= 5 ? scope.mentions('食品') : !(credit_grade == 'A')",
        "sum(penalties.filter(p, p.kind == 'x').map(p, p.amount)) / double(size(tags)) >= 1.5e3",
        "industry.under(['C39', 'I65']) && name.matches('^[a-z]+$')",
        "[1, 2u, 3.0].map(x, x > 1.0, x)[0] in {1: 'a', 2: 'b'} || timestamp('2024-01-01T00:00:00Z') - as_of < duration('1h')",
    ]

    private static let facts = profile(
        #"""
        {"employees":3,"revenue":{"2023":5,"2022":0},"rd_expense":{"2023":1},"tags":["a",null],"region":"330302","industry":"C38","size":"小","name":"abc",
         "penalties":[{"amount":30000,"date":"2023-05-01","kind":"x"},{}],"dishonest":false,"established":"2020-02-29","scope":"食品"}
        """#)

    private func run(_ source: String) {
        do {
            let rule = try Rule.any(source, schema: .contract, limits: RuleLimits(steps: 20_000))
            _ = rule.text(for: Self.facts, on: Day(number: 19_900))
            _ = rule.truth(for: Self.facts, on: Day(number: 19_900))
            _ = rule.explain(for: Self.facts, on: Day(number: 19_900))
            _ = rule.bounds(for: Self.facts, on: Day(number: 19_900))
        } catch {
            if error.offsetUTF8 < 0 || error.offsetUTF8 > source.utf8.count {
                Issue.record("\(source): \(error)")
            }
        }
    }

    @Test func tokenSoupNeverTraps() {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<(isFull ? 500_000 : 50_000) {
            let count = Int.random(in: 1...14, using: &random)
            run((0..<count).map { _ in Self.tokens.randomElement(using: &random) ?? "" }.joined())
        }
    }

    @Test func mutationsOfGoodRulesNeverTrap() {
        var random = SeededGenerator(seed: 22)
        for _ in 0..<(isFull ? 500_000 : 50_000) {
            var scalars = Array((Self.seeds.randomElement(using: &random) ?? "").unicodeScalars)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0...scalars.count, using: &random)
                let token = Array((Self.tokens.randomElement(using: &random) ?? "").unicodeScalars)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: scalars.insert(contentsOf: token, at: place)
                case 1:
                    scalars.removeSubrange(
                        place..<min(scalars.count, place + Int.random(in: 0...6, using: &random)))
                case 2: scalars.replaceSubrange(place..<min(scalars.count, place + token.count), with: token)
                default:
                    let from = Int.random(in: 0...place, using: &random)
                    scalars.insert(contentsOf: scalars[from..<place], at: place)
                }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            run(String(text))
        }
    }

    @Test func theSeedsCompile() throws {
        for seed in Self.seeds { _ = try Rule.condition(seed, schema: .contract) }
    }
}
