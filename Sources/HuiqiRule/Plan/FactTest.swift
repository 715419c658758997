import HuiqiLogic
import HuiqiModel

/// An atom that asks one scalar fact, and nothing else, in a form over which the case split can run (formats.md,
/// section 4): the fact compared with a constant, the fact in literals, `under`, a bool, or a years or months
/// function of it compared with a constant.
public struct FactTest: Sendable {
    /// The fact: one field, or one year of a yearly field.
    public let fact: MissingFact
    let shape: Shape

    enum Shape: Sendable {
        /// A number or a moment (in nanoseconds) compared with a constant.
        case compared(Comparison, Number)
        /// A number or a moment that is one of some.
        case numbers([Number])
        /// A moment after `low` and not after `high` (nil: no bound), or, where not inside, any other.
        case moments(after: Number?, through: Number?, isInside: Bool)
        /// A bool that is one of some.
        case flags([Bool])
        /// A text, code or enumeration that is one of some, or, where not inside, any other.
        case texts([ExactText], isInside: Bool)
        /// A text or code in order of code points.
        case textOrder(Comparison, ExactText)
        /// A code at or below one of some.
        case under([(text: ExactText, area: CodeArea)])
    }

    /// What the fact may be, as far as its regions depend on it.
    enum Domain: Sendable {
        /// Any number between those named.
        case dense
        /// Whole numbers only.
        case whole
        case flag
        case text
        case code(CodeStandard)
        case enumeration([String])
    }

    let domain: Domain
}

extension Atom {
    /// The atom as a test of one fact on a day; nil where it has no form of the case split.
    public func factTest(on day: Day) -> FactTest? {
        let node = bind(node, day)
        switch node.kind {
        case .fact where node.type == .bool:
            return test(node, .flags([true]))
        case .compare(let comparison, let left, let right):
            if case .constant(let value) = right.kind { return compared(comparison, left, value, day) }
            if case .constant(let value) = left.kind {
                return compared(comparison.mirrored, right, value, day)
            }
            return nil
        case .isIn(let element, let container):
            guard case .constant(.list(let list)) = container.kind else { return nil }
            return isIn(element, list.elements)
        case .call(.under, let arguments):
            guard arguments.count == 2, case .code(let standard) = arguments[0].type,
                case .constant(let value) = arguments[1].kind
            else { return nil }
            var wanted = [value]
            if case .list(let list) = value { wanted = list.elements }
            var areas: [(ExactText, CodeArea)] = []
            for code in wanted {
                guard case .text(let text) = code, let area = CodeArea(text, standard) else { return nil }
                areas.append((ExactText(text), area))
            }
            return test(arguments[0], .under(areas))
        default: return nil
        }
    }

    private func test(_ operand: RuleNode, _ shape: FactTest.Shape) -> FactTest? {
        let fact: MissingFact
        let field: Int
        switch operand.kind {
        case .fact(let index):
            fact = .field(index)
            field = index
        case .yearFact(let index, let year):
            guard case .constant(.int(let number)) = year.kind else { return nil }
            fact = .year(field: index, number)
            field = index
        default: return nil
        }
        let domain: FactTest.Domain
        switch setting.schema.fields[field].type {
        case .text: domain = .text
        case .code(let standard): domain = .code(standard)
        case .day, .money, .yearly: domain = .dense
        case .int: domain = .whole
        case .enumeration(let values): domain = .enumeration(values)
        case .bool: domain = .flag
        case .texts, .records: return nil
        }
        return FactTest(fact: fact, shape: shape, domain: domain)
    }

    private func compared(
        _ comparison: Comparison, _ operand: RuleNode, _ value: Value, _ day: Day
    ) -> FactTest? {
        if case .call(let builtin, let arguments) = operand.kind {
            let months: Int64
            switch builtin {
            case .yearsSince: months = 12
            case .monthsSince: months = 1
            default: return nil
            }
            guard arguments.count == 1, let count = value.number else { return nil }
            return steps(comparison, arguments[0], count, months, day)
        }
        switch value {
        case .bool(let flag):
            switch comparison {
            case .equal: return test(operand, .flags([flag]))
            case .notEqual: return test(operand, .flags([!flag]))
            default: return test(operand, .flags([false, true].filter { holds(comparison, $0, flag) }))
            }
        case .text(let text):
            switch comparison {
            case .equal: return test(operand, .texts([ExactText(text)], isInside: true))
            case .notEqual: return test(operand, .texts([ExactText(text)], isInside: false))
            default: return test(operand, .textOrder(comparison, ExactText(text)))
            }
        default:
            guard let number = FactTest.point(value) else { return nil }
            return test(operand, .compared(comparison, number))
        }
    }

    private func holds(_ comparison: Comparison, _ left: Bool, _ right: Bool) -> Bool {
        comparison.holds(left == right ? 0 : (right ? -1 : 1))
    }

    private func isIn(_ element: RuleNode, _ values: [Value]) -> FactTest? {
        if element.type == .bool {
            var flags: [Bool] = []
            for value in values {
                guard case .bool(let flag) = value else { return nil }
                flags.append(flag)
            }
            return test(element, .flags(flags))
        }
        if element.type.isText {
            var texts: [ExactText] = []
            for value in values {
                guard case .text(let text) = value else { return nil }
                texts.append(ExactText(text))
            }
            return test(element, .texts(texts, isInside: true))
        }
        var numbers: [Number] = []
        for value in values {
            guard let number = FactTest.point(value) else { return nil }
            numbers.append(number)
        }
        return test(element, .numbers(numbers))
    }

    /// `years_since(fact) >= n` and its kin as an interval of moments: the function is at least n exactly up to
    /// as_of minus n steps.
    private func steps(
        _ comparison: Comparison, _ operand: RuleNode, _ count: Number, _ months: Int64, _ day: Day
    ) -> FactTest? {
        guard let least = Int64(exactly: count.floor) else { return nil }
        /// The last moment at which the function is at least `n`.
        func last(_ n: Int64) -> Number? {
            let (total, overflow) = n.multipliedReportingOverflow(by: months)
            guard !overflow, let day = day.months(before: total) else { return nil }
            return FactTest.point(Value(day))
        }
        let (next, overflow) = least.addingReportingOverflow(1)
        guard !overflow, let above = last(next), let from = last(count.isInteger ? least : next) else {
            return nil
        }
        switch comparison {
        case .greaterEqual: return test(operand, .moments(after: nil, through: from, isInside: true))
        case .less: return test(operand, .moments(after: nil, through: from, isInside: false))
        case .greater: return test(operand, .moments(after: nil, through: above, isInside: true))
        case .lessEqual: return test(operand, .moments(after: nil, through: above, isInside: false))
        case .equal: return test(operand, .moments(after: above, through: from, isInside: true))
        case .notEqual: return test(operand, .moments(after: above, through: from, isInside: false))
        }
    }
}

extension FactTest {
    /// A number, or a moment in nanoseconds, as a point on the line.
    static func point(_ value: Value) -> Number? {
        if let number = value.number { return number }
        guard case .timestamp(let moment) = value else { return nil }
        return Number(moment, over: 1)
    }
}
