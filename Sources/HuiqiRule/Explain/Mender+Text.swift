import HuiqiModel

extension Mender {
    /// An expression as rules write it, with years and elements filled in; a long one is cut.
    mutating func text(_ node: RuleNode) -> String {
        var out = ""
        write(node, &out)
        return out
    }

    private static let lengthLimit = 200

    private mutating func write(_ node: RuleNode, _ out: inout String) {
        if out.utf8.count > Mender.lengthLimit {
            if !out.hasSuffix("…") { out += "…" }
            return
        }
        if let fact = scalar(node), !isLocal(node) {
            out += fact.name(in: schema)
            return
        }
        switch node.kind {
        case .constant(let value):
            out += ValueText.text(value, topLevel: false, schema: schema)
        case .fact(let field): out += schema.fields[field].name
        case .yearFact(let field, let year): join([year], "\(schema.fields[field].name)[", "", "]", &out)
        case .asOf: out += "as_of"
        case .year: out += "year"
        case .local(let slot): out += names[slot] ?? "x"
        case .member(let operand, let member):
            write(operand, &out)
            if case .record(let members) = operand.type, member < members.count {
                out += "." + members[member].name
            }
        case .and(let parts): join(parts, "(", " && ", ")", &out)
        case .or(let parts): join(parts, "(", " || ", ")", &out)
        case .not(let operand): join([operand], "!", "", "", &out)
        case .negate(let operand): join([operand], "-", "", "", &out)
        case .atLeast(let k, let parts): join(parts, "at_least(\(k), [", ", ", "])", &out)
        case .list(let parts): join(parts, "[", ", ", "]", &out)
        default: writeOther(node, &out)
        }
    }

    private mutating func writeOther(_ node: RuleNode, _ out: inout String) {
        switch node.kind {
        case .conditional(let test, let whenYes, let whenNo):
            join([test], "(", "", " ? ", &out)
            join([whenYes, whenNo], "", " : ", ")", &out)
        case .compare(let comparison, let left, let right):
            join([left, right], "", " \(comparison.rawValue) ", "", &out)
        case .isIn(let element, let container): join([element, container], "", " in ", "", &out)
        case .arithmetic(let operation, let left, let right):
            let isLoose = operation == .add || operation == .subtract
            join(
                [left, right], isLoose ? "(" : "", " \(operation.rawValue) ", isLoose ? ")" : "", &out)
        case .index(let container, let key):
            write(container, &out)
            join([key], "[", "", "]", &out)
        case .map(let entries): join(entries.flatMap { [$0.key, $0.value] }, "{", ", ", "}", &out)
        case .call(let builtin, let arguments): writeCall(builtin, arguments, &out)
        case .comprehension(let macro, let range, let slot, let filter, let body):
            let outer = names[slot]
            names[slot] = "x"
            write(range, &out)
            join((filter.map { [$0] } ?? []) + [body], ".\(macro.rawValue)(x, ", ", ", ")", &out)
            names[slot] = outer
        default: break
        }
    }

    private mutating func writeCall(_ builtin: Builtin, _ arguments: [RuleNode], _ out: inout String) {
        if builtin.isMethod, let target = arguments.first {
            write(target, &out)
            join(Array(arguments.dropFirst()), ".\(builtin.name)(", ", ", ")", &out)
        } else if case .firstReached(let field) = builtin {
            join(arguments, "first_reached(\(schema.fields[field].name), ", ", ", ")", &out)
        } else {
            join(arguments, "\(builtin.name)(", ", ", ")", &out)
        }
    }

    private mutating func join(
        _ nodes: [RuleNode], _ open: String, _ between: String, _ close: String, _ out: inout String
    ) {
        out += open
        for (index, node) in nodes.enumerated() {
            if index > 0 { out += between }
            write(node, &out)
            if out.utf8.count > Mender.lengthLimit { break }
        }
        out += close
    }

    /// Whether a member is read of a variable that stands for no element of the profile.
    private func isLocal(_ node: RuleNode) -> Bool {
        guard case .member(let operand, _) = node.kind, case .local(let slot) = operand.kind else {
            return false
        }
        return names[slot].map { $0 == "x" } ?? true
    }
}

extension Builtin {
    /// Whether it is written after its target.
    fileprivate var isMethod: Bool {
        switch self {
        case .contains, .startsWith, .endsWith, .matches, .mentions, .under, .timePart, .durationPart: true
        default: false
        }
    }

    /// The name in rules.
    fileprivate var name: String {
        switch self {
        case .least: "math.least"
        case .greatest: "math.greatest"
        case .firstReached: "first_reached"
        case .durationPart(let part): part.rawValue
        default: canonicalName
        }
    }
}
