import HuiqiLogic
import HuiqiModel

extension Mender {
    /// The first day after the as-of day on which a comparison that depends on the day comes to `wanted` while
    /// no fact changes; nil where it does not within a hundred years, or does not depend on days so simply.
    ///
    /// An age that is reached, a penalty that falls out of its window, a window that opens: once so, it stays so.
    mutating func lapse(
        _ node: RuleNode, _ left: RuleNode, _ right: RuleNode, _ comparison: Comparison, _ wanted: Bool
    ) -> Day? {
        guard node.readsDay, comparison != .equal, comparison != .notEqual, let today = evaluator.day,
            isAge(left) || isAge(right) || left.type == .timestamp
        else { return nil }
        defer { evaluator.day = today }
        var failing: Int32 = 0
        var holding: Int32 = 1
        while !holds(node, wanted, today, holding) {
            if holding >= Mender.horizon { return nil }
            failing = holding
            holding = min(holding &* 2, Mender.horizon)
        }
        while holding - failing > 1 {
            let middle = (failing + holding) / 2
            if holds(node, wanted, today, middle) { holding = middle } else { failing = middle }
        }
        return Day(number: today.number + holding)
    }

    /// A hundred years in days.
    private static let horizon: Int32 = 36_525

    private func isAge(_ node: RuleNode) -> Bool {
        switch node.kind {
        case .call(.yearsSince, _), .call(.monthsSince, _): true
        default: false
        }
    }

    private mutating func holds(_ node: RuleNode, _ wanted: Bool, _ today: Day, _ later: Int32) -> Bool {
        let (number, overflow) = today.number.addingReportingOverflow(later)
        guard !overflow, Day.range.contains(Day(number: number)) else { return false }
        evaluator.day = Day(number: number)
        guard case .bool(let flag)? = value(node) else { return false }
        return flag == wanted
    }
}
