import HuiqiModel

extension Rule {
    /// The interval that the condition comes to; nil where it asks for anything else.
    ///
    /// Of numbers only; what is asked in relation to the as-of day has no numbers to compare.
    public var interval: FactInterval? {
        var reader = FactReader(schema: schema)
        reader.read(root)
        guard reader.variables.count == 1 else { return nil }
        let variable = reader.variables[0]
        guard case .number(_, nil) = variable.domain, !variable.isRelative,
            let key = reader.key(ofVariable: 0)
        else { return nil }
        var low: FactInterval.End?
        var high: FactInterval.End?
        func take(_ node: RuleNode) -> Bool {
            guard
                case .question(_, .compare(let comparison, let number), true)? =
                    reader.atoms[ObjectIdentifier(node)]
            else { return false }
            switch comparison {
            case .greater, .greaterEqual:
                if low != nil { return false }
                low = .init(number: number, isInside: comparison == .greaterEqual)
            case .less, .lessEqual:
                if high != nil { return false }
                high = .init(number: number, isInside: comparison == .lessEqual)
            case .equal, .notEqual: return false
            }
            return true
        }
        switch root.kind {
        case .and(let parts): guard parts.count == 2, parts.allSatisfy(take) else { return nil }
        default: guard take(root) else { return nil }
        }
        return variable.interval(key: key, low: low, high: high)
    }
}
