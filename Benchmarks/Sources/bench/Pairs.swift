import Foundation
import Huiqi

/// Prints the verdict of every clause for every profile: `clause_id,key,verdict`, clause by clause, in input order.
enum Pairs {
    static func write(_ arguments: Arguments) throws {
        guard let day = Huiqi.Day(arguments.asOf) else {
            throw Arguments.Problem(message: "--as-of is no day: \(arguments.asOf)")
        }
        let clauses = try read(arguments.clausesFile)
        let profiles = try read(arguments.profilesFile)
        let engine = try Engine()
        tell(try engine.putClauses(clauses), arguments.clausesFile)
        tell(try engine.putProfiles(profiles), arguments.profilesFile)
        let snapshot = try engine.snapshot(on: day)
        let keys = ProfileReader(schema: .contract).read(profiles, rows: Population.blockRows)
            .batches.flatMap { batch in (0..<batch.count).map { batch.key($0) } }
        let ids = try snapshot.count().map(\.clauseID)
        let matrix = try verdicts(snapshot, ids, keys, arguments.question)
        var out: [UInt8] = []
        for (row, id) in ids.enumerated() {
            for (column, key) in keys.enumerated() {
                guard let verdict = matrix[row * keys.count + column] else {
                    throw CheckFailure(message: "no verdict of \(id) for \(key)")
                }
                out += Array("\(quoted(id)),\(quoted(key)),\(verdict.name)\n".utf8)
            }
            if out.count > 1 << 20 { flush(&out) }
        }
        flush(&out)
    }

    private static func verdicts(
        _ snapshot: Snapshot, _ ids: [String], _ keys: [String], _ question: Arguments.Question
    ) throws -> [Verdict?] {
        let all = AnswerOptions(top: nil)
        var matrix = [Verdict?](repeating: nil, count: ids.count * keys.count)
        switch question {
        case .find:
            let columns = Dictionary(keys.enumerated().map { ($1, $0) }) { first, _ in first }
            for (row, id) in ids.enumerated() {
                for match in try snapshot.find(clause: id, options: all).matches {
                    if let column = columns[match.key] { matrix[row * keys.count + column] = match.verdict }
                }
            }
        case .match:
            let rows = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
            for (column, key) in keys.enumerated() {
                for match in try snapshot.match(.key(key), options: all).matches {
                    if let row = rows[match.clause.clause.id] {
                        matrix[row * keys.count + column] = match.verdict
                    }
                }
            }
        }
        return matrix
    }

    private static func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func tell(_ report: Engine.PutReport, _ path: String) {
        for finding in report.findings where finding.severity == .refusal {
            complain("\(path): \(finding.text(.en))")
        }
    }

    private static func flush(_ out: inout [UInt8]) {
        FileHandle.standardOutput.write(Data(out))
        out.removeAll(keepingCapacity: true)
    }

    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }) else { return field }
        return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
