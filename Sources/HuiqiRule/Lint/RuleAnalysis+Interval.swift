import HuiqiModel

/// What a condition asks of one number: that it lie between two ends.
public struct FactInterval: Sendable, Hashable {
    /// One end; nil is open to infinity.
    public struct End: Sendable, Hashable {
        /// The bound.
        public let number: Number
        /// Whether the bound itself is inside.
        public let isInside: Bool

        /// An end.
        public init(number: Number, isInside: Bool) {
            self.number = number
            self.isInside = isInside
        }
    }

    /// Same for the same fact, in every rule of a schema.
    public let key: String
    /// The fact as rules write it.
    public let name: String
    /// What its values are multiples of: 1 for ints and days, 0.01 for amounts of money; nil for any number.
    public let step: Number?
    /// Whether the numbers are days since 1970-01-01.
    public let isDay: Bool
    /// The lower end.
    public let low: End?
    /// The upper end.
    public let high: End?

    /// An interval of a fact.
    public init(key: String, name: String, step: Number?, isDay: Bool, low: End?, high: End?) {
        self.key = key
        self.name = name
        self.step = step
        self.isDay = isDay
        self.low = low
        self.high = high
    }
}

extension Rule {
    /// The interval that the condition comes to; nil where it asks for anything else.
    ///
    /// Of numbers only; what is asked in relation to the as-of day has no numbers to compare.
    public var interval: FactInterval? {
        var reader = FactReader(schema: schema)
        reader.read(root)
        guard reader.variables.count == 1 else { return nil }
        let variable = reader.variables[0]
        guard case .number(let isInteger, nil) = variable.domain, let key = reader.numberKey(0) else {
            return nil
        }
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
        let isDay = key.contains("#fixed|")
        if isDay, !isInteger { return nil }
        return FactInterval(
            key: key, name: variable.name,
            step: isInteger ? Number(1) : (variable.isMoney ? Number(fen: 1) : nil), isDay: isDay, low: low,
            high: high)
    }
}
