import HuiqiModel

/// Parses an expression by recursive descent (CEL language definition, grammar).
struct Parser {
    private var lexer: Lexer
    private(set) var token: Token
    private let limits: RuleLimits
    private var nodes = 0
    private var nesting = 0

    /// Parses a whole expression.
    static func parse(_ source: String, limits: RuleLimits) throws(RuleError) -> Syntax {
        guard source.utf8.count <= limits.codePoints * 4, source.unicodeScalars.count <= limits.codePoints else {
            throw RuleError(
                at: 0, zh: "表达式超过 \(limits.codePoints) 个字符",
                en: "the expression has more than \(limits.codePoints) code points")
        }
        var parser = Parser(source, limits)
        try parser.advance()
        if case .end = parser.token.kind {
            throw RuleError(at: 0, zh: "表达式为空", en: "the expression is empty")
        }
        let syntax = try parser.expression()
        guard case .end = parser.token.kind else { throw parser.unexpected() }
        return syntax
    }

    private init(_ source: String, _ limits: RuleLimits) {
        lexer = Lexer(source)
        token = Token(kind: .end, offset: 0)
        self.limits = limits
    }

    mutating func advance() throws(RuleError) { token = try lexer.next() }

    mutating func take(_ symbol: Token.Symbol) throws(RuleError) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ symbol: Token.Symbol) throws(RuleError) {
        if try !take(symbol) {
            throw RuleError(
                at: token.offset, zh: "此处应为 `\(symbol.rawValue)`", en: "expected `\(symbol.rawValue)`")
        }
    }

    func unexpected() -> RuleError {
        if case .end = token.kind {
            return RuleError(at: token.offset, zh: "表达式不完整", en: "the expression is not complete")
        }
        if case .identifier(let name) = token.kind, ["and", "or", "not"].contains(name.lowercased()) {
            let symbol = ["and": "&&", "or": "||", "not": "!"][name.lowercased()] ?? ""
            return RuleError(at: token.offset, zh: "请写 `\(symbol)`", en: "write `\(symbol)`")
        }
        return RuleError(at: token.offset, zh: "此处语法有误", en: "syntax error here")
    }

    /// Makes a node, counting it and its depth.
    mutating func node(_ kind: Syntax.Kind, _ offset: Int, over children: [Syntax]) throws(RuleError) -> Syntax {
        nodes &+= 1
        let depth = 1 &+ (children.lazy.map(\.depth).max() ?? 0)
        if nodes > limits.nodes {
            throw RuleError(
                at: offset, zh: "表达式超过 \(limits.nodes) 个节点", en: "more than \(limits.nodes) nodes")
        }
        if depth > limits.nesting { throw tooDeep(offset) }
        return Syntax(kind: kind, offset: offset, depth: depth)
    }

    private func tooDeep(_ offset: Int) -> RuleError {
        RuleError(
            at: offset, zh: "嵌套超过 \(limits.nesting) 层", en: "nested more than \(limits.nesting) levels")
    }

    /// Goes one level down; every recursion of the parser passes here.
    mutating func nested(
        _ body: (inout Parser) throws(RuleError) -> Syntax
    ) throws(RuleError) -> Syntax {
        nesting &+= 1
        if nesting > limits.nesting { throw tooDeep(token.offset) }
        let syntax = try body(&self)
        nesting &-= 1
        return syntax
    }

    mutating func expression() throws(RuleError) -> Syntax {
        try nested { parser throws(RuleError) in try parser.conditional() }
    }

    private mutating func conditional() throws(RuleError) -> Syntax {
        let test = try disjunction()
        let offset = token.offset
        guard try take(.question) else { return test }
        let whenYes = try nested { parser throws(RuleError) in try parser.disjunction() }
        try expect(.colon)
        let whenNo = try expression()
        return try node(.conditional(test, whenYes, whenNo), offset, over: [test, whenYes, whenNo])
    }

    private mutating func disjunction() throws(RuleError) -> Syntax {
        let first = try conjunction()
        guard token.kind == .symbol(.or) else { return first }
        let offset = token.offset
        var parts = [first]
        while try take(.or) { parts.append(try conjunction()) }
        return try node(.or(parts), offset, over: parts)
    }

    private mutating func conjunction() throws(RuleError) -> Syntax {
        let first = try relation()
        guard token.kind == .symbol(.and) else { return first }
        let offset = token.offset
        var parts = [first]
        while try take(.and) { parts.append(try relation()) }
        return try node(.and(parts), offset, over: parts)
    }

    private mutating func relation() throws(RuleError) -> Syntax {
        var left = try addition()
        while true {
            let offset = token.offset
            if case .symbol(let symbol) = token.kind, let comparison = Comparison(rawValue: symbol.rawValue) {
                try advance()
                let right = try addition()
                left = try node(.compare(comparison, left, right), offset, over: [left, right])
            } else if token.kind == .identifier("in") {
                try advance()
                let right = try addition()
                left = try node(.isIn(left, right), offset, over: [left, right])
            } else {
                return left
            }
        }
    }

    private mutating func addition() throws(RuleError) -> Syntax {
        var left = try multiplication()
        while case .symbol(let symbol) = token.kind, symbol == .plus || symbol == .minus {
            let offset = token.offset
            try advance()
            let right = try multiplication()
            let operation: Arithmetic = symbol == .plus ? .add : .subtract
            left = try node(.arithmetic(operation, left, right), offset, over: [left, right])
        }
        return left
    }

    private mutating func multiplication() throws(RuleError) -> Syntax {
        var left = try unary()
        while case .symbol(let symbol) = token.kind, let operation = Self.factors[symbol] {
            let offset = token.offset
            try advance()
            if symbol == .modulo, isAtOperandEnd {
                throw RuleError(at: offset, zh: "百分数请写成小数，如 0.03", en: "write a percentage as a decimal, such as 0.03")
            }
            let right = try unary()
            left = try node(.arithmetic(operation, left, right), offset, over: [left, right])
        }
        return left
    }

    /// Whether nothing that could be an operand stands here.
    private var isAtOperandEnd: Bool {
        switch token.kind {
        case .end, .symbol(.and), .symbol(.or), .symbol(.close), .symbol(.closeBracket), .symbol(.comma),
            .symbol(.question), .symbol(.colon):
            true
        default: false
        }
    }

    private static let factors: [Token.Symbol: Arithmetic] = [
        .times: .multiply, .divide: .divide, .modulo: .modulo,
    ]

    private mutating func unary() throws(RuleError) -> Syntax {
        let offset = token.offset
        if try take(.not) {
            let operand = try nested { parser throws(RuleError) in try parser.unary() }
            return try node(.not(operand), offset, over: [operand])
        }
        guard try take(.minus) else { return try member() }
        switch token.kind {
        case .int(let magnitude):
            // -9223372036854775808 is an int although its magnitude is not.
            guard let value = Int64(exactly: 0 - Int128(magnitude)) else { throw tooLarge(offset) }
            try advance()
            return try suffixes(of: node(.int(value), offset, over: []))
        case .decimal(let significand, let exponent):
            try advance()
            return try suffixes(of: node(.decimal(-significand, exponent), offset, over: []))
        default:
            let operand = try nested { parser throws(RuleError) in try parser.unary() }
            return try node(.negate(operand), offset, over: [operand])
        }
    }

    func tooLarge(_ offset: Int) -> RuleError {
        RuleError(at: offset, zh: "整数超过 64 位", en: "the integer has more than 64 bits")
    }
}
