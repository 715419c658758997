/// The bytes of a string's body with its escapes replaced; UTF-8 if the body is.
///
/// - Parameters:
///   - text: The whole range.
///   - body: The offsets between the quotes.
/// - Throws: ``JSONError``: `invalidEscape`, `loneSurrogate`.
/// - Complexity: O(length of the body).
func unescaped(_ text: Span<UInt8>, _ body: Range<Int>) throws(JSONError) -> [UInt8] {
    let source = text.extracting(0..<body.upperBound)
    var result: [UInt8] = []
    result.reserveCapacity(body.count)
    var index = body.lowerBound
    while index < source.count {
        let byte = source[index]
        if byte == UInt8(ascii: "\\") {
            let scalar = try scanEscape(source, &index)
            for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { result.append(unit) }
        } else {
            result.append(byte)
            index &+= 1  // Safe: index < count.
        }
    }
    return result
}

/// Reads the escape whose `\` is at `index`, and moves `index` after it.
private func scanEscape(_ source: Span<UInt8>, _ index: inout Int) throws(JSONError) -> Unicode.Scalar {
    let start = index
    guard index &+ 1 < source.count else { throw JSONError(.invalidEscape, at: start) }
    let letter = source[index &+ 1]
    index &+= 2  // Safe: at most count.
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw JSONError(.invalidEscape, at: start)
    }
    guard let unit = hexUnit(source, at: index) else { throw JSONError(.invalidEscape, at: start) }
    index &+= 4
    if let scalar = Unicode.Scalar(unit) { return scalar }

    // A surrogate: the first half must be followed at once by an escape of the second.
    guard UTF16.isLeadSurrogate(unit), index &+ 1 < source.count,
        source[index] == UInt8(ascii: "\\"), source[index &+ 1] == UInt8(ascii: "u"),
        let second = hexUnit(source, at: index &+ 2), UTF16.isTrailSurrogate(second)
    else { throw JSONError(.loneSurrogate, at: start) }
    index &+= 6
    return UTF16.decode(UTF16.EncodedScalar([unit, second]))
}

/// The four hexadecimal digits at `start`, or nil if they are not all there.
private func hexUnit(_ source: Span<UInt8>, at start: Int) -> UInt16? {
    guard start &+ 4 <= source.count else { return nil }
    var unit: UInt16 = 0
    for offset in 0..<4 {
        let byte = source[start &+ offset]
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte &- UInt8(ascii: "A") &+ 10
        default: return nil
        }
        unit = unit &<< 4 | UInt16(digit)
    }
    return unit
}
