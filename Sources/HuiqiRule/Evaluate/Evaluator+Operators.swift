import HuiqiModel

extension Evaluator {
    func compare(_ comparison: Comparison, _ left: Value, _ right: Value, _ node: RuleNode) -> Outcome {
        if comparison == .equal || comparison == .notEqual {
            switch equals(left, right) {
            case .value(.bool(let same)): return .value(.bool(same == (comparison == .equal)))
            case let other: return other
            }
        }
        guard let order = Evaluator.order(left, right) else { return mistyped(node) }
        return .value(.bool(comparison.holds(order)))
    }

    /// -1, 0 or 1; nil where the two have no order.
    static func order(_ left: Value, _ right: Value) -> Int? {
        switch (left, right) {
        case (.int(let a), .int(let b)): return a < b ? -1 : (a == b ? 0 : 1)
        case (.text(let a), .text(let b)):
            let (a, b) = (ExactText(a), ExactText(b))
            return a < b ? -1 : (a == b ? 0 : 1)
        case (.timestamp(let a), .timestamp(let b)), (.duration(let a), .duration(let b)):
            return a < b ? -1 : (a == b ? 0 : 1)
        case (.bool(let a), .bool(let b)): return a == b ? 0 : (b ? -1 : 1)
        case (.bytes(let a), .bytes(let b)):
            return a == b ? 0 : (a.lexicographicallyPrecedes(b) ? -1 : 1)
        default:
            guard let a = left.number, let b = right.number else { return nil }
            return a < b ? -1 : (a == b ? 0 : 1)
        }
    }

    /// Equality; open where a list has others unknown.
    func equals(_ left: Value, _ right: Value) -> Outcome {
        switch (left, right) {
        case (.list(let a), .list(let b)):
            if !a.others.isEmpty || !b.others.isEmpty {
                var gap = Gap(missing: a.others)
                gap.formUnion(Gap(missing: b.others))
                return .open(gap)
            }
            guard a.elements.count == b.elements.count else { return .value(.bool(false)) }
            var gap: Gap?
            for (first, second) in zip(a.elements, b.elements) {
                switch equals(first, second) {
                case .value(.bool(false)): return .value(.bool(false))
                case .open(let more): gap = gap.map { $0.united(more) } ?? more
                default: continue
                }
            }
            return gap.map { .open($0) } ?? .value(.bool(true))
        case (.map(let a), .map(let b)):
            guard a.entries.count == b.entries.count else { return .value(.bool(false)) }
            var gap: Gap?
            for entry in a.entries {
                guard let other = MapKey(entry.key).flatMap({ b[$0] }) else { return .value(.bool(false)) }
                switch equals(entry.value, other) {
                case .value(.bool(false)): return .value(.bool(false))
                case .open(let more): gap = gap.map { $0.united(more) } ?? more
                default: continue
                }
            }
            return gap.map { .open($0) } ?? .value(.bool(true))
        default:
            return .value(.bool(Evaluator.order(left, right) == 0))
        }
    }

    /// `element in container`.
    func contains(_ container: Value, _ element: Value, _ node: RuleNode) -> Outcome {
        switch container {
        case .list(let list):
            var gap: Gap?
            for candidate in list.elements {
                switch equals(element, candidate) {
                case .value(.bool(true)): return .value(.bool(true))
                case .open(let more): gap = gap.map { $0.united(more) } ?? more
                default: continue
                }
            }
            if !list.others.isEmpty { gap = (gap ?? Gap(missing: [])).united(Gap(missing: list.others)) }
            return gap.map { .open($0) } ?? .value(.bool(false))
        case .map(let map): return .value(.bool(MapKey(element).flatMap { map[$0] } != nil))
        default: return mistyped(node)
        }
    }

    /// `container[key]`.
    func element(_ container: Value, _ key: Value, _ node: RuleNode) -> Outcome {
        switch container {
        case .list(let list):
            guard let position = key.number.flatMap({ $0.isInteger ? Int(exactly: $0.numerator) : nil })
            else {
                return mistyped(node)
            }
            if position >= 0, position < list.placed { return .value(list.elements[position]) }
            if position >= 0, !list.others.isEmpty { return .open(Gap(missing: list.others)) }
            return failure(
                node, zh: "下标 \(position) 超出列表长度 \(list.elements.count)",
                en: "index \(position) is outside a list of \(list.elements.count)")
        case .map(let map):
            if let found = MapKey(key).flatMap({ map[$0] }) { return .value(found) }
            return failure(node, zh: "映射中没有这个键", en: "no such key in the map")
        default: return mistyped(node)
        }
    }

    func negate(_ value: Value, _ node: RuleNode) -> Outcome {
        switch value {
        case .int(let number):
            let (result, overflow) = Int64(0).subtractingReportingOverflow(number)
            return overflow ? overflowed(node) : .value(.int(result))
        case .decimal(let number): return number.negated.map { .value(.decimal($0)) } ?? overflowed(node)
        default: return mistyped(node)
        }
    }

    func overflowed(_ node: RuleNode) -> Outcome {
        failure(node, zh: "数值溢出", en: "numeric overflow")
    }

    func arithmetic(_ operation: Arithmetic, _ left: Value, _ right: Value, _ node: RuleNode) -> Outcome {
        switch (left, right) {
        case (.int(let a), .int(let b)) where node.type == .int:
            return integer(operation, a, b, node) { .int($0) }
        case (.uint(let a), .uint(let b)) where node.type == .uint:
            return integer(operation, a, b, node) { .uint($0) }
        case (.text(let a), .text(let b)): return .value(.text(a + b))
        case (.bytes(let a), .bytes(let b)): return .value(.bytes(a + b))
        case (.list(let a), .list(let b)):
            return .value(.list(ListValue(a, then: b)))
        case (.timestamp(let a), .timestamp(let b)): return duration(a - b, node)
        case (.timestamp(let a), .duration(let b)):
            return timestamp(operation == .subtract ? a - b : a + b, node)
        case (.duration(let a), .timestamp(let b)): return timestamp(a + b, node)
        case (.duration(let a), .duration(let b)):
            return duration(operation == .subtract ? a - b : a + b, node)
        default:
            guard let a = left.number, let b = right.number else { return mistyped(node) }
            let result: Number?
            switch operation {
            case .add: result = a.adding(b)
            case .subtract: result = a.subtracting(b)
            case .multiply: result = a.multiplied(by: b)
            case .divide:
                if b.signum == 0 { return failure(node, zh: "除数为零", en: "division by zero") }
                result = a.divided(by: b)
            case .modulo: return mistyped(node)
            }
            return result.map { .value(.decimal($0)) } ?? overflowed(node)
        }
    }

    private func integer<Integer: FixedWidthInteger>(
        _ operation: Arithmetic, _ a: Integer, _ b: Integer, _ node: RuleNode, _ make: (Integer) -> Value
    ) -> Outcome {
        let (result, overflow): (Integer, Bool)
        switch operation {
        case .add: (result, overflow) = a.addingReportingOverflow(b)
        case .subtract: (result, overflow) = a.subtractingReportingOverflow(b)
        case .multiply: (result, overflow) = a.multipliedReportingOverflow(by: b)
        case .divide, .modulo:
            if b == 0 { return failure(node, zh: "除数为零", en: "division by zero") }
            (result, overflow) =
                operation == .divide
                ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b)
        }
        return overflow ? overflowed(node) : .value(make(result))
    }

    func timestamp(_ nanoseconds: Int128, _ node: RuleNode) -> Outcome {
        Value.timestamps.contains(nanoseconds)
            ? .value(.timestamp(nanoseconds))
            : failure(node, zh: "时间超出 1 至 9999 年", en: "timestamp out of range")
    }

    func duration(_ nanoseconds: Int128, _ node: RuleNode) -> Outcome {
        Value.durations.contains(nanoseconds)
            ? .value(.duration(nanoseconds)) : failure(node, zh: "时长超出范围", en: "duration out of range")
    }
}

extension Gap {
    /// Both gaps in one.
    func united(_ other: Gap) -> Gap {
        var gap = self
        gap.formUnion(other)
        return gap
    }
}
