import HuiqiModel

extension Lexer {
    /// INT_LIT, UINT_LIT or FLOAT_LIT without sign.
    mutating func number() throws(RuleError) -> Token.Kind {
        let start = position
        if byte() == UInt8(ascii: "0"), byte(1).map({ $0 | 0x20 }) == UInt8(ascii: "x") {
            position &+= 2
            let digits = position
            while let byte = byte(), hexValue(byte) != nil { position &+= 1 }
            guard position > digits, let value = UInt64(text(digits, position), radix: 16) else {
                throw RuleError(at: start, zh: "十六进制数不完整或超过 64 位", en: "bad hexadecimal number")
            }
            return try finish(value, start)
        }
        while let byte = byte(), isDigit(byte) { position &+= 1 }
        var isDecimal = false
        if byte() == UInt8(ascii: "."), byte(1).map(isDigit) == true {
            isDecimal = true
            position &+= 1
            while let byte = byte(), isDigit(byte) { position &+= 1 }
        }
        if byte().map({ $0 | 0x20 }) == UInt8(ascii: "e") {
            let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
            if byte(signed ? 2 : 1).map(isDigit) == true {
                isDecimal = true
                position &+= signed ? 2 : 1
                while let byte = byte(), isDigit(byte) { position &+= 1 }
            }
        }
        if isDecimal { return try decimal(start) }
        guard let value = UInt64(text(start, position)) else {
            throw RuleError(at: start, zh: "整数超过 64 位", en: "the integer has more than 64 bits")
        }
        return try finish(value, start)
    }

    private mutating func finish(_ value: UInt64, _ start: Int) throws(RuleError) -> Token.Kind {
        var kind = Token.Kind.int(value)
        if byte().map({ $0 | 0x20 }) == UInt8(ascii: "u") {
            position &+= 1
            kind = .uint(value)
        }
        try refuseTrailingLetter(start)
        return kind
    }

    /// `3万`, `5%` and `12abc` are no numbers; say so where they begin.
    private func refuseTrailingLetter(_ start: Int) throws(RuleError) {
        guard let byte = byte() else { return }
        if byte >= 0x80, halfWidth == nil {
            let unit = String(decoding: bytes[position..<min(bytes.count, position &+ 4)], as: UTF8.self)
            guard let first = unit.first, "元角分十百千万亿".contains(first) else {
                throw RuleError(
                    at: start, zh: "数字后不写单位；单位就是字段的单位",
                    en: "no unit after a number; the unit is the field's own")
            }
            throw RuleError(
                at: start, zh: "数字后不能直接写单位；金额请写 money('…万元')",
                en: "no unit after a number; write money('…万元')")
        }
        if isLetter(byte) {
            throw RuleError(
                at: start, zh: "数字后不能直接跟字母或 _；请只写数字",
                en: "a letter or _ cannot follow a number; write the digits alone")
        }
    }

    private func decimal(_ start: Int) throws(RuleError) -> Token.Kind {
        var significand: Int128 = 0
        var exponent = 0
        var index = start
        var afterPoint = false
        var fits = true
        // Zeros that count only if another digit follows: those at the end leave the value as it is.
        var zeros = 0
        while index < position {
            let byte = bytes[index]
            if byte == UInt8(ascii: ".") {
                afterPoint = true
            } else if isDigit(byte) {
                if afterPoint { exponent &-= 1 }
                if byte == UInt8(ascii: "0") {
                    zeros &+= 1
                } else {
                    for shift in 0...zeros where fits && significand != 0 {
                        let digit = shift == zeros ? Int128(byte &- 0x30) : 0
                        let (scaled, first) = significand.multipliedReportingOverflow(by: 10)
                        let (sum, second) = scaled.addingReportingOverflow(digit)
                        if first || second { fits = false }
                        significand = sum
                    }
                    if significand == 0 { significand = Int128(byte &- 0x30) }
                    zeros = 0
                }
            } else {
                break
            }
            index &+= 1
        }
        if index < position {
            let written = Int(text(index &+ 1, position)) ?? 100_000
            exponent &+= max(-100_000, min(100_000, written))
        }
        exponent &+= zeros
        // The plain environment reads doubles, from the text itself.
        if !fits, isPlain {
            try refuseTrailingLetter(start)
            return .decimal(0, 0)
        }
        guard fits else {
            throw RuleError(at: start, zh: "小数超出精确表示的范围", en: "the decimal has too many digits to be exact")
        }
        try refuseTrailingLetter(start)
        return .decimal(significand, significand == 0 ? 0 : exponent)
    }

    func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte &- 0x30)
        case 0x41...0x46: UInt32(byte &- 0x37)
        case 0x61...0x66: UInt32(byte &- 0x57)
        default: nil
        }
    }

    private func text(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
