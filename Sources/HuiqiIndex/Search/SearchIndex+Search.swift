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
        search(SearchQuery(parts, in: self), top: top, allowed: allowed)
    }

    /// The same for a question that was looked up in this index.
    func search(_ query: SearchQuery, top: Int, allowed: [Bool]? = nil) -> [SearchHit] {
        guard top > 0, count > 0, !query.isTooMuch else { return [] }
        var allowed = allowed
        for demand in query.demands { narrow(&allowed, demand) }
        var memory = self.memory.take(count)
        let wanted = max(SearchIndex.leastCandidates, min(count, top) * 2)
        var candidates: [UInt32] = []
        if query.demands.isEmpty, query.hasPairsOrWords {
            candidates = CandidateSearch(self, query, allowed).candidates(wanted, &memory)
        } else if let allowed, !query.demands.isEmpty {
            // Whatever has what is demanded is found, also where no term of the question is in it.
            candidates = heaviest(allowed, query, wanted, &memory)
        }
        if candidates.isEmpty, query.demands.isEmpty {
            candidates = all(with: query.singles, wanted, allowed)
        }
        let hits = SearchScorer(self, query).hits(candidates, top, &memory)
        self.memory.give(memory)
        return hits
    }

    /// Of some texts the heaviest by their terms, and the first of the others where these are too few.
    private func heaviest(
        _ allowed: [Bool], _ query: SearchQuery, _ wanted: Int, _ memory: inout SearchMemory
    ) -> [UInt32] {
        var found = CandidateSearch(self, query, allowed).candidates(wanted, &memory)
        if found.count >= wanted { return found }
        let known = Set(found)
        for text in allowed.indices where allowed[text] && found.count < wanted {
            let text = UInt32(truncatingIfNeeded: text)
            if !known.contains(text) { found.append(text) }
        }
        return found.sorted()
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
            if let rarest = rarestPair(phrase) {
                guard let rarest = rarest.term else { break }
                for place in starts[rarest]..<starts[rarest + 1] {
                    let text = Int(places[place])
                    if allowed?[text] ?? true { narrowed[text] = has(text, phrase) }
                }
            } else {
                for text in 0..<count where allowed?[text] ?? true { narrowed[text] = has(text, phrase) }
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

    /// The pair of a phrase that the fewest texts have, whose number is nil where none has it; nil where the phrase has no
    /// pair: a word or a lone ideograph at its edge may go on in the text.
    private func rarestPair(_ phrase: [UInt16]) -> (term: Int?, count: Int)? {
        var rarest: (term: Int?, count: Int)?
        var walk = SearchTerms(phrase, phrase.indices)
        while rarest?.count != 0, let (key, place) = walk.next() {
            guard place.count == 2, !key.isWord else { continue }
            let term = term(key)
            let count = term.map(documentCount) ?? 0
            if rarest.map({ count < $0.count }) ?? true { rarest = (term, count) }
        }
        return rarest
    }

    /// Words of letters and digits that start with some units, ascending.
    /// - Complexity: O(log words + words found).
    func words(startingWith start: [UInt16]) -> ArraySlice<[UInt16]> {
        var low = 0
        var high = words.count
        while low < high {
            let middle = (low + high) / 2
            if words[middle].lexicographicallyPrecedes(start) { low = middle + 1 } else { high = middle }
        }
        return words[low...].prefix { $0.starts(with: start) }
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
