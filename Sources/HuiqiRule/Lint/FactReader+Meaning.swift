/// Which conditions say the same in other words.
extension FactReader {
    /// A text that is the same only for conditions that ask the same: `employees > 3` and `3 < employees`,
    /// `region.under('3303')` and `region.under('330300')`.
    ///
    /// For nodes that were read, with at most one variable of a macro.
    func meaning(_ node: RuleNode) -> String {
        if case .question(let variable, let question, let isTrue)? = atoms[ObjectIdentifier(node)],
            let text = FactReader.text(question)
        {
            return "\(isTrue ? "" : "not ")\(variable) \(text)"
        }
        // The canonical text does not tell one macro's variable from another's.
        return "slot\(node.freeSlots.first ?? -1):" + CanonicalText.text(node, schema: schema)
    }

    private static func text(_ question: FactQuestion) -> String? {
        switch question {
        case .isTrue: return "holds"
        case .compare(let comparison, let number):
            return "\(comparison.rawValue) \(number.numerator)/\(number.denominator)"
        case .span(let low, let high):
            return
                "in \(low.numerator)/\(low.denominator) to \(high.numerator)/\(high.denominator)"
        case .under(let areas):
            return "under \(areas.map { "\($0.prefix)" }.sorted())"
        case .oneOfTexts(let texts): return texts.count == 1 ? "is \(texts[0].text)" : nil
        // Lists are compared as they stand.
        case .oneOfNumbers: return nil
        }
    }
}
