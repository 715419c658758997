import CICUShim

// ICU's room: what calls ICU is in this file and in Segment/WordBreaks.swift, and nowhere else.

/// The versions that decide how text is normalised and cut into words.
///
/// Another ICU cuts differently: keep ``icu`` with whatever is stored of its results.
public enum TextVersion {
    /// The version of the ICU that is loaded, such as `72.1`.
    public static var icu: String { unsafe version(cicu_icu_version) }

    /// The version of Unicode that this ICU knows, such as `15.0`.
    public static var unicode: String { unsafe version(cicu_unicode_version) }

    private static func version(_ write: (UnsafeMutablePointer<CChar>) -> Void) -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
            unsafe buffer.initialize(repeating: 0)
            guard let start = buffer.baseAddress else { return "" }
            // Safe: ICU writes at most 20 bytes with a zero at the end, and there are 32.
            unsafe write(start)
            return unsafe String(cString: start)
        }
    }
}

extension TextError {
    /// The error for an ICU status above 0.
    static func icu(_ status: Int32, zh: String, en: String) -> TextError {
        // Safe: the shim returns static, terminated text for every status.
        let name = unsafe String(cString: cicu_status_name(status))
        return TextError(code: .icu, zh: "\(zh)(\(name))", en: "\(en) (\(name))")
    }
}

/// NFKC_Casefold of Unicode Standard Annex 15, straight from UTF-8 to UTF-8.
enum NFKCCasefold {
    /// - Throws: ``TextError`` where ICU has no data for it.
    static func prepare() throws(TextError) {
        var needed = 0
        // Safe: one byte is read and one written, both of them ours for the call.
        let status = unsafe withUnsafePointer(to: UInt8(ascii: "A")) { from in
            var byte: UInt8 = 0
            return unsafe cicu_nfkc_casefold_utf8(from, 1, &byte, 1, &needed)
        }
        guard status <= 0 else {
            throw .icu(status, zh: "无法加载ICU文本规范化数据", en: "ICU's normalisation data cannot be loaded")
        }
    }

    /// What single characters become, as `cicu_nfkc_casefold_forms` says, and the forms of several units.
    ///
    /// - Throws: ``TextError`` where ICU fails.
    static func characterForms() throws(TextError) -> (forms: [UInt16], expansions: [UInt16]) {
        var needed = 0
        var forms = [UInt16](repeating: 0, count: 0x10000)
        var expansions = [UInt16](repeating: 0, count: 0x8000)
        // Safe: ICU writes 65,536 units, and of expansions at most as many as there are.
        let status = unsafe cicu_nfkc_casefold_forms(&forms, &expansions, expansions.count, &needed)
        expansions.removeSubrange(min(max(0, needed), expansions.count)...)
        guard status <= 0 else {
            throw .icu(status, zh: "无法加载ICU文本规范化数据", en: "ICU's normalisation data cannot be loaded")
        }
        return (forms, expansions)
    }

    /// The normal form, with `revise` applied to its bytes in place before they become a text.
    ///
    /// - Parameter revise: Gets the bytes of the result; may change them, but not their number.
    /// - Returns: Nil where ICU ran out of memory.
    /// - Complexity: O(*n*).
    static func apply(_ text: String, revise: (inout MutableSpan<UInt8>) -> Void) -> String? {
        var text = text
        // Safe: the bytes of the text are lent for the closure, ICU reads them within the call only.
        return text.withUTF8 { (source: UnsafeBufferPointer<UInt8>) -> String? in
            // Chinese text shrinks; the first guess is nearly always enough.
            var capacity = source.count + source.count / 8 + 64
            for _ in 0..<2 {
                var needed = 0
                var status: Int32 = 0
                // Safe: ICU writes `min(needed, capacity)` bytes from the start of `out`, which is as
                // many as are declared initialised; they are well-formed UTF-8 as it wrote them.
                let result = unsafe String(unsafeUninitializedCapacity: capacity) { out in
                    status = unsafe cicu_nfkc_casefold_utf8(
                        source.baseAddress, source.count, out.baseAddress, capacity, &needed)
                    guard status <= 0, needed <= capacity else { return 0 }
                    let written = unsafe UnsafeMutableBufferPointer(rebasing: out[..<needed])
                    var bytes = unsafe written.mutableSpan
                    revise(&bytes)
                    return needed
                }
                guard status <= 0 else { return nil }
                if needed <= capacity { return result }
                capacity = needed
            }
            return nil
        }
    }

    /// The normal form of a part of a text, and which of its bytes became which.
    ///
    /// - Parameters:
    ///   - part: Well-formed UTF-8.
    ///   - edit: Called for each part in order, as `cicu_nfkc_casefold_edits` says.
    /// - Returns: Nil where ICU ran out of memory; `edit` was not called then.
    /// - Complexity: O(*n*).
    static func apply(
        _ part: Span<UInt8>, edit: (_ old: Int, _ new: Int, _ isChanged: Bool) -> Void
    ) -> [UInt8]? {
        var out = [UInt8](repeating: 0, count: part.count &+ part.count / 8 &+ 64)
        var edits = [Int32](repeating: 0, count: 48)
        for _ in 0..<2 {
            var needed = 0
            var editsNeeded = 0
            // Safe: ICU reads `count` bytes, and writes at most as many bytes and numbers as there are.
            let status = unsafe part.withUnsafeBufferPointer { source in
                unsafe cicu_nfkc_casefold_edits(
                    source.baseAddress, source.count, &out, out.count, &needed, &edits, edits.count,
                    &editsNeeded)
            }
            guard status <= 0 else { return nil }
            if needed <= out.count, editsNeeded <= edits.count {
                out.removeSubrange(max(0, needed)...)
                for at in stride(from: 0, to: editsNeeded, by: 3) {
                    edit(Int(edits[at]), Int(edits[at + 1]), edits[at + 2] != 0)
                }
                return out
            }
            out = [UInt8](repeating: 0, count: max(needed, out.count))
            edits = [Int32](repeating: 0, count: max(editsNeeded, edits.count))
        }
        return nil
    }
}
