import HuiqiLogic
import HuiqiModel

/// A condition down to its atoms, with the truth of every part for one profile.
struct TruthTree {
    let node: RuleNode
    let truth: Truth
    /// What keeps an atom open.
    let gap: Gap?
    /// The operands of `&& || ! ?: at_least`; none of an atom.
    let parts: [TruthTree]
}

extension Mender {
    /// Decides every atom, also past the first that decides.
    mutating func tree(_ node: RuleNode) -> TruthTree {
        switch node.kind {
        case .and, .or, .atLeast, .not: return inner(node)
        case .conditional where node.type == .bool: return inner(node)
        default: return leaf(node)
        }
    }

    private mutating func inner(_ node: RuleNode) -> TruthTree {
        var parts: [TruthTree] = []
        parts.reserveCapacity(node.children.count)
        for child in node.children { parts.append(tree(child)) }
        return TruthTree(node: node, truth: Mender.truth(node, parts), gap: nil, parts: parts)
    }

    private mutating func leaf(_ node: RuleNode) -> TruthTree {
        switch evaluate(node) {
        case .value(.bool(let flag)): return TruthTree(node: node, truth: Truth(flag), gap: nil, parts: [])
        case .value: return TruthTree(node: node, truth: .unknown, gap: nil, parts: [])
        case .open(let gap): return TruthTree(node: node, truth: .unknown, gap: gap, parts: [])
        }
    }

    private static func truth(_ node: RuleNode, _ parts: [TruthTree]) -> Truth {
        switch node.kind {
        case .and: return parts.reduce(.yes) { $0.and($1.truth) }
        case .or: return parts.reduce(.no) { $0.or($1.truth) }
        case .not: return parts[0].truth.negated
        case .atLeast(let k, _): return Truth.atLeast(k, parts.lazy.map(\.truth))
        default: return parts[0].truth.choose(parts[1].truth, parts[2].truth)
        }
    }

    /// The atoms in order, each with the truth that helps the condition to hold.
    static func atoms(_ tree: TruthTree, _ wanted: Bool, into atoms: inout [(TruthTree, Bool)]) {
        if tree.parts.isEmpty {
            if case .constant = tree.node.kind { return }
            if case .and = tree.node.kind { return }
            if case .or = tree.node.kind { return }
            if case .atLeast = tree.node.kind { return }
            atoms.append((tree, wanted))
            return
        }
        var helps = wanted
        if case .not = tree.node.kind { helps = !wanted }
        for part in tree.parts { Mender.atoms(part, helps, into: &atoms) }
    }
}
