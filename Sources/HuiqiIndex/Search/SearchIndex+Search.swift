/// A text that was found.
public struct SearchHit: Sendable, Equatable {
    /// Its number.
    public let text: Int
    /// How well it fits, above 0; only to be compared within one answer.
    public let score: Double
}

extension SearchIndex {
    /// The texts that fit a question best.
    ///
    /// Candidates are the texts of the heaviest terms; no others are looked at once none of them could be among the
    /// first. Their scores are BM25 over pairs and words, and over single ideographs.
    /// - Parameters:
    ///   - parts: Normal forms of what stands outside and inside double quotes. A star behind a word makes it a start.
    ///   - top: Hits at most.
    ///   - allowed: Texts that may be found, by number; nil for all.
    /// - Returns: The best first, by score, then by number.
    /// - Complexity: O(places of the rarest terms + units of the candidates).
    public func search(
        _ parts: [(units: [UInt16], isQuoted: Bool)], top: Int, allowed: [Bool]? = nil
    ) -> [SearchHit] {
        guard top > 0, count > 0 else { return [] }
        let query = SearchQuery(parts, in: self)
        var allowed = allowed
        for demand in query.demands { narrow(&allowed, demand) }
        var memory = self.memory.take(count)
        let wanted = max(SearchIndex.leastCandidates, min(count, top * 2))
        var candidates = CandidateSearch(self, query, allowed).candidates(wanted, &memory)
        if candidates.isEmpty { candidates = all(with: query.singles, wanted, allowed) }
        let hits = SearchScorer(self, query).hits(candidates, top, &memory)
        self.memory.give(memory)
        return hits
    }

    /// Candidates whose scores are taken, at least.
    static let leastCandidates = 100

    /// The first term whose key is not below one.
    func firstTerm(notBelow key: SearchKey) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Texts with any of some single ideographs, for questions that have nothing else.
    /// - Complexity: O(units of all texts).
    private func all(with singles: [SearchQuery.Single], _ wanted: Int, _ allowed: [Bool]?) -> [UInt32] {
        guard !singles.isEmpty else { return [] }
        var best: [(text: UInt32, weight: Double)] = []
        for text in 0..<count where allowed?[text] ?? true {
            let range = units[start(text)..<ends[text].text]
            var weight = 0.0
            for single in singles where range.contains(single.unit) { weight += single.weight }
            if weight > 0 { best.append((UInt32(truncatingIfNeeded: text), weight)) }
        }
        best.sort { ($1.weight, $0.text) < ($0.weight, $1.text) }
        return best.prefix(wanted).map(\.text)
    }

    /// Leaves only the texts that have what is demanded.
    private func narrow(_ allowed: inout [Bool]?, _ demand: SearchQuery.Demand) {
        var narrowed = [Bool](repeating: false, count: count)
        switch demand {
        case .phrase(let phrase):
            for text in texts(with: phrase) where allowed?[text] ?? true {
                narrowed[text] = has(text, phrase)
            }
        case .wordStarting(let start):
            for word in words(startingWith: start) {
                guard let term = term(SearchKey(word: word[...])) else { continue }
                for place in starts[term]..<starts[term + 1] { narrowed[Int(places[place])] = true }
            }
            if let allowed { for text in narrowed.indices where !allowed[text] { narrowed[text] = false } }
        }
        allowed = narrowed
    }

    /// Words of letters and digits that start with some units, ascending.
    /// - Complexity: O(words).
    func words(startingWith start: [UInt16]) -> ArraySlice<[UInt16]> {
        let from = words.firstIndex { !$0.lexicographicallyPrecedes(start) } ?? words.count
        return words[from...].prefix { $0.starts(with: start) }
    }

    /// Texts that have the rarest term of a phrase; all where it has none.
    private func texts(with phrase: [UInt16]) -> [Int] {
        var rarest: Int?
        var walk = SearchTerms(phrase, phrase.indices)
        while let (key, place) = walk.next() {
            // A word or a lone ideograph at the edge may go on in the text.
            if place.count != 2 || key.isWord { continue }
            guard let term = term(key) else { return [] }
            if rarest.map({ documentCount(term) < documentCount($0) }) ?? true { rarest = term }
        }
        guard let rarest else { return Array(0..<count) }
        return places[starts[rarest]..<starts[rarest + 1]].map(Int.init)
    }

    /// Whether one field of a text has some units in a row.
    private func has(_ text: Int, _ phrase: [UInt16]) -> Bool {
        let ends = ends[text]
        return [start(text)..<ends.title, ends.title..<ends.tags, ends.tags..<ends.text].contains {
            place(of: phrase, in: $0) != nil
        }
    }

    /// Where some units stand in a row within a range.
    func place(of phrase: [UInt16], in range: Range<Int>) -> Int? {
        guard let first = phrase.first, phrase.count <= range.count else { return nil }
        return (range.lowerBound...(range.upperBound - phrase.count)).first {
            units[$0] == first && units[$0..<$0 + phrase.count].elementsEqual(phrase)
        }
    }
}
