import HuiqiModel

/// The optional forms of the plain environment are calls of functions whose names nobody can write.
enum OptionalForm {
    /// `operand.?name`
    static let select = "_?._"
    /// `operand[?key]`
    static let index = "_[?_]"
    /// `?element` in a list, `?key` in a map.
    static let element = "?_"
}

extension Parser {
    /// A primary with its `.name`, `.name(…)` and `[…]` suffixes.
    mutating func member() throws(RuleError) -> Syntax { try suffixes(of: try primary()) }

    @inline(never)
    mutating func suffixes(of first: Syntax) throws(RuleError) -> Syntax {
        var operand = first
        while true {
            let offset = token.offset
            switch token.kind {
            case .symbol(.dot):
                try advance()
                operand =
                    isPlain && token.isSymbol(.question)
                    ? try optionalSelection(of: operand) : try selection(of: operand)
            case .symbol(.openBracket):
                try advance()
                let isOptional = isPlain ? try take(.question) : false
                let key = try expression()
                try expect(.closeBracket)
                let kind =
                    isOptional
                    ? Syntax.Kind.call(target: nil, name: OptionalForm.index, arguments: [operand, key])
                    : .index(operand, key)
                operand = try node(kind, offset, below: max(operand.depth, key.depth))
            case .symbol(.openBrace):
                throw RuleError(
                    at: offset, zh: "不支持构造 protobuf 消息；映射请写 {'键': 值}",
                    en: "protobuf messages cannot be constructed; write a map, {'key': value}")
            default: return operand
            }
        }
    }

    /// `?name` behind a dot: an optional member.
    @inline(never)
    private mutating func optionalSelection(of operand: Syntax) throws(RuleError) -> Syntax {
        let offset = token.offset
        try advance()
        let name = try node(.text(try memberName()), offset)
        return try node(
            .call(target: nil, name: OptionalForm.select, arguments: [operand, name]), offset,
            below: max(operand.depth, name.depth))
    }

    /// An element of a list or a key of a map, with `?` before it where it is optional.
    private mutating func element() throws(RuleError) -> Syntax {
        let offset = token.offset
        guard isPlain, try take(.question) else { return try expression() }
        let inner = try expression()
        return try node(
            .call(target: nil, name: OptionalForm.element, arguments: [inner]), offset, below: inner.depth)
    }

    /// What follows a dot: `name` or `name(…)`.
    @inline(never)
    private mutating func selection(of operand: Syntax) throws(RuleError) -> Syntax {
        let offset = token.offset
        let name = try memberName()
        guard try take(.open) else { return try node(.select(operand, name), offset, below: operand.depth) }
        let arguments = try list(until: .close)
        return try node(
            .call(target: operand, name: name, arguments: arguments), offset,
            below: max(operand.depth, arguments.depth))
    }

    @inline(never)
    private mutating func memberName() throws(RuleError) -> String {
        if case .quoted(let name) = token.kind {
            try advance()
            if token.isSymbol(.open) { throw unexpected() }
            return name
        }
        guard case .identifier(let name) = token.kind else {
            throw RuleError(
                at: token.offset, zh: "点号后应为名称；年份请写在方括号里，如 revenue[2023]",
                en: "expected a name after the dot; write a year in brackets, as in revenue[2023]")
        }
        if ReservedNames.isWord(name), !isPlain || Self.constant(name) != nil || name == "in" {
            throw reserved(name)
        }
        try advance()
        return name
    }

    @inline(never)
    private mutating func primary() throws(RuleError) -> Syntax {
        switch token.kind {
        case .symbol(.open):
            try advance()
            let inner = try expression()
            try expect(.close)
            return inner
        case .symbol(.openBracket):
            let offset = token.offset
            try advance()
            let elements = try list(until: .closeBracket)
            return try node(.list(elements), offset, below: elements.depth)
        case .symbol(.openBrace):
            let offset = token.offset
            try advance()
            return try map(offset)
        case .identifier, .symbol(.dot): return try named()
        default: return try literal()
        }
    }

    @inline(never)
    private mutating func literal() throws(RuleError) -> Syntax {
        let offset = token.offset
        let kind: Syntax.Kind
        switch token.kind {
        case .int(let magnitude):
            guard let value = Int64(exactly: magnitude) else { throw tooLarge(offset) }
            kind = .int(value)
        case .uint(let value): kind = .uint(value)
        case .decimal(let significand, let exponent): kind = .decimal(significand, exponent)
        case .text(let text): kind = .text(text)
        case .bytes(let bytes): kind = .bytes(bytes)
        default: throw unexpected()
        }
        try advance()
        return try node(kind, offset)
    }

    /// A name or a call; `.name` is a name from the root namespace, of which there is but one.
    @inline(never)
    private mutating func named() throws(RuleError) -> Syntax {
        let name = try name()
        guard case .identifier(let function) = name.kind, try take(.open) else { return name }
        let arguments = try list(until: .close)
        return try node(
            .call(target: nil, name: function, arguments: arguments), name.offset,
            below: arguments.depth)
    }

    @inline(never)
    private mutating func name() throws(RuleError) -> Syntax {
        let isFromRoot = try take(.dot)
        let offset = token.offset
        guard case .identifier(let word) = token.kind else { throw unexpected() }
        let name = isFromRoot && isPlain ? "." + word : word
        let constant = Self.constant(name)
        if constant == nil, ReservedNames.isWord(word) { throw reserved(word) }
        try advance()
        let isCall = token.isSymbol(.open)
        // The name of a function is no node of its own.
        return constant == nil && isCall
            ? Syntax(kind: .identifier(name), offset: offset, depth: 1)
            : try node(constant ?? .identifier(name), offset)
    }

    private static func constant(_ name: String) -> Syntax.Kind? {
        switch name.utf8.count {
        case 4: name == "true" ? .bool(true) : (name == "null" ? .null : nil)
        case 5: name == "false" ? .bool(false) : nil
        default: nil
        }
    }

    @inline(never)
    private func reserved(_ name: String) -> RuleError {
        name == "if" || name == "else"
            ? RuleError(
                at: token.offset, zh: "`\(name)` 是保留字；请写 条件 ? 甲 : 乙",
                en: "`\(name)` is a reserved word; write test ? a : b")
            : RuleError(
                at: token.offset, zh: "`\(name)` 是保留字，不能作名称；文本要加引号",
                en: "`\(name)` is a reserved word and no name; put texts in quotes")
    }

    /// Expressions separated by commas, through the closing bracket; one trailing comma in a list.
    @inline(never)
    private mutating func list(until close: Token.Symbol) throws(RuleError) -> [Syntax] {
        var elements: [Syntax] = []
        while try !take(close) {
            if !elements.isEmpty {
                try expect(.comma)
                if close == .closeBracket, try take(close) { break }
            }
            elements.append(close == .closeBracket ? try element() : try expression())
        }
        return elements
    }

    @inline(never)
    private mutating func map(_ offset: Int) throws(RuleError) -> Syntax {
        var entries: [(key: Syntax, value: Syntax)] = []
        while try !take(.closeBrace) {
            if !entries.isEmpty {
                try expect(.comma)
                if try take(.closeBrace) { break }
            }
            let key = try element()
            try expect(.colon)
            entries.append((key, try expression()))
        }
        return try node(
            .map(entries), offset, below: entries.reduce(0) { max($0, $1.key.depth, $1.value.depth) })
    }
}
