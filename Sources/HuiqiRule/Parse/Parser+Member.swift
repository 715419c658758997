import HuiqiModel

extension Parser {
    /// A primary with its `.name`, `.name(…)` and `[…]` suffixes.
    mutating func member() throws(RuleError) -> Syntax { try suffixes(of: try primary()) }

    mutating func suffixes(of first: Syntax) throws(RuleError) -> Syntax {
        var operand = first
        while true {
            let offset = token.offset
            if try take(.dot) {
                let nameOffset = token.offset
                guard case .identifier(let name) = token.kind else {
                    throw RuleError(at: nameOffset, zh: "点号后应为名称", en: "expected a name after the dot")
                }
                if ReservedNames.words.contains(name) { throw reserved(name) }
                try advance()
                if try take(.open) {
                    let arguments = try list(until: .close)
                    operand = try node(
                        .call(target: operand, name: name, arguments: arguments), nameOffset,
                        over: [operand] + arguments)
                } else {
                    operand = try node(.select(operand, name), nameOffset, over: [operand])
                }
            } else if try take(.openBracket) {
                let key = try expression()
                try expect(.closeBracket)
                operand = try node(.index(operand, key), offset, over: [operand, key])
            } else if token.kind == .symbol(.openBrace) {
                throw RuleError(
                    at: offset, zh: "不支持构造 protobuf 消息", en: "protobuf messages cannot be constructed")
            } else {
                return operand
            }
        }
    }

    private mutating func primary() throws(RuleError) -> Syntax {
        let offset = token.offset
        switch token.kind {
        case .int(let magnitude):
            guard let value = Int64(exactly: magnitude) else { throw tooLarge(offset) }
            try advance()
            return try node(.int(value), offset, over: [])
        case .uint(let value):
            try advance()
            return try node(.uint(value), offset, over: [])
        case .decimal(let significand, let exponent):
            try advance()
            return try node(.decimal(significand, exponent), offset, over: [])
        case .text(let text):
            try advance()
            return try node(.text(text), offset, over: [])
        case .bytes(let bytes):
            try advance()
            return try node(.bytes(bytes), offset, over: [])
        case .identifier(let name): return try identifier(name)
        case .symbol(.open):
            try advance()
            let inner = try expression()
            try expect(.close)
            return inner
        case .symbol(.openBracket):
            try advance()
            let elements = try list(until: .closeBracket)
            return try node(.list(elements), offset, over: elements)
        case .symbol(.openBrace):
            try advance()
            return try map(offset)
        case .symbol(.dot):
            // `.name` is a name from the root namespace; there is but one.
            try advance()
            guard case .identifier(let name) = token.kind else { throw unexpected() }
            return try identifier(name)
        case .end, .symbol: throw unexpected()
        }
    }

    private mutating func identifier(_ name: String) throws(RuleError) -> Syntax {
        let offset = token.offset
        switch name {
        case "true", "false":
            try advance()
            return try node(.bool(name == "true"), offset, over: [])
        case "null":
            try advance()
            return try node(.null, offset, over: [])
        default:
            if ReservedNames.words.contains(name) { throw reserved(name) }
            try advance()
            guard try take(.open) else { return try node(.identifier(name), offset, over: []) }
            let arguments = try list(until: .close)
            return try node(.call(target: nil, name: name, arguments: arguments), offset, over: arguments)
        }
    }

    private func reserved(_ name: String) -> RuleError {
        RuleError(at: token.offset, zh: "`\(name)` 是保留字", en: "`\(name)` is a reserved word")
    }

    /// Expressions separated by commas, through the closing bracket; one trailing comma in a list.
    private mutating func list(until close: Token.Symbol) throws(RuleError) -> [Syntax] {
        var elements: [Syntax] = []
        while try !take(close) {
            if !elements.isEmpty {
                try expect(.comma)
                if close == .closeBracket, try take(close) { break }
            }
            elements.append(try expression())
        }
        return elements
    }

    private mutating func map(_ offset: Int) throws(RuleError) -> Syntax {
        var entries: [(key: Syntax, value: Syntax)] = []
        while try !take(.closeBrace) {
            if !entries.isEmpty {
                try expect(.comma)
                if try take(.closeBrace) { break }
            }
            let key = try expression()
            try expect(.colon)
            entries.append((key, try expression()))
        }
        return try node(.map(entries), offset, over: entries.flatMap { [$0.key, $0.value] })
    }
}
