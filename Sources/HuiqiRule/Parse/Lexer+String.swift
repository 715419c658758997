import HuiqiModel

extension Lexer {
    struct StringPrefix {
        var raw: Bool
        var bytes: Bool
        var length: Int
    }

    /// The letters before a quote, if a string begins here: any of r, b, rb, br in either case.
    func stringPrefix() -> StringPrefix? {
        guard let first = byte(), first == 0x22 || first == 0x27 || Self.mayPrefix(first) else { return nil }
        var prefix = StringPrefix(raw: false, bytes: false, length: 0)
        while let byte = byte(prefix.length), prefix.length < 3 {
            switch byte | 0x20 {
            case UInt8(ascii: "r") where !prefix.raw: prefix.raw = true
            case UInt8(ascii: "b") where !prefix.bytes: prefix.bytes = true
            default: return byte == 0x22 || byte == 0x27 ? prefix : nil
            }
            prefix.length &+= 1
        }
        return nil
    }

    private static func mayPrefix(_ byte: UInt8) -> Bool {
        byte | 0x20 == UInt8(ascii: "r") || byte | 0x20 == UInt8(ascii: "b")
    }

    /// A string or bytes literal.
    mutating func string(_ prefix: StringPrefix) throws(RuleError) -> Token.Kind {
        let start = position
        position &+= prefix.length
        let quote = byte() ?? 0x27
        let triple = byte(1) == quote && byte(2) == quote
        position &+= triple ? 3 : 1
        if !triple, !prefix.bytes, let text = plainText(quote) { return .text(text) }
        var out: [UInt8] = []
        while true {
            guard let byte = byte() else {
                throw RuleError(
                    at: start, zh: "引号没有闭合；请在文本末尾补上同样的引号",
                    en: "the quote is not closed; end the text with the same quote")
            }
            if byte == quote, !triple || (self.byte(1) == quote && self.byte(2) == quote) {
                position &+= triple ? 3 : 1
                return prefix.bytes ? .bytes(out) : .text(String(decoding: out, as: UTF8.self))
            }
            if !triple, byte == 0x0A || byte == 0x0D {
                throw RuleError(at: start, zh: "引号没有在本行闭合", en: "the quote is not closed on its line")
            }
            if byte == UInt8(ascii: "\\"), !prefix.raw {
                try escape(into: &out, bytes: prefix.bytes)
            } else {
                out.append(byte)
                position &+= 1
            }
        }
    }

    /// The text through the quote on its line, where no backslash stands before it.
    private mutating func plainText(_ quote: UInt8) -> String? {
        var close = position
        while let byte = byte(close &- position), byte != quote {
            if byte == UInt8(ascii: "\\") || byte == 0x0A || byte == 0x0D { return nil }
            close &+= 1
        }
        guard byte(close &- position) == quote else { return nil }
        let text = String(decoding: bytes[position..<close], as: UTF8.self)
        position = close &+ 1
        return text
    }

    /// A member's name between backticks: letters, digits and `_ . - /` and spaces.
    mutating func quotedName() throws(RuleError) -> Token.Kind {
        let start = position
        position &+= 1
        while let byte = byte(), isLetter(byte) || isDigit(byte) || [0x20, 0x2D, 0x2E, 0x2F].contains(byte) {
            position &+= 1
        }
        guard byte() == 0x60, position > start &+ 1 else {
            throw RuleError(
                at: start, zh: "反引号中应为字母、数字、`_ . - /` 或空格，并以反引号结束",
                en: "between backticks stand letters, digits, `_ . - /` or spaces, and a backtick closes them"
            )
        }
        position &+= 1
        return .quoted(String(decoding: bytes[(start &+ 1)..<(position &- 1)], as: UTF8.self))
    }

    private mutating func escape(into out: inout [UInt8], bytes: Bool) throws(RuleError) {
        let start = position
        position &+= 1
        guard let byte = byte() else {
            throw RuleError(at: start, zh: "反斜杠后没有字符", en: "nothing after the backslash")
        }
        let simple: [UInt8: UInt8] = [
            0x61: 7, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9, 0x76: 11, 0x5C: 0x5C, 0x3F: 0x3F,
            0x22: 0x22, 0x27: 0x27, 0x60: 0x60,
        ]
        if let value = simple[byte] {
            out.append(value)
            position &+= 1
            return
        }
        let value: UInt32
        switch byte {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): value = try digits(start, skip: 1, count: 2, radix: 16)
        case UInt8(ascii: "u") where !bytes: value = try digits(start, skip: 1, count: 4, radix: 16)
        case UInt8(ascii: "U") where !bytes: value = try digits(start, skip: 1, count: 8, radix: 16)
        case 0x30...0x33: value = try digits(start, skip: 0, count: 3, radix: 8)
        default:
            throw RuleError(
                at: start, zh: "不认识的转义；反斜杠本身写作 \\\\，或用 r'…'",
                en: "unknown escape; write \\\\ for a backslash, or r'…'")
        }
        if bytes {
            out.append(UInt8(truncatingIfNeeded: value))
            return
        }
        guard let scalar = UnicodeScalar(value) else {
            throw RuleError(at: start, zh: "转义不是有效字符", en: "the escape is no character")
        }
        out.append(contentsOf: Array(String(Character(scalar)).utf8))
    }

    private mutating func digits(
        _ start: Int, skip: Int, count: Int, radix: UInt32
    ) throws(RuleError) -> UInt32 {
        position &+= skip
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let byte = byte(), let digit = hexValue(byte), digit < radix else {
                throw RuleError(at: start, zh: "转义的位数不够", en: "the escape has too few digits")
            }
            value = value &* radix &+ digit
            position &+= 1
        }
        return value
    }
}
