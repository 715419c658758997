/// How a part of a syntax tree is built: which of its parts are built first, and what is made of them.
enum PlainForm {
    /// From itself alone.
    case leaf
    /// From its parts, in this order.
    case parts([Syntax])
    /// A function from its arguments.
    case call(name: String, overloads: [PlainOverload], arguments: [Syntax])
    /// Parts that see variables which are set from a range.
    case macro(PlainMacro)
}

/// A macro with variables of its own.
struct PlainMacro {
    enum Kind {
        case all, exists, existsOne, filter, map, transformMap, transformMapEntry
        case bind, optMap, optFlatMap
    }

    let kind: Kind
    /// As it was written.
    let name: String
    let range: Syntax
    let variables: [Syntax]
    /// What sees the variables: a test, a transform, or both.
    let parts: [Syntax]

    /// The macro that a call is; nil where it is none.
    init?(_ target: Syntax, _ name: String, _ arguments: [Syntax]) {
        let kind: Kind
        let variables: Int
        switch (name, arguments.count) {
        case ("all", 2), ("all", 3): (kind, variables) = (.all, arguments.count - 1)
        case ("exists", 2), ("exists", 3): (kind, variables) = (.exists, arguments.count - 1)
        case ("exists_one", 2), ("exists_one", 3), ("existsOne", 2), ("existsOne", 3):
            (kind, variables) = (.existsOne, arguments.count - 1)
        case ("filter", 2): (kind, variables) = (.filter, 1)
        case ("map", 2), ("map", 3): (kind, variables) = (.map, 1)
        case ("transformList", 3), ("transformList", 4): (kind, variables) = (.map, 2)
        case ("transformMap", 3), ("transformMap", 4): (kind, variables) = (.transformMap, 2)
        case ("transformMapEntry", 3), ("transformMapEntry", 4): (kind, variables) = (.transformMapEntry, 2)
        case ("optMap", 2): (kind, variables) = (.optMap, 1)
        case ("optFlatMap", 2): (kind, variables) = (.optFlatMap, 1)
        case ("bind", 3):
            guard case .identifier(let namespace) = target.kind, namespace == "cel" else { return nil }
            self.init(
                kind: .bind, name: "cel.bind", range: arguments[1], variables: [arguments[0]],
                parts: [arguments[2]])
            return
        default: return nil
        }
        self.init(
            kind: kind, name: name, range: target, variables: Array(arguments.prefix(variables)),
            parts: Array(arguments.dropFirst(variables)))
    }

    private init(kind: Kind, name: String, range: Syntax, variables: [Syntax], parts: [Syntax]) {
        self.kind = kind
        self.name = name
        self.range = range
        self.variables = variables
        self.parts = parts
    }

    /// Names that are only macros, whatever the number of their arguments.
    static let names: Set<String> = [
        "all", "exists", "exists_one", "existsOne", "filter", "map", "transformList", "transformMap",
        "transformMapEntry",
    ]
}
