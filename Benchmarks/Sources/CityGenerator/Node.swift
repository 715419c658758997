/// A boolean expression: atoms joined by the operators that Kleene logic knows.
indirect enum Node: Sendable {
    case atom(Atom)
    case all([Node])
    case any([Node])
    case not(Node)
    case atLeast(Int, [Node])
    case choice(Node, Node, Node)

    /// Largest boolean subexpressions without `&& || ! ?: at_least`, in order of writing.
    var atoms: [Atom] {
        switch self {
        case .atom(let atom): [atom]
        case .all(let parts), .any(let parts), .atLeast(_, let parts): parts.flatMap(\.atoms)
        case .not(let part): part.atoms
        case .choice(let a, let b, let c): a.atoms + b.atoms + c.atoms
        }
    }

    /// CEL, with parentheses where a looser operator is inside a tighter one.
    var expression: String { text(looserThan: 0) }

    private func text(looserThan outer: Int) -> String {
        let own: Int
        let body: String
        switch self {
        case .atom(let atom): return outer > 2 && !atom.isPrimary ? "(\(atom.expression))" : atom.expression
        case .choice(let a, let b, let c):
            own = 0
            body = "\(a.text(looserThan: 1)) ? \(b.text(looserThan: 1)) : \(c.text(looserThan: 0))"
        case .any(let parts):
            own = 1
            body = parts.map { $0.text(looserThan: 2) }.joined(separator: " || ")
        case .all(let parts):
            own = 2
            body = parts.map { $0.text(looserThan: 2) }.joined(separator: " && ")
        case .not(let part): return "!" + part.text(looserThan: 3)
        case .atLeast(let k, let parts):
            return "at_least(\(k), [\(parts.map { $0.text(looserThan: 0) }.joined(separator: ", "))])"
        }
        return own < outer ? "(\(body))" : body
    }

    var label: String {
        switch self {
        case .atom(let atom): atom.label
        case .all(let parts): parts.map(\.label).joined(separator: "，且")
        case .any(let parts): parts.map(\.label).joined(separator: "，或")
        case .not(let part): "未" + part.label
        case .atLeast(let k, let parts): "以下满足\(k)项：" + parts.map(\.label).joined(separator: "；")
        case .choice(let a, let b, let c): "\(a.label)的，\(b.label)；其他，\(c.label)"
        }
    }
}

/// One test of facts, and how a policy words it.
struct Atom: Sendable {
    let expression: String
    let label: String
    var isPrimary = false  // a name or a call: `!` needs no parentheses

    init(_ expression: String, _ label: String, isPrimary: Bool = false) {
        self.expression = expression
        self.label = label
        self.isPrimary = isPrimary
    }
}
