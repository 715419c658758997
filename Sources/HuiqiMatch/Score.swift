import HuiqiLogic
import HuiqiModel

/// The part of the rank that truths alone decide.
struct Score {
    var verdict: Verdict
    /// Degree in ten-thousandths, from what is known to hold to what may.
    var degreeLow: Int32
    var degreeHigh: Int32
    /// Number of the plan's fact over which a case split decided; -1 for none.
    var splitFact: Int32
    /// Weight in millionths of preferred conditions that hold.
    var preferred: Int64

    /// Sums up the conditions of a clause.
    struct Tally {
        private(set) var truth = Truth.yes
        private(set) var held: Int64 = 0
        private(set) var open: Int64 = 0
        private(set) var total: Int64 = 0
        private(set) var preferred: Int64 = 0

        mutating func add(_ kind: Condition.Kind, _ weight: Int64, _ truth: Truth) {
            if kind == .preferred {
                if truth == .yes { preferred &+= weight }
                return
            }
            self.truth = self.truth.and(truth)
            total &+= weight
            if truth == .yes { held &+= weight }
            if truth == .unknown { open &+= weight }
        }
    }

    /// - Parameter split: What a case split decided, and over which of the plan's facts.
    init(_ tally: Tally, isInForce: Bool, split: (truth: Truth, fact: Int)? = nil) {
        verdict = isInForce ? Verdict(split?.truth ?? tally.truth) : .ineligible
        splitFact = Int32(truncatingIfNeeded: split?.fact ?? -1)
        preferred = tally.preferred
        if split?.truth == .yes {
            // Whatever the fact is, every condition holds.
            degreeLow = 10_000
            degreeHigh = 10_000
        } else {
            degreeLow = Score.tenThousandths(tally.held, of: tally.total)
            degreeHigh = Score.tenThousandths(tally.held &+ tally.open, of: tally.total)
        }
    }

    /// Of a clause that is in force and of which all holds that is required.
    init(eligible preferred: Int64) {
        verdict = .eligible
        splitFact = -1
        degreeLow = 10_000
        degreeHigh = 10_000
        self.preferred = preferred
    }

    /// Rounded half up; at most 1000 conditions of at most 10^12 millionths keep this far from overflow.
    private static func tenThousandths(_ part: Int64, of total: Int64) -> Int32 {
        if total == 0 { return 10_000 }
        if part == 0 { return 0 }
        if part == total { return 10_000 }
        if total < 1 << 48 { return Int32(truncatingIfNeeded: (part * 20_000 + total) / (total * 2)) }
        return Int32(truncatingIfNeeded: (Int128(part) * 20_000 + Int128(total)) / (Int128(total) * 2))
    }

    /// The degrees as a number, smaller for what comes first.
    var degreeKey: Int64 { 0 &- (Int64(degreeLow) << 16 | Int64(degreeHigh)) }

    /// Whether a clause's route is the same for both.
    func hasRoute(of other: Score) -> Bool {
        verdict == other.verdict && (splitFact >= 0) == (other.splitFact >= 0)
    }

    /// Whether this comes before `other`; nil where they tie.
    func precedes(_ other: Score) -> Bool? {
        if verdict != other.verdict { return verdict.rawValue > other.verdict.rawValue }
        if degreeLow != other.degreeLow { return degreeLow > other.degreeLow }
        if degreeHigh != other.degreeHigh { return degreeHigh > other.degreeHigh }
        if preferred != other.preferred { return preferred > other.preferred }
        return nil
    }
}
