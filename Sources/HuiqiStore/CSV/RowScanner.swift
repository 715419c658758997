import HuiqiModel

/// One cell of a row, as bytes of the text that was scanned.
struct Cell {
    /// Its content, without the quotes around it.
    var range: Range<Int>
    /// Whether quotes in it are doubled.
    var hasDoubledQuotes = false
}

/// Cuts a table into rows and cells as RFC 4180 says, and finds its way back after a row that is not so written.
///
/// A quote opens a cell only at the cell's start. What breaks that rule, or never closes, refuses the line in which the
/// row starts; the next line starts a row. So a quote that was forgotten costs one row, and no byte is looked at more
/// than a few times. Lines end in LF, CRLF or CR.
struct RowScanner {
    /// Comma, semicolon or tab.
    let delimiter: UInt8
    /// The longest row, in bytes.
    var limit = ProfileReader.lineLimit

    /// Why a line is no row.
    enum Fault {
        /// A quote within a cell that does not start with one.
        case strayQuote
        /// Something between a closing quote and the next delimiter.
        case afterQuote
        /// A quoted cell that does not end.
        case unterminated
        /// Longer than the limit.
        case tooLong
    }

    enum Outcome {
        /// A row; `end` is where the next one starts, `lines` how many lines it has.
        case row(end: Int, lines: Int)
        /// One line that is no row.
        case fault(Fault, end: Int)
        /// The text ends before the row does.
        case needsMore
    }

    /// Scans the row that starts at `start`, which is within the text.
    ///
    /// - Parameters:
    ///   - isLast: Whether nothing comes after the text.
    ///   - cells: Gets the cells.
    func scan(_ text: Span<UInt8>, from start: Int, isLast: Bool, into cells: inout [Cell]) -> Outcome {
        cells.removeAll(keepingCapacity: true)
        var index = start
        var lines = 1
        while true {
            if index < text.count, text[index] == 0x22 {
                switch quoted(text, from: index, into: &cells, lines: &lines) {
                case .success(let end): index = end
                case .failure(.unterminated) where text.count &- start <= limit:
                    if !isLast { return .needsMore }
                    return refuse(text, from: start, isLast: isLast, .unterminated)
                case .failure(let fault):
                    return refuse(
                        text, from: start, isLast: isLast, fault == .unterminated ? .tooLong : fault)
                }
            } else {
                let first = index
                while index < text.count {
                    let byte = text[index]
                    if byte == delimiter || byte == 0x0A || byte == 0x0D || byte == 0x22 { break }
                    index &+= 1
                }
                if index < text.count, text[index] == 0x22 {
                    return refuse(text, from: start, isLast: isLast, .strayQuote)
                }
                cells.append(Cell(range: first..<index))
            }
            if index >= text.count {
                if !isLast {
                    return index &- start > limit
                        ? refuse(text, from: start, isLast: false, .tooLong) : .needsMore
                }
                return index &- start > limit ? .fault(.tooLong, end: index) : .row(end: index, lines: lines)
            }
            if text[index] == delimiter {
                index &+= 1
                continue
            }
            guard let end = Self.afterLineEnd(text, index, isLast: isLast) else { return .needsMore }
            if end &- start > limit { return refuse(text, from: start, isLast: isLast, .tooLong) }
            return .row(end: end, lines: lines)
        }
    }

    private enum Quoted {
        case success(Int)
        case failure(Fault)
    }

    /// Reads the quoted cell at `open`; the offset after its closing quote, where a delimiter or the line's end is.
    private func quoted(
        _ text: Span<UInt8>, from open: Int, into cells: inout [Cell], lines: inout Int
    ) -> Quoted {
        var cell = Cell(range: open..<open)
        var index = open &+ 1
        let end = min(text.count, open &+ limit &+ 2)
        while index < end {
            let byte = text[index]
            if byte == 0x22 {
                if index &+ 1 < text.count, text[index &+ 1] == 0x22 {
                    cell.hasDoubledQuotes = true
                    index &+= 2
                    continue
                }
                cell.range = (open &+ 1)..<index
                cells.append(cell)
                index &+= 1
                guard index < text.count else { return .success(index) }
                let next = text[index]
                return next == delimiter || next == 0x0A || next == 0x0D
                    ? .success(index) : .failure(.afterQuote)
            }
            if byte == 0x0A || byte == 0x0D && !(index &+ 1 < text.count && text[index &+ 1] == 0x0A) {
                lines &+= 1
            }
            index &+= 1
        }
        return .failure(.unterminated)
    }

    /// Passes over the line of a fault.
    func refuse(_ text: Span<UInt8>, from start: Int, isLast: Bool, _ fault: Fault) -> Outcome {
        var index = start
        while index < text.count, text[index] != 0x0A, text[index] != 0x0D { index &+= 1 }
        if let end = Self.afterLineEnd(text, index, isLast: isLast) { return .fault(fault, end: end) }
        // A line that is too long by itself is passed over in parts; a CR is kept for the LF after it.
        return text.count &- start > limit ? .fault(.tooLong, end: index) : .needsMore
    }

    /// The offset after the line end at `index`; nil where more bytes must tell.
    static func afterLineEnd(_ text: Span<UInt8>, _ index: Int, isLast: Bool) -> Int? {
        guard index < text.count else { return isLast ? index : nil }
        if text[index] == 0x0A { return index &+ 1 }
        guard index &+ 1 < text.count else { return isLast ? index &+ 1 : nil }
        return text[index &+ 1] == 0x0A ? index &+ 2 : index &+ 1
    }
}

extension RowScanner.Fault {
    /// What a person is told.
    var message: Message {
        switch self {
        case .strayQuote:
            Message(
                zh: "单元格中间有引号；含引号的单元格须整个用引号括起，其中的引号写作两个",
                en: "a quote within a cell; put the whole cell in quotes and double those within")
        case .afterQuote:
            Message(
                zh: "右引号之后还有内容；单元格中的引号须写作两个",
                en: "something after a closing quote; quotes within a cell must be doubled")
        case .unterminated: Message(zh: "引号没有闭合", en: "a quoted cell does not end")
        case .tooLong:
            Message(
                zh: "一行超过 \(ProfileReader.lineLimit >> 10) KB，或引号没有闭合",
                en: "a row is over \(ProfileReader.lineLimit >> 10) KB, or a quoted cell does not end")
        }
    }
}
