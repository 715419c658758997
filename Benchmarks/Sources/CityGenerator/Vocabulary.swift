/// Counties of Wenzhou and a few places elsewhere, GB/T 2260.
struct Region: Sendable {
    let code: String
    let name: String
    let weight: Int
    let streets: [String]  // GB/T 2260 suffixes of three digits

    static let all: [Region] = [
        Region(
            code: "330302", name: "鹿城区", weight: 150, streets: ["006", "024", "025", "026", "027", "028"]),
        Region(code: "330303", name: "龙湾区", weight: 100, streets: ["001", "002", "003", "004", "006"]),
        Region(
            code: "330304", name: "瓯海区", weight: 120, streets: ["001", "002", "003", "004", "005", "006"]),
        Region(code: "330305", name: "洞头区", weight: 18, streets: ["001", "002", "003"]),
        Region(code: "330324", name: "永嘉县", weight: 90, streets: ["009", "008", "104", "102"]),
        Region(code: "330326", name: "平阳县", weight: 85, streets: ["100", "101", "102", "103"]),
        Region(code: "330327", name: "苍南县", weight: 70, streets: ["100", "103", "104", "107"]),
        Region(code: "330328", name: "文成县", weight: 18, streets: []),
        Region(code: "330329", name: "泰顺县", weight: 20, streets: []),
        Region(code: "330381", name: "瑞安市", weight: 140, streets: ["001", "007", "008", "009", "101"]),
        Region(code: "330382", name: "乐清市", weight: 145, streets: ["002", "003", "108", "114", "115"]),
        Region(code: "330383", name: "龙港市", weight: 44, streets: []),
        Region(code: "330106", name: "西湖区", weight: 6, streets: []),
        Region(code: "330108", name: "滨江区", weight: 5, streets: []),
        Region(code: "330203", name: "海曙区", weight: 4, streets: []),
        Region(code: "331002", name: "椒江区", weight: 5, streets: []),
        Region(code: "331102", name: "莲都区", weight: 4, streets: []),
        Region(code: "330782", name: "义乌市", weight: 4, streets: []),
        Region(code: "310115", name: "浦东新区", weight: 4, streets: []),
        Region(code: "440305", name: "南山区", weight: 3, streets: []),
        Region(code: "110108", name: "海淀区", weight: 2, streets: []),
    ]

    /// The first twelve: the counties of Wenzhou.
    static let counties = Array(all.prefix(12))
}

/// A qualification that firms hold: how many of a thousand, and which firms.
struct Tag: Sendable {
    enum Kind: Sendable { case technical, industrial, service, any }
    let name: String
    let permille: Int
    let kind: Kind

    private static let table: [(name: String, permille: Int, kind: Kind)] = [
        ("高新技术企业", 110, .technical), ("科技型中小企业", 170, .technical), ("省级科技型中小企业", 190, .technical),
        ("创新型中小企业", 90, .technical), ("专精特新中小企业", 60, .technical), ("专精特新“小巨人”企业", 8, .technical),
        ("隐形冠军企业", 10, .industrial), ("制造业单项冠军", 3, .industrial), ("规模以上工业企业", 190, .industrial),
        ("限额以上贸易企业", 60, .service), ("规模以上服务业企业", 50, .service), ("资质以上建筑业企业", 15, .any),
        ("上云企业", 120, .any), ("两化融合贯标企业", 40, .industrial), ("智能工厂", 12, .industrial),
        ("数字化车间", 25, .industrial), ("绿色工厂", 18, .industrial), ("节水型企业", 15, .industrial),
        ("清洁生产企业", 30, .industrial), ("省级企业技术中心", 12, .technical), ("市级企业技术中心", 35, .technical),
        ("国家企业技术中心", 2, .technical), ("省级企业研究院", 10, .technical), ("省级重点企业研究院", 3, .technical),
        ("省级高新技术企业研发中心", 45, .technical), ("市级研发中心", 70, .technical), ("博士后工作站", 6, .technical),
        ("院士工作站", 2, .technical), ("知识产权示范企业", 15, .technical), ("知识产权优势企业", 20, .technical),
        ("知识产权管理体系贯标企业", 40, .technical), ("浙江制造品字标", 20, .industrial), ("驰名商标", 8, .any),
        ("省名牌产品", 15, .industrial), ("市长质量奖", 3, .any), ("A级纳税人", 220, .any), ("AAA级守合同重信用", 40, .any),
        ("上市企业", 2, .any), ("上市后备企业", 10, .any), ("新三板挂牌企业", 4, .any), ("股改企业", 20, .any),
        ("瞪羚企业", 8, .technical), ("独角兽企业", 1, .technical), ("雏鹰企业", 25, .technical),
        ("领军型企业", 5, .industrial),
        ("高成长型企业", 30, .industrial), ("亩均效益A类", 60, .industrial), ("亩均效益B类", 150, .industrial),
        ("海关AEO高级认证", 6, .any), ("跨境电商企业", 50, .any), ("外贸综合服务企业", 3, .service), ("出口名牌", 8, .industrial),
        ("电子商务示范企业", 15, .any), ("老字号", 6, .any), ("文化企业", 15, .service), ("农业龙头企业", 8, .any),
        ("家庭服务业示范企业", 4, .service), ("和谐劳动关系企业", 45, .any), ("小微企业园入驻企业", 130, .any),
        ("个转企", 160, .any), ("归国人员创办企业", 12, .any), ("大学生创业企业", 30, .any),
    ]

    static let all: [Tag] = table.map { Tag(name: $0.name, permille: $0.permille, kind: $0.kind) }
}

enum Words {
    static let nameCharacters = Array("瑞华正泰德力康奥恒达兴盛东方新金永昌嘉宏伟业人和天顺信诚利民中南星光海博雅").map(String.init)
    static let legalForms = [
        "有限责任公司", "有限责任公司（自然人独资）", "股份有限公司", "个人独资企业", "有限合伙企业", "有限责任公司（港澳台投资）",
        "有限责任公司（外商投资）",
    ]
    static let certificates = [
        "质量管理体系认证", "环境管理体系认证", "职业健康安全管理体系认证", "食品生产许可证", "食品经营许可证", "安全生产许可证", "建筑业企业资质证书", "排污许可证",
        "医疗器械生产许可证", "危险化学品经营许可证", "CCC认证", "知识产权管理体系认证", "能源管理体系认证", "安全生产标准化证书", "道路运输经营许可证", "ICP许可证",
    ]
    static let levels = ["一级", "二级", "三级", "国家级", "省级", "市级"]
    static let penaltyKinds = ["警告", "罚款", "没收违法所得", "责令停产停业", "环保处罚", "安全生产处罚", "税务处罚"]
    static let materials = [
        "营业执照", "审计报告", "完税证明", "社保缴纳证明", "高新技术企业证书", "专利证书", "研发费用专项审计报告", "信用报告", "发票", "合同", "银行流水",
        "检测报告",
    ]
    static let scopePhrases = [
        "货物进出口", "技术进出口", "技术服务、技术开发、技术咨询", "互联网销售", "软件开发", "普通货物仓储服务", "国内贸易代理", "食品销售", "第二类医疗器械销售",
        "电子产品销售", "五金产品零售", "塑料制品销售", "日用百货销售", "服装服饰零售", "机械设备租赁", "非居住房地产租赁", "会议及展览服务", "广告制作", "企业管理咨询",
        "新材料技术研发", "工业互联网数据服务", "人工智能应用软件开发", "新能源汽车整车销售", "充电桩销售", "电池销售", "光伏设备及元器件销售", "环保咨询服务",
        "污水处理及其再生利用",
        "道路货物运输", "国际货物运输代理", "餐饮服务", "住宿服务", "物业管理", "劳务派遣服务", "建设工程施工", "工程管理服务", "检验检测服务", "认证咨询",
        "农产品的生产、销售", "水产养殖", "文艺创作", "动漫游戏开发", "数字内容制作服务", "数据处理和存储支持服务", "集成电路设计", "智能机器人的研发", "3D打印服务",
        "生物基材料制造", "再生资源回收", "进出口代理", "跨境电子商务", "电子元器件制造", "模具制造", "泵及真空设备制造", "阀门和旋塞销售", "汽车零部件研发", "鞋帽批发",
        "皮革制品销售", "眼镜销售", "包装材料及制品销售",
    ]
    static let streets = ["人民路", "车站大道", "学院路", "工业大道", "瓯江路", "经济开发区纬五路", "滨海大道", "兴业路", "振兴路", "飞云江路"]
}
