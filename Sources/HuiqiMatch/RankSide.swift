import HuiqiModel

/// What the rank asks of candidates beyond their scores: of clauses for one profile, or of profiles for one clause.
protocol RankSide {
    /// The clause and the profile of a candidate.
    func clause(_ candidate: Int32) -> Int
    func profile(_ candidate: Int32) -> Profile

    /// Of each candidate, in thousandths.
    mutating func relevances(_ candidates: [Int32], _ body: (Int) -> Void)
    /// Of each candidate.
    mutating func amounts(_ candidates: [Int32], _ body: (AmountBounds) -> Void)
    /// Of each candidate.
    func deadlines(_ candidates: [Int32], _ body: (Day?) -> Void)
    /// Of each candidate, eight bytes of the text that breaks ties, from a place on, the first as the highest and
    /// zeros past its end; and its length.
    func idBytes(_ candidates: [Int32], from place: Int, _ body: (_ bytes: UInt64, _ count: Int) -> Void)
    /// Whether a candidate's text comes before another's.
    func precedes(_ candidate: Int32, _ other: Int32) -> Bool
}

enum IDBytes {
    /// Eight bytes from a place on, of `range` in `bytes`.
    static func word(_ bytes: Span<UInt8>, _ range: Range<Int>, from place: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<8 {
            let at = range.lowerBound &+ place &+ index
            word = word << 8 | (at < range.upperBound ? UInt64(bytes[at]) : 0)
        }
        return word
    }
}
