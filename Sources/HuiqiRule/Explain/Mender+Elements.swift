import HuiqiLogic
import HuiqiModel

extension Mender {
    /// One element of a list: whether it satisfies the body, and the path to the other truth.
    private struct Element {
        let truth: Truth
        let turn: MendPath
    }

    /// `exists`, `all` and `exists_one` that came to the other truth.
    mutating func elements(
        _ macro: Macro, _ range: RuleNode, _ slot: Int, _ body: RuleNode, _ node: RuleNode, _ wanted: Bool
    ) -> MendPath {
        var whole = MendPath()
        whole.steps = [holds(node, wanted)]
        guard case .list(let list)? = value(range), budget > 0, names.count < Mender.depthLimit else {
            return whole
        }
        if macro == .exists, let texts = sought(body, slot) {
            var step = MendStep(
                subject: text(range), facts: facts(in: range), demand: .has(texts, wanted))
            if wanted { step.gap = .number(Number(1), unit: "个") }
            whole.steps = [step]
            if !wanted { whole.verify = list.others }
            return whole
        }
        guard let elements = walked(list, range, slot, body) else { return whole }
        switch (macro, wanted) {
        case (.exists, true), (.all, false): return one(of: elements, range, slot, body, macro == .exists)
        case (.exists, false): return every(of: elements, .yes, list.others)
        case (.all, true): return every(of: elements, .no, list.others)
        case (.existsOne, true):
            let held = elements.count { $0.truth == .yes }
            if held == 0 { return one(of: elements, range, slot, body, true) }
            return spared(elements, held)
        case (.existsOne, false):
            let leaving = every(of: elements, .yes, list.others)
            let joining = one(of: elements.filter { $0.truth == .no }, range, slot, body, true)
            return joining.isCheaper(than: leaving) ? joining : leaving
        case (.map, _), (.filter, _): return whole
        }
    }

    /// Macros in macros whose elements are looked into.
    private static let depthLimit = 8

    /// Walks the body for every element; nil where that takes more than the steps of an evaluation.
    private mutating func walked(
        _ list: ListValue, _ range: RuleNode, _ slot: Int, _ body: RuleNode
    ) -> [Element]? {
        var elements: [Element] = []
        let outer = names[slot]
        defer { names[slot] = outer }
        for (position, value) in list.elements.enumerated() {
            guard budget > 0 else { return nil }
            names[slot] = name(of: value, at: position, in: range)
            evaluator.bind(slot, value)
            let tree = self.tree(body)
            let turn = tree.truth == .unknown ? path(tree, true) : likeliest(paths(tree, tree.truth == .no))
            elements.append(Element(truth: tree.truth, turn: turn))
        }
        return elements
    }

    /// One element has to change; the nearest, or another one where none could.
    private mutating func one(
        of elements: [Element], _ range: RuleNode, _ slot: Int, _ body: RuleNode, _ wanted: Bool
    ) -> MendPath {
        var best: MendPath?
        for element in elements where !element.turn.steps.contains(where: isSettled) {
            if best.map({ element.turn.isCheaper(than: $0) }) ?? true { best = element.turn }
        }
        if var best, best.isPossible {
            if elements.count > 1 { best.note(.element, of: elements.count, held: 0, needed: 1) }
            return best
        }
        let outer = names[slot]
        names[slot] = "x"
        let asked = (wanted ? "" : "!") + "(" + text(body) + ")"
        names[slot] = outer
        var step = MendStep(
            subject: text(range), facts: facts(in: range),
            demand: .element(wanted ? String(asked.dropFirst().dropLast()) : asked))
        step.gap = .number(Number(1), unit: unit(ofElements: range))
        if wanted { step.sought = soughtMember(body, slot) }
        var path = MendPath()
        path.steps = [step]
        return path
    }

    /// Every element of a truth has to change; those that are open are to be verified.
    private func every(of elements: [Element], _ truth: Truth, _ others: [MissingFact]) -> MendPath {
        var path = MendPath()
        for element in elements where element.truth == truth || element.truth == .unknown {
            path.append(element.turn)
        }
        path.verify.unite(others)
        return path
    }

    /// All but one of those that hold have to change: the cheapest.
    private func spared(_ elements: [Element], _ held: Int) -> MendPath {
        let holding = elements.filter { $0.truth == .yes }.map(\.turn)
        let order = holding.indices.sorted {
            holding[$0].isCheaper(than: holding[$1])
                || !holding[$1].isCheaper(than: holding[$0]) && $0 < $1
        }
        var path = MendPath()
        for index in order.prefix(held - 1).sorted() { path.append(holding[index]) }
        for element in elements where element.truth == .unknown { path.verify.unite(element.turn.verify) }
        path.note(.element, of: elements.count, held: held, needed: held - 1, isExcess: true)
        return path
    }

    /// The texts of which one is asked for by a body like `t == '…'` or `t in [...]`, on a list of texts.
    private mutating func sought(_ body: RuleNode, _ slot: Int) -> [String]? {
        switch body.kind {
        case .compare(.equal, let left, let right):
            for (one, other) in [(left, right), (right, left)] {
                if case .local(slot) = one.kind, case .constant(.text(let text)) = other.kind {
                    return [text]
                }
            }
        case .isIn(let element, let container):
            guard case .local(slot) = element.kind, case .constant(.list(let list)) = container.kind else {
                return nil
            }
            let texts = list.elements.compactMap { Mender.text($0) }
            return texts.count == list.elements.count && !texts.isEmpty ? texts : nil
        default: break
        }
        return nil
    }

    private func name(of value: Value, at position: Int, in range: RuleNode) -> String {
        switch value {
        case .record(let record): return "\(schema.fields[record.field].name)[\(record.position)]"
        default:
            if case .fact(let field) = range.kind { return "\(schema.fields[field].name)[\(position)]" }
            return ValueText.text(value, topLevel: false, schema: schema)
        }
    }

    private func unit(ofElements range: RuleNode) -> String {
        if case .list(.record) = range.type { return "项" }
        return "个"
    }
}
