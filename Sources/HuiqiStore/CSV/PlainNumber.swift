/// A number as most cells have it: ASCII digits, perhaps a minus before them and a point among them, 18 at most.
struct PlainNumber {
    let isNegative: Bool
    /// The digits, with the point among them, without zeros at either end that mean nothing.
    private let range: Range<Int>
    /// Where the point is; -1 where there is none.
    private let point: Int

    /// Nil where the cell has anything else.
    @inline(__always)
    init?(_ text: Span<UInt8>, _ range: Range<Int>) {
        var start = range.lowerBound
        var end = range.upperBound
        guard end &- start <= 20, start < end else { return nil }
        let isMinus = text[start] == 0x2D
        if isMinus { start &+= 1 }
        var point = -1
        var index = start
        while index < end {
            let byte = text[index]
            if byte == 0x2E, point < 0, index > start {
                point = index
            } else if byte &- 0x30 > 9 {
                return nil
            }
            index &+= 1
        }
        guard start < end, point &+ 1 != end, end &- start <= 19 else { return nil }
        if point >= 0 {
            while text[end &- 1] == 0x30 { end &-= 1 }
            if end &- 1 == point {
                end = point
                point = -1
            }
        }
        while start < end, text[start] == 0x30 { start &+= 1 }
        isNegative = isMinus && start < end
        self.range = start..<end
        self.point = point
    }

    /// How many decimals the number times ten to `scale` has, at most.
    @inline(__always)
    func decimals(scale: Int) -> Int { max(0, (point < 0 ? 0 : range.upperBound &- 1 &- point) &- scale) }

    /// Appends the number times ten to `scale`, in JSON's grammar.
    @inline(__always)
    func write(_ text: Span<UInt8>, scale: Int, to out: inout [UInt8]) {
        // A sign, a zero and a point, the digits, and zeros on one side of them.
        out.append(addingCapacity: range.count &+ 24 &+ abs(scale)) { (out: inout OutputSpan<UInt8>) in
            write(text, scale: scale, to: &out)
        }
    }

    @inline(__always)
    private func write(_ text: Span<UInt8>, scale: Int, to out: inout OutputSpan<UInt8>) {
        let decimals = decimals(scale: scale)
        if isNegative { out.append(0x2D) }
        var left = range.count &- (point < 0 ? 0 : 1) &- decimals
        // Digits that stand where the point goes, and zeros between it and the first of them.
        if left <= 0 {
            out.append(0x30)
            if decimals > 0 {
                out.append(0x2E)
                for _ in left..<0 { out.append(0x30) }
            }
            left = -1
        }
        var hasDigit = left < 0
        for index in range where index != point {
            let byte = text[index]
            if left == 0 { out.append(0x2E) }
            // Zeros that were behind the point may now lead.
            if hasDigit || byte != 0x30 || left <= 1 {
                out.append(byte)
                hasDigit = true
            }
            left &-= 1
        }
        let written = point < 0 ? 0 : range.upperBound &- 1 &- point
        if hasDigit, !range.isEmpty, scale > written { for _ in written..<scale { out.append(0x30) } }
    }
}
