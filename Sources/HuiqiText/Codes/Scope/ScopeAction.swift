/// What an item of a scope does with its object.
struct ScopeAction: OptionSet, Sendable {
    let rawValue: Int
    /// 生产, 制造, 加工.
    static let make = ScopeAction(rawValue: 1)
    /// 销售, 批发, 进出口.
    static let sell = ScopeAction(rawValue: 2)
    /// 零售.
    static let retail = ScopeAction(rawValue: 4)
    /// 研发, 技术开发.
    static let develop = ScopeAction(rawValue: 8)
    /// 服务, 咨询, 租赁, 维修, 安装, 施工 and others.
    static let serve = ScopeAction(rawValue: 16)

    /// What is done with goods, which one word may say for a whole sentence.
    static let goods: ScopeAction = [.make, .sell, .retail]
}

/// The verbs of scopes, and the trades that goods go to.
struct ScopeVerbs: Sendable {
    private let lists: [(action: ScopeAction, words: WordList)]
    /// Said of every firm: it says little.
    let common: WordList
    /// Between verbs and objects.
    let links: WordList

    init(_ forms: AddressForms) {
        func words(_ text: String) -> WordList {
            WordList(text.split(whereSeparator: \.isWhitespace).map { forms.fold($0) })
        }
        lists = [
            (.make, words("生产 制造 加工 制作 组装 织造 酿造 冶炼 装配 产销 产、销")),
            (.sell, words("销售 批发 经销 购销 贸易 代销 进出口 出口 进口 供应 批零 产销 批发零售 批发兼零售 经营")),
            (.retail, words("零售 批零 批发零售 批发兼零售 门店 网上")),
            (.develop, words("研发 研究 开发 研制 试验发展")),
            (.serve, words("服务 咨询 租赁 出租 维修 修理 安装 施工 设计 代理 培训 管理 检测 维护 中介 运输 仓储 工程 策划 养护")),
        ]
        common = words(
            """
            技术服务 技术开发 技术咨询 技术交流 技术转让 技术推广 货物进出口 技术进出口 进出口代理 技术的进出口 货物和技术 商品和技术 \
            进出口业务 自营和代理 货物与技术
            """)
        links = words("的 及其 及 和 与 等 以及 各类 各种 从事 自产 本公司 业务")
    }

    /// The actions that an item names, and the characters that say goods are made or sold or that only link.
    func actions(in text: ScopeText, _ range: Range<Int>) -> (actions: ScopeAction, said: [Bool]) {
        var actions: ScopeAction = []
        var said = [Bool](repeating: false, count: range.count)
        for place in range {
            for (action, words) in lists {
                guard let end = text.end(ofAny: words, at: place, before: range.upperBound) else { continue }
                actions.insert(action)
                if !action.isDisjoint(with: .goods) { mark(place..<end, range, &said) }
            }
            if let end = text.end(ofAny: links, at: place, before: range.upperBound) {
                mark(place..<end, range, &said)
            }
        }
        return (actions, said)
    }

    private func mark(_ places: Range<Int>, _ range: Range<Int>, _ said: inout [Bool]) {
        for place in places { said[place &- range.lowerBound] = true }
    }

    /// The wholesale group of a product's industry.
    static func wholesale(of code: String) -> String {
        if isMedical(code) { return "F515" }
        return switch division(code) {
        case 1...5: "F511"
        case 13...16: "F512"
        case 17...19: "F513"
        case 20, 21, 23, 24, 28: "F513"
        case 27: "F515"
        case 6...12, 22, 25, 26, 29...32: "F516"
        case 33...40: "F517"
        default: "F519"
        }
    }

    /// The retail group of a product's industry.
    static func retail(of code: String) -> String {
        if isMedical(code) { return "F525" }
        return switch division(code) {
        case 1...5, 13...16: "F522"
        case 17...19: "F523"
        case 24: "F524"
        case 27: "F525"
        case 36, 37: "F526"
        case 38, 39: "F527"
        case 20, 21, 30, 33: "F528"
        default: "F529"
        }
    }

    /// Medical devices and dressings go to the trade in medicines.
    private static func isMedical(_ code: String) -> Bool { code.hasPrefix("C358") || code.hasPrefix("C277") }

    private static func division(_ code: String) -> Int { Int(code.dropFirst().prefix(2)) ?? 0 }
}
