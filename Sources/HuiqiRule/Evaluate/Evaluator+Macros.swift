import HuiqiModel

extension Evaluator {
    mutating func mapLiteral(_ entries: [(key: RuleNode, value: RuleNode)], _ node: RuleNode) -> Outcome {
        let context = self
        return all(entries.map(\.key) + entries.map(\.value)) { values in
            let pairs = zip(values, values.dropFirst(entries.count)).map { (key: $0, value: $1) }
            guard let map = MapValue(pairs) else {
                return context.failure(node, zh: "映射中有重复的键", en: "a key occurs twice in the map")
            }
            return .value(.map(map))
        }
    }

    mutating func comprehension(
        _ macro: Macro, _ range: RuleNode, _ slot: Int, _ filter: RuleNode?, _ body: RuleNode,
        _ node: RuleNode
    ) -> Outcome {
        let list: ListValue
        switch value(range) {
        case .open(let gap): return .open(gap)
        case .value(.list(let found)): list = found
        case .value(.map(let map)):
            list = ListValue(map.entries.map(\.key))
        case .value: return mistyped(node)
        }
        switch macro {
        case .exists: return quantified(list, slot, body, deciding: true)
        case .all: return quantified(list, slot, body, deciding: false)
        case .existsOne: return existsOne(list, slot, body)
        case .map: return mapped(list, slot, filter, body)
        case .filter: return filtered(list, slot, body)
        }
    }

    /// Kleene OR (deciding true) or AND (deciding false) over all elements and those we do not know.
    private mutating func quantified(
        _ list: ListValue, _ slot: Int, _ body: RuleNode, deciding: Bool
    ) -> Outcome {
        var gap: Gap?
        for element in list.elements {
            switch with(slot, element, body) {
            case .value(.bool(let flag)): if flag == deciding { return .value(.bool(deciding)) }
            case .value: return mistyped(body)
            case .open(let more): gap = gap.map { $0.united(more) } ?? more
            }
            if hasGivenUp { break }
        }
        if !list.others.isEmpty { gap = (gap ?? Gap(missing: [])).united(Gap(missing: list.others)) }
        return gap.map { .open($0) } ?? .value(.bool(!deciding))
    }

    /// Two that hold decide against; an error anywhere remains, as in CEL.
    private mutating func existsOne(_ list: ListValue, _ slot: Int, _ body: RuleNode) -> Outcome {
        var held = 0
        var gap: Gap?
        for element in list.elements {
            switch with(slot, element, body) {
            case .value(.bool(let flag)): if flag { held += 1 }
            case .value: return mistyped(body)
            case .open(let more): gap = gap.map { $0.united(more) } ?? more
            }
            if hasGivenUp { break }
        }
        if !list.others.isEmpty { gap = (gap ?? Gap(missing: [])).united(Gap(missing: list.others)) }
        if held >= 2, gap?.problems.isEmpty ?? true { return .value(.bool(false)) }
        return gap.map { .open($0) } ?? .value(.bool(held == 1))
    }

    private mutating func mapped(
        _ list: ListValue, _ slot: Int, _ filter: RuleNode?, _ body: RuleNode
    ) -> Outcome {
        var values: [Value] = []
        var gap: Gap?
        for element in list.elements {
            if let filter {
                switch with(slot, element, filter) {
                case .value(.bool(let kept)): if !kept { continue }
                case .value: return mistyped(filter)
                case .open(let more):
                    gap = gap.map { $0.united(more) } ?? more
                    continue
                }
            }
            switch with(slot, element, body) {
            case .value(let value): values.append(value)
            case .open(let more): gap = gap.map { $0.united(more) } ?? more
            }
            if hasGivenUp { break }
        }
        if let gap { return open(gap, list) }
        let made = Outcome.value(.list(ListValue(values, others: list.others)))
        return built(made, at: body.offset)
    }

    private mutating func filtered(_ list: ListValue, _ slot: Int, _ body: RuleNode) -> Outcome {
        var values: [Value] = []
        var gap: Gap?
        for element in list.elements {
            switch with(slot, element, body) {
            case .value(.bool(let kept)): if kept { values.append(element) }
            case .value: return mistyped(body)
            case .open(let more): gap = gap.map { $0.united(more) } ?? more
            }
            if hasGivenUp { break }
        }
        if let gap { return open(gap, list) }
        return .value(.list(ListValue(values, others: list.others)))
    }

    /// What is missing of the elements, and the elements that are not known at all.
    private func open(_ gap: Gap, _ list: ListValue) -> Outcome {
        .open(list.others.isEmpty ? gap : gap.united(Gap(missing: list.others)))
    }
}
