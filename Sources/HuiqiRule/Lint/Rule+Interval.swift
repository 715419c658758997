import HuiqiModel

extension Rule {
    /// The interval that the condition comes to; nil where it asks for anything else.
    ///
    /// Of numbers, and of whole years or months since a day; what else is asked in relation to the as-of day has no
    /// numbers to compare.
    public var interval: FactInterval? {
        if let since = intervalSince { return since }
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

    /// `years_since(established) >= 3 && years_since(established) < 5`: an interval of whole years.
    private var intervalSince: FactInterval? {
        var parts = [root]
        if case .and(let operands) = root.kind { parts = operands }
        guard parts.count <= 2 else { return nil }
        var joined: FactInterval?
        for part in parts {
            guard case .compare(let comparison, let left, let right) = part.kind,
                let own = since(comparison, left, right) ?? since(comparison.mirrored, right, left)
            else { return nil }
            guard let earlier = joined else {
                joined = own
                continue
            }
            guard earlier.key == own.key, earlier.low == nil || own.low == nil,
                earlier.high == nil || own.high == nil
            else { return nil }
            joined = earlier.with(low: earlier.low ?? own.low, high: earlier.high ?? own.high)
        }
        return joined
    }

    private func since(_ comparison: Comparison, _ left: RuleNode, _ right: RuleNode) -> FactInterval? {
        guard case .call(let builtin, let arguments) = left.kind,
            builtin == .yearsSince || builtin == .monthsSince, left.freeSlots.isEmpty,
            case .constant(.int(let count)) = right.kind
        else { return nil }
        let function = builtin == .yearsSince ? "years_since" : "months_since"
        let isInside = comparison == .greaterEqual || comparison == .lessEqual
        let end = FactInterval.End(number: Number(count), isInside: isInside)
        let isLow: Bool
        switch comparison {
        case .greater, .greaterEqual: isLow = true
        case .less, .lessEqual: isLow = false
        case .equal, .notEqual: return nil
        }
        return FactInterval(
            key: CanonicalText.text(left, schema: schema),
            name: "\(function)(\(FactNames.name(arguments[0], schema: schema)))", step: Number(1),
            isDay: false,
            low: isLow ? end : nil, high: isLow ? nil : end)
    }
}
