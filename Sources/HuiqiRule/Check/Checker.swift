import HuiqiModel

/// Resolves names and types of a syntax tree against a schema, in the policy environment.
struct Checker {
    let setting: RuleSetting
    /// Macro variables in scope, innermost last.
    var scope: [(name: String, slot: Int, type: ValueType)] = []
    var slots = 0

    init(_ setting: RuleSetting) { self.setting = setting }

    /// Checks a node and folds it where it is constant.
    mutating func check(_ syntax: Syntax) throws(RuleError) -> RuleNode {
        let node = try resolve(syntax)
        if case .constant = node.kind { return node }
        guard node.isConstant else { return node }
        return try folded(node)
    }

    /// Evaluates a constant node; a bad constant refuses the expression.
    private func folded(_ node: RuleNode) throws(RuleError) -> RuleNode {
        if case .list(let parts) = node.kind, let list = literal(parts) {
            return RuleNode(.constant(.list(list)), node.type, at: node.offset)
        }
        var evaluator = Evaluator(schema: setting.schema, limits: setting.limits)
        switch evaluator.evaluate(node) {
        case .value(let value): return RuleNode(.constant(value), node.type, at: node.offset)
        case .open(let gap):
            if let problem = gap.problems.first { throw placed(problem, in: node) }
            return node
        }
    }

    /// A list of constants as the evaluator makes it; nil where that might take too many steps.
    private func literal(_ parts: [RuleNode]) -> ListValue? {
        var values: [Value] = []
        values.reserveCapacity(parts.count)
        for part in parts {
            guard case .constant(let value) = part.kind else { return nil }
            if case .list(let list) = value, !list.others.isEmpty { return nil }
            values.append(value)
        }
        let list = ListValue(values)
        // One step for the list, one for each part, and its weight.
        return parts.count < setting.limits.steps - 1 - list.weight ? list : nil
    }

    /// A text that a function cannot read is at fault itself, not the call.
    private func placed(_ problem: RuleError, in node: RuleNode) -> RuleError {
        guard case .call(_, let arguments) = node.kind, arguments.count == 1, arguments[0].type.isText,
            problem.offsetUTF8 == node.offset
        else { return problem }
        return RuleError(at: arguments[0].offset, zh: problem.message.zh, en: problem.message.en)
    }

    private mutating func resolve(_ syntax: Syntax) throws(RuleError) -> RuleNode {
        let offset = syntax.offset
        switch syntax.kind {
        case .null: return RuleNode(.constant(.null), .null, at: offset)
        case .bool(let value): return RuleNode(.constant(.bool(value)), .bool, at: offset)
        case .int(let value): return RuleNode(.constant(.int(value)), .int, at: offset)
        case .uint(let value): return RuleNode(.constant(.uint(value)), .uint, at: offset)
        case .decimal(let significand, let exponent):
            guard let number = Number(significand: significand, exponent10: exponent) else {
                throw RuleError(
                    at: offset, zh: "小数超出精确表示的范围", en: "the decimal cannot be held exactly")
            }
            return RuleNode(.constant(.decimal(number)), .decimal, at: offset)
        case .text(let text): return RuleNode(.constant(.text(text)), .text, at: offset)
        case .bytes(let bytes): return RuleNode(.constant(.bytes(bytes)), .bytes, at: offset)
        case .identifier(let name): return try identifier(name, offset)
        case .select(let operand, let name): return try select(operand, name, offset)
        case .index(let operand, let key): return try index(operand, key, offset)
        case .call(let target, let name, let arguments):
            return try call(target, name, arguments, offset)
        case .list(let elements): return try list(elements, offset)
        case .map(let entries): return try map(entries, offset)
        case .and(let parts): return RuleNode(.and(try conditions(parts)), .bool, at: offset)
        case .or(let parts): return RuleNode(.or(try conditions(parts)), .bool, at: offset)
        case .not(let operand): return RuleNode(.not(try condition(operand)), .bool, at: offset)
        case .negate(let operand): return try negate(operand, offset)
        case .compare(let comparison, let left, let right):
            return try compare(comparison, left, right, offset)
        case .isIn(let element, let container): return try isIn(element, container, offset)
        case .arithmetic(let operation, let left, let right):
            return try arithmetic(operation, left, right, offset)
        case .conditional(let test, let whenYes, let whenNo):
            return try conditional(test, whenYes, whenNo, offset)
        }
    }

    /// Checks a node that must be a boolean.
    mutating func condition(_ syntax: Syntax) throws(RuleError) -> RuleNode {
        let node = try check(syntax)
        guard node.type == .bool else {
            throw RuleError(
                at: syntax.offset, zh: "此处应为条件（bool），却是 \(node.type.name)；请写成比较，如 x >= 1",
                en: "expected a condition (bool), found \(node.type.name); compare it, as in x >= 1")
        }
        return node
    }

    private mutating func conditions(_ parts: [Syntax]) throws(RuleError) -> [RuleNode] {
        var nodes: [RuleNode] = []
        nodes.reserveCapacity(parts.count)
        for part in parts { nodes.append(try condition(part)) }
        return nodes
    }

    private mutating func identifier(_ name: String, _ offset: Int) throws(RuleError) -> RuleNode {
        if let local = scope.last(where: { $0.name == name }) {
            return RuleNode(.local(local.slot), local.type, at: offset)
        }
        switch name {
        case "as_of": return RuleNode(.asOf, .timestamp, at: offset)
        case "year": return RuleNode(.year, .int, at: offset)
        default: break
        }
        if let field = setting.schema.index(of: name) {
            return RuleNode(.fact(field), ValueType(setting.schema.fields[field].type), at: offset)
        }
        if ReservedNames.types.contains(name) { throw dependsOnMissing(name, offset) }
        if ReservedNames.functions.contains(name) || name == "math" {
            throw name == "math"
                ? RuleError(
                    at: offset, zh: "math 只有 math.least(…) 和 math.greatest(…)",
                    en: "math has only math.least(…) and math.greatest(…)")
                : RuleError(at: offset, zh: "`\(name)` 是函数，后面要有括号", en: "`\(name)` is a function; call it")
        }
        let hint = Suggestion.nearest(
            name, among: setting.schema.fields.map(\.name) + scope.map(\.name) + ["true", "false"])
        throw RuleError(
            at: offset, zh: "没有字段 `\(name)`" + (hint.map { "；是 `\($0)` 吗？" } ?? ""),
            en: "there is no field `\(name)`" + (hint.map { "; did you mean `\($0)`?" } ?? ""))
    }

    /// Constructs whose answer would change with what is known, not with what is so.
    func dependsOnMissing(_ construct: String, _ offset: Int, yearly: Bool = false) -> RuleError {
        RuleError(
            at: offset,
            zh: "不能用 `\(construct)`：结论不得取决于数据是否缺失；"
                + (yearly ? "请写 revenue[year-1] 或 first_reached(…)" : "直接写条件即可，数据缺失即为待核实"),
            en: "`\(construct)` is refused: a verdict must not depend on whether data is missing; "
                + (yearly
                    ? "write revenue[year-1] or first_reached(…)"
                    : "write the condition itself, missing data makes it unknown"))
    }

    private mutating func select(_ operand: Syntax, _ name: String, _ offset: Int) throws(RuleError)
        -> RuleNode
    {
        let node = try check(operand)
        switch node.type {
        case .record(let members):
            guard let member = members.firstIndex(where: { $0.name == name }) else {
                let names = members.map(\.name).joined(separator: " ")
                throw RuleError(
                    at: offset, zh: "没有成员 `\(name)`，可用：\(names)",
                    en: "no member `\(name)`; there are: \(names)")
            }
            return RuleNode(.member(node, member), ValueType(members[member].type), at: offset)
        case .map(let key, let value) where key == .text:
            let constant = RuleNode(.constant(.text(name)), .text, at: offset)
            return RuleNode(.index(node, constant), value, at: offset)
        case .list(.record):
            throw RuleError(
                at: offset, zh: "列表没有成员；请写 .exists(x, x.\(name) …)，取全部请写 .map(x, x.\(name))",
                en: "a list has no members; write .exists(x, x.\(name) …), or .map(x, x.\(name)) for all")
        default:
            let remedy = Remedy.method(name)
            throw RuleError(
                at: offset, zh: "\(node.type.name) 没有成员 `\(name)`" + (remedy.map { "；\($0.zh)" } ?? ""),
                en: "\(node.type.name) has no member `\(name)`" + (remedy.map { "; \($0.en)" } ?? ""))
        }
    }

    private mutating func index(_ operand: Syntax, _ key: Syntax, _ offset: Int) throws(RuleError) -> RuleNode
    {
        let container = try check(operand)
        let keyNode = try check(key)
        switch container.type {
        case .yearly:
            guard keyNode.type == .int, case .fact(let field) = container.kind else {
                throw RuleError(
                    at: key.offset, zh: "年份应为整数，如 revenue[year-1]",
                    en: "a year is an int, as in revenue[year-1]")
            }
            return RuleNode(.yearFact(field, keyNode), .decimal, at: operand.offset)
        case .list(let element):
            guard keyNode.type == .int || keyNode.type == .uint else {
                throw RuleError(at: key.offset, zh: "列表的下标应为整数", en: "a list is indexed by an int")
            }
            return RuleNode(.index(container, keyNode), element, at: offset)
        case .map(let keyType, let value):
            guard keyNode.type.isComparable(with: keyType) else {
                throw RuleError(
                    at: key.offset, zh: "键应为 \(keyType.name)", en: "the key must be \(keyType.name)")
            }
            return RuleNode(.index(container, keyNode), value, at: offset)
        default:
            throw RuleError(
                at: offset, zh: "\(container.type.name) 不能用下标", en: "\(container.type.name) cannot be indexed"
            )
        }
    }

    private mutating func list(_ elements: [Syntax], _ offset: Int) throws(RuleError) -> RuleNode {
        var type = ValueType.any
        var nodes: [RuleNode] = []
        for element in elements {
            let node = try check(element)
            try refuseNoValue(node)
            guard let joined = type.joined(node.type) else {
                throw RuleError(
                    at: element.offset, zh: "列表元素类型不一：\(type.name) 与 \(node.type.name)；一个列表只放一种类型",
                    en:
                        "list elements of different types: \(type.name) and \(node.type.name); a list holds one type"
                )
            }
            type = joined
            nodes.append(node)
        }
        return RuleNode(.list(nodes), .list(type), at: offset)
    }

    private mutating func map(_ entries: [(key: Syntax, value: Syntax)], _ offset: Int) throws(RuleError)
        -> RuleNode
    {
        var keyType = ValueType.any
        var valueType = ValueType.any
        var nodes: [(key: RuleNode, value: RuleNode)] = []
        for (key, value) in entries {
            let keyNode = try check(key)
            let valueNode = try check(value)
            try refuseNoValue(valueNode)
            let keyAllowed: Bool =
                switch keyNode.type {
                case .bool, .int, .uint: true
                default: keyNode.type.isText
                }
            guard keyAllowed, let joinedKey = keyType.joined(keyNode.type) else {
                throw RuleError(at: key.offset, zh: "键的类型不对或不一致", en: "bad or mixed key types")
            }
            guard let joinedValue = valueType.joined(valueNode.type) else {
                throw RuleError(at: value.offset, zh: "值的类型不一致", en: "mixed value types")
            }
            keyType = joinedKey
            valueType = joinedValue
            nodes.append((keyNode, valueNode))
        }
        return RuleNode(.map(nodes), .map(keyType, valueType), at: offset)
    }

    /// A null or a whole yearly map is no value to compute with.
    func refuseNoValue(_ node: RuleNode) throws(RuleError) {
        if node.type == .null { throw dependsOnMissing("null", node.offset) }
        if node.type == .yearly {
            throw RuleError(
                at: node.offset, zh: "按年的数据要带年份，如 revenue[year-1]",
                en: "index a yearly map, as in revenue[year-1]")
        }
    }

    private mutating func conditional(
        _ test: Syntax, _ whenYes: Syntax, _ whenNo: Syntax, _ offset: Int
    ) throws(RuleError) -> RuleNode {
        let testNode = try condition(test)
        let yesNode = try check(whenYes)
        let noNode = try check(whenNo)
        try refuseNoValue(yesNode)
        try refuseNoValue(noNode)
        guard let type = yesNode.type.joined(noNode.type) else {
            throw RuleError(
                at: offset, zh: "两个分支类型不同：\(yesNode.type.name) 与 \(noNode.type.name)；请写成同一类型",
                en:
                    "the branches differ in type: \(yesNode.type.name) and \(noNode.type.name); give both one type"
            )
        }
        return RuleNode(.conditional(testNode, yesNode, noNode), type, at: offset)
    }
}
