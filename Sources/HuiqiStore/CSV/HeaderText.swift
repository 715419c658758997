/// The text of a header, taken apart: `2023年营业收入（万元）` is 营业收入, 2023, 万元.
struct HeaderText {
    /// The header in half width and small letters, without spaces.
    let folded: String
    /// What is left without the brackets at its end.
    private(set) var base: String
    /// Contents of the brackets at its end, the last first.
    private(set) var brackets: [String] = []

    init(_ text: String) {
        folded = Self.fold(text)
        base = folded
        while let content = Self.takeBracket(&base) { brackets.append(content) }
    }

    /// Half width, small letters, no spaces; `【[` are `(`.
    static func fold(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            var value = scalar.value
            switch value {
            case 0x09...0x0D, 0x20, 0xA0, 0x3000, 0xFEFF, 0x200B: continue
            case 0xFF01...0xFF5E: value -= 0xFEE0
            default: break
            }
            switch value {
            case 0x41...0x5A: value += 0x20
            case 0x5B, 0x3010, 0x3014: value = 0x28
            case 0x5D, 0x3011, 0x3015: value = 0x29
            case 0x2013, 0x2014, 0x2212: value = 0x2D
            default: break
            }
            out.append(Unicode.Scalar(value) ?? scalar)
        }
        return String(out)
    }

    private static func takeBracket(_ text: inout String) -> String? {
        guard text.hasSuffix(")"), let open = text.lastIndex(of: "("), open > text.startIndex else {
            return nil
        }
        let content = text[text.index(after: open)...].dropLast()
        let found = String(content)
        text = String(text[..<open])
        return found
    }

    /// A year, `2023`, `2023年` or `2023年度`; nil for what is none.
    static func year(_ text: Substring) -> Int? {
        var text = text
        if text.hasSuffix("年度") {
            text = text.dropLast(2)
        } else if text.hasSuffix("年") {
            text = text.dropLast()
        }
        guard text.utf8.count == 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    /// A unit without `单位：` before it.
    static func unit(_ text: String) -> String {
        guard text.hasPrefix("单位") else { return text }
        return String(text.dropFirst(2).drop { $0 == ":" })
    }

    /// A text without the year before or after it, and the year; nil where it has none.
    static func splitYear(_ text: String) -> (rest: String, year: Int)? {
        let characters = Array(text)
        for length in [6, 5, 4] where characters.count > length {
            let (head, rest) = (String(characters[..<length]), characters[length...])
            if let year = year(head[...]) { return (String(rest).trimmedLinks, year) }
        }
        for length in [6, 5, 4] where characters.count > length {
            let (tail, rest) = (String(characters.suffix(length)), characters.dropLast(length))
            if let year = year(tail[...]) { return (String(rest).trimmedLinks, year) }
        }
        return nil
    }
}

extension String {
    /// Without the dash or underscore that ties a year to a name.
    fileprivate var trimmedLinks: String {
        var text = self[...]
        while let first = text.first, first == "_" || first == "-" { text = text.dropFirst() }
        while let last = text.last, last == "_" || last == "-" { text = text.dropLast() }
        return String(text)
    }
}
