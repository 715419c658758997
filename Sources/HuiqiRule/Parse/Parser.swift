import HuiqiModel

/// Parses an expression by recursive descent (CEL language definition, grammar); operators in a row by
/// precedence and without recursion, so that the deepest expression allowed needs but a small stack.
struct Parser {
    private(set) var lexer: Lexer
    private(set) var token: Token
    let limits: RuleLimits
    let isPlain: Bool
    /// Operands and operators of the operations that are being read, the innermost last.
    var pending = Pending()
    private var nodes = 0
    private var nesting = 0
    private var deepestNesting = 0

    /// Parses a whole expression.
    ///
    /// - Parameter isPlain: Reads also the forms that only the plain environment has: `.name` from the root,
    ///   reserved words and names between backticks as members, optional members, keys and elements.
    static func parse(_ source: String, limits: RuleLimits, isPlain: Bool = false) throws(RuleError) -> Syntax
    {
        guard source.utf8.count <= limits.codePoints * 4,
            source.utf8.count <= limits.codePoints || source.unicodeScalars.count <= limits.codePoints
        else {
            throw RuleError(
                at: 0, zh: "表达式超过 \(limits.codePoints) 个字符",
                en: "the expression has more than \(limits.codePoints) code points")
        }
        var parser = Parser(Lexer(source, isPlain: isPlain), limits)
        return try parser.whole()
    }

    /// Parses a part of some bytes as a whole expression, and tells how deeply `(`, `[` and `{` nest in it.
    static func parse(
        _ bytes: [UInt8], _ range: Range<Int>, limits: RuleLimits
    ) throws(RuleError) -> (Syntax, nesting: Int) {
        var parser = Parser(Lexer(bytes, range), limits)
        return (try parser.whole(), parser.deepestNesting)
    }

    private mutating func whole() throws(RuleError) -> Syntax {
        try advance()
        if case .end = token.kind {
            throw RuleError(
                at: 0, zh: "表达式为空；由人判断的条件请用 kind:review，不写 expr",
                en:
                    "the expression is empty; a condition that a person judges is of kind review, without expr"
            )
        }
        let syntax = try expression()
        guard case .end = token.kind else { throw unexpected() }
        return syntax
    }

    private init(_ lexer: Lexer, _ limits: RuleLimits) {
        self.lexer = lexer
        isPlain = lexer.isPlain
        token = Token(kind: .end, offset: 0)
        self.limits = limits
    }

    // Not inlined, like others here: what they need for a moment would lie in every frame of the recursion.
    @inline(never)
    mutating func advance() throws(RuleError) { token = try lexer.next() }

    @inline(never)
    mutating func take(_ symbol: Token.Symbol) throws(RuleError) -> Bool {
        guard token.isSymbol(symbol) else { return false }
        try advance()
        return true
    }

    @inline(never)
    mutating func expect(_ symbol: Token.Symbol) throws(RuleError) {
        if try !take(symbol) { throw missing(symbol) }
    }

    /// Makes a node, counting it and its depth.
    ///
    /// - Parameter below: The depth of its deepest child.
    @inline(never)
    mutating func node(_ kind: Syntax.Kind, _ offset: Int, below: Int = 0) throws(RuleError) -> Syntax {
        nodes &+= 1
        let depth = below &+ 1
        if nodes > limits.nodes {
            throw RuleError(
                at: offset, zh: "表达式超过 \(limits.nodes) 个节点", en: "more than \(limits.nodes) nodes")
        }
        if depth > limits.nesting { throw tooDeep(offset) }
        return Syntax(kind: kind, offset: offset, depth: depth)
    }

    @inline(never)
    func tooDeep(_ offset: Int) -> RuleError {
        RuleError(
            at: offset, zh: "嵌套超过 \(limits.nesting) 层", en: "nested more than \(limits.nesting) levels")
    }

    /// `test ? whenYes : whenNo`, or what has no such operator; every recursion of the parser passes here.
    @inline(never)
    mutating func expression() throws(RuleError) -> Syntax {
        nesting &+= 1
        // The whole expression comes through here as well and is no level.
        if nesting > limits.nesting &+ 1 { throw tooDeep(token.offset) }
        if nesting > deepestNesting { deepestNesting = nesting }
        var syntax = try operation()
        if token.isSymbol(.question) { syntax = try conditional(syntax) }
        nesting &-= 1
        return syntax
    }

    private mutating func conditional(_ test: Syntax) throws(RuleError) -> Syntax {
        let offset = token.offset
        try advance()
        let whenYes = try operation()
        try expect(.colon)
        let whenNo = try expression()
        return try node(
            .conditional(test, whenYes, whenNo), offset,
            below: max(test.depth, whenYes.depth, whenNo.depth))
    }

    func tooLarge(_ offset: Int) -> RuleError {
        RuleError(at: offset, zh: "整数超过 64 位", en: "the integer has more than 64 bits")
    }
}
