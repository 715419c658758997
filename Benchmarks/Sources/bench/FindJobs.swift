import Huiqi

/// One clause, every enterprise; stored, and as a draft that is read and compiled first.
struct FindJobs {
    private let snapshot: Snapshot
    private let lines: [[UInt8]]
    private let ids: [String]
    private let expected: [Tally]
    private let threads: Int
    private let stopwatch: Stopwatch

    init(
        _ snapshot: Snapshot, _ city: City, _ counts: [ClauseCount], _ threads: Int, _ stopwatch: Stopwatch
    ) throws {
        self.snapshot = snapshot
        self.threads = threads
        self.stopwatch = stopwatch
        lines = city.sampleClauses(20)
        ids = ClauseReader().read(Array(lines.joined(separator: [0x0A]))).clauses.map(\.clause.id)
        let byID = Dictionary(counts.map { ($0.clauseID, $0.tally) }) { first, _ in first }
        expected = ids.compactMap { byID[$0] }
        try require(expected.count == lines.count, "a clause of the sample is not in the catalogue")
    }

    func rows() throws -> [Row] {
        let options = AnswerOptions(top: 100)
        var rows: [Row] = []
        for count in threads > 1 ? [1, threads] : [1] {
            rows.append(
                try row("find a stored clause, top 100, \(count.threads)") {
                    try snapshot.find(clause: ids[$0], options: options, threads: count).tally
                })
            rows.append(
                try row("find a draft, top 100, \(count.threads)") {
                    try snapshot.find(draft: lines[$0], options: options, threads: count).tally
                })
        }
        return rows
    }

    private func row(_ job: String, _ call: (Int) throws -> Tally) throws -> Row {
        let size = "1 x \(Figures.grouped(snapshot.profileCount)), mean of \(ids.count)"
        let rate = Row.Rate(amount: Double(snapshot.profileCount), unit: "decisions")
        return try stopwatch.row(job, size, [rate]) {
            var totals: [Tally] = []
            let time = try Stopwatch.time {
                for index in ids.indices { totals.append(try call(index)) }
            }
            try require(totals == expected, "\(job): totals are not those of count")
            return time / ids.count
        }
    }
}
