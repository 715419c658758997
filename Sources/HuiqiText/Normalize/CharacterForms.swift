/// What single characters normalise to, for those whose neighbours have no part in it.
///
/// Made once from ICU's own answers: a character is covered where ICU says that a normalisation boundary stands
/// before it in any text (`Normalizer2::hasBoundaryBefore`). A text of such characters alone is therefore normal
/// character by character; any other goes to ICU as a whole. Hangul and characters beyond U+FFFF are not covered.
///
/// Immutable: any number of threads at once.
struct CharacterForms: Sendable {
    /// At `c` the normal form of U+c, simplified: one UTF-16 unit; 0xD800 + n for the n-th of ``expansions``; 0 where
    /// `c` is not covered.
    private let forms: [UInt16]
    /// The forms that are more than one character or none, as UTF-8.
    private let expansions: [[UInt8]]

    /// - Complexity: O(65,536), about 2 ms.
    /// - Throws: ``TextError`` where ICU has no data for it.
    init(_ simplified: SimplifiedTable) throws(TextError) {
        let (own, units) = try NFKCCasefold.characterForms()
        var forms = own
        for index in forms.indices {
            let simple = simplified[UInt32(forms[index])]
            if simple != 0 { forms[index] = UInt16(truncatingIfNeeded: simple) }
        }
        self.forms = forms
        expansions = units.split(separator: 0, omittingEmptySubsequences: false).map { expansion in
            let simple = expansion.map { unit in
                let simple = simplified[UInt32(unit)]
                return simple == 0 ? unit : UInt16(truncatingIfNeeded: simple)
            }
            return Array(String(decoding: simple, as: UTF16.self).utf8)
        }
    }

    /// Whether every character of a text is its own normal form in any company.
    ///
    /// False says nothing: the text may be normal nevertheless.
    /// - Parameter bytes: Well-formed UTF-8.
    func areTheirOwn(_ bytes: Span<UInt8>) -> Bool {
        var at = 0
        while at < bytes.count {
            let lead = bytes[at]
            if lead < 0x80 {
                if CharacterForms.isCapital(lead) { return false }
                // Safe: `at` is below `count`, here and below.
                at &+= 1
                continue
            }
            let (scalar, length) = CharacterForms.character(bytes, at, lead)
            guard length > 0, forms[scalar] == UInt16(truncatingIfNeeded: scalar) else { return false }
            at &+= length
        }
        return true
    }

    /// Writes the normal form of a text.
    ///
    /// - Parameters:
    ///   - bytes: Well-formed UTF-8.
    ///   - out: Written from `start` on.
    /// - Returns: The end of what was written; nil where a character is not covered or the form does not fit.
    func write(_ bytes: Span<UInt8>, into out: inout MutableSpan<UInt8>, from start: Int) -> Int? {
        var at = 0
        var end = start
        let capacity = out.count
        while at < bytes.count {
            // No single character takes more than three bytes.
            guard capacity &- end >= 3 else { return nil }
            let lead = bytes[at]
            if lead < 0x80 {
                out[end] = CharacterForms.isCapital(lead) ? lead | 0x20 : lead
                // Safe: `at` is below the text's count and `end` below the capacity, here and below.
                at &+= 1
                end &+= 1
                continue
            }
            let (scalar, length) = CharacterForms.character(bytes, at, lead)
            guard length > 0 else { return nil }
            at &+= length
            let form = forms[scalar]
            switch form {
            case 0: return nil
            case ..<0x80:
                out[end] = UInt8(truncatingIfNeeded: form)
                end &+= 1
            case ..<0x800:
                out[end] = UInt8(truncatingIfNeeded: 0xC0 | form >> 6)
                out[end &+ 1] = UInt8(truncatingIfNeeded: 0x80 | form & 0x3F)
                end &+= 2
            case 0xD800..<0xE000:
                let expansion = expansions[Int(form &- 0xD800)]
                guard capacity &- end >= expansion.count else { return nil }
                for byte in expansion {
                    out[end] = byte
                    end &+= 1
                }
            default:
                out[end] = UInt8(truncatingIfNeeded: 0xE0 | form >> 12)
                out[end &+ 1] = UInt8(truncatingIfNeeded: 0x80 | form >> 6 & 0x3F)
                out[end &+ 2] = UInt8(truncatingIfNeeded: 0x80 | form & 0x3F)
                end &+= 3
            }
        }
        return end
    }

    private static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    /// The character of two or three bytes that begins at `at`; length 0 where there is none.
    private static func character(_ bytes: Span<UInt8>, _ at: Int, _ lead: UInt8) -> (
        scalar: Int, length: Int
    ) {
        let left = bytes.count &- at
        if lead >= 0xE0 {
            guard lead < 0xF0, left >= 3 else { return (0, 0) }
            let second = Int(bytes[at &+ 1] & 0x3F)
            let third = Int(bytes[at &+ 2] & 0x3F)
            return (Int(lead & 0x0F) << 12 | second << 6 | third, 3)
        }
        guard lead >= 0xC2, left >= 2 else { return (0, 0) }
        return (Int(lead & 0x1F) << 6 | Int(bytes[at &+ 1] & 0x3F), 2)
    }
}
