/// Numbers with their unit, which a ``Segmenter`` keeps whole: `20万元`, `3%`, `三百万元`, `12个月`.
struct QuantityUnits: Sendable {
    private var units = TermTrie()

    init() {
        let names = """
            % ‰ 元 千元 万 万元 百万元 千万元 亿 亿元 美元 万美元 亿美元 欧元 万欧元 万吨 吨 千克 公斤
            年 月 日 天 周 季度 个月 个 人 人次 家 户 项 件 次 倍 名 亩 平方米 万平方米 平方公里 公里 米
            千瓦 千瓦时 度 岁 小时 分钟 百分点 个百分点 年度 条 批 台 套 辆 座 张 篇 例 级
            """
        for name in names.split(whereSeparator: \.isWhitespace) { units.insert(name.utf16) }
    }

    /// The end of the unit that stands directly at `start`, behind a number in digits.
    func end(in text: ArraySlice<UInt16>, from start: Int, accepts: (_ end: Int) -> Bool) -> Int? {
        units.longestMatch(in: text, from: start, accepts: accepts)
    }

    /// The end of an amount in Chinese numerals that starts at `start`, with its currency.
    func chineseAmountEnd(in text: ArraySlice<UInt16>, from start: Int) -> Int? {
        let numeral = text[start...].prefix { Self.isNumeral($0) }
        guard numeral.count >= 2, numeral.count <= 32 else { return nil }
        let rest = text[numeral.endIndex...]
        return Self.currencies.first { rest.starts(with: $0.utf16) }.map { numeral.endIndex + $0.utf16.count }
    }

    private static let currencies = ["元", "美元", "欧元"]

    private static func isNumeral(_ unit: UInt16) -> Bool {
        switch Unicode.Scalar(unit) {
        case "零", "〇", "一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "亿":
            true
        case "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖", "拾", "佰", "仟": true
        default: false
        }
    }
}
