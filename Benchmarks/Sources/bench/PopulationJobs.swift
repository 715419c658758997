import Huiqi

/// The population made ready for a plan, the matrix of all verdicts, and a change seen.
struct PopulationJobs {
    private let engine: Engine
    private let city: City
    private let threads: Int
    private let stopwatch: Stopwatch

    init(_ engine: Engine, _ city: City, _ threads: Int, _ stopwatch: Stopwatch) {
        self.engine = engine
        self.city = city
        self.threads = threads
        self.stopwatch = stopwatch
    }

    func rows() throws -> [Row] {
        var rows: [Row] = []
        for count in threads > 1 ? [1, threads] : [1] { rows += try preparation(threads: count) }
        for count in threads > 1 ? [1, threads] : [1] { rows.append(try matrix(threads: count)) }
        for count in threads > 1 ? [1, threads] : [1] { rows.append(try together(threads: count)) }
        return rows + [try change()]
    }

    /// Plan and preparation, anew each time: a snapshot of the other truth mode has another plan.
    private func preparation(threads: Int) throws -> [Row] {
        let size = "\(Figures.grouped(city.profileCount)) profiles"
        return try stopwatch.rows([
            Row.Head(job: "prepare the population for a plan, \(threads.threads)", size: size)
        ]) {
            _ = try engine.snapshot(on: City.day, truth: .kleene)
            let snapshot = try engine.snapshot(on: City.day)
            return [Stopwatch.time { snapshot.prepare(threads: threads) }]
        }
    }

    /// From loaded profiles and compiled clauses to all verdicts: a plan for the day, the population made ready for it,
    /// the matrix in the memory of the one before.
    private func together(threads: Int) throws -> Row {
        var matrix: Matrix?
        return try stopwatch.row(
            "plan, preparation and matrix, \(threads.threads)",
            "\(Figures.grouped(city.written.clauses)) x \(Figures.grouped(city.profileCount))", []
        ) {
            _ = try engine.snapshot(on: City.day, truth: .kleene)
            return try Stopwatch.time {
                let snapshot = try engine.snapshot(on: City.day)
                snapshot.prepare(threads: threads)
                matrix = try snapshot.matrix(threads: threads, reusing: &matrix)
            }
        }
    }

    /// All verdicts kept, in the memory of the matrix before.
    private func matrix(threads: Int) throws -> Row {
        let snapshot = try engine.snapshot(on: City.day)
        snapshot.prepare(threads: threads)
        var matrix: Matrix? = try snapshot.matrix(threads: threads)
        let size =
            "\(Figures.grouped(snapshot.clauseCount)) x \(Figures.grouped(snapshot.profileCount)), "
            + "\(Figures.megabytes(matrix?.byteCount ?? 0)) kept"
        let decisions = Double(snapshot.clauseCount) * Double(snapshot.profileCount)
        return try stopwatch.row(
            "matrix all x all, both planes kept, \(threads.threads)", size,
            [Row.Rate(amount: decisions, unit: "decisions")]
        ) {
            try Stopwatch.time { matrix = try snapshot.matrix(threads: threads, reusing: &matrix) }
        }
    }

    /// One stored profile put again and matched in a new snapshot.
    private func change() throws -> Row {
        let lines = city.sampleProfiles(100)
        let keys = try lines.map { line in
            try engine.snapshot(on: City.day).match(.json(line), options: AnswerOptions(top: 0)).profile.key
        }
        return try stopwatch.row(
            "put one profile, snapshot, match it by key", "mean of \(lines.count)", []
        ) {
            let time = try Stopwatch.time {
                for (line, key) in zip(lines, keys) {
                    _ = try engine.putProfiles(line)
                    _ = try engine.snapshot(on: City.day).match(.key(key))
                }
            }
            return time / lines.count
        }
    }
}
