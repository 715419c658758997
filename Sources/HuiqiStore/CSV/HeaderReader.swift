import HuiqiModel

/// Finds the field that a header names, by the schema's names and labels.
struct HeaderReader {
    private let schema: Schema
    /// Fields by folded name and label.
    private var fields: [String: Int] = [:]

    init(schema: Schema) {
        self.schema = schema
        // Names come first: a label never hides a name.
        for (index, field) in schema.fields.enumerated() { fields[HeaderText.fold(field.name)] = index }
        for (index, field) in schema.fields.enumerated() {
            for label in [field.label.zh, field.label.en] {
                let folded = HeaderText.fold(label)
                if !folded.isEmpty, fields[folded] == nil { fields[folded] = index }
            }
        }
    }

    /// The columns of a header line.
    ///
    /// - Throws: ``CSVRefusal`` that lists all columns at fault.
    func columns(_ headers: [String], ignoresUnknown: Bool, line: Int) throws(CSVRefusal) -> [CSVColumn] {
        var faults: [HeaderFault] = []
        var seen: [[Int]: String] = [:]
        var columns: [CSVColumn] = []
        for header in headers {
            do throws(HeaderFault) {
                let column = try self.column(header, ignoresUnknown: ignoresUnknown)
                columns.append(column)
                guard let field = column.field else { continue }
                let place = [field, column.year ?? 0]
                if let first = seen[place] {
                    throw HeaderFault(
                        header, zh: "与列“\(shortened(first))”是同一字段 \(name(column))",
                        en: "names the same field as `\(shortened(first))`, \(name(column))")
                }
                seen[place] = header
            } catch { faults.append(error) }
        }
        if let first = faults.first { throw refusal(first, faults, line: line) }
        guard columns.contains(where: { $0.field != nil }) else {
            throw CSVRefusal(
                line: line, zh: "表头中没有一个已知字段", en: "no column of the header names a field")
        }
        return columns
    }

    /// More columns at fault than these are counted, not told.
    private static let told = 20

    private func refusal(_ first: HeaderFault, _ faults: [HeaderFault], line: Int) -> CSVRefusal {
        var zh: [String] = []
        var en: [String] = []
        for fault in faults.prefix(Self.told) {
            let message = fault.message ?? unknown(fault.header)
            zh.append("列“\(shortened(fault.header))”\(message.zh)")
            en.append("column `\(shortened(fault.header))` \(message.en)")
        }
        if faults.count > Self.told {
            zh.append("另有 \(faults.count - Self.told) 列")
            en.append("and \(faults.count - Self.told) more columns")
        }
        return CSVRefusal(
            line: line, field: shortened(first.header), zh: zh.joined(separator: "；"),
            en: en.joined(separator: "; "))
    }

    /// How many of some headers name a field.
    func known(_ headers: [String]) -> Int {
        headers.count { header in
            (try? column(header, ignoresUnknown: false)).map { $0.field != nil } ?? false
        }
    }

    private func name(_ column: CSVColumn) -> String {
        guard let field = column.field else { return column.header }
        return schema.fields[field].name + (column.year.map { "_\($0)" } ?? "")
    }

    private func column(_ header: String, ignoresUnknown: Bool) throws(HeaderFault) -> CSVColumn {
        // Longer than every name with year and unit; it is not taken apart.
        guard header.utf8.count <= 256 else {
            if ignoresUnknown { return CSVColumn(ignored: header) }
            throw HeaderFault(unknown: header)
        }
        let text = HeaderText(header)
        // Tables end in empty columns; a row that has something there is refused.
        if text.folded.isEmpty { return CSVColumn(ignored: "") }
        if let field = fields[text.folded] { return try bind(header, field, year: nil, unit: nil) }
        var year: Int?
        var unit: String?
        for bracket in text.brackets {
            if year == nil, let found = HeaderText.year(bracket[...]) {
                year = found
            } else if unit == nil {
                unit = HeaderText.unit(bracket)
            } else {
                return try unknown(header, ignoresUnknown)
            }
        }
        if let field = fields[text.base] { return try bind(header, field, year: year, unit: unit) }
        if year == nil, let (rest, found) = HeaderText.splitYear(text.base), let field = fields[rest] {
            return try bind(header, field, year: found, unit: unit)
        }
        return try unknown(header, ignoresUnknown)
    }

    private func unknown(_ header: String, _ isIgnored: Bool) throws(HeaderFault) -> CSVColumn {
        if isIgnored { return CSVColumn(ignored: header) }
        throw HeaderFault(unknown: header)
    }

    /// What is said of a header that names no field.
    private func unknown(_ header: String) -> Message {
        let text = HeaderText(String(header.unicodeScalars.prefix(80).map { Character($0) }))
        if text.folded == "reviews" {
            return Message(
                zh: "不能用表格写；人工判断结果请用 JSON 行导入",
                en: "cannot be written in a table; put what persons judged as JSON lines")
        }
        guard let near = nearest(text) else { return Message(zh: "不是已知字段", en: "names no field") }
        let field = schema.fields[near]
        return Message(
            zh: "不是已知字段，是否指“\(field.label.zh)”（\(field.name)）？",
            en: "names no field; \(field.name) (\(field.label.zh)) is near")
    }

    private func bind(_ header: String, _ index: Int, year: Int?, unit: String?) throws(HeaderFault)
        -> CSVColumn
    {
        let field = schema.fields[index]
        if case .yearly = field.type {
            guard let year else {
                throw HeaderFault(
                    header, zh: "按年填报，须写明年份，如 \(field.label.zh)2023 或 \(field.name)_2023",
                    en: "is by year; write the year, such as \(field.name)_2023")
            }
            guard FieldValue.years.contains(year) else {
                throw HeaderFault(header, zh: "的年份应为 1900 至 2999", en: "has a year outside 1900-2999")
            }
        } else if year != nil {
            throw HeaderFault(
                header, zh: "不按年填报，不能带年份", en: "is not by year and cannot have one")
        }
        guard let unit, HeaderText.fold(field.unit) != unit else {
            return CSVColumn(header: header, field: index, year: year, unit: field.unit, exponent10: 0)
        }
        let isAmount =
            switch field.type {
            case .money, .yearly, .int: true
            default: false
            }
        let own = ScaledUnit(HeaderText.fold(field.unit))
        guard isAmount, let exponent = ScaledUnit(unit).exponent(to: own) else {
            let expected = field.unit.isEmpty ? "" : "，应为 \(field.unit)"
            throw HeaderFault(
                header, zh: "的单位“\(shortened(unit))”与字段 \(field.name) 不符\(expected)",
                en: "has the unit `\(shortened(unit))`, which does not fit \(field.name)"
                    + (field.unit.isEmpty ? "" : " in \(field.unit)"))
        }
        return CSVColumn(
            header: header, field: index, year: year, unit: unit, exponent10: exponent)
    }

    /// The field whose name or label contains what is written or is contained in it, else the nearest by single
    /// changes; nil where none is near.
    private func nearest(_ text: HeaderText) -> Int? {
        let written = [text.base, HeaderText.splitYear(text.base)?.rest ?? text.base].map {
            Array($0.unicodeScalars.prefix(64))
        }
        var best: (cost: Int, field: Int)?
        var held: (cost: Int, field: Int)?
        for (name, field) in fields {
            let name = Array(name.unicodeScalars)
            for written in written {
                if isPart(written, name) || isPart(name, written) {
                    let cost = abs(written.count - name.count)
                    if held.map({ (cost, field) < ($0.cost, $0.field) }) ?? true { held = (cost, field) }
                }
                let cost = changes(written, name)
                // At most half of the longer may differ. Of equals the first field, for the same answer every time.
                guard cost * 2 <= max(written.count, name.count), cost < min(written.count, name.count) else {
                    continue
                }
                if best.map({ (cost, field) < ($0.cost, $0.field) }) ?? true { best = (cost, field) }
            }
        }
        return (held ?? best)?.field
    }

    /// Whether a word stands in another that is at most three times as long; letters only where they are four.
    private func isPart(_ word: [Unicode.Scalar], _ whole: [Unicode.Scalar]) -> Bool {
        let least = word.allSatisfy(\.isASCII) ? 4 : 2
        guard word.count >= least, word.count <= whole.count, whole.count <= word.count * 3 else {
            return false
        }
        return (0...(whole.count - word.count)).contains { start in
            whole[start...].starts(with: word)
        }
    }

    private func changes(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        var row = Array(0...other.count)
        for (position, scalar) in one.enumerated() {
            var diagonal = row[0]
            row[0] = position + 1
            for index in other.indices {
                let cost = diagonal + (scalar == other[index] ? 0 : 1)
                diagonal = row[index + 1]
                row[index + 1] = min(cost, diagonal + 1, row[index] + 1)
            }
        }
        return row[other.count]
    }
}
