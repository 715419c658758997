import HuiqiLogic
import HuiqiModel
import HuiqiText

/// A compiled condition or amount: parsed, checked against a schema, constants folded.
///
/// A rule is immutable and may be used by any number of threads. The row evaluator answers with reasons; the
/// block evaluator of HuiqiMatch decides the same rule from ``combination`` over columns.
public struct Rule: Sendable {
    /// What a rule is made of, in one object: rules are handed about by the ten thousand.
    private final class Content: Sendable {
        let source: String
        let schema: Schema
        let limits: RuleLimits
        let root: RuleNode
        let combination: Combination

        init(_ source: String, _ schema: Schema, _ limits: RuleLimits, _ root: RuleNode) {
            self.source = source
            self.schema = schema
            self.limits = limits
            self.root = root
            combination = Rule.combination(root, schema, limits)
        }
    }

    private let content: Content
    /// The CEL source.
    public var source: String { content.source }
    /// The fields it was checked against.
    public var schema: Schema { content.schema }
    /// The bounds under which it is evaluated.
    public var limits: RuleLimits { content.limits }
    var root: RuleNode { content.root }
    /// The condition as a combination of atoms; of what is no condition, one atom.
    public var combination: Combination { content.combination }

    /// The same for two rules exactly where they are copies of one.
    public var identity: ObjectIdentifier { ObjectIdentifier(content) }

    /// Compiles a condition.
    /// - Throws: ``RuleError`` with a UTF-8 offset where it does not parse, check, or holds a bad constant.
    /// - Complexity: O(length of the source).
    public static func condition(
        _ source: String, schema: Schema, limits: RuleLimits = .contract
    ) throws(RuleError) -> Rule {
        let rule = try any(source, schema: schema, limits: limits)
        guard rule.root.type == .bool else {
            throw RuleError(
                at: 0, zh: "条件的结果应为 bool，却是 \(rule.root.type.name)；请写成比较，如 x >= 1",
                en: "a condition must be bool, this is \(rule.root.type.name); compare it, as in x >= 1")
        }
        return rule
    }

    /// Compiles an amount of money.
    /// - Throws: ``RuleError`` as ``condition(_:schema:limits:)``.
    public static func amount(
        _ source: String, schema: Schema, limits: RuleLimits = .contract
    ) throws(RuleError) -> Rule {
        let rule = try any(source, schema: schema, limits: limits)
        guard rule.root.type.isNumeric else {
            throw RuleError(
                at: 0, zh: "金额的结果应为数字，却是 \(rule.root.type.name)",
                en: "an amount must be a number, this is \(rule.root.type.name)")
        }
        return rule
    }

    /// Compiles an expression of any type.
    /// - Throws: ``RuleError`` as ``condition(_:schema:limits:)``.
    public static func any(
        _ source: String, schema: Schema, limits: RuleLimits = .contract
    ) throws(RuleError) -> Rule {
        let syntax = try Parser.parse(source, limits: limits)
        var checker = Checker(schema: schema, limits: limits)
        let root = try checker.check(syntax)
        if root.type == .yearly { try checker.refuseNoValue(root) }
        return Rule(content: Content(source, schema, limits, root))
    }

    /// Decides a condition for one profile by Kleene's rules, with what is missing where it is unknown.
    public func truth(for profile: Profile, on day: Day, normalizer: TextNormalizer? = nil) -> (Truth, Gap?) {
        var evaluator = Evaluator(
            schema: schema, limits: limits, profile: profile, day: day, normalizer: normalizer)
        return evaluator.truth(root)
    }

    /// The number an amount comes to for one profile, or what keeps it open.
    public func number(for profile: Profile, on day: Day, normalizer: TextNormalizer? = nil) -> (
        Number?, Gap?
    ) {
        var evaluator = Evaluator(
            schema: schema, limits: limits, profile: profile, day: day, normalizer: normalizer)
        switch evaluator.evaluate(root) {
        case .value(let value): return (value.number, nil)
        case .open(let gap): return (nil, gap)
        }
    }

    /// The answer as `hq eval` prints it, or what keeps it open.
    public func text(for profile: Profile?, on day: Day, normalizer: TextNormalizer? = nil) -> (String?, Gap?)
    {
        var evaluator = Evaluator(
            schema: schema, limits: limits, profile: profile, day: day, normalizer: normalizer)
        // A condition is decided as everywhere else: atom by atom, each with its own count of steps.
        if root.type == .bool {
            let (truth, gap) = evaluator.truth(root)
            if truth != .unknown { return (truth == .yes ? "true" : "false", nil) }
            return (nil, gap)
        }
        switch evaluator.evaluate(root) {
        case .value(let value):
            let others = ValueText.others(in: value)
            if !others.isEmpty { return (nil, Gap(missing: []).united(Gap(missing: others))) }
            return (ValueText.text(value, topLevel: true, schema: schema), nil)
        case .open(let gap): return (nil, gap)
        }
    }
}
