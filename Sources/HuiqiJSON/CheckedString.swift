/// Finds the end of the string whose opening quote is at `open`, and checks its UTF-8; looks at no escapes.
///
/// - Throws: ``NotPlain`` where ``scanString(_:at:)`` would throw for the end, a control character or UTF-8.
/// - Complexity: O(length of the token), eight ASCII bytes or six bytes of Chinese at a time.
@inline(__always)
func scanChecked(_ text: Span<UInt8>, at open: Int) throws(NotPlain) -> StringBody {
    let start = open &+ 1  // Safe: offsets are at most count and a few, here and below.
    var index = start
    var hasEscapes = false
    while true {
        guard index < text.count else { throw NotPlain() }
        if let word = Word(text.extracting(droppingFirst: index)) {
            let mask =
                word.mask(of: UInt8(ascii: "\"")) | word.mask(of: UInt8(ascii: "\\"))
                | word.maskOfControls | word.maskOfHigh
            if mask == 0 {
                index &+= Word.size
                continue
            }
            index &+= Word.first(mask)
        }
        let byte = text[index]
        switch byte {
        case 0x80...:
            index = try passNonASCII(text, from: index)
        case UInt8(ascii: "\""):
            return StringBody(range: start..<index, hasEscapes: hasEscapes)
        case UInt8(ascii: "\\"):
            // What follows is one ASCII character or no escape, which is told when the escapes are replaced.
            hasEscapes = true
            index &+= 2
        case ..<0x20:
            throw NotPlain()
        default:
            index &+= 1
        }
    }
}

/// The offset of the first ASCII byte after the characters that start at `start`, or the count.
@inline(__always)
private func passNonASCII(_ text: Span<UInt8>, from start: Int) throws(NotPlain) -> Int {
    var index = start
    while index < text.count, text[index] >= 0x80 {
        if let word = Word(text.extracting(droppingFirst: index)), word.startsWithTwoPlainTriples {
            index &+= 6
            continue
        }
        index &+= try sequenceLength(text, at: index)
    }
    return index
}

/// The length of the UTF-8 sequence whose first byte, not ASCII, is at `index` (Unicode, table 3-7).
private func sequenceLength(_ text: Span<UInt8>, at index: Int) throws(NotPlain) -> Int {
    let length: Int
    let second: ClosedRange<UInt8>
    switch text[index] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw NotPlain()
    }
    guard length <= text.count &- index, second.contains(text[index &+ 1]) else { throw NotPlain() }
    for offset in 2..<max(2, length) where text[index &+ offset] & 0xC0 != 0x80 { throw NotPlain() }
    return length
}

extension Word {
    /// The mask of the bytes that are not ASCII.
    @inline(__always)
    fileprivate var maskOfHigh: UInt64 { bits & 0x8080_8080_8080_8080 }

    /// Whether two sequences of three bytes come first, whose first bytes allow any second (not E0, ED).
    @inline(__always)
    fileprivate var startsWithTwoPlainTriples: Bool {
        guard bits & 0x0000_C0C0_F0C0_C0F0 == 0x0000_8080_E080_80E0 else { return false }
        let one = bits & 0x0F
        let other = bits &>> 24 & 0x0F
        return one != 0 && one != 0x0D && other != 0 && other != 0x0D
    }
}
