extension Lexicon {
    /// The most bytes of a file, lines of it, and UTF-16 units of one term.
    public static let mostFileBytes = 1 << 24
    public static let mostFileLines = 1_000_000
    public static let longestTerm = TermTrie.longestTerm

    /// Reads a lexicon from a file's bytes.
    ///
    /// One term a line, as in the user dictionaries of common segmenters: what stands behind the first space
    /// or tab (a frequency, a part of speech) is ignored, and so are empty lines and those that start with
    /// `#`. Lines end with LF or CRLF; a byte order mark may come first. To use the terms beside the policy
    /// terms: `Lexicon.policy.adding(file.terms)`.
    ///
    /// - Parameter bytes: UTF-8, at most ``mostFileBytes``.
    /// - Returns: The terms in the file's order, as written; a ``Segmenter`` normalises them.
    /// - Throws: ``TextError`` that names the line, from 1, and the byte, from 0: `lexiconMalformed` where the
    ///   bytes are not UTF-8 or hold a control character, `lexiconTooLarge` where a limit is passed.
    /// - Complexity: O(*n*).
    public static func reading(_ bytes: [UInt8]) throws(TextError) -> Lexicon {
        guard bytes.count <= mostFileBytes else {
            throw TextError(
                code: .lexiconTooLarge, zh: "词典文件超过\(mostFileBytes)字节",
                en: "the lexicon's file has more than \(mostFileBytes) bytes")
        }
        var terms: [String] = []
        var line = 0
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < bytes.count {
            line += 1
            guard line <= mostFileLines else {
                throw tooLarge(line, start, zh: "超过\(mostFileLines)行", en: "more than \(mostFileLines) lines")
            }
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            if let term = try term(bytes[start..<end], line: line) { terms.append(term) }
            start = end + 1
        }
        return Lexicon(terms: terms)
    }

    /// The term of one line, or nil where it has none.
    private static func term(_ content: ArraySlice<UInt8>, line: Int) throws(TextError) -> String? {
        var content = content
        if content.last == 0x0D { content.removeLast() }
        if let at = content.firstIndex(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
            throw malformed(line, at, zh: "控制字符", en: "control character")
        }
        if let at = firstInvalid(content) {
            throw malformed(line, at, zh: "不是UTF-8编码", en: "not UTF-8")
        }
        let body = content.drop { $0 == 0x20 || $0 == 0x09 }
        guard let first = body.first, first != UInt8(ascii: "#") else { return nil }
        let term = String(decoding: body.prefix { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
        guard term.utf16.count <= longestTerm else {
            throw tooLarge(
                line, body.startIndex, zh: "词条超过\(longestTerm)个UTF-16单元",
                en: "a term of more than \(longestTerm) UTF-16 units")
        }
        return term
    }

    private static func firstInvalid(_ content: ArraySlice<UInt8>) -> Int? {
        do {
            _ = try UTF8Span(validating: content.span)
            return nil
        } catch {
            return content.startIndex + error.byteOffsets.lowerBound
        }
    }

    private static func malformed(_ line: Int, _ byte: Int, zh: String, en: String) -> TextError {
        TextError(
            code: .lexiconMalformed, zh: "词典第\(line)行(字节\(byte)):\(zh)",
            en: "lexicon line \(line) (byte \(byte)): \(en)")
    }

    private static func tooLarge(_ line: Int, _ byte: Int, zh: String, en: String) -> TextError {
        TextError(
            code: .lexiconTooLarge, zh: "词典第\(line)行(字节\(byte)):\(zh)",
            en: "lexicon line \(line) (byte \(byte)): \(en)")
    }
}
