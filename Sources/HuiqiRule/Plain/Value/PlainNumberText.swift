/// Doubles as text.
enum PlainNumberText {
    /// The fewest digits that read back as the same number: `3`, `0.5`, `1e+21`, `NaN`, `-Infinity`.
    ///
    /// Exponents are written from 1e21 on and below 1e-6.
    static func shortest(_ value: Double) -> String {
        if let name = nonFinite(value) { return name }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (digits, point) = shortestDigits(value.magnitude)
        let sign = value < 0 ? "-" : ""
        if point > 21 || point < -5 {
            let head = String(decoding: digits[..<1], as: UTF8.self)
            let tail = digits.count > 1 ? "." + String(decoding: digits[1...], as: UTF8.self) : ""
            let exponent = point - 1
            return "\(sign)\(head)\(tail)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
        }
        return sign + positional(digits, point)
    }

    /// All digits before and after the point, never an exponent.
    static func positional(_ value: Double) -> String {
        if let name = nonFinite(value) { return name }
        if value == 0 { return "0" }
        let (digits, point) = shortestDigits(value.magnitude)
        return (value < 0 ? "-" : "") + positional(digits, point)
    }

    static func nonFinite(_ value: Double) -> String? {
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : nil
    }

    private static func positional(_ digits: [UInt8], _ point: Int) -> String {
        var text: [UInt8] = []
        if point <= 0 {
            text = [0x30, 0x2E] + Array(repeating: 0x30, count: -point) + digits
        } else if digits.count <= point {
            text = digits + Array(repeating: 0x30, count: point - digits.count)
        } else {
            text = digits[..<point] + [0x2E] + digits[point...]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The digits without zeros at either end, and where the point stands among them, for a positive number.
    private static func shortestDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        // Swift writes the shortest form, as `12.5`, `5e-324` or `1.5e+20`.
        let parts = value.description.utf8.split(separator: 0x65, maxSplits: 1)
        if let first = parts.first {
            for byte in first { if byte == 0x2E { point = digits.count } else { digits.append(byte) } }
        }
        if parts.count > 1 { exponent = Int(String(parts[1]) ?? "") ?? 0 }
        var place = (point ?? digits.count) + exponent
        while digits.count > 1, digits.first == 0x30 {
            digits.removeFirst()
            place -= 1
        }
        while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
        return (digits, place)
    }
}
