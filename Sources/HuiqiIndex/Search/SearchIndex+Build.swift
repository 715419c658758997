import HuiqiLogic

extension SearchIndex {
    /// Indexes texts.
    ///
    /// - Parameters:
    ///   - count: Fewer than 2^31.
    ///   - threads: Threads that may work; the answers do not depend on how many.
    ///   - document: The text of a number; called once for each, from several threads.
    /// - Complexity: O(units), and O(terms log terms).
    public convenience init(
        count: Int, weights: SearchWeights = .standard, threads: Int = 1,
        _ document: @escaping @Sendable (Int) -> SearchDocument
    ) {
        let pieces = max(1, min(threads, count / 256, Workers.limit))
        let read = Slots<SearchPart>(count: pieces)
        Workers.run(pieces: pieces, threads: pieces) { piece in
            var part = SearchPart()
            for index in count * piece / pieces..<count * (piece + 1) / pieces {
                part.add(document(index), weights)
            }
            read.set(piece, part)
        }
        self.init(joining: read.values.compactMap(\.self), weights)
    }

    private convenience init(joining parts: [SearchPart], _ weights: SearchWeights) {
        let keys = SearchIndex.ascending(parts)
        // Of each part, the number of its terms among all.
        let numbers = parts.map { SearchIndex.numbers(of: $0.keys, in: keys) }
        let starts = SearchIndex.starts(keys.count, parts, numbers)
        let texts = SearchIndex.texts(parts, weights)
        let lists = SearchIndex.lists(parts, numbers, starts, texts.norms, weights)
        var unitCounts = [UInt32](repeating: 0, count: 1 << 16)
        for part in parts {
            for unit in unitCounts.indices { unitCounts[unit] += part.unitCounts[unit] }
        }
        let words = Set(parts.lazy.flatMap(\.words)).sorted { $0.lexicographicallyPrecedes($1) }
        self.init(
            weights: weights, units: texts.units, ends: texts.ends, norms: texts.norms, keys: keys,
            starts: starts, places: lists.places, impacts: lists.impacts, peaks: lists.peaks,
            unitCounts: unitCounts, words: words)
    }

    /// All parts' keys, each once.
    private static func ascending(_ parts: [SearchPart]) -> [SearchKey] {
        var all: [UInt64] = []
        for part in parts { all += part.keys.lazy.map(\.bits) }
        all.sort()
        var keys: [SearchKey] = []
        keys.reserveCapacity(all.count)
        for bits in all where keys.last?.bits != bits { keys.append(SearchKey(bits: bits)) }
        return keys
    }

    private static func numbers(of keys: [SearchKey], in all: [SearchKey]) -> [UInt32] {
        let order = keys.indices.sorted { keys[$0] < keys[$1] }
        var numbers = [UInt32](repeating: 0, count: keys.count)
        var at = 0
        for index in order {
            while all[at] < keys[index] { at += 1 }
            numbers[index] = UInt32(truncatingIfNeeded: at)
        }
        return numbers
    }

    private static func starts(_ terms: Int, _ parts: [SearchPart], _ numbers: [[UInt32]]) -> [Int] {
        var starts = [Int](repeating: 0, count: terms + 1)
        for (part, numbers) in zip(parts, numbers) {
            for (term, count) in zip(numbers, part.counts) { starts[Int(term) + 1] += Int(count) }
        }
        for term in 0..<terms { starts[term + 1] += starts[term] }
        return starts
    }

    private static func texts(_ parts: [SearchPart], _ weights: SearchWeights) -> (
        units: [UInt16], ends: [Ends], norms: [Double]
    ) {
        var units: [UInt16] = []
        var ends: [Ends] = []
        units.reserveCapacity(parts.reduce(0) { $0 + $1.units.count })
        var total = 0
        var count = 0
        for part in parts {
            let base = units.count
            units += part.units
            ends += part.ends.lazy.map {
                Ends(title: base + $0.title, tags: base + $0.tags, text: base + $0.text)
            }
            for length in part.lengths { total &+= length }
            count += part.lengths.count
        }
        let mean = count > 0 && total > 0 ? Double(total) / Double(count) : 1
        let norms = parts.flatMap(\.lengths).map { 1 - weights.length + weights.length * Double($0) / mean }
        return (units, ends, norms)
    }

    /// Each term's texts and what it weighs in them: the share of the greatest weight that any term can have.
    private static func lists(
        _ parts: [SearchPart], _ numbers: [[UInt32]], _ starts: [Int], _ norms: [Double],
        _ weights: SearchWeights
    ) -> (places: [UInt32], impacts: [UInt8], peaks: [UInt8]) {
        let total = starts.last ?? 0
        var places = [UInt32](repeating: 0, count: total)
        var impacts = [UInt8](repeating: 0, count: total)
        var peaks = [UInt8](repeating: 0, count: starts.count - 1)
        var next = starts
        let scale = 255 / (rarity(1, of: norms.count) * (weights.saturation + 1))
        let rarities = peaks.indices.map { scale * rarity(starts[$0 + 1] - starts[$0], of: norms.count) }
        var text = 0
        for (part, numbers) in zip(parts, numbers) {
            var at = 0
            for count in part.termsOfText {
                let norm = norms[text]
                for _ in 0..<count {
                    let term = Int(numbers[Int(part.terms[at])])
                    let frequency = Double(part.frequencies[at]) * 0.25
                    let weight = rarities[term] * saturated(frequency, norm, weights.saturation)
                    let impact = UInt8(clamping: max(1, Int(weight.rounded(.up))))
                    let place = next[term]
                    next[term] = place + 1
                    places[place] = UInt32(truncatingIfNeeded: text)
                    impacts[place] = impact
                    peaks[term] = max(peaks[term], impact)
                    at += 1
                }
                text += 1
            }
        }
        return (places, impacts, peaks)
    }
}
