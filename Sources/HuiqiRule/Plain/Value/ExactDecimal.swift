/// The exact decimal expansion of a finite double, rounded to a number of digits (half to even).
struct ExactDecimal {
    /// ASCII digits, without zeros in front; none for zero.
    private var digits: [UInt8]
    /// How many of the digits stand before the point; may be negative or beyond the last.
    private var point: Int
    private let isNegative: Bool

    init(_ value: Double) {
        isNegative = value.sign == .minus
        let bits = value.bitPattern
        let raw = Int(bits >> 52 & 0x7FF)
        let fraction = bits & 0xF_FFFF_FFFF_FFFF
        let significand = raw == 0 ? fraction : fraction | 1 << 52
        let power = max(raw, 1) - 1075
        var number = Limbs(significand)
        if power >= 0 {
            for _ in 0..<(power / 29) { number.multiply(by: 1 << 29) }
            number.multiply(by: 1 << UInt64(power % 29))
            digits = number.digits
            point = digits.count
        } else {
            // x / 2^n is x * 5^n / 10^n.
            for _ in 0..<(-power / 12) { number.multiply(by: 244_140_625) }
            for _ in 0..<(-power % 12) { number.multiply(by: 5) }
            digits = number.digits
            point = digits.count + power
        }
    }

    init(_ value: Int128) {
        isNegative = value < 0
        digits = value == 0 ? [] : Array(String(value.magnitude).utf8)
        point = digits.count
    }

    /// `-1.250`: that many digits after the point.
    func fixed(_ places: Int) -> String {
        var rounded = self
        rounded.round(to: point + places)
        var text: [UInt8] = isNegative ? [0x2D] : []
        if rounded.point <= 0 { text.append(0x30) }
        for place in 0..<max(0, rounded.point) { text.append(rounded.digit(place)) }
        if places > 0 {
            text.append(0x2E)
            for place in 0..<places { text.append(rounded.digit(rounded.point + place)) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `1.052033e+03`: that many digits after the point.
    func scientific(_ places: Int) -> String {
        var rounded = self
        rounded.round(to: places + 1)
        var text: [UInt8] = isNegative ? [0x2D] : []
        text.append(rounded.digit(0))
        if places > 0 {
            text.append(0x2E)
            for place in 1...places { text.append(rounded.digit(place)) }
        }
        let exponent = digits.isEmpty ? 0 : rounded.point - 1
        let magnitude = String(exponent.magnitude)
        return String(decoding: text, as: UTF8.self)
            + "e\(exponent < 0 ? "-" : "+")\(magnitude.utf8.count < 2 ? "0" : "")\(magnitude)"
    }

    private func digit(_ place: Int) -> UInt8 { digits.indices.contains(place) ? digits[place] : 0x30 }

    /// Keeps `count` digits, half to even.
    private mutating func round(to count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = []
            return
        }
        let rest = digits[count...]
        let isOdd = count > 0 && digits[count - 1] & 1 == 1
        let half = rest.first ?? 0x30
        let isUp =
            half > 0x35 || half == 0x35 && (isOdd || rest.dropFirst().contains { $0 != 0x30 })
        digits.removeSubrange(count...)
        guard isUp else { return }
        var place = count - 1
        while place >= 0, digits[place] == 0x39 {
            digits[place] = 0x30
            place -= 1
        }
        if place >= 0 {
            digits[place] += 1
        } else {
            digits.insert(0x31, at: 0)
            point += 1
        }
    }
}

/// A natural number in base 1,000,000,000, the lowest part first.
private struct Limbs {
    private var parts: [UInt64]

    init(_ value: UInt64) { parts = [value % 1_000_000_000, value / 1_000_000_000] }

    /// - Parameter factor: Below 2^30.
    mutating func multiply(by factor: UInt64) {
        var carry: UInt64 = 0
        for index in parts.indices {
            // Safe: parts, factor and carry are below 2^30.
            let sum = parts[index] &* factor &+ carry
            parts[index] = sum % 1_000_000_000
            carry = sum / 1_000_000_000
        }
        while carry > 0 {
            parts.append(carry % 1_000_000_000)
            carry /= 1_000_000_000
        }
    }

    var digits: [UInt8] {
        var text: [UInt8] = []
        for (index, part) in parts.reversed().enumerated() {
            let digits = Array(String(part).utf8)
            if index > 0 { text += Array(repeating: 0x30, count: max(0, 9 - digits.count)) }
            text += digits
        }
        return Array(text.drop { $0 == 0x30 })
    }
}
