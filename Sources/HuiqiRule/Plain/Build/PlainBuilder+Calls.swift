import HuiqiText

extension PlainBuilder {
    /// What a call is: a macro, an optional form, a function by its full name, or a method.
    func form(ofCall target: Syntax?, _ written: String, _ arguments: [Syntax], _ offset: Int)
        throws(RuleError) -> PlainForm
    {
        guard let target else {
            switch written {
            case OptionalForm.select: return .parts(Array(arguments.prefix(1)))
            case OptionalForm.index: return .parts(arguments)
            case "has":
                guard arguments.count == 1, let member = arguments[0].member else {
                    throw RuleError(
                        at: arguments.first?.offset ?? offset, zh: "请写 has(值.成员)",
                        en: "write has(value.member)")
                }
                return .parts([member.operand])
            default: break
            }
            let name = written.hasPrefix(".") ? String(written.dropFirst()) : written
            guard let overloads = PlainLibrary.functions[name] else { return .leaf }
            return .call(name: name, overloads: overloads, arguments: arguments)
        }
        if let macro = PlainMacro(target, written, arguments) { return .macro(macro) }
        if PlainMacro.names.contains(written) { return .leaf }
        if let full = fullName(target, written), let overloads = PlainLibrary.functions[full] {
            return .call(name: full, overloads: overloads, arguments: arguments)
        }
        guard let overloads = PlainLibrary.methods[written], !isNamespace(target) else { return .leaf }
        return .call(name: written, overloads: overloads, arguments: [target] + arguments)
    }

    /// `math.least` for a call of `least` on the name `math`.
    private func fullName(_ target: Syntax, _ name: String) -> String? {
        guard let path = path(of: target) else { return nil }
        let words = path.map(\.word).joined(separator: ".")
        return (words.hasPrefix(".") ? String(words.dropFirst()) : words) + "." + name
    }

    /// Whether the target is the namespace of functions and no variable.
    private func isNamespace(_ target: Syntax) -> Bool {
        guard environment.isChecked, case .identifier(let word) = target.kind, local(word) == nil,
            PlainLibrary.namespaces.contains(word)
        else { return false }
        return environment.candidates(word).allSatisfy { environment.variables[$0] == nil }
    }

    /// Why a call is of nothing that there is.
    func refusedCall(_ target: Syntax?, _ name: String, _ arguments: [Syntax], _ offset: Int)
        throws(RuleError) -> Built
    {
        guard let target else {
            if PlainLibrary.methods[name] != nil || PlainMacro.names.contains(name) {
                return try fault(at: offset, zh: "请写 值.\(name)(…)", en: "write value.\(name)(…)")
            }
            return try unknown(name, at: offset, known: Array(PlainLibrary.functions.keys))
        }
        if PlainMacro.names.contains(name) {
            return try fault(
                at: offset, zh: "`\(name)` 的参数个数不对", en: "`\(name)` takes another number of arguments")
        }
        if isNamespace(target), let full = fullName(target, name) {
            return try unknown(full, at: offset, known: Array(PlainLibrary.functions.keys))
        }
        if PlainLibrary.functions[name] != nil {
            return try fault(
                at: offset, zh: "请写 \(name)(…)，它不是值的方法", en: "write \(name)(…), it is no method of a value")
        }
        return try unknown(name, at: offset, known: Array(PlainLibrary.methods.keys) + PlainMacro.names)
    }

    private func unknown(_ name: String, at offset: Int, known: [String]) throws(RuleError) -> Built {
        let near = Suggestion.nearest(name, among: known.sorted())
        return try fault(
            at: offset, zh: "没有函数 `\(name)`" + (near.map { "；是否想写 `\($0)`" } ?? ""),
            en: "no such function: `\(name)`" + (near.map { "; did you mean `\($0)`" } ?? ""))
    }

    /// The call, with the overloads that may take it.
    @inline(never)
    mutating func call(_ name: String, _ overloads: [PlainOverload], _ arguments: [Built], _ offset: Int)
        throws(RuleError) -> Built
    {
        let fitting = overloads.filter { $0.takes(arguments.count) }
        if fitting.isEmpty {
            return try fault(
                at: offset, zh: "`\(name)` 不接受这么多参数",
                en: "no such overload: `\(name)` does not take this many arguments")
        }
        let types = arguments.map(\.type)
        let possible = fitting.filter { $0.takes(types) }
        if possible.isEmpty { try refuse(name, types, at: offset) }
        try checkPattern(name, arguments)
        let node = PlainCall(name, fitting, arguments.map(\.node), at: offset)
        return Built(node: node, type: Self.result(name, possible, types))
    }

    private static func result(_ name: String, _ possible: [PlainOverload], _ types: [PlainType]) -> PlainType
    {
        guard let first = possible.first else { return .dyn }
        switch (name, types.first) {
        case ("optional.none", _): return .optional(.unset)
        case ("optional.of", let type?), ("optional.ofNonZeroValue", let type?): return .optionalOf(type)
        case ("or", let type?): return types.last.map(type.joined) ?? .dyn
        case ("value", .optional(let inner)): return inner.taken
        case ("orValue", .optional(let inner)): return types.last.map(inner.joined) ?? .dyn
        case ("math.greatest", .list(let element)), ("math.least", .list(let element)): return element.taken
        case ("math.greatest", _), ("math.least", _):
            return types.allSatisfy { $0 == first.result } ? first.result : .dyn
        default: return possible.allSatisfy { $0.result == first.result } ? first.result : .dyn
        }
    }

    /// Patterns that stand in the source are compiled when it is, so that a bad one is refused at once.
    private mutating func checkPattern(_ name: String, _ arguments: [Built]) throws(RuleError) {
        guard environment.isChecked, name == "matches", let pattern = arguments.last?.node as? PlainConstant,
            case .string(let text) = pattern.value
        else { return }
        patterns += 1
        guard patterns <= Self.mostPatterns else {
            throw RuleError(
                at: pattern.offset, zh: "表达式中的正则表达式超过 \(Self.mostPatterns) 个",
                en: "more than \(Self.mostPatterns) patterns in one expression")
        }
        do {
            _ = try LinearRegex(text, maxMemory: PlainRun.patternBytes)
        } catch {
            throw RuleError(at: pattern.offset, zh: error.zh, en: error.en)
        }
    }
}

extension PlainLibrary {
    /// What stands before the dot of a function's full name.
    static let namespaces: Set<String> = Set(
        functions.keys.filter { $0.contains(".") }.map { String($0.prefix { $0 != "." }) } + ["cel"])
}
