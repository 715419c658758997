/// Guesses at what was meant where a question has a term that no text has: one unit written wrongly.
struct SearchMender {
    private let index: SearchIndex
    /// Guesses for one place at most.
    private static let mostGuesses = 3
    /// Words of letters that one is compared with at most, and how many of a question are.
    private static let mostWords = 20_000
    private static let mostMended = 8
    private var mended = 0

    init(_ index: SearchIndex) { self.index = index }

    /// Adds the terms that would stand there if a single unit were another one.
    mutating func add(_ units: [UInt16], to guesses: inout [SearchKey: [UInt16]]) {
        var at = 0
        while at < units.count {
            switch SearchUnit(units[at]) {
            case .other: at += 1
            case .letter:
                var walk = SearchTerms(units, at..<units.count)
                guard let (key, place) = walk.next() else { return }
                if index.term(key) == nil, mended < SearchMender.mostMended {
                    mended += 1
                    addWords(Array(units[place]), to: &guesses)
                }
                at = place.upperBound
            case .ideograph:
                var end = at
                while end < units.count, SearchUnit(units[end]) == .ideograph { end += 1 }
                addPairs(units[at..<end], to: &guesses)
                at = end
            }
        }
    }

    private func isKnown(_ first: UInt16, _ second: UInt16) -> Bool {
        index.term(SearchKey(first, second)) != nil
    }

    /// Where no text has a unit beside its neighbours, others that some texts have there.
    private func addPairs(_ run: ArraySlice<UInt16>, to guesses: inout [SearchKey: [UInt16]]) {
        guard run.count >= 2 else { return }
        for at in run.indices {
            let before = at > run.startIndex ? run[at - 1] : nil
            let after = at + 1 < run.endIndex ? run[at + 1] : nil
            if let before, isKnown(before, run[at]) { continue }
            if let after, isKnown(run[at], after) { continue }
            for unit in others(between: before, after) {
                if let before { guesses[SearchKey(before, unit)] = [] }
                if let after { guesses[SearchKey(unit, after)] = [] }
            }
        }
    }

    /// Units that stand between two others in some texts, those in most texts first.
    private func others(between before: UInt16?, _ after: UInt16?) -> [UInt16] {
        guard let before else { return [] }
        var found: [(unit: UInt16, count: Int)] = []
        var at = index.firstTerm(notBelow: SearchKey(before, 0))
        while at < index.keys.count, index.keys[at].bits >> 16 == UInt64(before) {
            let unit = UInt16(truncatingIfNeeded: index.keys[at].bits)
            var count = index.documentCount(at)
            if let after {
                count = min(count, index.term(SearchKey(unit, after)).map(index.documentCount) ?? 0)
            }
            if unit != 0, count > 0 { found.append((unit, count)) }
            at += 1
        }
        found.sort { ($1.count, $0.unit) < ($0.count, $1.unit) }
        return found.prefix(SearchMender.mostGuesses).map(\.unit)
    }

    /// Words of letters that differ by one unit added, left out, changed, or by two exchanged.
    private func addWords(_ word: [UInt16], to guesses: inout [SearchKey: [UInt16]]) {
        guard word.count >= 3, word.count <= SearchKey.longestWord, !word.allSatisfy(isDigit) else { return }
        var found: [(word: [UInt16], count: Int)] = []
        for other in index.words.prefix(SearchMender.mostWords) where SearchMender.areNear(word, other) {
            if let term = index.term(SearchKey(word: other[...])) {
                found.append((other, index.documentCount(term)))
            }
        }
        found.sort {
            $0.count > $1.count || $0.count == $1.count && $0.word.lexicographicallyPrecedes($1.word)
        }
        for (other, _) in found.prefix(SearchMender.mostGuesses) {
            guesses[SearchKey(word: other[...])] = other
        }
    }

    private func isDigit(_ unit: UInt16) -> Bool { unit >= 0x30 && unit <= 0x39 }

    /// Whether one mistake leads from one word to the other.
    /// - Complexity: O(units).
    static func areNear(_ a: [UInt16], _ b: [UInt16]) -> Bool {
        guard abs(a.count - b.count) <= 1 else { return false }
        let least = min(a.count, b.count)
        var front = 0
        while front < least, a[front] == b[front] { front += 1 }
        var back = 0
        while back < least - front, a[a.count - 1 - back] == b[b.count - 1 - back] { back += 1 }
        let (left, right) = (a.count - front - back, b.count - front - back)
        if left <= 1, right <= 1 { return true }
        return left == 2 && right == 2 && a[front] == b[front + 1] && a[front + 1] == b[front]
    }
}
