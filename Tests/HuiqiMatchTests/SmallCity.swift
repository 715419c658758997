import HuiqiIndex
import HuiqiModel
import HuiqiText
import Testing

@testable import HuiqiMatch
@testable import HuiqiRule

/// SplitMix64: the same numbers for the same seed on any machine.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}

/// Clauses and profiles that tie in all that a rank is made of, now and then.
struct SmallCity {
    static let day = Day(year: 2024, month: 6, day: 30) ?? Day(number: 0)

    let plan: DayPlan
    private(set) var population = Population(schema: .contract)
    private var dice: Dice

    init(seed: UInt64, clauses: Int, profiles: Int) throws {
        var dice = Dice(seed)
        let reader = try TextReader()
        let lines = (0..<clauses).map { SmallCity.clause($0, &dice) }
        let reading = ClauseReader().read(Array(lines.joined(separator: "\n").utf8))
        try #require(reading.clauses.count == clauses, "\(reading.findings.prefix(3))")
        var compiled: [CompiledClause] = []
        for (_, clause) in reading.clauses {
            compiled.append(try CompiledClause(clause, schema: .contract, limits: .contract, reader: reader))
        }
        plan = DayPlan(
            Catalogue(compiled), on: SmallCity.day, normalizer: reader.normalizer, schema: .contract)
        self.dice = dice
        try put(0..<profiles)
    }

    /// Puts profiles by number, new or changed.
    mutating func put(_ numbers: Range<Int>) throws {
        let lines = numbers.map { SmallCity.profile($0, &dice) }
        let reading = ProfileReader(schema: .contract)
            .read(Array(lines.joined(separator: "\n").utf8), rows: 64, threads: 1)
        try #require(reading.taken == numbers.count, "\(reading.findings.prefix(3))")
        population.put(reading.batches)
    }

    static func clause(_ number: Int, _ dice: inout Dice) -> String {
        var conditions = ["{\"expr\":\"\(dice.pick(expressions))\"}"]
        if dice.chance(50) { conditions.append("{\"expr\":\"\(dice.pick(expressions))\",\"weight\":2}") }
        if dice.chance(40) {
            conditions.append("{\"kind\":\"preferred\",\"expr\":\"\(dice.pick(expressions))\"}")
        }
        let tags = (0..<dice.below(3)).map { _ in "\"\(dice.pick(words))\"" }
        var parts = [
            "\"id\":\"\(dice.pick(["W", "WZ23-08-", "WZ23-08-001-"]))\(number)\"",
            "\"title\":\"\(dice.pick(words))\(dice.pick(words))\"",
            "\"tags\":[\(tags.joined(separator: ","))]",
            "\"conditions\":[\(conditions.joined(separator: ","))]",
        ]
        if dice.chance(30) {
            parts.append("\"valid_to\":\"\(dice.pick(["2023-12-31", "2024-12-31", "2025-12-31"]))\"")
        }
        if dice.chance(30) { parts.append("\"apply_to\":\"\(dice.pick(["2024-09-30", "2024-12-31"]))\"") }
        if dice.chance(80) {
            var amount = dice.chance(60) ? dice.pick(amounts) : RandomAmounts.number(&dice)
            // Some random ones divide by a constant zero and are refused.
            if (try? Rule.amount(amount, schema: .contract)) == nil { amount = "1.5" }
            parts.append(
                "\"benefit\":{\"amount\":\"\(amount)\",\"rounding\":\"\(dice.pick(["fen-down", "yuan-half-up"]))\"}"
            )
        }
        return "{\(parts.joined(separator: ","))}"
    }

    static func profile(_ number: Int, _ dice: inout Dice) -> String {
        var parts = ["\"id\":\"\(dice.chance(0) ? "" : "9133032\(number % 3)MA\(number)")\""]
        func told(_ dice: inout Dice) -> Bool { dice.chance(80) }
        if told(&dice) { parts.append("\"region\":\"\(dice.pick(["330302", "330300", "330304"]))\"") }
        if told(&dice) { parts.append("\"insured\":\(dice.pick(["0", "20", "300", "9223372036854775807"]))") }
        if told(&dice) { parts.append("\"employees\":\(dice.pick(["0", "7", "300"]))") }
        if told(&dice) { parts.append("\"dishonest\":\(dice.chance(30))") }
        if told(&dice) { parts.append("\"registered_capital\":\(money(&dice))") }
        for field in ["revenue", "rd_expense", "tax"] where told(&dice) {
            let years = ["2022", "2023"].filter { _ in dice.chance(85) }.map { "\"\($0)\":\(money(&dice))" }
            parts.append("\"\(field)\":{\(years.joined(separator: ","))}")
        }
        if told(&dice) {
            var tags = (0..<dice.below(4)).map { _ in "\"\(dice.pick(words))企业\"" }
            if dice.chance(20) { tags.append("null") }
            parts.append("\"tags\":[\(tags.joined(separator: ","))]")
        }
        if told(&dice) {
            let pieces = (0..<dice.below(5)).map { _ in "\(dice.pick(words))\(dice.pick(["", "服务", "銷售"]))" }
            parts.append("\"scope\":\"\(pieces.joined(separator: dice.pick(["；", "、", "，", " "])))\"")
        }
        return "{\(parts.joined(separator: ","))}"
    }

    static func money(_ dice: inout Dice) -> String {
        dice.pick(["0", "0.01", "-5000", "300000.01", "120000000", "1000000", "1000000", "90000000000000000"])
    }

    static let words = [
        "研发", "高新技术企业", "軟件開發", "ＩＳＯ9001", "食品销售", "技术改造", "补贴", "奖励", "人才", "数字化",
        "5.0版", "e\u{301}clair", "𠮷野家",
    ]
    static let expressions = [
        "dishonest", "!dishonest", "insured >= 20", "employees < 300", "region.under('3303')", "true",
        "false",
        "revenue[year-1] >= money('100万元')", "rd_expense[year-1] >= 0.03 * revenue[year-1]",
    ]
    static let amounts = [
        "money('20万元')", "math.least(0.1 * rd_expense[year-1], money('50万元'))",
        "math.greatest(0.0, math.least(0.3 * (tax[year-1] - tax[year-2]), money('5万元')))",
        "math.least(double(insured) * 300.0, money('2万元'))",
        "revenue[year-1] >= money('1亿元') ? money('200万元') : 0.5 * money('200万元')",
    ]
}

/// Random amounts, of steps that the program knows and of some that it does not.
enum RandomAmounts {
    static func number(_ dice: inout Dice, depth: Int = 3) -> String {
        if depth == 0 || dice.chance(15) {
            return dice.pick([
                "revenue[year-1]", "rd_expense[year-1]", "tax[year-2]", "registered_capital",
                "double(insured)",
                "double(employees)", "money('2万元')", "0.25", "1000.0", "-3.5", "0.0",
            ])
        }
        func next(_ dice: inout Dice) -> String { number(&dice, depth: depth - 1) }
        switch dice.below(13) {
        case 0, 1: return "(\(next(&dice)) + \(next(&dice)))"
        case 2: return "(\(next(&dice)) - \(next(&dice)))"
        case 3: return "\(dice.pick(["0.1", "-0.15", "2.0", "0.0"])) * \(next(&dice))"
        case 4: return "(\(next(&dice)) * \(next(&dice)))"
        case 5: return "(\(next(&dice)) / \(dice.pick(["3.0", "-0.7", "revenue[year-1]", "0.0"])))"
        case 6, 7: return "math.least(\(next(&dice)), \(next(&dice)))"
        case 8: return "math.greatest(\(next(&dice)), \(next(&dice)), \(next(&dice)))"
        case 9: return "(\(test(&dice)) ? \(next(&dice)) : \(next(&dice)))"
        case 10: return "-\(next(&dice))".replacingMinus
        case 11: return "double(insured * \(dice.pick(["3", "-2", "employees"])) + 7)"
        default: return "(\(dice.pick(["sum([1.5, ", "math.least([2.0, "]))\(next(&dice))]))"
        }
    }

    private static func test(_ dice: inout Dice) -> String {
        let comparison = dice.pick(["<", "<=", ">", ">=", "==", "!="])
        let first = "\(number(&dice, depth: 1)) \(comparison) \(number(&dice, depth: 1))"
        return dice.pick([
            first, "dishonest", "!dishonest && \(first)", "(dishonest || \(first))", "!(\(first))",
            "size == '小型'", "insured > employees",
        ])
    }
}

extension String {
    /// Two signs in a row are no number.
    fileprivate var replacingMinus: String { hasPrefix("--") ? String(dropFirst(2)) : self }
}
