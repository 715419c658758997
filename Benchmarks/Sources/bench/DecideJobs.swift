import Huiqi

/// Every clause, every enterprise.
struct DecideJobs {
    private let snapshot: Snapshot
    private let expected: [ClauseCount]
    private let threads: Int
    private let stopwatch: Stopwatch

    init(_ snapshot: Snapshot, expected: [ClauseCount], _ threads: Int, _ stopwatch: Stopwatch) {
        self.snapshot = snapshot
        self.expected = expected
        self.threads = threads
        self.stopwatch = stopwatch
    }

    func rows() throws -> [Row] {
        let size = "\(Figures.grouped(snapshot.clauseCount)) x \(Figures.grouped(snapshot.profileCount))"
        let decisions = Double(snapshot.clauseCount) * Double(snapshot.profileCount)
        return try (threads > 1 ? [1, threads] : [1]).map { count in
            try stopwatch.row(
                "count all x all, \(count.threads)", size, [Row.Rate(amount: decisions, unit: "decisions")]
            ) {
                var counts: [ClauseCount] = []
                let seconds = try Stopwatch.seconds { counts = try snapshot.count(threads: count) }
                try require(counts == expected, "counts by \(count.threads) are not those of the first count")
                return seconds
            }
        }
    }
}
