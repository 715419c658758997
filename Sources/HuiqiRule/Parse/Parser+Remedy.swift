import HuiqiModel

/// What was probably meant where the text cannot go on. Only for messages: the tokens before are read again.
extension Parser {
    /// The error for a token that nothing can begin or go on with.
    func unexpected() -> RuleError {
        if let error = remedy() { return error }
        let shown = String(decoding: lexer.bytes[token.offset..<lexer.position], as: UTF8.self)
        return RuleError(
            at: token.offset, zh: "`\(shown)` 不能写在这里；前面可能缺少运算符，如 && 或 ==",
            en: "`\(shown)` cannot stand here; an operator such as && or == may be missing before it")
    }

    /// The error for a bracket, comma or colon that should stand here.
    func missing(_ symbol: Token.Symbol) -> RuleError {
        if case .end = token.kind {} else if let error = remedy() { return error }
        let open = openBracket
        if symbol == .colon {
            return open?.symbol == .openBrace
                ? RuleError(
                    at: token.offset, zh: "映射请写 {'键': 值}；条件的括号用 ( )",
                    en: "write a map as {'key': value}; a condition's brackets are ( )")
                : RuleError(
                    at: token.offset, zh: "此处应为 `:`；请写 条件 ? 甲 : 乙", en: "expected `:`; write test ? a : b")
        }
        guard let open, let close = Self.closing[open.symbol]?.spelling else {
            return RuleError(
                at: token.offset, zh: "此处应为 `\(symbol.spelling)`", en: "expected `\(symbol.spelling)`")
        }
        let comma = symbol == .comma
        return RuleError(
            at: token.offset,
            zh: "此处应为 \(comma ? "`,` 或 " : "")`\(close)`：偏移 \(open.offset) 处的 `\(open.symbol.spelling)` 没有闭合",
            en: "expected \(comma ? "`,` or " : "")`\(close)`: the `\(open.symbol.spelling)` at offset "
                + "\(open.offset) is not closed")
    }

    private static let closing: [Token.Symbol: Token.Symbol] = [
        .open: .close, .openBracket: .closeBracket, .openBrace: .closeBrace,
    ]

    /// The tokens before this one.
    private var earlier: [Token] {
        var again = lexer
        again.position = lexer.start
        var tokens: [Token] = []
        while let next = try? again.next(), next.kind != .end, next.offset < token.offset {
            tokens.append(next)
        }
        return tokens
    }

    /// The innermost bracket that is open here.
    private var openBracket: (symbol: Token.Symbol, offset: Int)? {
        var open: [(symbol: Token.Symbol, offset: Int)] = []
        for token in earlier {
            guard case .symbol(let symbol) = token.kind else { continue }
            if Self.closing[symbol] != nil {
                open.append((symbol, token.offset))
            } else if let last = open.last, Self.closing[last.symbol] == symbol {
                open.removeLast()
            }
        }
        return open.last
    }

    /// A known mistake at this token; nil where none is.
    private func remedy() -> RuleError? {
        let before = earlier.last
        if let before, case .identifier(let word) = before.kind, word.lowercased() == "not",
            beginsOperand(token)
        {
            return RuleError(at: before.offset, zh: "“非”请写 `!`", en: "write `!` for not")
        }
        switch token.kind {
        case .end:
            return RuleError(
                at: token.offset, zh: "表达式不完整：末尾缺少一个值或条件",
                en: "the expression is not complete: a value or condition is missing at its end")
        case .identifier(let word):
            if let text = Self.words[word.lowercased()] {
                return RuleError(at: token.offset, zh: text.zh, en: text.en)
            }
        case .decimal:
            if let before, case .identifier(let name) = before.kind,
                lexer.bytes[token.offset] == UInt8(ascii: ".")
            {
                return RuleError(
                    at: token.offset, zh: "年份请写在方括号里，如 \(name)[2023]",
                    en: "write the year in brackets, as in \(name)[2023]")
            }
        default: break
        }
        guard let before else { return beginsOperand(token) ? nil : missingOperand() }
        if case .text = before.kind, beginsOperand(token) {
            return RuleError(
                at: token.offset, zh: "文本在此前的引号处已结束；文本里的引号请换用另一种，或写作 \\'",
                en: "the text ended at the quote before; within it use the other kind of quotes, or \\'")
        }
        if case .symbol(let symbol) = token.kind, endsOperand(before) {
            return unmatched(symbol, after: before)
        }
        return endsOperand(before) || beginsOperand(token) ? nil : missingOperand()
    }

    private func isNumber(_ token: Token) -> Bool {
        switch token.kind {
        case .int, .uint, .decimal: true
        default: false
        }
    }

    private func unmatched(_ symbol: Token.Symbol, after before: Token) -> RuleError? {
        if symbol == .comma {
            if openBracket?.symbol == .open {
                return RuleError(
                    at: token.offset, zh: "列表请用方括号，如 [1, 2]", en: "a list takes square brackets, as in [1, 2]"
                )
            }
            if openBracket == nil, !isNumber(before) || lexer.byte().map({ lexer.isDigit($0) }) != true {
                return RuleError(
                    at: token.offset, zh: "条件之间请写 &&（并且）或 ||（或者），不用逗号",
                    en: "between conditions write && (and) or || (or), no comma")
            }
            if openBracket == nil {
                return RuleError(
                    at: token.offset, zh: "数字里不加逗号；请写 1000 或 money('1,000元')",
                    en: "no comma within a number; write 1000 or money('1,000元')")
            }
        }
        if openBracket == nil, let open = Self.closing.first(where: { $0.value == symbol })?.key {
            return RuleError(
                at: token.offset, zh: "没有与 `\(symbol.spelling)` 对应的 `\(open.spelling)`；请删去或补上",
                en: "there is no `\(open.spelling)` for this `\(symbol.spelling)`; delete it or add the other"
            )
        }
        return nil
    }

    private func missingOperand() -> RuleError {
        RuleError(at: token.offset, zh: "此处之前缺少一个值或条件", en: "a value or condition is missing before this")
    }

    private func beginsOperand(_ token: Token) -> Bool {
        switch token.kind {
        case .identifier, .int, .uint, .decimal, .text, .bytes, .quoted: true
        case .symbol(let symbol): [.open, .openBracket, .openBrace, .not, .minus].contains(symbol)
        case .end: false
        }
    }

    private func endsOperand(_ token: Token) -> Bool {
        switch token.kind {
        case .identifier(let word): word != "in"
        case .int, .uint, .decimal, .text, .bytes, .quoted: true
        case .symbol(let symbol): [.close, .closeBracket, .closeBrace].contains(symbol)
        case .end: false
        }
    }

    /// Words of other languages.
    private static let words: [String: Message] = [
        "and": Message(zh: "“并且”请写 `&&`", en: "write `&&` for and"),
        "or": Message(zh: "“或者”请写 `||`", en: "write `||` for or"),
        "is": Message(zh: "比较相等请写 `==`", en: "write `==` to compare"),
        "like": Message(
            zh: "文本包含请写 x.contains('…')，按样式请写 x.matches('…')",
            en: "write x.contains('…') for part of a text, x.matches('…') for a pattern"),
        "between": Message(zh: "区间请写 x >= 1 && x <= 3", en: "write x >= 1 && x <= 3 for a range"),
        "then": Message(zh: "请写 条件 ? 甲 : 乙", en: "write test ? a : b"),
        "else": Message(zh: "请写 条件 ? 甲 : 乙", en: "write test ? a : b"),
    ]
}
