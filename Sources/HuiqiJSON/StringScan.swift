/// Reads the string whose opening quote is at `open`, with its escapes replaced.
///
/// - Throws: ``JSONError``: `controlCharacter`, `invalidUTF8`, `invalidEscape`, `loneSurrogate`,
///   `unexpectedEnd`.
/// - Complexity: O(length of the token).
@inline(__always)
func scanString(_ text: Span<UInt8>, at open: Int) throws(JSONError) -> Scanned<String> {
    let body = try scanBody(text, at: open)
    return Scanned(value: try stringValue(text, body), end: body.end)
}

/// The string between the quotes.
///
/// - Throws: ``JSONError``: `invalidUTF8`, `invalidEscape`, `loneSurrogate`.
func stringValue(_ text: Span<UInt8>, _ body: StringBody) throws(JSONError) -> String {
    if body.hasEscapes {
        try checkUTF8(text, body.range)
        return String(decoding: try unescaped(text, body.range), as: UTF8.self)
    }
    do throws(UTF8.ValidationError) {
        return String(copying: try UTF8Span(validating: text.extracting(body.range)))
    } catch {
        throw invalidUTF8(error, body.range)
    }
}

/// Checks all that ``scanString(_:at:)`` checks, and makes no string.
///
/// - Returns: The offset after the closing quote.
/// - Complexity: O(length of the token).
func skipString(_ text: Span<UInt8>, at open: Int) throws(JSONError) -> Int {
    let body = try scanBody(text, at: open)
    try checkUTF8(text, body.range)
    if body.hasEscapes { _ = try unescaped(text, body.range) }
    return body.end
}

/// The offsets between the quotes of a string, and whether there is a `\` in it.
struct StringBody {
    let range: Range<Int>
    let hasEscapes: Bool
    /// The offset after the closing quote.
    var end: Int { range.upperBound &+ 1 }  // Safe: the closing quote is inside the text.
}

/// Finds the end of the string whose opening quote is at `open`; looks at neither UTF-8 nor escapes.
///
/// - Throws: ``JSONError``: `controlCharacter`, `unexpectedEnd`.
@inline(__always)
func scanBody(_ text: Span<UInt8>, at open: Int) throws(JSONError) -> StringBody {
    let start = open &+ 1  // Safe: offsets are at most count, here and below.
    var index = start
    var hasEscapes = false
    while true {
        index = indexOfSpecial(text, from: index)
        guard index < text.count else { throw JSONError(.unexpectedEnd, at: text.count) }
        switch text[index] {
        case UInt8(ascii: "\""): return StringBody(range: start..<index, hasEscapes: hasEscapes)
        case UInt8(ascii: "\\"):
            hasEscapes = true
            index &+= 2
        default: throw JSONError(.controlCharacter, at: index)
        }
    }
}

/// The offset of the first quote, `\` or control character from `start` on, or the count.
@inline(__always)
func indexOfSpecial(_ text: Span<UInt8>, from start: Int) -> Int {
    var rest = text.extracting(droppingFirst: start)
    while let word = Word(rest) {
        let mask = word.mask(of: UInt8(ascii: "\"")) | word.mask(of: UInt8(ascii: "\\")) | word.maskOfControls
        // Safe: the rest is a part of the text, and the word of the rest.
        if mask != 0 { return text.count &- rest.count &+ Word.first(mask) }
        rest = rest.extracting(droppingFirst: Word.size)
    }
    var index = text.count &- rest.count
    while index < text.count {
        let byte = text[index]
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
        index &+= 1
    }
    return index
}

private func checkUTF8(_ text: Span<UInt8>, _ body: Range<Int>) throws(JSONError) {
    do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: text.extracting(body))
    } catch {
        throw invalidUTF8(error, body)
    }
}

private func invalidUTF8(_ error: UTF8.ValidationError, _ body: Range<Int>) -> JSONError {
    JSONError(.invalidUTF8, at: body.lowerBound &+ error.byteOffsets.lowerBound)  // Safe: inside the body.
}
