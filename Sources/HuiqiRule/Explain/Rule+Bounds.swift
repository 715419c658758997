import HuiqiModel
import HuiqiText

/// The least and greatest that a number may come to, whatever the missing facts are; nil is no bound.
public struct NumberBounds: Sendable, Hashable {
    /// Not below this.
    public var low: Number?
    /// Not above this.
    public var high: Number?

    /// Both ends, nil for none.
    public init(low: Number?, high: Number?) {
        self.low = low
        self.high = high
    }
}

extension Rule {
    /// Bounds of an amount for one profile: equal where all is known, else what `math.least`,
    /// `math.greatest`, sums, constant factors and branches allow to say. An evaluation error has no bounds.
    public func bounds(for profile: Profile, on day: Day, normalizer: TextNormalizer? = nil) -> NumberBounds {
        var evaluator = Evaluator(
            schema: schema, limits: limits, profile: profile, day: day, normalizer: normalizer)
        return evaluator.bounds(root)
    }
}

extension Evaluator {
    fileprivate mutating func bounds(_ node: RuleNode) -> NumberBounds {
        let nothing = NumberBounds(low: nil, high: nil)
        switch evaluate(node) {
        case .value(let value): return NumberBounds(low: value.number, high: value.number)
        case .open(let gap): if !gap.problems.isEmpty { return nothing }
        }
        switch node.kind {
        case .call(.least, let arguments) where arguments[0].type.isNumeric:
            let all = arguments.map { bounds($0) }
            return NumberBounds(low: lowest(all.map(\.low)), high: all.compactMap(\.high).min())
        case .call(.greatest, let arguments) where arguments[0].type.isNumeric:
            let all = arguments.map { bounds($0) }
            return NumberBounds(low: all.compactMap(\.low).max(), high: highest(all.map(\.high)))
        case .conditional(_, let whenYes, let whenNo):
            let both = [bounds(whenYes), bounds(whenNo)]
            return NumberBounds(low: lowest(both.map(\.low)), high: highest(both.map(\.high)))
        case .arithmetic(.add, let left, let right):
            let (first, second) = (bounds(left), bounds(right))
            return NumberBounds(low: added(first.low, second.low), high: added(first.high, second.high))
        case .arithmetic(.subtract, let left, let right):
            let (first, second) = (bounds(left), bounds(right))
            return NumberBounds(
                low: added(first.low, second.high?.negated), high: added(first.high, second.low?.negated))
        case .arithmetic(.multiply, let left, let right):
            return scaled(left, right) ?? scaled(right, left) ?? nothing
        default: return nothing
        }
    }

    /// The bounds of `node` times a factor that is known.
    private mutating func scaled(_ factor: RuleNode, _ node: RuleNode) -> NumberBounds? {
        guard case .value(let value) = evaluate(factor), let number = value.number else { return nil }
        let inner = bounds(node)
        let ends = (
            inner.low.flatMap { $0.multiplied(by: number) }, inner.high.flatMap { $0.multiplied(by: number) }
        )
        return number.signum < 0
            ? NumberBounds(low: ends.1, high: ends.0) : NumberBounds(low: ends.0, high: ends.1)
    }

    private func lowest(_ ends: [Number?]) -> Number? {
        ends.contains { $0 == nil } ? nil : ends.compactMap { $0 }.min()
    }

    private func highest(_ ends: [Number?]) -> Number? {
        ends.contains { $0 == nil } ? nil : ends.compactMap { $0 }.max()
    }

    private func added(_ left: Number?, _ right: Number?) -> Number? {
        guard let left, let right else { return nil }
        return left.adding(right)
    }
}
