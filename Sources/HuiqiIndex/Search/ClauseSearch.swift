import HuiqiModel
import HuiqiText

/// The clauses of a catalogue, to be found by words.
///
/// Immutable: any number of threads at once.
public final class ClauseSearch: Sendable {
    private let index: SearchIndex
    private let normalizer: TextNormalizer

    /// Indexes title, tags with what the policy is called, and text with the conditions' labels.
    ///
    /// - Complexity: O(bytes).
    init(_ clauses: [CompiledClause], _ normalizer: TextNormalizer, threads: Int) {
        self.normalizer = normalizer
        index = SearchIndex(count: clauses.count, threads: threads) { number in
            let clause = clauses[number].clause
            return SearchDocument(
                title: normalizer.units(clause.title), tags: normalizer.units(ClauseSearch.tags(clause)),
                text: normalizer.units(ClauseSearch.text(clause)))
        }
    }

    private static func tags(_ clause: Clause) -> String {
        (clause.tags + [clause.policy?.title, clause.policy?.number].compactMap(\.self)).joined(
            separator: "\n\n")
    }

    private static func text(_ clause: Clause) -> String {
        ([clause.text].compactMap(\.self) + clause.conditions.map(\.label)).joined(separator: "\n\n")
    }

    /// The clauses that fit a question best.
    ///
    /// - Parameters:
    ///   - question: As people type it. What stands in straight double quotes must be found as it stands; a star behind a
    ///     word stands for its end.
    ///   - top: Hits at most.
    ///   - allowed: Clauses that may be found, in catalogue order; nil for all.
    /// - Returns: The best first.
    public func hits(_ question: SearchQuestion, top: Int, allowed: [Bool]? = nil) -> [SearchHit] {
        index.search(question.parts, top: top, allowed: allowed)
    }

    /// A question, ready to be asked again and again.
    public func question(_ text: String) -> SearchQuestion { SearchQuestion(text, normalizer) }

    /// Where a text has what was asked for.
    ///
    /// - Returns: UTF-8 ranges of the text as it was given, ascending, on boundaries of characters.
    public func marks(_ question: SearchQuestion, in text: String) -> [Range<Int>] {
        let mapped = normalizer.reading(text)
        let units = Array(mapped.text.utf16)
        // Where each unit's character starts in the form's UTF-8.
        var offsets: [Int] = []
        offsets.reserveCapacity(units.count + 1)
        var offset = 0
        for scalar in mapped.text.unicodeScalars {
            for _ in 0..<UTF16.width(scalar) { offsets.append(offset) }
            offset += UTF8.width(scalar)
        }
        offsets.append(offset)
        return index.marks(question.parts, in: units).compactMap { range in
            let original = mapped.original(offsets[range.lowerBound]..<offsets[range.upperBound])
            return original.isEmpty ? nil : original
        }
    }
}

/// What was asked, in parts outside and inside straight double quotes.
public struct SearchQuestion: Sendable {
    let parts: [(units: [UInt16], isQuoted: Bool)]
    /// Whether there is anything to look for.
    public var isEmpty: Bool {
        !parts.contains { part in part.units.contains { SearchUnit($0) != .other } }
    }

    init(_ text: String, _ normalizer: TextNormalizer) {
        let pieces = text.split(separator: "\"", omittingEmptySubsequences: false)
        // The piece behind a quotation mark without its fellow is not quoted.
        let lastQuoted = pieces.count.isMultiple(of: 2) ? pieces.count - 2 : pieces.count - 1
        parts = pieces.enumerated().map { number, piece in
            (normalizer.units(String(piece)), !number.isMultiple(of: 2) && number <= lastQuoted)
        }
    }
}

extension TextNormalizer {
    /// The reading form as UTF-16.
    func units(_ text: String) -> [UInt16] { text.isEmpty ? [] : Array(reading(text).text.utf16) }
}

extension SearchIndex {
    /// Where some units have a term of a question.
    /// - Returns: Ranges of units that do not touch, ascending.
    func marks(_ parts: [(units: [UInt16], isQuoted: Bool)], in units: [UInt16]) -> [Range<Int>] {
        let query = SearchQuery(parts, in: self)
        let keys = Set(query.terms.map(\.key))
        let starts = query.demands.compactMap { demand in
            if case .wordStarting(let start) = demand { start } else { nil }
        }
        var marks: [Range<Int>] = []
        var walk = SearchTerms(units, units.indices)
        while let (key, place) = walk.next() {
            let isStart = key.isWord && starts.contains { units[place].starts(with: $0) }
            guard isStart || keys.contains(key) else { continue }
            if let last = marks.last, last.upperBound >= place.lowerBound {
                marks[marks.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
            } else {
                marks.append(place)
            }
        }
        // A question of single ideographs has no other terms.
        guard query.terms.isEmpty else { return marks }
        return units.indices.filter { at in query.singles.contains { $0.unit == units[at] } }
            .map { $0..<$0 + 1 }
    }
}
