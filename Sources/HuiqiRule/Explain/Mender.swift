import HuiqiLogic
import HuiqiModel

/// Finds the cheapest path to the other truth, for one profile.
///
/// It walks a condition once from the top, so its work is that of evaluating every atom; elements of lists are
/// walked one by one within the steps of one evaluation.
struct Mender {
    var evaluator: Evaluator
    /// What macros' variables stand for: `penalties[0]`, by slot.
    var names: [Int: String] = [:]
    /// Steps left for the elements of lists.
    var budget: Int

    var schema: Schema { evaluator.schema }

    init(_ evaluator: Evaluator) {
        self.evaluator = evaluator
        budget = evaluator.limits.steps
    }

    /// Evaluates from the start, on the budget where an element of a list is walked.
    mutating func evaluate(_ node: RuleNode) -> Outcome {
        let outcome = evaluator.evaluate(node)
        if !names.isEmpty { budget -= min(budget, evaluator.steps) }
        return outcome
    }

    /// The value, where there is one.
    mutating func value(_ node: RuleNode) -> Value? {
        guard case .value(let value) = evaluate(node) else { return nil }
        return value
    }

    /// The path on which a part comes to `wanted`; empty where it has, only facts to verify where it may.
    mutating func path(_ tree: TruthTree, _ wanted: Bool) -> MendPath {
        if tree.truth == Truth(wanted) { return MendPath() }
        if tree.truth == .unknown {
            var path = MendPath()
            path.verify = needs(tree)
            return path
        }
        switch tree.node.kind {
        case .and: return wanted ? all(tree.parts, true) : any(tree.parts, false)
        case .or: return wanted ? any(tree.parts, true) : all(tree.parts, false)
        case .not: return path(tree.parts[0], !wanted)
        case .atLeast(let k, _): return counted(k, tree.parts, wanted)
        case .conditional: return branch(tree.parts, wanted)
        case .constant: return .impossible
        default: return atom(tree.node, wanted)
        }
    }

    private mutating func all(_ parts: [TruthTree], _ wanted: Bool) -> MendPath {
        var path = MendPath()
        for part in parts where part.truth != Truth(wanted) { path.append(self.path(part, wanted)) }
        return path
    }

    private mutating func any(_ parts: [TruthTree], _ wanted: Bool) -> MendPath {
        var best: MendPath?
        for part in parts {
            let path = self.path(part, wanted)
            if best.map({ path.isCheaper(than: $0) }) ?? true { best = path }
        }
        guard var path = best else { return .impossible }
        if parts.count > 1 { path.note(.any, of: parts.count, held: 0, needed: 1) }
        return path
    }

    /// `at_least(k, …)`: the cheapest failing parts that are lacking, or the cheapest held ones that are too many.
    private mutating func counted(_ k: Int64, _ parts: [TruthTree], _ wanted: Bool) -> MendPath {
        let held = parts.count { $0.truth == .yes }
        let open = parts.filter { $0.truth == .unknown }
        let count = wanted ? k - Int64(held) : Int64(held) - k + 1
        guard let needed = Int(exactly: count), needed > 0 else { return .impossible }
        var candidates: [MendPath] = []
        for part in parts where part.truth == Truth(!wanted) { candidates.append(path(part, wanted)) }
        let order = candidates.indices.sorted {
            candidates[$0].isCheaper(than: candidates[$1])
                || !candidates[$1].isCheaper(than: candidates[$0]) && $0 < $1
        }
        let lacking = needed - candidates.count
        if lacking > (wanted ? open.count : 0) { return .impossible }
        var path = MendPath()
        for index in order.prefix(needed).sorted() { path.append(candidates[index]) }
        // Not to hold, the open ones must not hold either; to hold, they may stand in.
        for part in wanted ? Array(open.prefix(max(0, lacking))) : open { path.verify.unite(needs(part)) }
        path.note(.atLeast, of: parts.count, held: held, needed: needed, isExcess: !wanted)
        return path
    }

    /// `test ? a : b`: the branch taken, or the test turned and the other branch.
    private mutating func branch(_ parts: [TruthTree], _ wanted: Bool) -> MendPath {
        let isYes = parts[0].truth == .yes
        let taken = path(parts[isYes ? 1 : 2], wanted)
        var other = path(parts[0], !isYes)
        other.append(path(parts[isYes ? 2 : 1], wanted))
        guard other.isCheaper(than: taken) else { return taken }
        other.note(.branch, of: 2, held: 0, needed: 1)
        return other
    }

    /// The path of an atom whose truth is not the wanted one.
    private mutating func atom(_ node: RuleNode, _ wanted: Bool) -> MendPath {
        switch node.kind {
        case .comprehension(let macro, let range, let slot, _, let body):
            return elements(macro, range, slot, body, node, wanted)
        case .compare(let comparison, let left, let right) where left.type == .bool && right.type == .bool:
            let isEqual = wanted == (comparison == .equal)
            if case .constant(.bool(let flag)) = right.kind { return path(tree(left), isEqual == flag) }
            if case .constant(.bool(let flag)) = left.kind { return path(tree(right), isEqual == flag) }
        case .call(.firstReached(let field), let arguments):
            return reached(field, arguments, node, wanted)
        default: break
        }
        var path = MendPath()
        path.steps = [step(node, wanted)]
        if !node.readsFacts, node.freeSlots.isEmpty, path.steps[0].holdsFrom == nil {
            path.isPossible = false
        }
        return path
    }

    /// `first_reached`: the year reached must be, every earlier one must not have been.
    private mutating func reached(
        _ field: Int, _ arguments: [RuleNode], _ node: RuleNode, _ wanted: Bool
    ) -> MendPath {
        var path = MendPath()
        guard case .int(let year)? = value(arguments[0]), let bound = value(arguments[1])?.number,
            case .int(let from)? = value(arguments[2])
        else {
            path.steps = [holds(node, wanted)]
            return path
        }
        let years = Int64(FieldValue.years.lowerBound)...Int64(FieldValue.years.upperBound)
        var asked: [(Int64, Comparison)] = []
        if !wanted {
            asked = [(year, .less)]
        } else {
            asked = [(year, .greaterEqual)]
            if from < year, from <= years.upperBound, year > years.lowerBound {
                asked += (max(from, years.lowerBound)..<min(year, years.upperBound + 1)).map { ($0, .less) }
            }
        }
        for (asked, comparison) in asked {
            let fact = MissingFact.year(field: field, asked)
            guard case .value(let found) = evaluator.amount(field, asked), let number = found.number else {
                path.verify.unite([fact])
                continue
            }
            if comparison.holds(number < bound ? -1 : (number == bound ? 0 : 1)) { continue }
            let change = self.change(fact, comparison, bound)
            var step = MendStep(
                subject: fact.name(in: schema), facts: [fact],
                demand: .compare(comparison, .number(bound, unit: schema.fields[field].unit)))
            step.value = .number(number, unit: schema.fields[field].unit)
            step.gap = change?.gap
            step.change = change
            step.distance = Mender.distance(step.gap, of: bound)
            path.steps.append(step)
        }
        return path
    }
}
