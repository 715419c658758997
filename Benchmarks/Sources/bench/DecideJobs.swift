import Huiqi

/// Every clause, every enterprise.
struct DecideJobs {
    private let snapshot: Snapshot
    private let threads: Int
    private let stopwatch: Stopwatch
    /// What every run came to, alike.
    private(set) var counts: [ClauseCount] = []

    init(_ snapshot: Snapshot, _ threads: Int, _ stopwatch: Stopwatch) {
        self.snapshot = snapshot
        self.threads = threads
        self.stopwatch = stopwatch
    }

    mutating func rows() throws -> [Row] {
        var rows: [Row] = []
        for count in threads > 1 ? [1, threads] : [1] { rows.append(try row(threads: count)) }
        return rows
    }

    private mutating func row(threads: Int) throws -> Row {
        let size = "\(Figures.grouped(snapshot.clauseCount)) x \(Figures.grouped(snapshot.profileCount))"
        let decisions = Double(snapshot.clauseCount) * Double(snapshot.profileCount)
        let rates = [Row.Rate(amount: decisions, unit: "decisions")]
        return try stopwatch.row("count all x all, \(threads.threads)", size, rates) {
            var found: [ClauseCount] = []
            let time = try Stopwatch.time { found = try snapshot.count(threads: threads) }
            if counts.isEmpty {
                try add(found)
                counts = found
            }
            try require(counts == found, "counts by \(threads.threads) are not those of the first run")
            return time
        }
    }

    /// Three counts of each clause make the population.
    private func add(_ counts: [ClauseCount]) throws {
        try require(counts.count == snapshot.clauseCount, "count left out a clause")
        for count in counts {
            let least = min(count.eligible, count.ineligible, count.undetermined)
            try require(
                least >= 0 && count.eligible + count.ineligible + count.undetermined == snapshot.profileCount,
                "the counts of \(count.clauseID) do not add up to \(snapshot.profileCount)")
        }
    }
}
