import HuiqiModel
import HuiqiText

/// The head of a table: what its columns are, and where its rows start.
struct CSVHeader {
    let columns: [CSVColumn]
    let scanner: RowScanner
    /// Where the first row starts in the source.
    let end: Int
    /// How many lines come before it.
    let lines: Int
}

extension CSVHeader {
    /// Reads the header line, the first that is not empty.
    ///
    /// The delimiter is the one of comma, semicolon and tab by which most headers are known.
    /// - Throws: ``CSVRefusal``, and what the source throws.
    init(
        of source: some ByteSource, _ found: (start: Int, table: GB18030?), schema: Schema,
        ignoresUnknown: Bool, limit: Int = ProfileReader.lineLimit
    ) throws {
        var room: [UInt8] = []
        let stop = min(source.byteCount, found.start + limit + 2)
        try source.read(min(found.start, stop)..<stop, into: &room)
        let isLast = stop == source.byteCount
        var start = 0
        var lines = 0
        var said: UInt8?
        while start < room.count {
            let end = Self.lineEnd(room, start)
            let line = room[start..<end].filter { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 }
            // A spreadsheet's own word for the delimiter.
            if line.count == 5, line.starts(with: Array("sep=".utf8)), said == nil {
                said = line.last
            } else if !line.isEmpty {
                break
            }
            start = end
            lines += 1
        }
        guard start < room.count else { throw CSVRefusal(zh: "表格是空的", en: "the table is empty") }
        if let said, !Self.delimiters.contains(said) {
            throw CSVRefusal(
                line: lines, zh: "分隔符应为逗号、分号或制表符", en: "cells are divided by comma, semicolon or tab")
        }
        let reader = HeaderReader(schema: schema)
        var best: (known: Int, headers: [String], delimiter: UInt8, end: Int, lines: Int)?
        var isTied = false
        var fault: RowScanner.Fault?
        for delimiter in Self.delimiters where said == nil || said == delimiter {
            var cells: [Cell] = []
            let scanner = RowScanner(delimiter: delimiter, limit: limit)
            switch scanner.scan(room.span, from: start, isLast: isLast, into: &cells) {
            case .row(let end, let count):
                // More than any table has; they are not even read.
                guard cells.count <= 16 * Schema.fieldLimit else {
                    fault = fault ?? .tooLong
                    continue
                }
                let headers = cells.map { Self.text(room, $0, found.table) }
                let known = reader.known(headers)
                if let best {
                    if known > best.known { isTied = false }
                    if known == best.known, known > 0, headers != best.headers { isTied = true }
                }
                if best.map({ ($0.known, $0.headers.count) < (known, headers.count) }) ?? true {
                    best = (known, headers, delimiter, end, count)
                }
            case .fault(let found, _): fault = fault ?? found
            case .needsMore: fault = fault ?? .tooLong
            }
        }
        guard let best else {
            let message = (fault ?? .tooLong).message
            throw CSVRefusal(line: lines + 1, zh: "表头：\(message.zh)", en: "header: \(message.en)")
        }
        if isTied {
            throw CSVRefusal(
                line: lines + 1, zh: "表头分不清分隔符是逗号、分号还是制表符",
                en: "the header does not tell whether comma, semicolon or tab divides the cells")
        }
        columns = try reader.columns(best.headers, ignoresUnknown: ignoresUnknown, line: lines + 1)
        scanner = RowScanner(delimiter: best.delimiter, limit: limit)
        end = found.start + best.end
        self.lines = lines + best.lines
    }

    private static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09]

    private static func lineEnd(_ room: [UInt8], _ start: Int) -> Int {
        let end = room[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? room.count
        return RowScanner.afterLineEnd(room.span, end, isLast: true) ?? room.count
    }

    private static func text(_ room: [UInt8], _ cell: Cell, _ table: GB18030?) -> String {
        var bytes: [UInt8] = []
        if let table { table.decode(room.span, cell.range, into: &bytes) } else { bytes += room[cell.range] }
        let text = String(decoding: bytes, as: UTF8.self)
        guard cell.hasDoubledQuotes else { return text }
        return text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
    }
}
