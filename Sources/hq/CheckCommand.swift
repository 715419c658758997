import ArgumentParser
import Huiqi

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "检查条款 type-check and lint clauses",
        usage: "hq check c.jsonl [--schema s.json]")

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("条款 clauses as JSON lines", valueName: "c.jsonl"))
    var clauses: String

    func run() throws {
        try Session.run(common.lang) { session in
            let report = try common.engine().check(try Files.read(clauses))
            session.report(report, clauses)
            let warnings = report.findings.count - report.refused
            try Terminal.out(
                common.lang == .zh
                    ? "通过 \(report.taken) 条，拒绝 \(report.refused) 条，警告 \(warnings) 条\n"
                    : "\(report.taken) passed, \(report.refused) refused, \(warnings) warnings\n")
        }
    }
}
