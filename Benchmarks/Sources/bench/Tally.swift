import Huiqi

/// How many of each verdict; what count, match and find must tell alike.
struct Tally: Hashable {
    var eligible = 0
    var undetermined = 0
    var ineligible = 0

    mutating func note(_ verdict: Verdict) {
        switch verdict {
        case .eligible: eligible += 1
        case .undetermined: undetermined += 1
        case .ineligible: ineligible += 1
        }
    }
}

extension ClauseCount {
    var tally: Tally { Tally(eligible: eligible, undetermined: undetermined, ineligible: ineligible) }
}

extension MatchAnswer {
    var tally: Tally { Tally(totals) }
}

extension FindAnswer {
    var tally: Tally { Tally(totals) }
}

extension Tally {
    fileprivate init(_ totals: VerdictTotals) {
        self.init(
            eligible: totals.eligible, undetermined: totals.undetermined, ineligible: totals.ineligible)
    }
}
