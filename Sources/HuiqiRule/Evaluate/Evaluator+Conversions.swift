import HuiqiModel

extension Evaluator {
    func convert(_ builtin: Builtin, _ value: Value, _ node: RuleNode) -> Outcome {
        switch builtin {
        case .toInt: return toInt(value, node)
        case .toUint:
            switch value {
            case .uint: return .value(value)
            case .int(let number): return UInt64(exactly: number).map { .value(.uint($0)) } ?? badRange(node)
            case .decimal(let number):
                return UInt64(exactly: number.truncated).map { .value(.uint($0)) } ?? badRange(node)
            case .text(let text):
                let isDigits = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
                return (isDigits ? UInt64(text) : nil).map { .value(.uint($0)) } ?? badText(text, node)
            default: return mistyped(node)
            }
        case .toDecimal:
            if case .text(let text) = value {
                return DecimalReader.number(text).map { .value(.decimal($0)) } ?? badText(text, node)
            }
            return value.number.map { .value(.decimal($0)) } ?? mistyped(node)
        case .toText: return toText(value, node)
        case .toBytes:
            if case .text(let text) = value { return .value(.bytes(Array(text.utf8))) }
            return .value(value)
        case .toBool:
            guard case .text(let text) = value else { return .value(value) }
            if ["true", "True", "TRUE", "t", "1"].contains(text) { return .value(.bool(true)) }
            if ["false", "False", "FALSE", "f", "0"].contains(text) { return .value(.bool(false)) }
            return badText(text, node)
        case .toTimestamp:
            switch value {
            case .text(let text):
                return TimeText.timestamp(text).map { .value(.timestamp($0)) } ?? badText(text, node)
            case .int(let seconds): return timestamp(Int128(seconds) * Value.nanosecondsASecond, node)
            default: return .value(value)
            }
        default:
            switch value {
            case .text(let text):
                return TimeText.duration(text).map { .value(.duration($0)) } ?? badText(text, node)
            case .int(let seconds): return duration(Int128(seconds) * Value.nanosecondsASecond, node)
            default: return .value(value)
            }
        }
    }

    private func toInt(_ value: Value, _ node: RuleNode) -> Outcome {
        switch value {
        case .int: return .value(value)
        case .uint(let number): return Int64(exactly: number).map { .value(.int($0)) } ?? badRange(node)
        case .decimal(let number):
            return Int64(exactly: number.truncated).map { .value(.int($0)) } ?? badRange(node)
        case .text(let text): return Int64(text).map { .value(.int($0)) } ?? badText(text, node)
        case .timestamp(let moment):
            var seconds = moment / Value.nanosecondsASecond
            if seconds * Value.nanosecondsASecond > moment { seconds -= 1 }
            return Int64(exactly: seconds).map { .value(.int($0)) } ?? badRange(node)
        default: return mistyped(node)
        }
    }

    private func toText(_ value: Value, _ node: RuleNode) -> Outcome {
        if case .bytes(let bytes) = value {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return failure(node, zh: "字节串不是 UTF-8", en: "the bytes are not UTF-8")
            }
            return .value(.text(text))
        }
        return .value(.text(ValueText.text(value, topLevel: true, schema: schema, convertsUint: true)))
    }

    private func badText(_ text: String, _ node: RuleNode) -> Outcome {
        let shown = text.unicodeScalars.count <= 40 ? text : String(text.unicodeScalars.prefix(40)) + "…"
        if case .call(.toTimestamp, _) = node.kind {
            return failure(
                node, zh: "`\(shown)` 无法转换；日期请写 date('YYYY-MM-DD')，时刻请写 2024-06-30T00:00:00Z",
                en:
                    "`\(shown)` cannot be converted; write date('YYYY-MM-DD'), or a moment as 2024-06-30T00:00:00Z"
            )
        }
        if case .call(.toDuration, _) = node.kind {
            return failure(
                node, zh: "`\(shown)` 无法转换；请写如 36h 或 1h30m",
                en: "`\(shown)` cannot be converted; write 36h or 1h30m")
        }
        return failure(node, zh: "`\(shown)` 无法转换", en: "`\(shown)` cannot be converted")
    }

    private func badRange(_ node: RuleNode) -> Outcome {
        failure(node, zh: "数值超出目标类型的范围", en: "the number is out of range of the type")
    }
}

extension Number {
    /// The integer part, cut toward zero.
    var truncated: Int128 { numerator / denominator }
}

/// Decimal texts, exactly.
enum DecimalReader {
    static func number(_ text: String) -> Number? {
        var body = Array(text.utf8)[...]
        let negative = body.first == 0x2D
        if negative || body.first == 0x2B { body = body.dropFirst() }
        // `1.` is a number here, though not in an expression; 0x10 is one there only.
        if body.count > 1, body.last == 0x2E, body.dropLast().allSatisfy({ (0x30...0x39).contains($0) }) {
            body = body.dropLast()
        }
        guard body.count <= 256, body.dropFirst().first.map({ $0 | 0x20 }) != 0x78 else { return nil }
        var lexer = Lexer(String(decoding: body, as: UTF8.self))
        guard let first = lexer.byte(), lexer.isDigit(first) || first == 0x2E, let kind = try? lexer.number(),
            lexer.position == lexer.bytes.count
        else { return nil }
        let magnitude: Number?
        switch kind {
        case .int(let value): magnitude = Number(unsigned: value)
        case .decimal(let significand, let exponent):
            magnitude = Number(significand: significand, exponent10: exponent)
        default: magnitude = nil
        }
        return negative ? magnitude?.negated : magnitude
    }
}
