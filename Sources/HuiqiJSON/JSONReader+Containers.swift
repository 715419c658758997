extension JSONReader {
    /// Enters the object that comes next.
    ///
    /// - Throws: ``JSONError``: `wrongKind`, `tooDeep`, `expectedValue`, `unexpectedEnd`, `outOfPlace`,
    ///   `tooLarge`.
    /// - Complexity: O(white space).
    public mutating func beginObject() throws(JSONError) {
        try begin(.object)
    }

    /// Enters the array that comes next.
    ///
    /// - Throws: As ``beginObject()``.
    /// - Complexity: O(white space).
    public mutating func beginArray() throws(JSONError) {
        try begin(.array)
    }

    private mutating func begin(_ kind: JSONKind) throws(JSONError) {
        let start = try valueStart(kind)
        try cursor.open(object: kind == .object, at: start, maxDepth: limits.maxDepth)
    }

    /// The next key of the object; its value must be read or skipped next.
    ///
    /// Consumes the comma before and the colon after.
    ///
    /// - Returns: nil when the object is closed; the reader is then after it.
    /// - Throws: ``JSONError``: `expectedKey`, `expectedColon`, `expectedComma`, `unexpectedEnd`, the errors of
    ///   ``readString()`` about a string's inside, `outOfPlace` when this is not between the members of an
    ///   object, `tooLarge`.
    /// - Complexity: O(length of the key).
    public mutating func nextKey() throws(JSONError) -> String? {
        guard cursor.isBetweenItems, cursor.nesting.inObject else { throw misplaced() }
        let found = try cursor.key(bytes.span.extracting(range))
        guard let key = found.value else {
            cursor.close(to: found.end)
            return nil
        }
        cursor.enterValue(at: found.end)
        return key
    }

    /// Goes to the next element of the array, which must be read or skipped next.
    ///
    /// Consumes the comma before it.
    ///
    /// - Returns: false when the array is closed; the reader is then after it.
    /// - Throws: ``JSONError``: `expectedValue`, `expectedComma`, `unexpectedEnd`, `outOfPlace` when this is not
    ///   between the elements of an array, `tooLarge`.
    /// - Complexity: O(white space).
    public mutating func nextElement() throws(JSONError) -> Bool {
        guard cursor.isBetweenItems, !cursor.nesting.inObject else { throw misplaced() }
        switch try cursor.item(bytes.span.extracting(range), inObject: false) {
        case .close(let end):
            cursor.close(to: end)
            return false
        case .start(let start):
            cursor.enterValue(at: start)
            return true
        }
    }
}
