/// References to characters that scraped pages keep: `&nbsp;`, `&ldquo;`, `&#8220;`, also escaped twice (`&amp;nbsp;`).
enum CharacterReference {
    /// The names that Chinese pages use; others stay as they are.
    private static let names: [(name: StaticString, scalar: Unicode.Scalar)] = [
        ("nbsp", "\u{A0}"), ("ensp", "\u{2002}"), ("emsp", "\u{2003}"), ("thinsp", "\u{2009}"), ("amp", "&"),
        ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("ldquo", "“"), ("rdquo", "”"),
        ("lsquo", "‘"), ("rsquo", "’"), ("mdash", "—"), ("ndash", "–"), ("minus", "−"), ("middot", "·"),
        ("bull", "•"), ("hellip", "…"), ("times", "×"), ("yen", "¥"), ("le", "≤"), ("ge", "≥"),
        ("permil", "‰"), ("deg", "°"), ("laquo", "«"), ("raquo", "»"), ("lang", "〈"), ("rang", "〉"),
    ]

    /// Reads a reference, of at most 16 bytes and of any number of `amp;` before its name.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - start: Where `&` stands.
    /// - Returns: The character and the place behind the reference; nil where none starts here.
    static func parse(_ bytes: [UInt8], at start: Int) -> (scalar: Unicode.Scalar, end: Int)? {
        var at = start + 1
        while bytes[at...].starts(with: "amp;".utf8) { at += 4 }
        let isEscaped = at > start + 1
        let name = bytes[at...].prefix(10).prefix { $0 != UInt8(ascii: ";") }
        let end = at + name.count + 1
        if end <= bytes.count, bytes[end - 1] == UInt8(ascii: ";"), let scalar = scalar(name) {
            return (scalar, end)
        }
        return isEscaped ? ("&", at) : nil
    }

    private static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard name.first == UInt8(ascii: "#") else {
            return names.first { name.elementsEqual($0.name.description.utf8) }?.scalar
        }
        let digits = String(decoding: name.dropFirst(), as: UTF8.self)
        let value =
            digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
        guard let value, value >= 0x20 else { return nil }
        return Unicode.Scalar(value)
    }
}
