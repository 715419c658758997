import HuiqiModel

/// Compiles rules against one schema, each different text once: a city's clauses repeat the same conditions
/// thousands of times, and the atoms of others.
///
/// A value for one batch; what it remembers ends with it.
public struct RuleBook: Sendable {
    private let setting: RuleSetting
    private var conditions = RuleTable()
    private var amounts = RuleTable()
    private var atoms: AtomBook
    private let library: RuleLibrary?

    /// An empty book.
    /// - Parameter library: What was compiled before against the same schema and under the same limits.
    public init(schema: Schema, limits: RuleLimits = .contract, library: RuleLibrary? = nil) {
        atoms = AtomBook(library)
        self.library = library
        setting = RuleSetting(schema, limits)
    }

    /// The fields.
    public var schema: Schema { setting.schema }

    /// Bounds on expressions.
    public var limits: RuleLimits { setting.limits }

    /// A condition, as ``Rule/condition(_:schema:limits:)``.
    public mutating func condition(_ source: String) throws(RuleError) -> Rule {
        let hash = ByteHash.of(source)
        if let known = conditions.rule(source, hash) { return known }
        let rule = try Rule.condition(source, setting, atoms: &atoms)
        conditions.append(rule, hash)
        return rule
    }

    /// An amount, as ``Rule/amount(_:schema:limits:)``.
    public mutating func amount(_ source: String) throws(RuleError) -> Rule {
        let hash = ByteHash.of(source)
        if let known = amounts.rule(source, hash) ?? library?.amount(source, hash: hash) { return known }
        let rule = try Rule.amount(source, setting)
        amounts.append(rule, hash)
        return rule
    }
}

/// Rules by their source.
private struct RuleTable: Sendable {
    private var sources = ByteTable()
    private var rules: [Rule] = []

    func rule(_ source: String, _ hash: UInt64) -> Rule? {
        sources.number(of: source, hash: hash).map { rules[$0] }
    }

    mutating func append(_ rule: Rule, _ hash: UInt64) {
        sources.append(rule.source, hash: hash)
        rules.append(rule)
    }
}
