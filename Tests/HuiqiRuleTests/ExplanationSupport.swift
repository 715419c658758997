import HuiqiLogic
import HuiqiModel
import HuiqiRule
import Testing

/// Explanations written out, so that tests compare them whole.
func explanation(_ source: String, _ profile: Profile, on day: String = "2024-06-30") -> RuleExplanation {
    do {
        let rule = try Rule.condition(source, schema: profile.batch.schema)
        return rule.explain(for: profile, on: Day(day) ?? Day(number: 0))
    } catch {
        Issue.record("\(source): \(error.message.en)")
        return RuleExplanation(truth: .unknown)
    }
}

/// The path of a condition that does not hold: its steps, choices and facts to verify.
func path(_ source: String, _ profile: Profile, on day: String = "2024-06-30") -> [String] {
    let found = explanation(source, profile, on: day)
    guard let path = found.mend else { return ["\(found.truth.name)"] }
    let schema = profile.batch.schema
    var lines = path.isPossible ? [] : ["impossible"]
    lines += path.steps.map { told($0, schema) }
    for choice in path.choices {
        lines.append(
            "\(choice.kind.rawValue) \(choice.needed) of \(choice.of), \(choice.held) held"
                + (choice.isExcess ? ", excess" : "") + " \(choice.steps)")
    }
    if !path.verify.isEmpty {
        lines.append("verify " + path.verify.map { $0.name(in: schema) }.joined(separator: ", "))
    }
    return lines
}

/// What would settle an open condition.
func settlement(_ source: String, _ profile: Profile, on day: String = "2024-06-30") -> [String] {
    let found = explanation(source, profile, on: day)
    guard let settlement = found.settlement else { return ["\(found.truth.name)"] }
    let schema = profile.batch.schema
    var lines = [settlement.facts.map { $0.name(in: schema) }.joined(separator: ", ")]
    lines += settlement.alone.map { "\($0.fact.name(in: schema)) alone: \($0.truth.name)" }
    let word = settlement.isEnough ? "yes if" : "needs"
    lines += settlement.needed.map { "\(word) " + told($0, schema) }
    return lines
}

func told(_ step: MendStep, _ schema: Schema) -> String {
    var text = step.subject
    if let value = step.value { text += " is \(told(value));" }
    switch step.demand {
    case .compare(let comparison, let bound): text += " \(comparison.rawValue) \(told(bound))"
    case .oneOf(let texts, let wanted): text += (wanted ? " in " : " not in ") + texts.joined(separator: "|")
    case .has(let texts, let wanted): text += (wanted ? " has " : " has not ") + texts.joined(separator: "|")
    case .under(let codes, let wanted):
        text += (wanted ? " under " : " not under ") + codes.joined(separator: "|")
    case .text(let test, let part, let wanted): text += (wanted ? " " : " not ") + "\(test.rawValue) \(part)"
    case .element(let expression): text += " element \(expression)"
    case .holds(let wanted): text += wanted ? " holds" : " holds not"
    }
    if let gap = step.gap { text += ", gap \(told(gap))" }
    if let change = step.change, change.fact.name(in: schema) != step.subject {
        text += ", \(change.fact.name(in: schema)) \(change.comparison.rawValue) \(told(change.bound))"
        if let gap = change.gap { text += " gap \(told(gap))" }
    }
    if let day = step.holdsFrom { text += ", from \(day)" }
    return text
}

func told(_ stated: StatedValue) -> String {
    switch stated {
    case .number(let number, let unit):
        (number.isInteger ? "\(number.numerator)" : number.description) + unit
    case .day(let day): day.description
    case .text(let text): text
    case .flag(let flag): flag ? "是" : "否"
    }
}
