/// Circled numbers of lists, which the normal form would run together with the digits behind them: `②2022年`.
enum CircledNumbers {
    /// The text with `(2)` for `②`, and what stands for what; nil where there is none.
    ///
    /// - Complexity: O(*n*).
    static func spelt(_ text: String) -> (text: String, map: OffsetMap)? {
        let bytes = text.utf8Span.span
        var out: [UInt8] = []
        var map = OffsetMap()
        var kept = 0
        var at = 0
        while at < bytes.count {
            guard bytes[at] >= 0xE2, bytes[at] <= 0xE3, bytes.count - at >= 3,
                let number = number(
                    UInt32(bytes[at] & 0x0F) << 12 | UInt32(bytes[at + 1] & 0x3F) << 6
                        | UInt32(bytes[at + 2] & 0x3F))
            else {
                // Safe: `at` is below `count`.
                at &+= 1
                continue
            }
            for index in kept..<at { out.append(bytes[index]) }
            map.appendEven(at - kept)
            let spelt = Array("(\(number))".utf8)
            out += spelt
            map.append(form: spelt.count, original: 3)
            at += 3
            kept = at
        }
        guard kept > 0 else { return nil }
        for index in kept..<bytes.count { out.append(bytes[index]) }
        map.appendEven(bytes.count - kept)
        return (String(decoding: out, as: UTF8.self), map)
    }

    private static func number(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x2460...0x2473: scalar - 0x245F
        case 0x3251...0x325F: scalar - 0x323C
        case 0x32B1...0x32BF: scalar - 0x328D
        case 0x2776...0x277F: scalar - 0x2775
        case 0x2780...0x2789: scalar - 0x277F
        case 0x278A...0x2793: scalar - 0x2789
        case 0x24F5...0x24FE: scalar - 0x24F4
        default: nil
        }
    }
}
