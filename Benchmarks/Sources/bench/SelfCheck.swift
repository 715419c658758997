import Huiqi

/// That count, match and find come to the same before anything is timed.
struct SelfCheck {
    private let city: City
    private let snapshot: Snapshot
    private let threads: Int

    init(city: City, snapshot: Snapshot, threads: Int) {
        self.city = city
        self.snapshot = snapshot
        self.threads = threads
    }

    /// The counts of all clauses, held by every check.
    func run() throws -> [ClauseCount] {
        let counts = try snapshot.count(threads: threads)
        try require(
            counts == (try snapshot.count(threads: 1)), "counts by 1 thread and by \(threads.threads) differ")
        for count in counts {
            try require(
                count.eligible >= 0 && count.ineligible >= 0 && count.undetermined >= 0
                    && count.eligible + count.ineligible + count.undetermined == city.profileCount,
                "the counts of \(count.clauseID) do not add up to \(city.profileCount)")
        }
        try compareSample(counts)
        return counts
    }

    /// A hundred profiles in an engine of their own, every clause: match, count and find agree.
    private func compareSample(_ counts: [ClauseCount]) throws {
        let lines = city.sampleProfiles(100)
        let engine = try Engine()
        _ = try engine.putClauses(city.clauses, strict: true)
        _ = try engine.putProfiles(Array(lines.joined(separator: [0x0A])), strict: true)
        let small = try engine.snapshot(on: City.day)
        var tallies: [String: VerdictTotals] = [:]
        var verdicts: [String: [String: Verdict]] = [:]
        for line in lines {
            let answer = try snapshot.match(.json(line), options: AnswerOptions(top: nil))
            for match in answer.matches {
                let id = match.clause.clause.id
                tallies[id, default: VerdictTotals()].note(match.verdict)
                verdicts[id, default: [:]][match.key] = match.verdict
            }
        }
        for count in try small.count() {
            try require(
                tallies[count.clauseID] == count.totals, "match and count tell \(count.clauseID) differently")
        }
        for index in stride(from: 0, to: counts.count, by: max(1, counts.count / 20)) {
            let id = counts[index].clauseID
            let all = try snapshot.find(clause: id, options: AnswerOptions(top: 1), threads: threads)
            try require(all.totals == counts[index].totals, "find and count tell \(id) differently")
            let found = try small.find(clause: id, options: AnswerOptions(top: nil))
            let byKey = Dictionary(found.matches.map { ($0.key, $0.verdict) }) { first, _ in first }
            try require(byKey == verdicts[id], "find and match tell \(id) differently")
        }
    }
}

extension VerdictTotals {
    fileprivate mutating func note(_ verdict: Verdict) {
        switch verdict {
        case .eligible: eligible += 1
        case .undetermined: undetermined += 1
        case .ineligible: ineligible += 1
        }
    }
}
