import HuiqiLogic
import HuiqiModel
import HuiqiText

extension Atom {
    /// The shape of the atom on a day; `general` where it has none of the others.
    public func form(on day: Day, normalizer: TextNormalizer?) -> AtomForm {
        let bound = bind(node, day)
        if case .constant(.bool(let flag)) = bound.kind { return .constant(Truth(flag)) }
        // Nothing but a list of the profile makes the steps of these forms depend on the profile.
        if let form = tallyForm(bound, day) { return form }
        if case .comprehension = bound.kind {
        } else if (StepBound.steps(bound) ?? 0) > setting.limits.steps - 16 {
            return .general
        }
        if let form = flagForm(bound) { return form }
        if let form = listForm(bound, day) { return form }
        if let form = firstReachedForm(bound) { return form }
        if let form = textForm(bound, day, normalizer) { return form }
        var builder = LinearBuilder(day: day, slot: nil)
        if let test = builder.test(bound) { return .number(test) }
        return numberForm(bound, day) ?? .general
    }

    /// Replaces what depends on the day alone by its value; what fails stays and fails when evaluated.
    func bind(_ node: RuleNode, _ day: Day) -> RuleNode {
        if case .constant = node.kind { return node }
        if !node.readsFacts, node.freeSlots.isEmpty {
            var evaluator = Evaluator(schema: setting.schema, limits: setting.limits, day: day)
            if case .value(let value) = evaluator.evaluate(node) {
                return RuleNode(.constant(value), node.type, at: node.offset)
            }
            return node
        }
        guard node.readsDay else { return node }
        let kind: RuleNode.Kind
        switch node.kind {
        case .constant, .fact, .asOf, .year, .local: return node
        case .yearFact(let field, let year): kind = .yearFact(field, bind(year, day))
        case .member(let operand, let member): kind = .member(bind(operand, day), member)
        case .and(let parts): kind = .and(parts.map { bind($0, day) })
        case .or(let parts): kind = .or(parts.map { bind($0, day) })
        case .not(let operand): kind = .not(bind(operand, day))
        case .atLeast(let k, let parts): kind = .atLeast(k, parts.map { bind($0, day) })
        case .conditional(let test, let whenYes, let whenNo):
            kind = .conditional(bind(test, day), bind(whenYes, day), bind(whenNo, day))
        case .compare(let comparison, let left, let right):
            kind = .compare(comparison, bind(left, day), bind(right, day))
        case .isIn(let element, let container): kind = .isIn(bind(element, day), bind(container, day))
        case .arithmetic(let operation, let left, let right):
            kind = .arithmetic(operation, bind(left, day), bind(right, day))
        case .negate(let operand): kind = .negate(bind(operand, day))
        case .index(let container, let key): kind = .index(bind(container, day), bind(key, day))
        case .list(let parts): kind = .list(parts.map { bind($0, day) })
        case .map(let entries): kind = .map(entries.map { (bind($0.key, day), bind($0.value, day)) })
        case .call(let builtin, let arguments): kind = .call(builtin, arguments.map { bind($0, day) })
        case .comprehension(let macro, let range, let slot, let filter, let body):
            kind = .comprehension(
                macro, range: bind(range, day), slot: slot, filter: filter.map { bind($0, day) },
                body: bind(body, day))
        }
        return RuleNode(kind, node.type, at: node.offset)
    }

    private func flagForm(_ node: RuleNode) -> AtomForm? {
        if case .fact(let field) = node.kind, node.type == .bool { return .flag(field: field, isTrue: true) }
        guard case .compare(let comparison, let left, let right) = node.kind,
            comparison == .equal || comparison == .notEqual
        else { return nil }
        for (fact, other) in [(left, right), (right, left)] {
            if case .fact(let field) = fact.kind, fact.type == .bool,
                case .constant(.bool(let flag)) = other.kind
            {
                return .flag(field: field, isTrue: flag == (comparison == .equal))
            }
        }
        return nil
    }

    private func firstReachedForm(_ node: RuleNode) -> AtomForm? {
        guard case .call(.firstReached(let field), let arguments) = node.kind,
            case .constant(.int(let year)) = arguments[0].kind,
            case .constant(let bound) = arguments[1].kind, let threshold = bound.number,
            case .constant(.int(let from)) = arguments[2].kind,
            abs(year) < 10_000, abs(from) < 10_000, year - from <= 100,
            let scaled = threshold.multiplied(by: Number(Int64(100))), let minus = scaled.negated,
            let fen = Int64(exactly: 0 - minus.floor)
        else { return nil }
        return .firstReached(FirstReached(field: field, year: year, from: min(from, year), fen: fen))
    }

    /// The facts a node reads: one scalar field, or nil where it reads something else or more.
    private func onlyField(_ node: RuleNode) -> Int? {
        var found: Int?
        var isOnly = true
        func visit(_ node: RuleNode) {
            switch node.kind {
            case .fact(let field):
                if let known = found, known != field { isOnly = false }
                found = field
            case .yearFact: isOnly = false
            case .call(.firstReached, _): isOnly = false
            default: break
            }
            if isOnly { for child in node.children { visit(child) } }
        }
        visit(node)
        return isOnly ? found : nil
    }

    private func textForm(_ node: RuleNode, _ day: Day, _ normalizer: TextNormalizer?) -> AtomForm? {
        guard let field = onlyField(node) else { return nil }
        switch setting.schema.fields[field].type {
        case .code, .enumeration:
            if let form = underForm(node, field) ?? plainText(node, field, nil) { return form }
            return .distinct(field: field, DistinctTest(node: node, field: field, atom: self, day: day))
        case .text:
            return plainText(node, field, normalizer)
        default:
            return nil
        }
    }

    private func underForm(_ node: RuleNode, _ field: Int) -> AtomForm? {
        guard case .call(.under, let arguments) = node.kind, case .fact(field) = arguments[0].kind,
            case .code(let standard) = arguments[0].type, case .constant(let value) = arguments[1].kind
        else { return nil }
        var codes: [Value] = [value]
        if case .list(let list) = value { codes = list.elements }
        var areas: [CodeArea] = []
        for code in codes {
            guard case .text(let text) = code, let area = CodeArea(text, standard) else { return nil }
            areas.append(area)
        }
        return .under(field: field, UnderTest(areas: areas, standard: standard))
    }

    private func plainText(_ node: RuleNode, _ field: Int, _ normalizer: TextNormalizer?) -> AtomForm? {
        func isFact(_ node: RuleNode) -> Bool {
            if case .fact(field) = node.kind { return true }
            return false
        }
        switch node.kind {
        case .compare(let comparison, let left, let right)
        where comparison == .equal || comparison == .notEqual:
            for (fact, other) in [(left, right), (right, left)] where isFact(fact) {
                if case .constant(.text(let text)) = other.kind {
                    return .text(field: field, .equalsAny([ExactText(text)]), isTrue: comparison == .equal)
                }
            }
            return nil
        case .isIn(let element, let container):
            guard isFact(element), case .constant(.list(let list)) = container.kind else { return nil }
            var texts: [ExactText] = []
            for value in list.elements {
                guard case .text(let text) = value else { return nil }
                texts.append(ExactText(text))
            }
            return .text(field: field, .equalsAny(texts), isTrue: true)
        case .call(let builtin, let arguments):
            guard arguments.count == 2, isFact(arguments[0]),
                case .constant(.text(let part)) = arguments[1].kind
            else { return nil }
            switch builtin {
            case .contains: return .text(field: field, .contains(part), isTrue: true)
            case .startsWith: return .text(field: field, .startsWith(part), isTrue: true)
            case .endsWith: return .text(field: field, .endsWith(part), isTrue: true)
            case .matches:
                guard let regex = try? LinearRegex(part) else { return nil }
                return .text(field: field, .matches(.init(source: part, regex: regex)), isTrue: true)
            case .mentions:
                guard let normalizer else { return nil }
                return .text(field: field, .mentions(normalized: normalizer.normalize(part)), isTrue: true)
            default: return nil
            }
        default:
            return nil
        }
    }
}
