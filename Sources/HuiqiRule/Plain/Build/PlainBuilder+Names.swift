import HuiqiModel

extension PlainBuilder {
    /// The variable of a macro with this name.
    func local(_ name: String) -> (slot: Int, type: PlainType)? {
        locals.last { $0.name == name }.map { ($0.slot, $0.type) }
    }

    /// The words of a name that is no variable of a macro; the first may begin with a dot.
    func path(of syntax: Syntax) -> [(word: String, offset: Int)]? {
        var words: [(word: String, offset: Int)] = []
        var rest = syntax
        while case .select(let operand, let name) = rest.kind {
            words.append((name, rest.offset))
            rest = operand
        }
        guard case .identifier(let name) = rest.kind, local(name) == nil else { return nil }
        words.append((name, rest.offset))
        return words.reversed()
    }

    /// A name, possibly qualified: the longest beginning that is declared, with the rest as members.
    func name(_ syntax: Syntax) throws(RuleError) -> Built {
        guard let path = path(of: syntax), let first = path.first else {
            guard case .identifier(let name) = syntax.kind, let local = local(name) else {
                return try fault(at: syntax.offset, zh: "此处应为名称", en: "expected a name")
            }
            return Built(node: PlainLocal(local.slot, at: syntax.offset), type: local.type)
        }
        var trials: [(name: String, members: Int)] = []
        for count in stride(from: path.count, to: 0, by: -1) {
            let name = path.prefix(count).map(\.word).joined(separator: ".")
            for candidate in environment.candidates(name) {
                if !environment.isChecked {
                    trials.append((candidate, path.count - count))
                } else if let type = declared(candidate) {
                    var built = Built(node: PlainVariable([(candidate, 0)], [], at: first.offset), type: type)
                    for (word, offset) in path.dropFirst(count) { built = try select(built, word, offset) }
                    return built
                }
            }
        }
        if !environment.isChecked {
            let members = path.dropFirst().map(\.word)
            return Built(node: PlainVariable(trials, members, at: first.offset), type: .dyn)
        }
        let isFunction = PlainLibrary.functions[first.word] != nil || PlainLibrary.methods[first.word] != nil
        return try fault(
            at: first.offset, zh: isFunction ? "`\(first.word)` 是函数，请加括号调用" : "未声明的变量 `\(first.word)`",
            en: isFunction
                ? "`\(first.word)` is a function; call it" : "undeclared reference to `\(first.word)`")
    }

    private func declared(_ name: String) -> PlainType? {
        environment.variables[name] ?? (PlainType.named.contains(name) ? .type : nil)
    }

    func select(_ operand: Built, _ name: String, isOptional: Bool = false, _ offset: Int) throws(RuleError)
        -> Built
    {
        let node = PlainSelect(operand.node, name, isOptional: isOptional, at: offset)
        let type = try memberType(operand.type, name, offset)
        if isOptional, case .optional = operand.type { return Built(node: node, type: type) }
        return Built(node: node, type: isOptional ? .optionalOf(type) : type)
    }

    /// The type of a member.
    func memberType(_ type: PlainType, _ name: String, _ offset: Int) throws(RuleError) -> PlainType {
        switch type {
        case .dyn: return .dyn
        case .map(let key, let value) where key.agrees(with: .string): return value.taken
        case .optional(let inner): return .optionalOf(try memberType(inner.taken, name, offset))
        default:
            guard environment.isChecked else { return .dyn }
            throw RuleError(
                at: offset, zh: "\(type.name) 没有成员 `\(name)`",
                en: "type \(type.name) does not support field selection of `\(name)`")
        }
    }

    func index(_ operand: Built, _ key: Built, isOptional: Bool, _ offset: Int) throws(RuleError) -> Built {
        let node = PlainIndex(operand.node, key.node, isOptional: isOptional, at: offset)
        let type = try elementType(operand.type, key.type, offset)
        if case .optional = operand.type { return Built(node: node, type: .optionalOf(type)) }
        return Built(node: node, type: isOptional ? .optionalOf(type) : type)
    }

    private func elementType(_ type: PlainType, _ key: PlainType, _ offset: Int) throws(RuleError)
        -> PlainType
    {
        switch type {
        case .dyn: return .dyn
        case .list(let element) where key.agrees(with: .int): return element.taken
        case .map(let wanted, let value) where key.agrees(with: wanted): return value.taken
        case .optional(let inner): return try elementType(inner.taken, key, offset)
        default:
            try refuse("[]", [type, key], at: offset)
            return .dyn
        }
    }
}
