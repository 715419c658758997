import HuiqiLogic
import HuiqiModel

extension Atom {
    /// Forms of one number that are not linear: the greatest or least of some facts, the year of a day.
    func numberForm(_ node: RuleNode, _ day: Day) -> AtomForm? {
        guard case .compare(let comparison, let left, let right) = node.kind else { return nil }
        if case .constant = right.kind { return numberForm(comparison, left, right, day) }
        if case .constant = left.kind { return numberForm(comparison.mirrored, right, left, day) }
        return nil
    }

    private func numberForm(
        _ comparison: Comparison, _ subject: RuleNode, _ constant: RuleNode, _ day: Day
    ) -> AtomForm? {
        guard case .call(let builtin, let arguments) = subject.kind else { return nil }
        switch builtin {
        case .greatest, .least:
            var parts = arguments
            if arguments.count == 1, case .list(let written) = arguments[0].kind { parts = written }
            guard parts.count >= 2, parts.count <= 16, let first = parts.first,
                parts.allSatisfy({ $0.type == first.type })
            else { return nil }
            // The bounds of one fact; those of the others are the same, since they have the same unit.
            var sources: [NumberSource] = []
            var bounds: WholeBounds?
            for part in parts {
                var builder = LinearBuilder(day: day, slot: nil)
                let alone = RuleNode(.compare(comparison, part, constant), .bool, at: subject.offset)
                guard let test = builder.test(alone), test.divisor == nil, test.sum.terms.count == 1 else {
                    return nil
                }
                let own = WholeBounds(
                    coefficient: test.sum.terms[0].coefficient, constant: test.sum.constant, test.comparison)
                guard bounds ?? own == own else { return nil }
                bounds = own
                sources.append(test.sum.terms[0].source)
            }
            guard let bounds else { return nil }
            return .extreme(sources, isGreatest: builtin == .greatest, bounds)
        case .timePart(.fullYear):
            guard arguments.count == 1, case .fact(let field) = arguments[0].kind,
                case .day = setting.schema.fields[field].type, case .constant(.int(let year)) = constant.kind,
                (1...9999).contains(year), let first = Day(year: Int(year), month: 1, day: 1),
                let last = Day(year: Int(year), month: 12, day: 31)
            else { return nil }
            let (low, high) = (Int64(first.number), Int64(last.number))
            let bounds: WholeBounds
            switch comparison {
            case .equal: bounds = WholeBounds(low, high, isInside: true)
            case .notEqual: bounds = WholeBounds(low, high, isInside: false)
            case .greaterEqual: bounds = WholeBounds(low, Int64.max, isInside: true)
            case .greater: bounds = WholeBounds(high + 1, Int64.max, isInside: true)
            case .lessEqual: bounds = WholeBounds(Int64.min, high, isInside: true)
            case .less: bounds = WholeBounds(Int64.min, low - 1, isInside: true)
            }
            return .extreme([.field(field)], isGreatest: true, bounds)
        default: return nil
        }
    }

    /// `size(list.filter(x, …)) op n` and `sum(list.map(x, x.amount)) op n`: how many, or how much.
    func tallyForm(_ node: RuleNode, _ day: Day) -> AtomForm? {
        guard case .compare(let comparison, let left, let right) = node.kind else { return nil }
        if case .constant(let bound) = right.kind { return tallyForm(comparison, left, bound, day) }
        if case .constant(let bound) = left.kind { return tallyForm(comparison.mirrored, right, bound, day) }
        return nil
    }

    private func tallyForm(
        _ comparison: Comparison, _ subject: RuleNode, _ bound: Value, _ day: Day
    ) -> AtomForm? {
        guard case .call(let builtin, let arguments) = subject.kind, arguments.count == 1,
            case .comprehension(let macro, let range, let slot, let filter, let body) = arguments[0].kind,
            filter == nil, case .fact(let field) = range.kind, let each = StepBound.steps(body),
            let limit = bound.number
        else { return nil }
        let longest = max(0, setting.limits.steps - 16) / (each + 4)
        switch (builtin, macro) {
        case (.size, .filter):
            guard limit.isInteger, let count = Int64(exactly: limit.floor),
                let test = elementTest(body, slot, setting.schema.fields[field].type, day)
            else { return nil }
            let bounds = WholeBounds(coefficient: 1, constant: 0 - Int128(count), comparison)
            return .tally(field: field, .count(test), bounds, longest: longest)
        case (.sum, .map):
            guard subject.type == .decimal, case .records(let members) = setting.schema.fields[field].type,
                case .member(let operand, let member) = body.kind, case .local(slot) = operand.kind,
                members[member].type == .money,
                let fen = limit.multiplied(by: Number(Int64(100))), fen.numerator.magnitude < 1 << 120,
                fen.denominator.magnitude < 1 << 60
            else { return nil }
            // sum x denominator - numerator, compared with 0.
            let bounds = WholeBounds(
                coefficient: fen.denominator, constant: 0 - fen.numerator, comparison)
            return .tally(field: field, .sum(member: member), bounds, longest: longest)
        default: return nil
        }
    }
}
