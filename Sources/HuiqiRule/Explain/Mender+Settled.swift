import HuiqiModel

/// What of an element of a list has happened and stays: its name, its kind, a day in the past.
extension Mender {
    /// Whether a step asks of an element for what nobody can bring about: another certificate is got, not another
    /// name for the one there is.
    func isSettled(_ step: MendStep) -> Bool {
        if step.holdsFrom != nil { return false }
        let isOfElement =
            step.facts.isEmpty
            || step.facts.contains {
                if case .member = $0 { return true }
                return false
            }
        guard isOfElement else { return false }
        switch step.demand {
        case .compare(_, .number), .has, .element, .holds: return false
        case .compare(let comparison, .day(let bound)):
            guard comparison == .greater || comparison == .greaterEqual, let today = evaluator.day else {
                return true
            }
            return bound < today
        case .compare(_, .text), .compare(_, .flag), .oneOf, .under, .text: return true
        }
    }

    /// Of the ways of an element, cheapest first, the one that time alone brings, else one that can be gone, else
    /// the first.
    func likeliest(_ ways: [MendPath]) -> MendPath {
        let lapsing = ways.first { way in
            way.isPossible && !way.steps.isEmpty && way.steps.allSatisfy { $0.holdsFrom != nil }
        }
        let open = ways.first { $0.isPossible && !$0.steps.contains(where: isSettled) }
        return lapsing ?? open ?? ways.first ?? .impossible
    }

    /// The text that a body asks a member of its element to be, alone or among other parts of `&&`.
    func soughtMember(_ body: RuleNode, _ slot: Int) -> MendStep.SoughtElement? {
        var parts = [body]
        if case .and(let all) = body.kind { parts = all }
        for part in parts {
            guard case .compare(.equal, let left, let right) = part.kind else { continue }
            for (one, other) in [(left, right), (right, left)] {
                if case .member(let operand, _) = one.kind, case .local(slot) = operand.kind,
                    case .constant(.text(let text)) = other.kind
                {
                    return MendStep.SoughtElement(text: text, isAll: parts.count == 1)
                }
            }
        }
        return nil
    }
}
