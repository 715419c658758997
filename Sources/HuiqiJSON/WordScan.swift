/// Eight bytes looked at together, as one little-endian word.
///
/// A mask has the top bit set for each byte found. The lowest is right; above it there may be false ones.
struct Word {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080
    /// How many bytes a word has.
    static let size = 8

    /// The bytes, the first one lowest.
    let bits: UInt64

    /// The first eight bytes, or nil if there are not eight.
    @inline(__always)
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= Word.size else { return nil }
        // One load after optimisation.
        let low =
            UInt32(bytes[0]) | UInt32(bytes[1]) &<< 8 | UInt32(bytes[2]) &<< 16 | UInt32(bytes[3]) &<< 24
        let high =
            UInt32(bytes[4]) | UInt32(bytes[5]) &<< 8 | UInt32(bytes[6]) &<< 16 | UInt32(bytes[7]) &<< 24
        bits = UInt64(low) | UInt64(high) &<< 32
    }

    /// The bytes of `text` from `start` on, of which the first `count` count; the others become zero.
    ///
    /// - Parameter count: `1...8`, and the text has as many from `start` on.
    @inline(__always)
    init(_ text: Span<UInt8>, at start: Int, count: Int) {
        let rest = text.extracting(droppingFirst: start)
        if let word = Word(rest) {
            bits = word.bits & (UInt64.max &>> UInt64(truncatingIfNeeded: (Word.size &- count) &<< 3))
            return
        }
        var bits: UInt64 = 0
        for index in 0..<min(count, rest.count) {
            bits |= UInt64(rest[index]) &<< UInt64(truncatingIfNeeded: index &<< 3)
        }
        self.bits = bits
    }

    /// The mask of the bytes equal to `byte`.
    @inline(__always)
    func mask(of byte: UInt8) -> UInt64 {
        let difference = bits ^ Word.ones &* UInt64(byte)
        return (difference &- Word.ones) & ~difference & Word.tops
    }

    /// The mask of the bytes below 0x20.
    @inline(__always)
    var maskOfControls: UInt64 { (bits &- Word.ones &* 0x20) & ~bits & Word.tops }

    /// The first byte that a mask marks; the size of a word if there is none.
    @inline(__always)
    static func first(_ mask: UInt64) -> Int { mask.trailingZeroBitCount &>> 3 }
}
