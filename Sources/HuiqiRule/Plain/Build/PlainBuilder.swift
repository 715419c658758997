import HuiqiText

/// Turns a syntax tree into what is evaluated, resolving names and, in a checked environment, checking types.
///
/// Only ``build(_:)`` and what it calls for macros recurse, with small frames: nesting may be 250.
struct PlainBuilder {
    /// A part and what is known of its value.
    struct Built {
        let node: any PlainNode
        let type: PlainType
    }

    let environment: PlainEnvironment
    private var lexer: Lexer
    /// Variables of macros, the innermost last.
    var locals: [(name: String, slot: Int, type: PlainType)] = []
    /// How many variables of macros are in use at once.
    var slots = 0
    /// Patterns of `matches` compiled so far.
    var patterns = 0
    static let mostPatterns = 1000

    init(_ source: String, _ environment: PlainEnvironment) {
        self.environment = environment
        lexer = Lexer(source, isPlain: true)
    }

    mutating func build(_ syntax: Syntax) throws(RuleError) -> Built {
        switch try form(of: syntax) {
        case .leaf: return try leaf(syntax)
        case .parts(let parts): return try assemble(syntax, parts, try build(all: parts))
        case .call(let name, let overloads, let arguments):
            return try call(name, overloads, try build(all: arguments), syntax.offset)
        case .macro(let macro): return try build(macro, syntax.offset)
        }
    }

    mutating func build(all syntaxes: [Syntax]) throws(RuleError) -> [Built] {
        var built: [Built] = []
        for syntax in syntaxes { built.append(try build(syntax)) }
        return built
    }

    private mutating func build(_ macro: PlainMacro, _ offset: Int) throws(RuleError) -> Built {
        let range = try build(macro.range)
        let its = try enter(macro, range.type, offset)
        let parts = try build(all: macro.parts)
        locals.removeLast(its.count)
        return try assemble(macro, range, its, parts, offset)
    }

    @inline(never)
    private func form(of syntax: Syntax) throws(RuleError) -> PlainForm {
        switch syntax.kind {
        case .null, .bool, .int, .uint, .decimal, .text, .bytes, .identifier: .leaf
        case .select(let operand, _): path(of: syntax) != nil ? .leaf : .parts([operand])
        case .index(let operand, let key): .parts([operand, key])
        case .call(let target, let name, let arguments):
            try form(ofCall: target, name, arguments, syntax.offset)
        case .list(let elements): .parts(elements.map { $0.optionalPart ?? $0 })
        case .map(let entries): .parts(entries.flatMap { [$0.key.optionalPart ?? $0.key, $0.value] })
        case .and(let parts), .or(let parts): .parts(parts)
        case .not(let operand), .negate(let operand): .parts([operand])
        case .compare(_, let left, let right), .isIn(let left, let right),
            .arithmetic(_, let left, let right):
            .parts([left, right])
        case .conditional(let test, let whenYes, let whenNo): .parts([test, whenYes, whenNo])
        }
    }

    @inline(never)
    private mutating func leaf(_ syntax: Syntax) throws(RuleError) -> Built {
        let offset = syntax.offset
        switch syntax.kind {
        case .null: return constant(.null, .null, offset)
        case .bool(let value): return constant(.bool(value), .bool, offset)
        case .int(let value): return constant(.int(value), .int, offset)
        case .uint(let value): return constant(.uint(value), .uint, offset)
        case .decimal: return constant(.double(try double(offset)), .double, offset)
        case .text(let text): return constant(.string(text), .string, offset)
        case .bytes(let bytes): return constant(.bytes(bytes), .bytes, offset)
        case .call(let target, let name, let arguments):
            return try refusedCall(target, name, arguments, offset)
        default: return try name(syntax)
        }
    }

    private func constant(_ value: PlainValue, _ type: PlainType, _ offset: Int) -> Built {
        Built(node: PlainConstant(value, at: offset), type: type)
    }

    /// The double whose literal, with its sign, stands at an offset; read from the text, since the syntax tree
    /// keeps exact decimals.
    private mutating func double(_ offset: Int) throws(RuleError) -> Double {
        lexer.position = offset
        var token = try lexer.next()
        let isNegative = token.kind == .symbol(.minus)
        if isNegative { token = try lexer.next() }
        let end = min(lexer.position, lexer.bytes.count)
        let text = String(decoding: lexer.bytes[min(token.offset, end)..<end], as: UTF8.self)
        guard let value = PlainNumberReader.double(text) else {
            throw RuleError(at: offset, zh: "小数超出 double 的范围", en: "the number is out of the range of double")
        }
        return isNegative ? -value : value
    }

    // MARK: Faults

    /// A fault that a checked environment reports at once, and another when it is evaluated.
    func fault(at offset: Int, zh: String, en: String) throws(RuleError) -> Built {
        let error = RuleError(at: offset, zh: zh, en: en)
        if environment.isChecked { throw error }
        return Built(node: PlainFault(error), type: .dyn)
    }

    /// Refuses types that no overload takes; where nothing is checked, evaluation will tell.
    func refuse(_ name: String, _ types: [PlainType], at offset: Int) throws(RuleError) {
        guard environment.isChecked else { return }
        let list = types.map(\.name).joined(separator: ", ")
        throw RuleError(
            at: offset, zh: "`\(name)` 不能用于 (\(list))；类型不定时请写 dyn(…)",
            en: "no such overload: `\(name)` on (\(list)); write dyn(…) where types differ on purpose")
    }

    /// Refuses a part that cannot be of a type.
    func require(_ built: Built, _ type: PlainType, for name: String, at offset: Int) throws(RuleError) {
        if !built.type.agrees(with: type) { try refuse(name, [built.type], at: offset) }
    }
}
