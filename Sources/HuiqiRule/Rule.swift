import HuiqiLogic
import HuiqiModel
import HuiqiText
import Synchronization

/// A compiled condition or amount: parsed, checked against a schema, constants folded.
///
/// A rule is immutable and may be used by any number of threads. The row evaluator answers with reasons; the
/// block evaluator of HuiqiMatch decides the same rule from ``combination`` over columns.
public struct Rule: Sendable {
    /// What a rule is made of, in one object: rules are handed about by the ten thousand.
    private final class Content: Sendable {
        let source: String
        let setting: RuleSetting
        let combination: Combination
        /// Of a rule whose combination was read by its outline, made when somebody asks for it.
        private let tree = AtomicLazyReference<RuleNode>()

        init(_ source: String, _ setting: RuleSetting, _ combination: Combination) {
            self.source = source
            self.setting = setting
            self.combination = combination
        }

        init(_ source: String, _ setting: RuleSetting, _ root: RuleNode) {
            self.source = source
            self.setting = setting
            combination = Rule.combination(root, setting)
            _ = tree.storeIfNil(root)
        }

        var root: RuleNode {
            if let known = tree.load() { return known }
            let root: RuleNode
            do throws(RuleError) {
                root = try Rule.root(source, setting)
            } catch {
                // The outline takes nothing that does not compile; were it so, the condition is unknown.
                root = RuleNode(.constant(.null), .null, at: 0)
            }
            return tree.storeIfNil(root)
        }
    }

    private let content: Content
    /// The CEL source.
    public var source: String { content.source }
    /// The fields it was checked against.
    public var schema: Schema { content.setting.schema }
    /// The bounds under which it is evaluated.
    public var limits: RuleLimits { content.setting.limits }
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
        try condition(source, RuleSetting(schema, limits))
    }

    /// Compiles an amount of money.
    /// - Throws: ``RuleError`` as ``condition(_:schema:limits:)``.
    public static func amount(
        _ source: String, schema: Schema, limits: RuleLimits = .contract
    ) throws(RuleError) -> Rule {
        try amount(source, RuleSetting(schema, limits))
    }

    /// Compiles an expression of any type.
    /// - Throws: ``RuleError`` as ``condition(_:schema:limits:)``.
    public static func any(
        _ source: String, schema: Schema, limits: RuleLimits = .contract
    ) throws(RuleError) -> Rule {
        let setting = RuleSetting(schema, limits)
        return Rule(content: Content(source, setting, try root(source, setting)))
    }

    /// Compiles a condition, taking the atoms that are in a book from there.
    static func condition(
        _ source: String, _ setting: RuleSetting, atoms: inout AtomBook
    ) throws(RuleError) -> Rule {
        guard let combination = ConditionOutline.combination(of: source, setting, atoms: &atoms) else {
            return try condition(source, setting)
        }
        return Rule(content: Content(source, setting, combination))
    }

    private static func condition(_ source: String, _ setting: RuleSetting) throws(RuleError) -> Rule {
        let root = try root(source, setting)
        guard root.type == .bool else {
            throw RuleError(
                at: 0, zh: "条件的结果应为 bool，却是 \(root.type.name)；请写成比较，如 x >= 1",
                en: "a condition must be bool, this is \(root.type.name); compare it, as in x >= 1")
        }
        return Rule(content: Content(source, setting, root))
    }

    static func amount(_ source: String, _ setting: RuleSetting) throws(RuleError) -> Rule {
        let root = try root(source, setting)
        guard root.type.isNumeric else {
            throw RuleError(
                at: 0, zh: "金额的结果应为数字，却是 \(root.type.name)",
                en: "an amount must be a number, this is \(root.type.name)")
        }
        return Rule(content: Content(source, setting, root))
    }

    private static func root(_ source: String, _ setting: RuleSetting) throws(RuleError) -> RuleNode {
        let syntax = try Parser.parse(source, limits: setting.limits)
        var checker = Checker(setting)
        let root = try checker.check(syntax)
        if root.type == .yearly { try checker.refuseNoValue(root) }
        return root
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
