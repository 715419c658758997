import HuiqiModel
import HuiqiRule
import Testing

/// One profile of the contract's schema, or of another.
func profile(_ json: String, schema: Schema = .contract) -> Profile {
    do {
        return try ProfileReader(schema: schema).readOne(Array(json.utf8)).0[0]
    } catch {
        Issue.record("\(json): \(error.finding.text(.en))")
        var empty = ProfileBatch(schema: schema)
        empty.append(ProfileDraft(key: "", values: []))
        return empty[0]
    }
}

/// What `hq eval` would say: the value; `unknown: names`; `error 3: reason`; both joined by ` + `; or
/// `refused 3: reason`, all in English and with UTF-8 offsets.
func eval(_ source: String, _ profile: Profile, on day: String = "2024-06-30", limits: RuleLimits = .contract)
    -> String
{
    let rule: Rule
    do {
        rule = try Rule.any(source, schema: profile.batch.schema, limits: limits)
    } catch {
        return "refused \(error.offsetUTF8): \(error.message.en)"
    }
    let (text, gap) = rule.text(for: profile, on: Day(day) ?? Day(number: 0))
    return text ?? gap.map { told($0, profile.batch.schema) } ?? "nothing"
}

func eval(
    _ source: String, _ json: String = "{}", on day: String = "2024-06-30", limits: RuleLimits = .contract
) -> String {
    eval(source, profile(json), on: day, limits: limits)
}

func told(_ gap: Gap, _ schema: Schema = .contract) -> String {
    let names = gap.missing.map { $0.name(in: schema) }
    let missing = names.isEmpty ? [] : ["unknown: " + names.joined(separator: ", ")]
    return (missing + gap.problems.map { "error \($0.offsetUTF8): \($0.message.en)" }).joined(
        separator: " + ")
}

/// Each expression has its answer; an answer that ends in `…` is only the beginning.
func expect(
    _ cases: [(String, String)], _ json: String = "{}", on day: String = "2024-06-30",
    _ location: SourceLocation = #_sourceLocation
) {
    let profile = profile(json)
    for (source, wanted) in cases {
        let got = eval(source, profile, on: day)
        let isRight = wanted.hasSuffix("…") ? got.hasPrefix(wanted.dropLast()) : got == wanted
        #expect(isRight, "\(source) is \(got), not \(wanted)", sourceLocation: location)
    }
}

/// Whether the long tier is asked for.
let isFull = Environment.tests == "full"
