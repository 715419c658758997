import HuiqiLogic
import HuiqiModel

extension Atom {
    func listForm(_ node: RuleNode, _ day: Day) -> AtomForm? {
        switch node.kind {
        case .isIn(let element, let container):
            guard case .fact(let field) = container.kind, case .texts = setting.schema.fields[field].type,
                case .constant(.text(let text)) = element.kind
            else { return nil }
            return .has(field: field, ExactText(text))
        case .comprehension(let macro, let range, let slot, _, let body):
            guard macro == .exists || macro == .all, case .fact(let field) = range.kind,
                let test = elementTest(body, slot, setting.schema.fields[field].type, day)
            else { return nil }
            guard let each = StepBound.steps(body) else { return nil }
            return .quantified(
                field: field, decides: macro == .exists ? .yes : .no, test,
                longest: max(0, setting.limits.steps - 16) / (each + 1))
        case .compare(let comparison, let left, let right):
            if let field = sizeOfList(left), case .constant(.int(let count)) = right.kind {
                return .listSize(field: field, comparison, count)
            }
            if let field = sizeOfList(right), case .constant(.int(let count)) = left.kind {
                return .listSize(field: field, comparison.mirrored, count)
            }
            return nil
        default:
            return nil
        }
    }

    private func sizeOfList(_ node: RuleNode) -> Int? {
        guard case .call(.size, let arguments) = node.kind, case .fact(let field) = arguments[0].kind,
            case .list = arguments[0].type
        else { return nil }
        return field
    }

    /// The test of an element; nil where it needs more than the element.
    func elementTest(_ node: RuleNode, _ slot: Int, _ type: FieldType, _ day: Day) -> ElementTest? {
        switch node.kind {
        case .constant(.bool(let flag)): return .constant(Truth(flag))
        case .and(let parts): return tests(parts, slot, type, day).map { .and($0) }
        case .or(let parts): return tests(parts, slot, type, day).map { .or($0) }
        case .not(let operand): return elementTest(operand, slot, type, day).map { .not($0) }
        default: break
        }
        guard !node.readsFacts, node.freeSlots.isOnly(slot) else { return nil }
        if let form = equalsForm(node, slot, type) { return form }
        if case .texts = type {
            let test = ElementTextTest(
                node: node, slot: slot, member: nil, memberCount: 0, atom: self, day: day)
            return .distinct(member: nil, test)
        }
        guard case .records(let members) = type else { return nil }
        if case .member(let operand, let member) = node.kind, case .local(slot) = operand.kind,
            members[member].type == .bool
        {
            return .flag(member: member)
        }
        var builder = LinearBuilder(day: day, slot: slot)
        if let test = builder.test(node) { return .number(test) }
        guard let member = onlyMember(node, slot), members[member].type == .text else { return nil }
        let test = ElementTextTest(
            node: node, slot: slot, member: member, memberCount: members.count, atom: self, day: day)
        return .distinct(member: member, test)
    }

    /// `x.name == 'A'` and `x in ['A', 'B']`, with the element or a member of type text on the left.
    private func equalsForm(_ node: RuleNode, _ slot: Int, _ type: FieldType) -> ElementTest? {
        var isTrue = true
        let subject: RuleNode
        var wanted: [Value]
        switch node.kind {
        case .compare(let comparison, let left, let right)
        where comparison == .equal || comparison == .notEqual:
            guard case .constant(let value) = right.kind else { return nil }
            (subject, wanted, isTrue) = (left, [value], comparison == .equal)
        case .isIn(let left, let right):
            guard case .constant(.list(let list)) = right.kind else { return nil }
            (subject, wanted) = (left, list.elements)
        default: return nil
        }
        var texts: [ExactText] = []
        for value in wanted {
            guard case .text(let text) = value else { return nil }
            texts.append(ExactText(text))
        }
        switch (subject.kind, type) {
        case (.local(slot), .texts): return .equals(member: nil, texts, isTrue: isTrue)
        case (.member(let operand, let member), .records(let members)):
            guard case .local(slot) = operand.kind, members[member].type == .text else { return nil }
            return .equals(member: member, texts, isTrue: isTrue)
        default: return nil
        }
    }

    private func tests(_ parts: [RuleNode], _ slot: Int, _ type: FieldType, _ day: Day) -> [ElementTest]? {
        var tests: [ElementTest] = []
        for part in parts {
            guard let test = elementTest(part, slot, type, day) else { return nil }
            tests.append(test)
        }
        return tests
    }

    /// The one member of the element that a node reads; nil where it reads more, or the element whole.
    private func onlyMember(_ node: RuleNode, _ slot: Int) -> Int? {
        var found: Int?
        var isOnly = true
        func visit(_ node: RuleNode) {
            if case .member(let operand, let member) = node.kind, case .local(slot) = operand.kind {
                if let known = found, known != member { isOnly = false }
                found = member
                return
            }
            if case .local = node.kind { isOnly = false }
            if case .comprehension = node.kind { isOnly = false }
            for child in node.children { visit(child) }
        }
        visit(node)
        return isOnly ? found : nil
    }
}
