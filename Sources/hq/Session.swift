import ArgumentParser
import Glibc
import Huiqi

/// One run of a verb: what it loads, what it reports, how it ends.
struct Session {
    let language: Language
    private(set) var refused = false

    init(_ language: Language) { self.language = language }

    /// Runs a verb; an error becomes one line on standard error and status 1, a refusal status 2.
    static func run(_ language: Language, _ body: (inout Session) throws -> Void) throws {
        signal(SIGPIPE, SIG_IGN)
        var session = Session(language)
        do {
            try body(&session)
        } catch let error as HuiqiError {
            Terminal.error(session.error(error.finding.text(language)))
            throw ExitCode(1)
        } catch let error as CommandFailure {
            Terminal.error(session.error(language == .zh ? error.zh : error.en))
            throw ExitCode(1)
        }
        if session.refused { throw ExitCode(2) }
    }

    /// Ends the command as ``run(_:_:)`` would, without giving back memory that the system takes back at once.
    func leave() -> Never { exit(refused ? 2 : 0) }

    private func error(_ text: String) -> String { (language == .zh ? "错误：" : "error: ") + text }

    /// Runs `body`; an error about data then names the file.
    func naming<Result>(_ path: String?, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as HuiqiError where error.code == .badData {
            guard let path else { throw error }
            throw CommandFailure(
                zh: "\(path)：\(error.finding.text(.zh))", en: "\(path): \(error.finding.text(.en))")
        }
    }

    /// Puts a file of clauses into the engine.
    mutating func loadClauses(_ path: String, into engine: Engine) throws {
        report(try engine.putClauses(try Files.read(path), threads: Machine.cores), path)
    }

    /// Puts a file of profiles into the engine.
    mutating func loadProfiles(_ path: String, into engine: Engine, threads: Int, _ table: TableOptions)
        throws
    {
        guard let file = try FileBytes(path) else {
            let bytes = try Files.read(path)
            tellSize(bytes.count, path)
            return try loadProfiles(MemoryBytes(bytes), path, into: engine, threads: threads, table)
        }
        tellSize(file.byteCount, path)
        try loadProfiles(file, path, into: engine, threads: threads, table)
    }

    private mutating func loadProfiles(
        _ source: some ByteSource, _ path: String, into engine: Engine, threads: Int, _ table: TableOptions
    ) throws {
        guard table.isTable(path) else {
            return report(try engine.putProfiles(from: source, threads: threads), path)
        }
        let put = try naming(path) {
            try engine.putProfiles(csvFrom: source, options: table.options, threads: threads)
        }
        report(put.put, path)
    }

    func tellSize(_ count: Int, _ path: String) {
        guard count > 64 << 20 else { return }
        let megabytes = count / 1_000_000
        Terminal.error(
            language == .zh ? "读取 \(path)（\(megabytes) MB）…" : "reading \(path) (\(megabytes) MB) …")
    }

    mutating func report(_ report: Engine.PutReport, _ path: String) {
        self.report(report.findings, refused: report.refused, path)
    }

    mutating func report(_ findings: [Finding], refused count: Int, _ path: String) {
        // Put into words by all cores, a window at a time, and written in order.
        let size = 4096
        for window in stride(from: 0, to: findings.count, by: 16 * size) {
            let end = min(window + 16 * size, findings.count)
            let pieces = (end - window + size - 1) / size
            let worded = Slots<[UInt8]>(count: pieces)
            Workers.run(pieces: pieces, threads: Machine.cores) { [self] piece in
                let start = window + piece * size
                var lines = Terminal.ErrorLines()
                for finding in findings[start..<min(start + size, end)] {
                    lines.add { write(finding, path, to: &$0) }
                }
                worded.set(piece, lines.bytes)
            }
            for bytes in worded.values { Terminal.error(bytes ?? []) }
        }
        if count > 0 { refused = true }
    }

    /// An evaluation error that stands beside what is missing.
    func tellProblem(_ finding: Finding) {
        Terminal.error(
            (language == .zh ? "警告：求值有误：" : "warning: evaluation error: ") + finding.text(language))
    }

    /// One line on standard error.
    func tell(_ finding: Finding, _ path: String) {
        var lines = Terminal.ErrorLines()
        lines.add { write(finding, path, to: &$0) }
        Terminal.error(lines.bytes)
    }

    private func write(_ finding: Finding, _ path: String, to line: inout [UInt8]) {
        let word: String
        switch finding.severity {
        case .warning: word = language == .zh ? "警告" : "warning"
        case .refusal: word = language == .zh ? "拒绝" : "refused"
        }
        let separator = language == .zh ? "：" : ": "
        for text in [word, separator, path, separator] { line.append(contentsOf: text.utf8) }
        finding.write(language, to: &line)
    }
}

extension Session {
    /// One line on standard error.
    func tell(_ finding: LintFinding, _ path: String) {
        Terminal.error(
            language == .zh
                ? "警告：\(path)：\(finding.text(.zh))" : "warning: \(path): \(finding.text(.en))")
    }
}

/// Tells how far long work is, at most once a second and not before the first.
final class ProgressMeter: @unchecked Sendable {
    private let language: Language
    private let start: Int64
    private var last: Int64 = 0

    init(_ language: Language) {
        self.language = language
        start = ProgressMeter.seconds()
    }

    /// Called under the counter's own lock.
    func tell(_ done: Int, _ total: Int) -> Bool {
        let now = ProgressMeter.seconds() - start
        if now > last, done < total {
            last = now
            let percent = total == 0 ? 100 : done * 100 / total
            Terminal.error(
                language == .zh ? "已判定 \(percent)%（\(done)/\(total) 户）" : "\(percent)% (\(done)/\(total))")
        }
        return true
    }

    private static func seconds() -> Int64 {
        var moment = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &moment)
        return Int64(moment.tv_sec)
    }
}
