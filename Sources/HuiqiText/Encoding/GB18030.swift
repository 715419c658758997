import CICUShim

/// GB 18030, strictly: a code that the standard gives no character is a fault, never a guess.
///
/// The table is the loaded ICU's. No byte of a code is a line end, a comma, a semicolon, a tab or a quote; a vertical
/// bar may be.
public final class GB18030: Sendable {
    /// Units of the two-byte codes, 190 a first byte; 0 is no character.
    private let two: [UInt16]
    /// Units of the four-byte codes of the Basic Multilingual Plane, in their order.
    private let four: [UInt16]

    /// The table, made from ICU's once a process; it never changes.
    /// - Throws: ``TextError`` where the host's ICU lacks GB 18030.
    /// - Complexity: Some milliseconds the first time.
    public static func table() throws(TextError) -> GB18030 { try made.get() }

    private static let made = Result { () throws(TextError) in try GB18030() }

    private init() throws(TextError) {
        var two = [UInt16](repeating: 0, count: 126 * 190)
        var four = [UInt16](repeating: 0, count: 39_420)
        // Safe: ICU's shim writes exactly as many units as these two have.
        let status = unsafe cicu_gb18030_forms(&two, &four)
        guard status <= 0, two[190 * (0xD6 - 0x81) + 0xD0 - 0x41] == 0x4E2D else {
            throw .icu(max(status, 0), zh: "ICU 中没有 GB18030 编码表", en: "ICU has no table for GB 18030")
        }
        self.two = two
        self.four = four
    }

    /// The character at `index` and how many bytes it has; nil where there is none.
    @inline(__always)
    private func character(_ text: Span<UInt8>, _ index: Int) -> (scalar: UInt32, length: Int)? {
        let first = Int(text[index])
        if first < 0x80 { return (UInt32(first), 1) }
        guard first > 0x80, first < 0xFF, index &+ 1 < text.count else { return nil }
        let second = Int(text[index &+ 1])
        if second >= 0x40 {
            guard second != 0x7F, second != 0xFF else { return nil }
            // Safe: 0x81...0xFE and 0x40...0xFE, so within the 126 * 190 places.
            let place = (first &- 0x81) &* 190 &+ second &- (second > 0x7F ? 0x41 : 0x40)
            let unit = two[place]
            return unit == 0 ? nil : (UInt32(unit), 2)
        }
        return fourBytes(text, index)
    }

    private func fourBytes(_ text: Span<UInt8>, _ index: Int) -> (scalar: UInt32, length: Int)? {
        guard index &+ 3 < text.count else { return nil }
        let bytes = (0..<4).map { Int(text[index &+ $0]) }
        guard (0x30...0x39).contains(bytes[1]), (0x81...0xFE).contains(bytes[2]),
            (0x30...0x39).contains(bytes[3])
        else { return nil }
        let number =
            (((bytes[0] - 0x81) * 10 + bytes[1] - 0x30) * 126 + bytes[2] - 0x81) * 10 + bytes[3] - 0x30
        if number < four.count { return four[number] == 0 ? nil : (UInt32(four[number]), 4) }
        let scalar = number - 189_000 + 0x10000
        return (0x10000...0x10FFFF).contains(scalar) ? (UInt32(scalar), 4) : nil
    }

    /// Where the first byte lies that begins no character; nil where all is well.
    ///
    /// - Parameter allowsPrivate: Whether a user-defined character, which no two makers read alike, is well.
    /// - Complexity: O(bytes).
    public func firstFault(_ text: Span<UInt8>, allowsPrivate: Bool = true) -> Int? {
        var index = 0
        while index < text.count {
            if text[index] < 0x80 {
                index &+= 1
                continue
            }
            guard let (scalar, length) = character(text, index),
                allowsPrivate || !(0xE000...0xE765).contains(scalar)
            else { return index }
            index &+= length
        }
        return nil
    }

    /// Appends the UTF-8 of `range`; what is no character becomes U+FFFD.
    ///
    /// - Complexity: O(bytes).
    public func decode(_ text: Span<UInt8>, _ range: Range<Int>, into out: inout [UInt8]) {
        let text = text.extracting(range.clamped(to: 0..<text.count))
        // Two bytes become three at most, one becomes one or, as U+FFFD, three.
        out.append(addingCapacity: text.count &* 3) { (out: inout OutputSpan<UInt8>) in
            var index = 0
            while index < text.count {
                let byte = text[index]
                if byte < 0x80 {
                    out.append(byte)
                    index &+= 1
                    continue
                }
                let (scalar, length) = character(text, index) ?? (0xFFFD, 1)
                index &+= length
                Self.write(scalar, to: &out)
            }
        }
    }

    /// Appends the UTF-8 of a character.
    @inline(__always)
    private static func write(_ scalar: UInt32, to out: inout OutputSpan<UInt8>) {
        func last(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift & 0x3F) }
        switch scalar {
        case 0..<0x80: out.append(UInt8(truncatingIfNeeded: scalar))
        case 0x80..<0x800:
            out.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
            out.append(last(0))
        case 0x800..<0x10000:
            out.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
            out.append(last(6))
            out.append(last(0))
        default:
            out.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
            out.append(last(12))
            out.append(last(6))
            out.append(last(0))
        }
    }
}
