import Huiqi

/// One question asked of a small fixed city again and again, so that instructions a question can be counted: those of
/// many questions less those of few.
enum Repeated {
    enum Case: String {
        /// Every clause for every enterprise, one thread.
        case count
        /// A hundred enterprises given as JSON, every clause each.
        case match
    }

    static func run(_ question: Case, times: Int) throws {
        let city = City(profiles: 2000, clauses: 500, seed: 1)
        let engine = try Engine()
        _ = try engine.putClauses(city.clauses)
        let lines = city.sampleProfiles(100)
        if question == .count { _ = try engine.putProfiles(city.profiles) }
        let snapshot = try engine.snapshot(on: City.day)
        snapshot.prepare(threads: 1)
        // The first question makes what all others share.
        var found = try ask(question, snapshot, lines)
        for _ in 0..<times {
            let again = try ask(question, snapshot, lines)
            try require(found == again, "\(question.rawValue): one answer is not another")
            found = again
        }
        print("\(question.rawValue) \(times) times: \(found)")
    }

    /// - Returns: Something of the answers that would tell if they changed.
    private static func ask(_ question: Case, _ snapshot: Snapshot, _ lines: [[UInt8]]) throws -> Int {
        switch question {
        case .count: return try snapshot.count(threads: 1).reduce(0) { $0 + $1.eligible }
        case .match:
            return try lines.reduce(0) { sum, line in
                sum + (try snapshot.match(.json(line)).totals.eligible)
            }
        }
    }
}
