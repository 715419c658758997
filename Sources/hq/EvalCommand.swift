import ArgumentParser
import Huiqi

struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "求一个表达式的值 evaluate one expression, plain Kleene",
        usage: "hq eval [--profile p.json] [--as-of D] 'EXPR'\nhq eval --plain 'EXPR'")

    @OptionGroup var common: CommonOptions
    @OptionGroup var day: DayOption

    @Option(help: ArgumentHelp("企业画像 one profile as a JSON object", valueName: "p.json"))
    var profile: String?

    @Flag(help: "按 CEL 规范求值，无企业、无日期 plain CEL as its definition says, without profile and day")
    var plain = false

    /// An expression may begin with a minus, which would otherwise read as an option.
    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("CEL 表达式 expression", valueName: "EXPR"))
    var expressions: [String]

    /// The expression, also behind `--`.
    private var expression: String? {
        let words = expressions.first == "--" ? expressions.dropFirst() : expressions[...]
        return words.count == 1 ? words.first : nil
    }

    func validate() throws {
        guard let first = expression else {
            throw ValidationError("请给出一个表达式 give one expression")
        }
        if expressions.first != "--", first.hasPrefix("--"), first.dropFirst(2).first?.isLetter == true {
            throw ValidationError("没有选项 \(first) there is no such option")
        }
        if plain, profile != nil {
            throw ValidationError("--plain 不能与 --profile 同用 --plain takes no --profile")
        }
    }

    func run() throws {
        try Session.run(common.lang) { session in
            let expression = self.expression ?? ""
            if plain { return try Terminal.out(try PlainEvaluation.text(expression) + "\n") }
            let snapshot = try common.engine().snapshot(on: day.day)
            var subject: Snapshot.Subject?
            if let profile {
                let who = Snapshot.Subject.json(try Files.read(profile))
                for finding in try session.naming(profile, { try snapshot.warnings(of: who) }) {
                    session.tell(finding, profile)
                }
                subject = who
            }
            day.tell(common.lang)
            switch try snapshot.evaluate(expression, subject) {
            case .value(let text): try Terminal.out(text + "\n")
            case .unknown(let names, let problems):
                for problem in problems { session.tellProblem(problem) }
                try Terminal.out("unknown: " + names.joined(separator: ", ") + "\n")
            }
        }
    }
}
