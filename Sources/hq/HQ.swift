import ArgumentParser
import Glibc
import Huiqi

/// The command: each verb is one call of the library.
@main
struct HQ: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hq",
        abstract: "惠企：政策条款与企业画像的匹配。Decides policy clauses for enterprises, with reasons.",
        discussion: """
            退出码 exit status: 0 完成 · 2 完成但有数据被拒绝 · 1 失败 · 64 用法错误
            """,
        version: "hq \(HuiqiVersion.library)",
        subcommands: [
            MatchCommand.self, FindCommand.self, CountCommand.self, SearchCommand.self, ImportCommand.self,
            ReadCommand.self, CheckCommand.self,
            EvalCommand.self,
        ]
    )
}

/// Options of every verb.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("字段扩展文件 schema file that adds fields", valueName: "s.json"))
    var schema: String?

    @Option(
        help: ArgumentHelp("词典 terms that count as one word for relevance, one a line", valueName: "t.txt"))
    var lexicon: String?

    @Option(help: ArgumentHelp("输出语言 language of reports: zh | en", valueName: "zh|en"))
    var lang: Language = .zh

    func engine() throws -> Engine {
        let session = Session(lang)
        let terms = try lexicon.map { file in
            try session.naming(file) { try Engine.lexicon(adding: try Files.read(file)) }
        }
        guard let schema else { return try Engine(lexicon: terms ?? .policy) }
        return try session.naming(schema) {
            try Engine(schemaFile: try Files.read(schema), lexicon: terms ?? .policy)
        }
    }
}

/// The day for which everything is decided.
struct DayOption: ParsableArguments {
    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp("判定日期 as-of day, default today in Asia/Shanghai", valueName: "YYYY-MM-DD"))
    var asOf: Day?

    /// Says on standard error which day was taken where none was given and the answer does not show it.
    func tell(_ language: Language) {
        guard asOf == nil else { return }
        Terminal.error(language == .zh ? "提示：判定日为今天 \(day)" : "note: as of today, \(day)")
    }

    /// The day given, or today where China is. The library itself never reads a clock.
    var day: Day {
        if let asOf { return asOf }
        let seconds = Int64(time(nil)) + 8 * 3600
        return Day(number: Int32(truncatingIfNeeded: seconds / 86_400))
    }
}

/// How clauses are decided where facts are missing.
struct TruthOption: ParsableArguments {
    @Option(
        name: .customLong("truth"),
        help: ArgumentHelp(
            "判定方式 split: 事实缺失时分情形判定 case split, default; kleene: 只用三值逻辑 plain Kleene",
            valueName: "split|kleene"))
    var mode = TruthMode.split
}

extension TruthMode: ExpressibleByArgument {}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

extension Language: ExpressibleByArgument {}

extension Day: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
