extension PlainBuilder {
    /// A part from its built parts.
    ///
    /// - Parameters:
    ///   - parts: As ``form(of:)`` gives them.
    ///   - built: One for each.
    @inline(never)
    func assemble(_ syntax: Syntax, _ parts: [Syntax], _ built: [Built]) throws(RuleError) -> Built {
        let offset = syntax.offset
        switch syntax.kind {
        case .list(let elements): return try list(elements, built, offset)
        case .map(let entries): return try map(entries, built, offset)
        case .and: return try junction(isAnd: true, parts, built, offset)
        case .or: return try junction(isAnd: false, parts, built, offset)
        default: break
        }
        guard let first = built.first, let last = built.last else { return try impossible(offset) }
        switch syntax.kind {
        case .select(_, let name): return try select(first, name, offset)
        case .index: return try index(first, last, isOptional: false, offset)
        case .call(_, let name, let arguments): return try special(name, arguments, first, last, offset)
        case .not:
            try require(first, .bool, for: "!", at: offset)
            return Built(node: PlainNot(first.node, at: offset), type: .bool)
        case .negate:
            if ![.int, .double, .dyn].contains(first.type) { try refuse("-", [first.type], at: offset) }
            return Built(node: PlainNegate(first.node, at: offset), type: first.type)
        case .compare(let comparison, _, _): return try compare(comparison, first, last, offset)
        case .isIn: return try membership(first, last, offset)
        case .arithmetic(let operation, _, _): return try arithmetic(operation, first, last, offset)
        case .conditional where built.count == 3: return try conditional(first, built[1], last, offset)
        default: return try impossible(offset)
        }
    }

    private func impossible(_ offset: Int) throws(RuleError) -> Built {
        throw RuleError(at: offset, zh: "此处语法有误", en: "syntax error here")
    }

    private func list(_ elements: [Syntax], _ built: [Built], _ offset: Int) throws(RuleError) -> Built {
        var nodes: [(node: any PlainNode, isOptional: Bool)] = []
        var type: PlainType?
        for (element, part) in zip(elements, built) {
            let isOptional = element.optionalPart != nil
            let partType = isOptional ? try held(part, element.offset) : part.type
            nodes.append((part.node, isOptional))
            type = type?.joined(partType) ?? partType
        }
        return Built(node: PlainListLiteral(nodes, at: offset), type: .listOf(type ?? .unset))
    }

    private func map(_ entries: [(key: Syntax, value: Syntax)], _ built: [Built], _ offset: Int)
        throws(RuleError) -> Built
    {
        var nodes: [(key: any PlainNode, value: any PlainNode, isOptional: Bool)] = []
        var keyType: PlainType?
        var valueType: PlainType?
        for (index, entry) in entries.enumerated() where 2 * index + 1 < built.count {
            let (key, value) = (built[2 * index], built[2 * index + 1])
            if ![.int, .uint, .bool, .string, .dyn].contains(key.type) {
                try refuse("{}", [key.type], at: entry.key.offset)
            }
            let isOptional = entry.key.optionalPart != nil
            let partType = isOptional ? try held(value, entry.value.offset) : value.type
            nodes.append((key.node, value.node, isOptional))
            keyType = keyType?.joined(key.type) ?? key.type
            valueType = valueType?.joined(partType) ?? partType
        }
        return Built(
            node: PlainMapLiteral(nodes, at: offset), type: .mapOf(keyType ?? .unset, valueType ?? .unset))
    }

    /// The type of what an optional element holds.
    private func held(_ built: Built, _ offset: Int) throws(RuleError) -> PlainType {
        try require(built, .optional(.dyn), for: "?", at: offset)
        if case .optional(let inner) = built.type { return inner.taken }
        return .dyn
    }

    private func junction(isAnd: Bool, _ parts: [Syntax], _ built: [Built], _ offset: Int) throws(RuleError)
        -> Built
    {
        for (part, its) in zip(parts, built) {
            try require(its, .bool, for: isAnd ? "&&" : "||", at: part.offset)
        }
        return Built(node: PlainJunction(isAnd: isAnd, built.map(\.node), at: offset), type: .bool)
    }

    /// `has(a.b)`, `a.?b` and `a[?b]`.
    private func special(
        _ name: String, _ arguments: [Syntax], _ first: Built, _ last: Built, _ offset: Int
    ) throws(RuleError) -> Built {
        switch name {
        case OptionalForm.index: return try index(first, last, isOptional: true, offset)
        case OptionalForm.select:
            guard case .text(let member)? = arguments.last?.kind else { return try impossible(offset) }
            return try select(first, member, isOptional: true, offset)
        default:
            guard let (_, member) = arguments.first?.member else { return try impossible(offset) }
            _ = try memberType(first.type, member, offset)
            return Built(node: PlainHas(first.node, member, at: offset), type: .bool)
        }
    }
}

extension Syntax {
    /// What stands behind the `?` of an optional element or key.
    var optionalPart: Syntax? {
        guard case .call(target: nil, OptionalForm.element, let arguments) = kind else { return nil }
        return arguments.first
    }

    /// The operand and the name of `a.b` and `a.?b`.
    var member: (operand: Syntax, name: String)? {
        switch kind {
        case .select(let operand, let name): return (operand, name)
        case .call(target: nil, OptionalForm.select, let parts):
            guard let operand = parts.first, case .text(let name)? = parts.last?.kind else { return nil }
            return (operand, name)
        default: return nil
        }
    }
}
