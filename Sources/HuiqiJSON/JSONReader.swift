/// What a reader accepts.
public struct JSONLimits: Equatable, Sendable {
    /// The most objects and arrays inside one another; `[[1]]` has 2.
    public var maxDepth = 64
    /// The most bytes in the range of one reader.
    public var maxBytes = 16 << 20

    /// - Parameters:
    ///   - maxDepth: See ``maxDepth``. Below 0 counts as 0.
    ///   - maxBytes: See ``maxBytes``. Below 0 counts as 0.
    public init(maxDepth: Int = 64, maxBytes: Int = 16 << 20) {
        self.maxDepth = maxDepth
        self.maxBytes = maxBytes
    }
}

/// Reads one JSON document (RFC 8259, nothing more) by pulling values in the order they are written.
///
/// ```swift
/// var reader = JSONReader(bytes)
/// try reader.beginObject()
/// while let key = try reader.nextKey() {
///     switch key {
///     case "name": name = try reader.readString()
///     default: try reader.skipValue()
///     }
/// }
/// try reader.finish()
/// ```
///
/// A call that throws leaves the reader where it was: after ``JSONError/Reason/wrongKind(expected:found:)`` the
/// value can still be read otherwise or skipped, and any other error comes again. No bytes and no order of
/// calls trap. Keys are handed out as written, repeated ones too: whoever reads decides about them. A byte
/// order mark is not white space.
///
/// The reader allocates nothing for itself up to 64 levels of nesting, and does not recurse.
public struct JSONReader: Sendable {
    let bytes: [UInt8]
    var range: Range<Int>
    let limits: JSONLimits
    var cursor = Cursor()

    /// A reader at the start of `range`.
    ///
    /// - Parameters:
    ///   - bytes: Held, not copied.
    ///   - range: Where the document lies; cut to the array's bounds. nil is the whole array.
    ///   - limits: A range longer than `maxBytes` makes every call throw `tooLarge`.
    /// - Complexity: O(1).
    public init(_ bytes: [UInt8], in range: Range<Int>? = nil, limits: JSONLimits = JSONLimits()) {
        self.bytes = bytes
        self.limits = limits
        self.range = 0..<0
        restart(in: range)
    }

    /// Goes to the start of another document in the same array.
    ///
    /// For many short documents this saves the reference counting of a new reader each, which threads that share
    /// one array would wait for.
    ///
    /// - Parameter range: As in ``init(_:in:limits:)``.
    /// - Complexity: O(1).
    public mutating func restart(in range: Range<Int>? = nil) {
        let all = 0..<bytes.count
        self.range = range?.clamped(to: all) ?? all
        cursor.offset = 0
        cursor.nesting.removeAll()
        cursor.phase = self.range.count <= max(0, limits.maxBytes) ? .value : .refused
    }

    /// The next unread byte, from the start of the range.
    public var offset: Int { cursor.offset }

    /// The kind of the value that comes next; consumes only white space.
    ///
    /// - Throws: ``JSONError``: `expectedValue`, `unexpectedEnd`, `outOfPlace`, `tooLarge`.
    /// - Complexity: O(white space).
    public mutating func peekKind() throws(JSONError) -> JSONKind {
        guard cursor.phase == .value else { throw misplaced() }
        let found = try scanKind(bytes.span.extracting(range), from: cursor.offset)
        cursor.offset = found.end
        return found.value
    }

    /// Checks that the document has been read to its end and that only white space is left.
    ///
    /// - Throws: ``JSONError``: `trailingBytes`, `outOfPlace` where something of the document is unread,
    ///   `tooLarge`.
    /// - Complexity: O(white space).
    public mutating func finish() throws(JSONError) {
        guard cursor.phase == .after, cursor.nesting.depth == 0 else { throw misplaced() }
        let end = skipSpace(bytes.span.extracting(range), from: cursor.offset)
        guard end == range.count else { throw JSONError(.trailingBytes, at: end) }
        cursor.offset = end
    }

    /// The error of a call that does not fit the phase.
    func misplaced() -> JSONError {
        cursor.phase == .refused
            ? JSONError(.tooLarge, at: max(0, limits.maxBytes)) : JSONError(.outOfPlace, at: cursor.offset)
    }
}
