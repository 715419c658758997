/// The distinct phrases of many texts, and which of them contain a word.
///
/// A scope of business is a list of standard phrases, and a city uses few of them again and again: a word is looked
/// for in each distinct phrase once, not in every text. Normalised texts are cut at punctuation; a word without
/// punctuation is in a text exactly where it is in one of its phrases.
///
/// Immutable: any number of threads at once.
public final class PhraseBook: Sendable {
    /// The phrases.
    public let phrases: PhraseSet
    /// Number of texts from which the book was made.
    public let texts: Int
    /// Phrases by two characters in a row: of pairs with hash `h`, `pairs[starts[h] ..< starts[h + 1]]`.
    private let starts: [UInt32]
    private let pairs: [UInt32]
    private let bits: UInt64

    /// A book of some phrases.
    /// - Complexity: O(characters of the phrases).
    public init(_ phrases: PhraseSet, texts: Int) {
        self.phrases = phrases
        self.texts = texts
        var bits: UInt64 = 8
        while bits < 20, 1 << bits < phrases.count &* 8 { bits &+= 1 }
        self.bits = bits
        var counts = [UInt32](repeating: 0, count: (1 << Int(bits)) &+ 1)
        for number in 0..<phrases.count {
            phrases.withPhrase(number) { phrase in
                PhraseBook.forEachPair(phrase, bits) { counts[$0 &+ 1] &+= 1 }
            }
        }
        for hash in 1..<counts.count { counts[hash] &+= counts[hash &- 1] }
        var pairs = [UInt32](repeating: 0, count: Int(counts[counts.count &- 1]))
        var next = counts
        for number in 0..<phrases.count {
            phrases.withPhrase(number) { phrase in
                PhraseBook.forEachPair(phrase, bits) { hash in
                    pairs[Int(next[hash])] = UInt32(truncatingIfNeeded: number)
                    next[hash] &+= 1
                }
            }
        }
        starts = counts
        self.pairs = pairs
    }

    /// Calls `body` for each phrase that contains a word; maybe more than once.
    /// - Returns: False, and nothing called, for a word of one character or with punctuation.
    public func forEachPhrase(with word: Span<UInt8>, _ body: (Int) -> Void) -> Bool {
        guard PhraseBook.isWhole(word) else { return false }
        // Of the word's pairs, that which the fewest phrases have.
        var best: Range<Int>?
        PhraseBook.forEachPair(word, bits) { hash in
            let range = Int(starts[hash])..<Int(starts[hash &+ 1])
            if best.map({ range.count < $0.count }) ?? true { best = range }
        }
        guard let best else { return false }
        for index in best {
            let number = Int(pairs[index])
            if phrases.contains(number, word) { body(number) }
        }
        return true
    }

    /// Whether a word lies within one phrase wherever it occurs.
    public static func isWhole(_ word: Span<UInt8>) -> Bool {
        var pieces = 0
        forEachPiece(word) { if $0.count == word.count { pieces &+= 1 } }
        return pieces == 1
    }

    /// Calls `body` for the pieces of a normalised text between punctuation.
    public static func forEachPiece(_ text: Span<UInt8>, _ body: (Range<Int>) -> Void) {
        var start = 0
        var at = 0
        while at < text.count {
            let length = separator(text, at)
            if length == 0 {
                at &+= 1
                continue
            }
            if at > start { body(start..<at) }
            at &+= length
            start = at
        }
        if at > start { body(start..<at) }
    }

    /// The length of the punctuation at `at`; 0 where there is none.
    private static func separator(_ text: Span<UInt8>, _ at: Int) -> Int {
        switch text[at] {
        case UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ":"),
            UInt8(ascii: "\n"):
            return 1
        case 0xE3:
            // 、 and 。
            guard at &+ 2 < text.count, text[at &+ 1] == 0x80 else { return 0 }
            return text[at &+ 2] == 0x81 || text[at &+ 2] == 0x82 ? 3 : 0
        default: return 0
        }
    }

    private static func forEachPair(_ text: Span<UInt8>, _ bits: UInt64, _ body: (Int) -> Void) {
        var at = 0
        var last: UInt32?
        while at < text.count {
            let scalar = WordAutomaton.scalar(text, &at)
            if let last {
                let pair = UInt64(last) << 21 | UInt64(scalar)
                body(Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> (64 &- bits)))
            }
            last = scalar
        }
    }
}
