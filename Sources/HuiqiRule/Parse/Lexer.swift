import HuiqiModel

/// Cuts an expression into tokens (CEL language definition, "Syntax").
struct Lexer {
    let bytes: [UInt8]
    var position = 0
    /// The part of the bytes that is read.
    let start: Int
    private let end: Int
    /// Whether the forms are read that only the plain environment has: names between backticks, decimals of
    /// any length.
    let isPlain: Bool

    init(_ source: String, isPlain: Bool = false) {
        bytes = Array(source.utf8)
        start = 0
        end = bytes.count
        self.isPlain = isPlain
    }

    /// Reads a part of some bytes; offsets count from the first of all.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        start = range.lowerBound
        end = min(range.upperBound, bytes.count)
        position = start
        isPlain = false
    }

    func byte(_ ahead: Int = 0) -> UInt8? {
        let index = position &+ ahead
        return index < end ? bytes[index] : nil
    }

    mutating func next() throws(RuleError) -> Token {
        skipSpace()
        let start = position
        guard let first = byte() else { return Token(kind: .end, offset: start) }
        if isDigit(first) || (first == UInt8(ascii: ".") && byte(1).map(isDigit) == true) {
            return Token(kind: try number(), offset: start)
        }
        if let prefix = stringPrefix() { return Token(kind: try string(prefix), offset: start) }
        if isLetter(first) {
            while let byte = byte(), isLetter(byte) || isDigit(byte) { position &+= 1 }
            return Token(
                kind: .identifier(String(decoding: bytes[start..<position], as: UTF8.self)), offset: start)
        }
        if first == 0x60, isPlain { return Token(kind: try quotedName(), offset: start) }
        return Token(kind: .symbol(try symbol(first)), offset: start)
    }

    private mutating func skipSpace() {
        while let byte = byte() {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: position &+= 1
            case 0x2F where self.byte(1) == 0x2F:
                while let byte = self.byte(), byte != 0x0A { position &+= 1 }
            default: return
            }
        }
    }

    private mutating func symbol(_ first: UInt8) throws(RuleError) -> Token.Symbol {
        let second = byte(1)
        if let second, let message = foreign(first, second) {
            throw RuleError(at: position, zh: message.zh, en: message.en)
        }
        func pair(_ byte: UInt8, _ both: Token.Symbol, _ one: Token.Symbol) -> Token.Symbol {
            guard second == byte else { return one }
            position &+= 1
            return both
        }
        let symbol: Token.Symbol
        switch first {
        case UInt8(ascii: "&"): symbol = pair(first, .and, .ampersand)
        case UInt8(ascii: "|"): symbol = pair(first, .or, .bar)
        case UInt8(ascii: "="): symbol = pair(first, .equal, .assign)
        case UInt8(ascii: "!"): symbol = pair(UInt8(ascii: "="), .notEqual, .not)
        case UInt8(ascii: "<"): symbol = pair(UInt8(ascii: "="), .lessEqual, .less)
        case UInt8(ascii: ">"): symbol = pair(UInt8(ascii: "="), .greaterEqual, .greater)
        case UInt8(ascii: "+"): symbol = .plus
        case UInt8(ascii: "-"): symbol = .minus
        case UInt8(ascii: "*"): symbol = .times
        case UInt8(ascii: "/"): symbol = .divide
        case UInt8(ascii: "%"): symbol = .modulo
        case UInt8(ascii: "?"): symbol = .question
        case UInt8(ascii: ":"): symbol = .colon
        case UInt8(ascii: ","): symbol = .comma
        case UInt8(ascii: "."): symbol = .dot
        case UInt8(ascii: "("): symbol = .open
        case UInt8(ascii: ")"): symbol = .close
        case UInt8(ascii: "["): symbol = .openBracket
        case UInt8(ascii: "]"): symbol = .closeBracket
        case UInt8(ascii: "{"): symbol = .openBrace
        case UInt8(ascii: "}"): symbol = .closeBrace
        default: throw unexpectedCharacter()
        }
        position &+= 1
        switch symbol {
        case .assign:
            throw RuleError(at: position &- 1, zh: "比较相等请写 ==", en: "write == to compare")
        case .ampersand:
            throw RuleError(at: position &- 1, zh: "“并且”请写 &&", en: "write && for and")
        case .bar:
            throw RuleError(at: position &- 1, zh: "“或者”请写 ||", en: "write || for or")
        default: return symbol
        }
    }

    /// Operators of other languages: what to write instead.
    private func foreign(_ first: UInt8, _ second: UInt8) -> Message? {
        switch (first, second) {
        case (0x3C, 0x3E): Message(zh: "不等于请写 !=", en: "write != for not equal")
        case (0x3D, 0x3C): Message(zh: "不大于请写 <=", en: "write <= for at most")
        case (0x3D, 0x3E): Message(zh: "不小于请写 >=", en: "write >= for at least")
        case (0x2A, 0x2A): Message(zh: "没有乘方；请写 x * x", en: "there are no powers; write x * x")
        case (0x3F, 0x3A) where isPlain: nil
        case (0x3F, 0x3F), (0x3F, 0x3A):
            Message(
                zh: "缺失的数据没有缺省值：直接写条件，缺失即为待核实",
                en:
                    "there is no default for what is missing: write the condition itself, missing makes it unknown"
            )
        default: nil
        }
    }

    /// A character that no token begins with; full-width punctuation is named, since it is easily typed.
    private func unexpectedCharacter() -> RuleError {
        let scalar = scalar
        if scalar == "％" {
            return RuleError(
                at: position, zh: "百分数请写成小数，如 0.03", en: "write a percentage as a decimal, such as 0.03")
        }
        if scalar == "\u{3000}" || scalar == "\u{A0}" {
            return RuleError(
                at: position, zh: "此处是全角空格，请改用普通空格", en: "this is a full-width space; write an ordinary one")
        }
        if scalar == "。" {
            return RuleError(at: position, zh: "句末不加句号，请删去", en: "no full stop ends a condition; delete it")
        }
        if scalar == ";" || scalar == "；" {
            return RuleError(
                at: position, zh: "一个条件只写一个表达式；请用 && 连接",
                en: "a condition is one expression; join them with &&")
        }
        if let half = halfWidth {
            return RuleError(
                at: position, zh: "`\(scalar)` 请改用半角 `\(half)`", en: "write `\(half)` instead of `\(scalar)`")
        }
        if let byte = byte(), byte < 0x20 || byte == 0x7F {
            return RuleError(
                at: position, zh: "不允许的控制字符，请删去", en: "a control character is not allowed here; delete it")
        }
        if let byte = byte(), byte < 0x80 {
            return RuleError(
                at: position, zh: "不认识的字符 `\(scalar)`；名称只有字母、数字和 _，文本要放在引号里",
                en: "unexpected `\(scalar)`; names are letters, digits and _, texts are in quotes")
        }
        return RuleError(
            at: position, zh: "不认识的字符 `\(scalar)`；文本要放在引号里", en: "unexpected `\(scalar)`; put texts in quotes"
        )
    }

    /// The character here.
    private var scalar: String {
        let rest = String(decoding: bytes[position..<min(end, position &+ 4)], as: UTF8.self)
        return rest.unicodeScalars.first.map { String($0) } ?? ""
    }

    /// What to write instead of the full-width character here, where it is one.
    var halfWidth: String? {
        let halves: [String: String] = [
            "“": "'", "”": "'", "‘": "'", "’": "'", "「": "'", "」": "'", "＝": "==", "＆": "&&", "｜": "||",
            "≥": ">=", "≤": "<=", "≠": "!=", "、": ",", "【": "[", "】": "]", "×": "*", "÷": "/",
            "−": "-", "–": "-", "—": "-",
        ]
        if let half = halves[scalar] { return half }
        // The full-width forms of ASCII stand in its order.
        guard let value = scalar.unicodeScalars.first?.value, (0xFF01...0xFF5E).contains(value) else {
            return nil
        }
        return UnicodeScalar(value &- 0xFEE0).map { String($0) }
    }

    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte == 0x5F }
}
