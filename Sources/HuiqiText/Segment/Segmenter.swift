/// Cuts normalised Chinese text into words, for search and relevance; no verdict depends on it.
///
/// ICU's word breaks, then the longest terms of a lexicon put together again, then numbers with their
/// unit; punctuation and spaces are dropped. A term never starts inside one of ICU's words, and never
/// takes a part of a single one, but a term of several words may end inside the last of them. Another
/// ICU or another lexicon cuts differently: keep ``TextVersion/icu`` with what is stored.
///
/// Immutable: any number of threads at once.
public final class Segmenter: Sendable {
    private let breaks: WordBreaks
    private let quantities = QuantityUnits()
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
            let units = Array(normalizer.normalize(term).utf16)
            total += units.count
            guard units.count <= TermTrie.longestTerm, total <= TermTrie.mostUnits else {
                throw TextError(
                    code: .lexiconTooLarge, zh: "词典过大,或词条超过64字: \(term.prefix(20))",
                    en:
                        "the lexicon is too large, or a term is longer than 64 UTF-16 units: \(term.prefix(20))"
                )
            }
            terms.insert(units)
        }
        self.terms = terms
    }

    /// The words of a text in its order.
    ///
    /// - Parameter normalized: Text as ``TextNormalizer`` returns it. Other text is cut as well, but its
    ///   capitals, full-width digits and traditional characters match no term.
    /// - Returns: Parts of the text that do not overlap, none of them empty.
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
        let pieces = breaks.pieces(of: window)
        // `next` is the piece that holds `at`; pieces count from the window's start.
        var next = 0
        var at = window.startIndex
        while at < window.endIndex, next < pieces.count {
            let piece = pieces[next]
            let pieceEnd = window.startIndex + piece.end
            let joined = joinedEnd(in: window, from: at, pieces: pieces[next...])
            if joined != nil || piece.isWord {
                words.append(String(decoding: window[at..<(joined ?? pieceEnd)], as: UTF16.self))
            }
            at = joined ?? pieceEnd
            while next < pieces.count, window.startIndex + pieces[next].end <= at { next += 1 }
        }
    }

    /// The end of the longest term or quantity that starts at `at`, or nil where ICU's piece stands.
    private func joinedEnd(in window: ArraySlice<UInt16>, from at: Int, pieces: ArraySlice<WordPiece>) -> Int?
    {
        guard let first = pieces.first else { return nil }
        let firstEnd = window.startIndex + first.end
        let isBoundary = Self.boundaryTest(window.startIndex, pieces)
        let term = terms.longestMatch(in: window, from: at) { $0 > firstEnd || isBoundary($0) }
        guard first.isWord else { return term }
        let amount: Int?
        if Self.isDigit(window[at]) {
            let onBoundary = Self.boundaryTest(window.startIndex, pieces)
            amount = quantities.end(in: window, from: firstEnd, accepts: onBoundary)
        } else {
            amount = quantities.chineseAmountEnd(in: window, from: at)
        }
        return [term, amount].compactMap { $0 }.max()
    }

    /// A test for the ends of pieces that takes ascending places and walks along with them.
    private static func boundaryTest(_ start: Int, _ pieces: ArraySlice<WordPiece>) -> (Int) -> Bool {
        var next = pieces.startIndex
        return { place in
            while next < pieces.endIndex, start + pieces[next].end < place { next += 1 }
            return next < pieces.endIndex && start + pieces[next].end == place
        }
    }

    private static func isDigit(_ unit: UInt16) -> Bool {
        unit >= 0x30 && unit <= 0x39
    }
}
