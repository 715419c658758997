extension Schema {
    /// The fields of formats.md, section 1, in its order.
    static let standard: [Field] = [
        field("id", .text, "编号", "id"),
        field("uscc", .text, "统一社会信用代码", "unified social credit code"),
        field("name", .text, "企业名称", "name"),
        field("address", .text, "注册地址", "address"),
        field("scope", .text, "经营范围", "business scope"),
        field("legal_form", .text, "企业类型", "legal form"),
        field("region", .code(.region), "注册地", "region of registration"),
        field("tax_region", .code(.region), "税收归属", "region of tax"),
        field("stat_region", .code(.region), "统计归属", "region of statistics"),
        field("industry", .code(.industry), "行业", "industry"),
        field("established", .day, "成立日期", "day of establishment"),
        field("registered_capital", .money, "注册资本", "registered capital", "元"),
        field("employees", .int, "从业人员", "employees", "人"),
        field("insured", .int, "参保人数", "insured staff", "人"),
        field("invention_patents", .int, "有效发明专利", "invention patents", "件"),
        field("utility_models", .int, "实用新型专利", "utility models", "件"),
        field("software_copyrights", .int, "软件著作权", "software copyrights", "件"),
        field("size", .enumeration(["大型", "中型", "小型", "微型"]), "企业规模", "size"),
        field("credit_grade", .enumeration(["A", "B", "C", "D"]), "信用等级", "credit grade"),
        field("dishonest", .bool, "严重失信", "on the dishonesty list"),
        field("abnormal", .bool, "经营异常", "on the abnormality list"),
        field("revenue", .yearly, "营业收入", "revenue", "元"),
        field("tax", .yearly, "纳税额", "tax paid", "元"),
        field("rd_expense", .yearly, "研发费用", "R&D expense", "元"),
        field("export", .yearly, "出口额", "export", "元"),
        field("profit", .yearly, "利润总额", "profit", "元"),
        field("output", .yearly, "工业总产值", "industrial output", "元"),
        field("assets", .yearly, "资产总额", "assets", "元"),
        field("tags", .texts, "资质与标签", "qualifications and tags"),
        field(
            "certificates",
            .records([
                .init(name: "name", type: .text), .init(name: "level", type: .text),
                .init(name: "from", type: .day), .init(name: "to", type: .day),
            ]), "资质与许可证书", "certificates and permits"),
        field(
            "penalties",
            .records([
                .init(name: "date", type: .day), .init(name: "kind", type: .text),
                .init(name: "amount", type: .money),
            ]), "行政处罚", "penalties"),
        field(
            "materials",
            .records([.init(name: "name", type: .text), .init(name: "to", type: .day)]),
            "已有材料", "materials at hand"),
    ]

    /// Short forms that data may use for an enumeration's values.
    static let aliases: [String: String] = ["大": "大型", "中": "中型", "小": "小型", "微": "微型"]

    /// The value of an enumeration that `text` names, by itself or by its short form.
    public static func enumerationIndex(of text: String, in values: [String]) -> Int? {
        let exact = ExactText(text)
        if let found = values.firstIndex(where: { ExactText($0) == exact }) { return found }
        guard let long = aliases[text] else { return nil }
        return values.firstIndex(of: long)
    }

    private static func field(
        _ name: String, _ type: FieldType, _ zh: String, _ en: String, _ unit: String = ""
    ) -> Field {
        Field(name, type, label: Message(zh: zh, en: en), unit: unit)
    }
}
