import Huiqi

/// What an import came to, in words: columns, counts, and reasons with the rows in which they were met first.
struct ImportSummary {
    let path: String
    let schema: Schema
    let language: Language
    /// How many kinds of findings are told.
    private static let most = 20

    func lines(_ reading: ProfileReading, _ table: CSVReading?, output: String?) -> [String] {
        var lines: [String] = []
        if let table { lines += columns(table) }
        let warnings = reading.findings.count - reading.refused
        lines.append(
            pick(
                "\(path)：取用 \(reading.taken) 行，拒绝 \(reading.refused) 行，警告 \(warnings) 处",
                "\(path): \(reading.taken) rows taken, \(reading.refused) refused, \(warnings) warnings"))
        lines += kinds(reading.findings.filter { $0.severity == .refusal }, pick("拒绝原因", "refused for"))
        lines += kinds(reading.findings.filter { $0.severity == .warning }, pick("警告原因", "warned of"))
        if let output, output != "-" {
            lines.append(
                pick("已写入 \(output)：\(reading.taken) 行", "written to \(output): \(reading.taken) lines"))
        }
        return lines
    }

    private func columns(_ table: CSVReading) -> [String] {
        let encoding = table.encoding == .utf8 ? "UTF-8" : "GB18030"
        let delimiter =
            switch table.delimiter {
            case ",": pick("逗号", "comma")
            case ";": pick("分号", "semicolon")
            default: pick("制表符", "tab")
            }
        let told = table.columns.filter { $0.field != nil }.count
        var lines = [
            pick(
                "\(path)：编码 \(encoding)，以\(delimiter)分隔，\(table.columns.count) 列中 \(told) 列对应字段",
                "\(path): \(encoding), divided by \(delimiter), \(told) of \(table.columns.count) columns tell a field"
            )
        ]
        for column in table.columns where !column.header.isEmpty {
            guard let index = column.field else {
                lines.append("  \(column.header) → " + pick("略过", "passed over"))
                continue
            }
            let field = schema.fields[index]
            let year = column.year.map { "_\($0)" } ?? ""
            let unit = column.unit.isEmpty ? "" : pick("，单位 \(column.unit)", ", in \(column.unit)")
            lines.append("  \(column.header) → \(field.name)\(year) \(field.label.text(language))\(unit)")
        }
        return lines
    }

    /// Findings of one field and reason.
    private struct Kind {
        var first: Finding
        var count = 0
        var rows: [Int] = []
        /// Whether others say other numbers or words than the first, which is then an example.
        var isVaried = false
    }

    private func kinds(_ findings: [Finding], _ title: String) -> [String] {
        guard !findings.isEmpty else { return [] }
        var kinds: [Kind] = []
        var places: [String: Int] = [:]
        for finding in findings {
            let name = (finding.field.map(Self.plain) ?? "") + "\n" + Self.plain(finding.message.zh)
            let place = places[name] ?? kinds.count
            if place == kinds.count {
                places[name] = place
                kinds.append(Kind(first: finding))
            }
            kinds[place].count += 1
            let first = kinds[place].first
            if finding.field != first.field || finding.message.zh != first.message.zh {
                kinds[place].isVaried = true
            }
            if kinds[place].rows.count < 3, kinds[place].rows.last != finding.line {
                kinds[place].rows.append(finding.line)
            }
        }
        kinds.sort { ($1.count, $0.first.line) < ($0.count, $1.first.line) }
        var lines = [title + pick("：", ":")]
        for kind in kinds.prefix(Self.most) {
            let rows = kind.rows.map { String($0) }.joined(separator: pick("、", ", "))
            let more = kind.count > kind.rows.count ? pick(" 等", " …") : ""
            let field = kind.first.field.map { $0 + pick("：", ": ") } ?? ""
            lines.append(
                pick(
                    "  \(kind.count) 次，第 \(rows) 行\(more)：", "  \(kind.count), lines \(rows)\(more): ")
                    + (kind.isVaried ? pick("如 ", "such as ") : "") + field
                    + kind.first.message.text(language))
        }
        if kinds.count > Self.most {
            let rest = kinds.dropFirst(Self.most)
            lines.append(
                pick(
                    "  另有 \(rest.count) 类 \(rest.reduce(0) { $0 + $1.count }) 次",
                    "  and \(rest.reduce(0) { $0 + $1.count }) of \(rest.count) other kinds"))
        }
        return lines
    }

    /// A sentence without what differs from row to row: what is quoted, and digits.
    private static func plain(_ text: String) -> String {
        var out = ""
        var isQuoted = false
        for character in text {
            if character == "`" { isQuoted.toggle() }
            if !isQuoted, !("0"..."9").contains(character) { out.append(character) }
        }
        return out
    }

    private func pick(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
