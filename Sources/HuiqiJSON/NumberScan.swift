/// The largest power of ten, up or down, that a number may have.
private let maxExponent10 = 400
/// The most significant digits a number may have: any 38 digits fit an Int128.
private let maxDigits = 38
/// The most digits of which any combination fits a UInt64.
private let maxNarrowDigits = 19

@inline(__always)
private func digit(_ byte: UInt8) -> UInt8? {
    let value = byte &- UInt8(ascii: "0")  // Safe: wraps to more than 9 below "0".
    return value <= 9 ? value : nil
}

/// Reads the number that starts at `start`.
///
/// - Parameters:
///   - text: The whole range.
///   - start: The offset of a digit or `-`.
/// - Throws: ``JSONError``: `invalidNumber`, `numberTooLong`, `unexpectedEnd`.
/// - Complexity: O(length of the token).
func scanNumber(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Scanned<JSONNumber> {
    let count = text.count
    var index = start
    let negative = index < count && text[index] == UInt8(ascii: "-")
    if negative { index &+= 1 }  // Safe: index < count, here and below.
    let firstDigit = index
    var magnitude: UInt64 = 0  // Wraps beyond 19 digits, and is not used then.

    while index < count, let next = digit(text[index]) {
        magnitude = magnitude &* 10 &+ UInt64(next)
        index &+= 1
    }
    var digits = index &- firstDigit
    guard digits > 0 else { throw missingDigit(at: index, count) }
    if digits > 1, text[firstDigit] == UInt8(ascii: "0") {
        throw JSONError(.invalidNumber, at: firstDigit &+ 1)
    }

    var fractionDigits = 0
    if index < count, text[index] == UInt8(ascii: ".") {
        index &+= 1
        let point = index
        while index < count, let next = digit(text[index]) {
            magnitude = magnitude &* 10 &+ UInt64(next)
            index &+= 1
        }
        fractionDigits = index &- point
        guard fractionDigits > 0 else { throw missingDigit(at: index, count) }
        digits &+= fractionDigits
    }
    let mantissaEnd = index

    var exponent = 0
    if index < count, text[index] | 0x20 == UInt8(ascii: "e") {
        exponent = try scanExponent(text, &index)
    }
    exponent &-= fractionDigits  // Safe: both are far below Int.max in size, see scanExponent.

    if digits <= maxNarrowDigits {
        while magnitude != 0, let tenth = tenth(of: magnitude) {
            magnitude = tenth
            exponent &+= 1
        }
        guard magnitude != 0 else { return Scanned(value: zero, end: index) }
        guard abs(exponent) <= maxExponent10 else { throw JSONError(.numberTooLong, at: start) }
        let significand = negative ? 0 &- Int128(magnitude) : Int128(magnitude)
        let value = JSONNumber(canonicalSignificand: significand, exponent10: exponent)
        return Scanned(value: value, end: index)
    }
    guard let value = wideNumber(text.extracting(firstDigit..<mantissaEnd), negative, exponent) else {
        throw JSONError(.numberTooLong, at: start)
    }
    return Scanned(value: value, end: index)
}

private var zero: JSONNumber { JSONNumber(canonicalSignificand: 0, exponent10: 0) }

private func missingDigit(at index: Int, _ count: Int) -> JSONError {
    JSONError(index < count ? .invalidNumber : .unexpectedEnd, at: index)
}

/// A tenth of `value` if that is exact.
@inline(__always)
private func tenth(of value: UInt64) -> UInt64? {
    // value * (1/5 modulo 2^64), rotated right by one, is a small number exactly when 10 divides value.
    let product = value &* 0xCCCC_CCCC_CCCC_CCCD
    let rotated = product &>> 1 | product &<< 63
    return rotated <= UInt64.max / 10 ? rotated : nil
}

/// Reads the exponent at the `e`, and moves `index` after it.
///
/// - Returns: The exponent, saturated at 10^15 in size: no mantissa in memory brings that back within 400.
private func scanExponent(_ text: Span<UInt8>, _ index: inout Int) throws(JSONError) -> Int {
    index &+= 1
    var negative = false
    if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
        negative = text[index] == UInt8(ascii: "-")
        index &+= 1
    }
    let firstDigit = index
    var exponent = 0
    while index < text.count, let next = digit(text[index]) {
        exponent = min(exponent &* 10 &+ Int(next), 1_000_000_000_000_000)  // Safe: stays below 10^16 + 10.
        index &+= 1
    }
    guard index > firstDigit else { throw missingDigit(at: index, text.count) }
    return negative ? 0 &- exponent : exponent
}

/// The value of a mantissa of any length.
///
/// - Parameters:
///   - mantissa: Digits with at most one point.
///   - exponent: The power of ten of the mantissa's last digit.
/// - Returns: nil when it has too many significant digits or too large an exponent.
private func wideNumber(_ mantissa: Span<UInt8>, _ negative: Bool, _ exponent: Int) -> JSONNumber? {
    var significand: Int128 = 0
    var significantDigits = 0
    var pendingZeros = 0
    for index in mantissa.indices {
        guard let next = digit(mantissa[index]) else { continue }
        if next == 0 {
            if significantDigits > 0 { pendingZeros &+= 1 }
            continue
        }
        significantDigits &+= pendingZeros &+ 1  // Safe: both are at most the number of bytes.
        guard significantDigits <= maxDigits else { return nil }
        for _ in 0...pendingZeros { significand &*= 10 }  // Safe: 38 digits fit an Int128.
        significand &+= Int128(next)
        pendingZeros = 0
    }
    guard significantDigits > 0 else { return zero }
    let power = exponent &+ pendingZeros
    guard abs(power) <= maxExponent10 else { return nil }
    return JSONNumber(canonicalSignificand: negative ? 0 &- significand : significand, exponent10: power)
}
