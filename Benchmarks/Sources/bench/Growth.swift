import CityGenerator
import Huiqi

/// Whether a decision takes as long where there are more profiles, or more clauses.
enum Growth {
    static func measure(_ arguments: Arguments) throws {
        let machine = Machine()
        let stopwatch = Stopwatch(runs: arguments.runs)
        let sizes = [
            (arguments.profileCount, arguments.clauseCount),
            (arguments.profileCount * arguments.factor, arguments.clauseCount),
            (arguments.profileCount, arguments.clauseCount * arguments.factor),
        ]
        print(
            "\(machine.processor), \(machine.cores) cores, load average \(machine.loadAtStart); "
                + "matrix, 1 thread, least of \(arguments.runs), in the memory of the matrix before")
        var first: Double?
        for (profiles, clauses) in sizes {
            let engine = try engine(profiles, clauses, arguments)
            let snapshot = try engine.snapshot(on: City.day)
            snapshot.prepare(threads: arguments.threads)
            var matrix: Matrix? = try snapshot.matrix(threads: arguments.threads)
            let row = try stopwatch.row("matrix", "\(clauses) x \(profiles)", []) {
                try Stopwatch.time { matrix = try snapshot.matrix(threads: 1, reusing: &matrix) }
            }
            let each = row.least / Double(profiles) / Double(clauses)
            let ratio = each / (first ?? each)
            first = first ?? each
            print(
                "\(Figures.grouped(clauses)) clauses x \(Figures.grouped(profiles)) profiles: "
                    + "\(Figures.duration(row.least)), \(Figures.picoseconds(each)) a decision, "
                    + "\(Figures.ratio(ratio)) times the first; \(Figures.megabytes(matrix?.byteCount ?? 0)) kept"
            )
        }
    }

    /// Profiles are put in parts, so that their text is never in memory as a whole.
    private static func engine(_ profiles: Int, _ clauses: Int, _ arguments: Arguments) throws -> Engine {
        var generator = ClauseGenerator(seed: arguments.seed)
        var written = Bytes(capacity: 1 << 20)
        generator.write(clauses, to: &written)
        let engine = try Engine()
        let report = try engine.putClauses(written.storage, threads: arguments.threads)
        try require(report.refused == 0, "\(report.refused) clauses were refused")
        let writer = ProfileGenerator(seed: arguments.seed, reviewKeys: generator.reviewKeys)
        let part = 230_000
        for start in stride(from: 0, to: profiles, by: part) {
            var bytes = Bytes(capacity: part * 1500)
            for index in start..<min(start + part, profiles) { writer.write(index, to: &bytes) }
            let report = try engine.putProfiles(bytes.storage, threads: arguments.threads)
            try require(report.refused == 0, "\(report.refused) profiles were refused")
        }
        return engine
    }
}
