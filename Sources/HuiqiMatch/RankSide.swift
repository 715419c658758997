import HuiqiModel

/// What the rank asks of candidates beyond their scores: of clauses for one profile, or of profiles for one clause.
protocol RankSide {
    /// The clauses of the candidates.
    var ranked: RankedClauses { get }
    /// The profile of a candidate.
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

/// The clause of each candidate. A value of its own, so that asking it does not touch the side.
struct RankedClauses {
    private let numbers: [Int32]
    private let only: Int

    /// Candidates of one clause.
    init(only clause: Int) {
        numbers = []
        only = clause
    }

    /// A clause a candidate.
    init(_ numbers: [Int32]) {
        self.numbers = numbers
        only = 0
    }

    subscript(candidate: Int32) -> Int { numbers.isEmpty ? only : Int(numbers[Int(candidate)]) }
}

enum IDBytes {
    /// Eight bytes from a place on, of `range` in `bytes`.
    static func word(_ bytes: Span<UInt8>, _ range: Range<Int>, from place: Int) -> UInt64 {
        let first = range.lowerBound &+ place
        let end = min(range.upperBound, bytes.count)
        if first >= 0, place >= 0, end &- first >= 8 {
            // Safe: eight bytes are there. One load, where the compiler sees it.
            let high =
                UInt64(bytes[first]) << 56 | UInt64(bytes[first &+ 1]) << 48
                | UInt64(bytes[first &+ 2]) << 40 | UInt64(bytes[first &+ 3]) << 32
            let low =
                UInt64(bytes[first &+ 4]) << 24 | UInt64(bytes[first &+ 5]) << 16
                | UInt64(bytes[first &+ 6]) << 8 | UInt64(bytes[first &+ 7])
            return high | low
        }
        var word: UInt64 = 0
        for index in 0..<8 {
            let at = first &+ index
            word = word << 8 | (at >= 0 && at < end ? UInt64(bytes[at]) : 0)
        }
        return word
    }
}
