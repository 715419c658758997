import CHuiqiKernels

/// Takes the scores of candidates from their texts.
struct SearchScorer {
    private let index: SearchIndex
    private let query: SearchQuery
    /// The query's units; the slot of one is its place + 1. Those of the query's singles come first.
    private var slots: [UInt16] = []
    /// At `slot before * stride + slot` the counter of the pair's term; 0 where no term is that pair.
    private var pairs: [UInt16] = []
    private let stride: Int
    /// Numbers of the terms that are words.
    private let words: [SearchKey: Int]
    /// What a term counts by its rarity.
    private let weights: [Double]

    init(_ index: SearchIndex, _ query: SearchQuery) {
        self.index = index
        self.query = query
        weights = query.terms.map {
            Double($0.weight) / 2 * SearchIndex.rarity(index.documentCount($0.number), of: index.count)
        }
        words = Dictionary(
            query.terms.enumerated().filter { $0.element.key.isWord }.map { ($0.element.key, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        slots = query.singles.map(\.unit)
        for term in query.terms where !term.key.isWord {
            for unit in term.key.pair where !slots.contains(unit) { slots.append(unit) }
        }
        stride = slots.count + 1
        pairs = [UInt16](repeating: 0, count: stride * stride)
        for (number, term) in query.terms.enumerated() where !term.key.isWord {
            let pair = term.key.pair
            guard pair.count == 2, let first = slots.firstIndex(of: pair[0]),
                let second = slots.firstIndex(of: pair[1])
            else { continue }
            pairs[(first + 1) * stride + second + 1] = UInt16(truncatingIfNeeded: stride + number)
        }
    }

    /// The best candidates, by score, then by number.
    func hits(_ candidates: [UInt32], _ top: Int, _ memory: inout SearchMemory) -> [SearchHit] {
        if memory.slots.isEmpty { memory.slots = [UInt8](repeating: 0, count: 1 << 16) }
        // Safe: at most 64 singles and two units of 64 terms each.
        for (slot, unit) in slots.enumerated() {
            memory.slots[Int(unit)] = UInt8(truncatingIfNeeded: slot + 1)
        }
        let titleWorth = SearchScorer.titleShare * weights.reduce(0, +)
        var hits: [SearchHit] = []
        hits.reserveCapacity(candidates.count)
        // Counters: one for what is not asked, one a slot, one a term.
        var counters = [Int32](repeating: 0, count: stride + query.terms.count)
        for candidate in candidates {
            let text = Int(candidate)
            count(text, memory.slots, &counters)
            var score = score(counters, index.norms[text])
            if score > 0, query.whole.count >= 2,
                index.place(of: query.whole, in: index.start(text)..<index.ends[text].title) != nil
            {
                score += titleWorth
            }
            // What has all that is demanded is found, whatever its terms weigh.
            if score > 0 || !query.demands.isEmpty {
                hits.append(SearchHit(text: text, score: max(score, SearchScorer.least)))
            }
        }
        for unit in slots { memory.slots[Int(unit)] = 0 }
        hits.sort { ($1.score, $0.text) < ($0.score, $1.text) }
        return Array(hits.prefix(top))
    }

    /// What it is worth, of all that the terms could count once, that a title has the whole question in a row.
    private static let titleShare = 0.25

    /// The score of a text that has what was demanded and no term of any weight.
    private static let least = 0.001

    private func score(_ counters: [Int32], _ norm: Double) -> Double {
        let saturation = index.weights.saturation
        let presence = index.weights.presence
        var sum = 0.0
        for (number, weight) in weights.enumerated() where counters[stride + number] > 0 {
            let frequency = Double(counters[stride + number]) * 0.25
            sum += weight * (presence + SearchIndex.saturated(frequency, norm, saturation))
        }
        var singles = 0.0
        for (slot, single) in query.singles.enumerated() where counters[slot + 1] > 0 {
            let frequency = Double(counters[slot + 1]) * 0.25
            singles += single.weight * SearchIndex.saturated(frequency, norm, saturation)
        }
        return sum + index.weights.single * singles
    }

    /// How often a text has each term and each single, in quarters.
    private func count(_ text: Int, _ slotOf: [UInt8], _ counters: inout [Int32]) {
        let ends = index.ends[text]
        let start = index.start(text)
        for counter in counters.indices { counters[counter] = 0 }
        count(start..<ends.title, index.weights.title, slotOf, &counters)
        count(ends.title..<ends.tags, index.weights.tags, slotOf, &counters)
        count(ends.tags..<ends.text, index.weights.text, slotOf, &counters)
    }

    private func count(
        _ range: Range<Int>, _ weight: Int, _ slotOf: [UInt8], _ counters: inout [Int32]
    ) {
        guard !range.isEmpty else { return }
        let weight = Int32(truncatingIfNeeded: weight)
        // Safe: the range lies in the units; there are 65,536 slots, all below the stride, and `pairs` and `counters`
        // have room for every slot and term.
        unsafe index.units.withUnsafeBufferPointer { units in
            guard let first = units.baseAddress else { return }
            unsafe hqk_count_units(
                first + range.lowerBound, range.count, slotOf, pairs, stride, weight, &counters)
        }
        if !words.isEmpty { countWords(range, weight, &counters) }
    }

    /// Counts the question's words in a range, each as far as its first 64 units.
    private func countWords(_ range: Range<Int>, _ weight: Int32, _ counters: inout [Int32]) {
        var walk = SearchTerms(index.units, range)
        while let (key, place) = walk.next() {
            guard key.isWord, let number = words[key] else { continue }
            let own = query.terms[number].units.prefix(SearchKey.longestWord)
            if index.units[place].prefix(SearchKey.longestWord).elementsEqual(own) {
                counters[stride + number] &+= weight
            }
        }
    }
}
