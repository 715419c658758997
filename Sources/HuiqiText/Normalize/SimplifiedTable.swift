/// Traditional characters and their simplified forms, for the ideographs U+3400...9FFF.
///
/// Immutable: any number of threads at once.
struct SimplifiedTable: Sendable {
    /// The ideographs that the table covers; all take three bytes of UTF-8.
    static let covered: ClosedRange<UInt32> = 0x3400...0x9FFF

    /// At `c - 0x3400` the simplified form of `c`; 0 where it is its own.
    private let forms: [UInt16]

    /// Reads the generated table.
    ///
    /// - Complexity: O(size of the table), about 0.1 ms.
    init() {
        var forms = [UInt16](repeating: 0, count: Self.covered.count)
        var traditional: UInt32?
        for scalar in traditionalSimplifiedPairs.description.unicodeScalars {
            // Whitespace only breaks the source into lines.
            guard Self.covered.contains(scalar.value) else { continue }
            if let from = traditional {
                forms[Int(from - Self.covered.lowerBound)] = UInt16(truncatingIfNeeded: scalar.value)
                traditional = nil
            } else {
                traditional = scalar.value
            }
        }
        self.forms = forms
    }

    /// The simplified form of a character, 0 where the character is its own or is not covered.
    subscript(_ scalar: UInt32) -> UInt32 {
        guard Self.covered.contains(scalar) else { return 0 }
        return UInt32(forms[Int(scalar - Self.covered.lowerBound)])
    }

    /// Simplifies UTF-8 in place; no character changes its length.
    ///
    /// - Parameter bytes: Well-formed UTF-8; anything else is left as it is.
    /// - Complexity: O(*n*); allocates nothing.
    func simplify(_ bytes: inout MutableSpan<UInt8>) {
        let count = bytes.count
        var at = 0
        while at < count {
            let lead = bytes[at]
            guard lead >= 0xE3, lead <= 0xE9 else {
                // Safe: `at` is below `count`. Continuation bytes are stepped over one by one.
                at &+= 1
                continue
            }
            guard count &- at >= 3 else { return }
            let second = UInt32(bytes[at &+ 1] & 0x3F)
            let third = UInt32(bytes[at &+ 2] & 0x3F)
            let simple = self[UInt32(lead & 0x0F) << 12 | second << 6 | third]
            if simple != 0 {
                bytes[at] = UInt8(truncatingIfNeeded: 0xE0 | simple >> 12)
                bytes[at &+ 1] = UInt8(truncatingIfNeeded: 0x80 | simple >> 6 & 0x3F)
                bytes[at &+ 2] = UInt8(truncatingIfNeeded: 0x80 | simple & 0x3F)
            }
            // Safe: three bytes are left, checked above.
            at &+= 3
        }
    }
}
