import ArgumentParser
import Huiqi

struct ReadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "读出文字里的数量、地址里的区划、经营范围里的行业与许可 what a text says, as JSON",
        usage: """
            hq read quantities '对上年营业收入2000万元(含)以上的企业给予3%奖励'
            hq read address '溫州市甌海區婁橋街道'
            hq read scope '餐饮服务；软件开发'
            """)

    @Argument(help: ArgumentHelp("读什么 what to read", valueName: "quantities|address|scope"))
    var kind: TextFacts.Kind

    @Argument(help: "文字 the text")
    var text: String

    @Option(help: ArgumentHelp("输出语言 language of errors: zh | en", valueName: "zh|en"))
    var lang: Language = .zh

    func run() throws {
        try Session.run(lang) { _ in try Terminal.out(try TextFacts().json(kind, of: text) + [0x0A]) }
    }
}

extension TextFacts.Kind: ExpressibleByArgument {}
