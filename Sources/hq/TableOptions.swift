import ArgumentParser
import Huiqi

/// How profiles are read that lie in a table.
struct TableOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "画像按 CSV 读，编码 profiles are CSV in utf-8 | gb18030; without it *.csv is, its encoding found out",
            valueName: "E"))
    var encoding: CSVEncoding?

    @Flag(
        name: .customLong("ignore-unknown"),
        help: "CSV 中不认识的列略过 pass over columns of a CSV that name no field")
    var ignoresUnknown = false

    @Flag(
        name: .customLong("serial-dates"),
        help: "CSV 日期列中的整数按表格软件的日期序号读 whole numbers in CSV dates are a spreadsheet's days")
    var takesSerialDates = false

    var options: CSVOptions {
        CSVOptions(
            encoding: encoding, ignoresUnknownColumns: ignoresUnknown, takesSerialDates: takesSerialDates)
    }

    /// Whether a file is a table: by its name, or because an encoding was said. What to do with a workbook the reader
    /// of tables says.
    func isTable(_ path: String) -> Bool {
        let name = path.lowercased()
        return encoding != nil || [".csv", ".xlsx", ".xls"].contains { name.hasSuffix($0) }
    }
}

extension CSVEncoding: ExpressibleByArgument {
    public init?(argument: String) { self.init(name: argument) }
}
