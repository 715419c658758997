import HuiqiModel
import Testing

/// formats.md, section 1: what each type of field takes, and what refuses a row.
@Suite struct ProfileFieldTests {
    @Test func absentAndNullAreUnknown() {
        for field in Schema.contract.fields where field.name != "id" {
            #expect(self.value(field.name, "null") == .unknown, "\(field.name)")
        }
        let batch = read(#"{"id":"k"}"#).batches.first
        #expect(Schema.contract.fields.indices.dropFirst().allSatisfy { batch?[0].value($0) == .unknown })
    }

    private func value(_ name: String, _ json: String) -> FieldValue? {
        try? field(name, json).get()
    }

    @Test func anEmptyTextIsKnownButNoCodeDateOrValue() {
        for name in ["name", "address", "scope", "legal_form"] { #expect(value(name, #""""#) == .text("")) }
        for name in [
            "region", "tax_region", "stat_region", "industry", "established", "size", "credit_grade",
        ] {
            expectRefused(name, #""""#, "")
        }
    }

    @Test func textsAreTexts() {
        #expect(value("name", #""温州\n\u0041""#) == .text("温州\nA"))
        for json in ["1", "true", "[]", "{}"] { expectRefused("name", json, "expected a string") }
    }

    @Test func regionsHaveSixNineOrTwelveDigits() {
        for code in ["330302", "330300", "330302001", "330302001001", "999999", "012345"] {
            #expect(value("region", "\"\(code)\"") == .text(code), "\(code)")
        }
        for code in [
            "3303", "33030", "3303020", "33030200100", "3303020010012", "33O302", "３３０３０２", "330302 ",
        ] {
            expectRefused("region", "\"\(code)\"", "region code")
        }
        expectRefused("region", "330302", "expected a string")
    }

    @Test func industriesGetTheirLetter() {
        for (written, kept) in [
            ("C3829", "C3829"), ("3829", "C3829"), ("38", "C38"), ("C", "C"), ("I65", "I65"), ("651", "I651"),
        ] {
            #expect(value("industry", "\"\(written)\"") == .text(kept))
        }
        for code in ["c3829", "C3", "C38290", "U12", "3", "制造业"] {
            expectRefused("industry", "\"\(code)\"", "industry code")
        }
    }

    @Test func aCodeThatTheTableLacksIsKeptWithAWarning() {
        #expect(
            warnings(#"{"id":"k","region":"999999"}"#) == ["warning region: GB/T 2260 has no code 999999"])
        for code in ["C3999", "C4499", "A3829", "9912"] {
            #expect(value("industry", "\"\(code)\"") == .text(code))
            #expect(
                warnings(#"{"id":"k","industry":"\#(code)"}"#)
                    == ["warning industry: GB/T 4754-2017 has no code \(code)"])
        }
        #expect(warnings(#"{"id":"k","region":"330302"}"#) == [])
        let abolished = warnings(#"{"id":"k","region":"330227"}"#)
        #expect(
            abolished.first?.contains("abolished") == true && abolished.first?.hasPrefix("warning") == true)
    }

    @Test func moneyIsYuanWithAtMostTwoDecimals() {
        let cases: [(String, Int64)] = [
            ("0", 0), ("1", 100), ("120.5", 12_050), ("0.01", 1), ("1e2", 10_000), ("1.50000", 150),
            ("-3.25", -325),
            ("92233720368547758.07", .max), ("12e-1", 120),
        ]
        for (json, fen) in cases { #expect(value("registered_capital", json) == .fen(fen), "\(json)") }
        for json in ["0.001", "1.005", "1e-3", "92233720368547758.08", "1e40", "\"120\"", "true"] {
            expectRefused(
                "registered_capital", json, json.first == "\"" || json == "true" ? "a number" : "money is")
        }
    }

    @Test func negativeMoneyIsKeptWithAWarning() {
        #expect(warnings(#"{"id":"k","profit":{"2023":-5}}"#) == ["warning profit: negative money"])
        #expect(warnings(#"{"id":"k","registered_capital":-0.0}"#) == [])
    }

    @Test func intsMayBeWrittenWithAPointZero() {
        let cases: [(String, Int64)] = [
            ("120", 120), ("120.0", 120), ("1.2e2", 120), ("-1", -1), ("9223372036854775807", .max),
            ("-9223372036854775808", .min),
        ]
        for (json, int) in cases { #expect(value("employees", json) == .int(int), "\(json)") }
        for json in ["120.5", "9223372036854775808", "1e19"] {
            expectRefused("employees", json, "an integer")
        }
        for json in ["\"120\"", "true", "[1]"] { expectRefused("employees", json, "a number") }
    }

    @Test func booleansAreTrueOrFalse() {
        #expect(value("dishonest", "true") == .bool(true) && value("dishonest", "false") == .bool(false))
        for json in ["0", "\"true\"", "\"\""] { expectRefused("dishonest", json, "true or false") }
    }

    @Test func enumerationsTakeTheirValuesAndShortForms() {
        for (written, kept) in [
            ("大", "大型"), ("中", "中型"), ("小", "小型"), ("微", "微型"), ("大型", "大型"), ("微型", "微型"),
        ] {
            #expect(value("size", "\"\(written)\"") == .text(kept))
        }
        for grade in ["A", "B", "C", "D"] { #expect(value("credit_grade", "\"\(grade)\"") == .text(grade)) }
        expectRefused("size", "\"特大\"", "none of: 大型 中型 小型 微型")
        expectRefused("credit_grade", "\"a\"", "none of: A B C D")
        expectRefused("credit_grade", "\"大\"", "none of")
    }

    @Test func datesAreWrittenWithDashes() {
        #expect(value("established", "\"2020-02-29\"") == .day(18_321))
        for json in ["\"2021-02-29\"", "\"2020/02/29\"", "\"2020-02-29T00:00:00Z\""] {
            expectRefused("established", json, "no date")
        }
    }

    @Test func yearsAre1900To2999() {
        #expect(
            value("revenue", #"{"2023":1,"1900":2,"2999":3,"2022":null}"#)
                == .yearly([
                    .init(year: 1900, fen: 200), .init(year: 2023, fen: 100), .init(year: 2999, fen: 300),
                ]))
        #expect(value("revenue", "{}") == .yearly([]))
        for year in ["1899", "3000", "23", "02023", "2023 ", "+023", "二零二三", ""] {
            expectRefused("revenue", #"{"\#(year)":1}"#, at: "revenue.\(year)", "1900-2999")
        }
        expectRefused("revenue", #"{"2023":1,"2023":1}"#, at: "revenue.2023", "twice")
        expectRefused("revenue", #"{"2023":null,"2023":1}"#, at: "revenue.2023", "twice")
        expectRefused("revenue", #"{"2023":"1"}"#, at: "revenue.2023", "a number")
        expectRefused("revenue", "1", "an object")
    }

    @Test func aListWithANullHasOthersUnknown() {
        #expect(value("tags", #"["a","b"]"#) == .texts(["a", "b"], complete: true))
        #expect(value("tags", "[]") == .texts([], complete: true))
        #expect(value("tags", "[null]") == .texts([], complete: false))
        #expect(value("tags", #"["a",null,"b",null]"#) == .texts(["a", "b"], complete: false))
        expectRefused("tags", #"["a",1]"#, at: "tags[1]", "a string")
        expectRefused("tags", #""a""#, "a list")
    }

    @Test func recordsHaveTheirMembersOrUnknown() {
        #expect(
            value("penalties", #"[{"date":"2020-01-02","kind":"","amount":5.5},{"kind":null},null,{}]"#)
                == .records(
                    [
                        [.day(18_263), .text(""), .fen(550)], [.unknown, .unknown, .unknown],
                        [.unknown, .unknown, .unknown],
                    ], complete: false))
        expectRefused("penalties", #"[{"sum":5}]"#, at: "penalties[0].sum", "no such member")
        expectRefused("penalties", #"[{"kind":"a","kind":"a"}]"#, at: "penalties[0].kind", "twice")
        expectRefused("penalties", #"[null,{},{"amount":0.001}]"#, at: "penalties[1].amount", "two decimals")
        expectRefused("certificates", #"[{"to":"2024-13-01"}]"#, at: "certificates[0].to", "no date")
        expectRefused("materials", #"[[]]"#, at: "materials[0]", "an object")
    }

    @Test func reviewsNameClauseAndCondition() {
        let batch = read(#"{"id":"k","reviews":{"A/c1":true,"A/c2":false,"B/c1":null}}"#).batches[0]
        #expect(batch[0].review("A/c1") == true && batch[0].review("A/c2") == false)
        #expect(batch[0].review("B/c1") == nil && batch[0].review("A") == nil)
        for (json, path) in [
            (#"{"A":true}"#, "reviews.A"), (#"{"A/c":1}"#, "reviews.A/c"),
            (#"{"A/c":true,"A/c":true}"#, "reviews.A/c"),
        ] {
            expectRefused("reviews", json, at: path, "")
        }
        expectRefused("reviews", "[]", "an object")
        #expect(read(#"{"id":"k","reviews":null}"#).taken == 1)
    }

    @Test func aWrongCreditCodeIsAWarning() {
        #expect(warnings(#"{"uscc":"91330300MA2ABCDE0X"}"#).allSatisfy { $0.hasPrefix("warning uscc") })
        #expect(warnings(#"{"uscc":"91350100M000100Y43"}"#) == [])
        #expect(warnings(#"{"uscc":"91350100M000100Y44"}"#).count == 1)
        #expect(warnings(#"{"id":"k","uscc":"x"}"#).count == 1)
    }
}
