/// The truth of a condition: Kleene's strong three values.
///
/// `unknown` stands for "some fact that would settle it is missing". Filling the fact in may turn
/// `unknown` into `yes` or `no`; it never turns `yes` into `no` or back.
public enum Truth: Int8, Sendable, Hashable, CaseIterable {
    case no = -1
    case unknown = 0
    case yes = 1

    /// The truth of a known boolean.
    public init(_ value: Bool) { self = value ? .yes : .no }

    /// `no` if either is no, `yes` if both are yes, else `unknown`.
    public func and(_ other: Truth) -> Truth { rawValue < other.rawValue ? self : other }

    /// `yes` if either is yes, `no` if both are no, else `unknown`.
    public func or(_ other: Truth) -> Truth { rawValue > other.rawValue ? self : other }

    /// `yes` and `no` exchanged; `unknown` stays.
    public var negated: Truth {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }

    /// `unknown ? a : b` is unknown, whatever the branches are.
    public func choose(_ whenYes: Truth, _ whenNo: Truth) -> Truth {
        switch self {
        case .yes: whenYes
        case .no: whenNo
        case .unknown: .unknown
        }
    }

    /// Whether at least `k` of `truths` are yes: yes when `k` are; no when yes and unknown together are
    /// fewer than `k`; `k <= 0` is yes.
    public static func atLeast(_ k: Int64, _ truths: some Sequence<Truth>) -> Truth {
        var held: Int64 = 0
        var possible: Int64 = 0
        for truth in truths {
            if truth == .yes { held &+= 1 }
            if truth != .no { possible &+= 1 }
        }
        if held >= k || k <= 0 { return .yes }
        return possible < k ? .no : .unknown
    }
}

extension Truth {
    /// The name in answers: yes, no, unknown.
    public var name: String {
        switch self {
        case .yes: "yes"
        case .no: "no"
        case .unknown: "unknown"
        }
    }
}
