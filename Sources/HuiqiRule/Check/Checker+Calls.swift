import HuiqiModel
import HuiqiText

extension Checker {
    mutating func call(
        _ target: Syntax?, _ name: String, _ arguments: [Syntax], _ offset: Int
    ) throws(RuleError) -> RuleNode {
        if let target {
            if case .identifier("math") = target.kind, name == "least" || name == "greatest" {
                return try extreme(name == "least" ? .least : .greatest, arguments, offset)
            }
            if let macro = Macro(rawValue: name) {
                return try comprehension(macro, target, arguments, offset)
            }
            return try method(target, name, arguments, offset)
        }
        return try call(name, arguments, offset)
    }

    private mutating func call(_ name: String, _ arguments: [Syntax], _ offset: Int) throws(RuleError)
        -> RuleNode
    {
        switch name {
        case "has", "type", "dyn": throw dependsOnMissing(name, offset)
        case "at_least": return try atLeast(arguments, offset)
        case "first_reached": return try firstReached(arguments, offset)
        case "all", "exists", "exists_one", "map", "filter":
            throw RuleError(
                at: offset, zh: "请写 列表.\(name)(x, …)", en: "write list.\(name)(x, …)")
        default: break
        }
        if Signatures.functions[name] == nil, name != "size", name != "matches" {
            throw unknownFunction(name, offset)
        }
        var nodes: [RuleNode] = []
        for argument in arguments { nodes.append(try check(argument)) }
        if name == "size" || name == "matches", let first = arguments.first, let node = nodes.first {
            return try method(on: node, first.offset, name, Array(nodes.dropFirst()), offset)
        }
        return try function(name, nodes, arguments, offset)
    }

    private func function(
        _ name: String, _ nodes: [RuleNode], _ arguments: [Syntax], _ offset: Int
    ) throws(RuleError) -> RuleNode {
        guard let overloads = Signatures.functions[name] else { throw unknownFunction(name, offset) }
        for node in nodes { try refuseNoValue(node) }
        for overload in overloads where overload.accepts(nodes) {
            var result = overload.result
            if name == "sum", let first = nodes.first, case .list(let element) = first.type {
                result = element == .any ? .int : element
            }
            return RuleNode(.call(overload.builtin, nodes), result, at: offset)
        }
        let wanted = overloads.map { "\(name)(\($0.parameters.map(\.name).joined(separator: ", ")))" }
            .joined(separator: ", ")
        let found = nodes.map(\.type.name).joined(separator: ", ")
        let remedy = Remedy.argument(of: name, nodes.first?.type)
        throw RuleError(
            at: offset, zh: "`\(name)` 的参数不对：给了 (\(found))，应为 \(wanted)" + (remedy.map { "；\($0.zh)" } ?? ""),
            en: "bad arguments for `\(name)`: got (\(found)), expected \(wanted)"
                + (remedy.map { "; \($0.en)" } ?? ""))
    }

    private func unknownFunction(_ name: String, _ offset: Int) -> RuleError {
        if setting.schema.index(of: name) != nil {
            return RuleError(
                at: offset, zh: "`\(name)` 是字段，不是函数；下标用方括号", en: "`\(name)` is a field; index it with []")
        }
        if Signatures.methods[name] != nil || name == "under" {
            return RuleError(at: offset, zh: "请写 x.\(name)(…)", en: "write x.\(name)(…)")
        }
        let hint = Suggestion.nearest(name, among: Signatures.functionNames)
        let remedy =
            Remedy.function(name) ?? hint.map { Message(zh: "是 `\($0)` 吗？", en: "did you mean `\($0)`?") }
        return RuleError(
            at: offset, zh: "没有函数 `\(name)`" + (remedy.map { "；\($0.zh)" } ?? ""),
            en: "there is no function `\(name)`" + (remedy.map { "; \($0.en)" } ?? ""))
    }

    private func unknownMethod(_ name: String, _ offset: Int) -> RuleError {
        let names =
            Array(Signatures.methods.keys) + ["under", "all", "exists", "exists_one", "map", "filter"]
        let hint = Suggestion.nearest(name, among: names.sorted())
        let remedy =
            Remedy.method(name) ?? hint.map { Message(zh: "是 `.\($0)` 吗？", en: "did you mean `.\($0)`?") }
        return RuleError(
            at: offset, zh: "没有函数 `.\(name)()`" + (remedy.map { "；\($0.zh)" } ?? ""),
            en: "there is no function `.\(name)()`" + (remedy.map { "; \($0.en)" } ?? ""))
    }

    private mutating func method(
        _ target: Syntax, _ name: String, _ arguments: [Syntax], _ offset: Int
    ) throws(RuleError) -> RuleNode {
        if case .identifier("math") = target.kind, setting.schema.index(of: "math") == nil {
            let remedy = Remedy.function(name)
            throw RuleError(
                at: offset,
                zh: "math 只有 math.least(…) 和 math.greatest(…)" + (remedy.map { "；\($0.zh)" } ?? ""),
                en: "math has only math.least(…) and math.greatest(…)" + (remedy.map { "; \($0.en)" } ?? ""))
        }
        let node = try check(target)
        if Signatures.methods[name] == nil, name != "under" { throw unknownMethod(name, offset) }
        var nodes: [RuleNode] = []
        for argument in arguments { nodes.append(try check(argument)) }
        return try method(on: node, target.offset, name, nodes, offset)
    }

    private func method(
        on target: RuleNode, _ targetOffset: Int, _ name: String, _ arguments: [RuleNode], _ offset: Int
    ) throws(RuleError) -> RuleNode {
        if name == "size", target.type == .yearly { throw dependsOnMissing("size", offset, yearly: true) }
        try refuseNoValue(target)
        for node in arguments { try refuseNoValue(node) }
        if name == "under" { return try under(target, arguments, offset) }
        let all = [target] + arguments
        for overload in Signatures.methods[name] ?? [] where overload.accepts(all) {
            if overload.builtin == .matches, case .constant(.text(let pattern)) = all[1].kind {
                try checkPattern(pattern, all[1].offset)
            }
            return RuleNode(.call(overload.builtin, all), overload.result, at: offset)
        }
        guard let overloads = Signatures.methods[name] else { throw unknownMethod(name, offset) }
        let wanted = overloads.map {
            "\($0.parameters[0].name).\(name)(\($0.parameters.dropFirst().map(\.name).joined(separator: ", ")))"
        }.joined(separator: ", ")
        let remedy = Remedy.target(of: name, target.type)
        throw RuleError(
            at: offset,
            zh: "`.\(name)` 的用法不对：对象为 \(target.type.name)，应为 \(wanted)" + (remedy.map { "；\($0.zh)" } ?? ""),
            en: "bad use of `.\(name)` on \(target.type.name), expected \(wanted)"
                + (remedy.map { "; \($0.en)" } ?? ""))
    }

    private func checkPattern(_ pattern: String, _ offset: Int) throws(RuleError) {
        do throws(RegexError) {
            _ = try LinearRegex(pattern)
        } catch {
            let looksAround = ["(?=", "(?!", "(?<=", "(?<!"].contains { SubstringSearch($0).isIn(pattern) }
            throw RuleError(
                at: offset,
                zh: error.zh
                    + (looksAround ? "；没有前后环视，请写两个 matches 并用 && 或 ! 连接" : "；只找一段文字请写 .contains('…')"),
                en: error.en
                    + (looksAround
                        ? "; there is no look-around, join two matches with && or !"
                        : "; for a plain part of a text write .contains('…')")
            )
        }
    }

    private func under(_ target: RuleNode, _ arguments: [RuleNode], _ offset: Int) throws(RuleError)
        -> RuleNode
    {
        guard case .code(let standard) = target.type else {
            throw RuleError(
                at: offset,
                zh: "under 只用于代码字段（region、industry …），不用于 \(target.type.name)；文本请写 .startsWith(…)",
                en: "under is for code fields such as region and industry, not for \(target.type.name); "
                    + "for a text write .startsWith(…)")
        }
        guard arguments.count == 1, arguments[0].type.fits(.text) || arguments[0].type.fits(.list(.text))
        else {
            throw RuleError(
                at: offset, zh: "under 的参数应为一个代码或代码列表，加引号，如 under(['3303', '3304'])",
                en: "under takes one code or a list of codes, in quotes, as in under(['3303', '3304'])")
        }
        try checkCodes(arguments[0], standard)
        return RuleNode(.call(.under, [target, arguments[0]]), .bool, at: offset)
    }

    private func checkCodes(_ node: RuleNode, _ standard: CodeStandard) throws(RuleError) {
        switch node.kind {
        case .list(let nodes): for inner in nodes { try checkCodes(inner, standard) }
        case .constant(let value):
            var codes: [Value] = [value]
            if case .list(let list) = value { codes = list.elements }
            for case .text(let code) in codes where CodeArea(code, standard) == nil {
                throw RuleError(
                    at: node.offset, zh: "`\(code)` 不是\(CodeArea.description(standard).zh)",
                    en: "`\(code)` is no \(CodeArea.description(standard).en)")
            }
        default: return
        }
    }

    private mutating func extreme(
        _ builtin: Builtin, _ arguments: [Syntax], _ offset: Int
    ) throws(RuleError) -> RuleNode {
        var nodes: [RuleNode] = []
        for argument in arguments {
            let node = try check(argument)
            try refuseNoValue(node)
            nodes.append(node)
        }
        var types = nodes.map(\.type)
        if nodes.count == 1, case .list(let element) = nodes[0].type { types = [element] }
        guard !types.isEmpty, types.allSatisfy({ $0.isNumeric }) else {
            throw RuleError(
                at: offset, zh: "math.least 和 math.greatest 的参数应为数字",
                en: "math.least and math.greatest take numbers")
        }
        let type = types.dropFirst().reduce(types[0]) { $0.joined($1) ?? .decimal }
        return RuleNode(.call(builtin, nodes), type, at: offset)
    }

    private mutating func atLeast(_ arguments: [Syntax], _ offset: Int) throws(RuleError) -> RuleNode {
        guard arguments.count == 2, case .list(let members) = arguments[1].kind else {
            throw RuleError(
                at: offset, zh: "写法为 at_least(k, [条件, 条件, …])",
                en: "write at_least(k, [condition, condition, …])")
        }
        let count = try check(arguments[0])
        guard case .constant(.int(let k)) = count.kind else {
            throw RuleError(
                at: arguments[0].offset, zh: "at_least 的 k 应为整数常数",
                en: "k of at_least must be a constant integer")
        }
        var nodes: [RuleNode] = []
        for member in members { nodes.append(try condition(member)) }
        return RuleNode(.atLeast(k, nodes), .bool, at: offset)
    }

    private mutating func firstReached(_ arguments: [Syntax], _ offset: Int) throws(RuleError) -> RuleNode {
        let usage = RuleError(
            at: offset,
            zh: "写法为 first_reached(revenue, 年份, 门槛, 起始年份)，如 first_reached(revenue, year-1, 50000000, 2015)",
            en:
                "write first_reached(revenue, y, x, from), as in first_reached(revenue, year-1, 50000000, 2015)"
        )
        guard arguments.count == 4 else { throw usage }
        var nodes: [RuleNode] = []
        for argument in arguments { nodes.append(try check(argument)) }
        guard nodes[0].type == .yearly, case .fact(let field) = nodes[0].kind, nodes[1].type == .int,
            nodes[2].type.isNumeric, nodes[3].type == .int
        else { throw usage }
        return RuleNode(.call(.firstReached(field), Array(nodes.dropFirst())), .bool, at: offset)
    }

    private mutating func comprehension(
        _ macro: Macro, _ target: Syntax, _ arguments: [Syntax], _ offset: Int
    ) throws(RuleError) -> RuleNode {
        let range = try check(target)
        let slot = try bind(macro, over: range, arguments, offset)
        defer { scope.removeLast() }
        let filter = arguments.count == 3 ? try condition(arguments[1]) : nil
        let last = arguments[arguments.count - 1]
        let body = macro == .map ? try check(last) : try condition(last)
        return try comprehension(macro, range, slot, filter, body, offset)
    }

    private func comprehension(
        _ macro: Macro, _ range: RuleNode, _ slot: Int, _ filter: RuleNode?, _ body: RuleNode, _ offset: Int
    ) throws(RuleError) -> RuleNode {
        try refuseNoValue(body)
        let type: ValueType =
            switch macro {
            case .all, .exists, .existsOne: .bool
            case .map: .list(body.type)
            case .filter: .list(elementType(of: range) ?? .any)
            }
        return RuleNode(
            .comprehension(macro, range: range, slot: slot, filter: filter, body: body), type, at: offset)
    }

    /// The type of what a macro walks over; nil where it cannot.
    private func elementType(of range: RuleNode) -> ValueType? {
        switch range.type {
        case .list(let inner): inner
        case .map(let key, _): key
        default: nil
        }
    }

    /// Takes a macro's variable into scope; returns its slot.
    private mutating func bind(
        _ macro: Macro, over range: RuleNode, _ arguments: [Syntax], _ offset: Int
    ) throws(RuleError) -> Int {
        if range.type == .yearly { throw dependsOnMissing(macro.rawValue, offset, yearly: true) }
        try refuseNoValue(range)
        guard let element = elementType(of: range) else {
            throw RuleError(
                at: offset, zh: ".\(macro.rawValue) 只用于列表", en: ".\(macro.rawValue) is for lists")
        }
        let isWellFormed = arguments.count == 2 || macro == .map && arguments.count == 3
        guard isWellFormed, case .identifier(let name) = arguments[0].kind else {
            throw RuleError(
                at: offset, zh: "写法为 .\(macro.rawValue)(x, 表达式)",
                en: "write .\(macro.rawValue)(x, expression)")
        }
        if setting.schema.index(of: name) != nil || ["year", "as_of", "math"].contains(name) {
            throw RuleError(
                at: arguments[0].offset, zh: "变量名 `\(name)` 与字段或保留名相同，请换一个",
                en: "the variable `\(name)` would shadow a field or reserved name; choose another")
        }
        let slot = slots
        slots += 1
        scope.append((name, slot, element))
        return slot
    }
}
