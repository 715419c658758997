/// The lines of a buffer of JSON lines, one document a line.
///
/// A line ends at LF or CRLF; the last may lack it. Lines of nothing but white space are left out but counted.
/// A UTF-8 byte order mark at the very start of the array is left out too.
///
/// - Complexity: O(bytes) for the whole walk; no copy of the bytes.
public struct JSONLines: Sequence, Sendable {
    /// A line: its number, and its bytes without the line end, as offsets in the whole array.
    public typealias Element = (line: Int, range: Range<Int>)

    private let bytes: [UInt8]
    private let range: Range<Int>
    private let firstLine: Int
    private let skipsMark: Bool

    /// The lines of `range`.
    ///
    /// - Parameters:
    ///   - bytes: Held, not copied.
    ///   - range: Cut to the array's bounds. nil is the whole array.
    ///   - firstLine: The number of the first line, for a range that starts further down in a file.
    ///   - skipsMark: Whether a byte order mark at the start of the array is left out.
    /// - Complexity: O(1).
    public init(_ bytes: [UInt8], in range: Range<Int>? = nil, firstLine: Int = 1, skipsMark: Bool = true) {
        let all = 0..<bytes.count
        self.bytes = bytes
        self.range = range?.clamped(to: all) ?? all
        self.firstLine = firstLine
        self.skipsMark = skipsMark
    }

    /// An iterator at the first line.
    public func makeIterator() -> Iterator {
        Iterator(bytes, range, firstLine, skipsMark)
    }

    /// Walks the lines in order.
    public struct Iterator: IteratorProtocol, Sendable {
        private let bytes: [UInt8]
        private let end: Int
        private var position: Int
        /// The number of the line that comes next, blank or not; after the last one of the line that would.
        public private(set) var line: Int

        init(_ bytes: [UInt8], _ range: Range<Int>, _ firstLine: Int, _ skipsMark: Bool) {
            self.bytes = bytes
            end = range.upperBound
            position = range.lowerBound
            line = firstLine
            let hasMark =
                skipsMark && position == 0 && end >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB
                && bytes[2] == 0xBF
            if hasMark { position = 3 }
        }

        /// The next line that is not blank, or nil after the last.
        ///
        /// - Complexity: O(its length, and that of the blank lines before it).
        public mutating func next() -> Element? {
            while position < end {
                let start = position
                let number = line
                let content = scanLine(bytes.span.extracting(0..<end), from: start)
                position = content.end
                line &+= 1  // Safe: only a caller's firstLine near the largest Int can wrap.
                if let range = content.value { return (number, range) }
            }
            return nil
        }
    }
}

/// The line that starts at `start`: its content, nil if that is only white space, and the start of the next.
private func scanLine(_ text: Span<UInt8>, from start: Int) -> Scanned<Range<Int>?> {
    let feed = indexOfLineFeed(text, from: start)
    let next = feed < text.count ? feed &+ 1 : feed
    let line = text.extracting(start..<feed)
    guard skipSpace(line, from: 0) < line.count else { return Scanned(value: nil, end: next) }
    let hasReturn = line[line.count &- 1] == UInt8(ascii: "\r")  // Safe: the line is not empty.
    return Scanned(value: start..<(hasReturn ? feed &- 1 : feed), end: next)
}

/// The offset of the first LF from `start` on, or the count.
private func indexOfLineFeed(_ text: Span<UInt8>, from start: Int) -> Int {
    var rest = text.extracting(droppingFirst: start)
    while let word = Word(rest) {
        let mask = word.mask(of: UInt8(ascii: "\n"))
        // Safe: the rest is a part of the text, and the word of the rest.
        if mask != 0 { return text.count &- rest.count &+ Word.first(mask) }
        rest = rest.extracting(droppingFirst: Word.size)
    }
    var index = text.count &- rest.count
    while index < text.count, text[index] != UInt8(ascii: "\n") { index &+= 1 }  // Safe: index < count.
    return index
}
