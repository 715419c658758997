import HuiqiModel

extension Mender {
    /// The scalar fact that a node is; nil where it is something else.
    mutating func scalar(_ node: RuleNode) -> MissingFact? {
        switch node.kind {
        case .fact(let field):
            switch schema.fields[field].type {
            case .texts, .records, .yearly: return nil
            default: return .field(field)
            }
        case .yearFact(let field, let year):
            guard case .int(let number)? = value(year) else { return nil }
            return .year(field: field, number)
        case .member(let operand, let member):
            guard case .record(let record)? = value(operand) else { return nil }
            return .member(field: record.field, position: record.position, member: member)
        default: return nil
        }
    }

    /// The most facts that are named of an expression.
    static let factLimit = 16

    /// The facts that a node is read from, lists as a whole, in order; sixteen at most.
    mutating func facts(in node: RuleNode) -> [MissingFact] {
        var found: [MissingFact] = []
        collect(node, &found)
        return found
    }

    private mutating func collect(_ node: RuleNode, _ found: inout [MissingFact]) {
        if found.count >= Mender.factLimit || !node.readsFacts && node.freeSlots.isEmpty { return }
        if let fact = scalar(node) { return found.unite([fact]) }
        switch node.kind {
        case .fact(let field): found.unite([.field(field)])
        // What the body reads of elements belongs to the list.
        case .comprehension(_, let range, _, _, _): collect(range, &found)
        default: for child in node.children { collect(child, &found) }
        }
    }

    /// The number that a known fact has.
    func number(of fact: MissingFact) -> Number? {
        switch fact {
        case .field(let field): number(evaluator.profile?.value(field))
        case .year(let field, let year): evaluator.profile?.fen(field, year: year).map { Number(fen: $0) }
        case .member(let field, let position, let member):
            if case .records(let records, _)? = evaluator.profile?.value(field), position < records.count,
                member < records[position].count
            {
                number(records[position][member])
            } else {
                nil
            }
        case .others: nil
        }
    }

    private func number(_ value: FieldValue?) -> Number? {
        switch value {
        case .int(let number)?: Number(number)
        case .fen(let fen)?: Number(fen: fen)
        default: nil
        }
    }

    /// The type of a scalar fact.
    func type(of fact: MissingFact) -> FieldType {
        let type = schema.fields[fact.field].type
        switch fact {
        case .year: return .money
        case .member(_, _, let member):
            if case .records(let members) = type, member < members.count { return members[member].type }
            return type
        case .field, .others: return type
        }
    }

    func isInt(_ fact: MissingFact) -> Bool { type(of: fact) == .int }

    /// The unit of a scalar fact.
    func unit(of fact: MissingFact) -> String {
        if case .member = fact { return type(of: fact) == .money ? "元" : "" }
        return schema.fields[fact.field].unit
    }

    /// What a node comes to, as an explanation states it.
    mutating func stated(_ node: RuleNode) -> StatedValue? {
        guard let value = value(node) else { return nil }
        switch value {
        case .text(let text): return .text(text)
        case .bool(let flag): return .flag(flag)
        case .timestamp(let moment): return Mender.day(moment).map { .day($0) }
        default:
            let unit = measure(of: node).unit
            return value.number.map { .number($0, unit: unit) }
        }
    }

    static func day(_ moment: Int128) -> Day? {
        var number = moment / Value.nanosecondsADay
        if number * Value.nanosecondsADay > moment { number -= 1 }
        return Int32(exactly: number).map { Day(number: $0) }
    }
}
