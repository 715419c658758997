/// A question cut into what it asks for.
///
/// Immutable but for its making; of one index.
struct SearchQuery: Sendable {
    /// A term that adds to a text's score.
    struct Term: Sendable {
        let key: SearchKey
        /// Its units, for words; a pair is in its key.
        let units: [UInt16]
        /// The term's number in the index.
        let number: Int
        /// How much it counts, in halves: 2 for once, 4 for more often, 1 where it is a guess at what was meant.
        let weight: Int
    }

    /// A single ideograph that adds to a text's score.
    struct Single: Sendable {
        let unit: UInt16
        let weight: Double
    }

    /// What a text must have as it stands.
    enum Demand: Sendable, Hashable {
        /// These units in a row, in one field.
        case phrase([UInt16])
        /// A word that starts with these.
        case wordStarting([UInt16])
    }

    /// The most terms that count; of more the rarest are kept.
    static let mostTerms = 64
    /// The most units of a question that count.
    static let mostUnits = 1024
    /// The most phrases and starts that are demanded.
    static let mostDemands = 16

    private(set) var terms: [Term] = []
    private(set) var singles: [Single] = []
    private(set) var demands: [Demand] = []
    /// Whether more was demanded than is looked at, so that nothing may be said to be found.
    private(set) var isTooMuch = false
    /// All that was asked in a row, to be compared with titles.
    private(set) var whole: [UInt16] = []

    /// Whether there is more than single ideographs.
    var hasPairsOrWords: Bool { terms.contains { $0.key.isWord || $0.key.pair.count == 2 } }

    /// - Parameters:
    ///   - parts: Normal forms, in order, of what stands outside and inside double quotes.
    ///   - index: Where terms are looked up.
    init(_ parts: [(units: [UInt16], isQuoted: Bool)], in index: SearchIndex) {
        var counts: [SearchKey: (count: Int, units: [UInt16])] = [:]
        var unitCounts: [UInt16: Int] = [:]
        var guesses: [SearchKey: [UInt16]] = [:]
        var mender = SearchMender(index)
        var left = SearchQuery.mostUnits
        for part in parts {
            let units = Array(part.units.prefix(left))
            left -= units.count
            whole += units
            if part.isQuoted {
                // Half a phrase would find what was not asked for.
                if units.count < part.units.count { isTooMuch = true }
                if !units.isEmpty { demand(.phrase(units)) }
                SearchQuery.add(units, to: &counts, &unitCounts)
                continue
            }
            let (rest, starts) = SearchQuery.takeStarts(units)
            for start in starts {
                if case .ideograph = SearchUnit(start.last ?? 0) {
                    demand(.phrase(start))
                    SearchQuery.add(start, to: &counts, &unitCounts)
                    continue
                }
                demand(.wordStarting(start))
                for word in index.words(startingWith: start).prefix(SearchQuery.mostTerms) {
                    counts[SearchKey(word: word[...]), default: (0, word)].count += 1
                }
            }
            let asked = QuestionWords.shared.removed(from: rest)
            SearchQuery.add(asked, to: &counts, &unitCounts)
            mender.add(asked, to: &guesses)
            EverydayWords.shared.each(in: asked) { word in
                var walk = SearchTerms(word, word.indices)
                while let (key, place) = walk.next() { guesses[key] = Array(word[place]) }
            }
        }
        terms = SearchQuery.terms(counts, guesses, index)
        singles = unitCounts.sorted { $0.key < $1.key }.compactMap { unit, count in
            guard case .ideograph = SearchUnit(unit), !QuestionWords.shared.isEmpty(unit) else { return nil }
            let rarity = SearchIndex.rarity(Int(index.unitCounts[Int(unit)]), of: index.count)
            return Single(unit: unit, weight: Double(count) * rarity * rarity.squareRoot())
        }
        if singles.count > SearchQuery.mostTerms {
            singles.sort { ($1.weight, $0.unit) < ($0.weight, $1.unit) }
            singles.removeSubrange(SearchQuery.mostTerms...)
        }
    }

    private mutating func demand(_ demand: Demand) {
        if demands.contains(demand) { return }
        if demands.count == SearchQuery.mostDemands { isTooMuch = true } else { demands.append(demand) }
    }

    private static func add(
        _ units: [UInt16], to counts: inout [SearchKey: (count: Int, units: [UInt16])],
        _ unitCounts: inout [UInt16: Int]
    ) {
        var walk = SearchTerms(units, units.indices)
        while let (key, place) = walk.next() {
            counts[key, default: (0, Array(units[place]))].count += 1
        }
        for unit in units { unitCounts[unit, default: 0] += 1 }
    }

    /// The terms that the index has, the rarest first where there are too many.
    private static func terms(
        _ counts: [SearchKey: (count: Int, units: [UInt16])], _ guesses: [SearchKey: [UInt16]],
        _ index: SearchIndex
    ) -> [Term] {
        var terms: [Term] = []
        for (key, (count, units)) in counts {
            guard let number = index.term(key) else { continue }
            terms.append(Term(key: key, units: units, number: number, weight: count > 1 ? 4 : 2))
        }
        for (key, units) in guesses where counts[key] == nil {
            guard let number = index.term(key) else { continue }
            terms.append(Term(key: key, units: units, number: number, weight: 1))
        }
        // What was asked before what was guessed; by number at last, so that the order is always the same.
        terms.sort { a, b in
            if (a.weight == 1) != (b.weight == 1) { return b.weight == 1 }
            return (index.documentCount(a.number), a.number) < (index.documentCount(b.number), b.number)
        }
        return Array(terms.prefix(mostTerms))
    }

    /// Takes out what has a star behind it: `专精*`, `iso*`.
    private static func takeStarts(_ units: [UInt16]) -> (rest: [UInt16], starts: [[UInt16]]) {
        let star = UInt16(0x2A)
        guard units.contains(star) else { return (units, []) }
        var rest: [UInt16] = []
        var starts: [[UInt16]] = []
        for unit in units {
            guard unit == star else {
                rest.append(unit)
                continue
            }
            // The run of one kind in front of the star; `r&d` and `1.5` are single words.
            let end = rest.count
            var start = end
            while start > 0 {
                let kind = SearchUnit(rest[start - 1])
                let isJoint = start < end && (rest[start - 1] == 0x26 || rest[start - 1] == 0x2E)
                if kind == .other, isJoint, start > 1, SearchUnit(rest[start - 2]) == .letter,
                    SearchUnit(rest[end - 1]) == .letter
                {
                    start -= 2
                    continue
                }
                guard kind != .other, kind == SearchUnit(rest[end - 1]) else { break }
                start -= 1
            }
            if start < end { starts.append(Array(rest[start...])) }
            rest.removeSubrange(start...)
            rest.append(0x20)
        }
        return (rest, starts)
    }
}

/// Words that ask without saying for what.
struct QuestionWords {
    static let shared = QuestionWords()

    /// By their first unit, the longest first.
    private var words: [UInt16: [[UInt16]]] = [:]
    private var empty: Set<UInt16> = []

    private init() {
        for word in questionWordLines.description.split(whereSeparator: \.isWhitespace) {
            let units = Array(word.utf16)
            if let first = units.first { words[first, default: []].append(units) }
        }
        for first in words.keys { words[first]?.sort { $0.count > $1.count } }
        empty = Set(emptyIdeographs.description.utf16)
    }

    /// Whether an ideograph carries no meaning of its own.
    func isEmpty(_ unit: UInt16) -> Bool { empty.contains(unit) }

    /// The question with a space for each of these words; as it was where nothing else is left.
    func removed(from units: [UInt16]) -> [UInt16] {
        var rest: [UInt16] = []
        rest.reserveCapacity(units.count)
        var at = 0
        while at < units.count {
            if let word = words[units[at]]?.first(where: { units[at...].starts(with: $0) }) {
                rest.append(0x20)
                at += word.count
            } else {
                rest.append(units[at])
                at += 1
            }
        }
        return rest.contains { SearchUnit($0) != .other } ? rest : units
    }
}
