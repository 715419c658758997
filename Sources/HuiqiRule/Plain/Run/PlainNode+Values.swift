/// A literal.
final class PlainConstant: PlainNode {
    let value: PlainValue
    let offset: Int

    init(_ value: PlainValue, at offset: Int) {
        self.value = value
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        try run.step(offset)
        return value
    }
}

/// What can only fail: an unknown name or call where nothing is checked beforehand.
final class PlainFault: PlainNode {
    let error: RuleError

    init(_ error: RuleError) { self.error = error }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        try run.step(error.offsetUTF8)
        throw error
    }
}

/// The variable of a macro.
final class PlainLocal: PlainNode {
    let slot: Int
    let offset: Int

    init(_ slot: Int, at offset: Int) {
        self.slot = slot
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        try run.step(offset)
        return run[local: slot]
    }
}

/// A name with members, of which the longest bound beginning is the variable.
final class PlainVariable: PlainNode {
    /// In order of trial: a full name, and how many members remain behind it.
    let candidates: [(name: String, members: Int)]
    /// All members after the first word.
    let path: [String]
    let offset: Int

    init(_ candidates: [(name: String, members: Int)], _ path: [String], at offset: Int) {
        self.candidates = candidates
        self.path = path
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        try run.step(offset)
        for (name, members) in candidates {
            var value: PlainValue
            if let bound = run.bindings[name] {
                value = bound
            } else if PlainType.named.contains(name) {
                value = .type(name)
            } else {
                continue
            }
            for member in path.suffix(members) { value = try PlainAccess.member(member, of: value, &run) }
            return value
        }
        let name = candidates.last?.name ?? ""
        throw run.fault(zh: "变量 `\(name)` 没有值", en: "no value for variable `\(name)`")
    }
}

/// `operand.name`, also `operand.?name`.
final class PlainSelect: PlainNode {
    let operand: any PlainNode
    let name: String
    let isOptional: Bool
    let offset: Int

    init(_ operand: any PlainNode, _ name: String, isOptional: Bool = false, at offset: Int) {
        self.operand = operand
        self.name = name
        self.isOptional = isOptional
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let value = try operand.evaluate(&run)
        try run.step(offset)
        return isOptional
            ? try PlainAccess.optionalElement(.string(name), of: value, &run)
            : try PlainAccess.member(name, of: value, &run)
    }
}

/// `has(operand.name)`
final class PlainHas: PlainNode {
    let operand: any PlainNode
    let name: String
    let offset: Int

    init(_ operand: any PlainNode, _ name: String, at offset: Int) {
        self.operand = operand
        self.name = name
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let value = try operand.evaluate(&run)
        try run.step(offset)
        switch value {
        case .map(let map): return .bool(map.value(for: .string(name)) != nil)
        case .optional(let optional):
            guard let inner = optional.value else { return .bool(false) }
            guard case .map(let map) = inner else { throw PlainAccess.noMembers(inner, run) }
            return .bool(map.value(for: .string(name)) != nil)
        default: throw PlainAccess.noMembers(value, run)
        }
    }
}

/// `operand[key]`, also `operand[?key]`.
final class PlainIndex: PlainNode {
    let operand: any PlainNode
    let key: any PlainNode
    let isOptional: Bool
    let offset: Int

    init(_ operand: any PlainNode, _ key: any PlainNode, isOptional: Bool = false, at offset: Int) {
        self.operand = operand
        self.key = key
        self.isOptional = isOptional
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let value = try operand.evaluate(&run)
        let key = try key.evaluate(&run)
        try run.step(offset)
        return isOptional
            ? try PlainAccess.optionalElement(key, of: value, &run)
            : try PlainAccess.element(key, of: value, &run)
    }
}

/// `[a, b]`
final class PlainListLiteral: PlainNode {
    let elements: [(node: any PlainNode, isOptional: Bool)]
    let offset: Int

    init(_ elements: [(node: any PlainNode, isOptional: Bool)], at offset: Int) {
        self.elements = elements
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        var values: [PlainValue] = []
        for (node, isOptional) in elements {
            let value = try node.evaluate(&run)
            if !isOptional {
                values.append(value)
            } else if let inner = try PlainAccess.optional(value, run) {
                values.append(inner)
            }
        }
        try run.step(offset)
        return try run.list(values)
    }
}

/// `{key: value}`
final class PlainMapLiteral: PlainNode {
    let entries: [(key: any PlainNode, value: any PlainNode, isOptional: Bool)]
    let offset: Int

    init(_ entries: [(key: any PlainNode, value: any PlainNode, isOptional: Bool)], at offset: Int) {
        self.entries = entries
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        var builder = PlainMapBuilder()
        for (keyNode, valueNode, isOptional) in entries {
            let key = try keyNode.evaluate(&run)
            var value = try valueNode.evaluate(&run)
            if isOptional {
                guard let inner = try PlainAccess.optional(value, run) else { continue }
                value = inner
            }
            try run.add(key, value, to: &builder, at: offset)
        }
        try run.step(offset)
        return try run.map(builder)
    }
}

extension PlainRun {
    mutating func add(
        _ key: PlainValue, _ value: PlainValue, to builder: inout PlainMapBuilder, at offset: Int
    ) throws(RuleError) {
        try walk(key)
        self.offset = offset
        switch builder.add(key, value) {
        case .added: return
        case .badKey:
            throw fault(
                zh: "\(key.typeName) 不能作映射的键，键应为 int、uint、bool 或 string",
                en: "a map key must be int, uint, bool or string, this is \(key.typeName)")
        case .repeatedKey: throw fault(zh: "映射的键重复", en: "a map key comes twice")
        }
    }
}
