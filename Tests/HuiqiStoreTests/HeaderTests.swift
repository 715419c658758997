import HuiqiModel
import Testing

@testable import HuiqiStore

@Suite struct HeaderTests {
    private func columns(_ header: String, _ options: CSVOptions = CSVOptions()) throws -> [String] {
        try table(header + "\n", options: options).columns.map { column in
            guard let field = column.field else { return "-" }
            let year = column.year.map { "_\($0)" } ?? ""
            return Schema.contract.fields[field].name + year + " " + column.unit
        }
    }

    @Test func namesLabelsYearsAndUnits() throws {
        let forms = [
            "营业收入2023(万元)", "2023年营业收入（万元）", "营业收入_2023（单位：万元）", "营业收入（2023年）（万元）",
            "2023年度营业收入(万元)", "revenue_2023（万元）", "Revenue2023【万元】", "营业收入２０２３（万元）", "营业收入 2023 (万元)",
        ]
        for form in forms { #expect(try columns("id," + form) == ["id ", "revenue_2023 万元"], "\(form)") }
        #expect(
            try columns("统一社会信用代码,企业名称,注册资本（万元）,从业人员(人),revenue_2023,ＩＤ")
                == ["uscc ", "name ", "registered_capital 万元", "employees 人", "revenue_2023 元", "id "])
    }

    @Test func unitsInOtherWords() throws {
        #expect(
            try columns("id,注册资本（万元人民币）,参保人数（个）,从业人员（名）")
                == ["id ", "registered_capital 万元人民币", "insured 个", "employees 名"])
        let read = try table("id,注册资本（万元人民币）,参保人数（个）\n1,1.5,7\n")
        #expect(read.lines == [#"{"id":"1","registered_capital":15000,"insured":7}"#])
        #expect(refusal("id,注册资本（个）\n") != nil)
    }

    /// A header that is a part of a label is nearer than one that differs by fewer characters.
    @Test(arguments: [
        ("信用代码", "uscc"), ("社会信用代码", "uscc"), ("名称", "name"), ("企业名称全称", "name"), ("参保人", "insured"),
    ])
    func partsOfLabelsAreNear(header: String, field: String) throws {
        let found = try #require(refusal("id,\(header)\n"))
        #expect(found.message.en.contains("; \(field) ("), "\(found.message)")
    }

    @Test func linesOfSpacesAreBlank() throws {
        let read = try table("id,name\n1,甲\n   \n\t\n　　\n , \n2,乙\n \u{3001}\n")
        #expect(read.lines == [#"{"id":"1","name":"甲"}"#, #"{"id":"2","name":"乙"}"#])
        #expect(read.places == ["refusal 8 -"])
        let gbk = try table(Array("id,name\n1,a\n".utf8) + [0xA1, 0xA1, 0x0A, 0x32, 0x2C, 0xBC, 0xD7, 0x0A])
        #expect(gbk.lines == [#"{"id":"1","name":"a"}"#, #"{"id":"2","name":"甲"}"#] && gbk.places.isEmpty)
    }

    @Test func faultsAreListedAtOnce() throws {
        let found = try #require(refusal("id,营业收人2023,企业名,revenue,name,企业名称,注册资本(吨),成立日期2020,abcxyz\n"))
        let text = found.message.zh
        #expect(found.line == 1)
        for part in [
            "“营业收人2023”不是已知字段，是否指“营业收入”（revenue）", "“企业名”不是已知字段，是否指“企业名称”（name）", "“revenue”按年填报",
            "“企业名称”与列“name”是同一字段", "“注册资本(吨)”的单位“吨”与字段 registered_capital 不符，应为 元", "“成立日期2020”不按年填报",
            "“abcxyz”不是已知字段",
        ] { #expect(text.contains(part), "\(part) in \(text)") }
        #expect(found.message.en.contains("revenue"))
    }

    @Test func unknownColumnsArePassedOverWhereAsked() throws {
        let options = CSVOptions(ignoresUnknownColumns: true)
        let read = try table("id,备注,name\n1,\"x\"\"y\",甲\n", options: options)
        #expect(read.lines == [#"{"id":"1","name":"甲"}"#])
        #expect(read.columns.map(\.field) == [0, nil, 2])
        #expect(refusal("备注,说明\n", options: options) != nil)
    }

    @Test func emptyHeadersMustBeEmptyBelow() throws {
        let read = try table("id,name,\n1,甲,\n2,乙,x\n")
        #expect(read.lines == [#"{"id":"1","name":"甲"}"#] && read.places == ["refusal 3 -"])
    }

    @Test func theDelimiterIsTheOneThatKnowsMost() throws {
        #expect(try table("id;企业名称\n1;a,b\n").lines == [#"{"id":"1","name":"a,b"}"#])
        #expect(refusal("id,x;name\n")?.message.en.contains("divides") == true)
        #expect(refusal("sep=|\nid|name\n")?.message.en.contains("comma") == true)
        #expect(refusal("PK\u{3}\u{4}...")?.message.en.contains("workbook") == true)
        #expect(refusal("") != nil && refusal("\n\n") != nil && refusal("\"id\n") != nil)
    }

    @Test func fieldsOfAFileHaveTheirOwnUnits() throws {
        let schema = try SchemaReader.read(
            Array(
                """
                {"fields":[{"name":"loan","type":"money","label":"贷款","unit":"万元"},
                {"name":"rate","type":"money","label":"占比","unit":"%"},{"name":"rd_staff","type":"int","label":"研发人员","unit":"人"}]}
                """.utf8))
        let read = try table("id,贷款(元),占比（%）,研发人员\n1,12300,3.5%,7\n2,1,1,1\n", schema: schema)
        #expect(read.lines == [#"{"id":"1","loan":1.23,"rate":3.5,"rd_staff":7}"#])
        #expect(read.places == ["refusal 3 贷款(元)"])
    }

    /// Headers that would take long to be taken apart or compared are refused at once.
    @Test func hostileHeadersAreBounded() throws {
        #expect(refusal("id," + String(repeating: "(1)", count: 150_000) + "\n") != nil)
        let many = (0..<16_000).map { "列\($0)名称很长很长" }.joined(separator: ",")
        let found = try #require(refusal(many + "\n"))
        #expect(found.message.zh.contains("另有 15980 列") && found.message.zh.utf8.count < 8000)
        #expect(refusal(String(repeating: ";", count: 400_000) + "\n") != nil)
        #expect(refusal(String(repeating: "x", count: 700_000)) != nil)
    }
}
