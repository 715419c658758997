import HuiqiModel
import HuiqiRule

/// One finding of the linter: always a warning, never a refusal.
public struct LintFinding: Sendable, Hashable {
    /// Which rule, by the id that switches it off.
    public let rule: LintRule
    /// Where: line, clause, condition or field, UTF-8 offset in the expression; and what is odd.
    public let place: Finding
    /// What to do about it.
    public let suggestion: Message

    /// A finding at a place.
    public init(_ rule: LintRule, _ place: Finding, suggestion: Message) {
        self.rule = rule
        self.place = place
        self.suggestion = suggestion
    }

    /// One line: place, explanation, suggestion, rule id.
    public func text(_ language: Language) -> String {
        language == .zh
            ? "\(place.text(.zh))。建议：\(suggestion.zh) [\(rule.rawValue)]"
            : "\(place.text(.en)); suggestion: \(suggestion.en) [\(rule.rawValue)]"
    }
}

/// What the linter looks for.
public struct LintOptions: Sendable, Hashable {
    /// Rules that are switched off.
    public var without: Set<LintRule>

    /// All rules but some.
    public init(without: Set<LintRule> = []) { self.without = without }
}

/// A clause that was read and checked, with the line it stood on.
public struct LintedClause: Sendable {
    /// Line of the input, from 1; 0 where there is none.
    public let line: Int
    /// The clause.
    public let clause: Clause
    /// One rule a condition; nil for review conditions.
    public let rules: [Rule?]
    /// The amount, where there is one.
    public let amount: Rule?

    /// A clause with its compiled conditions, one a condition, and amount.
    public init(line: Int, clause: Clause, rules: [Rule?], amount: Rule?) {
        self.line = line
        self.clause = clause
        self.rules = rules
        self.amount = amount
    }

    /// A finding about a condition; `position` is in `0 ..< clause.conditions.count`.
    func finding(
        _ rule: LintRule, condition position: Int, offset: Int? = 0, _ explanation: Message, fix: Message
    ) -> LintFinding {
        let condition = clause.conditions.indices.contains(position) ? clause.conditions[position] : nil
        let offset = condition?.expression == nil ? nil : offset
        return LintFinding(
            rule,
            Finding(
                .warning, line: line, subject: clause.id, condition: condition?.id, offsetUTF8: offset,
                explanation),
            suggestion: fix)
    }

    /// A finding about a field of the clause.
    func finding(
        _ rule: LintRule, field: String?, offset: Int? = nil, _ explanation: Message, fix: Message
    ) -> LintFinding {
        LintFinding(
            rule,
            Finding(.warning, line: line, subject: clause.id, field: field, offsetUTF8: offset, explanation),
            suggestion: fix)
    }
}
