import HuiqiModel
import Testing

/// formats.md, section 2.
@Suite struct ClauseReaderTests {
    private func one(_ json: String) -> Result<Clause, ClauseRefusal> {
        Result { () throws(ClauseRefusal) in try ClauseReader().readOne(Array(json.utf8)) }
    }

    private func with(_ members: String) -> String { #"{"id":"A","title":"t","conditions":[],\#(members)}"# }

    private func condition(_ members: String) -> String {
        #"{"id":"A","title":"t","conditions":[{\#(members)}]}"#
    }

    private func expectRefused(
        _ json: String, at path: String, _ reason: String, _ location: SourceLocation = #_sourceLocation
    ) {
        switch one(json) {
        case .success(let clause): Issue.record("read \(clause)", sourceLocation: location)
        case .failure(let refusal):
            #expect((refusal.finding.field ?? "") == path, "\(json)", sourceLocation: location)
            #expect(
                refusal.finding.message.en.contains(reason), "\(refusal.finding)", sourceLocation: location)
        }
    }

    @Test func theContractsExampleIsRead() throws {
        let json = #"""
            {"id":"WZ23-08-014", "policy":{"id":"WZ23-08","title":"…","number":"温政发〔2023〕8号","issuer":"…"},
             "title":"研发投入奖励", "text":"…", "tags":["研发","高新技术企业"],
             "valid_from":"2023-01-01", "valid_to":"2025-12-31", "apply_from":null, "apply_to":null,
             "delivery":"verify", "channel":"…", "materials":["营业执照"],
             "conditions":[
              {"id":"c1","label":"注册地在温州市","expr":"region.under('3303')"},
              {"id":"c2","label":"占比","expr":"rd_expense[year-1] >= 0.03 * revenue[year-1]","source":"…3%","weight":2},
              {"id":"c3","label":"优先","expr":"'专精特新中小企业' in tags","kind":"preferred"},
              {"id":"c4","label":"技术水平国内领先","kind":"review"}],
             "benefit":{"amount":"math.least(0.1 * rd_expense[year-1], money('50万元'))","rounding":"fen-down","exclusive":["研发类"],"budget":20000000,"quota":null}}
            """#
        let clause = try one(json).get()
        #expect(clause.policy?.number == "温政发〔2023〕8号" && clause.delivery == .verify)
        #expect(clause.conditions.map(\.kind) == [.required, .required, .preferred, .review])
        #expect(clause.conditions.map(\.weight.millionths) == [1, 2, 1, 1].map { $0 * 1_000_000 })
        #expect(clause.conditions[3].expression == nil && clause.benefit?.quota == nil)
        #expect(clause.benefit?.budget == Number(20_000_000) && clause.deadline == Day("2025-12-31"))
        let day = try #require(Day("2025-12-31"))
        #expect(clause.isInForce(on: day) && !clause.isInForce(on: Day(number: day.number + 1)))
    }

    @Test func onlyIdTitleAndConditionsAreRequired() throws {
        let clause = try one(#"{"id":"A","title":"t","conditions":[]}"#).get()
        #expect(clause.tags == [] && clause.policy == nil && clause.isInForce(on: Day(number: 0)))
        expectRefused(#"{"title":"t","conditions":[]}"#, at: "id", "missing")
        expectRefused(#"{"id":"A","conditions":[]}"#, at: "title", "missing")
        expectRefused(#"{"id":"A","title":"t"}"#, at: "conditions", "missing")
        expectRefused(#"{"id":null,"title":"t","conditions":[]}"#, at: "id", "a string")
        expectRefused(#"{"id":"","title":"t","conditions":[]}"#, at: "id", "1 to 256")
    }

    @Test func unknownAndRepeatedKeysAreRefused() {
        expectRefused(with(#""titel":"t""#), at: "titel", "no such key")
        expectRefused(with(#""title":"t""#), at: "title", "twice")
        expectRefused(with(#""policy":{"name":"x"}"#), at: "policy.name", "no such key")
        expectRefused(with(#""policy":{"id":"x","id":"x"}"#), at: "policy.id", "twice")
        expectRefused(with(#""benefit":{"sum":"x"}"#), at: "benefit.sum", "no such key")
        expectRefused(with(#""benefit":{"quota":1,"quota":1}"#), at: "benefit.quota", "twice")
        expectRefused(condition(#""expression":"true""#), at: "conditions[0].expression", "no such key")
        expectRefused(condition(#""expr":"true","expr":"true""#), at: "conditions[0].expr", "twice")
    }

    @Test func wrongValuesAreRefused() {
        expectRefused(with(#""tags":"研发""#), at: "tags", "a list")
        expectRefused(with(#""tags":["a",null]"#), at: "tags[1]", "a string")
        expectRefused(with(#""valid_from":"2023-1-1""#), at: "valid_from", "no date")
        expectRefused(with(#""apply_to":20230101"#), at: "apply_to", "a string")
        expectRefused(with(#""delivery":"auto""#), at: "delivery", "instant, verify or review")
        expectRefused(with(#""policy":"x""#), at: "policy", "an object")
        expectRefused(with(#""benefit":{"rounding":"fen"}"#), at: "benefit.rounding", "rounding is")
        expectRefused(with(#""benefit":{"budget":-1}"#), at: "benefit.budget", "negative")
        expectRefused(with(#""benefit":{"budget":"1"}"#), at: "benefit.budget", "a number")
        expectRefused(with(#""benefit":{"quota":1.5}"#), at: "benefit.quota", "whole")
        expectRefused(with(#""benefit":{"quota":-1}"#), at: "benefit.quota", "whole")
        expectRefused(with(#""benefit":{"exclusive":"x"}"#), at: "benefit.exclusive", "a list")
        expectRefused("[]", at: "", "an object")
        expectRefused(#"{"id":"A","title":"t","conditions":{}}"#, at: "conditions", "a list")
    }

    @Test func kindsDecideWhetherThereIsAnExpr() throws {
        expectRefused(condition(#""kind":"review","expr":"true""#), at: "conditions[0].expr", "no expr")
        expectRefused(condition(#""kind":"preferred""#), at: "conditions[0].expr", "missing")
        expectRefused(condition(#""label":"x""#), at: "conditions[0].expr", "missing")
        expectRefused(
            condition(#""kind":"optional","expr":"true""#), at: "conditions[0].kind", "required, preferred")
        #expect(try one(condition(#""kind":null,"expr":"true""#)).get().conditions[0].kind == .required)
    }

    @Test func weightsAreAboveZero() throws {
        for (json, millionths) in [
            ("1", 1_000_000), ("0.5", 500_000), ("2.000001", 2_000_001), ("1e6", 1_000_000_000_000),
        ] {
            let clause = try one(condition(#""expr":"true","weight":\#(json)"#)).get()
            #expect(clause.conditions[0].weight.millionths == Int64(millionths))
        }
        for json in ["0", "-1", "0.0000001", "1000001"] {
            expectRefused(
                condition(#""expr":"true","weight":\#(json)"#), at: "conditions[0].weight", "above 0")
        }
        expectRefused(condition(#""expr":"true","weight":"1""#), at: "conditions[0].weight", "a number")
    }

    @Test func conditionIdsAreUniqueAndCountFromC1() throws {
        let json =
            #"{"id":"A","title":"t","conditions":[{"expr":"true"},{"id":"x","expr":"true"},{"id":null,"expr":"true"}]}"#
        #expect(try one(json).get().conditions.map(\.id) == ["c1", "x", "c3"])
        for ids in [(#""id":"x","#, #""id":"x","#), (#""id":"c2","#, "")] {
            expectRefused(
                #"{"id":"A","title":"t","conditions":[{\#(ids.0)"expr":"true"},{\#(ids.1)"expr":"true"}]}"#,
                at: "conditions[1].id", "twice")
        }
        expectRefused(condition(#""id":"","expr":"true""#), at: "conditions[0].id", "empty")
    }

    @Test func aRepeatedIdInABatchIsRefusedAndTheOthersLoad() {
        let text =
            "{\"id\":\"A\",\"title\":\"1\",\"conditions\":[]}\n\n{\"id\":\"B\"}\r\n"
            + "{\"id\":\"A\",\"title\":\"2\",\"conditions\":[]}\n{\"id\":\"C\",\"title\":\"3\",\"conditions\":[{\"id\":\"q\",\"kind\":\"x\"}]}\n"
            + "{\"id\":\"D\",\"title\":\"4\",\"conditions\":[]}"
        let reading = ClauseReader().read(Array(text.utf8))
        #expect(reading.clauses.map(\.clause.title) == ["1", "4"] && reading.clauses.map(\.line) == [1, 6])
        #expect(
            reading.findings.map(\.line) == [3, 4, 5] && reading.findings.map(\.subject) == ["B", "A", "C"])
        #expect(reading.findings[2].condition == "q" && reading.findings[2].field == "conditions[0].kind")
    }
}
