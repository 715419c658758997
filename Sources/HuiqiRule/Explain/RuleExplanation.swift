import HuiqiLogic
import HuiqiModel
import HuiqiText

/// Why a condition is yes, no or unknown for one profile.
public struct RuleExplanation: Sendable {
    /// The truth.
    public var truth: Truth
    /// Facts of every atom, also past the first that decides, in order of first appearance.
    public var facts: [FactRead] = []
    /// The first comparison that does not hold, or the first one where all hold.
    public var threshold: Threshold?
    /// What is missing, where the truth is unknown.
    public var missing: [MissingFact] = []
    /// The evaluation error, where one remains.
    public var problem: RuleError?

    /// An explanation of a truth, without facts yet.
    public init(truth: Truth) { self.truth = truth }
}

/// What a number or a date is compared with, and how far off it is.
public struct Threshold: Sendable, Hashable {
    /// A number with its unit.
    public enum Quantity: Sendable, Hashable {
        /// Exact; the unit is that of the fact, empty for ratios.
        case number(Number, unit: String)
        /// A day.
        case day(Day)
    }

    /// The comparison, with the fact on its left.
    public let comparison: Comparison
    /// What it is compared with.
    public let bound: Quantity
    /// What the fact's side came to.
    public let value: Quantity?
    /// What is lacking where it does not hold: always positive; a number of days for dates.
    public let gap: Quantity?
}

extension Rule {
    /// Explains a condition for one profile, completely.
    /// - Complexity: the condition is evaluated twice.
    public func explain(
        for profile: Profile, on day: Day, normalizer: TextNormalizer? = nil
    ) -> RuleExplanation {
        let (truth, gap) = self.truth(for: profile, on: day, normalizer: normalizer)
        var explanation = RuleExplanation(truth: truth)
        explanation.missing = gap?.missing ?? []
        explanation.problem = gap?.problems.first
        var evaluator = Evaluator(
            schema: schema, limits: limits, profile: profile, day: day, normalizer: normalizer)
        evaluator.reads = []
        var held: Threshold?
        for (atom, wanted) in atoms(root, wanted: true) {
            let (atomTruth, _) = evaluator.truth(atom)
            guard let threshold = evaluator.threshold(atom, wanted: wanted) else { continue }
            let isMet = atomTruth == Truth(wanted)
            if atomTruth == Truth(!wanted), explanation.threshold == nil {
                explanation.threshold = threshold
            } else if held == nil, isMet || atomTruth == .unknown {
                held = threshold
            }
        }
        if truth != .no || explanation.threshold == nil {
            explanation.threshold = held ?? explanation.threshold
        }
        explanation.facts = evaluator.reads ?? []
        return explanation
    }

    /// The atoms of a condition in order, each with the truth that helps the condition to hold.
    private func atoms(_ node: RuleNode, wanted: Bool) -> [(RuleNode, Bool)] {
        switch node.kind {
        case .constant: return []
        case .and(let parts), .or(let parts), .atLeast(_, let parts):
            return parts.flatMap { atoms($0, wanted: wanted) }
        case .not(let operand): return atoms(operand, wanted: !wanted)
        case .conditional(let test, let whenYes, let whenNo):
            return atoms(test, wanted: wanted) + atoms(whenYes, wanted: wanted)
                + atoms(whenNo, wanted: wanted)
        default: return [(node, wanted)]
        }
    }
}

extension Evaluator {
    /// The bound and the gap of a comparison of numbers or times.
    fileprivate mutating func threshold(_ node: RuleNode, wanted: Bool) -> Threshold? {
        guard case .compare(var comparison, var left, var right) = node.kind else { return nil }
        // The side that is a fact, or is computed from the larger part of facts, stands on the left.
        if !left.readsFacts, right.readsFacts {
            (left, right) = (right, left)
            comparison = comparison.mirrored
        }
        if !wanted { comparison = comparison.negated }
        guard case .value(let boundValue) = self.value(right) else { return nil }
        let unit = self.unit(of: left)
        var found: Value?
        if case .value(let computed) = self.value(left) { found = computed }
        if case .timestamp(let bound) = boundValue {
            guard let boundDay = Evaluator.day(bound) else { return nil }
            var value: Threshold.Quantity?
            var gap: Threshold.Quantity?
            if case .timestamp(let moment) = found, let day = Evaluator.day(moment) {
                value = .day(day)
                if let order = Evaluator.order(.timestamp(moment), boundValue), !comparison.holds(order) {
                    let days = abs(Int64(day.number) - Int64(boundDay.number))
                    gap = .number(Number(days), unit: "天")
                }
            }
            return Threshold(comparison: comparison, bound: .day(boundDay), value: value, gap: gap)
        }
        guard let bound = boundValue.number else { return nil }
        var value: Threshold.Quantity?
        var gap: Threshold.Quantity?
        if let number = found?.number {
            value = .number(number, unit: unit)
            let order = number < bound ? -1 : (number == bound ? 0 : 1)
            if !comparison.holds(order), order != 0, let difference = bound.subtracting(number) {
                gap = .number(difference.magnitude, unit: unit)
            }
        }
        return Threshold(comparison: comparison, bound: .number(bound, unit: unit), value: value, gap: gap)
    }

    private static func day(_ moment: Int128) -> Day? {
        var number = moment / Value.nanosecondsADay
        if number * Value.nanosecondsADay > moment { number -= 1 }
        return Int32(exactly: number).map { Day(number: $0) }
    }

    /// The unit of what a node computes; empty for ratios and where units mix.
    private func unit(of node: RuleNode) -> String {
        switch node.kind {
        case .fact(let field), .yearFact(let field, _): return schema.fields[field].unit
        case .member(_, let member):
            return node.type == .decimal && member >= 0 ? "元" : ""
        case .call(.yearsSince, _): return "年"
        case .call(.monthsSince, _): return "个月"
        case .call(.size, _): return "个"
        case .arithmetic(.divide, let left, let right):
            return right.readsFacts ? "" : unit(of: left)
        case .arithmetic(_, let left, let right):
            let first = unit(of: left)
            let second = unit(of: right)
            return first == second || second.isEmpty ? first : (first.isEmpty ? second : "")
        case .negate(let operand): return unit(of: operand)
        case .call(.toDecimal, let operands), .call(.toInt, let operands), .call(.sum, let operands),
            .call(.least, let operands), .call(.greatest, let operands):
            return operands.lazy.map { self.unit(of: $0) }.first { !$0.isEmpty } ?? ""
        case .comprehension(.map, _, _, _, let body): return unit(of: body)
        case .conditional(_, let whenYes, _): return unit(of: whenYes)
        default: return ""
        }
    }
}

extension Comparison {
    /// The comparison that holds exactly where this does not.
    public var negated: Comparison {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterEqual
        case .lessEqual: .greater
        case .greater: .lessEqual
        case .greaterEqual: .less
        }
    }
}
