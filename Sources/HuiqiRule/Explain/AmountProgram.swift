import HuiqiModel

/// An amount compiled for a day: its bounds for many profiles at once, in whole numbers.
///
/// Every step works on whole numbers over a denominator that is the same for all profiles, with checked 64-bit
/// arithmetic; where a number leaves 64 bits, the row is left to ``Rule/bounds(for:on:normalizer:)``, and so is every
/// amount that has a step of another kind. What is told here is what that function tells.
public struct AmountProgram: Sendable {
    /// A fact that the amount reads.
    public enum Source: Sendable, Hashable {
        /// An int, or money in fen.
        case field(Int)
        /// Fen of one year of a yearly field.
        case year(field: Int, Int64)
        /// A bool, 0 or 1.
        case flag(Int)
    }

    /// One step, on a stack of bounds; conditions are 0 or 1.
    enum Step: Sendable {
        case constant(Int64)
        case fact(source: Int)
        /// Times a factor; where not all is known, a bound moves with it.
        case scale(Int64)
        /// Without bounds where not all is known.
        case onlyKnown
        case add, subtract, multiply
        case least, greatest
        case compare(Comparison)
        case not, and, or
        /// Condition, whenYes, whenNo are the last three.
        case choose
    }

    /// The facts, each once, in order of first appearance.
    public let sources: [Source]
    /// What the result is to be divided by to be in yuan; positive.
    public let denominator: Int64
    let steps: [Step]
    /// The most bounds that are on the stack.
    let depth: Int
}

extension Rule {
    /// The amount compiled for a day; nil where it has a step that the program does not know.
    public func amountProgram(on day: Day) -> AmountProgram? {
        var builder = AmountBuilder(schema: schema, limits: limits, day: day)
        guard let denominator = builder.number(root, nested: 0), builder.nodes <= limits.steps else {
            return nil
        }
        return AmountProgram(
            sources: builder.sources, denominator: denominator, steps: builder.steps,
            depth: builder.deepest)
    }
}

/// Writes the steps of an amount.
private struct AmountBuilder {
    let schema: Schema
    let limits: RuleLimits
    let day: Day
    private(set) var steps: [AmountProgram.Step] = []
    private(set) var sources: [AmountProgram.Source] = []
    /// Nodes of the expression: steps that the row evaluator takes.
    private(set) var nodes = 0
    private(set) var deepest = 0
    private var depth = 0

    private static let mostNodes = 200
    private static let deepestNesting = 40

    init(schema: Schema, limits: RuleLimits, day: Day) {
        self.schema = schema
        self.limits = limits
        self.day = day
    }

    private mutating func push(_ step: AmountProgram.Step) {
        steps.append(step)
        depth += 1
        deepest = max(deepest, depth)
    }

    private mutating func join(_ step: AmountProgram.Step, of count: Int = 2) {
        steps.append(step)
        depth -= count - 1
    }

    private mutating func push(_ source: AmountProgram.Source) {
        let number = sources.firstIndex(of: source) ?? sources.count
        if number == sources.count { sources.append(source) }
        push(.fact(source: number))
    }

    private mutating func enter(_ nested: Int) -> Bool {
        nodes += 1
        return nodes <= AmountBuilder.mostNodes && nested <= AmountBuilder.deepestNesting
    }

    /// The value of what does not depend on the profile.
    private mutating func constant(_ node: RuleNode) -> Value? {
        guard !node.readsFacts, node.freeSlots.isEmpty else { return nil }
        var evaluator = Evaluator(schema: schema, limits: limits, day: day)
        defer { nodes += evaluator.steps }
        guard case .value(let value) = evaluator.evaluate(node) else { return nil }
        return value
    }

    /// Writes a number. Returns its denominator, nil where the program cannot have it.
    mutating func number(_ node: RuleNode, nested: Int) -> Int64? {
        guard enter(nested), node.type == .int || node.type == .decimal else { return nil }
        if !node.readsFacts {
            guard let number = constant(node)?.number else { return nil }
            return push(number)
        }
        switch node.kind {
        case .fact(let field):
            push(.field(field))
            switch schema.fields[field].type {
            case .int: return 1
            case .money: return 100
            default: return nil
            }
        case .yearFact(let field, let year):
            guard case .int(let number) = constant(year) else { return nil }
            push(.year(field: field, number))
            return 100
        case .negate(let operand):
            guard let denominator = number(operand, nested: nested + 1) else { return nil }
            steps += [.scale(-1), .onlyKnown]
            return denominator
        case .arithmetic(let operation, let left, let right):
            return arithmetic(operation, left, right, nested)
        case .call(.toDecimal, let arguments):
            guard arguments.count == 1, let denominator = number(arguments[0], nested: nested + 1) else {
                return nil
            }
            steps.append(.onlyKnown)
            return denominator
        case .call(.least, let arguments): return extreme(.least, arguments, nested)
        case .call(.greatest, let arguments): return extreme(.greatest, arguments, nested)
        case .conditional(let test, let whenYes, let whenNo):
            guard condition(test, nested: nested + 1),
                let denominator = pair(whenYes, whenNo, nested)
            else { return nil }
            join(.choose, of: 3)
            return denominator
        default: return nil
        }
    }

    private mutating func push(_ number: Number) -> Int64? {
        guard let above = Int64(exactly: number.numerator), let below = Int64(exactly: number.denominator)
        else { return nil }
        push(.constant(above))
        return below
    }

    private mutating func arithmetic(
        _ operation: Arithmetic, _ left: RuleNode, _ right: RuleNode, _ nested: Int
    ) -> Int64? {
        switch operation {
        case .add, .subtract:
            guard let denominator = pair(left, right, nested) else { return nil }
            join(operation == .add ? .add : .subtract)
            return denominator
        case .multiply:
            for (factor, other) in [(left, right), (right, left)] where !factor.readsFacts {
                guard enter(nested), let value = constant(factor)?.number,
                    let denominator = number(other, nested: nested + 1)
                else { return nil }
                return scaled(by: value, denominator)
            }
            guard let first = number(left, nested: nested + 1), let second = number(right, nested: nested + 1)
            else { return nil }
            join(.multiply)
            let (product, overflow) = first.multipliedReportingOverflow(by: second)
            return overflow ? nil : product
        case .divide:
            guard !right.readsFacts, enter(nested), let value = constant(right)?.number,
                let inverse = Number(value.denominator, over: value.numerator),
                let denominator = number(left, nested: nested + 1)
            else { return nil }
            let product = scaled(by: inverse, denominator)
            steps.append(.onlyKnown)
            return product
        case .modulo: return nil
        }
    }

    private mutating func scaled(by factor: Number, _ denominator: Int64) -> Int64? {
        guard let above = Int64(exactly: factor.numerator), let below = Int64(exactly: factor.denominator)
        else { return nil }
        if above != 1 { steps.append(.scale(above)) }
        let (product, overflow) = denominator.multipliedReportingOverflow(by: below)
        return overflow ? nil : product
    }

    /// Two numbers over one denominator.
    private mutating func pair(_ left: RuleNode, _ right: RuleNode, _ nested: Int) -> Int64? {
        guard let first = number(left, nested: nested + 1) else { return nil }
        let between = steps.count
        guard let second = number(right, nested: nested + 1) else { return nil }
        return widen(first, endingAt: between, second)
    }

    /// Brings the last two numbers, of which the first ends at a step, over one denominator.
    private mutating func widen(_ first: Int64, endingAt between: Int, _ second: Int64) -> Int64? {
        if first == second { return first }
        var (small, large) = (first, second)
        while small != 0 { (small, large) = (large % small, small) }
        let (common, overflow) = (first / large).multipliedReportingOverflow(by: second)
        guard !overflow else { return nil }
        if common != second { steps.append(.scale(common / second)) }
        if common != first { steps.insert(.scale(common / first), at: between) }
        return common
    }

    private mutating func extreme(
        _ step: AmountProgram.Step, _ arguments: [RuleNode], _ nested: Int
    ) -> Int64? {
        guard let first = arguments.first, var denominator = number(first, nested: nested + 1) else {
            return nil
        }
        for argument in arguments.dropFirst() {
            let between = steps.count
            guard let other = number(argument, nested: nested + 1),
                let common = widen(denominator, endingAt: between, other)
            else { return nil }
            join(step)
            denominator = common
        }
        return denominator
    }

    /// Writes a condition; false where the program cannot have it.
    private mutating func condition(_ node: RuleNode, nested: Int) -> Bool {
        guard enter(nested), node.type == .bool else { return false }
        if !node.readsFacts {
            guard case .bool(let flag) = constant(node) else { return false }
            push(.constant(flag ? 1 : 0))
            return true
        }
        switch node.kind {
        case .fact(let field):
            push(.flag(field))
            return true
        case .compare(let comparison, let left, let right):
            guard left.type.isNumeric, right.type.isNumeric, pair(left, right, nested) != nil else {
                return false
            }
            join(.compare(comparison))
            return true
        case .not(let operand):
            guard condition(operand, nested: nested + 1) else { return false }
            steps.append(.not)
            return true
        case .and(let parts): return chain(.and, parts, nested)
        case .or(let parts): return chain(.or, parts, nested)
        default: return false
        }
    }

    private mutating func chain(_ step: AmountProgram.Step, _ parts: [RuleNode], _ nested: Int) -> Bool {
        guard !parts.isEmpty else { return false }
        for (position, part) in parts.enumerated() {
            guard condition(part, nested: nested + 1) else { return false }
            if position > 0 { join(step) }
        }
        return true
    }
}
