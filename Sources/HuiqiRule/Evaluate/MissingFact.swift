import HuiqiModel

/// A fact that is missing: one scalar of a profile, or the unknown rest of a list.
public enum MissingFact: Sendable, Hashable {
    /// A field.
    case field(Int)
    /// One year of a yearly field.
    case year(field: Int, Int64)
    /// A member of the record at a position of a list.
    case member(field: Int, position: Int, member: Int)
    /// Further elements of a list, `tags[*]`.
    case others(field: Int)

    /// The field it belongs to.
    public var field: Int {
        switch self {
        case .field(let field), .year(let field, _), .member(let field, _, _), .others(let field): field
        }
    }

    /// The name as rules write it: `dishonest`, `revenue[2021]`, `penalties[0].amount`, `tags[*]`.
    public func name(in schema: Schema) -> String {
        let field = schema.fields[self.field]
        switch self {
        case .field: return field.name
        case .year(_, let year): return "\(field.name)[\(year)]"
        case .member(_, let position, let member):
            guard case .records(let members) = field.type, member < members.count else { return field.name }
            return "\(field.name)[\(position)].\(members[member].name)"
        case .others: return "\(field.name)[*]"
        }
    }
}

/// What keeps an expression from having a value: missing facts, evaluation errors, or both.
public struct Gap: Sendable, Hashable {
    /// Missing facts in order of first appearance, each once.
    public private(set) var missing: [MissingFact]
    /// Evaluation errors in order of appearance.
    public private(set) var problems: [RuleError]
    private var seen: Set<MissingFact>?

    init(missing: [MissingFact]) {
        self.missing = missing
        problems = []
    }

    init(problem: RuleError) {
        missing = []
        problems = [problem]
    }

    /// The most problems that are kept of one evaluation.
    private static let problemLimit = 16

    /// Unites with another gap.
    mutating func formUnion(_ other: Gap) {
        for fact in other.missing {
            if seen == nil, missing.count >= 16 { seen = Set(missing) }
            if seen != nil {
                if seen?.insert(fact).inserted == true { missing.append(fact) }
            } else if !missing.contains(fact) {
                missing.append(fact)
            }
        }
        for problem in other.problems where problems.count < Gap.problemLimit && !problems.contains(problem) {
            problems.append(problem)
        }
    }
}

/// What an evaluation came to.
enum Outcome: Sendable {
    case value(Value)
    case open(Gap)

    static func missing(_ fact: MissingFact) -> Outcome { .open(Gap(missing: [fact])) }
}
