import HuiqiModel

/// The syntax tree of an expression, before anything is known of names and types.
struct Syntax: Sendable {
    indirect enum Kind: Sendable {
        case null
        case bool(Bool)
        case int(Int64)
        case uint(UInt64)
        case decimal(Int128, Int)
        case text(String)
        case bytes([UInt8])
        case identifier(String)
        /// `operand.name`
        case select(Syntax, String)
        case index(Syntax, Syntax)
        /// `target.name(arguments)` or `name(arguments)`; macros too.
        case call(target: Syntax?, name: String, arguments: [Syntax])
        case list([Syntax])
        case map([(key: Syntax, value: Syntax)])
        /// A chain of `&&`, flat.
        case and([Syntax])
        /// A chain of `||`, flat.
        case or([Syntax])
        case not(Syntax)
        case negate(Syntax)
        case compare(Comparison, Syntax, Syntax)
        case isIn(Syntax, Syntax)
        case arithmetic(Arithmetic, Syntax, Syntax)
        case conditional(Syntax, Syntax, Syntax)
    }

    let kind: Kind
    /// UTF-8 offset: of the first byte, or of the operator for a binary one.
    let offset: Int
    /// Levels of nodes below and including this one.
    let depth: Int
}

extension [Syntax] {
    /// Levels of the deepest of them.
    var depth: Int {
        var deepest = 0
        for syntax in self { deepest = Swift.max(deepest, syntax.depth) }
        return deepest
    }
}

/// `== != < <= > >=`
public enum Comparison: String, Sendable, Hashable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessEqual = "<="
    case greater = ">"
    case greaterEqual = ">="

    /// The comparison with its sides exchanged.
    public var mirrored: Comparison {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessEqual: .greaterEqual
        case .greater: .less
        case .greaterEqual: .lessEqual
        }
    }

    /// Whether it holds for a left side that is below (-1), at (0) or above (1) the right.
    public func holds(_ order: Int) -> Bool {
        switch self {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .lessEqual: order <= 0
        case .greater: order > 0
        case .greaterEqual: order >= 0
        }
    }
}

/// `+ - * / %`
public enum Arithmetic: String, Sendable, Hashable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
}
