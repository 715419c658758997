/// Brings texts that mean the same into one form: NFKC_Casefold (Unicode Standard Annex 15), then
/// traditional characters to simplified ones.
///
/// Full-width letters, digits and punctuation become ASCII, capitals become small, invisible
/// characters go, compatibility characters become what they stand for. The second step maps single
/// characters by a table made from ICU; it does not know words. Both steps together are idempotent.
///
/// Immutable: any number of threads at once.
public final class TextNormalizer: Sendable {
    let simplified: SimplifiedTable
    let forms: CharacterForms
    let readingTables: ReadingTables
    let pinyinNoise: PinyinNoise

    /// Opens the normaliser.
    ///
    /// - Throws: ``TextError`` with code `icu` where ICU's data cannot be loaded.
    /// - Complexity: About 2 ms.
    public init() throws(TextError) {
        try NFKCCasefold.prepare()
        simplified = SimplifiedTable()
        forms = try CharacterForms(simplified)
        readingTables = ReadingTables()
        pinyinNoise = PinyinNoise()
    }

    /// The normal form of a text.
    ///
    /// Should ICU run out of memory, the text comes back as it was.
    ///
    /// - Parameter text: Any text of any length.
    /// - Returns: The normal form; `normalize(normalize(x)) == normalize(x)`, byte for byte.
    /// - Complexity: O(*n*). A text that is seen to be normal already is returned without copying it.
    public func normalize(_ text: String) -> String {
        let bytes = text.utf8Span.span
        if forms.areTheirOwn(bytes) { return text }
        var out: [UInt8] = []
        if appendByForms(bytes, to: &out) { return String(decoding: out, as: UTF8.self) }
        return normalizeByICU(text)
    }

    /// Adds the normal form of a text to `out`, the same bytes as of ``normalize(_:)-(String)``.
    ///
    /// - Parameter bytes: Well-formed UTF-8.
    /// - Complexity: O(*n*); makes no text on the way where the characters are ordinary.
    public func normalize(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
        if appendByForms(bytes, to: &out) { return }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for index in bytes.indices { text.append(bytes[index]) }
        out.append(contentsOf: normalizeByICU(String(decoding: text, as: UTF8.self)).utf8)
    }

    /// The normal form by ICU, however ordinary the text is.
    func normalizeByICU(_ text: String) -> String {
        NFKCCasefold.apply(text) { bytes in simplified.simplify(&bytes) } ?? text
    }

    /// False, and `out` as it was, where the text needs ICU.
    private func appendByForms(_ bytes: Span<UInt8>, to out: inout [UInt8]) -> Bool {
        let start = out.count
        // Two bytes become three at most; what grows more than this goes to ICU.
        out.append(contentsOf: repeatElement(0, count: bytes.count &+ bytes.count / 2 &+ 64))
        var span = out.mutableSpan
        let end = forms.write(bytes, into: &span, from: start)
        out.removeSubrange((end ?? start)...)
        return end != nil
    }
}
