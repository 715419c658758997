/// Tiers that meet at a number: where the text says on one side whether the number belongs to it, the other side has
/// it or has it not accordingly, unless a word such as 不超过 says so itself. `5000万元以下(含)…；5000万元以上…` is up to and more than 5,000万元.
enum Tiers {
    /// Sets the ends that are not stated and meet a stated one of the quantity of their kind before or behind them.
    ///
    /// - Complexity: O(*n*) for `n` quantities: each looks back at most 8.
    static func settle(_ found: inout [QuantityPass.Found]) {
        for index in found.indices {
            guard case .numbers(let lower, let upper) = found[index].value, lower?.value != upper?.value
            else { continue }
            guard
                let before = (max(0, index - 8)..<index).last(where: {
                    found[$0].kind == found[index].kind && isTier(found[$0].value)
                }), case .numbers(let otherLower, let otherUpper) = found[before].value
            else { continue }
            if let lower, let otherUpper, lower.value == otherUpper.value {
                if otherUpper.isStated, !lower.isStated, found[index].isByRule {
                    found[index].value = .numbers(complement(of: otherUpper), upper)
                } else if lower.isStated, !otherUpper.isStated, found[before].isByRule {
                    found[before].value = .numbers(otherLower, complement(of: lower))
                }
            } else if let upper, let otherLower, upper.value == otherLower.value {
                // From the highest tier down.
                if otherLower.isStated, !upper.isStated, found[index].isByRule {
                    found[index].value = .numbers(lower, complement(of: otherLower))
                } else if upper.isStated, !otherLower.isStated, found[before].isByRule {
                    found[before].value = .numbers(complement(of: upper), otherUpper)
                }
            }
        }
    }

    private static func isTier(_ value: Quantity.Value) -> Bool {
        guard case .numbers(let lower, let upper) = value else { return false }
        return lower?.value != upper?.value
    }

    private static func complement(of end: Quantity.Bound<ExactNumber>) -> Quantity.Bound<ExactNumber> {
        Quantity.Bound(value: end.value, isIncluded: !end.isIncluded, isStated: false)
    }
}
