/// One walk over a window: ICU's pieces, joined to terms and quantities.
///
/// - Complexity: O(*n*): a term has at most 64 units, a quantity a bounded length.
struct WordWalk {
    let text: ArraySlice<UInt16>
    /// ICU's pieces, which count from the window's start.
    let pieces: [WordPiece]
    let terms: TermTrie

    /// The words in the text's order, as indices of it.
    private(set) var words: [Range<Int>] = []
    /// Those of them that are quantities.
    private(set) var quantities: [Range<Int>] = []
    /// True where a quantity ends inside one of ICU's words, so that what follows it is cut wrongly.
    private(set) var cutsInsideWords = false

    /// A walk that looks for quantities at each piece.
    init(_ text: ArraySlice<UInt16>, pieces: [WordPiece], terms: TermTrie, units: QuantityUnits) {
        self.text = text
        self.pieces = pieces
        self.terms = terms
        run(units: units, known: [])
    }

    /// A walk over the pieces of ``maskedText`` that takes the quantities which `first` found.
    init(after first: WordWalk, pieces: [WordPiece]) {
        text = first.text
        terms = first.terms
        self.pieces = pieces
        quantities = first.quantities
        run(units: nil, known: quantities)
    }

    /// The text with its quantities replaced by punctuation of the same length, which breaks all words.
    var maskedText: [UInt16] {
        var masked = Array(text)
        for quantity in quantities {
            for at in quantity { masked[at - text.startIndex] = 0x3002 }
        }
        return masked
    }

    private mutating func run(units: QuantityUnits?, known: [Range<Int>]) {
        words.reserveCapacity(pieces.count)
        // `next` is the piece that holds `at`, `coming` the known quantities not passed yet.
        var next = 0
        var coming = known[...]
        var at = text.startIndex
        while at < text.endIndex, next < pieces.count {
            var end = text.startIndex + pieces[next].end
            if let first = coming.first, first.lowerBound == at {
                coming = coming.dropFirst()
                end = first.upperBound
                words.append(first)
            } else {
                let term = termEnd(from: at, piece: next, before: coming.first?.lowerBound ?? text.endIndex)
                let quantity = units.flatMap { quantityEnd(from: at, piece: next, $0) }
                if let quantity, quantity > (term ?? at) {
                    end = quantity
                    quantities.append(at..<end)
                    words.append(at..<end)
                } else if term != nil || pieces[next].isWord {
                    end = term ?? end
                    words.append(at..<end)
                }
            }
            at = end
            while next < pieces.count, text.startIndex + pieces[next].end <= at { next += 1 }
            if units != nil { noteCut(at, piece: next) }
        }
    }

    /// Notes where the quantity that was just found ends inside a piece.
    private mutating func noteCut(_ at: Int, piece next: Int) {
        guard let last = quantities.last, last.upperBound == at, next < pieces.count else { return }
        let start = text.startIndex + (next > 0 ? pieces[next - 1].end : 0)
        if start != at { cutsInsideWords = true }
    }

    /// The fewest units of a term that may end inside one of ICU's words: 服务业 does not take the half of
    /// 业务 in 服务业务, nor 高企 that of 企业 in 提高企业效益.
    private static let fewestInside = 4

    /// The end of the longest term that starts at `at`.
    private func termEnd(from at: Int, piece: Int, before limit: Int) -> Int? {
        let firstEnd = text.startIndex + pieces[piece].end
        var next = piece
        return terms.longestMatch(in: text, from: at) { end in
            guard end <= limit else { return false }
            // Ends come in ascending order, so the pieces are passed once.
            while next < pieces.count, text.startIndex + pieces[next].end < end { next += 1 }
            let mayEndInside = end > firstEnd && (end - at >= Self.fewestInside || isPlace(end, after: at))
            return mayEndInside || (next < pieces.count && text.startIndex + pieces[next].end == end)
        }
    }

    /// Whether 内 or 外 follows a term of three units: ICU joins 区内 in 示范区内.
    private func isPlace(_ end: Int, after at: Int) -> Bool {
        guard end - at == 3, end < text.endIndex else { return false }
        return ["内", "外"].contains(Unicode.Scalar(text[end]))
    }

    private func quantityEnd(from at: Int, piece: Int, _ units: QuantityUnits) -> Int? {
        guard pieces[piece].isWord, QuantityScan.mayStart(text[at]) else { return nil }
        return QuantityScan(text: text, units: units, pieces: pieces[piece...], origin: text.startIndex)
            .end(from: at)
    }
}
