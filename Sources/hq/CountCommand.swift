import ArgumentParser
import Glibc
import Huiqi

enum Machine {
    /// Processors that are online.
    static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

struct CountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "每条条款各有多少户 how many enterprises of each verdict, as CSV",
        usage: "hq count --clauses c.jsonl --profiles p.jsonl --as-of D [--threads N] [--truth split|kleene]")

    @OptionGroup var common: CommonOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var day: DayOption

    @Option(help: ArgumentHelp("条款 clauses as JSON lines", valueName: "c.jsonl"))
    var clauses: String

    @Option(help: ArgumentHelp("企业画像 profiles as JSON lines or CSV", valueName: "p.jsonl|p.csv"))
    var profiles: String

    @Option(help: "线程数 threads, default all cores")
    var threads: Int?

    @OptionGroup var truth: TruthOption

    func validate() throws {
        guard threads ?? 1 >= 1 else { throw ValidationError("--threads 至少为 1, at least 1") }
    }

    func run() throws {
        try Session.run(common.lang) { session in
            day.tell(common.lang)
            let engine = try common.engine()
            let threads = threads ?? Machine.cores
            try session.loadClauses(clauses, into: engine)
            try session.loadProfiles(profiles, into: engine, threads: threads, table)
            let meter = ProgressMeter(common.lang)
            let counts = try engine.snapshot(on: day.day, truth: truth.mode).count(threads: threads) {
                meter.tell($0, $1)
            }
            try Terminal.out(ClauseCount.csv(counts))
            session.leave()
        }
    }
}
