import HuiqiModel
import Testing

@Suite struct SchemaTests {
    @Test func theContractsFieldsAreThere() {
        let names = Schema.contract.fields.map(\.name)
        let wanted =
            "id uscc name address scope legal_form region tax_region stat_region industry established "
            + "registered_capital employees insured invention_patents utility_models software_copyrights size "
            + "credit_grade dishonest abnormal revenue tax rd_expense export profit output assets tags "
            + "certificates penalties materials"
        #expect(names == wanted.split(separator: " ").map(String.init))
        for (index, name) in names.enumerated() { #expect(Schema.contract.index(of: name) == index) }
        #expect(Schema.contract.index(of: "reviews") == nil && Schema.contract.index(of: "ID") == nil)
    }

    @Test func namesMustMatchAndNotBeTaken() {
        for name in ["a", "a_1", "floor_area", "x9", String(repeating: "a", count: 64)] {
            #expect(Schema.refusal(of: name) == nil, "\(name)")
        }
        for name in ["", "A", "aB", "_a", "9a", "a-b", "面积", "a b", String(repeating: "a", count: 65)] {
            #expect(Schema.refusal(of: name) != nil, "\(name)")
        }
        let reserved =
            "true false null in as break const continue else for function if import let loop package namespace "
            + "return var void while bool int uint double string bytes list map timestamp duration type dyn has "
            + "all exists exists_one filter size under date money years_before months_before days_before "
            + "years_since months_since at_least first_reached sum mentions contains matches year as_of math"
        for name in reserved.split(separator: " ") {
            #expect(Schema.refusal(of: String(name)) != nil, "\(name)")
        }
    }

    @Test func aTakenNameIsRefused() {
        for name in ["revenue", "id", "reviews"] {
            #expect(throws: SchemaError.self) {
                try Schema(adding: [Field(name, .int, label: Message(zh: "", en: ""))])
            }
        }
    }
}

@Suite struct SchemaReaderTests {
    private func refusal(_ text: String) -> String? {
        do throws(SchemaError) {
            _ = try SchemaReader.read(Array(text.utf8))
            return nil
        } catch {
            return "\(error.field ?? "-"): \(error.message.en)"
        }
    }

    @Test func everyTypeIsRead() throws {
        let types: [(String, FieldType)] = [
            ("string", .text), ("code", .code(.other)), ("timestamp", .day), ("money", .money), ("int", .int),
            ("bool", .bool), ("map(int year, money)", .yearly), ("map(int, money)", .yearly),
            ("list(string)", .texts),
            (
                "list({name, amount, from})",
                .records([
                    .init(name: "name", type: .text), .init(name: "amount", type: .money),
                    .init(name: "from", type: .day),
                ])
            ),
            (
                "list({ok: bool, n: int})",
                .records([.init(name: "ok", type: .bool), .init(name: "n", type: .int)])
            ),
        ]
        for (name, type) in types {
            let json =
                #"{"fields":[{"name":"f","type":"\#(name)","label":"标","unit":"亩","max_age_days":30}]}"#
            let schema = try SchemaReader.read(Array(json.utf8))
            let field = try #require(schema.index(of: "f").map { schema.fields[$0] })
            #expect(
                field.type == type && field.label.zh == "标" && field.unit == "亩" && field.maxAgeDays == 30)
        }
        let json = #"{"fields":[{"name":"f","type":"enumeration","values":["甲","乙"],"label":null}]}"#
        let schema = try SchemaReader.read(Array(json.utf8))
        #expect(schema.fields.last?.type == .enumeration(["甲", "乙"]) && schema.fields.last?.label.zh == "f")
    }

    @Test func wrongFilesAreRefusedWithTheField() {
        let cases: [(String, String)] = [
            ("", "-"), ("[]", "-"), ("{}", "fields is missing"), (#"{"fields":{}}"#, "a list"),
            (#"{"field":[]}"#, "the one key"), (#"{"fields":[],"fields":[]}"#, "the one key"),
            (#"{"fields":[{"type":"int"}]}"#, "name is missing"), (#"{"fields":[{"name":"f"}]}"#, "f: "),
            (#"{"fields":[{"name":"f","type":"float"}]}"#, "f: "),
            (#"{"fields":[{"name":"F","type":"int"}]}"#, "F: "),
            (#"{"fields":[{"name":"f","type":"int","typ":1}]}"#, "no such key"),
            (#"{"fields":[{"name":"f","type":"int","type":"int"}]}"#, "twice"),
            (#"{"fields":[{"name":"f","type":"enumeration"}]}"#, "needs values"),
            (#"{"fields":[{"name":"f","type":"enumeration","values":[]}]}"#, "needs values"),
            (#"{"fields":[{"name":"f","type":"enumeration","values":["a","a"]}]}"#, "needs values"),
            (#"{"fields":[{"name":"f","type":"list({})"}]}"#, "unknown type"),
            (#"{"fields":[{"name":"f","type":"list({a,a})"}]}"#, "unknown type"),
            (#"{"fields":[{"name":"f","type":"list({9a})"}]}"#, "unknown type"),
            (#"{"fields":[{"name":"f","type":"list({in})"}]}"#, "unknown type"),
            (#"{"fields":[{"name":"f","type":"list({a: list(string)})"}]}"#, "unknown type"),
            (#"{"fields":[{"name":"f","type":"int","max_age_days":-1}]}"#, "number of days"),
            (#"{"fields":[{"name":"f","type":"int"},{"name":"f","type":"int"}]}"#, "taken"),
            (#"{"fields":[{"name":"revenue","type":"int"}]}"#, "taken"),
            (#"{"fields":[{"name":"size","type":"int"}]}"#, "word, function or type"),
            (#"{"fields":[]} x"#, "-"),
        ]
        for (json, wanted) in cases {
            let got = refusal(json)
            #expect(got?.contains(wanted) == true, "\(json): \(got ?? "read")")
        }
    }
}

@Suite struct ReservedNameTests {
    @Test func theTwoWaysToAskForAWordAgree() {
        for word in ReservedNames.words { #expect(ReservedNames.isWord(word), "\(word)") }
        for name in ["", "i", "it", "inn", "truE", "years", "functions", "namespaces", "revenue"] {
            #expect(!ReservedNames.isWord(name) && !ReservedNames.words.contains(name))
        }
        #expect(ReservedNames.words.count == 21)
    }
}
