import HuiqiModel
import HuiqiText

/// Reads the rows that start in one piece of a table.
struct CSVPieceReader<Source: ByteSource> {
    let source: Source
    let header: CSVHeader
    let schema: Schema
    let intakes: ProfileIntakes
    let table: GB18030?
    let options: CSVOptions
    var partSize = 256 << 10

    /// What was read, and where: the piece is right if the piece before ended where this one started.
    struct Result: Sendable {
        let start: Int
        /// Where the first row that was not read starts.
        let end: Int
        let piece: ProfilePiece
    }

    /// Reads from the first line that starts within `place`, as if no quote were open there.
    func read(guessingIn place: Range<Int>) throws -> Result {
        try read(from: firstLine(in: place), upTo: place.upperBound)
    }

    private func firstLine(in place: Range<Int>) throws -> Int {
        var room: [UInt8] = []
        var position = place.lowerBound - 1
        while position < place.upperBound {
            let end = min(position + 4096, source.byteCount)
            if end <= position { break }
            try source.read(position..<end, into: &room)
            if room.isEmpty { break }
            guard let index = room.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
                position += room.count
                continue
            }
            if let after = RowScanner.afterLineEnd(room.span, index, isLast: end == source.byteCount) {
                return position + after
            }
            // Whether an LF follows the CR the next bytes tell.
            position += index
        }
        return place.upperBound
    }

    /// Reads the rows that start at `start` or after it and before `stop`.
    func read(from start: Int, upTo stop: Int) throws -> Result {
        var walk = Walk(self, start: start, stop: stop)
        let piece = try intakes.read { intake throws(any Error) in try walk.run(&intake) }
        return Result(start: start, end: walk.position, piece: piece)
    }

    private struct Walk {
        let piece: CSVPieceReader
        let stop: Int
        /// Where the next row starts.
        var position: Int
        var line = 1
        var room: [UInt8] = []
        var cells: [Cell] = []
        var writer: RowWriter
        var written: [WrittenRow] = []
        /// Whether the row at hand was refused for its length and its line goes on.
        var isWithinLine = false

        init(_ piece: CSVPieceReader, start: Int, stop: Int) {
            self.piece = piece
            self.stop = stop
            position = start
            writer = RowWriter(
                piece.header.columns, schema: piece.schema, table: piece.table, options: piece.options)
        }

        /// Reads all rows; the number of lines.
        mutating func run(_ intake: inout ProfileIntake) throws -> Int {
            var size = piece.partSize
            let total = piece.source.byteCount
            while position < stop || isWithinLine {
                guard position < total else { break }
                // A piece's last row seldom goes far beyond it.
                let ahead =
                    max(size &- piece.partSize, 0) &+ min(piece.partSize, max(0, stop &- position) &+ 4096)
                let end = min(position &+ ahead, total)
                try piece.source.read(position..<end, into: &room)
                if room.isEmpty { break }
                let isLast = end == total || room.count < end &- position
                let used = takeRows(isLast: isLast)
                take(&intake)
                position &+= used
                if isLast, used == 0 { break }
                size = used == 0 ? size &* 2 : piece.partSize  // Safe: the longest row bounds it.
            }
            return line &- 1
        }

        /// Writes the rows that lie in the room; how many bytes they have.
        private mutating func takeRows(isLast: Bool) -> Int {
            var index = 0
            let text = room
            while index < text.count {
                if isWithinLine {
                    index = passOver(text, from: index, isLast: isLast)
                    if isWithinLine { break }
                    continue
                }
                guard position &+ index < stop else { break }
                let next = takeRow(text, at: index, isLast: isLast)
                if next == index { break }
                index = next
            }
            return index
        }

        /// Passes over the rest of a line that is too long.
        private mutating func passOver(_ text: [UInt8], from start: Int, isLast: Bool) -> Int {
            guard let index = text[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
                if isLast { isWithinLine = false }
                return text.count
            }
            guard let end = RowScanner.afterLineEnd(text.span, index, isLast: isLast) else {
                // A CR that an LF may follow stays for the next part.
                return index
            }
            isWithinLine = false
            return end
        }

        /// Writes a row; where the next one starts, which is here where more bytes must tell.
        private mutating func takeRow(_ text: [UInt8], at index: Int, isLast: Bool) -> Int {
            let scanner = piece.header.scanner
            switch scanner.scan(text.span, from: index, isLast: isLast, into: &cells) {
            case .needsMore: return index
            case .fault(let fault, let end): return refuse(fault, text, end: end, isLast: isLast)
            case .row(let end, let lines):
                // A row of many lines that is not as long as the header most likely has a quote too many or too few.
                if lines > 1, cells.count != piece.header.columns.count,
                    case .fault(_, let first) = scanner.refuse(
                        text.span, from: index, isLast: isLast, .strayQuote)
                {
                    refuse(
                        Message(
                            zh: "引号把连续 \(lines) 行连成了一行，列数与表头不符；引号可能没有闭合",
                            en: "a quote makes one row of \(lines) lines, which does not fit the header; "
                                + "it may not be closed"))
                    return first
                }
                if contains(nul: text, index..<end) {
                    refuse(Message(zh: "含有 NUL 字节", en: "has a NUL byte"))
                    line &+= lines &- 1
                } else {
                    if let row = writer.write(text, index..<end, cells, line: line) { written.append(row) }
                    line &+= lines
                }
                return end
            }
        }

        private func contains(nul text: [UInt8], _ range: Range<Int>) -> Bool {
            text.span.extracting(range).contains(0)
        }

        private mutating func refuse(_ message: Message) {
            written.append(WrittenRow(refused: Finding(.refusal, line: line, message)))
            line &+= 1
        }

        private mutating func refuse(_ fault: RowScanner.Fault, _ text: [UInt8], end: Int, isLast: Bool)
            -> Int
        {
            refuse(fault.message)
            let endsLine = end > 0 && (text[end &- 1] == 0x0A || text[end &- 1] == 0x0D)
            if !endsLine, !isLast { isWithinLine = true }
            return end
        }

        /// Hands what was written over, and names the columns in what is found.
        private mutating func take(_ intake: inout ProfileIntake) {
            let header = piece.header.columns
            let names = ColumnNames(header, piece.schema)
            var negatives = writer.negatives[...]
            intake.take(written, of: &writer.bytes) { finding in
                finding.offsetUTF8 = nil
                guard let field = finding.field else { return }
                if finding.severity == .warning, names.isYearly(field) {
                    while let first = negatives.first, first.line < finding.line { negatives.removeFirst() }
                    if let first = negatives.first, first.line == finding.line {
                        finding.field = header[first.column].header
                        negatives.removeFirst()
                        return
                    }
                }
                finding.field = names.header(of: field)
            }
            written.removeAll(keepingCapacity: true)
            writer.restart()
        }
    }
}

extension Span where Element == UInt8 {
    fileprivate func contains(_ byte: UInt8) -> Bool {
        for index in indices where self[index] == byte { return true }
        return false
    }
}

/// Headers by the paths of fields.
private struct ColumnNames {
    private var headers: [String: String] = [:]
    private var yearly: Set<String> = []

    init(_ columns: [CSVColumn], _ schema: Schema) {
        for column in columns {
            guard let index = column.field else { continue }
            let name = schema.fields[index].name
            if let year = column.year {
                yearly.insert(name)
                headers["\(name).\(year)"] = column.header
            }
            if headers[name] == nil { headers[name] = column.header }
        }
    }

    func isYearly(_ path: String) -> Bool { yearly.contains(path) }

    /// The header of the column that tells a field, a year or an element of it.
    func header(of path: String) -> String {
        if let header = headers[path] { return header }
        let name = path.prefix { $0 != "." && $0 != "[" }
        guard let header = headers[String(name)] else { return path }
        return header + path.dropFirst(name.count)
    }
}
