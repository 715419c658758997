/// The encoders extension: `base64.encode` and `base64.decode` (RFC 4648, section 4).
enum PlainEncoders {
    static let functions: PlainLibrary.Table = [
        "base64.encode": [PlainOverload([.bytes], .string, encode)],
        "base64.decode": [PlainOverload([.string], .bytes, decode)],
    ]

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func encode(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue
    {
        guard case .bytes(let bytes)? = values.first else { return .null }
        try run.build(bytes.count / 3 &* 4 &+ 4)
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let part = bytes[index..<min(index + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in part { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(8 * (3 - part.count))
            for place in 0..<4 {
                let digit = Int(bits >> UInt32(18 - 6 * place) & 63)
                text.append(place <= part.count ? alphabet[digit] : 0x3D)
            }
            index += 3
        }
        return .string(String(decoding: text, as: UTF8.self))
    }

    private static func decode(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue
    {
        guard case .string(let text)? = values.first else { return .null }
        try run.build(text.utf8.count)
        var digits = Array(text.utf8)
        // Padding may be there in full or not at all.
        if digits.count % 4 == 0 {
            for _ in 0..<2 where digits.last == 0x3D { digits.removeLast() }
        }
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for digit in digits {
            guard let value = value(of: digit) else { throw bad(run) }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        guard digits.count % 4 != 1 else { throw bad(run) }
        return .bytes(bytes)
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case 0x41...0x5A: UInt32(digit - 0x41)
        case 0x61...0x7A: UInt32(digit - 0x61 + 26)
        case 0x30...0x39: UInt32(digit - 0x30 + 52)
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }

    private static func bad(_ run: PlainRun) -> RuleError {
        run.fault(zh: "不是有效的 base64", en: "this is not base64")
    }
}
