import HuiqiModel

extension Mender {
    /// The bound of the first fact that would do by itself, all others staying as they are.
    ///
    /// Sums, differences, products and quotients with what is known are solved exactly; a fact in a divisor,
    /// or on two ways through the expression that are not both linear, is left alone.
    mutating func change(
        _ comparison: Comparison, _ left: RuleNode, _ right: RuleNode, _ facts: [MissingFact]
    ) -> MendStep.Change? {
        for fact in facts {
            guard let first = line(left, fact), let second = line(right, fact),
                let slope = first.slope.subtracting(second.slope), slope.signum != 0,
                let rest = second.rest.subtracting(first.rest), let bound = rest.divided(by: slope)
            else { continue }
            return change(fact, slope.signum < 0 ? comparison.mirrored : comparison, bound)
        }
        return nil
    }

    /// A bound of a fact with the gap from its value.
    mutating func change(_ fact: MissingFact, _ comparison: Comparison, _ bound: Number) -> MendStep.Change? {
        let unit = self.unit(of: fact)
        var gap: StatedValue?
        let isInt = isInt(fact)
        if let now = number(of: fact),
            let target = comparison.nearest(to: bound, step: isInt ? Number(1) : Number(fen: 1)),
            let difference = target.subtracting(now)?.magnitude, difference.signum > 0
        {
            gap = .number(difference, unit: unit)
        }
        return MendStep.Change(
            fact: fact, comparison: comparison, bound: .number(bound, unit: unit), gap: gap)
    }

    /// `slope × fact + rest`, exactly; nil where it is not of this form or other facts are missing.
    private mutating func line(_ node: RuleNode, _ fact: MissingFact) -> (slope: Number, rest: Number)? {
        if let own = scalar(node), own == fact { return node.type.isNumeric ? (Number(1), .zero) : nil }
        switch node.kind {
        case .negate(let operand):
            guard let inner = line(operand, fact), let slope = inner.slope.negated,
                let rest = inner.rest.negated
            else { return nil }
            return (slope, rest)
        case .arithmetic(let operation, let left, let right) where operation != .modulo && node.type != .uint:
            return combined(operation, left, right, fact)
        case .call(.toDecimal, let operands) where operands[0].type.isNumeric,
            .call(.toInt, let operands) where operands[0].type == .int:
            return line(operands[0], fact)
        case .call(.sum, let operands):
            guard case .list(let parts) = operands[0].kind else { return constant(node, fact) }
            var total = (slope: Number.zero, rest: Number.zero)
            for part in parts {
                guard let next = line(part, fact), let slope = total.slope.adding(next.slope),
                    let rest = total.rest.adding(next.rest)
                else { return nil }
                total = (slope, rest)
            }
            return total
        case .conditional(let test, let whenYes, let whenNo):
            guard !facts(in: test).contains(fact), case .bool(let flag)? = value(test) else { return nil }
            return line(flag ? whenYes : whenNo, fact)
        default: return constant(node, fact)
        }
    }

    private mutating func constant(_ node: RuleNode, _ fact: MissingFact) -> (slope: Number, rest: Number)? {
        guard let rest = value(node)?.number else { return nil }
        // A list that is read as a whole is read with its members.
        let read = facts(in: node)
        let isApart =
            read.count < Mender.factLimit && !read.contains(fact) && !read.contains(.field(fact.field))
        return isApart ? (.zero, rest) : nil
    }

    private mutating func combined(
        _ operation: Arithmetic, _ left: RuleNode, _ right: RuleNode, _ fact: MissingFact
    ) -> (slope: Number, rest: Number)? {
        guard let first = line(left, fact), let second = line(right, fact) else { return nil }
        let slope: Number?
        let rest: Number?
        switch operation {
        case .add: (slope, rest) = (first.slope.adding(second.slope), first.rest.adding(second.rest))
        case .subtract:
            (slope, rest) = (first.slope.subtracting(second.slope), first.rest.subtracting(second.rest))
        case .multiply:
            guard first.slope.signum == 0 || second.slope.signum == 0 else { return nil }
            let (factor, term) = first.slope.signum == 0 ? (first.rest, second) : (second.rest, first)
            (slope, rest) = (term.slope.multiplied(by: factor), term.rest.multiplied(by: factor))
        case .divide:
            guard second.slope.signum == 0 else { return nil }
            (slope, rest) = (first.slope.divided(by: second.rest), first.rest.divided(by: second.rest))
        case .modulo: return nil
        }
        guard let slope, let rest else { return nil }
        return (slope, rest)
    }
}
