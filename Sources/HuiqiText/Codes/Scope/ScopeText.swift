/// A scope of business (经营范围) cut into its items.
///
/// Characters are simplified and half-width, each with its place in the original; items end at punctuation and
/// brackets. What a scope says not to do (`不含危险化学品`, `烟草制品除外`) is marked, and phrases of every licence
/// (`依法须经批准的项目…`) are no items.
struct ScopeText: FoldedText {
    /// One item.
    struct Piece {
        /// Its characters.
        let range: Range<Int>
        /// Counts up at semicolons and full stops.
        let sentence: Int
        /// How many brackets are open around it.
        let depth: Int
        /// Said not to be done.
        var isNegated = false
        /// Followed by brackets that leave out what needs a licence (`不含许可类`).
        var isUnlicensed = false
    }

    /// What stands behind so many characters is not read.
    static let most = 16_384

    private(set) var characters: [FoldedCharacter] = []
    private(set) var pieces: [Piece] = []

    /// - Complexity: O(*n*).
    init(_ text: String, _ words: ScopeWords) {
        let bytes = text.utf8Span.span
        characters.reserveCapacity(min(bytes.count / 3 &+ 1, ScopeText.most))
        var at = 0
        while at < bytes.count, characters.count < ScopeText.most {
            let start = at
            let raw = WordAutomaton.scalar(bytes, &at)
            let scalar = ScopeWords.punctuation(raw) ?? words.forms.fold(raw)
            if scalar != 0 { characters.append(FoldedCharacter(scalar: scalar, start: start, end: at)) }
        }
        cut(words)
        negate(words)
    }

    /// The end of the longest of some words at a place; nil for none.
    func end(ofAny list: WordList, at place: Int, before limit: Int) -> Int? {
        guard place < limit, list.firsts.contains(self[place]) else { return nil }
        for word in list.words where place &+ word.count <= limit && has(word, at: place) {
            return place &+ word.count
        }
        return nil
    }

    /// The first place in a range where one of some words begins, and its end.
    func first(ofAny list: WordList, in range: Range<Int>) -> Range<Int>? {
        for place in range {
            if let end = end(ofAny: list, at: place, before: range.upperBound) { return place..<end }
        }
        return nil
    }

    /// The items of one sentence and depth.
    /// - Complexity: O(log *n* + items of the sentence).
    func items(ofSentence sentence: Int, depth: Int) -> [Piece] {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = low &+ (high &- low) / 2
            if pieces[middle].sentence < sentence { low = middle &+ 1 } else { high = middle }
        }
        return pieces[low...].prefix { $0.sentence == sentence }.filter { $0.depth == depth }
    }

    private mutating func cut(_ words: ScopeWords) {
        var start = 0
        var sentence = 0
        var depth = 0
        for place in 0...characters.count {
            let scalar = place < characters.count ? characters[place].scalar : ScopeWords.stop
            guard scalar < 0x80, ScopeWords.isCut(scalar) else { continue }
            if place > start { pieces.append(Piece(range: start..<place, sentence: sentence, depth: depth)) }
            start = place &+ 1
            switch scalar {
            case ScopeWords.open: depth &+= 1
            case ScopeWords.close: depth = max(0, depth &- 1)
            case ScopeWords.stop: if depth == 0 { sentence &+= 1 }
            default: break
            }
        }
        let all = pieces
        pieces = all.filter { first(ofAny: words.boilerplate, in: $0.range) == nil }
    }

    private mutating func negate(_ words: ScopeWords) {
        // Negated until this sentence and depth are left.
        var until: (sentence: Int, depth: Int)?
        for index in pieces.indices {
            let piece = pieces[index]
            if let limit = until, piece.sentence != limit.sentence || piece.depth < limit.depth {
                until = nil
            }
            if until != nil { pieces[index].isNegated = true }
            if let negator = first(ofAny: words.negators, in: piece.range) {
                let previous = piece.depth > 0 ? pieces[..<index].lastIndex { $0.depth < piece.depth } : nil
                if first(ofAny: words.licensed, in: negator.upperBound..<piece.range.upperBound) != nil {
                    if let previous { pieces[previous].isUnlicensed = true }
                    if negator.lowerBound > piece.range.lowerBound { pieces[index].isUnlicensed = true }
                }
                until = (piece.sentence, piece.depth)
                // What stands in front of the word is done: 销售化工产品不含危险品.
                pieces[index].isNegated =
                    negator.lowerBound == piece.range.lowerBound || pieces[index].isNegated
                if negator.lowerBound > piece.range.lowerBound { split(index, at: negator.lowerBound) }
            } else if endsWithException(piece, words) {
                pieces[index].isNegated = true
                var before = index
                while before > 0, pieces[before &- 1].sentence == piece.sentence,
                    pieces[before &- 1].depth == piece.depth, piece.depth > 0
                {
                    before &-= 1
                    pieces[before].isNegated = true
                }
            }
        }
    }

    private func endsWithException(_ piece: Piece, _ words: ScopeWords) -> Bool {
        for word in words.exceptions.words
        where word.count <= piece.range.count && has(word, at: piece.range.upperBound &- word.count) {
            return true
        }
        return self[piece.range.lowerBound] == words.except
            && self[piece.range.upperBound &- 1] == words.outside
    }

    /// Keeps of a piece what stands in front of a place; the rest is negated and no item.
    private mutating func split(_ index: Int, at place: Int) {
        var kept = Piece(
            range: pieces[index].range.lowerBound..<place, sentence: pieces[index].sentence,
            depth: pieces[index].depth)
        kept.isNegated = pieces[index].isNegated
        kept.isUnlicensed = pieces[index].isUnlicensed
        pieces[index] = kept
    }
}
