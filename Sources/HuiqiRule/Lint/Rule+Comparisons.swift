import HuiqiModel

/// A fact or a ratio compared with a constant number, as the linter looks at units.
public struct ConstantComparison: Sendable, Hashable {
    /// What is compared.
    public enum Subject: Sendable, Hashable {
        /// One fact by itself: its field, and its unit.
        case fact(unit: String)
        /// One fact divided by another.
        case ratio
        /// One money fact by itself with another times the constant.
        case multiple
        /// A getter that counts months from 0, asked to be a number or not to be it. An order says nothing of how the
        /// writer counted: `getMonth() < 6` is January to June.
        case month
    }

    /// What is compared.
    public let subject: Subject
    /// The constant.
    public let constant: Number
    /// UTF-8 offset of the constant.
    public let offsetUTF8: Int
}

extension Rule {
    /// A text that is the same for conditions that say the same.
    public var canonicalKey: String { CanonicalText.text(root, schema: schema) }

    /// The constant that the rule is; nil where it depends on anything.
    public var constantNumber: Number? {
        if case .constant(let value) = root.kind { return value.number }
        return nil
    }

    /// Comparisons of facts with constants, in order of place.
    public var constantComparisons: [ConstantComparison] {
        var found: [ConstantComparison] = []
        func visit(_ node: RuleNode) {
            if case .compare(let comparison, let left, let right) = node.kind {
                let isEquality = comparison == .equal || comparison == .notEqual
                for (one, other) in [(left, right), (right, left)] {
                    found += comparisons(one, other).filter { $0.subject != .month || isEquality }
                }
            }
            for child in node.children { visit(child) }
        }
        visit(root)
        return found
    }

    private func comparisons(_ node: RuleNode, _ other: RuleNode) -> [ConstantComparison] {
        func found(_ subject: ConstantComparison.Subject, _ node: RuleNode, _ value: Value)
            -> [ConstantComparison]
        {
            value.number.map { [ConstantComparison(subject: subject, constant: $0, offsetUTF8: node.offset)] }
                ?? []
        }
        if case .constant(let value) = other.kind {
            if let unit = moneyUnit(node) { return found(.fact(unit: unit), other, value) }
            switch node.kind {
            case .arithmetic(.divide, _, let below) where below.readsFacts: return found(.ratio, other, value)
            case .call(.timePart(.month), _): return found(.month, other, value)
            default: return []
            }
        }
        guard moneyUnit(node) != nil, case .arithmetic(.multiply, let left, let right) = other.kind else {
            return []
        }
        for (factor, fact) in [(left, right), (right, left)] {
            if case .constant(let value) = factor.kind, moneyUnit(fact) != nil {
                return found(.multiple, factor, value)
            }
        }
        return []
    }

    /// The unit of one money fact by itself, or of a sum of some; nil for anything else.
    private func moneyUnit(_ node: RuleNode) -> String? {
        guard node.type == .decimal else { return nil }
        switch node.kind {
        case .fact(let field), .yearFact(let field, _): return schema.fields[field].unit
        case .member: return ""
        case .arithmetic(let operation, let left, let right)
        where operation == .add || operation == .subtract:
            guard let unit = moneyUnit(left), moneyUnit(right) == unit else { return nil }
            return unit
        default: return nil
        }
    }
}
