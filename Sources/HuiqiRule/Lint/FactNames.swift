import HuiqiModel

/// Names of facts for messages, as rules write them.
enum FactNames {
    /// A short name of what a node reads: `employees`, `revenue[year-1]`, `x.date`; else the facts in it.
    static func name(_ node: RuleNode, schema: Schema) -> String {
        if let simple = simple(node, schema) { return simple }
        var names: [String] = []
        collect(node, schema, &names)
        return names.isEmpty ? "…" : names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
    }

    private static func simple(_ node: RuleNode, _ schema: Schema) -> String? {
        switch node.kind {
        case .fact(let field): return schema.fields[field].name
        case .yearFact(let field, let year): return "\(schema.fields[field].name)[\(self.year(year))]"
        case .asOf: return "as_of"
        case .year: return "year"
        case .member(let operand, let member):
            guard case .record(let members) = operand.type, member < members.count else { return nil }
            return members[member].name
        case .call(.size, let arguments): return simple(arguments[0], schema).map { "size(\($0))" }
        case .call(.timePart(let part), let arguments):
            return simple(arguments[0], schema).map { "\($0).\(part.rawValue)()" }
        default: return nil
        }
    }

    private static func year(_ node: RuleNode) -> String {
        switch node.kind {
        case .constant(.int(let year)): return String(year)
        case .year: return "year"
        case .arithmetic(let operation, let left, let right)
        where operation == .add || operation == .subtract:
            guard case .year = left.kind, case .constant(.int(let step)) = right.kind else { return "…" }
            return "year\(operation.rawValue)\(step)"
        default: return "…"
        }
    }

    private static func collect(_ node: RuleNode, _ schema: Schema, _ names: inout [String]) {
        if names.count > 3 { return }
        switch node.kind {
        case .fact, .yearFact:
            if let name = simple(node, schema), !names.contains(name) { names.append(name) }
            return
        case .member(let operand, _):
            if case .local = operand.kind, let name = simple(node, schema), !names.contains(name) {
                names.append(name)
            }
        case .call(.firstReached(let field), _):
            let name = schema.fields[field].name
            if !names.contains(name) { names.append(name) }
        default: break
        }
        for child in node.children { collect(child, schema, &names) }
    }
}
