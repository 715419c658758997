import HuiqiJSON
import HuiqiMatch
import HuiqiModel
import HuiqiRule

/// What `--explain` says of the way to a yes, and of what would settle (design note 4).
extension AnswerWriter {
    mutating func write(_ mend: ClauseMend) {
        json.beginObject()
        flag("possible", mend.isPossible)
        list("conditions", mend.conditions)
        list("reviews", mend.reviews)
        list("verify", mend.verify)
        json.key("steps")
        json.beginArray()
        for step in mend.steps {
            json.beginObject()
            list("conditions", step.conditions)
            members(step.step)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }

    mutating func write(_ path: MendPath) {
        json.beginObject()
        flag("possible", path.isPossible)
        write("steps", path.steps)
        json.key("choices")
        json.beginArray()
        for choice in path.choices { write(choice) }
        json.endArray()
        names("verify", path.verify)
        json.endObject()
    }

    mutating func write(_ settlement: ClauseSettlement) {
        json.beginObject()
        names("facts", settlement.facts)
        list("reviews", settlement.reviews)
        write("alone", settlement.alone)
        json.endObject()
    }

    mutating func write(_ settlement: Settlement) {
        json.beginObject()
        names("facts", settlement.facts)
        write("alone", settlement.alone)
        write("needed", settlement.needed)
        flag("enough", settlement.isEnough)
        json.endObject()
    }

    private mutating func write(_ key: String, _ alone: [Settlement.Alone]) {
        json.key(key)
        json.beginArray()
        for single in alone {
            json.beginObject()
            text("fact", single.fact.name(in: schema))
            text("truth", single.truth.name)
            json.endObject()
        }
        json.endArray()
    }

    private mutating func write(_ key: String, _ steps: [MendStep]) {
        json.key(key)
        json.beginArray()
        for step in steps {
            json.beginObject()
            members(step)
            json.endObject()
        }
        json.endArray()
    }

    private mutating func members(_ step: MendStep) {
        text("subject", step.subject)
        names("facts", step.facts)
        text("op", step.demand.name)
        json.key("bound")
        write(step.demand)
        json.key("value")
        write(object: step.value)
        json.key("gap")
        write(object: step.gap)
        json.key("change")
        if let change = step.change {
            json.beginObject()
            text("fact", change.fact.name(in: schema))
            text("op", change.comparison.rawValue)
            json.key("bound")
            write(object: change.bound)
            json.key("gap")
            write(object: change.gap)
            json.endObject()
        } else {
            json.null()
        }
        text("holds_from", step.holdsFrom?.description)
    }

    private mutating func write(_ demand: Demand) {
        switch demand {
        case .compare(_, let bound): write(object: bound)
        case .oneOf(let texts, _), .has(let texts, _), .under(let texts, _):
            json.beginObject()
            list("value", texts)
            text("unit", "")
            json.endObject()
        case .text(_, let part, _): write(object: .text(part))
        case .element(let expression): write(object: .text(expression))
        case .holds: json.null()
        }
    }

    private mutating func write(_ choice: MendChoice) {
        json.beginObject()
        text("kind", choice.kind.rawValue)
        number("of", choice.of)
        number("held", choice.held)
        number("needed", choice.needed)
        flag("excess", choice.isExcess)
        json.key("steps")
        json.beginArray()
        json.value(choice.steps.lowerBound)
        json.value(choice.steps.upperBound)
        json.endArray()
        json.endObject()
    }

    private mutating func list(_ key: String, _ texts: [String]) {
        json.key(key)
        json.beginArray()
        for text in texts { json.value(text) }
        json.endArray()
    }

    private mutating func flag(_ key: String, _ value: Bool) {
        json.key(key)
        json.value(value)
    }

    private mutating func number(_ key: String, _ value: Int) {
        json.key(key)
        json.value(value)
    }
}

extension Demand {
    /// The name in answers: `>=`, `in`, `not in`, `has`, `under`, `contains`, `element`, `holds` and so on.
    var name: String {
        switch self {
        case .compare(let comparison, _): comparison.rawValue
        case .oneOf(_, let wanted): wanted ? "in" : "not in"
        case .has(_, let wanted): wanted ? "has" : "has not"
        case .under(_, let wanted): wanted ? "under" : "not under"
        case .text(let test, _, let wanted): wanted ? test.rawValue : "not " + test.rawValue
        case .element: "element"
        case .holds(let wanted): wanted ? "holds" : "not holds"
        }
    }
}
