extension [UInt8] {
    /// Appends a part of some bytes; short ones, which most cells and keys are, without a call.
    @inline(__always)
    mutating func append(_ bytes: [UInt8], _ range: Range<Int>) {
        if range.count > 32 { return append(contentsOf: bytes[range]) }
        let text = bytes.span
        append(addingCapacity: range.count) { (out: inout OutputSpan<UInt8>) in
            for index in range { out.append(text[index]) }
        }
    }
}
