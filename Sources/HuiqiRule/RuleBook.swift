import HuiqiModel

/// Compiles rules against one schema, each different text once: a city's clauses repeat the same conditions
/// thousands of times.
///
/// A value for one batch; what it remembers ends with it.
public struct RuleBook: Sendable {
    /// The fields.
    public let schema: Schema
    /// Bounds on expressions.
    public let limits: RuleLimits
    private var conditions: [ExactText: Rule] = [:]
    private var amounts: [ExactText: Rule] = [:]

    /// An empty book.
    public init(schema: Schema, limits: RuleLimits = .contract) {
        self.schema = schema
        self.limits = limits
    }

    /// A condition, as ``Rule/condition(_:schema:limits:)``.
    public mutating func condition(_ source: String) throws(RuleError) -> Rule {
        let key = ExactText(source)
        if let known = conditions[key] { return known }
        let rule = try Rule.condition(source, schema: schema, limits: limits)
        conditions[key] = rule
        return rule
    }

    /// An amount, as ``Rule/amount(_:schema:limits:)``.
    public mutating func amount(_ source: String) throws(RuleError) -> Rule {
        let key = ExactText(source)
        if let known = amounts[key] { return known }
        let rule = try Rule.amount(source, schema: schema, limits: limits)
        amounts[key] = rule
        return rule
    }
}
