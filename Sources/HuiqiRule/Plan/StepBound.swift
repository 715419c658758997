/// How many steps an evaluation may take at most, where that does not depend on the profile.
///
/// The block evaluator counts no steps; it decides only what the row evaluator surely finishes within its limit.
enum StepBound {
    /// The bound of a node; nil where a macro runs over a list of the profile, or where it is beyond a million.
    static func steps(_ node: RuleNode) -> Int? {
        if case .comprehension(_, let range, _, let filter, let body) = node.kind {
            guard case .constant(.list(let list)) = range.kind, let inner = steps(body) else { return nil }
            let each = inner + (filter.flatMap { steps($0) } ?? 0)
            let (total, overflow) = each.multipliedReportingOverflow(by: list.elements.count)
            return overflow || total > limit ? nil : total + list.elements.count + 2
        }
        // Conversions, sums of texts and lists may cost steps by the size of their value.
        var total = 1
        switch node.type {
        case .list, .map, .bytes:
            if case .constant = node.kind { break }
            return nil
        case .text:
            switch node.kind {
            case .constant, .fact, .member, .local: break
            default: return nil
            }
        default: break
        }
        for child in node.children {
            guard let steps = steps(child) else { return nil }
            total += steps
            if total > limit { return nil }
        }
        return total
    }

    private static let limit = 1_000_000
}
