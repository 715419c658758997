import HuiqiModel

extension Checker {
    mutating func negate(_ operand: Syntax, _ offset: Int) throws(RuleError) -> RuleNode {
        let node = try check(operand)
        guard node.type == .int || node.type == .decimal else {
            throw RuleError(
                at: offset, zh: "\(node.type.name) 不能取负", en: "\(node.type.name) cannot be negated")
        }
        return RuleNode(.negate(node), node.type, at: offset)
    }

    mutating func compare(
        _ comparison: Comparison, _ left: Syntax, _ right: Syntax, _ offset: Int
    ) throws(RuleError) -> RuleNode {
        var leftNode = try check(left)
        var rightNode = try check(right)
        if leftNode.type == .null || rightNode.type == .null {
            throw dependsOnMissing("\(comparison.rawValue) null", offset)
        }
        let equality = comparison == .equal || comparison == .notEqual
        for node in [leftNode, rightNode] where node.type == .yearly && equality {
            throw dependsOnMissing(comparison.rawValue, node.offset, yearly: true)
        }
        let allowed =
            equality
            ? leftNode.type.isComparable(with: rightNode.type) : leftNode.type.isOrdered(with: rightNode.type)
        guard allowed else { throw mismatch(comparison.rawValue, leftNode, rightNode, offset) }
        if equality {
            rightNode = try enumerated(rightNode, as: leftNode.type)
            leftNode = try enumerated(leftNode, as: rightNode.type)
        }
        return RuleNode(.compare(comparison, leftNode, rightNode), .bool, at: offset)
    }

    mutating func isIn(_ element: Syntax, _ container: Syntax, _ offset: Int) throws(RuleError) -> RuleNode {
        let elementNode = try check(element)
        var containerNode = try check(container)
        if elementNode.type == .null { throw dependsOnMissing("null in", offset) }
        switch containerNode.type {
        case .yearly: throw dependsOnMissing("in", offset, yearly: true)
        case .list(let inner):
            guard elementNode.type.isComparable(with: inner) else {
                throw mismatch("in", elementNode, containerNode, offset)
            }
            containerNode = try enumerated(containerNode, as: elementNode.type)
        case .map(let key, _):
            guard elementNode.type.isComparable(with: key) else {
                throw mismatch("in", elementNode, containerNode, offset)
            }
        default:
            if case .code = containerNode.type, elementNode.type.isText {
                throw RuleError(
                    at: offset, zh: "`in` 右边应为列表；代码的上下级请写 region.under('3303')",
                    en: "`in` needs a list; for codes at or below one write region.under('3303')")
            }
            if containerNode.type.isText, elementNode.type.isText {
                throw RuleError(
                    at: offset, zh: "`in` 右边应为列表；文本包含请写 .contains(…) 或 .mentions(…)",
                    en: "`in` needs a list; for part of a text write .contains(…) or .mentions(…)")
            }
            throw mismatch("in", elementNode, containerNode, offset)
        }
        return RuleNode(.isIn(elementNode, containerNode), .bool, at: offset)
    }

    /// A constant compared with an enumeration must be one of its values; a short form is written out.
    private func enumerated(_ node: RuleNode, as type: ValueType) throws(RuleError) -> RuleNode {
        guard case .enumeration(let values) = type else { return node }
        switch node.kind {
        case .list(let nodes):
            var written: [RuleNode] = []
            for inner in nodes { written.append(try enumerated(inner, as: type)) }
            return RuleNode(.list(written), node.type, at: node.offset)
        case .conditional(let test, let whenYes, let whenNo):
            let branches = (try enumerated(whenYes, as: type), try enumerated(whenNo, as: type))
            return RuleNode(.conditional(test, branches.0, branches.1), node.type, at: node.offset)
        default: break
        }
        guard case .constant(let value) = node.kind else { return node }
        func written(_ value: Value) throws(RuleError) -> Value {
            guard case .text(let text) = value else { return value }
            guard let index = Schema.enumerationIndex(of: text, in: values) else {
                let all = values.joined(separator: " ")
                throw RuleError(
                    at: node.offset, zh: "`\(text)` 不在可选值之中：\(all)", en: "`\(text)` is none of: \(all)")
            }
            return .text(values[index])
        }
        switch value {
        case .list(let list):
            var elements: [Value] = []
            for element in list.elements { elements.append(try written(element)) }
            return RuleNode(.constant(.list(ListValue(elements))), node.type, at: node.offset)
        default:
            return RuleNode(.constant(try written(value)), node.type, at: node.offset)
        }
    }

    private func mismatch(_ operation: String, _ left: RuleNode, _ right: RuleNode, _ offset: Int)
        -> RuleError
    {
        var zh = "`\(operation)` 两边类型不同：\(left.type.name) 与 \(right.type.name)"
        var en = "`\(operation)` between \(left.type.name) and \(right.type.name)"
        let remedy =
            Remedy.comparison(left, right, operation)
            ?? (operation == "in" ? nil : Remedy.comparison(right, left, operation))
        if let remedy {
            zh += "；\(remedy.zh)"
            en += "; \(remedy.en)"
        }
        if left.type.isText, right.type.isText, operation != "==", operation != "!=" {
            zh += "；枚举没有大小之分，请用 in […]"
            en += "; an enumeration has no order, use in […]"
        }
        return RuleError(at: offset, zh: zh, en: en)
    }

    mutating func arithmetic(
        _ operation: Arithmetic, _ left: Syntax, _ right: Syntax, _ offset: Int
    ) throws(RuleError) -> RuleNode {
        let leftNode = try check(left)
        let rightNode = try check(right)
        try refuseNoValue(leftNode)
        try refuseNoValue(rightNode)
        let type = try resultType(operation, leftNode, rightNode, offset)
        return RuleNode(.arithmetic(operation, leftNode, rightNode), type, at: offset)
    }

    private func resultType(
        _ operation: Arithmetic, _ left: RuleNode, _ right: RuleNode, _ offset: Int
    ) throws(RuleError) -> ValueType {
        switch (left.type, right.type) {
        case (.decimal, .decimal):
            if operation == .modulo {
                throw RuleError(at: offset, zh: "% 只用于整数", en: "% is for integers")
            }
            return .decimal
        case (.int, .int), (.uint, .uint):
            if operation == .divide, left.type == .int {
                throw RuleError(
                    at: offset, zh: "整数相除会丢掉小数；请写 double(a)/double(b)，这里是精确的",
                    en: "dividing integers drops the rest; write double(a)/double(b), which is exact here")
            }
            return left.type
        case (.timestamp, .timestamp) where operation == .subtract: return .duration
        case (.timestamp, .duration) where operation == .add || operation == .subtract: return .timestamp
        case (.duration, .timestamp) where operation == .add: return .timestamp
        case (.duration, .duration) where operation == .add || operation == .subtract: return .duration
        case (.bytes, .bytes) where operation == .add: return .bytes
        case (.list(let first), .list(let second)) where operation == .add:
            if let joined = first.joined(second) { return .list(joined) }
        default: break
        }
        if left.type.isText, right.type.isText, operation == .add { return .text }
        if left.type.isNumeric, right.type.isNumeric {
            throw RuleError(
                at: offset, zh: "\(left.type.name) 与 \(right.type.name) 不能混合运算；整数请写成 100.0 或 double(x)",
                en: "\(operation.rawValue) does not mix \(left.type.name) and \(right.type.name); "
                    + "write 100.0 or double(x)")
        }
        let remedy = Remedy.operands(operation, left.type, right.type)
        throw RuleError(
            at: offset,
            zh: "\(left.type.name) 与 \(right.type.name) 之间没有 `\(operation.rawValue)`"
                + (remedy.map { "；\($0.zh)" } ?? ""),
            en: "no `\(operation.rawValue)` between \(left.type.name) and \(right.type.name)"
                + (remedy.map { "; \($0.en)" } ?? ""))
    }
}
