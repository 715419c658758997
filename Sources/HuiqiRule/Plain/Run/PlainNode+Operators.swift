/// A chain of `&&` or `||`: one part that decides is enough, whatever fails beside it.
final class PlainJunction: PlainNode {
    let isAnd: Bool
    let parts: [any PlainNode]
    let offset: Int

    init(isAnd: Bool, _ parts: [any PlainNode], at offset: Int) {
        self.isAnd = isAnd
        self.parts = parts
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        var kept: RuleError?
        for part in parts {
            do {
                switch try part.evaluate(&run) {
                case .bool(let value): if value != isAnd { return .bool(value) }
                case let other:
                    run.offset = offset
                    kept = kept ?? run.noOverload(isAnd ? "&&" : "||", [other])
                }
            } catch {
                if run.isExhausted { throw error }
                kept = kept ?? error
            }
        }
        try run.step(offset)
        if let kept { throw kept }
        return .bool(isAnd)
    }
}

/// `!operand`
final class PlainNot: PlainNode {
    let operand: any PlainNode
    let offset: Int

    init(_ operand: any PlainNode, at offset: Int) {
        self.operand = operand
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let value = try operand.evaluate(&run)
        try run.step(offset)
        guard case .bool(let truth) = value else { throw run.noOverload("!", [value]) }
        return .bool(!truth)
    }
}

/// `-operand`
final class PlainNegate: PlainNode {
    let operand: any PlainNode
    let offset: Int

    init(_ operand: any PlainNode, at offset: Int) {
        self.operand = operand
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let value = try operand.evaluate(&run)
        try run.step(offset)
        switch value {
        case .int(let value):
            guard value != .min else { throw run.overflow() }
            return .int(-value)
        case .double(let value): return .double(-value)
        default: throw run.noOverload("-", [value])
        }
    }
}

/// `test ? whenYes : whenNo`
final class PlainConditional: PlainNode {
    let test: any PlainNode
    let whenYes: any PlainNode
    let whenNo: any PlainNode
    let offset: Int

    init(_ test: any PlainNode, _ whenYes: any PlainNode, _ whenNo: any PlainNode, at offset: Int) {
        self.test = test
        self.whenYes = whenYes
        self.whenNo = whenNo
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let value = try test.evaluate(&run)
        try run.step(offset)
        guard case .bool(let truth) = value else { throw run.noOverload("? :", [value]) }
        return truth ? try whenYes.evaluate(&run) : try whenNo.evaluate(&run)
    }
}

/// `left == right` and the like.
final class PlainComparison: PlainNode {
    let comparison: Comparison
    let left: any PlainNode
    let right: any PlainNode
    let offset: Int

    init(_ comparison: Comparison, _ left: any PlainNode, _ right: any PlainNode, at offset: Int) {
        self.comparison = comparison
        self.left = left
        self.right = right
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let left = try left.evaluate(&run)
        let right = try right.evaluate(&run)
        try run.step(offset)
        try run.take(min(left.extent.weight, right.extent.weight))
        switch comparison {
        case .equal: return .bool(left.equals(right))
        case .notEqual: return .bool(!left.equals(right))
        default: break
        }
        switch left.order(against: right) {
        case .below: return .bool(comparison.holds(-1))
        case .same: return .bool(comparison.holds(0))
        case .above: return .bool(comparison.holds(1))
        case .unordered: return .bool(false)
        case nil: throw run.noOverload(comparison.rawValue, [left, right])
        }
    }
}

/// `element in container`
final class PlainMembership: PlainNode {
    let element: any PlainNode
    let container: any PlainNode
    let offset: Int

    init(_ element: any PlainNode, _ container: any PlainNode, at offset: Int) {
        self.element = element
        self.container = container
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let element = try element.evaluate(&run)
        let container = try container.evaluate(&run)
        try run.step(offset)
        switch container {
        case .map(let map):
            try run.walk(element)
            return .bool(map.value(for: element) != nil)
        case .list(let list):
            for other in list.elements {
                try run.take(min(element.extent.weight, other.extent.weight))
                if element.equals(other) { return .bool(true) }
            }
            return .bool(false)
        default: throw run.noOverload("in", [element, container])
        }
    }
}

/// `left + right` and the like.
final class PlainArithmetic: PlainNode {
    let operation: Arithmetic
    let left: any PlainNode
    let right: any PlainNode
    let offset: Int

    init(_ operation: Arithmetic, _ left: any PlainNode, _ right: any PlainNode, at offset: Int) {
        self.operation = operation
        self.left = left
        self.right = right
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let left = try left.evaluate(&run)
        let right = try right.evaluate(&run)
        try run.step(offset)
        return try run.arithmetic(operation, left, right)
    }
}

extension PlainRun {
    func overflow() -> RuleError {
        fault(zh: "结果超出类型的范围", en: "overflow: the result is out of the type's range")
    }

    func noOverload(_ name: String, _ arguments: [PlainValue]) -> RuleError {
        let types = arguments.map(\.typeName).joined(separator: ", ")
        return fault(zh: "`\(name)` 不能用于 (\(types))", en: "no such overload: `\(name)` on (\(types))")
    }
}
