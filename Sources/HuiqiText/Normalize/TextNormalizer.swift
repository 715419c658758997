/// Brings texts that mean the same into one form: NFKC_Casefold (Unicode Standard Annex 15), then
/// traditional characters to simplified ones.
///
/// Full-width letters, digits and punctuation become ASCII, capitals become small, invisible
/// characters go, compatibility characters become what they stand for. The second step maps single
/// characters by a table made from ICU; it does not know words. Both steps together are idempotent.
///
/// Immutable: any number of threads at once.
public final class TextNormalizer: Sendable {
    private let simplified: SimplifiedTable

    /// Opens the normaliser.
    ///
    /// - Throws: ``TextError`` with code `icu` where ICU's data cannot be loaded.
    public init() throws(TextError) {
        try NFKCCasefold.prepare()
        simplified = SimplifiedTable()
    }

    /// The normal form of a text.
    ///
    /// Should ICU run out of memory, the text comes back as it was.
    ///
    /// - Parameter text: Any text of any length.
    /// - Returns: The normal form; `normalize(normalize(x)) == normalize(x)`, byte for byte.
    /// - Complexity: O(*n*). A text that is seen to be normal already is returned without copying it.
    public func normalize(_ text: String) -> String {
        if isPlainlyNormal(text) { return text }
        return NFKCCasefold.apply(text) { bytes in simplified.simplify(&bytes) } ?? text
    }

    /// True where every character is one of those that both steps leave alone in any company: ASCII
    /// without capitals, simplified ideographs U+4E00...9FFF, and a few Chinese marks.
    ///
    /// False says nothing: the text may be normal nevertheless.
    private func isPlainlyNormal(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        let count = bytes.count
        var at = 0
        while at < count {
            let lead = bytes[at]
            if lead < 0x80 {
                if lead >= UInt8(ascii: "A"), lead <= UInt8(ascii: "Z") { return false }
                // Safe: `at` is below `count`.
                at &+= 1
                continue
            }
            guard lead >= 0xE2, lead <= 0xE9, count &- at >= 3 else { return false }
            let second = UInt32(bytes[at &+ 1] & 0x3F)
            let third = UInt32(bytes[at &+ 2] & 0x3F)
            let scalar = UInt32(lead & 0x0F) << 12 | second << 6 | third
            guard Self.isInert(scalar), simplified[scalar] == 0 else { return false }
            // Safe: three bytes are left, checked above.
            at &+= 3
        }
        return true
    }

    /// True for ideographs without decomposition and for 、。〈〉《》「」『』【】〔〕“”.
    private static func isInert(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x4E00...0x9FFF, 0x3001...0x3002, 0x3008...0x3011, 0x3014...0x3015, 0x201C...0x201D: true
        default: false
        }
    }
}
