/// What was found in the text, and the offset after it.
struct Scanned<Value> {
    let value: Value
    let end: Int
}

/// The offset of the first byte from `start` on that is not white space, or the count.
@inline(__always)
func skipSpace(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count {
        switch text[index] {
        case 0x20, 0x0A, 0x0D, 0x09: index &+= 1  // Safe: index < count.
        default: return index
        }
    }
    return index
}

/// The kind of the value that comes after `offset`, and where it starts.
///
/// - Throws: ``JSONError``: `expectedValue`, `unexpectedEnd`.
@inline(__always)
func scanKind(_ text: Span<UInt8>, from offset: Int) throws(JSONError) -> Scanned<JSONKind> {
    let start = skipSpace(text, from: offset)
    guard start < text.count else { throw JSONError(.unexpectedEnd, at: start) }
    guard let kind = JSONKind(firstByte: text[start]) else { throw JSONError(.expectedValue, at: start) }
    return Scanned(value: kind, end: start)
}

/// Where the value that comes after `offset` starts, which must be of kind `expected`.
///
/// - Throws: ``JSONError``: `wrongKind`, `expectedValue`, `unexpectedEnd`.
@inline(__always)
func scanStart(of expected: JSONKind, _ text: Span<UInt8>, from offset: Int) throws(JSONError) -> Int {
    let found = try scanKind(text, from: offset)
    guard found.value == expected else {
        throw JSONError(.wrongKind(expected: expected, found: found.value), at: found.end)
    }
    return found.end
}

/// The offset after the colon that comes after `start`.
///
/// - Throws: ``JSONError``: `expectedColon`, `unexpectedEnd`.
@inline(__always)
func scanColon(_ text: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
    let index = skipSpace(text, from: start)
    guard index < text.count else { throw JSONError(.unexpectedEnd, at: text.count) }
    guard text[index] == UInt8(ascii: ":") else { throw JSONError(.expectedColon, at: index) }
    return index &+ 1  // Safe: index < count.
}

/// Reads the `true` or `false` whose first letter is at `start`.
///
/// - Throws: ``JSONError``: `invalidLiteral`, `unexpectedEnd`.
func scanBool(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Scanned<Bool> {
    let value = text[start] == UInt8(ascii: "t")
    return Scanned(value: value, end: try scanWord(value ? "true" : "false", text, at: start))
}

/// The offset after the `null` whose first letter is at `start`.
///
/// - Throws: ``JSONError``: `invalidLiteral`, `unexpectedEnd`.
func scanNull(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
    try scanWord("null", text, at: start)
}

private func scanWord(_ word: String, _ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
    var index = start
    for letter in word.utf8 {
        guard index < text.count else { throw JSONError(.unexpectedEnd, at: text.count) }
        guard text[index] == letter else { throw JSONError(.invalidLiteral, at: start) }
        index &+= 1  // Safe: index < count.
    }
    return index
}
