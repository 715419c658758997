/// What a number may be a number of.
enum Unit: Equatable, Sendable {
    case amount(String)
    /// Percent and the like: the number times a power of ten is the fraction.
    case share(Int)
    case points(Int)
    case multiple
    /// A unit of time, and how many of it one of the words is.
    case duration(Quantity.DurationUnit, Int)
    /// A unit of things, in its standard form.
    case count(String)
    /// 强 of 500强.
    case rank
}

enum Units {
    static let shares = WordTable<Unit>([
        ("%", .share(-2)), ("‰", .share(-3)), ("‱", .share(-4)), ("个百分点", .points(-2)), ("百分点", .points(-2)),
        ("个点!位", .points(-2)),
        ("个基点", .points(-4)), ("基点", .points(-4)), ("bp", .points(-4)), ("倍", .multiple),
        ("成!立果长为本员套交功效品都人熟分就份色型", .share(-1)), ("折!算旧合价叠射返抵线扣", .share(-1)),
    ])

    static let durations = WordTable<Unit>(
        [
            ("年", .duration(.years, 1)), ("周年", .duration(.years, 1)), ("个年度", .duration(.years, 1)),
            ("个会计年度", .duration(.years, 1)), ("个完整会计年度", .duration(.years, 1)),
            ("个自然年度", .duration(.years, 1)),
            ("个自然年", .duration(.years, 1)), ("个纳税年度", .duration(.years, 1)), ("个完整年度", .duration(.years, 1)),
            ("年度", .duration(.years, 1)), ("个学年", .duration(.years, 1)),
            ("个财年", .duration(.years, 1)), ("个财务年度", .duration(.years, 1)), ("个申报年度", .duration(.years, 1)),
            ("个半年度", .duration(.months, 6)), ("个季度", .duration(.months, 3)), ("季度", .duration(.months, 3)),
            ("个自然季度", .duration(.months, 3)), ("个月", .duration(.months, 1)), ("个自然月", .duration(.months, 1)),
            ("个星期", .duration(.weeks, 1)), ("周!岁年边期", .duration(.weeks, 1)), ("星期", .duration(.weeks, 1)),
            ("个工作日", .duration(.workdays, 1)), ("工作日", .duration(.workdays, 1)),
            ("个交易日", .duration(.workdays, 1)),
            ("个自然日", .duration(.days, 1)), ("自然日", .duration(.days, 1)), ("个日历日", .duration(.days, 1)),
            ("日历天", .duration(.days, 1)), ("日历天数", .duration(.days, 1)),
            ("个日历天数", .duration(.days, 1)), ("个日历天", .duration(.days, 1)),
            ("日!元本常均报产前", .duration(.days, 1)), ("天!然津", .duration(.days, 1)), ("个小时", .duration(.hours, 1)),
            ("小时", .duration(.hours, 1)), ("分钟", .duration(.minutes, 1)),
        ])

    /// The units of things, each with the scalars behind which it is not meant.
    static let counts = WordTable<Unit>(countUnits.map { ($0.0, .count($0.1)) } + [("强!度化制大", .rank)])

    private static let countUnits: [(String, String)] = {
        let names = """
            人!民才社均事物工形士口大造类为行身资保际脸气性情选力种防文格心本 人次 人天 人月 人日 名!称单义录额次下牌誉优 位!于置列居一 家!庭具装电长属族政校底乡居禽畜 户!籍口外型 \
            个!性人税体别股案旧转数例百 项!目下 件!下 篇 部!门分委署级队件位省长 条!件款例形文目 次!性数要月新级日序品年均生之元数 套!餐利 台!湾州账账风 辆 艘 架!构设空子上 \
            吨 千克 公斤 克!服隆拉 升!级规至学本格降 毫升 立方米 平方米 平方公里 平方千米 公里 千米 米!兰 厘米 毫米 亩!均产 公顷 \
            千瓦时 万千瓦时 度!假过量电 千瓦 兆瓦 兆瓦时 吉瓦 千伏安 千伏 瓦 分!之别批期类钟级享红公支配析布档步为段辨摊行母局局工担离 岁 周岁 场!地所景合次馆 批!准发复次 支!持付出行撑部柱队点线 只!能有要要需限是 张!家 份!额 \
            本!市省科级地区办科通项条政细年级期次单企季行实月款身轮着人方次国土体制 门!类槛户店票 款!项待额物 栋 幢 座!谈 间!接距隙 床!位 张床位 桶 箱!包 单!位个项一独家次体户笔 票!据 笔!试记者 站!点位 组!织成建合长 层!次级面 处!理罚置级以于分方长在 所!有得在需述属列示以占处涉获称 \
            课时 学时 标箱 teu 公升 吨标准煤 吨标煤 吨公里 人公里 平米 平方 机时 卡 核 p!c tb gb mb kw kwh mw mwh gw kva kv km m2 m3 kg g!b mm cm 页 字!号 班!子车级 班次 列!入为 单位 车次 航次 航班 架次 颗 片!区 枚 粒 株 头!部 羽 尾 匹!配 盏 根!据本 块!链钱 \
            点 星!级期火 星级 款 股!权东份改票本息金利 手!续段术机工 案 例 档!案次 对!于接外应比照方 届 瓶 袋 包!括含装 岗位 个岗位 席!位 席位 车位 展位 个展位 标准展位 轮!换次 宗 幅!度 首!次台批先套版席要 集!团中成群聚 期!间限满末货权内初 季!度 类 种!子植业类 级!别以 版!本权 楼!宇 代!表理码替办
            """
        let skipped: Set<Substring> = [
            "点", "期", "季", "类", "级", "版", "楼", "代", "届", "核", "卡", "p", "例", "档", "对", "首", "星", "手", "案",
            "字", "轮", "g",
        ]
        let standard = [
            "平米": "平方米", "平方": "平方米", "m2": "平方米", "m3": "立方米", "周岁": "岁", "吨标煤": "吨标准煤", "kw": "千瓦",
            "kwh": "千瓦时",
            "度": "千瓦时", "mw": "兆瓦", "mwh": "兆瓦时", "gw": "吉瓦", "kva": "千伏安", "kv": "千伏", "km": "公里",
            "kg": "千克", "公斤": "千克", "千米": "公里",
            "公升": "升", "teu": "标箱", "mm": "毫米", "cm": "厘米",
        ]
        return names.split(whereSeparator: \.isWhitespace).compactMap { entry in
            let word = entry.prefix { $0 != "!" }
            if skipped.contains(word) { return nil }
            return (String(entry), standard[String(word)] ?? String(word))
        }
    }()

    /// Units that an amount or a count may be for one of: `0.8元/吨`, `每人1000元`.
    static let per = WordTable<String>(
        perUnits.split(whereSeparator: \.isWhitespace).map { (String($0), String($0)) })

    private static let perUnits = """
        人 人次 人天 人月 家 户 个 项 件 篇 部 条 次 套 台 辆 艘 吨 千克 公斤 立方米 平方米 平方公里 公里 米 亩 公顷 千瓦时 度 千瓦 兆瓦 瓦 \
        千伏安 场 批 张 份 本 栋 座 间 床 床位 箱 单 票 笔 课时 学时 标箱 吨标准煤 年 月 日 天 周 季度 小时 班 班次 航次 航班 架次 岗位 展位 \
        企业 项目 家企业 户企业 个项目 单位 家单位 m2 m3 kwh kw 平米 平方 万元 亿元 生 名 位 站 枚 公里 吨公里 头 只 株 克 升 车次 团队 机构 店 门店 场次 期 届 人年 美元 百户 品种 标准 专利 产品 年度
        """
}
