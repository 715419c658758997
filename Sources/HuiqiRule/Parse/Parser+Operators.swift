import HuiqiModel

/// An operator between two operands.
private enum Infix: Hashable {
    case or
    case and
    case compare(Comparison)
    case isIn
    case arithmetic(Arithmetic)

    init?(_ token: Token) {
        switch token.kind {
        case .identifier("in"): self = .isIn
        case .symbol(.or): self = .or
        case .symbol(.and): self = .and
        case .symbol(let symbol):
            switch symbol {
            case .equal: self = .compare(.equal)
            case .notEqual: self = .compare(.notEqual)
            case .less: self = .compare(.less)
            case .lessEqual: self = .compare(.lessEqual)
            case .greater: self = .compare(.greater)
            case .greaterEqual: self = .compare(.greaterEqual)
            case .plus: self = .arithmetic(.add)
            case .minus: self = .arithmetic(.subtract)
            case .times: self = .arithmetic(.multiply)
            case .divide: self = .arithmetic(.divide)
            case .modulo: self = .arithmetic(.modulo)
            default: return nil
            }
        default: return nil
        }
    }

    /// Higher binds more tightly.
    var level: Int {
        switch self {
        case .or: 0
        case .and: 1
        case .compare, .isIn: 2
        case .arithmetic(.add), .arithmetic(.subtract): 3
        case .arithmetic: 4
        }
    }

    /// Whether a row of it is one node.
    var chains: Bool { self == .or || self == .and }
}

/// Operands and operators that are not yet joined.
struct Pending {
    var operands: [Syntax] = []
    fileprivate var operators: [(infix: Infix, offset: Int)] = []
}

extension Parser {
    /// Operands with the operators between them. Not inlined, so that lists and maps keep small frames.
    @inline(never)
    mutating func operation() throws(RuleError) -> Syntax {
        let first = try operand()
        guard let infix = Infix(token) else { return first }
        let offset = token.offset
        let second = try right(of: infix)
        // Most operations are one operator between two operands.
        guard Infix(token) != nil else { return try joined(infix, offset, first, second) }
        // What lies below belongs to operations around this one.
        let floor = pending.operators.count
        pending.operands.append(first)
        pending.operators.append((infix, offset))
        pending.operands.append(second)
        while let infix = Infix(token) {
            while pending.operators.count > floor, let last = pending.operators.last?.infix,
                last.level > infix.level || last.level == infix.level && !infix.chains
            {
                try join(floor)
            }
            pending.operators.append((infix, token.offset))
            let next = try right(of: infix)
            pending.operands.append(next)
        }
        while pending.operators.count > floor { try join(floor) }
        return pending.operands.removeLast()
    }

    /// The operand behind an operator that is the token here.
    @inline(never)
    private mutating func right(of infix: Infix) throws(RuleError) -> Syntax {
        let offset = token.offset
        try advance()
        if infix == .arithmetic(.modulo), isAtOperandEnd { throw percentage(offset) }
        return try operand()
    }

    @inline(never)
    private mutating func joined(
        _ infix: Infix, _ offset: Int, _ left: Syntax, _ right: Syntax
    ) throws(RuleError) -> Syntax {
        let kind: Syntax.Kind
        switch infix {
        case .compare(let comparison): kind = .compare(comparison, left, right)
        case .arithmetic(let operation): kind = .arithmetic(operation, left, right)
        case .isIn: kind = .isIn(left, right)
        case .or: kind = .or([left, right])
        case .and: kind = .and([left, right])
        }
        return try node(kind, offset, below: max(left.depth, right.depth))
    }

    /// Joins the last operator, or the row of equal ones that chain, with its operands.
    private mutating func join(_ floor: Int) throws(RuleError) {
        guard let (infix, last) = pending.operators.popLast() else { return }
        var offset = last
        if infix.chains {
            var count = 2
            while pending.operators.count > floor, let (before, its) = pending.operators.last, before == infix
            {
                offset = its
                count &+= 1
                pending.operators.removeLast()
            }
            let parts = Array(pending.operands.suffix(count))
            pending.operands.removeLast(parts.count)
            let kind = infix == .or ? Syntax.Kind.or(parts) : .and(parts)
            return pending.operands.append(try node(kind, offset, below: parts.depth))
        }
        let right = pending.operands.removeLast()
        let left = pending.operands.removeLast()
        pending.operands.append(try joined(infix, offset, left, right))
    }

    private func percentage(_ offset: Int) -> RuleError {
        RuleError(at: offset, zh: "百分数请写成小数，如 0.03", en: "write a percentage as a decimal, such as 0.03")
    }

    /// Whether nothing that could be an operand stands here.
    private var isAtOperandEnd: Bool {
        switch token.kind {
        case .end, .symbol(.and), .symbol(.or), .symbol(.close), .symbol(.closeBracket), .symbol(.comma),
            .symbol(.question), .symbol(.colon):
            true
        default: false
        }
    }

    /// A member with the signs before it.
    private mutating func operand() throws(RuleError) -> Syntax {
        switch token.kind {
        case .symbol(.not), .symbol(.minus): try signed()
        default: try member()
        }
    }

    private mutating func signed() throws(RuleError) -> Syntax {
        var signs: [(isNot: Bool, offset: Int)] = []
        while token.isSymbol(.not) || token.isSymbol(.minus) {
            if signs.count >= limits.nesting { throw tooDeep(token.offset) }
            signs.append((token.isSymbol(.not), token.offset))
            try advance()
        }
        var syntax: Syntax
        if let last = signs.last, !last.isNot, let literal = try negativeLiteral(last.offset) {
            signs.removeLast()
            syntax = try suffixes(of: literal)
        } else {
            syntax = try member()
        }
        for sign in signs.reversed() {
            syntax = try node(sign.isNot ? .not(syntax) : .negate(syntax), sign.offset, below: syntax.depth)
        }
        return syntax
    }

    /// A number whose minus sign stood at `offset`; nil where none follows.
    private mutating func negativeLiteral(_ offset: Int) throws(RuleError) -> Syntax? {
        switch token.kind {
        case .int(let magnitude):
            // -9223372036854775808 is an int although its magnitude is not.
            guard let value = Int64(exactly: 0 - Int128(magnitude)) else { throw tooLarge(offset) }
            try advance()
            return try node(.int(value), offset)
        case .decimal(let significand, let exponent):
            try advance()
            return try node(.decimal(-significand, exponent), offset)
        default: return nil
        }
    }
}
