import ArgumentParser
import Huiqi

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "按文字找条款或企业 clauses by words, enterprises by name",
        usage: """
            hq search --clauses c.jsonl '研发补贴怎么申请' [--region CODE] [--tag TAG] [--issuer TEXT]
                      [--delivery instant|verify|review] [--in-force] [--as-of D] [--top N] [--format text|json]
            hq search --profiles p.jsonl '温州银行' [--top N] [--format text|json]
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var day: DayOption
    @OptionGroup var table: TableOptions

    @Option(help: ArgumentHelp("条款 clauses as JSON lines", valueName: "c.jsonl"))
    var clauses: String?

    @Option(
        help: ArgumentHelp("企业画像 profiles as JSON lines: search enterprises by name", valueName: "p.jsonl"))
    var profiles: String?

    @Option(help: ArgumentHelp("行政区划 only clauses open to enterprises registered there", valueName: "code"))
    var region: String?

    @Option(help: "标签 only clauses with this tag")
    var tag: String?

    @Option(help: "发文机关 only clauses of policies by this issuer")
    var issuer: String?

    @Option(help: ArgumentHelp("办理方式 only clauses delivered so", valueName: "instant|verify|review"))
    var delivery: Clause.Delivery?

    @Flag(name: .customLong("in-force"), help: "只找有效期内的 only clauses in force on the day")
    var inForce = false

    @Option(help: "至多几条 hits at most")
    var top: Int = 10

    @Option(help: "线程数 threads, default all cores")
    var threads: Int?

    @Option(help: "text | json")
    var format: OutputFormat = .text

    @Argument(help: "要找的文字；\"引号内\"须原样出现，词* 表示以此开头 words; quoted ones as they stand, word* a start")
    var question: String

    func validate() throws {
        guard (clauses == nil) != (profiles == nil) else {
            throw ValidationError("请给出 --clauses 或 --profiles 之一 give one of --clauses and --profiles")
        }
        guard (1...SearchOptions.limit).contains(top) else {
            throw ValidationError("--top 须在 1 至 \(SearchOptions.limit) 之间, from 1 to \(SearchOptions.limit)")
        }
        guard threads ?? 1 >= 1 else { throw ValidationError("--threads 至少为 1, at least 1") }
        let narrows = region != nil || tag != nil || issuer != nil || delivery != nil || inForce
        guard profiles == nil || !narrows else {
            throw ValidationError("--region 等条件只用于条款 --region and the like narrow clauses only")
        }
    }

    func run() throws {
        try Session.run(common.lang) { session in
            let engine = try common.engine()
            let threads = threads ?? Machine.cores
            if let clauses {
                try session.loadClauses(clauses, into: engine)
                let options = SearchOptions(
                    top: top, region: region, tag: tag, issuer: issuer, delivery: delivery, inForce: inForce,
                    threads: threads)
                let answer = try engine.snapshot(on: day.day).search(question, options: options)
                switch format {
                case .json: try Terminal.out(answer.json + [0x0A])
                case .text: try Terminal.out(lines: SearchReport(language: common.lang).lines(answer))
                }
            } else if let profiles {
                try session.loadProfiles(profiles, into: engine, threads: threads, table)
                let answer = try engine.snapshot(on: day.day)
                    .searchProfiles(question, top: top, threads: threads)
                switch format {
                case .json: try Terminal.out(answer.json + [0x0A])
                case .text: try Terminal.out(lines: SearchReport(language: common.lang).lines(answer))
                }
            }
        }
    }
}

extension Clause.Delivery: ExpressibleByArgument {}
