/// One word of an expression.
struct Token {
    enum Kind: Equatable {
        case end
        case identifier(String)
        /// Magnitude; the sign is a token of its own.
        case int(UInt64)
        case uint(UInt64)
        /// Decimal literal: digits without the point, and the power of ten.
        case decimal(Int128, Int)
        case text(String)
        case bytes([UInt8])
        /// A member's name between backticks; plain environment only.
        case quoted(String)
        /// Operators and brackets.
        case symbol(Symbol)
    }

    enum Symbol: UInt8 {
        case and
        case or
        case not
        case equal
        case notEqual
        case less
        case lessEqual
        case greater
        case greaterEqual
        case plus
        case minus
        case times
        case divide
        case modulo
        case question
        case colon
        case comma
        case dot
        case open
        case close
        case openBracket
        case closeBracket
        case openBrace
        case closeBrace
        case assign
        case ampersand
        case bar

        /// As it is written.
        var spelling: String {
            switch self {
            case .and: "&&"
            case .or: "||"
            case .not: "!"
            case .equal: "=="
            case .notEqual: "!="
            case .less: "<"
            case .lessEqual: "<="
            case .greater: ">"
            case .greaterEqual: ">="
            case .plus: "+"
            case .minus: "-"
            case .times: "*"
            case .divide: "/"
            case .modulo: "%"
            case .question: "?"
            case .colon: ":"
            case .comma: ","
            case .dot: "."
            case .open: "("
            case .close: ")"
            case .openBracket: "["
            case .closeBracket: "]"
            case .openBrace: "{"
            case .closeBrace: "}"
            case .assign: "="
            case .ampersand: "&"
            case .bar: "|"
            }
        }
    }

    var kind: Kind
    /// UTF-8 offset of the first byte.
    var offset: Int

    /// Whether it is one symbol; compares less than whole kinds would.
    func isSymbol(_ symbol: Symbol) -> Bool {
        if case .symbol(let own) = kind { return own == symbol }
        return false
    }
}
