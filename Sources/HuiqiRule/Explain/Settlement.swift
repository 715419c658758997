import HuiqiLogic
import HuiqiModel

/// What would settle a condition that is undetermined.
public struct Settlement: Sendable, Hashable {
    /// Facts such that, whatever they turn out to be, no fact is missing any more: the condition is yes or no,
    /// or an evaluation error alone remains. In order of first appearance. A list that is named counts as known
    /// with all its elements and their members, a code as known to the level that is asked for.
    public var facts: [MissingFact] = []
    /// Single facts that can settle it by themselves, each with the truth that it can bring about.
    public var alone: [Alone] = []
    /// What missing facts must come to for a yes: each is necessary.
    public var needed: [MendStep] = []
    /// Whether the needed together are enough.
    public var isEnough = false

    /// A fact that can settle by itself.
    public struct Alone: Sendable, Hashable {
        /// The fact.
        public let fact: MissingFact
        /// What it can bring about.
        public let truth: Truth
    }

    /// Nothing yet.
    public init() {}
}

extension Mender {
    /// The settlement of a condition whose truth is unknown.
    mutating func settlement(_ tree: TruthTree) -> Settlement {
        var settlement = Settlement()
        settlement.facts = needs(tree)
        if let single = deciding(tree, settlement.facts) { settlement.facts = [single] }
        let force = self.force(tree)
        settlement.alone = force.no.map { .init(fact: $0, truth: .no) }
        settlement.alone += force.yes.map { .init(fact: $0, truth: .yes) }
        settlement.isEnough = demands(tree, true, into: &settlement.needed)
        return settlement
    }

    // MARK: Enough facts

    /// Facts that leave nothing missing in a part, whatever they turn out to be.
    mutating func needs(_ tree: TruthTree) -> [MissingFact] {
        guard tree.truth == .unknown else { return [] }
        if tree.parts.isEmpty { return valueNeeds(tree.node) }
        var facts: [MissingFact] = []
        // The branches matter once the test is known.
        for part in open(tree) { facts.unite(needs(part)) }
        return facts
    }

    /// The parts that keep a part open: of a test that is known only the branch taken.
    private func open(_ tree: TruthTree) -> [TruthTree] {
        if case .conditional = tree.node.kind, tree.parts[0].truth != .unknown {
            return [tree.parts[tree.parts[0].truth == .yes ? 1 : 2]]
        }
        return tree.parts.filter { $0.truth == .unknown }
    }

    /// Facts that leave nothing missing in a value: what it lacks now, and what it would ask for after that.
    private mutating func valueNeeds(_ node: RuleNode) -> [MissingFact] {
        guard case .open(let gap) = evaluate(node) else { return [] }
        var facts = gap.missing
        if budget == 0 { return facts }
        switch node.kind {
        case .conditional(let test, let whenYes, let whenNo):
            if case .bool(let flag)? = value(test) {
                facts.unite(valueNeeds(flag ? whenYes : whenNo))
            } else {
                for part in [test, whenYes, whenNo] { facts.unite(valueNeeds(part)) }
            }
        case .comprehension(_, let range, let slot, let filter, let body):
            facts.unite(listNeeds(range, slot, (filter.map { [$0] } ?? []) + [body]))
        default:
            for child in node.children where child.readsFacts || !child.freeSlots.isEmpty {
                facts.unite(valueNeeds(child))
            }
            if case .member(let operand, let member) = node.kind { facts.unite(chosen(operand, member)) }
        }
        return facts
    }

    /// The missing members of the elements of which an index may choose any, while others are not known.
    private mutating func chosen(_ operand: RuleNode, _ member: Int) -> [MissingFact] {
        guard case .index(let container, _) = operand.kind, case .list(let list)? = value(container) else {
            return []
        }
        return list.elements.compactMap { element in
            guard case .record(let record) = element, member < record.members.count,
                record.members[member] == .unknown
            else { return nil }
            return .member(field: record.field, position: record.position, member: member)
        }
    }

    private mutating func listNeeds(_ range: RuleNode, _ slot: Int, _ bodies: [RuleNode]) -> [MissingFact] {
        var facts = valueNeeds(range)
        var isWhole = false
        if case .list(let list)? = value(range) {
            isWhole = list.others.isEmpty
            facts.unite(list.others)
            let outer = names[slot]
            names[slot] = "x"
            for element in list.elements where budget > 0 {
                evaluator.bind(slot, element)
                for body in bodies { facts.unite(valueNeeds(body)) }
            }
            names[slot] = outer
        }
        // Elements that are not known ask for whatever the body reads beside them.
        if !isWhole { for body in bodies { facts.unite(missing(beside: body)) } }
        return facts
    }

    /// The missing facts of a body that are no members of elements.
    private mutating func missing(beside node: RuleNode) -> [MissingFact] {
        guard node.readsFacts else { return [] }
        if node.freeSlots.isEmpty { return valueNeeds(node) }
        var facts: [MissingFact] = []
        for child in node.children { facts.unite(missing(beside: child)) }
        return facts
    }

    // MARK: One fact alone

    /// The facts that can turn a part that is open to yes, and those that can turn it to no.
    private mutating func force(_ tree: TruthTree) -> (yes: [MissingFact], no: [MissingFact]) {
        guard tree.truth == .unknown else { return ([], []) }
        if tree.parts.isEmpty { return swings(tree) }
        let parts = tree.parts.filter { $0.truth == .unknown }
        switch tree.node.kind {
        case .and: return united(parts, yes: parts.count == 1, no: true)
        case .or: return united(parts, yes: true, no: parts.count == 1)
        case .not:
            let inner = force(tree.parts[0])
            return (inner.no, inner.yes)
        case .atLeast(let k, _):
            let held = Int64(tree.parts.count { $0.truth == .yes })
            return united(parts, yes: held + 1 >= k, no: held + Int64(parts.count) - 1 < k)
        default: return branches(tree)
        }
    }

    private mutating func united(_ parts: [TruthTree], yes: Bool, no: Bool) -> (
        yes: [MissingFact], no: [MissingFact]
    ) {
        var result: (yes: [MissingFact], no: [MissingFact]) = ([], [])
        for part in parts where yes || no {
            let inner = force(part)
            if yes { result.yes.unite(inner.yes) }
            if no { result.no.unite(inner.no) }
        }
        return result
    }

    private mutating func branches(_ tree: TruthTree) -> (yes: [MissingFact], no: [MissingFact]) {
        if tree.parts[0].truth != .unknown { return force(tree.parts[tree.parts[0].truth == .yes ? 1 : 2]) }
        let test = force(tree.parts[0])
        var result: (yes: [MissingFact], no: [MissingFact]) = ([], [])
        for (facts, branch) in [(test.yes, tree.parts[1]), (test.no, tree.parts[2])] {
            if branch.truth == .yes { result.yes.unite(facts) }
            if branch.truth == .no { result.no.unite(facts) }
        }
        return result
    }

    /// The fact of an atom that lacks only one and comes to both truths by its values.
    private mutating func swings(_ tree: TruthTree) -> (yes: [MissingFact], no: [MissingFact]) {
        guard let gap = tree.gap, gap.missing.count == 1, gap.problems.isEmpty,
            valueNeeds(tree.node) == gap.missing, canSwing(tree.node, gap.missing[0])
        else { return ([], []) }
        return (gap.missing, gap.missing)
    }

    private mutating func canSwing(_ node: RuleNode, _ fact: MissingFact) -> Bool {
        switch node.kind {
        case .fact, .member: return true
        case .isIn, .call(.under, _):
            switch step(node, true).demand {
            case .oneOf(let texts, _): return canBeOneOrOther(fact, texts)
            case .under(let codes, _): return !codes.isEmpty
            case .has(let texts, _): return !texts.isEmpty
            default: return false
            }
        case .compare(let comparison, let left, let right):
            if left.type == .bool, case .constant = right.kind { return scalar(left) == fact }
            let step = self.step(node, true)
            if case .compare(_, .text(let text)) = step.demand { return canBeOneOrOther(fact, [text]) }
            guard let change = step.change, change.fact == fact else { return false }
            if comparison != .equal, comparison != .notEqual { return true }
            guard case .number(let bound, _) = change.bound else { return true }
            return Comparison.equal.nearest(
                to: bound, step: isInt(fact) ? Number(1) : Number(fen: 1)) != nil
                && (scalar(left) == fact || scalar(right) == fact)
        default: return false
        }
    }

    /// Whether a text fact can be one of these and none of these.
    private func canBeOneOrOther(_ fact: MissingFact, _ texts: [String]) -> Bool {
        guard !texts.isEmpty else { return false }
        switch type(of: fact) {
        case .text: return true
        case .enumeration(let values): return values.contains { !texts.contains($0) }
        default: return false
        }
    }

    // MARK: What a yes asks for

    /// Collects what the open atoms must come to; true where that is also enough.
    private mutating func demands(_ tree: TruthTree, _ wanted: Bool, into steps: inout [MendStep]) -> Bool {
        if tree.truth != .unknown { return tree.truth == Truth(wanted) }
        if tree.parts.isEmpty {
            guard steps.count < Mender.demandLimit, let gap = tree.gap, gap.problems.isEmpty else {
                return false
            }
            steps.append(step(tree.node, wanted))
            return true
        }
        let parts = open(tree)
        switch tree.node.kind {
        case .not: return demands(tree.parts[0], !wanted, into: &steps)
        case .and where wanted || parts.count == 1, .or where !wanted || parts.count == 1:
            return all(parts, wanted, into: &steps)
        case .atLeast(let k, _):
            let held = Int64(tree.parts.count { $0.truth == .yes })
            let needsAll = wanted ? held + Int64(parts.count) == k : held + 1 == k
            return needsAll ? all(parts, wanted, into: &steps) : false
        case .conditional where tree.parts[0].truth != .unknown: return all(parts, wanted, into: &steps)
        default: return false
        }
    }

    private mutating func all(_ parts: [TruthTree], _ wanted: Bool, into steps: inout [MendStep]) -> Bool {
        var isEnough = true
        for part in parts {
            if !demands(part, wanted, into: &steps) { isEnough = false }
        }
        return isEnough
    }

    private static let demandLimit = 16
}
