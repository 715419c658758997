/// `'%d 户'.format([3])` of the strings extension.
enum PlainFormat {
    static let methods: PlainLibrary.Table = [
        "format": [PlainOverload([.string, .list(.dyn)], .string, format)]
    ]

    /// The most digits after the point that may be asked for.
    private static let mostPlaces = 1000

    private static func format(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue
    {
        guard case .string(let pattern)? = values.first, case .list(let list)? = values.last else {
            return .null
        }
        let bytes = Array(pattern.utf8)
        try run.build(bytes.count)
        var result: [UInt8] = []
        var next = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x25 else {
                result.append(bytes[index])
                index += 1
                continue
            }
            index += 1
            if index < bytes.count, bytes[index] == 0x25 {
                result.append(0x25)
                index += 1
                continue
            }
            let places = try places(bytes, &index, run)
            guard index < bytes.count else {
                throw run.fault(zh: "格式在 % 之后结束", en: "the format ends after a %")
            }
            guard next < list.elements.count else {
                throw run.fault(zh: "格式要第 \(next + 1) 个参数，但没有", en: "index \(next) out of range")
            }
            let part = try clause(bytes[index], places, list.elements[next], &run)
            try run.build(part.utf8.count)
            result += part.utf8
            next += 1
            index += 1
        }
        return .string(String(decoding: result, as: UTF8.self))
    }

    /// Digits after `.`, nil where there is none.
    private static func places(_ bytes: [UInt8], _ index: inout Int, _ run: PlainRun) throws(RuleError)
        -> Int?
    {
        guard index < bytes.count, bytes[index] == 0x2E else { return nil }
        index += 1
        var places = 0
        let start = index
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
            places = min(places * 10 + Int(bytes[index] - 0x30), mostPlaces + 1)
            index += 1
        }
        guard index > start, places <= mostPlaces else {
            throw run.fault(
                zh: "小数位数应为 0 至 \(mostPlaces)", en: "the precision must be 0 to \(mostPlaces)")
        }
        return places
    }

    private static func clause(_ verb: UInt8, _ places: Int?, _ value: PlainValue, _ run: inout PlainRun)
        throws(RuleError) -> String
    {
        switch verb {
        case UInt8(ascii: "s"):
            try run.walk(value)
            try run.build(value.extent.weight)
            return PlainValueText.plain(value)
        case UInt8(ascii: "d"):
            switch value {
            case .int(let value): return String(value)
            case .uint(let value): return String(value)
            case .double(let value): return PlainNumberText.positional(value)
            default: throw bad("d", "只用于数字", "decimal clause can only be used on numbers", value, run)
            }
        case UInt8(ascii: "f"), UInt8(ascii: "e"):
            try run.take(20)
            return try fraction(verb, places ?? 6, value, run)
        case UInt8(ascii: "b"):
            if case .bool(let value) = value { return value ? "1" : "0" }
            guard let text = integer(value, radix: 2) else {
                throw bad("b", "只用于整数与布尔值", "only integers and bools can be formatted as binary", value, run)
            }
            return text
        case UInt8(ascii: "o"):
            guard let text = integer(value, radix: 8) else {
                throw bad("o", "只用于整数", "octal clause can only be used on integers", value, run)
            }
            return text
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            return try hexadecimal(value, isUpper: verb == UInt8(ascii: "X"), &run)
        default:
            let name = String(decoding: [verb], as: UTF8.self)
            throw run.fault(zh: "不认识的格式 %\(name)", en: "unrecognized formatting clause \"\(name)\"")
        }
    }

    private static func fraction(_ verb: UInt8, _ places: Int, _ value: PlainValue, _ run: PlainRun)
        throws(RuleError) -> String
    {
        let exact: ExactDecimal
        switch value {
        case .int(let value): exact = ExactDecimal(Int128(value))
        case .uint(let value): exact = ExactDecimal(Int128(value))
        case .double(let value):
            if let name = PlainNumberText.nonFinite(value) { return name }
            exact = ExactDecimal(value)
        default:
            throw bad(
                verb == UInt8(ascii: "e") ? "e" : "f", "只用于数字", "this clause can only be used on numbers",
                value,
                run)
        }
        return verb == UInt8(ascii: "e") ? exact.scientific(places) : exact.fixed(places)
    }

    private static func integer(_ value: PlainValue, radix: Int, isUpper: Bool = false) -> String? {
        switch value {
        case .int(let value): String(value, radix: radix, uppercase: isUpper)
        case .uint(let value): String(value, radix: radix, uppercase: isUpper)
        default: nil
        }
    }

    private static func hexadecimal(_ value: PlainValue, isUpper: Bool, _ run: inout PlainRun)
        throws(RuleError) -> String
    {
        if let text = integer(value, radix: 16, isUpper: isUpper) { return text }
        let bytes: [UInt8]
        switch value {
        case .string(let text): bytes = Array(text.utf8)
        case .bytes(let octets): bytes = octets
        default:
            throw bad(
                "x", "只用于整数、文本与字节", "only integers, byte buffers, and strings can be formatted as hex", value,
                run)
        }
        try run.build(bytes.count &* 2)
        let digits = Array((isUpper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func bad(_ verb: String, _ zh: String, _ en: String, _ value: PlainValue, _ run: PlainRun)
        -> RuleError
    {
        run.fault(zh: "%\(verb) \(zh)，不能用于 \(value.typeName)", en: "\(en), was given \(value.typeName)")
    }
}

/// `strings.quote`
enum PlainQuoting {
    static let functions: PlainLibrary.Table = [
        "strings.quote": [
            PlainOverload([.string], .string) { (values, run) throws(RuleError) in
                guard case .string(let text)? = values.first else { return .null }
                try run.build(text.utf8.count &* 2 &+ 2)
                return .string(PlainValueText.quoted(text))
            }
        ]
    ]
}
