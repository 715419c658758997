/// Where a reader stands; all that a call changes.
struct Cursor {
    /// What may come next.
    enum Phase {
        /// A value: at the start, after a key, after ``JSONReader/nextElement()`` said yes.
        case value
        /// The first key or element, or the closing bracket.
        case opened
        /// A comma or the closing bracket; outside all brackets, the end.
        case after
        /// Nothing: the range is too long.
        case refused
    }

    /// What ``item(_:inObject:)`` found.
    enum Item {
        /// A key or an element starts at this offset.
        case start(Int)
        /// The closing bracket ends before this offset.
        case close(Int)
    }

    /// The next unread byte.
    var offset = 0
    var phase = Phase.value
    var nesting = Nesting()

    /// Whether a key or an element may come next.
    var isBetweenItems: Bool { nesting.depth > 0 && (phase == .opened || phase == .after) }

    /// Finds the next key or element, or the end, of the innermost open bracket.
    ///
    /// - Parameter inObject: What ``Nesting/inObject`` says; a constant at hot calls.
    /// - Throws: ``JSONError``: `expectedComma`, `expectedKey`, `expectedValue`, `unexpectedEnd`.
    /// - Complexity: O(white space).
    @inline(__always)
    func item(_ text: Span<UInt8>, inObject: Bool) throws(JSONError) -> Item {
        var index = skipSpace(text, from: offset)
        guard index < text.count else { throw JSONError(.unexpectedEnd, at: text.count) }
        if text[index] == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return .close(index &+ 1) }
        if phase == .after {
            guard text[index] == UInt8(ascii: ",") else { throw JSONError(.expectedComma, at: index) }
            index = skipSpace(text, from: index &+ 1)  // Safe: index < count.
            guard index < text.count else { throw JSONError(.unexpectedEnd, at: text.count) }
        }
        if inObject {
            guard text[index] == UInt8(ascii: "\"") else { throw JSONError(.expectedKey, at: index) }
        } else {
            guard JSONKind(firstByte: text[index]) != nil else { throw JSONError(.expectedValue, at: index) }
        }
        return .start(index)
    }

    /// Reads the next key of an object and the colon after it.
    ///
    /// - Returns: The key and the offset of what follows the colon; or nil and the offset after the closing
    ///   bracket.
    /// - Throws: ``JSONError``.
    /// - Complexity: O(length).
    @inline(__always)
    func key(_ text: Span<UInt8>) throws(JSONError) -> Scanned<String?> {
        switch try item(text, inObject: true) {
        case .close(let end):
            return Scanned(value: nil, end: end)
        case .start(let start):
            let key = try scanString(text, at: start)
            return Scanned(value: key.value, end: try scanColon(text, from: key.end))
        }
    }

    /// Enters the bracket at `start`.
    ///
    /// - Throws: ``JSONError``: `tooDeep`.
    mutating func open(object: Bool, at start: Int, maxDepth: Int) throws(JSONError) {
        guard nesting.depth < maxDepth else { throw JSONError(.tooDeep, at: start) }
        nesting.push(object: object)
        offset = start &+ 1  // Safe: start < count.
        phase = .opened
    }

    /// Leaves the innermost bracket, whose closing ends before `end`.
    mutating func close(to end: Int) {
        nesting.pop()
        passValue(to: end)
    }

    /// Has read what comes before a value.
    @inline(__always)
    mutating func enterValue(at start: Int) {
        offset = start
        phase = .value
    }

    /// Has read a value that ends before `end`.
    @inline(__always)
    mutating func passValue(to end: Int) {
        offset = end
        phase = .after
    }
}
