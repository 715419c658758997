import HuiqiText
import Testing

@Suite struct LicenceItemsTests {
    private static let items = try? LicenceItems()

    private static func touched(_ scope: String, _ industry: String? = nil) throws -> [String] {
        try #require(items).touched(by: scope, industry: industry).map(\.item.id)
    }

    @Test(arguments: [
        ("食品销售；日用百货销售", ["food-business"]), ("许可项目：餐饮服务。", ["food-business"]), ("餐飲服務", ["food-business"]),
        ("食品生产（依法须经批准的项目，经相关部门批准后方可开展经营活动）", ["food-production"]),
        ("食品、日用百货的销售", ["food-business"]), ("食品销售（仅销售预包装食品）", ["food-business", "food-prepackaged"]),
        ("烟草制品零售", ["tobacco"]), ("卷烟、雪茄烟的零售", ["tobacco"]), ("危险化学品经营", ["hazchem-business"]),
        ("销售：危险化学品、化肥", ["hazchem-business"]), ("化肥、危险化学品的批发", ["hazchem-business"]),
        ("第三类医疗器械经营", ["med-device-3"]), ("销售Ⅲ类医疗器械", ["med-device-3"]), ("第二类医疗器械销售", ["med-device-2"]),
        ("第二类医疗器械生产", ["med-device-make"]), ("第一类医疗器械生产", ["med-device-make-1"]), ("药品零售", ["drug-business"]),
        ("药品生产", ["drug-production"]), ("出版物零售", ["publication"]), ("出版物批发", ["publication-wholesale"]),
        ("道路货物运输（不含危险货物）", ["transport-goods"]), ("道路危险货物运输", ["transport-hazard"]), ("劳务派遣服务", ["dispatch"]),
        ("人力资源服务（不含职业中介活动、劳务派遣服务）", ["hr-service"]), ("职业中介活动", ["hr-service"]),
        ("建设工程施工；建设工程设计", ["construction", "construction-safety", "engineering-design"]),
        ("特种设备制造", ["special-equipment"]), ("电梯安装", ["special-equipment"]), ("包装装潢印刷品印刷", ["printing"]),
        ("旅行社服务", ["travel"]), ("营业性演出", ["performance"]), ("第二类增值电信业务", ["telecom"]), ("互联网信息服务", ["icp"]),
        ("网络文化经营", ["net-culture"]), ("广播电视节目制作经营", ["tv-production"]), ("电影放映", ["film"]),
        ("危险废物经营", ["hazardous-waste"]), ("快递服务", ["courier"]), ("典当业务", ["pawn"]), ("融资担保业务", ["guarantee"]),
        ("小额贷款业务", ["micro-loan"]), ("拍卖业务", ["auction"]), ("保安服务", ["security"]), ("测绘服务", ["survey"]),
        ("农药批发", ["pesticide"]), ("农药生产", ["pesticide-make"]), ("兽药经营", ["veterinary-drug"]),
        ("饲料生产", ["feed"]),
        ("动物诊疗", ["animal-clinic"]), ("林木采伐", ["logging"]), ("取水", ["water-intake"]), ("燃气经营", ["gas"]),
        ("烟花爆竹零售", ["fireworks"]), ("民用爆炸物品销售", ["explosives"]), ("成品油零售", ["refined-oil"]),
        ("报废机动车回收", ["scrap-car"]), ("再生资源回收", ["recycling"]), ("食盐批发", ["salt"]), ("化妆品生产", ["cosmetics"]),
        ("住宿服务", ["public-place", "hotel"]), ("医疗服务", ["medical-institution"]), ("公章刻制", ["seal"]),
        ("代理记账", ["bookkeeping"]), ("港口经营", ["port"]), ("生猪屠宰", ["slaughter"]), ("检验检测服务", ["testing"]),
        ("消毒剂生产（不含危险化学品）", ["disinfectant"]), ("二手车经销", ["used-car"]), ("种畜禽经营", ["breeding"]),
        ("水产养殖", ["aquaculture"]), ("电镀加工", ["pollutant"]), ("机动车修理和维护", ["vehicle-repair"]),
    ])
    func touches(scope: String, expected: [String]) throws {
        #expect(try Self.touched(scope) == expected, "\(scope)")
    }

    /// What a scope leaves out, what only sounds alike, and phrases that stand in every scope.
    @Test(arguments: [
        "化工产品销售（不含危险化学品）", "化工产品销售（不含许可类化工产品）", "化工产品（除危险化学品外）销售", "日用百货（烟草制品、食品除外）销售", "销售化工产品不含危险化学品经营",
        "医疗服务（不含许可类）", "餐饮管理", "食品机械制造", "印刷机械销售", "印刷电路板制造", "食用农产品零售", "酒店管理", "测绘仪器销售", "非融资担保服务",
        "互联网药品设备", "除依法须经批准的项目外，凭营业执照依法自主开展经营活动", "依法须经批准的项目，经相关部门批准后方可开展经营活动", "低压电器制造", "", "；；（（、",
        "技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广", "道路货物运输代理", "人力资源管理软件开发", "农药包装材料销售", "无船承运业务",
    ])
    func doesNotTouch(scope: String) throws {
        #expect(try Self.touched(scope) == [], "\(scope)")
    }

    @Test func byIndustry() throws {
        #expect(try Self.touched("", "H6210") == ["food-business"])
        #expect(try Self.touched("", "6210") == ["food-business"])
        #expect(try Self.touched("餐饮服务", "H6210") == ["food-business"])
        #expect(try Self.touched("", "H62").isEmpty)
        #expect(try Self.touched("", "C3829").isEmpty)
        #expect(try Self.touched("", "食品").isEmpty)
        let touches = try #require(Self.items).touched(by: "", industry: "L7271")
        #expect(touches.map(\.item.id) == ["security"] && touches[0].spansUTF8.isEmpty)
    }

    @Test func spansAreTheWords() throws {
        let scope = "一般項目：日用百貨銷售；許可項目：危險化學品經營、食品銷售（不含煙草制品零售）；食品销售"
        let touches = try #require(Self.items).touched(by: scope)
        let bytes = Array(scope.utf8)
        let words = touches.map { $0.spansUTF8.map { String(decoding: bytes[$0], as: UTF8.self) } }
        #expect(touches.map(\.item.id) == ["food-business", "hazchem-business"])
        #expect(words == [["食品銷售", "食品销售"], ["危險化學品經營"]])
    }

    @Test func theTableIsWhole() throws {
        let items = try #require(Self.items).items
        #expect(items.count >= 100)
        #expect(Set(items.map(\.id)).count == items.count)
        for item in items {
            #expect(!item.name.isEmpty && !item.authority.isEmpty && !item.law.isEmpty)
            for code in item.industries {
                #expect(IndustryCode.status(code) == .current, "\(item.id) \(code)")
            }
        }
    }

    @Test func hostileTexts() throws {
        let items = try #require(Self.items)
        var random = SeededGenerator(seed: 12)
        let parts = [
            "食品", "销售", "（", "）", "不含", "除", "外", "、", "；", "危险化学品", "许可类", "除外", "e\u{301}", "𠮷", "Ⅲ", " ",
        ]
        for round in 0..<10_000 {
            var text = ""
            if round % 2 == 0 {
                text = random.text(upTo: 40)
            } else {
                for _ in 0..<Int.random(in: 0...16, using: &random) {
                    text += parts.randomElement(using: &random) ?? ""
                }
            }
            for touch in items.touched(by: text, industry: "C") {
                for span in touch.spansUTF8 {
                    let low = text.utf8.index(text.utf8.startIndex, offsetBy: span.lowerBound)
                    let high = text.utf8.index(text.utf8.startIndex, offsetBy: span.upperBound)
                    #expect(low < high && low.samePosition(in: text.unicodeScalars) != nil)
                    #expect(high.samePosition(in: text.unicodeScalars) != nil)
                }
            }
        }
        #expect(items.touched(by: String(repeating: "（不含食品、", count: 50_000)).isEmpty)
        #expect(!items.touched(by: String(repeating: "食品销售", count: 50_000)).isEmpty)
        #expect(items.touched(by: String(repeating: "危险化学品、", count: 50_000)).isEmpty)
    }
}
