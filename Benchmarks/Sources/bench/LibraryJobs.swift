import CLibrary
import Huiqi

/// The same matches through a libhuiqi.so and the C ABI.
struct LibraryJobs {
    private let library: OpaquePointer
    private let snapshot: Snapshot
    private let subjects: Subjects
    private let stopwatch: Stopwatch

    /// - Throws: ``CheckFailure`` where the library cannot be loaded or does not take the clauses.
    init(_ path: String, _ city: City, _ snapshot: Snapshot, _ subjects: Subjects, _ stopwatch: Stopwatch)
        throws
    {
        var why = [CChar](repeating: 0, count: 512)
        func reason() -> String {
            String(decoding: why.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        guard let library = clibrary_open(path, &why, why.count) else {
            throw CheckFailure(message: "\(path): \(reason())")
        }
        let version = String(cString: clibrary_version(library))
        try require(version == HuiqiVersion.library, "\(path) is version \(version)")
        let (year, month, day) = City.day.date
        let status = city.clauses.withUnsafeBufferPointer { clauses in
            clauses.withMemoryRebound(to: CChar.self) {
                clibrary_load(
                    library, $0.baseAddress, $0.count, Int32(year), Int32(month), Int32(day), &why, why.count)
            }
        }
        try require(status == 0, "\(path): \(reason())")
        self.library = library
        self.snapshot = snapshot
        self.subjects = subjects
        self.stopwatch = stopwatch
    }

    func rows() throws -> [Row] {
        try check()
        return try rows("C ABI: match by JSON, top 10, read", explain: false)
            + rows("C ABI: match by JSON, top 10, explained, as JSON", explain: true)
    }

    private func rows(_ job: String, explain: Bool) throws -> [Row] {
        try stopwatch.rows(calls: subjects.lines.count, job, clauses: snapshot.clauseCount) {
            _ = try match(subjects.lines[$0], top: 10, explain: explain)
        }
    }

    private func match(_ line: [UInt8], top: Int64, explain: Bool = false) throws -> clibrary_answer {
        var answer = clibrary_answer()
        let status = line.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                clibrary_match(library, $0.baseAddress, $0.count, top, explain ? 1 : 0, &answer)
            }
        }
        try require(status == 0, "hq_snapshot_match returned \(status)")
        return answer
    }

    /// The library that was loaded answers as the one that is linked in: all ids, verdicts and ranks.
    private func check() throws {
        for (line, key) in zip(subjects.lines, subjects.keys) {
            let answer = try match(line, top: -1)
            let expected = try snapshot.match(.json(line), options: AnswerOptions(top: nil))
            var digest = fnv1a([])
            for match in expected.matches {
                digest = fnv1a(Array(match.clause.clause.id.utf8), digest)
                digest = fnv1a([UInt8(match.verdict.rawValue + 1), UInt8(match.rank & 0x7F)], digest)
            }
            try require(
                answer.digest == digest && answer.tally == expected.tally,
                "the C ABI answers otherwise for \(key)")
        }
    }
}

extension clibrary_answer {
    fileprivate var tally: Tally {
        Tally(eligible: Int(eligible), undetermined: Int(undetermined), ineligible: Int(ineligible))
    }
}
