import HuiqiText
import Testing

/// Numbers and their units as the segmenter keeps them.
@Suite struct SegmentedQuantityTests {
    // Opened once: a suite is made anew for each of its cases.
    private static let opened = Result { (try TextNormalizer(), try Segmenter()) }
    let normalizer: TextNormalizer
    let segmenter: Segmenter

    init() throws {
        (normalizer, segmenter) = try Self.opened.get()
    }

    private func cut(_ text: String) -> [String] {
        segmenter.words(in: normalizer.normalize(text))
    }

    @Test(arguments: [
        "20万元", "3%", "8‰", "1.5亿元", "1,000.5万元", "0.5元", "5千万元", "500万", "3万亿元", "50万美元", "二十万元",
        "一百二十万元", "三点五亿元", "千万元", "亿元", "两千万", "近三年", "近3年", "近两年", "近6个月", "前三年", "前10名",
        "前三季度", "后两年", "两年", "三年", "半年", "三个月", "十二个月", "12个月", "第三条", "第十五条", "第3条", "第二款",
        "第一年", "第二季度", "一季度", "百分之三", "百分之3.5", "千分之五", "万分之五", "三分之二", "1000平方米", "2万平方米",
        "60个工作日", "5个百分点", "5家", "三家", "三成", "1.5倍", "两倍", "2023年", "2023年度", "12月", "十二月", "二〇二三年",
        "30人", "1000人次", "100多家", "20余万元", "35岁", "16周岁", "1兆瓦", "500千瓦时", "5千克", "100亩", "七折",
        "500吨标准煤", "24小时", "90分", "10台套", "一年期", "5个", "19号",
    ])
    func keptWhole(quantity: String) {
        #expect(cut(quantity) == [quantity])
    }

    @Test func spacesInsideAreLeftOut() {
        #expect(cut("不超过 5000 万元") == ["不超过", "5000万元"])
        #expect(cut("近 3 年") == ["近3年"])
        #expect(cut("第 3 条") == ["第3条"])
        #expect(cut("12 月 31 日前") == ["12月", "31日", "前"])
        #expect(cut("１０００ ㎡ 以上") == cut("1000 m2 以上"))
        // Two spaces, or a word instead of a unit, are left alone.
        #expect(segmenter.words(in: "20  万元").first == "20")
        #expect(cut("1 项目概况").first == "1")
        #expect(cut("3 人才政策") == ["3", "人才", "政策"])
    }

    @Test func whatFollowsIsCutAfresh() {
        #expect(cut("12月31日本市企业") == ["12月", "31日", "本市", "企业"])
        #expect(cut("三年内") == ["三年", "内"])
        #expect(cut("2023年末") == ["2023年", "末"])
        #expect(cut("2024年12月底前") == ["2024年", "12月", "底", "前"])
        #expect(cut("十二月三十一日前") == ["十二月", "三十一日", "前"])
    }

    @Test func datesAndRangesArePartedAtTheirNumbers() {
        #expect(cut("2023年12月31日") == ["2023年", "12月", "31日"])
        #expect(cut("20-50万元") == ["20", "50万元"])
        #expect(cut("三至五年") == ["三", "至", "五年"])
        #expect(cut("注册后3年") == ["注册", "后", "3年"])
        #expect(cut("每人1000元") == ["每人", "1000元"])
        #expect(cut("每个展位2万元") == ["每个", "展位", "2万元"])
        #expect(cut("每个月") == ["每个月"])
        #expect(cut("每个").count == 1 && cut("每") == ["每"])
        #expect(cut("每个体工商户") == ["每", "个体工商户"])
    }

    @Test func wordsThatLookLikeQuantities() {
        #expect(cut("统一年度标准") == ["统一", "年度", "标准"])
        #expect(cut("一次性奖励") == ["一次性奖励"])
        #expect(cut("世界500强") == ["世界500强"])
        #expect(cut("5g基站") == ["5g基站"])
        #expect(cut("第三方机构") == ["第三方机构"])
        #expect(cut("三家庭") != ["三家", "庭"])
        #expect(cut("一件事") == ["一件事"])
        #expect(cut("千方百计") == ["千方百计"])
        #expect(cut("iso9001") == ["iso9001"])
    }

    /// Texts of what quantities are made of: all but spaces and punctuation comes back, in its order.
    @Test func randomQuantitiesLoseNothing() {
        let alphabet = Array("第近前后每个一二百千万亿点分之年月日内起余多元体性级%0123.,  、业务服示范区高企")
        var random = SeededGenerator(seed: 29)
        for _ in 0..<10_000 {
            let text = String(
                (0..<Int.random(in: 1...24, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                })
            let dropped: Set<Character> = [" ", "、", ".", ",", "%"]
            let words = segmenter.words(in: text).joined().filter { !dropped.contains($0) }
            #expect(words == text.filter { !dropped.contains($0) }, "\(text)")
        }
    }

    /// Quadratic time over a hundred thousand units would take many minutes.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "一", "1", "1,", "1 ", "近", "第一", "第 1 ", "三年内", "31日本", "百分之", "三点", "亿", "20余万", "1月31日本",
            "两千万能",
        ])
    func hostileTextTakesLinearTime(piece: String) {
        let count = (1 << 17) / piece.utf16.count
        let words = segmenter.words(in: String(repeating: piece, count: count))
        #expect(words.joined().utf16.count <= piece.utf16.count * count)
        #expect(!words.isEmpty)
    }
}
