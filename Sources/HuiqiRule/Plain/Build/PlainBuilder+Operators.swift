extension PlainBuilder {
    func compare(_ comparison: Comparison, _ left: Built, _ right: Built, _ offset: Int) throws(RuleError)
        -> Built
    {
        let isEquality = comparison == .equal || comparison == .notEqual
        let isOrdered = isEquality || left.type.hasOrder && right.type.hasOrder
        if !left.type.agrees(with: right.type) || !isOrdered {
            try refuse(comparison.rawValue, [left.type, right.type], at: offset)
        }
        return Built(node: PlainComparison(comparison, left.node, right.node, at: offset), type: .bool)
    }

    func membership(_ element: Built, _ container: Built, _ offset: Int) throws(RuleError) -> Built {
        if container.type.element.map({ $0.agrees(with: element.type) }) != true {
            try refuse("in", [element.type, container.type], at: offset)
        }
        return Built(node: PlainMembership(element.node, container.node, at: offset), type: .bool)
    }

    func conditional(_ test: Built, _ whenYes: Built, _ whenNo: Built, _ offset: Int) throws(RuleError)
        -> Built
    {
        try require(test, .bool, for: "? :", at: offset)
        if !whenYes.type.agrees(with: whenNo.type) {
            try refuse("? :", [test.type, whenYes.type, whenNo.type], at: offset)
        }
        return Built(
            node: PlainConditional(test.node, whenYes.node, whenNo.node, at: offset),
            type: whenYes.type.joined(whenNo.type))
    }

    func arithmetic(_ operation: Arithmetic, _ left: Built, _ right: Built, _ offset: Int) throws(RuleError)
        -> Built
    {
        let type = left.type.combined(operation, right.type)
        if type == nil { try refuse(operation.rawValue, [left.type, right.type], at: offset) }
        return Built(
            node: PlainArithmetic(operation, left.node, right.node, at: offset), type: type ?? .dyn)
    }
}

extension PlainType {
    fileprivate var hasOrder: Bool {
        switch self {
        case .dyn, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration: true
        default: false
        }
    }

    /// The type of an arithmetic result; nil where no overload takes the types.
    fileprivate func combined(_ operation: Arithmetic, _ other: PlainType) -> PlainType? {
        switch (self, other) {
        case (.dyn, .dyn): .dyn
        case (.dyn, let known), (let known, .dyn): known.combinedWithAny(operation)
        case (.int, .int), (.uint, .uint): self
        case (.double, .double): operation == .modulo ? nil : .double
        case (.string, .string), (.bytes, .bytes): operation == .add ? self : nil
        case (.list(let left), .list(let right)): operation == .add ? .listOf(left.joined(right)) : nil
        case (.duration, .duration): operation == .add || operation == .subtract ? .duration : nil
        case (.timestamp, .duration): operation == .add || operation == .subtract ? .timestamp : nil
        case (.duration, .timestamp): operation == .add ? .timestamp : nil
        case (.timestamp, .timestamp): operation == .subtract ? .duration : nil
        default: nil
        }
    }

    private func combinedWithAny(_ operation: Arithmetic) -> PlainType? {
        switch (operation, self) {
        case (.modulo, .double): nil
        case (_, .int), (_, .uint), (_, .double), (.add, .string), (.add, .bytes): self
        case (.add, .list), (.add, .timestamp), (.add, .duration): .dyn
        case (.subtract, .timestamp), (.subtract, .duration): .dyn
        default: nil
        }
    }
}
