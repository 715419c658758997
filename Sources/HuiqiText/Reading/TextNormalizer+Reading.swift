extension TextNormalizer {
    /// A text as search and the reading of numbers take it, with the way back to it.
    ///
    /// The normal form, and besides it: variants of a character are one, and characters that are traditional in
    /// certain words only become simplified there (乾燥 but 乾隆, 藉口 but 慰藉); quotation marks, dashes, middle dots,
    /// square brackets and tildes have one form each, several dashes are one; spaces beside Chinese go, others are
    /// one space; a line break within a sentence goes, a blank line or the start of an item is one line break; pinyin
    /// that a converter put behind a character (`數(shù)據(jù)`), control characters and references such as `&nbsp;` go
    /// or become what they stand for; circled numbers are `(1)`; a ring among Chinese digits is `〇`.
    ///
    /// For finding and reading only: verdicts rest on ``normalize(_:)-(String)``.
    ///
    /// - Parameter text: Any text of any length.
    /// - Complexity: O(*n*).
    public func reading(_ text: String) -> MappedText {
        let circled = CircledNumbers.spelt(text)
        let source = circled?.text ?? text
        var (bytes, normal) = normalForm(source.utf8Span.span)
        bytes.removeSubrange(normal.form...)
        var form = ReadingForm(bytes, tables: readingTables, noise: pinyinNoise, normalizer: self)
        form.rewrite()
        var maps = [normal]
        if form.isChanged { maps.insert(form.map, at: 0) }
        if let circled { maps.append(circled.map) }
        return MappedText(
            bytes: form.isChanged ? form.out : bytes, originalCount: text.utf8.count, maps: maps)
    }
}
