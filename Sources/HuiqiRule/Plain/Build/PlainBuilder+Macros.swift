extension PlainBuilder {
    /// Declares the variables of a macro and gives their slots.
    @inline(never)
    mutating func enter(_ macro: PlainMacro, _ range: PlainType, _ offset: Int) throws(RuleError) -> [Int] {
        let types = try variableTypes(macro, range, offset)
        var its: [Int] = []
        var names: [String] = []
        for (variable, type) in zip(macro.variables, types) {
            guard case .identifier(let name) = variable.kind, !name.hasPrefix(".") else {
                throw RuleError(
                    at: variable.offset, zh: "宏的变量应为一个简单名称", en: "a macro's variable must be a simple name")
            }
            if names.contains(name) {
                throw RuleError(
                    at: variable.offset, zh: "两个变量不能同名", en: "the two variables have the same name")
            }
            names.append(name)
            its.append(locals.count)
            locals.append((name, locals.count, type))
        }
        slots = max(slots, locals.count)
        return its
    }

    /// As many types as variables, at most two.
    private func variableTypes(_ macro: PlainMacro, _ range: PlainType, _ offset: Int) throws(RuleError)
        -> [PlainType]
    {
        switch (macro.kind, range) {
        case (.bind, _): return [range]
        case (.optMap, .optional(let inner)), (.optFlatMap, .optional(let inner)): return [inner.taken]
        case (.optMap, .dyn), (.optFlatMap, .dyn): return [.dyn]
        case (.optMap, _), (.optFlatMap, _): break
        case (_, .list(let element)):
            return macro.variables.count == 2 ? [.int, element.taken] : [element.taken]
        case (_, .map(let key, let value)): return [key.taken, value.taken]
        case (_, .dyn): return [.dyn, .dyn]
        default: break
        }
        try refuse(macro.name, [range], at: offset)
        return [.dyn, .dyn]
    }

    /// The macro from its range, the slots of its variables and its other parts.
    @inline(never)
    func assemble(_ macro: PlainMacro, _ range: Built, _ its: [Int], _ parts: [Built], _ offset: Int)
        throws(RuleError) -> Built
    {
        guard let slot = its.first, let last = parts.last else {
            throw RuleError(at: offset, zh: "此处语法有误", en: "syntax error here")
        }
        let walk = PlainWalk(
            range: range.node, first: slot, second: its.count > 1 ? its[1] : nil, offset: offset)
        let element = try variableTypes(macro, range.type, offset).first ?? .dyn
        var test: (any PlainNode)?
        if parts.count == 2 || [.all, .exists, .existsOne, .filter].contains(macro.kind) {
            try require(parts[0], .bool, for: macro.name, at: macro.parts.first?.offset ?? offset)
            test = parts[0].node
        }
        switch macro.kind {
        case .all, .exists:
            let node = PlainQuantifier(walk, isAll: macro.kind == .all, test ?? last.node)
            return Built(node: node, type: .bool)
        case .existsOne: return Built(node: PlainExistsOne(walk, test ?? last.node), type: .bool)
        case .filter: return Built(node: PlainCollection(walk, test, nil), type: .listOf(element))
        case .map: return Built(node: PlainCollection(walk, test, last.node), type: .listOf(last.type))
        case .transformMap:
            return Built(
                node: PlainMapTransform(walk, test, last.node, givesEntries: false),
                type: .mapOf(element, last.type))
        case .transformMapEntry:
            try require(last, .map(.dyn, .dyn), for: macro.name, at: offset)
            return Built(node: PlainMapTransform(walk, test, last.node, givesEntries: true), type: last.type)
        case .bind:
            return Built(node: PlainBinding(slot, range.node, last.node, at: offset), type: last.type)
        case .optMap, .optFlatMap:
            let isFlat = macro.kind == .optFlatMap
            if isFlat { try require(last, .optional(.dyn), for: macro.name, at: offset) }
            return Built(
                node: PlainOptionalMap(slot, range.node, last.node, isFlat: isFlat, at: offset),
                type: isFlat ? last.type : .optionalOf(last.type))
        }
    }
}
