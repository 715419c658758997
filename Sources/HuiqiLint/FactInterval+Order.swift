import HuiqiModel
import HuiqiRule

/// Intervals as tiers: which comes first, whether they meet.
extension FactInterval {
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
}
