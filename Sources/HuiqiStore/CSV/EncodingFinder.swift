import HuiqiLogic
import HuiqiModel
import HuiqiText

/// Finds out how the bytes of a table are to be read, by all of them: UTF-8 if they are, else GB 18030 if they are.
///
/// A text in GB 18030 is UTF-8 by chance only if it is very short; nothing is taken for either on the word of a part.
struct EncodingFinder<Source: ByteSource> {
    let source: Source
    let threads: Int
    var pieceSize = 4 << 20

    struct Found {
        let encoding: CSVEncoding
        /// Where the text begins, behind a byte order mark.
        let start: Int
        /// The table of GB 18030 where it is needed.
        let table: GB18030?
    }

    /// - Parameter said: The encoding that the caller knows.
    /// - Throws: ``CSVRefusal`` with line and offset of the first byte that does not fit, and what the source throws.
    func find(_ said: CSVEncoding?) throws -> Found {
        var room: [UInt8] = []
        try source.read(0..<min(4, source.byteCount), into: &room)
        if room.starts(with: [0xFF, 0xFE]) || room.starts(with: [0xFE, 0xFF]) {
            throw CSVRefusal(
                line: 1, offset: 0, zh: "文件是 UTF-16 编码；请另存为“CSV UTF-8”",
                en: "the file is UTF-16; save it as CSV UTF-8")
        }
        if room == [0x50, 0x4B, 0x03, 0x04] || room == [0xD0, 0xCF, 0x11, 0xE0] {
            throw CSVRefusal(
                zh: "这是工作簿（xlsx 或 xls），不是 CSV；请另存为“CSV UTF-8”，或用 Python 包的 put_profiles_xlsx",
                en:
                    "this is a workbook and no CSV; save it as CSV UTF-8, or use put_profiles_xlsx of the Python package"
            )
        }
        let hasMark = room.starts(with: [0xEF, 0xBB, 0xBF])
        if said != .gb18030 || hasMark {
            guard let fault = try firstFault({ Self.checkUTF8($0, isLast: $1) }) else {
                return Found(encoding: .utf8, start: hasMark ? 3 : 0, table: nil)
            }
            if hasMark || said == .utf8 { throw try refusal(at: fault, zh: "不是 UTF-8", en: "is no UTF-8") }
        }
        let table = try GB18030.table()
        guard
            let fault = try firstFault({ table.check($0, isLast: $1, allowsPrivate: said == .gb18030) })
        else { return Found(encoding: .gb18030, start: 0, table: table) }
        if said == .gb18030 { throw try refusal(at: fault, zh: "不是 GB18030", en: "is no GB 18030") }
        throw try refusal(
            at: fault, zh: "既不是 UTF-8 也不是 GB18030；请用 --encoding 说明，或另存为“CSV UTF-8”",
            en: "is neither UTF-8 nor GB 18030; say the encoding, or save the file as CSV UTF-8")
    }

    /// The offset of the first byte that does not fit.
    ///
    /// Pieces begin and end behind a line feed, which is no part of a longer character in either encoding.
    private func firstFault(_ check: @escaping @Sendable (Span<UInt8>, Bool) -> (fault: Int?, read: Int))
        throws
        -> Int?
    {
        let total = max(0, source.byteCount)
        let count = total / pieceSize + (total % pieceSize == 0 ? 0 : 1)
        let results = Slots<Result<Int?, any Error>>(count: count)
        Workers.run(pieces: count, threads: threads) { index in
            results.set(index, Result { try self.firstFault(inPiece: index, check) })
        }
        for case .some(let result) in results.values { if let fault = try result.get() { return fault } }
        return nil
    }

    private func firstFault(
        inPiece index: Int, _ check: @Sendable (Span<UInt8>, Bool) -> (fault: Int?, read: Int)
    ) throws -> Int? {
        let size = 256 << 10
        let total = source.byteCount
        // A piece of what starts behind the first feed at or after its first byte but one, up to that of the next.
        let last = min((index + 1) * pieceSize, total)
        var room: [UInt8] = []
        var position = index * pieceSize
        var isWithinLine = index > 0
        if isWithinLine { position -= 1 }
        while position < total {
            try source.read(position..<min(position + size, total), into: &room)
            if room.isEmpty { return nil }
            if isWithinLine {
                guard let feed = room.firstIndex(of: 0x0A) else {
                    position += room.count
                    if position >= last { return nil }
                    continue
                }
                isWithinLine = false
                position += feed + 1
                if position >= last { return nil }
                room.removeFirst(feed + 1)
            }
            // The piece ends behind the first feed at or after its last byte.
            var end = room.count
            if position + end >= last, let feed = room[max(0, last - 1 - position)...].firstIndex(of: 0x0A) {
                end = feed + 1
            }
            let isLast = end < room.count || position + end >= total
            let (fault, read) = check(room.span.extracting(0..<end), isLast)
            if let fault { return position + fault }
            position += isLast ? end : max(1, read)
            if isLast { return nil }
        }
        return nil
    }

    private static func checkUTF8(_ text: Span<UInt8>, isLast: Bool) -> (fault: Int?, read: Int) {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text)
            return (nil, text.count)
        } catch {
            let start = error.byteOffsets.lowerBound
            // The last character may go on in the next part.
            if !isLast, text.count - start < 4, error.kind == .truncatedScalar { return (nil, start) }
            return (start, start)
        }
    }

    private func refusal(at offset: Int, zh: String, en: String) throws -> CSVRefusal {
        var line = 1
        var isReturn = false
        var position = 0
        var room: [UInt8] = []
        while position < offset {
            try source.read(position..<min(position + 256 << 10, offset), into: &room)
            if room.isEmpty { break }
            for byte in room {
                if byte == 0x0A ? !isReturn : byte == 0x0D { line += 1 }
                isReturn = byte == 0x0D
            }
            position += room.count
        }
        return CSVRefusal(
            line: line, offset: offset, zh: "文件此处\(zh)", en: "the file here \(en)")
    }
}

extension GB18030 {
    /// The first fault of a part, and how much of the part is whole characters.
    fileprivate func check(_ text: Span<UInt8>, isLast: Bool, allowsPrivate: Bool) -> (fault: Int?, read: Int)
    {
        guard let fault = firstFault(text, allowsPrivate: allowsPrivate) else { return (nil, text.count) }
        // The last character may go on in the next part.
        if !isLast, text.count - fault < 4 { return (nil, fault) }
        return (fault, fault)
    }
}
