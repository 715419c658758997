/// A compiled expression of the plain CEL environment, which behaves as the language definition says.
///
/// It is the whole language without protobuf messages, with the extensions for mathematics, strings, two-variable
/// comprehensions, bindings, optional values and encoders. Policies are not written in it: see ``Rule``.
///
/// An expression is immutable and may be used by any number of threads. No expression and no values end the
/// process: source, nesting, nodes and steps are bounded by ``RuleLimits``, and what one evaluation builds by
/// ``roomBytes``.
public struct PlainExpression: Sendable {
    /// The CEL source.
    public let source: String
    /// What it may speak of.
    public let environment: PlainEnvironment
    /// The bounds under which it is evaluated.
    public let limits: RuleLimits
    /// The type of its value as far as it is known before evaluation.
    public let type: PlainType
    private let root: any PlainNode
    private let slots: Int

    /// Bytes of texts, lists and maps that one evaluation may build: 16 MiB.
    public static let roomBytes = 16 << 20
    /// Lists, maps and optionals inside one another that a value may have.
    public static let valueDepth = 500

    /// Compiles an expression.
    ///
    /// - Throws: ``RuleError`` with a UTF-8 offset where it does not parse or, in a checked environment, names what
    ///   is not declared or calls what has no such overload.
    /// - Complexity: O(length of the source).
    public static func compile(
        _ source: String, environment: PlainEnvironment = PlainEnvironment(), limits: RuleLimits = .contract
    ) throws(RuleError) -> PlainExpression {
        let syntax = try Parser.parse(source, limits: limits, isPlain: true)
        var builder = PlainBuilder(source, environment)
        let built = try builder.build(syntax)
        return PlainExpression(
            source: source, environment: environment, limits: limits, type: built.type.settled,
            root: built.node,
            slots: builder.slots)
    }

    /// The value for given variables.
    ///
    /// - Parameter bindings: Values by the names of the environment; one that lacks makes its use an error.
    /// - Throws: ``RuleError`` with the offset of what failed: an evaluation error of the language, or a bound.
    public func evaluate(_ bindings: [String: PlainValue] = [:]) throws(RuleError) -> PlainValue {
        for (name, value) in bindings where value.extent.depth > Self.valueDepth {
            throw RuleError(
                at: 0, zh: "变量 \(name) 的值嵌套超过 \(Self.valueDepth) 层",
                en: "the value of \(name) is nested more than \(Self.valueDepth) levels")
        }
        var run = PlainRun(bindings: bindings, limits: limits, slots: slots)
        let value = try root.evaluate(&run)
        // Shared parts make a small value long to write out; whoever gets it may do so.
        run.offset = 0
        try run.walk(value)
        return value
    }
}
