import HuiqiModel

/// A number as a sum of other terms with exact coefficients: `100 * a - 15 * b` and `a / 2.0` both read so.
struct LinearReading {
    /// Each key once, in order of appearance; no coefficient is 0.
    var terms: [(key: String, node: RuleNode, coefficient: Number)] = []
    var constant = Number.zero

    /// Nil where the numbers do not fit.
    static func read(_ node: RuleNode, key: (RuleNode) -> String) -> LinearReading? {
        switch node.kind {
        case .constant(let value): return value.number.map { LinearReading(constant: $0) }
        case .negate(let operand): return read(operand, key: key)?.scaled(Number(-1))
        case .arithmetic(let operation, let left, let right) where node.type == .int || node.type == .decimal:
            return arithmetic(operation, left, right, key) ?? term(node, key)
        case .call(.toDecimal, let arguments) where arguments[0].type.isNumeric:
            return read(arguments[0], key: key)
        case .call(.sum, let arguments):
            guard case .list(let parts) = arguments[0].kind, parts.count <= 64 else { return term(node, key) }
            var total = LinearReading()
            for part in parts {
                guard let next = read(part, key: key), let sum = total.adding(next) else { return nil }
                total = sum
            }
            return total
        default: return term(node, key)
        }
    }

    private static func term(_ node: RuleNode, _ key: (RuleNode) -> String) -> LinearReading {
        LinearReading(terms: [(key(node), node, Number(1))])
    }

    private static func arithmetic(
        _ operation: Arithmetic, _ left: RuleNode, _ right: RuleNode, _ key: (RuleNode) -> String
    ) -> LinearReading? {
        switch operation {
        case .modulo: return nil
        case .add, .subtract:
            guard let first = read(left, key: key), let second = read(right, key: key),
                let other = operation == .add ? second : second.scaled(Number(-1))
            else { return nil }
            return first.adding(other)
        case .multiply:
            guard let first = read(left, key: key), let second = read(right, key: key) else { return nil }
            if second.terms.isEmpty { return first.scaled(second.constant) }
            return first.terms.isEmpty ? second.scaled(first.constant) : nil
        case .divide:
            guard let second = read(right, key: key), second.terms.isEmpty,
                let inverse = Number(1).divided(by: second.constant)
            else { return nil }
            return read(left, key: key)?.scaled(inverse)
        }
    }

    func scaled(_ factor: Number) -> LinearReading? {
        var result = LinearReading()
        guard let constant = constant.multiplied(by: factor) else { return nil }
        result.constant = constant
        if factor.signum == 0 { return result }
        for term in terms {
            guard let coefficient = term.coefficient.multiplied(by: factor) else { return nil }
            result.terms.append((term.key, term.node, coefficient))
        }
        return result
    }

    func adding(_ other: LinearReading) -> LinearReading? {
        var result = self
        guard let constant = constant.adding(other.constant) else { return nil }
        result.constant = constant
        for term in other.terms {
            if let index = result.terms.firstIndex(where: { $0.key == term.key }) {
                guard let sum = result.terms[index].coefficient.adding(term.coefficient) else { return nil }
                result.terms[index].coefficient = sum
            } else {
                // Long sums are one opaque term: nobody writes tiers of them.
                if result.terms.count >= 64 { return nil }
                result.terms.append(term)
            }
        }
        result.terms.removeAll { $0.coefficient.signum == 0 }
        return result
    }
}
