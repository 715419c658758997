import Huiqi

/// That match, count and find come to the same before anything is timed.
///
/// A hundred profiles in an engine of their own, every clause. What is timed later is checked where it is timed.
struct SelfCheck {
    private let city: City
    private let snapshot: Snapshot

    init(city: City, snapshot: Snapshot) {
        self.city = city
        self.snapshot = snapshot
    }

    func run() throws {
        let lines = city.sampleProfiles(100)
        let engine = try Engine()
        _ = try engine.putClauses(city.clauses, strict: true)
        _ = try engine.putProfiles(Array(lines.joined(separator: [0x0A])), strict: true)
        let sample = try engine.snapshot(on: City.day)
        var tallies: [String: Tally] = [:]
        var verdicts: [String: [String: Verdict]] = [:]
        for line in lines {
            let answer = try snapshot.match(.json(line), options: AnswerOptions(top: nil))
            try require(answer.matches.count == snapshot.clauseCount, "match left out a clause")
            for match in answer.matches {
                let id = match.clause.clause.id
                tallies[id, default: Tally()].note(match.verdict)
                verdicts[id, default: [:]][match.key] = match.verdict
            }
        }
        let counts = try sample.count()
        for count in counts {
            try require(
                tallies[count.clauseID] == count.tally, "match and count tell \(count.clauseID) differently")
        }
        for index in stride(from: 0, to: counts.count, by: max(1, counts.count / 40)) {
            let id = counts[index].clauseID
            let found = try sample.find(clause: id, options: AnswerOptions(top: nil))
            let byKey = Dictionary(found.matches.map { ($0.key, $0.verdict) }) { first, _ in first }
            try require(byKey == verdicts[id], "find and match tell \(id) differently")
        }
    }
}
