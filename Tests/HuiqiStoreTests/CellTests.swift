import HuiqiModel
import Testing

@testable import HuiqiStore

@Suite struct CellTests {
    /// What one cell under a header comes to: JSON, or the reason in English.
    private func cell(_ header: String, _ cell: String, _ options: CSVOptions = CSVOptions()) throws -> String
    {
        let quoted =
            "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
        let read = try table("id,\(header)\nk,\(quoted)\n", options: options)
        if let refused = read.profiles.findings.first(where: { $0.severity == .refusal }) {
            #expect(refused.line == 2 && refused.field == header && refused.offsetUTF8 == nil)
            return "! " + refused.message.en
        }
        let line = try #require(read.lines.first)
        return String(line.dropFirst(#"{"id":"k","#.count).drop { $0 != ":" }.dropFirst().dropLast())
    }

    @Test(arguments: [
        ("1", "10000"), ("1.5", "15000"), ("0.000001", "0.01"), ("1,234,567.89", "12345678900"),
        ("-3", "-30000"),
        ("１２．５", "125000"), ("1.2E+08", "1200000000000"), ("0", "0"), ("-0", "0"), ("007", "70000"),
        ("0.10", "1000"), ("00.00", "0"), ("+5", "50000"), ("12.340000", "123400"), ("0.0001", "1"),
        ("0.00012", "1.2"), ("100.000100", "1000001"), (" 5 ", "50000"), ("　5", "50000"), ("1e-6", "0.01"),
        ("999999999999.999999", "9999999999999999.99"),
    ])
    func amountsAreExact(_ written: String, _ yuan: String) throws {
        #expect(try cell("注册资本（万元）", written) == yuan)
    }

    @Test(arguments: [
        "0.0000001", "1.2345678", "12,34", "1,2345", ",1", "1.", ".5", "1.2.3", "abc", "5万元", "1e", "--1",
        "1 2",
        "1.23457E+11", "9.9E+30", "9999999999999999999", "1e999", "NaN", "１２年",
    ])
    func whatIsNoAmountIsRefused(_ written: String) throws {
        #expect(try cell("注册资本（万元）", written).hasPrefix("!"))
    }

    @Test func unitsAreExact() throws {
        for (unit, yuan) in [
            ("元", "12.5"), ("千元", "12500"), ("万元", "125000"), ("百万元", "12500000"), ("亿元", "1250000000"),
        ] { #expect(try cell("注册资本(\(unit))", "12.5") == yuan) }
        #expect(try cell("从业人员（人）", "1,200") == "1200")
        #expect(try cell("从业人员", "12.0") == "12")
        #expect(try cell("从业人员", "12.5").hasPrefix("! expected an integer"))
    }

    @Test(arguments: [
        ("2023-01-05", #""2023-01-05""#), ("2023/1/5", #""2023-01-05""#), ("2023.1.5", #""2023-01-05""#),
        ("2023年1月5日", #""2023-01-05""#), ("2023-1-5", #""2023-01-05""#), ("2023/1/2 0:00", #""2023-01-02""#),
        ("2023-01-05 00:00:00", #""2023-01-05""#), ("２０２３年１月５日", #""2023-01-05""#),
        ("2023-01-05T00:00:00", #""2023-01-05""#),
    ])
    func daysInTheirForms(_ written: String, _ day: String) throws {
        #expect(try cell("成立日期", written) == day)
    }

    @Test func whatIsNoDayIsRefused() throws {
        for written in [
            "2023-13-01", "2023/2/30", "1/5/2023", "2023", "20230105", "2023-01", "2023-01-05 08:30",
            "2023/1-5", "明天",
            "2023年1月5", "2023-01-055",
        ] { #expect(try cell("成立日期", written).hasPrefix("!"), "\(written)") }
        #expect(try cell("成立日期", "45291").contains("2023-12-31"))
        #expect(try cell("成立日期", "45291", CSVOptions(takesSerialDates: true)) == #""2023-12-31""#)
        #expect(try cell("成立日期", "60", CSVOptions(takesSerialDates: true)).hasPrefix("!"))
    }

    @Test func yesAndNo() throws {
        for written in ["是", "true", "TRUE", "1"] { #expect(try cell("经营异常", written) == "true") }
        for written in ["否", "False", "0", " 否 "] { #expect(try cell("经营异常", written) == "false") }
        #expect(try cell("经营异常", "无").hasPrefix("!"))
    }

    @Test func textsAreKeptAsWritten() throws {
        #expect(try cell("注册地址", " 甲\"乙\\\n\t丙\u{1}") == #"" 甲\"乙\\\n\t丙\u0001""#)
    }

    @Test func lists() throws {
        #expect(try cell("资质与标签", "高新技术企业|专精特新 | ?") == #"["高新技术企业","专精特新",null]"#)
        #expect(try cell("tags", "[]") == "[]")
        #expect(try cell("tags", "a||b").hasPrefix("!"))
        #expect(
            try cell("资质与许可证书", "高企;国家级;2021/12/1;2024-11-30|证;;;|?")
                == #"[{"name":"高企","level":"国家级","from":"2021-12-01","to":"2024-11-30"},{"name":"证"},null]"#)
        #expect(
            try cell("行政处罚", "2024年1月2日;罚款;1,200.50|;警告")
                == #"[{"date":"2024-01-02","kind":"罚款","amount":1200.5},{"kind":"警告"}]"#)
        #expect(try cell("materials", "a;2024-01-01;x").hasPrefix("! an element has more than 2"))
        #expect(try cell("materials", "a;never").hasPrefix("! to: "))
    }

    @Test func damageOfSpreadsheets() throws {
        let read = try table(
            #"""
            uscc,name,region,industry
            9.13303E+17,a,330302,C3829
            913303007125123000,b,330302,C3829
            '91330300712512345X,c,330302,C3829
            913303007125123.0,d,330302,C3829
            91330300MA2XYZ,e,330302.0,C3829
            91330300MA2XY2,f,330302,111
            91330300MA2XY3,g,3.30302E+11,C3829
            91330300MA2XY4,h,330302,1
            "=""91330300MA2XY5""",i,330302,C3829

            """#)
        #expect(
            read.places == [
                "refusal 2 uscc", "refusal 3 uscc", "refusal 4 uscc", "refusal 5 uscc", "refusal 6 region",
                "refusal 7 industry", "refusal 8 region", "refusal 9 industry",
                "refusal 10 uscc",
            ])
        #expect(read.profiles.findings.first?.message.zh.contains("科学计数法") == true)
        #expect(read.profiles.findings[5].message.en.contains("A0111"))
    }
}
