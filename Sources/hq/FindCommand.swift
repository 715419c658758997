import ArgumentParser
import Huiqi

struct FindCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "一条条款对全部企业 one clause, every enterprise, ranked",
        usage: """
            hq find --clauses c.jsonl --profiles p.jsonl CLAUSE_ID [--as-of D] [--top N] [--format text|json]
            hq find --profiles p.jsonl --draft c.json [options]
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var day: DayOption
    @OptionGroup var truth: TruthOption

    @Option(help: ArgumentHelp("条款 clauses as JSON lines", valueName: "c.jsonl"))
    var clauses: String?

    @Option(help: ArgumentHelp("企业画像 profiles as JSON lines or CSV", valueName: "p.jsonl|p.csv"))
    var profiles: String

    @Argument(help: "条款编号 id of a clause")
    var clauseID: String?

    @Option(help: ArgumentHelp("草案 a clause that is not stored, as a JSON object", valueName: "c.json"))
    var draft: String?

    @Option(help: "至多几户 matches at most, of all verdicts")
    var top: Int = 10

    @Option(help: ArgumentHelp("每种结论至多几户 matches at most of each verdict, instead of --top", valueName: "n"))
    var each: Int?

    @Option(help: "线程数 threads, default all cores")
    var threads: Int?

    @Flag(help: "逐条说明 explain every condition")
    var explain = false

    @Option(help: "text | json")
    var format: OutputFormat = .text

    func validate() throws {
        guard (clauseID == nil) != (draft == nil) else {
            throw ValidationError("请给出 CLAUSE_ID 或 --draft 之一 give one of CLAUSE_ID and --draft")
        }
        guard draft != nil || clauses != nil else {
            throw ValidationError("请给出 --clauses, give --clauses")
        }
        guard top >= 0, each ?? 0 >= 0 else { throw ValidationError("--top 不能为负 must not be negative") }
        guard threads ?? 1 >= 1 else { throw ValidationError("--threads 至少为 1, at least 1") }
    }

    func run() throws {
        try Session.run(common.lang) { session in
            let engine = try common.engine()
            let threads = threads ?? Machine.cores
            if let clauses { try session.loadClauses(clauses, into: engine) }
            try session.loadProfiles(profiles, into: engine, threads: threads, table)
            let snapshot = try engine.snapshot(on: day.day, truth: truth.mode)
            let options = AnswerOptions(
                top: each == nil ? top : nil, topOfEach: each, explain: explain || format == .text)
            let answer: FindAnswer
            if let draft {
                answer = try session.naming(draft) {
                    try snapshot.find(draft: try Files.read(draft), options: options, threads: threads)
                }
            } else {
                answer = try snapshot.find(clause: clauseID ?? "", options: options, threads: threads)
            }
            switch format {
            case .json: try Terminal.out(answer.json + [0x0A])
            case .text: try Terminal.out(lines: FindReport(answer, language: common.lang).lines)
            }
        }
    }
}
