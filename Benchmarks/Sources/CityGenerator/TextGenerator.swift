/// Texts as clauses have them, and questions about them; the same for the same seed.
///
/// A text has a title of about ten characters and a body of about 120: who, on what condition, gets what, from whom.
/// Words come from the lists given, as many texts of many cities would have them.
public struct TextGenerator: Sendable {
    private let seed: UInt64
    private let words: [String]
    private let industries: [String]
    private let places: [String]

    /// - Parameters: Terms of policies, names of industries and of places; at least one of each.
    public init(seed: UInt64, words: [String], industries: [String], places: [String]) {
        self.seed = seed
        self.words = words
        self.industries = industries
        self.places = places
    }

    /// The title and body of a text.
    public func text(_ index: Int) -> (title: String, body: String) {
        var random = Random(seed: seed, stream: 71, index: index)
        let subject = subject(&random)
        let benefit = random.pickSkewed(TextGenerator.benefits)
        let title = "\(subject)\(random.pick(words))\(benefit)"
        var body = "对\(random.pick(places))\(subject)，\(condition(&random))的，"
        body += "\(measure(&random))\(benefit)，\(random.pick(TextGenerator.ceilings))\(amount(&random))。"
        while body.unicodeScalars.count < 70 + random.below(80) { body += sentence(&random) }
        return (title, body)
    }

    /// A question of four to twenty characters, as people type them.
    public func question(_ index: Int) -> String {
        var random = Random(seed: seed, stream: 72, index: index)
        var question = ""
        if random.chance(300) { question += random.pick(places) }
        question += random.chance(500) ? subject(&random) : random.pick(words)
        if random.chance(600) { question += random.pick(words) }
        if random.chance(700) { question += random.pickSkewed(TextGenerator.benefits) }
        if random.chance(300) { question += random.pick(TextGenerator.endings) }
        return question
    }

    private func subject(_ random: inout Random) -> String {
        random.chance(500)
            ? random.pick(industries) + "企业" : random.pickSkewed(TextGenerator.subjects)
    }

    private func condition(_ random: inout Random) -> String {
        switch random.below(4) {
        case 0: "上年度\(random.pickSkewed(TextGenerator.measures))\(amount(&random))以上"
        case 1: "\(random.pick(words))同比增长\(random.within(3...40))%以上"
        case 2: "首次认定为\(random.pick(words))"
        default: "\(random.pick(words))和\(random.pick(words))达到规定要求"
        }
    }

    private func measure(_ random: inout Random) -> String {
        random.chance(600)
            ? "按\(random.pickSkewed(TextGenerator.measures))的\(random.within(1...50))%给予"
            : "给予\(amount(&random))"
    }

    private func amount(_ random: inout Random) -> String {
        "\(random.pickSkewed([10, 20, 50, 100, 30, 200, 500, 5, 300, 1000, 2000]))\(random.chance(900) ? "万元" : "亿元")"
    }

    private func sentence(_ random: inout Random) -> String {
        switch random.below(4) {
        case 0: "由\(random.pick(TextGenerator.offices))会同\(random.pick(TextGenerator.offices))负责兑现。"
        case 1: "申报时提交\(random.pick(words))、\(random.pick(words))等材料。"
        case 2: "同一企业\(random.pick(words))与\(random.pick(words))按就高不重复原则执行。"
        default: "鼓励\(subject(&random))开展\(random.pick(words))，\(condition(&random))的优先支持。"
        }
    }

    private static let subjects = [
        "规上工业企业", "高新技术企业", "中小微企业", "科技型中小企业", "外贸企业", "专精特新企业", "个体工商户", "上市公司", "建筑业企业",
        "服务业企业", "总部企业", "新型研发机构", "小微企业园", "农业龙头企业", "电商企业", "物流企业", "金融机构", "民办医院",
    ]
    private static let benefits = ["奖励", "补助", "补贴", "一次性奖励", "贴息", "资助", "配套奖励", "减免", "优先保障", "返还"]
    private static let ceilings = ["最高不超过", "单家企业最高", "每年不超过", "累计不超过"]
    private static let measures = [
        "营业收入", "研发费用", "设备投资额", "销售额", "出口额", "纳税额", "实际投资额", "工业总产值", "贷款利息", "保费",
    ]
    private static let offices = ["经信局", "科技局", "商务局", "发改局", "财政局", "市场监管局", "人力社保局", "税务局", "农业农村局", "住建局"]
    private static let endings = ["怎么申请", "有多少钱", "需要什么条件", "政策", "申报流程", "有哪些", "到什么时候截止"]
}
