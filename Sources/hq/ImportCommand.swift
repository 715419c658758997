import ArgumentParser
import Glibc
import Huiqi

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "读入画像，列出取用与拒绝 read profiles, tell what was taken and refused",
        usage: """
            hq import --profiles p.csv|p.jsonl [--clauses c.jsonl] [--output out.jsonl]
                      [--encoding utf-8|gb18030] [--ignore-unknown] [--serial-dates]
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var table: TableOptions

    @Option(help: ArgumentHelp("企业画像 profiles as JSON lines or CSV", valueName: "p.jsonl|p.csv"))
    var profiles: String?

    @Option(help: ArgumentHelp("条款 clauses as JSON lines, checked", valueName: "c.jsonl"))
    var clauses: String?

    @Option(
        help: ArgumentHelp("取用的画像写成 JSON 行 write the profiles taken as JSON lines", valueName: "out.jsonl"))
    var output: String?

    @Option(help: ArgumentHelp("尚不可用 not there yet", valueName: "city.huiqi"))
    var store: String?

    @Option(help: "线程数 threads, default all cores")
    var threads: Int?

    func validate() throws {
        guard store == nil else {
            throw ValidationError(
                "--store 尚不可用：本版还没有存储文件；可用 --output 写成 JSON 行 "
                    + "--store is not there yet; write JSON lines with --output")
        }
        guard profiles != nil || clauses != nil else {
            throw ValidationError("请给出 --profiles 或 --clauses give --profiles or --clauses")
        }
        guard output == nil || profiles != nil else {
            throw ValidationError("--output 须有 --profiles, --output goes with --profiles")
        }
        guard threads ?? 1 >= 1 else { throw ValidationError("--threads 至少为 1, at least 1") }
    }

    func run() throws {
        try Session.run(common.lang) { session in
            let engine = try common.engine()
            if let clauses {
                let report = engine.check(try Files.read(clauses))
                session.report(report, clauses)
                try tell([
                    session.language == .zh
                        ? "条款 \(clauses)：可用 \(report.taken) 条，拒绝 \(report.refused) 条"
                        : "clauses \(clauses): \(report.taken) well, \(report.refused) refused"
                ])
            }
            if let profiles { try importProfiles(profiles, engine.schema, &session) }
        }
    }

    private func importProfiles(_ path: String, _ schema: Schema, _ session: inout Session) throws {
        let reading: ProfileReading
        let head: CSVReading?
        if let file = try FileBytes(path) {
            session.tellSize(file.byteCount, path)
            (reading, head) = try read(WatchedBytes(file, common.lang), path, schema)
        } else {
            (reading, head) = try read(MemoryBytes(try Files.read(path)), path, schema)
        }
        session.report(reading.findings, refused: reading.refused, path)
        let summary = ImportSummary(path: path, schema: schema, language: common.lang)
        if let output {
            var batches = reading.batches[...]
            try Files.write(output) {
                guard let batch = batches.popFirst() else { return nil }
                var writer = ProfileWriter(schema: schema)
                for row in 0..<batch.count { writer.write(batch[row].draft) }
                return writer.bytes
            }
        }
        try tell(summary.lines(reading, head, output: output))
    }

    /// Profiles, and what the table is where it is one.
    private func read(_ source: some ByteSource, _ path: String, _ schema: Schema) throws -> (
        ProfileReading, CSVReading?
    ) {
        let threads = threads ?? Machine.cores
        guard table.isTable(path) else {
            return (try ProfileReader(schema: schema).read(from: source, rows: 4096, threads: threads), nil)
        }
        do {
            let read = try CSVReader(schema: schema, options: table.options).read(
                from: source, rows: 4096, threads: threads)
            return (read.profiles, read)
        } catch let error as CSVRefusal {
            throw CommandFailure(
                zh: "\(path)：\(error.finding.text(.zh))", en: "\(path): \(error.finding.text(.en))")
        } catch let error as TextError {
            throw CommandFailure(zh: error.zh, en: error.en)
        }
    }

    /// The summary goes to standard output, unless the profiles do.
    private func tell(_ lines: [String]) throws {
        if output == "-" {
            for line in lines { Terminal.error(line) }
        } else {
            try Terminal.out(lines: lines)
        }
    }
}

/// A file whose reading is told on a terminal, at most once a second.
final class WatchedBytes: ByteSource, @unchecked Sendable {
    private let file: FileBytes
    private let language: Language
    private let isWatched = isatty(STDERR_FILENO) == 1
    private let lock = Lock()
    private var read = 0
    private var last = time(nil)

    init(_ file: FileBytes, _ language: Language) {
        self.file = file
        self.language = language
    }

    var byteCount: Int { file.byteCount }

    func read(_ range: Range<Int>, into room: inout [UInt8]) throws(CommandFailure) {
        try file.read(range, into: &room)
        guard isWatched else { return }
        lock.withLock {
            read += range.count
            let now = time(nil)
            guard now > last else { return }
            last = now
            let megabytes = read / 1_000_000
            Terminal.error(language == .zh ? "已读 \(megabytes) MB" : "\(megabytes) MB read")
        }
    }
}
