import ArgumentParser
import Huiqi

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "检查条款 type-check and lint clauses",
        usage: """
            hq check c.jsonl [--schema s.json] [--without RULE]... [--format text|json]
            hq check c.jsonl --profiles p.jsonl [--as-of D]
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var day: DayOption

    @Argument(help: ArgumentHelp("条款 clauses as JSON lines", valueName: "c.jsonl"))
    var clauses: String

    @Option(
        help: ArgumentHelp(
            "企业画像：另查没有一家能判定的条件 also look for conditions that none of these can decide",
            valueName: "p.jsonl|p.csv"))
    var profiles: String?

    @Option(
        help: ArgumentHelp(
            "关闭一条检查规则，可多次 switch off a rule, may be repeated: \(LintRule.allNames)", valueName: "RULE"))
    var without: [LintRule] = []

    @Option(help: "输出格式 text | json")
    var format: OutputFormat = .text

    func run() throws {
        try Session.run(common.lang) { session in
            let engine = try common.engine()
            if let profiles {
                try session.loadProfiles(profiles, into: engine, threads: 1, table)
                day.tell(common.lang)
            }
            let report = engine.lint(
                try Files.read(clauses), options: LintOptions(without: Set(without)),
                deciding: profiles == nil ? nil : day.day)
            session.report(report.put, clauses)
            switch format {
            case .json: try Terminal.out(report.json + [0x0A])
            case .text:
                for finding in report.lint { session.tell(finding, clauses) }
                try Terminal.out(summary(report))
            }
        }
    }

    private func summary(_ report: LintReport) -> String {
        common.lang == .zh
            ? "通过 \(report.put.taken) 条，拒绝 \(report.put.refused) 条，警告 \(report.lint.count) 条\n"
            : "\(report.put.taken) passed, \(report.put.refused) refused, \(report.lint.count) warnings\n"
    }
}

extension LintRule: ExpressibleByArgument {}

extension LintRule {
    fileprivate static var allNames: String { allCases.map(\.rawValue).joined(separator: " ") }
}
