/// The tests that the city's policies are made of, by what they ask.
struct AtomPool: Sendable {
    var cities: [Atom] = []
    var counties: [[Atom]] = []  // one list a county: registered there, taxed there, with neighbours
    var industries: [Atom] = []
    var broadIndustries: [Atom] = []
    var credit: [Atom] = []
    var sizes: [Atom] = []
    var ages: [Atom] = []
    var capital: [Atom] = []
    var staff: [Atom] = []
    var patents: [Atom] = []
    var lows: [Atom] = []  // an amount of a year reaches something
    var highs: [Atom] = []  // an amount stays below something
    var ratios: [Atom] = []
    var growth: [Atom] = []
    var tags: [Atom] = []
    var tagGroups: [Atom] = []
    var certificates: [Atom] = []
    var penalties: [Atom] = []
    var first: [Atom] = []
    var texts: [Atom] = []
    var materials: [Atom] = []

    /// How many atoms there are to choose from.
    var count: Int {
        let plain = [
            cities, industries, broadIndustries, credit, sizes, ages, capital, staff, patents, lows, highs,
            ratios, growth,
            tags, tagGroups, certificates, penalties, first, texts, materials, Self.bad,
        ]
        return (plain + counties).reduce(0) { $0 + $1.count }
    }

    static let bad = [
        Atom("dishonest", "被列入严重失信名单", isPrimary: true), Atom("abnormal", "被列入经营异常名录", isPrimary: true),
    ]

    init() {
        addPlaces()
        addIndustries()
        addStanding()
        addPeople()
        addAmounts()
        addRatios()
        addGrowth()
        addTags()
        addCertificates()
        addPenalties()
        addTexts()
    }

    private mutating func addPlaces() {
        cities = [
            Atom("region.under('3303')", "注册地在温州市", isPrimary: true),
            Atom("region.under('330300')", "在温州市登记注册", isPrimary: true),
            Atom("tax_region.under('3303')", "税收归属温州市", isPrimary: true),
            Atom("region.under('33')", "注册地在浙江省", isPrimary: true),
            Atom("stat_region.under('3303')", "统计归属温州市", isPrimary: true),
        ]
        for (i, county) in Region.counties.enumerated() {
            let next = Region.counties[(i + 1) % 12]
            let third = Region.counties[(i + 4) % 12]
            counties.append([
                Atom("region.under('\(county.code)')", "注册地在\(county.name)", isPrimary: true),
                Atom("tax_region.under('\(county.code)')", "税收归属\(county.name)", isPrimary: true),
                Atom("stat_region.under('\(county.code)')", "统计归属\(county.name)", isPrimary: true),
                Atom(
                    "region.under(['\(county.code)', '\(next.code)', '\(third.code)'])",
                    "注册地在\(county.name)、\(next.name)或\(third.name)", isPrimary: true),
                Atom("region in ['\(county.code)', '\(next.code)']", "登记在\(county.name)或\(next.name)"),
            ])
        }
    }

    private mutating func addIndustries() {
        func under(_ codes: [String], _ label: String) -> Atom {
            let list = codes.map { "'\($0)'" }.joined(separator: ", ")
            return Atom(
                "industry.under(\(codes.count == 1 ? list : "[\(list)]"))", "属于\(label)", isPrimary: true)
        }
        broadIndustries = [
            under(["C"], "制造业"), under(["C", "D"], "工业"), under(["F51", "F52"], "批发和零售业"),
            under(["C", "I", "M"], "制造、软件和科研"),
            under(["I"], "信息传输、软件和信息技术服务业"), under(["C", "I65"], "制造业和软件业"), under(["F", "H"], "商贸餐饮业"),
            under(["E"], "建筑业"), under(["I", "L", "M"], "现代服务业"), under(["C17", "C18", "C19"], "时尚轻工产业"),
            under(["C34", "C35", "C38", "C39"], "装备和电气产业"), under(["C38", "C39", "C40"], "电气电子仪表产业"),
        ]
        var divisions: [String] = []
        var groups: [String] = []
        for industry in Industry.all.sorted(by: { ($0.weight, $1.code) > ($1.weight, $0.code) }) {
            if !divisions.contains(industry.division) { divisions.append(industry.division) }
            if !groups.contains(industry.group) { groups.append(industry.group) }
        }
        for division in divisions {
            industries.append(under([division], Industry.nameWords[division].map { $0 + "行业" } ?? division))
        }
        for (i, group) in groups.enumerated() {
            industries.append(under([group], "\(group)中类行业"))
            industries.append(
                under(
                    [group, groups[(i * 7 + 3) % groups.count], divisions[(i * 5 + 1) % divisions.count]],
                    "重点产业链\(i + 1)"))
        }
        for (i, industry) in Industry.all.enumerated() {
            industries.append(under([industry.code], industry.name))
            industries.append(
                under([industry.code, groups[(i * 11 + 2) % groups.count]], industry.name + "及配套行业"))
        }
    }

    private mutating func addStanding() {
        credit = [
            Atom("credit_grade in ['A', 'B']", "信用等级B级以上"), Atom("credit_grade == 'A'", "信用等级A级"),
            Atom("credit_grade != 'D'", "信用等级非D级"), Atom("credit_grade in ['A', 'B', 'C']", "信用等级C级以上"),
        ]
        sizes = [
            Atom("size in ['小型', '微型']", "小微企业"), Atom("size in ['中型', '小型', '微型']", "中小微企业"),
            Atom("size == '微型'", "微型企业"), Atom("size in ['大型', '中型']", "大中型企业"),
            Atom("size != '大型'", "非大型企业"),
            Atom("size == '大型'", "大型企业"), Atom("size == '小型'", "小型企业"),
        ]
        for n in [1, 2, 3, 5, 8, 10] {
            ages.append(Atom("established <= years_before(\(n))", "成立满\(n)年"))
            ages.append(Atom("years_since(established) >= \(n)", "经营满\(n)年"))
        }
        for n in [3, 5, 7, 10, 15] {
            ages.append(Atom("established > years_before(\(n))", "成立不满\(n)年"))
            ages.append(Atom("years_since(established) < \(n)", "经营不满\(n)年"))
        }
        for n in [6, 12, 18, 24, 36, 42, 60] {
            ages.append(Atom("months_since(established) >= \(n)", "成立满\(n)个月"))
            ages.append(Atom("established >= months_before(\(n))", "近\(n)个月内成立"))
        }
        for year in 2015...2023 {
            ages.append(Atom("established >= date('\(year)-01-01')", "\(year)年1月1日后成立"))
            ages.append(Atom("established < date('\(year)-07-01')", "\(year)年7月1日前成立"))
            ages.append(Atom("established.getFullYear() == \(year)", "\(year)年成立"))
        }
        for (i, wan) in [10, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000, 20_000].enumerated() {
            capital.append(Atom("registered_capital >= money('\(wan)万元')", "注册资本\(wan)万元以上"))
            if i > 3 { capital.append(Atom("registered_capital < \(wan)0000.0", "注册资本\(wan)万元以下")) }
        }
    }

    private mutating func addPeople() {
        for (field, label) in [("employees", "从业人员"), ("insured", "参保人数")] {
            for n in [1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 100, 150, 200, 300, 500, 1000] {
                staff.append(Atom("\(field) >= \(n)", "\(label)\(n)人以上"))
                if n >= 10 { staff.append(Atom("\(field) <= \(n)", "\(label)不超过\(n)人")) }
            }
        }
        for percent in [30, 50, 60, 70, 80, 90] {
            staff.append(
                Atom("double(insured) >= 0.\(percent / 10) * double(employees)", "参保率不低于\(percent)%"))
        }
        for (field, label, counts) in [
            ("invention_patents", "有效发明专利", [1, 2, 3, 5, 8, 10, 15, 20]),
            ("utility_models", "实用新型专利", [1, 3, 5, 6, 8, 10, 15, 20, 30]),
            ("software_copyrights", "软件著作权", [1, 3, 5, 6, 8, 10, 15, 20]),
        ] {
            for n in counts { patents.append(Atom("\(field) >= \(n)", "\(label)\(n)件以上")) }
        }
        for n in [1, 3, 5, 8, 10, 15, 20, 30] {
            patents.append(
                Atom("invention_patents + utility_models + software_copyrights >= \(n)", "知识产权合计\(n)件以上"))
            patents.append(
                Atom("math.greatest(utility_models, software_copyrights) >= \(n)", "实用新型或软著\(n)件以上"))
        }
    }

    /// Yearly fields: name, label, and the round values in 万元 that policies use for them.
    static let yearly: [(name: String, label: String, wan: [Int])] = [
        (
            "revenue", "营业收入",
            [
                50, 100, 200, 300, 500, 800, 1000, 1500, 2000, 3000, 4000, 5000, 6000, 8000, 10_000, 15_000,
                20_000, 30_000, 40_000, 50_000, 80_000, 100_000, 200_000, 500_000,
            ]
        ),
        (
            "tax", "纳税额",
            [1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 100, 150, 200, 300, 500, 800, 1000, 2000, 3000, 5000]
        ),
        (
            "rd_expense", "研发费用",
            [5, 10, 20, 30, 50, 80, 100, 150, 200, 300, 500, 800, 1000, 1500, 2000, 3000, 5000]
        ),
        ("export", "出口额", [10, 20, 50, 100, 200, 300, 500, 800, 1000, 2000, 3000, 5000, 10_000, 20_000]),
        ("profit", "利润总额", [0, 5, 10, 20, 30, 50, 80, 100, 200, 300, 500, 800, 1000, 2000, 3000, 5000]),
        (
            "output", "工业总产值",
            [100, 200, 300, 500, 800, 1000, 2000, 3000, 5000, 8000, 10_000, 20_000, 30_000, 50_000, 100_000]
        ),
        (
            "assets", "资产总额",
            [50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 8000, 10_000, 20_000, 40_000, 50_000, 100_000]
        ),
    ]

    static func amount(_ wan: Int) -> String {
        wan % 10_000 == 0 && wan > 0 ? "\(wan / 10_000)亿元" : "\(wan)万元"
    }

    private mutating func addAmounts() {
        let years = [
            ("year-1", "上年度"), ("year-2", "前年度"), ("2023", "2023年"), ("2022", "2022年"), ("2021", "2021年"),
            ("year-3", "三年前"),
        ]
        for (i, (field, label, values)) in Self.yearly.enumerated() {
            for (j, wan) in values.enumerated() {
                for (k, (year, when)) in years.enumerated() {
                    if k > 4 && (i + j + k) % 3 == 0 { continue }
                    let plain = k == 2 ? "\(wan)0000.0" : "money('\(Self.amount(wan))')"
                    lows.append(Atom("\(field)[\(year)] >= \(plain)", "\(when)\(label)\(Self.amount(wan))以上"))
                    if wan > 0, k < 4 || field == "revenue" {
                        highs.append(
                            Atom("\(field)[\(year)] < \(plain)", "\(when)\(label)不足\(Self.amount(wan))"))
                    }
                    if wan > 0, k == 0 {
                        highs.append(
                            Atom("\(field)[\(year)] <= \(plain)", "\(when)\(label)不超过\(Self.amount(wan))"))
                    }
                }
            }
        }
        for (field, label, values) in Self.yearly
        where ["revenue", "export", "output", "tax"].contains(field) {
            for wan in values where wan >= 20 {
                for from in [2019, 2020] {
                    first.append(
                        Atom(
                            "first_reached(\(field), year-1, money('\(Self.amount(wan))'), \(from))",
                            "\(label)首次突破\(Self.amount(wan))（\(from)年以来）", isPrimary: true))
                }
            }
        }
        for (field, label) in [
            ("revenue", "营业收入"), ("tax", "纳税额"), ("rd_expense", "研发费用"), ("profit", "利润总额"),
        ] {
            for wan in [30, 100, 300, 500, 1000, 3000] {
                lows.append(
                    Atom(
                        "sum([\(field)[year-1], \(field)[year-2], \(field)[year-3]]) >= money('\(wan)万元')",
                        "近三年\(label)累计\(wan)万元以上"))
            }
        }
    }

    private mutating func addRatios() {
        let intensity = ["0.02", "0.025", "0.03", "0.035", "0.04", "0.05", "0.06", "0.08", "0.1", "0.15"]
        for rate in intensity {
            for year in ["year-1", "year-2", "2023", "2022"] {
                ratios.append(
                    Atom(
                        "rd_expense[\(year)] >= \(rate) * revenue[\(year)]", "研发费用占营业收入比重不低于\(rate)（\(year)）")
                )
            }
            for year in ["year-1", "2023"] {
                ratios.append(
                    Atom("rd_expense[\(year)] / revenue[\(year)] >= \(rate)", "研发强度不低于\(rate)（\(year)）"))
            }
            ratios.append(
                Atom(
                    "rd_expense[year-1] + rd_expense[year-2] + rd_expense[year-3] >= "
                        + "\(rate) * (revenue[year-1] + revenue[year-2] + revenue[year-3])",
                    "近三年研发费用占比不低于\(rate)"))
        }
        for (top, bottom, label, rates) in [
            ("tax", "revenue", "税收占营业收入比重", ["0.01", "0.015", "0.02", "0.03", "0.05"]),
            ("export", "revenue", "出口占营业收入比重", ["0.1", "0.2", "0.3", "0.5", "0.7"]),
            ("profit", "revenue", "利润率", ["0.01", "0.02", "0.03", "0.05", "0.08", "0.1", "0.15"]),
            ("profit", "assets", "资产收益率", ["0.02", "0.05", "0.08", "0.1"]),
            ("tax", "assets", "资产税收率", ["0.01", "0.02", "0.03"]),
            ("output", "assets", "资产产出率", ["0.5", "0.8", "1.0"]),
        ] {
            for rate in rates {
                for year in ["year-1", "year-2", "2023"] {
                    ratios.append(
                        Atom("\(top)[\(year)] >= \(rate) * \(bottom)[\(year)]", "\(label)不低于\(rate)（\(year)）")
                    )
                }
                ratios.append(
                    Atom("\(top)[year-1] / \(bottom)[year-1] >= \(rate)", "\(label)达到\(rate)"))
            }
        }
        for (field, label, values) in [
            ("tax", "人均税收", [1, 2, 3, 5, 8, 10]), ("revenue", "人均营业收入", [20, 30, 50, 80, 100, 150]),
            ("output", "人均产值", [30, 50, 80, 100, 150]),
        ] {
            for wan in values {
                ratios.append(
                    Atom("\(field)[year-1] / double(employees) >= money('\(wan)万元')", "\(label)\(wan)万元以上"))
                ratios.append(
                    Atom("\(field)[year-1] >= \(wan)0000.0 * double(insured)", "参保\(label)\(wan)万元以上"))
            }
        }
    }

    private mutating func addGrowth() {
        for percent in [3, 5, 6, 8, 10, 12, 15, 18, 19, 20, 25, 30, 35, 40, 50] {
            let tail = percent < 10 ? "0\(percent)" : "\(percent)"
            for (field, label, _) in Self.yearly where field != "assets" {
                let words = "\(label)同比增长\(percent)%以上"
                growth.append(Atom("\(field)[year-1] >= 1.\(tail) * \(field)[year-2]", words))
                growth.append(Atom("\(field)[2023] >= 1.\(tail) * \(field)[2022]", "2023年" + words))
                // Quotients of figures that are often 0 divide by zero: a few are there to be met.
                if field == "export" || field == "rd_expense", percent > 5 { continue }
                growth.append(
                    Atom(
                        "(\(field)[year-1] - \(field)[year-2]) / \(field)[year-2] >= 0.\(tail)", "年度" + words)
                )
                growth.append(Atom("\(field)[2023] / \(field)[2022] - 1.0 >= 0.\(tail)", "较2022年" + words))
                if field != "export" && field != "output" {
                    growth.append(Atom("\(field)[year-2] >= 1.\(tail) * \(field)[year-3]", "前年" + words))
                }
            }
        }
        for (field, label, _) in Self.yearly {
            growth.append(Atom("\(field)[year-1] > \(field)[year-2]", "\(label)同比增长"))
            growth.append(Atom("\(field)[year-1] >= \(field)[year-2]", "\(label)不低于上年"))
        }
    }

    private mutating func addTags() {
        let names = Tag.all.sorted { ($0.permille, $0.name) > ($1.permille, $1.name) }.map(\.name)
        for name in names { tags.append(Atom("'\(name)' in tags", "\(name)")) }
        for i in names.indices {
            let group = [names[i], names[(i * 3 + 1) % names.count], names[(i * 5 + 2) % names.count]]
            let list = group.map { "'\($0)'" }.joined(separator: ", ")
            tagGroups.append(
                Atom("tags.exists(t, t in [\(list)])", group.joined(separator: "、") + "之一", isPrimary: true))
        }
        for (start, label) in [
            ("省级", "省级"), ("市级", "市级"), ("国家", "国家级"), ("知识产权", "知识产权类"), ("亩均效益", "亩均效益"),
        ] {
            tagGroups.append(Atom("tags.exists(t, t.startsWith('\(start)'))", "有\(label)资质", isPrimary: true))
        }
        for n in [1, 2, 3, 4, 5] { tagGroups.append(Atom("size(tags) >= \(n)", "拥有资质\(n)项以上")) }
    }

    private mutating func addCertificates() {
        for (i, name) in Words.certificates.enumerated() {
            certificates.append(
                Atom(
                    "certificates.exists(c, c.name == '\(name)' && c.to >= as_of)", "持有有效的\(name)",
                    isPrimary: true))
            certificates.append(
                Atom("certificates.exists(c, c.name == '\(name)')", "取得\(name)", isPrimary: true))
            certificates.append(
                Atom(
                    "certificates.exists(c, c.name == '\(name)' && c.from <= as_of && as_of <= c.to)",
                    "\(name)在有效期内", isPrimary: true))
            for (j, level) in Words.levels.enumerated() {
                certificates.append(
                    Atom(
                        "certificates.exists(c, c.name == '\(name)' && c.level == '\(level)'"
                            + "\(j % 2 == 0 ? " && c.to >= as_of" : ""))",
                        "持有\(level)\(name)", isPrimary: true))
            }
            let other = Words.certificates[(i + 5) % Words.certificates.count]
            certificates.append(
                Atom(
                    "certificates.exists(c, c.name in ['\(name)', '\(other)'] && c.to >= days_before(-90))",
                    "持有\(name)或\(other)且三个月内不到期", isPrimary: true))
        }
        for name in Words.materials {
            materials.append(
                Atom("materials.exists(m, m.name == '\(name)')", "已备\(name)", isPrimary: true))
            materials.append(
                Atom(
                    "materials.exists(m, m.name == '\(name)' && m.to >= as_of)", "已备有效的\(name)",
                    isPrimary: true))
        }
    }

    private mutating func addPenalties() {
        for years in [1, 2, 3, 5] {
            penalties.append(
                Atom("penalties.all(p, p.date < years_before(\(years)))", "近\(years)年无行政处罚", isPrimary: true))
            for wan in [1, 2, 5, 10, 50] {
                penalties.append(
                    Atom(
                        "penalties.all(p, p.date < years_before(\(years)) || p.amount < money('\(wan)万元'))",
                        "近\(years)年无\(wan)万元以上处罚", isPrimary: true))
            }
            for kind in Words.penaltyKinds {
                penalties.append(
                    Atom(
                        "penalties.all(p, p.kind != '\(kind)' || p.date < years_before(\(years)))",
                        "近\(years)年无\(kind)处罚", isPrimary: true))
            }
            penalties.append(
                Atom(
                    "penalties.filter(p, p.date >= years_before(\(years))).size() <= \(years)",
                    "近\(years)年处罚不超过\(years)次"))
        }
        penalties.append(Atom("penalties.size() == 0", "无行政处罚记录"))
        penalties.append(Atom("sum(penalties.map(p, p.amount)) < money('10万元')", "处罚累计不足10万元"))
    }

    private mutating func addTexts() {
        for phrase in Words.scopePhrases {
            texts.append(Atom("scope.mentions('\(phrase)')", "经营范围含\(phrase)", isPrimary: true))
            texts.append(
                Atom("scope.contains('\(phrase.prefix(4))')", "经营范围涉及\(phrase.prefix(4))", isPrimary: true))
        }
        for word in ["制造", "研发", "销售", "服务", "批发", "开发", "检测", "人工智能", "新能源", "集成电路"] {
            texts.append(Atom("scope.mentions('\(word)')", "经营范围含“\(word)”", isPrimary: true))
        }
        for county in Region.counties {
            texts.append(Atom("address.contains('\(county.name)')", "经营地址在\(county.name)", isPrimary: true))
            texts.append(Atom("name.startsWith('\(county.name)')", "名称冠以\(county.name)", isPrimary: true))
        }
        for form in Words.legalForms { texts.append(Atom("legal_form == '\(form)'", "企业类型为\(form)")) }
        texts.append(Atom("legal_form.startsWith('有限责任公司')", "有限责任公司", isPrimary: true))
        texts.append(Atom("legal_form in ['有限责任公司', '股份有限公司']", "公司制企业"))
        texts.append(Atom("name.matches('(科技|网络科技|信息技术)有限公司$')", "科技类企业名称", isPrimary: true))
    }
}
