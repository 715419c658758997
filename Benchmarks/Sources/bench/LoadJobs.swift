import Huiqi

/// Profiles into the store, clauses into a catalogue, a catalogue into a day's plan.
struct LoadJobs {
    /// Resident bytes around one load; the text itself is in memory before and after.
    struct Memory {
        var before = 0
        var after = 0
        var text = 0
    }

    /// An engine with the whole city.
    let engine: Engine
    let memory: Memory
    private let city: City
    private let threads: Int
    private let stopwatch: Stopwatch

    init(city: City, threads: Int, stopwatch: Stopwatch) throws {
        self.city = city
        self.threads = threads
        self.stopwatch = stopwatch
        engine = try Engine()
        let clauses = try engine.putClauses(city.clauses)
        try require(clauses.refused == 0, "\(clauses.refused) clauses were refused")
        var memory = Memory(before: Machine.residentBytes, text: city.profiles.count)
        let report = try engine.putProfiles(city.profiles, threads: threads)
        try require(report.taken == city.profileCount, "\(report.refused) profiles were refused")
        memory.after = Machine.residentBytes
        self.memory = memory
    }

    func rows() throws -> [Row] {
        var rows: [Row] = []
        for count in threads > 1 ? [1, threads] : [1] { rows.append(try load(threads: count)) }
        return rows + (try compile())
    }

    private func load(threads: Int) throws -> Row {
        let size = "\(Figures.grouped(city.profileCount)) profiles, \(Figures.megabytes(city.profiles.count))"
        let rates = [
            Row.Rate(amount: Double(city.profiles.count) / 1e6, unit: "MB"),
            Row.Rate(amount: Double(city.profileCount), unit: "rows"),
        ]
        return try stopwatch.row("load profiles, \(threads.threads)", size, rates) {
            let engine = try Engine()
            return try Stopwatch.time { _ = try engine.putProfiles(city.profiles, threads: threads) }
        }
    }

    private func compile() throws -> [Row] {
        let size = "\(Figures.grouped(city.written.clauses)) clauses"
        let rate = Row.Rate(amount: Double(city.written.clauses), unit: "clauses")
        let heads = [
            Row.Head(job: "compile clauses, 1 thread", size: size, rates: [rate]),
            Row.Head(job: "compile clauses, \(threads.threads)", size: size, rates: [rate]),
            Row.Head(job: "first snapshot of a day (plan)", size: size),
            Row.Head(job: "second snapshot of the day", size: size),
        ]
        let again = 1000
        return try stopwatch.rows(heads) {
            let engine = try Engine()
            let compiling = try Stopwatch.time { _ = try engine.putClauses(city.clauses) }
            let shared = try Stopwatch.time {
                _ = try Engine().putClauses(city.clauses, threads: threads)
            }
            let first = try Stopwatch.time { _ = try engine.snapshot(on: City.day) }
            let second = try Stopwatch.time {
                for _ in 0..<again { _ = try engine.snapshot(on: City.day) }
            }
            return [compiling, shared, first, second / again]
        }
    }
}

extension Int {
    /// "1 thread", "2 threads".
    var threads: String { self == 1 ? "1 thread" : "\(self) threads" }
}
