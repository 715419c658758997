import HuiqiIndex
import HuiqiLogic
import HuiqiModel

/// The part of the rank that truths alone decide.
struct Score {
    var verdict: Verdict
    /// Degree in ten-thousandths, from what is known to hold to what may.
    var degreeLow: Int32
    var degreeHigh: Int32
    /// Weight in millionths of preferred conditions that hold.
    var preferred: Int64

    /// - Parameter truths: One a condition, in order.
    init(_ program: ClauseProgram, isInForce: Bool, truth: (Int) -> Truth) {
        var verdict = Truth.yes
        var held: Int64 = 0
        var open: Int64 = 0
        var total: Int64 = 0
        preferred = 0
        for index in program.conditions.indices {
            let condition = program.conditions[index]
            let truth = truth(index)
            if condition.kind == .preferred {
                if truth == .yes { preferred &+= condition.weight }
                continue
            }
            verdict = verdict.and(truth)
            total &+= condition.weight
            if truth == .yes { held &+= condition.weight }
            if truth == .unknown { open &+= condition.weight }
        }
        self.verdict = isInForce ? Verdict(verdict) : .ineligible
        degreeLow = Score.tenThousandths(held, of: total)
        degreeHigh = Score.tenThousandths(held &+ open, of: total)
    }

    /// Rounded half up; at most 1000 conditions of at most 10^12 millionths keep this far from overflow.
    private static func tenThousandths(_ part: Int64, of total: Int64) -> Int32 {
        if total == 0 { return 10_000 }
        return Int32(truncatingIfNeeded: (Int128(part) * 20_000 + Int128(total)) / (Int128(total) * 2))
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
