import HuiqiModel

/// A value as an explanation states it.
public enum StatedValue: Sendable, Hashable {
    /// Exact; the unit is that of the fact, empty for ratios and for what is scaled or of mixed units.
    case number(Number, unit: String)
    /// A day.
    case day(Day)
    /// A text, a code or a value of an enumeration.
    case text(String)
    /// A truth that is a fact: 是, 否.
    case flag(Bool)
}

/// What a number or a date is compared with, and how far off it is.
public struct Threshold: Sendable, Hashable {
    /// The comparison, with the fact on its left.
    public let comparison: Comparison
    /// What it is compared with; a number or a day.
    public let bound: StatedValue
    /// What the fact's side came to.
    public let value: StatedValue?
    /// What is lacking where it does not hold: always positive; a number of days for dates.
    public let gap: StatedValue?
    /// What kind of numbers they are.
    public let measure: Measure
    /// Whether the value is a sum.
    public let isSum: Bool
}

extension Comparison {
    /// The comparison that holds exactly where this does not.
    public var negated: Comparison {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterEqual
        case .lessEqual: .greater
        case .greater: .lessEqual
        case .greaterEqual: .less
        }
    }

    /// The value of a grid nearest to `bound` for which the comparison holds; nil where there is none, or many
    /// as for `!=`, or where it does not fit.
    /// - Parameter step: The grid's distance, above 0; nil where every value counts.
    func nearest(to bound: Number, step: Number?) -> Number? {
        guard let step else {
            switch self {
            case .equal, .lessEqual, .greaterEqual: return bound
            case .less, .greater, .notEqual: return nil
            }
        }
        guard let scaled = bound.divided(by: step) else { return nil }
        let below = scaled.floor
        let isOnGrid = scaled.isInteger
        let position: Int128
        switch self {
        case .equal:
            guard isOnGrid else { return nil }
            position = below
        case .notEqual: return nil
        case .lessEqual: position = below
        case .less: position = isOnGrid ? below &- 1 : below
        case .greater: position = below &+ 1
        case .greaterEqual: position = isOnGrid ? below : below &+ 1
        }
        return Number(position, over: 1)?.multiplied(by: step)
    }
}
