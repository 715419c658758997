import Huiqi

/// One clause, every enterprise, on one thread: stored, as a draft that is read and compiled first, and as a draft with
/// thresholds that no stored clause has.
struct FindJobs {
    private let snapshot: Snapshot
    private let lines: [[UInt8]]
    private let ids: [String]
    private let expected: [Tally]
    private let stopwatch: Stopwatch
    private let options = AnswerOptions(top: 100)

    /// Clauses asked, at equal distances through the catalogue.
    private static let sample = 200
    /// So many matches are told from columns, by another path than few are.
    private static let manyMatches = 5000

    init(_ snapshot: Snapshot, _ city: City, _ counts: [ClauseCount], _ stopwatch: Stopwatch) throws {
        self.snapshot = snapshot
        self.stopwatch = stopwatch
        lines = city.sampleClauses(FindJobs.sample)
        ids = ClauseReader().read(Array(lines.joined(separator: [0x0A]))).clauses.map(\.clause.id)
        let byID = Dictionary(counts.map { ($0.clauseID, $0.tally) }) { first, _ in first }
        expected = ids.compactMap { byID[$0] }
        try require(expected.count == lines.count, "a clause of the sample is not in the catalogue")
    }

    func rows() throws -> [Row] {
        snapshot.prepare()
        let drafts = lines.map { FindJobs.changed($0) }
        let changed = zip(drafts, lines).count { $0 != $1 }
        try require(changed * 2 > lines.count, "most drafts of the sample have a threshold that is changed")
        let many = AnswerOptions(top: FindJobs.manyMatches)
        let wanted = try drafts.map { try snapshot.find(draft: $0, options: many).tally }
        return try rows("find a stored clause, top 100", expected) {
            try snapshot.find(clause: ids[$0], options: options)
        }
            + rows("find a draft, top 100", expected) {
                try snapshot.find(draft: lines[$0], options: options)
            }
            + rows("find a draft with new thresholds, top 100", wanted) {
                try snapshot.find(draft: drafts[$0], options: options)
            }
    }

    /// Median and 99th percentile, after every call was made once and its totals compared.
    private func rows(
        _ job: String, _ wanted: [Tally], _ call: (Int) throws -> FindAnswer
    ) throws -> [Row] {
        let totals = try lines.indices.map { try call($0).tally }
        try require(totals == wanted, "\(job): totals are not those of the other path")
        let size = "1 x \(Figures.grouped(snapshot.profileCount)), \(lines.count) clauses"
        let decisions = Row.Rate(amount: Double(snapshot.profileCount), unit: "decisions")
        let heads = [
            Row.Head(job: job + ": p50", size: size, rates: [decisions]),
            Row.Head(job: job + ": p99", size: size),
        ]
        return try stopwatch.rows(heads) {
            var times: [Time] = []
            for index in lines.indices {
                times.append(try Stopwatch.time { _ = try call(index) })
            }
            return [0.5, 0.99].map { share in
                Time(
                    wall: Figures.quantile(share, of: times.map(\.wall)),
                    cpu: Figures.quantile(share, of: times.map(\.cpu)))
            }
        }
    }

    /// The clause with other thresholds: amounts and rates gain digits that the catalogue does not have.
    private static func changed(_ line: [UInt8]) -> [UInt8] {
        let changes: [(String, String)] = [
            ("0万元')", "0.37万元')"), ("5万元')", "5.37万元')"), ("亿元')", ".0037亿元')"),
            (" * revenue", "37 * revenue"),
        ]
        var line = line
        for (old, new) in changes { line = replacing(Array(old.utf8), by: Array(new.utf8), in: line) }
        return line
    }

    private static func replacing(_ old: [UInt8], by new: [UInt8], in line: [UInt8]) -> [UInt8] {
        var found: [UInt8] = []
        var index = 0
        while index < line.count {
            if line[index...].starts(with: old) {
                found += new
                index += old.count
            } else {
                found.append(line[index])
                index += 1
            }
        }
        return found
    }
}
