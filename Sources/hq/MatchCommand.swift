import ArgumentParser
import Huiqi

struct MatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "一家企业对全部条款 one enterprise, every clause, ranked",
        usage: """
            hq match --clauses c.jsonl --profile p.json [--as-of D] [--top N] [--explain] [--format text|json]
            hq match --clauses c.jsonl --profiles p.jsonl KEY [options]
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var day: DayOption
    @OptionGroup var truth: TruthOption

    @Option(help: ArgumentHelp("条款 clauses as JSON lines", valueName: "c.jsonl"))
    var clauses: String

    @Option(help: ArgumentHelp("企业画像 one profile as a JSON object", valueName: "p.json"))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "企业画像 profiles as JSON lines or CSV, of which KEY is one", valueName: "p.jsonl|p.csv"))
    var profiles: String?

    @Argument(help: "主键 key of the profile, with --profiles")
    var key: String?

    @Option(help: "至多几条 matches at most, of all verdicts")
    var top: Int = 10

    @Option(help: ArgumentHelp("每种结论至多几条 matches at most of each verdict, instead of --top", valueName: "n"))
    var each: Int?

    @Flag(help: "逐条说明 explain every condition")
    var explain = false

    @Option(help: "text | json")
    var format: OutputFormat = .text

    func validate() throws {
        guard (profile == nil) != (profiles == nil) else {
            throw ValidationError("请给出 --profile 或 --profiles 之一 give one of --profile and --profiles")
        }
        guard (profiles == nil) == (key == nil) else {
            throw ValidationError("--profiles 须同时给出主键 KEY, --profiles goes with KEY")
        }
        guard top >= 0, each ?? 0 >= 0 else { throw ValidationError("--top 不能为负 must not be negative") }
    }

    func run() throws {
        try Session.run(common.lang) { session in
            let engine = try common.engine()
            try session.loadClauses(clauses, into: engine)
            var subject = Snapshot.Subject.key(key ?? "")
            if let profile { subject = .json(try Files.read(profile)) }
            if let profiles { try session.loadProfiles(profiles, into: engine, threads: 1, table) }
            let options = AnswerOptions(top: each == nil ? top : nil, topOfEach: each, explain: explain)
            let answer = try session.naming(profile) {
                try engine.snapshot(on: day.day, truth: truth.mode).match(subject, options: options)
            }
            for warning in answer.warnings { session.tell(warning, profile ?? profiles ?? "") }
            switch format {
            case .json: try Terminal.out(answer.json + [0x0A])
            case .text: try Terminal.out(lines: MatchReport(answer, language: common.lang).lines)
            }
        }
    }
}
