/// The units that make a number a quantity, and what may stand around the two.
///
/// Names are in normal form. A unit that is also the start of a longer word (个 of 个人) only counts where
/// ICU sees a boundary behind it, or where nothing else than a time can be meant (``QuantityScan``).
struct QuantityUnits: Sendable {
    /// Behind any number: `20万元`, `3%`, `六个月`.
    let all = Self.trie(
        """
        % ‰ 元 角 分 美元 欧元 港元 港币 日元 英镑 人民币 元人民币 点 个点 百分点 个百分点 个基点 基点
        年 年度 年期 月 日 天 周 周年 周岁 岁 季度 时 小时 分钟 秒 学时 课时 月份
        个月 个季度 个年度 个工作日 个自然日 个小时 个学时 工作日 自然日
        个 人 人次 人年 家 户 户次 项 件 件套 次 倍 名 位 成 折 条 批 批次 台 台套 套 辆 艘 架 架次 座 张 篇 例 级 级别
        种 类 款 档 轮 届 期 场 场次 处 所 间 栋 幢 层 床 株 头 只 部 首 幅 页 字 枚 份 股 号 强 星级 车次 班次 航次 标箱
        亩 公顷 平方米 平米 平方公里 公里 千米 米 厘米 毫米 微米 纳米 英寸 吨 吨标准煤 千克 公斤 克 升 立方米 立方
        瓦 千瓦 兆瓦 吉瓦 千瓦时 兆瓦时 度 伏 千伏 千伏安 马力
        """)
    /// Behind 第 and a number: `第三条`, `第一年`.
    let ordinal = Self.trie("条 款 项 章 节 年 年度 季度 个月 期 批 批次 届 次 名 位 轮 类 档 级")
    /// Behind 近 and a number, and behind 后: `近三年`.
    let recent = Self.trie("年 个年度 年度 个月 季度 个季度 天 日 周")
    /// Behind 前 and a number: `前三年`, `前10名`.
    let leading = Self.trie("年 个年度 年度 个月 季度 个季度 天 日 周 名 位 批 期 强 家")

    private static func trie(_ names: StaticString) -> TermTrie {
        var trie = TermTrie()
        for name in names.description.split(whereSeparator: \.isWhitespace) { trie.insert(name.utf16) }
        return trie
    }

    /// 零 to 九, 两, 〇, and the banker's 壹 to 玖.
    static func isDigitWord(_ unit: UInt16) -> Bool {
        switch Unicode.Scalar(unit) {
        case "零", "〇", "○", "一", "二", "两", "三", "四", "五", "六", "七", "八", "九": true
        case "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖": true
        default: false
        }
    }

    /// 十 to 亿.
    static func isScale(_ unit: UInt16) -> Bool {
        switch Unicode.Scalar(unit) {
        case "十", "百", "千", "万", "亿", "拾", "佰", "仟": true
        default: false
        }
    }

    /// What ICU joins to a unit of time though it belongs to neither: 年内, 日前, 月底.
    static func followsTime(_ unit: UInt16) -> Bool {
        switch Unicode.Scalar(unit) {
        case "内", "前", "后", "起", "末", "初", "底", "中", "间", "来", "以", "至": true
        default: false
        }
    }

    static func isTime(_ unit: UInt16) -> Bool {
        switch Unicode.Scalar(unit) {
        case "年", "月", "日", "天", "周": true
        default: false
        }
    }
}
