extension JSONReader {
    /// Reads the string that comes next, with its escapes replaced.
    ///
    /// - Throws: ``JSONError``: `controlCharacter`, `invalidUTF8`, `invalidEscape`, `loneSurrogate`,
    ///   `wrongKind`, `expectedValue`, `unexpectedEnd`, `outOfPlace`, `tooLarge`.
    /// - Complexity: O(length).
    public mutating func readString() throws(JSONError) -> String {
        let start = try valueStart(.string)
        let found = try scanString(bytes.span.extracting(range), at: start)
        cursor.passValue(to: found.end)
        return found.value
    }

    /// Reads the number that comes next, exactly.
    ///
    /// - Throws: ``JSONError``: `invalidNumber`, `numberTooLong`, `wrongKind`, `expectedValue`,
    ///   `unexpectedEnd`, `outOfPlace`, `tooLarge`.
    /// - Complexity: O(length).
    public mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = try valueStart(.number)
        let found = try scanNumber(bytes.span.extracting(range), at: start)
        cursor.passValue(to: found.end)
        return found.value
    }

    /// Reads the `true` or `false` that comes next.
    ///
    /// - Throws: ``JSONError``: `invalidLiteral`, `wrongKind`, `expectedValue`, `unexpectedEnd`, `outOfPlace`,
    ///   `tooLarge`.
    /// - Complexity: O(white space).
    public mutating func readBool() throws(JSONError) -> Bool {
        let start = try valueStart(.bool)
        let found = try scanBool(bytes.span.extracting(range), at: start)
        cursor.passValue(to: found.end)
        return found.value
    }

    /// Reads the `null` that comes next.
    ///
    /// - Throws: As ``readBool()``.
    /// - Complexity: O(white space).
    public mutating func readNull() throws(JSONError) {
        let start = try valueStart(.null)
        cursor.passValue(to: try scanNull(bytes.span.extracting(range), at: start))
    }

    /// Passes over the value that comes next, whatever it is, with all it contains.
    ///
    /// Refuses exactly what reading it would refuse.
    ///
    /// - Throws: ``JSONError`` for any fault of the value; `outOfPlace` where no value is due, `tooLarge`.
    /// - Complexity: O(length); one bit for each level of nesting.
    public mutating func skipValue() throws(JSONError) {
        guard cursor.phase == .value else { throw misplaced() }
        cursor = try cursorAfterValue()
    }

    private func cursorAfterValue() throws(JSONError) -> Cursor {
        let text = bytes.span.extracting(range)
        var ahead = cursor
        repeat {
            try ahead.skipStep(text, maxDepth: limits.maxDepth)
        } while ahead.nesting.depth > cursor.nesting.depth || ahead.phase == .value
        return ahead
    }

    /// Where the value that comes next starts, which must be of kind `kind`.
    @inline(__always)
    func valueStart(_ kind: JSONKind) throws(JSONError) -> Int {
        guard cursor.phase == .value else { throw misplaced() }
        return try scanStart(of: kind, bytes.span.extracting(range), from: cursor.offset)
    }
}

extension Cursor {
    /// Passes over one scalar, one opening or closing bracket, or one key.
    ///
    /// - Throws: ``JSONError``.
    fileprivate mutating func skipStep(_ text: Span<UInt8>, maxDepth: Int) throws(JSONError) {
        guard phase != .value else { return try skipStart(text, maxDepth: maxDepth) }
        switch try item(text, inObject: nesting.inObject) {
        case .close(let end):
            close(to: end)
        case .start(let start) where nesting.inObject:
            enterValue(at: try scanColon(text, from: try skipString(text, at: start)))
        case .start(let start):
            enterValue(at: start)
        }
    }

    /// Passes over a scalar or an opening bracket.
    private mutating func skipStart(_ text: Span<UInt8>, maxDepth: Int) throws(JSONError) {
        let found = try scanKind(text, from: offset)
        let start = found.end
        switch found.value {
        case .object: try open(object: true, at: start, maxDepth: maxDepth)
        case .array: try open(object: false, at: start, maxDepth: maxDepth)
        case .string: passValue(to: try skipString(text, at: start))
        case .number: passValue(to: try scanNumber(text, at: start).end)
        case .bool: passValue(to: try scanBool(text, at: start).end)
        case .null: passValue(to: try scanNull(text, at: start))
        }
    }
}
