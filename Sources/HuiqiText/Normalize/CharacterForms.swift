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

    /// Writes the normal form of a text from `at` on, and what stands for what, until a character is not covered.
    ///
    /// - Parameters:
    ///   - bytes: Well-formed UTF-8.
    ///   - at: Where to begin; afterwards the first byte that is not written.
    ///   - out: Written from `end` on, which is moved behind what was written.
    ///   - map: Covers what is before `at` and before `end`, and afterwards what was written.
    /// - Returns: Whether it stopped because `out` has too little room left.
    func write(
        _ bytes: Span<UInt8>, from at: inout Int, into out: inout MutableSpan<UInt8>, at end: inout Int,
        map: inout OffsetMap
    ) -> Bool {
        let capacity = out.count
        // Bytes that are written and read in step, but not yet in the map.
        var even = 0
        defer { map.appendEven(even) }
        while at < bytes.count {
            guard capacity &- end >= 3 else { return true }
            let lead = bytes[at]
            if lead < 0x80 {
                out[end] = CharacterForms.isCapital(lead) ? lead | 0x20 : lead
                // Safe: `at` is below the text's count and `end` below the capacity, here and below.
                at &+= 1
                end &+= 1
                even &+= 1
                continue
            }
            let (scalar, length) = CharacterForms.character(bytes, at, lead)
            guard length > 0 else { return false }
            let form = forms[scalar]
            let written: Int
            switch form {
            case 0: return false
            case ..<0x80:
                out[end] = UInt8(truncatingIfNeeded: form)
                written = 1
            case ..<0x800:
                out[end] = UInt8(truncatingIfNeeded: 0xC0 | form >> 6)
                out[end &+ 1] = UInt8(truncatingIfNeeded: 0x80 | form & 0x3F)
                written = 2
            case 0xD800..<0xE000:
                let expansion = expansions[Int(form &- 0xD800)]
                guard capacity &- end >= expansion.count else { return true }
                for index in expansion.indices { out[end &+ index] = expansion[index] }
                map.appendEven(even)
                even = 0
                map.append(form: expansion.count, original: length)
                at &+= length
                end &+= expansion.count
                continue
            default:
                out[end] = UInt8(truncatingIfNeeded: 0xE0 | form >> 12)
                out[end &+ 1] = UInt8(truncatingIfNeeded: 0x80 | form >> 6 & 0x3F)
                out[end &+ 2] = UInt8(truncatingIfNeeded: 0x80 | form & 0x3F)
                written = 3
            }
            at &+= length
            end &+= written
            if written == length {
                even &+= length
            } else {
                map.appendEven(even)
                even = 0
                map.append(form: written, original: length)
            }
        }
        return false
    }

    /// The part around a character that is not covered which normalises by itself: from the character before it, or
    /// from `start` where there is none, to the next one that is covered.
    ///
    /// - Parameters:
    ///   - place: Where a character that is not covered begins.
    ///   - start: A place at or before it, behind which every character up to `place` is covered.
    func uncoveredPart(_ bytes: Span<UInt8>, around place: Int, from start: Int) -> Range<Int> {
        var lower = place
        if lower > start {
            // Safe: well-formed text has the start of a character within four bytes.
            repeat { lower &-= 1 } while lower > start && bytes[lower] & 0xC0 == 0x80
        }
        var upper = place
        while upper < bytes.count {
            let lead = bytes[upper]
            if lead < 0x80 {
                break
            }
            let (scalar, length) = CharacterForms.character(bytes, upper, lead)
            if length > 0, forms[scalar] != 0 { break }
            // What is no character of two or three bytes has four; ill-formed text is stepped through.
            upper &+= 1
            while upper < bytes.count, bytes[upper] & 0xC0 == 0x80 { upper &+= 1 }
        }
        return lower..<upper
    }

    /// Whether a part has nothing but invisible characters that vanish wherever they stand.
    static func vanishes(_ part: Span<UInt8>) -> Bool {
        var at = 0
        while at < part.count {
            let (scalar, length) = character(part, at, part[at])
            guard length > 0, isInvisible(scalar) else { return false }
            // Safe: as much was there.
            at &+= length
        }
        return true
    }

    /// Zero width, direction and variation marks; NFKC_Casefold takes them out before it composes.
    static func isInvisible(_ scalar: Int) -> Bool {
        switch scalar {
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: true
        default: false
        }
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
