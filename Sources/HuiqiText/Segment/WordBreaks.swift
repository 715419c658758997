import CICUShim

/// A piece of text between two of ICU's word boundaries, in UTF-16 units.
struct WordPiece: Equatable, Sendable {
    /// The unit behind the last one; the piece starts where the one before ends.
    let end: Int
    /// False for punctuation and spaces.
    let isWord: Bool
}

/// ICU's word breaks for Chinese text (Unicode Standard Annex 29 with ICU's dictionary).
///
/// Any number of threads may walk at once: each walk has a clone of one iterator that never moves.
@safe final class WordBreaks: Sendable {
    /// ICU counts in 32 bits, and a walk keeps all its pieces: longer texts are cut in windows.
    static let longestWindow = 1 << 20

    // Safe: set once, only ever cloned, closed in `deinit` only; ICU allows concurrent cloning.
    private nonisolated(unsafe) let prototype: OpaquePointer

    /// Opens the iterator.
    ///
    /// - Throws: ``TextError`` with code `icu`.
    /// - Complexity: about 1 ms.
    init() throws(TextError) {
        var opened: OpaquePointer?
        // Safe: the shim sets `opened` where the status is well; we own it.
        let status = unsafe cicu_words_open("zh", &opened)
        guard let opened = unsafe opened else {
            throw .icu(status, zh: "无法打开ICU分词数据", en: "ICU's word break data cannot be opened")
        }
        unsafe prototype = opened
    }

    deinit {
        // Safe: the only owner, and the last use.
        unsafe cicu_words_close(prototype)
    }

    /// The words of a short text, for ``DictionaryCheck``.
    func words(of text: String) -> [String] {
        let units = Array(text.utf16)
        var start = 0
        return pieces(of: units[...]).map { piece in
            defer { start = piece.end }
            return String(decoding: units[start..<piece.end], as: UTF16.self)
        }
    }

    /// The pieces of a text, which cover it without gaps.
    ///
    /// Should ICU run out of memory, the rest of the text is one piece.
    ///
    /// - Parameter units: UTF-16, at most ``longestWindow`` units.
    /// - Complexity: O(*n*), about 10 MB of Chinese a second.
    func pieces(of units: ArraySlice<UInt16>) -> [WordPiece] {
        guard !units.isEmpty else { return [] }
        let rest = WordPiece(end: units.count, isWord: true)
        var cloned: OpaquePointer?
        // Safe: nobody moves the prototype; the clone is ours alone and closed below.
        guard unsafe cicu_words_clone(prototype, &cloned) <= 0, let words = unsafe cloned else {
            return [rest]
        }
        defer { unsafe cicu_words_close(words) }
        var pieces: [WordPiece] = []
        pieces.reserveCapacity(units.count / 2 + 1)
        // Safe: ICU keeps the pointer, so the whole walk happens while the buffer is lent.
        unsafe units.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress, let length = Int32(exactly: buffer.count),
                unsafe cicu_words_set_text(words, start, length) <= 0
            else { return }
            var kind: Int32 = 0
            while case let end = unsafe cicu_words_next(words, &kind), end >= 0 {
                pieces.append(WordPiece(end: Int(end), isWord: kind >= 100))
            }
        }
        if pieces.last?.end != units.count { pieces.append(rest) }
        return pieces
    }
}
