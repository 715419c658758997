/// Cuts normalised Chinese text into words, for search and relevance; no verdict depends on it.
///
/// ICU's word breaks, then the longest terms of a lexicon put together again and numbers with their unit;
/// punctuation and spaces are dropped. A term never starts inside one of ICU's words, and never takes a
/// part of a single one, but a term of several words may end inside the last of them if it has four units.
///
/// Numbers: `20万元`, `3%`, `三成`, `60个工作日`, `近三年`, `前10名`, `第三条`, `百分之三` are one word each,
/// also where one space stands inside them, which the word leaves out. `2023年12月31日前` is `2023年`, `12月`,
/// `31日`, `前`, and `20-50万元` is `20`, `50万元`, because questions name a part of a date or of a range. What
/// has no unit stands as ICU cuts it.
///
/// Another ICU or another lexicon cuts differently: keep ``TextVersion/icu`` with what is stored.
///
/// Immutable: any number of threads at once.
public final class Segmenter: Sendable {
    private let breaks: WordBreaks
    private let units = QuantityUnits()
    private let terms: TermTrie

    /// Opens a segmenter.
    ///
    /// - Throws: ``TextError``: `icu` where ICU's data cannot be loaded, `icuTrimmed` where they are there
    ///   without the dictionary of Chinese words, `lexiconTooLarge` where a term has
    ///   more than 64 UTF-16 units or all together more than 16 million.
    /// - Complexity: O(size of the lexicon), and about 1 ms for ICU.
    public init(lexicon: Lexicon = .policy) throws(TextError) {
        let breaks = try WordBreaks()
        try DictionaryCheck.check { breaks.words(of: $0) }
        self.breaks = breaks
        let normalizer = try TextNormalizer()
        var terms = TermTrie()
        var total = 0
        for term in lexicon.terms {
            let form = Array(normalizer.normalize(term).utf16)
            total += form.count
            guard form.count <= TermTrie.longestTerm, total <= TermTrie.mostUnits else {
                throw TextError(
                    code: .lexiconTooLarge, zh: "词典过大,或词条超过64字: \(term.prefix(20))",
                    en:
                        "the lexicon is too large, or a term is longer than 64 UTF-16 units: \(term.prefix(20))"
                )
            }
            terms.insert(form)
        }
        self.terms = terms
    }

    /// The words of a text in its order.
    ///
    /// - Parameter normalized: Text as ``TextNormalizer`` returns it. Other text is cut as well, but its
    ///   capitals, full-width digits and traditional characters match no term.
    /// - Returns: Parts of the text that do not overlap, none of them empty; a quantity without its spaces.
    /// - Complexity: O(*n*).
    public func words(in normalized: String) -> [String] {
        let units = Array(normalized.utf16)
        var words: [String] = []
        var start = 0
        while start < units.count {
            let end = Self.windowEnd(units, from: start)
            appendWords(of: units[start..<end], to: &words)
            start = end
        }
        return words
    }

    /// The end of the next window: the end of the text, or behind a space or newline, or at least not
    /// within a surrogate pair.
    private static func windowEnd(_ units: [UInt16], from start: Int) -> Int {
        guard units.count - start > WordBreaks.longestWindow else { return units.count }
        let end = start + WordBreaks.longestWindow
        let nearEnd = units[(end - WordBreaks.longestWindow / 2)..<end]
        if let space = nearEnd.lastIndex(where: { $0 == 0x0A || $0 == 0x20 }) { return space + 1 }
        return UTF16.isLeadSurrogate(units[end - 1]) ? end - 1 : end
    }

    private func appendWords(of window: ArraySlice<UInt16>, to words: inout [String]) {
        var walk = WordWalk(window, pieces: breaks.pieces(of: window), terms: terms, units: units)
        if walk.cutsInsideWords {
            // ICU saw 日本 in 12月31日本市: it looks again at the text without the quantities.
            walk = WordWalk(after: walk, pieces: breaks.pieces(of: walk.maskedText[...]))
        }
        var quantities = walk.quantities[...]
        for word in walk.words {
            let isQuantity = quantities.first == word
            if isQuantity { quantities.removeFirst() }
            words.append(
                isQuantity ? Self.quantity(window[word]) : String(decoding: window[word], as: UTF16.self))
        }
    }

    /// A quantity as a word, without the spaces in it.
    private static func quantity(_ units: ArraySlice<UInt16>) -> String {
        guard units.contains(0x20) else { return String(decoding: units, as: UTF16.self) }
        return String(decoding: units.filter { $0 != 0x20 }, as: UTF16.self)
    }
}
