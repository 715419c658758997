import HuiqiModel

/// A fact that an expression read, with its value.
public struct FactRead: Sendable, Hashable {
    /// Which fact, named as a missing one would be.
    public let fact: MissingFact
    /// Its value; `unknown` where it is missing.
    public let value: FieldValue

    /// A fact with its value.
    public init(fact: MissingFact, value: FieldValue) {
        self.fact = fact
        self.value = value
    }
}

extension Evaluator {
    mutating func record(_ fact: MissingFact, _ value: FieldValue) {
        guard reads != nil else { return }
        let read = FactRead(fact: fact, value: value)
        if reads?.contains(read) == false { reads?.append(read) }
    }

    mutating func fact(_ field: Int) -> Outcome {
        var found = profile?.value(field) ?? .unknown
        if let stand, stand.field == field { found = stand.value }
        record(.field(field), found)
        switch found {
        case .texts(let texts, let complete):
            let others: [MissingFact] = complete ? [] : [.others(field: field)]
            return .value(.list(ListValue(texts.map { .text($0) }, others: others)))
        case .records(let records, let complete):
            let others: [MissingFact] = complete ? [] : [.others(field: field)]
            let elements = records.enumerated().map { position, members in
                Value.record(RecordValue(field: field, position: position, members: members))
            }
            return .value(.list(ListValue(elements, others: others)))
        default:
            return scalar(found).map { .value($0) } ?? .missing(.field(field))
        }
    }

    mutating func yearFact(_ field: Int, _ yearNode: RuleNode) -> Outcome {
        switch value(yearNode) {
        case .open(let gap): return .open(gap)
        case .value(.int(let year)): return amount(field, year)
        case .value: return mistyped(yearNode)
        }
    }

    /// The amount of one year.
    mutating func amount(_ field: Int, _ year: Int64) -> Outcome {
        let fact = MissingFact.year(field: field, year)
        guard let fen = profile?.fen(field, year: year) else {
            record(fact, .unknown)
            return .missing(fact)
        }
        record(fact, .fen(fen))
        return .value(.decimal(Number(fen: fen)))
    }

    mutating func member(_ operand: RuleNode, _ member: Int) -> Outcome {
        switch value(operand) {
        case .open(let gap): return .open(gap)
        case .value(.record(let record)):
            let found = member < record.members.count ? record.members[member] : .unknown
            let fact = MissingFact.member(field: record.field, position: record.position, member: member)
            self.record(fact, found)
            return scalar(found).map { .value($0) } ?? .missing(fact)
        case .value: return mistyped(operand)
        }
    }

    private func scalar(_ value: FieldValue) -> Value? {
        switch value {
        case .text(let text): .text(text)
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .fen(let fen): .decimal(Number(fen: fen))
        case .day(let number): Value(Day(number: number))
        case .unknown, .yearly, .texts, .records: nil
        }
    }
}
