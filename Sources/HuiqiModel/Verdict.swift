import HuiqiLogic

/// What a clause comes to for a profile.
public enum Verdict: Int8, Sendable, Hashable, CaseIterable {
    case eligible = 1
    case undetermined = 0
    case ineligible = -1

    /// The verdict of a clause's truth.
    public init(_ truth: Truth) {
        switch truth {
        case .yes: self = .eligible
        case .unknown: self = .undetermined
        case .no: self = .ineligible
        }
    }

    /// The name in answers.
    public var name: String {
        switch self {
        case .eligible: "eligible"
        case .undetermined: "undetermined"
        case .ineligible: "ineligible"
        }
    }

    /// The word in reports.
    public var label: Message {
        switch self {
        case .eligible: Message(zh: "符合", en: "eligible")
        case .undetermined: Message(zh: "待核实", en: "undetermined")
        case .ineligible: Message(zh: "不符合", en: "ineligible")
        }
    }
}

/// What to do with a match.
public enum Route: String, Sendable, Hashable, CaseIterable {
    /// Pay without an application.
    case instant
    /// Check the data, then pay.
    case verify
    /// A person decides.
    case review
    /// Nothing.
    case none
}

/// What decided a verdict, where it was not simply the conditions.
public enum DecidedBy: String, Sendable, Hashable {
    /// The clause is not in force on the day.
    case notInForce = "not_in_force"
    /// Every possible value of a missing fact leads to this verdict.
    case split
}

/// How a clause is decided where facts are missing (formats.md, section 4).
public enum TruthMode: String, Sendable, Hashable, CaseIterable {
    /// Kleene's truth, and where that leaves a clause undetermined, a case split over one missing fact at a time.
    case split
    /// Kleene's truth alone.
    case kleene
}
