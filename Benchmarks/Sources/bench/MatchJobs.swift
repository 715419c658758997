import Huiqi

/// Who is asked about: profiles at equal distances through the population.
struct Subjects {
    let lines: [[UInt8]]
    let keys: [String]

    init(city: City, snapshot: Snapshot, count: Int) throws {
        lines = city.sampleProfiles(count)
        var keys: [String] = []
        for line in lines {
            keys.append(try snapshot.match(.json(line), options: AnswerOptions(top: 0)).profile.key)
        }
        self.keys = keys
    }
}

/// One enterprise, every clause: the time of single calls.
struct MatchJobs {
    private let snapshot: Snapshot
    private let subjects: Subjects
    private let stopwatch: Stopwatch

    init(_ snapshot: Snapshot, _ subjects: Subjects, _ stopwatch: Stopwatch) {
        self.snapshot = snapshot
        self.subjects = subjects
        self.stopwatch = stopwatch
    }

    func rows() throws -> [Row] {
        let explained = AnswerOptions(explain: true)
        return try rows("match by JSON, top 10") { _ = try snapshot.match(.json(subjects.lines[$0])) }
            + rows("match by key, top 10") { _ = try snapshot.match(.key(subjects.keys[$0])) }
            + rows("match by key, top 10, explained") {
                _ = try snapshot.match(.key(subjects.keys[$0]), options: explained)
            }
            + rows("match by key, top 10, explained, as JSON") {
                _ = try snapshot.match(.key(subjects.keys[$0]), options: explained).json
            }
    }

    private func rows(_ job: String, _ call: (Int) throws -> Void) throws -> [Row] {
        try stopwatch.rows(calls: subjects.keys.count, job, clauses: snapshot.clauseCount, call)
    }
}
