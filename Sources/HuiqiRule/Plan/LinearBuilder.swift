import HuiqiModel

/// Reads a comparison of numbers or times as a linear test over columns, exactly.
///
/// A form is only given where the row evaluator cannot overflow for values within the limits of
/// ``NumberTest``: the bits that its numerators and denominators may need are added up on the way. So both
/// evaluators agree, also about evaluation errors.
struct LinearBuilder {
    let day: Day
    /// Slot of the list element whose members are read; nil for the profile's own fields.
    let slot: Int?

    /// A quotient of two sums with rational coefficients, and the bits that computing it may need.
    private struct Form {
        var terms: [(source: NumberSource, coefficient: Number)] = []
        var constant = Number.zero
        /// Divisor; nil is one.
        var divisor: [(source: NumberSource, coefficient: Number)]?
        var divisorConstant = Number.zero
        var numeratorBits: Int
        var denominatorBits: Int
        var isInt: Bool

        var isConstant: Bool { terms.isEmpty && divisor == nil }
        var fits: Bool { isInt ? numeratorBits <= 62 : numeratorBits <= 125 && denominatorBits <= 125 }
    }

    mutating func test(_ node: RuleNode) -> NumberTest? {
        guard case .compare(let comparison, let left, let right) = node.kind else { return nil }
        if let test = sinceTest(comparison, left, right) ?? sinceTest(comparison.mirrored, right, left) {
            return test
        }
        guard let first = form(left), let second = form(right) else { return nil }
        if first.isConstant { return test(comparison.mirrored, second, first) }
        return test(comparison, first, second)
    }

    /// `first op second`, where a divisor may stand only on the left and then the right is constant.
    private func test(_ comparison: Comparison, _ first: Form, _ second: Form) -> NumberTest? {
        guard second.divisor == nil else { return nil }
        if let divisor = first.divisor {
            guard second.terms.isEmpty, let negative = second.constant.negated,
                let combined = sum(
                    first.terms, first.constant, scale(divisor, negative),
                    first.divisorConstant.multiplied(by: negative))
            else { return nil }
            guard let sum = LinearBuilder.integers(combined.0, combined.1),
                let below = LinearBuilder.integers(divisor, first.divisorConstant)
            else { return nil }
            return NumberTest(sum: sum, divisor: below, comparison: comparison)
        }
        let minus = Number(-1)
        guard
            let combined = sum(
                first.terms, first.constant, scale(second.terms, minus), second.constant.multiplied(by: minus)
            ),
            let sum = LinearBuilder.integers(combined.0, combined.1)
        else { return nil }
        return NumberTest(sum: sum, divisor: nil, comparison: comparison)
    }

    /// years_since(t) op n, as a bound on the day t: `years_since(t) >= n` is `t <= years_before(n)`.
    private func sinceTest(_ comparison: Comparison, _ left: RuleNode, _ right: RuleNode) -> NumberTest? {
        guard case .call(let builtin, let arguments) = left.kind,
            builtin == .yearsSince || builtin == .monthsSince, case .constant(.int(let count)) = right.kind,
            let source = source(arguments[0]), arguments[0].type == .timestamp, abs(count) < 9000
        else { return nil }
        let step: Int64 = builtin == .yearsSince ? 12 : 1
        let bound: Day?
        let direction: Comparison
        switch comparison {
        case .greaterEqual: (bound, direction) = (day.months(before: count * step), .lessEqual)
        case .greater: (bound, direction) = (day.months(before: (count + 1) * step), .lessEqual)
        case .less: (bound, direction) = (day.months(before: count * step), .greater)
        case .lessEqual: (bound, direction) = (day.months(before: (count + 1) * step), .greater)
        case .equal, .notEqual: return nil
        }
        guard let bound else { return nil }
        let sum = LinearSum(
            terms: [.init(source: source, coefficient: 1)], constant: -Int128(bound.number))
        return NumberTest(sum: sum, divisor: nil, comparison: direction)
    }

    private func source(_ node: RuleNode) -> NumberSource? {
        switch node.kind {
        case .fact(let field) where slot == nil: return .field(field)
        case .yearFact(let field, let year) where slot == nil:
            guard case .constant(.int(let number)) = year.kind else { return nil }
            return .year(field: field, number)
        case .member(let operand, let member):
            guard let slot, case .local(slot) = operand.kind else { return nil }
            return .member(member)
        default: return nil
        }
    }

    private func form(_ node: RuleNode) -> Form? {
        if case .constant(let value) = node.kind { return constant(value) }
        if let source = source(node) { return fact(source, node.type) }
        switch node.kind {
        case .negate(let operand):
            guard let inner = form(operand), let minus = constant(.int(-1)) else { return nil }
            return product(inner, minus, isInt: inner.isInt)
        case .arithmetic(let operation, let left, let right):
            guard let first = form(left), let second = form(right) else { return nil }
            let isInt = node.type == .int
            // Times are compared, not computed with.
            guard isInt || node.type == .decimal else { return nil }
            switch operation {
            case .add: return addition(first, second, sign: 1, isInt: isInt)
            case .subtract: return addition(first, second, sign: -1, isInt: isInt)
            case .multiply:
                return second.isConstant
                    ? product(first, second, isInt: isInt)
                    : (first.isConstant ? product(second, first, isInt: isInt) : nil)
            case .divide: return isInt ? nil : quotient(first, second)
            case .modulo: return nil
            }
        case .call(.sum, let arguments):
            // The sum of a list written out; each element is asked for, as by the row evaluator.
            guard node.type == .decimal, case .list(let parts) = arguments[0].kind, !parts.isEmpty else {
                return nil
            }
            var total = constant(.decimal(.zero))
            for part in parts {
                guard let first = total, var next = form(part) else { return nil }
                next.isInt = false
                total = addition(first, next, sign: 1, isInt: false)
            }
            return total
        case .call(.toDecimal, let arguments):
            guard arguments[0].type.isNumeric, var inner = form(arguments[0]) else { return nil }
            inner.isInt = false
            return inner
        default: return nil
        }
    }

    private func constant(_ value: Value) -> Form? {
        let number: Number
        switch value {
        case .int(let value): number = Number(value)
        case .decimal(let value): number = value
        case .timestamp(let nanoseconds): number = Number(nanoseconds, over: 1) ?? .zero
        default: return nil
        }
        var isInt = false
        if case .int = value { isInt = true }
        return Form(
            constant: number, numeratorBits: bits(number.numerator),
            denominatorBits: bits(number.denominator),
            isInt: isInt)
    }

    private func fact(_ source: NumberSource, _ type: ValueType) -> Form? {
        switch type {
        case .int:
            return Form(terms: [(source, Number(1))], numeratorBits: 31, denominatorBits: 1, isInt: true)
        case .decimal:
            guard let fen = Number(1, over: 100) else { return nil }
            return Form(terms: [(source, fen)], numeratorBits: 56, denominatorBits: 7, isInt: false)
        case .timestamp:
            guard let scale = Number(Value.nanosecondsADay, over: 1) else { return nil }
            return Form(terms: [(source, scale)], numeratorBits: 70, denominatorBits: 1, isInt: false)
        default: return nil
        }
    }

    private func bits(_ value: Int128) -> Int { 128 - value.magnitude.leadingZeroBitCount }

    private typealias Terms = [(source: NumberSource, coefficient: Number)]

    private func scale(_ terms: Terms, _ factor: Number) -> Terms? {
        var scaled: Terms = []
        for term in terms {
            guard let coefficient = term.coefficient.multiplied(by: factor) else { return nil }
            scaled.append((term.source, coefficient))
        }
        return scaled
    }

    private func sum(_ terms: Terms, _ constant: Number, _ other: Terms?, _ otherConstant: Number?) -> (
        Terms, Number
    )? {
        guard let other, let otherConstant, let total = constant.adding(otherConstant) else { return nil }
        var result = terms
        for term in other {
            if let index = result.firstIndex(where: { $0.source == term.source }) {
                guard let joined = result[index].coefficient.adding(term.coefficient) else { return nil }
                result[index].coefficient = joined
            } else {
                result.append(term)
            }
        }
        return (result, total)
    }

    private func addition(_ first: Form, _ second: Form, sign: Int64, isInt: Bool) -> Form? {
        let factor = Number(sign)
        var result = first
        if first.divisor != nil || second.divisor != nil {
            // (N / D) + c is (N + c D) / D; two different divisors are not linear.
            let (ratio, other) = first.divisor != nil ? (first, second) : (second, first)
            guard other.isConstant, let divisor = ratio.divisor else { return nil }
            let ratioFactor = first.divisor != nil ? Number(1) : factor
            let otherFactor = first.divisor != nil ? factor : Number(1)
            guard let shift = other.constant.multiplied(by: otherFactor),
                let scaledTerms = scale(ratio.terms, ratioFactor),
                let scaledConstant = ratio.constant.multiplied(by: ratioFactor),
                let combined = sum(
                    scaledTerms, scaledConstant, scale(divisor, shift),
                    ratio.divisorConstant.multiplied(by: shift))
            else { return nil }
            result = ratio
            (result.terms, result.constant) = combined
        } else {
            guard
                let combined = sum(
                    first.terms, first.constant, scale(second.terms, factor),
                    second.constant.multiplied(by: factor))
            else { return nil }
            (result.terms, result.constant) = combined
        }
        result.isInt = isInt
        result.numeratorBits =
            isInt
            ? max(first.numeratorBits, second.numeratorBits) + 1
            : max(
                first.numeratorBits + second.denominatorBits, second.numeratorBits + first.denominatorBits)
                + 1
        result.denominatorBits = first.denominatorBits + second.denominatorBits
        return result.fits ? result : nil
    }

    private func product(_ form: Form, _ constant: Form, isInt: Bool) -> Form? {
        var result = form
        guard let terms = scale(form.terms, constant.constant),
            let scaled = form.constant.multiplied(by: constant.constant)
        else { return nil }
        result.terms = terms
        result.constant = scaled
        result.isInt = isInt
        result.numeratorBits = form.numeratorBits + constant.numeratorBits
        result.denominatorBits = form.denominatorBits + constant.denominatorBits
        return result.fits ? result : nil
    }

    private func quotient(_ first: Form, _ second: Form) -> Form? {
        guard first.divisor == nil, second.divisor == nil else { return nil }
        if second.isConstant {
            guard let inverse = Number(1).divided(by: second.constant) else { return nil }
            let constant = Form(
                constant: inverse, numeratorBits: second.denominatorBits,
                denominatorBits: second.numeratorBits,
                isInt: false)
            return product(first, constant, isInt: false)
        }
        var result = first
        result.divisor = second.terms
        result.divisorConstant = second.constant
        result.isInt = false
        result.numeratorBits = first.numeratorBits + second.denominatorBits
        result.denominatorBits = first.denominatorBits + second.numeratorBits
        return result.fits ? result : nil
    }

    /// Scales rational coefficients to whole ones by a positive factor; the sign of the sum stays.
    private static func integers(_ terms: Terms, _ constant: Number) -> LinearSum? {
        var scale: Int128 = 1
        for denominator in terms.map(\.coefficient.denominator) + [constant.denominator] {
            var (a, b) = (scale, denominator)
            while b != 0 { (a, b) = (b, a % b) }
            let (product, overflow) = scale.multipliedReportingOverflow(by: denominator / a)
            if overflow { return nil }
            scale = product
        }
        func whole(_ number: Number) -> Int128? {
            let (product, overflow) = number.numerator.multipliedReportingOverflow(
                by: scale / number.denominator)
            return overflow ? nil : product
        }
        guard let shift = whole(constant), shift.magnitude < (1 << 125) else { return nil }
        var result: [LinearSum.Term] = []
        for term in terms {
            guard let coefficient = whole(term.coefficient), coefficient.magnitude <= (1 << 62) else {
                return nil
            }
            if coefficient != 0 { result.append(.init(source: term.source, coefficient: coefficient)) }
        }
        // A fact whose coefficient vanished would no longer be asked for; leave that to the row evaluator.
        guard !result.isEmpty, result.count == terms.count, result.count <= 16 else { return nil }
        return LinearSum(terms: result, constant: shift)
    }
}
