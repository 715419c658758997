import HuiqiModel
import HuiqiText

/// Brings rows of a table to JSON objects, so that profiles of tables are checked by the rules of JSON lines.
struct RowWriter {
    private let columns: [CSVColumn]
    private let table: GB18030?
    private let plan: CellPlan
    private var cells: CellWriter
    /// A row whose cells are not as they lie in the file: decoded, and without doubled quotes.
    private var row: [UInt8] = []
    private var ranges: [Range<Int>] = []

    /// A negative amount of a year, whose column the warning of the field does not tell.
    struct Negative {
        let line: Int
        let column: Int
    }
    /// Those of the rows since the last ``restart()``, in order.
    private(set) var negatives: [Negative] = []

    init(_ columns: [CSVColumn], schema: Schema, table: GB18030?, options: CSVOptions) {
        self.columns = columns
        self.table = table
        cells = CellWriter(options: options, schema: schema)
        plan = CellPlan(columns, schema: schema)
    }

    /// The objects that were written since the last ``restart()``.
    var bytes: [UInt8] {
        get { cells.out }
        _modify { yield &cells.out }
    }

    /// Forgets what was written.
    mutating func restart() {
        cells.out.removeAll(keepingCapacity: true)
        negatives.removeAll(keepingCapacity: true)
    }

    /// Writes a row.
    ///
    /// - Returns: The row, refused or not; nil where nothing stands in it.
    mutating func write(_ text: [UInt8], _ row: Range<Int>, _ found: [Cell], line: Int) -> WrittenRow? {
        let start = cells.out.count
        let isRegular = found.count == columns.count
        if found.allSatisfy({ isBlank(text.span, $0.range) }) { return nil }
        guard isRegular else {
            return refused(
                line, nil,
                Message(
                    zh: "有 \(found.count) 列，表头有 \(columns.count) 列",
                    en: "\(found.count) cells where the header has \(columns.count)"))
        }
        let isPlain = take(text, row, found)
        do throws(RowFault) {
            // Both are passed as they are: a copy of either would cost more than the row.
            if isPlain { try object(text, line) } else { try object(self.row, line) }
            return WrittenRow(line: line, range: start..<cells.out.count)
        } catch {
            cells.out.removeLast(cells.out.count - start)
            while let last = negatives.last, last.line == line { _ = negatives.popLast() }
            return refused(line, error.column.map { columns[$0].header }, error.message)
        }
    }

    /// What is wrong with a row, and in which column.
    private struct RowFault: Error {
        let column: Int?
        let message: Message
    }

    private func refused(_ line: Int, _ header: String?, _ message: Message) -> WrittenRow {
        WrittenRow(refused: Finding(.refusal, line: line, field: header, message))
    }

    /// Finds the cells of a row, in the text where they can be read there, else in ``row``.
    private mutating func take(_ text: [UInt8], _ place: Range<Int>, _ found: [Cell]) -> Bool {
        ranges.removeAll(keepingCapacity: true)
        let isPlain =
            !found.contains { $0.hasDoubledQuotes } && (table == nil || text[place].allSatisfy { $0 < 0x80 })
        if isPlain {
            for cell in found { ranges.append(cell.range) }
            return true
        }
        row.removeAll(keepingCapacity: true)
        for cell in found {
            let start = row.count
            if let table, !isASCII(text.span, cell.range) {
                table.decode(text.span, cell.range, into: &row)
            } else {
                row.append(text, cell.range)
            }
            if cell.hasDoubledQuotes { undouble(from: start) }
            ranges.append(start..<row.count)
        }
        return false
    }

    /// Whether nothing but spaces stands in a cell, half or full width.
    private func isBlank(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            switch text[index] {
            case 0x20, 0x09: index &+= 1
            case 0xE3 where table == nil:
                guard index &+ 2 < range.upperBound, text[index &+ 1] == 0x80, text[index &+ 2] == 0x80 else {
                    return false
                }
                index &+= 3
            case 0xA1 where table != nil:
                guard index &+ 1 < range.upperBound, text[index &+ 1] == 0xA1 else { return false }
                index &+= 2
            default: return false
            }
        }
        return true
    }

    private func isASCII(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where text[index] >= 0x80 { return false }
        return true
    }

    private mutating func undouble(from start: Int) {
        var kept = start
        var index = start
        while index < row.count {
            let byte = row[index]
            row[kept] = byte
            kept &+= 1
            index &+= byte == 0x22 ? 2 : 1
        }
        row.removeLast(row.count &- kept)
    }

    private mutating func object(_ text: [UInt8], _ line: Int) throws(RowFault) {
        cells.out.append(0x7B)
        var needsComma = false
        var openField = -1
        for index in plan.entries.indices {
            let entry = plan.entries[index]
            var range = ranges[entry.column]
            if range.isEmpty { continue }
            if entry.kind.trims {
                range = CellWriter.trimmed(text.span, range)
                if range.isEmpty { continue }
            }
            if openField >= 0, openField != entry.field {
                cells.out.append(0x7D)
                openField = -1
            }
            let key = openField < 0 ? entry.key : entry.yearKey
            cells.out.append(plan.keys, needsComma ? key : key.dropFirst())
            needsComma = true
            if entry.isYearly { openField = entry.field }
            do throws(CellFault) {
                try cells.write(
                    text, range, entry.kind, scale: entry.scale, isPercent: entry.isPercent,
                    field: entry.field)
            } catch {
                throw RowFault(column: entry.column, message: error.message)
            }
            if entry.isYearly, cells.isNegative {
                negatives.append(Negative(line: line, column: entry.column))
            }
        }
        if openField >= 0 { cells.out.append(0x7D) }
        cells.out.append(0x7D)
        try checkEmpty()
    }

    /// Nothing may stand under an empty header.
    private func checkEmpty() throws(RowFault) {
        for index in plan.empty where !ranges[index].isEmpty {
            throw RowFault(
                column: nil,
                message: Message(
                    zh: "第 \(index + 1) 列有内容而表头为空", en: "column \(index + 1) has content and no header"))
        }
    }
}
