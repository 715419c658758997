/// How an item of a list begins: `一、`, `(二)`, `3.`, `4、`, `5)`, `第六条`.
enum LineStart {
    /// Whether a line begins like an item.
    ///
    /// - Parameter line: A normal form, as UTF-8; only its first bytes are looked at.
    static func isItem(_ line: ArraySlice<UInt8>) -> Bool {
        if line.first == UInt8(ascii: "(") { return true }
        let digits = line.prefix(4).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        if !digits.isEmpty, digits.count < 4 {
            let rest = line[digits.endIndex...]
            if rest.starts(with: "、".utf8) || rest.first == UInt8(ascii: ")") { return true }
            let behind = rest.dropFirst().first ?? 0x20
            return rest.first == UInt8(ascii: ".") && !(behind >= 0x30 && behind <= 0x39)
        }
        if line.starts(with: "第".utf8) { return true }
        var rest = line.prefix(18)
        var count = 0
        while let numeral = numerals.first(where: { rest.starts(with: $0) }) {
            rest = rest.dropFirst(numeral.count)
            count += 1
        }
        return count > 0 && (rest.starts(with: "、".utf8) || rest.starts(with: "是".utf8))
    }

    private static let numerals = "一二三四五六七八九十".unicodeScalars.map { Array(String($0).utf8) }
}
