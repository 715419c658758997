import Huiqi

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

/// Random profiles as JSON lines: every field type, gaps, lists with others unknown, coarse codes.
enum RandomProfiles {
    static func line(_ dice: inout Dice, key: String, without gaps: Int = 25) -> String {
        var parts = ["\"id\":\"\(key)\""]
        func told(_ dice: inout Dice) -> Bool { !dice.chance(gaps) }
        if told(&dice) { parts.append("\"name\":\"\(dice.pick(names))\"") }
        if told(&dice) { parts.append("\"scope\":\"\(dice.pick(scopes))\"") }
        if told(&dice) { parts.append("\"region\":\"\(dice.pick(regions))\"") }
        if told(&dice) { parts.append("\"industry\":\"\(dice.pick(industries))\"") }
        if told(&dice) { parts.append("\"established\":\"\(dice.pick(days))\"") }
        if told(&dice) { parts.append("\"registered_capital\":\(money(&dice))") }
        for field in ["employees", "insured", "invention_patents"] where told(&dice) {
            parts.append(
                "\"\(field)\":\(dice.pick(["0", "1", "2", "30", "299", "300", "301", "3000000000"]))")
        }
        if told(&dice) { parts.append("\"size\":\"\(dice.pick(["大型", "中型", "小", "微型"]))\"") }
        if told(&dice) { parts.append("\"credit_grade\":\"\(dice.pick(["A", "B", "C", "D"]))\"") }
        if told(&dice) { parts.append("\"dishonest\":\(dice.chance(20))") }
        if told(&dice) { parts.append("\"abnormal\":\(dice.chance(20))") }
        for field in ["revenue", "rd_expense", "tax"] where told(&dice) {
            let years = ["2021", "2022", "2023"].filter { _ in !dice.chance(gaps) }
            let amounts = years.map { "\"\($0)\":\(money(&dice))" }
            parts.append("\"\(field)\":{\(amounts.joined(separator: ","))}")
        }
        if told(&dice) {
            let amounts = ["2021", "2022", "2023"].filter { _ in !dice.chance(gaps) }.map { year in
                "\"\(year)\":\(dice.pick(["0", "100", "-100", "130", "300000", "-300000", "-150000.00"]))"
            }
            parts.append("\"profit\":{\(amounts.joined(separator: ","))}")
        }
        if told(&dice) { parts.append("\"tags\":\(list(&dice) { dice in "\"\(dice.pick(tags))\"" })") }
        if told(&dice) {
            let records = list(&dice) { dice in
                record([
                    dice.chance(80) ? "\"name\":\"\(dice.pick(certificates))\"" : nil,
                    dice.chance(80) ? "\"level\":\"\(dice.pick(["国家级", "省级"]))\"" : nil,
                    dice.chance(80) ? "\"to\":\"\(dice.pick(days))\"" : nil,
                ])
            }
            parts.append("\"certificates\":\(records)")
        }
        if told(&dice) {
            let records = list(&dice) { dice in
                record([
                    dice.chance(80) ? "\"date\":\"\(dice.pick(days))\"" : nil,
                    dice.chance(80) ? "\"kind\":\"\(dice.pick(["环保", "安全", "税务"]))\"" : nil,
                    dice.chance(80) ? "\"amount\":\(money(&dice))" : nil,
                ])
            }
            parts.append("\"penalties\":\(records)")
        }
        if dice.chance(50) { parts.append("\"reviews\":{\"R/c1\":\(dice.chance(50))}") }
        return "{" + parts.joined(separator: ",") + "}"
    }

    private static func record(_ members: [String?]) -> String {
        "{" + members.compactMap { $0 }.joined(separator: ",") + "}"
    }

    private static func list(_ dice: inout Dice, _ element: (inout Dice) -> String) -> String {
        var elements = (0..<dice.below(4)).map { _ in element(&dice) }
        if dice.chance(20) { elements.append("null") }
        return "[" + elements.joined(separator: ",") + "]"
    }

    /// Few values, so that thresholds are met exactly; some beyond the block evaluator's guard.
    static func money(_ dice: inout Dice) -> String {
        dice.pick([
            "0", "0.01", "-5000", "300000", "300000.01", "299999.99", "1000000", "1190000", "5000000",
            "50000000",
            "50000000.00", "20000000", "1000000000000000", "-90000000000000000",
        ])
    }

    static let names = ["温州甲科技有限公司", "乙", "", "溫州丙有限公司"]
    static let scopes = ["食品销售；软件开发", "軟體開發", "", "Ｓｏｆｔｗａｒｅ 开发", "五金制品"]
    static let regions = ["330302", "330303", "330300", "330000", "440115", "330302001", "110101"]
    static let industries = ["C3829", "C38", "C", "I65", "I6513", "J6620", "K7010"]
    static let days = [
        "2023-06-30", "2024-06-30", "2024-07-01", "2021-06-29", "2021-06-30", "2021-07-01", "2000-02-29",
    ]
    static let tags = ["高新技术企业", "专精特新中小企业", "规上企业", "上市公司"]
    static let certificates = ["食品经营许可证", "高新技术企业证书", "建筑施工资质"]
}
