/// The words that make a number a bound.
enum BoundWords {
    /// Which end the number is, and whether it belongs to what is meant.
    struct Sense: Equatable, Sendable {
        let isLower: Bool
        let isIncluded: Bool
    }

    static let atLeast = Sense(isLower: true, isIncluded: true)
    static let above = Sense(isLower: true, isIncluded: false)
    static let atMost = Sense(isLower: false, isIncluded: true)
    static let below = Sense(isLower: false, isIncluded: false)

    /// Directly before a number; the second sense is that behind 不, 未 or 不得.
    static let before = WordTable<(Sense, Sense)>([
        ("超过", (above, atMost)), ("高于", (above, atMost)), ("大于", (above, atMost)), ("多于", (above, atMost)),
        ("超出", (above, atMost)), ("长于", (above, atMost)), ("晚于", (above, atMost)), ("迟于", (above, atMost)),
        ("超", (above, atMost)), ("逾", (above, atMost)), (">", (above, atMost)), ("低于", (below, atLeast)),
        ("少于", (below, atLeast)), ("小于", (below, atLeast)), ("短于", (below, atLeast)),
        ("早于", (below, atLeast)),
        ("下于", (below, atLeast)), ("<", (below, atLeast)), ("达到", (atLeast, below)), ("达", (atLeast, below)),
        ("满", (atLeast, below)), ("突破", (atLeast, below)), ("足", (atLeast, below)), ("到", (atLeast, below)),
        ("超过了", (above, atMost)), ("达到了", (atLeast, below)), ("至少", (atLeast, atLeast)),
        ("最低", (atLeast, atLeast)),
        ("最少", (atLeast, atLeast)), ("下限", (atLeast, atLeast)), ("≥", (atLeast, atLeast)),
        (">=", (atLeast, atLeast)),
        ("大于等于", (atLeast, atLeast)), ("大于或者等于", (atLeast, atLeast)), ("高于或者等于", (atLeast, atLeast)),
        ("等于或者大于", (atLeast, atLeast)), ("小于或者等于", (atMost, atMost)), ("低于或者等于", (atMost, atMost)),
        ("等于或者小于", (atMost, atMost)), ("≯", (atMost, atMost)), ("≮", (atLeast, atLeast)),
        ("大于或等于", (atLeast, atLeast)), ("高于或等于", (atLeast, atLeast)),
        ("等于或大于", (atLeast, atLeast)), ("≤", (atMost, atMost)), ("<=", (atMost, atMost)),
        ("小于等于", (atMost, atMost)),
        ("小于或等于", (atMost, atMost)), ("低于或等于", (atMost, atMost)), ("等于或小于", (atMost, atMost)),
        ("可达", (atMost, atMost)), ("可高达", (atMost, atMost)), ("可补贴至", (atMost, atMost)),
        ("可补助至", (atMost, atMost)), ("可奖励至", (atMost, atMost)), ("可提高至", (atMost, atMost)),
        ("可提高到", (atMost, atMost)),
        ("可放宽至", (atMost, atMost)), ("可延长至", (atMost, atMost)), ("可上浮至", (atMost, atMost)),
        ("可增至", (atMost, atMost)),
    ])

    /// Words that mean a bound only behind 不, 未 or the like.
    static let onlyNegated = ["足", "到", "下于"]

    static let negations = WordTable<Void>(
        ["不", "未", "不得", "不能", "不应", "不可", "不宜", "没有", "不应当", "不会", "未能", "不再"].map { ($0, ()) })

    /// Words of the most or the least, between which and the number others may stand.
    static let extremes = WordTable<Sense>([
        ("最高", atMost), ("最多", atMost), ("至多", atMost), ("最大", atMost), ("上限", atMost), ("限额", atMost),
        ("顶格", atMost),
        ("最高额", atMost), ("封顶", atMost), ("最低", atLeast), ("最少", atLeast), ("至少", atLeast), ("下限", atLeast),
        ("最长", atMost), ("最短", atLeast), ("最迟", atMost), ("控制在", atMost),
    ])

    /// What may stand between those and the number.
    static let fillers = WordTable<Void>(
        """
        给予 予以 补助 补贴 奖励 支持 资助 扶持 可 可达 达 达到 为 至 提至 提高至 提高到 提升至 到 的 额度 金额 限额 一次性 奖补 贴息 按 按照 不 补 奖 \
        人民币 等值 是 : 可补贴 可贷 可贷款 再 资金 总额 标准 比例 可获 可获得 获 获得 享受 可享受 给 每家 每户 每项 每个 每人 每件 每次 每年 单个 项目 企业 不超过 不得超过 \
        不高于 约 合计 累计 兑现 拨付 安排 返还 贷款 授信 担保 补偿 能 可给予 可予以 可补助 可奖励 不低于 不少于 地 了 配套 减免 抵扣 申领 申请 发放 下浮 \
        上浮 幅度 费用 经费 补贴额 奖励额 补助额 不能超过 , 额 原则上 年 年度 一般 也 均 各 分别 有效期 期限 时间 优惠 投资 出资
        """.split(whereSeparator: \.isWhitespace).map { (String($0), ()) })

    /// What may stand between a bound and its number.
    static let lightFillers = WordTable<Void>(
        """
        人民币 等值 约 大约 共 共计 总计 合计 累计 为 折合 各 均 分别 等值人民币 : 有 具有 拥有 配备 每亩 每人 每家 每户 每吨 每件 每项 \
        每个 每平方米 每年 每月
        """.split(whereSeparator: \.isWhitespace).map { (String($0), ()) })

    /// Before a noun that a share is of: `不超过投资额的20%`; then the number is not next to them.
    static let gapped = WordTable<Sense>([
        ("不超过", atMost), ("不得超过", atMost), ("不高于", atMost), ("不得高于", atMost), ("不大于", atMost),
        ("不能超过", atMost),
        ("不超出", atMost), ("未超过", atMost), ("不低于", atLeast), ("不得低于", atLeast), ("不少于", atLeast),
        ("不得少于", atLeast),
        ("不小于", atLeast), ("超过", above), ("高于", above), ("大于", above), ("低于", below), ("少于", below),
        ("小于", below), ("达到", atLeast),
        ("至少为", atLeast), ("未达到", below), ("不足", below), ("超出", above),
    ])

    /// A noun phrase between a bound and its share holds none of these.
    static let gapEnds: Set<UInt32> = Set(",。;:!?、\"\n给予按且或可".unicodeScalars.map(\.value))

    /// Nor these words, which begin what follows from the bound; 实际支付, 应纳税额 and 补助总额 are nouns.
    static let gapEndWords = WordTable<Void>(
        """
        的奖 的补 的资助 的支持 的应 后奖 后补 后资助 后支持 并奖 并补 并资助 并支持 时奖 时补 时资助 时支持 最高 最低 最多 至多 上限 下限
        """.split(whereSeparator: \.isWhitespace).map { (String($0), ()) })

    /// What is done for those who reach a bound: then the share is not that bound.
    static let gapVerbs = WordTable<Void>(
        ["补助", "补贴", "奖励", "资助", "奖补", "支持", "拨付", "支付", "提高", "增加", "获得", "享受", "贴息", "返还"].map { ($0, ()) })

    /// Ends a noun phrase that is itself bounded: `超过部分的5%` is no bound of the share.
    static let parts = WordTable<Void>(["部分的", "部分", "部分按"].map { ($0, ()) })

    /// Behind a number.
    enum Behind: Sendable {
        case sense(Sense)
        case approximate
        /// Belongs to the phrase and says nothing more.
        case nothing
        /// 内, only behind a length of time.
        case within
        /// 前, 后, 起, 止: only behind a date, or 起 behind an amount.
        case until, since, from
    }

    /// Signs between a number and what it bounds: `100万元≤营业收入`.
    static let signs = WordTable<Sense>([
        ("≤", atLeast), ("<=", atLeast), ("<", above), ("≥", atMost), (">=", atMost), (">", below),
    ])

    static let behind = WordTable<Behind>([
        ("以上", .sense(atLeast)), ("及以上", .sense(atLeast)), ("和以上", .sense(atLeast)), ("或以上", .sense(atLeast)),
        ("(及)以上", .sense(atLeast)), ("及其以上", .sense(atLeast)), ("含以上", .sense(atLeast)),
        ("或者以上", .sense(atLeast)),
        ("以下", .sense(atMost)), ("及以下", .sense(atMost)), ("或以下", .sense(atMost)), ("和以下", .sense(atMost)),
        ("(及)以下", .sense(atMost)), ("以内", .sense(atMost)), ("之内", .sense(atMost)), ("范围内", .sense(atMost)),
        ("封顶", .sense(atMost)), ("以外", .sense(above)), ("为限", .sense(atMost)), ("为上限", .sense(atMost)),
        ("为下限", .sense(atLeast)), ("为封顶", .sense(atMost)), ("左右", .approximate), ("上下", .approximate),
        ("之间", .nothing),
        ("不等", .nothing), ("区间", .nothing), ("期间", .nothing), ("内!部容外地资涵设", .within), ("以前", .until),
        ("之前", .until),
        ("前!列端沿述往期台后景置款三两二一十1234567890", .until), ("止!步损痛", .until), ("以后", .since), ("之后", .since),
        ("后!续备期勤补台面", .since),
        ("起!草重来诉步始", .from), ("以来", .from), ("开始", .from), ("(起)", .from), ("为起点", .from), ("起止", .nothing),
        ("当日起", .from), ("之日起", .from), ("(止)", .until),
    ])
}
