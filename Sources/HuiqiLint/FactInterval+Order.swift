import HuiqiModel
import HuiqiRule

/// Intervals as tiers: which comes first, whether they meet.
extension FactInterval {
    func with(low: End?, high: End?) -> FactInterval {
        FactInterval(key: key, name: name, step: step, isDay: isDay, low: low, high: high)
    }

    /// Whether this begins further down.
    func startsBefore(_ other: FactInterval) -> Bool {
        guard let mine = low else { return other.low != nil }
        guard let its = other.low else { return false }
        return mine.number < its.number || mine.number == its.number && mine.isInside && !its.isInside
    }

    /// Whether this ends further down.
    func endsBefore(_ other: FactInterval) -> Bool {
        guard let mine = high else { return false }
        guard let its = other.high else { return true }
        return mine.number < its.number || mine.number == its.number && !mine.isInside && its.isInside
    }

    func isWithin(_ other: FactInterval) -> Bool { !startsBefore(other) && !other.endsBefore(self) }

    /// Whether some value lies in both, where `other` does not begin before this.
    func overlaps(_ other: FactInterval) -> Bool {
        guard let end = high, let start = other.low else { return true }
        guard let first = FactInterval.first(from: start, step) else {
            return start.number < end.number || start.number == end.number && start.isInside && end.isInside
        }
        return first < end.number || first == end.number && end.isInside
    }

    /// The hole between this and a later interval, in words for its two ends; nil where there is none.
    func hole(before other: FactInterval) -> (low: Message, high: Message)? {
        guard let end = high, let start = other.low else { return nil }
        let from = End(number: end.number, isInside: !end.isInside)
        let isHole: Bool
        if let first = FactInterval.first(from: from, step) {
            isHole = first < start.number || first == start.number && !start.isInside
        } else {
            isHole =
                end.number < start.number || end.number == start.number && !end.isInside && !start.isInside
        }
        guard isHole else { return nil }
        let (low, high) = (text(end.number), text(start.number))
        return (
            Message(
                zh: end.isInside ? "\(low.zh) 以上（不含）" : "\(low.zh) 以上（含）",
                en: end.isInside ? "above \(low.en)" : "from \(low.en)"),
            Message(
                zh: start.isInside ? "\(high.zh) 以下（不含）" : "\(high.zh) 以下（含）",
                en: start.isInside ? "below \(high.en)" : "up to \(high.en)")
        )
    }

    /// The first value of a grid that is not below an end; nil where there is no grid.
    private static func first(from end: End, _ step: Number?) -> Number? {
        guard let step, let ratio = end.number.divided(by: step) else { return nil }
        let (next, overflow) = ratio.floor.addingReportingOverflow(ratio.isInteger && end.isInside ? 0 : 1)
        guard !overflow else { return nil }
        return Number(next, over: 1)?.multiplied(by: step)
    }
}
