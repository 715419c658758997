import HuiqiJSON
import HuiqiMatch
import HuiqiModel
import HuiqiRule

extension MatchAnswer {
    /// One JSON object as formats.md, section 5 says of `match --format json`; UTF-8 without a line end.
    public var json: [UInt8] {
        var writer = AnswerWriter(schema: schema)
        writer.json.beginObject()
        writer.text("as_of", day.description)
        writer.text("profile", profile.key)
        writer.json.key("matches")
        writer.json.beginArray()
        for match in matches { writer.write(match, withKey: false) }
        writer.json.endArray()
        writer.json.endObject()
        return writer.json.bytes
    }
}

extension FindAnswer {
    /// One JSON object as formats.md, section 5 says of `find`; UTF-8 without a line end.
    public var json: [UInt8] {
        var writer = AnswerWriter(schema: schema)
        writer.json.beginObject()
        writer.text("as_of", day.description)
        writer.text("clause", clause.id)
        writer.json.key("matches")
        writer.json.beginArray()
        for match in matches { writer.write(match, withKey: true) }
        writer.json.endArray()
        writer.json.endObject()
        return writer.json.bytes
    }
}

extension SearchAnswer {
    /// One JSON object: `as_of`, `question`, `hits` (array of clause_id, title, policy, delivery, valid_from, valid_to,
    /// score, title_marks, passage {text, start, marks} or null); marks are pairs of UTF-8 offsets. UTF-8 without a line
    /// end.
    public var json: [UInt8] {
        var writer = AnswerWriter(schema: .contract)
        writer.json.beginObject()
        writer.text("as_of", day.description)
        writer.text("question", question)
        writer.json.key("hits")
        writer.json.beginArray()
        for hit in hits { writer.write(hit) }
        writer.json.endArray()
        writer.json.endObject()
        return writer.json.bytes
    }
}

extension NameAnswer {
    /// One JSON object: `question`, `hits` (array of id, name, score); UTF-8 without a line end.
    public var json: [UInt8] {
        var writer = AnswerWriter(schema: .contract)
        writer.json.beginObject()
        writer.text("question", question)
        writer.json.key("hits")
        writer.json.beginArray()
        for hit in hits {
            writer.json.beginObject()
            writer.text("id", hit.key)
            writer.text("name", hit.name)
            writer.json.key("score")
            writer.json.value(hit.score)
            writer.json.endObject()
        }
        writer.json.endArray()
        writer.json.endObject()
        return writer.json.bytes
    }
}

extension AnswerWriter {
    mutating func write(_ hit: ClauseHit) {
        json.beginObject()
        text("clause_id", hit.clause.id)
        text("title", hit.clause.title)
        write(hit.clause.policy)
        text("delivery", hit.clause.delivery?.rawValue)
        text("valid_from", hit.clause.validFrom?.description)
        text("valid_to", hit.clause.validTo?.description)
        json.key("score")
        json.value(hit.score)
        json.key("title_marks")
        write(hit.titleMarks)
        json.key("passage")
        if let passage = hit.passage {
            json.beginObject()
            text("text", passage.text)
            json.key("start")
            if let start = passage.start { json.value(start) } else { json.null() }
            json.key("marks")
            write(passage.marks)
            json.endObject()
        } else {
            json.null()
        }
        json.endObject()
    }

    private mutating func write(_ marks: [Range<Int>]) {
        json.beginArray()
        for mark in marks {
            json.beginArray()
            json.value(mark.lowerBound)
            json.value(mark.upperBound)
            json.endArray()
        }
        json.endArray()
    }
}

/// Writes answers with their keys in the contract's order.
struct AnswerWriter {
    let schema: Schema
    var json = JSONWriter()

    init(schema: Schema) { self.schema = schema }

    mutating func text(_ key: String, _ value: String?) {
        json.key(key)
        if let value { json.value(value) } else { json.null() }
    }

    mutating func write(_ match: Match, withKey: Bool) {
        let clause = match.clause.clause
        json.beginObject()
        if withKey { text("id", match.key) }
        text("clause_id", clause.id)
        text("title", clause.title)
        write(clause.policy)
        text("verdict", match.verdict.name)
        text("decided_by", match.decidedBy?.rawValue)
        if let fact = match.decidedFact { text("decided_fact", fact.name(in: schema)) }
        fixed("degree_low", match.degreeLow, places: 4)
        fixed("degree_high", match.degreeHigh, places: 4)
        text("amount_low", match.amountLow.flatMap { Number(fen: $0).fixed(places: 2) })
        text("amount_high", match.amountHigh.flatMap { Number(fen: $0).fixed(places: 2) })
        text("deadline", match.deadline?.description)
        text("route", match.route.rawValue)
        fixed("relevance", match.relevance, places: 3)
        json.key("rank")
        json.value(match.rank)
        if let conditions = match.conditions {
            json.key("conditions")
            json.beginArray()
            for condition in conditions { write(condition) }
            json.endArray()
            json.key("mend")
            if let mend = match.mend { write(mend) } else { json.null() }
            json.key("settle")
            if let settlement = match.settlement { write(settlement) } else { json.null() }
        }
        json.endObject()
    }

    private mutating func write(_ policy: Clause.Policy?) {
        json.key("policy")
        guard let policy else { return json.null() }
        json.beginObject()
        text("id", policy.id)
        text("title", policy.title)
        text("number", policy.number)
        text("issuer", policy.issuer)
        json.endObject()
    }

    private mutating func fixed(_ key: String, _ value: Int, places: Int) {
        json.key(key)
        let scaled = Number(significand: Int128(value), exponent10: -places)
        json.number(literal: scaled?.fixed(places: places) ?? "0")
    }

    private mutating func write(_ answer: ConditionAnswer) {
        let explanation = answer.explanation
        json.beginObject()
        text("id", answer.condition.id)
        text("label", answer.condition.label)
        text("kind", answer.condition.kind.rawValue)
        text("truth", explanation.truth.name)
        json.key("facts")
        json.beginArray()
        for fact in explanation.facts { write(fact) }
        json.endArray()
        json.key("threshold")
        if let threshold = explanation.threshold {
            json.beginObject()
            text("op", threshold.comparison.rawValue)
            write(threshold.bound)
            json.endObject()
        } else {
            json.null()
        }
        json.key("gap")
        write(object: explanation.threshold?.gap)
        names("missing", explanation.missing)
        text("problem", explanation.problem?.message.zh)
        json.key("mend")
        if let mend = explanation.mend { write(mend) } else { json.null() }
        json.key("settle")
        if let settlement = explanation.settlement { write(settlement) } else { json.null() }
        json.endObject()
    }

    /// Names of facts as rules write them.
    mutating func names(_ key: String, _ facts: [MissingFact]) {
        json.key(key)
        json.beginArray()
        for fact in facts { json.value(fact.name(in: schema)) }
        json.endArray()
    }

    /// A value with its unit, or null.
    mutating func write(object stated: StatedValue?) {
        guard let stated else { return json.null() }
        json.beginObject()
        write(stated)
        json.endObject()
    }

    private mutating func write(_ stated: StatedValue) {
        switch stated {
        case .number(let number, let unit):
            text("value", number.isInteger ? "\(number.numerator)" : number.description)
            text("unit", unit)
        case .day(let day):
            text("value", day.description)
            text("unit", "")
        case .text(let found):
            text("value", found)
            text("unit", "")
        case .flag(let flag):
            json.key("value")
            json.value(flag)
            text("unit", "")
        }
    }

    private mutating func write(_ read: FactRead) {
        json.beginObject()
        text("name", read.fact.name(in: schema))
        json.key("value")
        write(read.value, of: schema.fields[read.fact.field].type)
        text("unit", read.value.unit(of: read.fact, in: schema))
        json.endObject()
    }

    /// - Parameter type: The field's type, for the names of a record's members.
    private mutating func write(_ value: FieldValue, of type: FieldType = .text) {
        switch value {
        case .unknown: json.null()
        case .text(let text): json.value(text)
        case .bool(let flag): json.value(flag)
        case .int(let number): json.value(number)
        case .fen(let fen):
            json.number(literal: Number(fen: fen).fixed(places: fen % 100 == 0 ? 0 : 2) ?? "null")
        case .day(let number): json.value(Day(number: number).description)
        case .yearly(let amounts):
            json.beginObject()
            for amount in amounts {
                json.key(String(amount.year))
                write(.fen(amount.fen))
            }
            json.endObject()
        case .texts(let texts, let complete):
            json.beginArray()
            for text in texts { json.value(text) }
            if !complete { json.null() }
            json.endArray()
        case .records(let records, let complete):
            json.beginArray()
            guard case .records(let members) = type else { return json.endArray() }
            for record in records {
                json.beginObject()
                for (member, value) in zip(members, record) where value != .unknown {
                    json.key(member.name)
                    write(value)
                }
                json.endObject()
            }
            if !complete { json.null() }
            json.endArray()
        }
    }
}

extension FieldValue {
    /// The unit in which a fact's value is given.
    public func unit(of fact: MissingFact, in schema: Schema) -> String {
        if case .member = fact {
            if case .fen = self { return "元" }
            return ""
        }
        return schema.fields[fact.field].unit
    }
}
