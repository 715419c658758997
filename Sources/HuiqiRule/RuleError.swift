import HuiqiModel

/// A fault in an expression, with its place.
public struct RuleError: Error, Sendable, Hashable {
    /// UTF-8 offset in the expression.
    public let offsetUTF8: Int
    /// What is wrong and what to write instead.
    public let message: Message

    /// A fault at an offset.
    public init(at offsetUTF8: Int, zh: String, en: String) {
        self.offsetUTF8 = offsetUTF8
        message = Message(zh: zh, en: en)
    }
}

/// Bounds on an expression; each may be set lower than the contract's.
public struct RuleLimits: Sendable, Hashable {
    /// Unicode code points of the source.
    public var codePoints: Int
    /// Depth of nesting; a chain of `&&` or `||` counts once.
    public var nesting: Int
    /// Nodes of the syntax tree.
    public var nodes: Int
    /// Steps of one evaluation.
    public var steps: Int

    /// The contract's limits (formats.md, section 3).
    public static let contract = RuleLimits()

    /// Limits, none above the contract's.
    public init(
        codePoints: Int = 100_000, nesting: Int = 250, nodes: Int = 100_000, steps: Int = 1_000_000
    ) {
        self.codePoints = min(max(1, codePoints), 100_000)
        self.nesting = min(max(1, nesting), 250)
        self.nodes = min(max(1, nodes), 100_000)
        self.steps = min(max(1, steps), 1_000_000)
    }
}
