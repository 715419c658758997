import HuiqiModel

/// Timestamps and durations as texts (RFC 3339; CEL durations such as `1h30m`).
enum TimeText {
    static func timestamp(_ text: String) -> Int128? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] | 0x20 == 0x74,
            let day = Day(String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[13] == 0x3A, bytes[16] == 0x3A,
            let hour = digits(bytes, 11..<13), let minute = digits(bytes, 14..<16),
            let second = digits(bytes, 17..<19), hour < 24, minute < 60, second < 60
        else { return nil }
        var index = 19
        var nanoseconds: Int128 = 0
        if bytes[index] == 0x2E {
            index += 1
            var scale = Value.nanosecondsASecond
            let start = index
            while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
                scale /= 10
                nanoseconds += Int128(bytes[index] - 0x30) * scale
                index += 1
            }
            guard index > start, index - start <= 9 else { return nil }
        }
        guard index < bytes.count, [0x5A, 0x7A, 0x2B, 0x2D].contains(bytes[index]),
            let zone = zoneMinutes(String(decoding: bytes[index...], as: UTF8.self))
        else { return nil }
        let seconds = Int128(hour * 3600 + minute * 60 + second - zone * 60)
        let total =
            Int128(day.number) * Value.nanosecondsADay + seconds * Value.nanosecondsASecond + nanoseconds
        return Value.timestamps.contains(total) ? total : nil
    }

    /// Minutes east of UTC: `Z`, `UTC`, `+08:00`, and the one zone of mainland China.
    static func zoneMinutes(_ name: String) -> Int? {
        if ["Z", "z", "UTC", ""].contains(name) { return name.isEmpty ? nil : 0 }
        if name == "Asia/Shanghai" { return 480 }
        var bytes = Array(name.utf8)
        if let first = bytes.first, (0x30...0x39).contains(first) { bytes.insert(0x2B, at: 0) }
        guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
            let hours = digits(bytes, 1..<3), let minutes = digits(bytes, 4..<6), hours < 24, minutes < 60
        else { return nil }
        return (bytes[0] == 0x2D ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func digits(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var value = 0
        for byte in bytes[range] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// A duration: signed decimal numbers with units h, m, s, ms, us, ns.
    static func duration(_ text: String) -> Int128? {
        var bytes = Array(text.utf8)[...]
        var negative = false
        if let sign = bytes.first, sign == 0x2D || sign == 0x2B {
            negative = sign == 0x2D
            bytes = bytes.dropFirst()
        }
        if Array(bytes) == [0x30] { return 0 }
        guard !bytes.isEmpty else { return nil }
        var total = Number.zero
        while !bytes.isEmpty {
            var significand: Int128 = 0
            var exponent = 0
            var afterPoint = false
            var count = 0
            while let byte = bytes.first, (0x30...0x39).contains(byte) || byte == 0x2E {
                bytes = bytes.dropFirst()
                if byte == 0x2E {
                    if afterPoint { return nil }
                    afterPoint = true
                    continue
                }
                count += 1
                if count > 30 { return nil }
                significand = significand * 10 + Int128(byte - 0x30)
                if afterPoint { exponent -= 1 }
            }
            var unit: [UInt8] = []
            while let byte = bytes.first, !(0x30...0x39).contains(byte), byte != 0x2E {
                bytes = bytes.dropFirst()
                unit.append(byte)
            }
            guard count > 0, let scale = units[String(decoding: unit, as: UTF8.self)],
                let amount = Number(significand: significand, exponent10: exponent)?
                    .multiplied(by: Number(scale)), let sum = total.adding(amount)
            else { return nil }
            total = sum
        }
        let nanoseconds = negative ? -total.floor : total.floor
        return Value.durations.contains(nanoseconds) ? nanoseconds : nil
    }

    private static let units: [String: Int64] = [
        "h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1000,
        "µs": 1000, "μs": 1000, "ns": 1,
    ]

    /// RFC 3339 in UTC, with a fraction only where there is one.
    static func text(timestamp: Int128) -> String {
        var number = timestamp / Value.nanosecondsADay
        var rest = timestamp % Value.nanosecondsADay
        if rest < 0 {
            number -= 1
            rest += Value.nanosecondsADay
        }
        let seconds = Int(rest / Value.nanosecondsASecond)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let day = Day(number: Int32(truncatingIfNeeded: number)).description
        let clock = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return "\(day)T\(clock)\(fraction(rest % Value.nanosecondsASecond))Z"
    }

    /// Seconds with `s`, as protobuf's JSON and CEL write durations.
    static func text(duration: Int128) -> String {
        let magnitude = duration < 0 ? -duration : duration
        let sign = duration < 0 ? "-" : ""
        let whole = magnitude / Value.nanosecondsASecond
        return "\(sign)\(whole)\(fraction(magnitude % Value.nanosecondsASecond))s"
    }

    private static func fraction(_ nanoseconds: Int128) -> String {
        guard nanoseconds != 0 else { return "" }
        let digits = String(nanoseconds)
        var padded = Substring(String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits)
        while padded.last == "0" { padded = padded.dropLast() }
        return ".\(padded)"
    }
}
