import HuiqiLogic
import HuiqiModel

extension Mender {
    /// What an atom asks for to come to `wanted`, with the value now and the gap where they are known.
    mutating func step(_ node: RuleNode, _ wanted: Bool) -> MendStep {
        switch node.kind {
        case .compare: return comparison(node, wanted)
        case .isIn(let element, let container): return membership(element, container, node, wanted)
        case .call(let builtin, let arguments): return call(builtin, arguments, node, wanted)
        case .fact, .member, .local, .index: return plain(node, .compare(.equal, .flag(wanted)))
        default: return holds(node, wanted)
        }
    }

    /// Whatever has no form of its own: the expression must hold, or must not.
    mutating func holds(_ node: RuleNode, _ wanted: Bool) -> MendStep {
        MendStep(subject: text(node), facts: facts(in: node), demand: .holds(wanted))
    }

    private mutating func plain(_ node: RuleNode, _ demand: Demand) -> MendStep {
        var step = MendStep(subject: text(node), facts: facts(in: node), demand: demand)
        step.value = stated(node)
        return step
    }

    // MARK: Texts, codes and lists

    private mutating func membership(
        _ element: RuleNode, _ container: RuleNode, _ node: RuleNode, _ wanted: Bool
    ) -> MendStep {
        let depends = element.readsFacts || !element.freeSlots.isEmpty
        if depends, case .list(let list)? = value(container), let texts = texts(list) {
            return plain(element, .oneOf(texts, wanted))
        }
        if !depends, let sought = value(element), let text = Mender.text(sought) {
            return plain(container, .has([text], wanted))
        }
        return holds(node, wanted)
    }

    private mutating func call(
        _ builtin: Builtin, _ arguments: [RuleNode], _ node: RuleNode, _ wanted: Bool
    ) -> MendStep {
        guard arguments.count == 2, let argument = value(arguments[1]) else { return holds(node, wanted) }
        if case .under = builtin {
            if case .list(let list) = argument, let codes = texts(list) {
                return plain(arguments[0], .under(codes, wanted))
            }
            if case .text(let code) = argument { return plain(arguments[0], .under([code], wanted)) }
        }
        let test: Demand.TextTest
        switch builtin {
        case .contains: test = .contains
        case .startsWith: test = .startsWith
        case .endsWith: test = .endsWith
        case .matches: test = .matches
        case .mentions: test = .mentions
        default: return holds(node, wanted)
        }
        guard case .text(let part) = argument else { return holds(node, wanted) }
        return plain(arguments[0], .text(test, part, wanted))
    }

    /// The elements as texts; nil where one is neither a text nor a number, or others are not known.
    private func texts(_ list: ListValue) -> [String]? {
        guard list.others.isEmpty else { return nil }
        var texts: [String] = []
        for element in list.elements {
            guard let text = Mender.text(element) else { return nil }
            texts.append(text)
        }
        return texts
    }

    static func text(_ value: Value) -> String? {
        switch value {
        case .text(let text): text
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .decimal(let number): number.isInteger ? "\(number.numerator)" : number.description
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    // MARK: Comparisons

    private mutating func comparison(_ node: RuleNode, _ wanted: Bool) -> MendStep {
        guard case .compare(var comparison, var left, var right) = node.kind else {
            return holds(node, wanted)
        }
        // The side that is a fact, or is computed from facts, stands on the left.
        if !left.readsFacts, left.freeSlots.isEmpty, right.readsFacts || !right.freeSlots.isEmpty {
            (left, right) = (right, left)
            comparison = comparison.mirrored
        }
        if !wanted { comparison = comparison.negated }
        guard let bound = value(right) else {
            var step = holds(node, wanted)
            step.change = change(comparison, left, right, step.facts)
            return step
        }
        switch bound {
        case .timestamp(let moment): return moments(comparison, left, right, moment, node, wanted)
        case .text(let text): return plain(left, .compare(comparison, .text(text)))
        case .bool(let flag): return plain(left, .compare(comparison, .flag(flag)))
        default:
            guard let number = bound.number else { return holds(node, wanted) }
            return numbers(comparison, left, right, number, node, wanted)
        }
    }

    private mutating func numbers(
        _ comparison: Comparison, _ left: RuleNode, _ right: RuleNode, _ bound: Number, _ node: RuleNode,
        _ wanted: Bool
    ) -> MendStep {
        let left = Mender.unconverted(left)
        let measure = self.measure(of: left)
        let unit = measure.unit
        let facts = self.facts(in: left) + self.facts(in: right)
        var step = MendStep(
            subject: text(left), facts: facts.first.map { [$0] } ?? [],
            demand: .compare(comparison, .number(bound, unit: unit)))
        var unique: [MissingFact] = []
        unique.unite(facts)
        step = MendStep(subject: step.subject, facts: unique, demand: step.demand)
        step.measure = measure.kind
        step.isSum = Mender.isSum(left)
        if let found = value(left)?.number {
            step.value = .number(found, unit: unit)
            let order = found < bound ? -1 : (found == bound ? 0 : 1)
            if !comparison.holds(order) {
                let target = comparison.nearest(to: bound, step: Mender.grid(left)) ?? bound
                if let gap = target.subtracting(found)?.magnitude, gap.signum > 0, comparison != .notEqual {
                    step.gap = .number(gap, unit: unit)
                }
                step.distance = Mender.distance(step.gap, of: bound)
                step.holdsFrom = lapse(node, left, right, comparison, wanted)
            }
        }
        step.change = change(comparison, left, right, unique)
        return step
    }

    private mutating func moments(
        _ comparison: Comparison, _ left: RuleNode, _ right: RuleNode, _ moment: Int128, _ node: RuleNode,
        _ wanted: Bool
    ) -> MendStep {
        guard let bound = Mender.day(moment) else { return holds(node, wanted) }
        // On a bound after midnight, the day itself is before it.
        var comparison = comparison
        if Value(bound).isBefore(moment) {
            if comparison == .less { comparison = .lessEqual }
            if comparison == .greaterEqual { comparison = .greater }
        }
        var facts = self.facts(in: left)
        facts.unite(self.facts(in: right))
        var step = MendStep(subject: text(left), facts: facts, demand: .compare(comparison, .day(bound)))
        if case .timestamp(let found)? = value(left), let day = Mender.day(found) {
            step.value = .day(day)
            let order = day < bound ? -1 : (day == bound ? 0 : 1)
            if !comparison.holds(order) {
                let whole = Number(Int64(bound.number))
                if let target = comparison.nearest(to: whole, step: Number(1)),
                    let gap = target.subtracting(Number(Int64(day.number)))?.magnitude, gap.signum > 0
                {
                    step.gap = .number(gap, unit: "天")
                }
                step.distance = Mender.distance(step.gap, of: Number(365))
                step.holdsFrom = lapse(node, left, right, comparison, wanted)
                // What time mends is nearer than what somebody has to change.
                if step.holdsFrom != nil { step.distance = min(step.distance, 999_999) }
            }
        }
        if case .timestamp = left.type, let fact = scalar(left), facts.count == 1 {
            let gap: StatedValue? = step.gap
            step.change = MendStep.Change(fact: fact, comparison: comparison, bound: .day(bound), gap: gap)
        }
        return step
    }

    /// Millionths that a gap is of a bound, at most 10^12.
    static func distance(_ gap: StatedValue?, of bound: Number) -> Int64 {
        guard case .number(let gap, _)? = gap else { return 1_000_000 }
        let base = bound.signum == 0 ? gap : bound.magnitude
        guard let share = gap.divided(by: base)?.multiplied(by: Number(1_000_000)) else { return 1_000_000 }
        return Int64(min(max(0, share.floor), 1_000_000_000_000))
    }

    /// The distance between the values that an expression may have; nil where any is possible.
    static func grid(_ node: RuleNode) -> Number? {
        if node.type == .int { return Number(1) }
        switch node.kind {
        case .fact, .yearFact, .member: return Number(fen: 1)
        default: return nil
        }
    }
}

extension Value {
    fileprivate func isBefore(_ moment: Int128) -> Bool {
        if case .timestamp(let own) = self { return own < moment }
        return false
    }
}
