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
    ///   - question: One of ``question(_:)`` of this search.
    ///   - top: Hits at most.
    ///   - allowed: Clauses that may be found, in catalogue order; nil for all.
    /// - Returns: The best first.
    public func hits(_ question: SearchQuestion, top: Int, allowed: [Bool]? = nil) -> [SearchHit] {
        index.search(question.query, top: top, allowed: allowed)
    }

    /// A question, ready to be asked and to be marked in texts again and again.
    ///
    /// - Parameter text: As people type it. What stands in straight double quotes must be found as it stands; a star
    ///   behind a word stands for its end.
    public func question(_ text: String) -> SearchQuestion { SearchQuestion(text, index, normalizer) }

    /// Where a text has what was asked for.
    ///
    /// - Returns: UTF-8 ranges of the text as it was given, ascending, apart from each other, on boundaries of
    ///   characters.
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
        var marks: [Range<Int>] = []
        for range in question.marker.marks(in: units) {
            let original = mapped.original(offsets[range.lowerBound]..<offsets[range.upperBound])
            guard !original.isEmpty else { continue }
            // Parts of one character of the original come one after another.
            if let last = marks.last, original.lowerBound <= last.upperBound {
                marks[marks.count - 1] = last.lowerBound..<max(last.upperBound, original.upperBound)
            } else {
                marks.append(original)
            }
        }
        return marks
    }
}

/// What was asked, looked up in the index that it is asked of.
public struct SearchQuestion: Sendable {
    let query: SearchQuery
    let marker: SearchMarker

    init(_ text: String, _ index: SearchIndex, _ normalizer: TextNormalizer) {
        let pieces = text.split(separator: "\"", omittingEmptySubsequences: false)
        // The piece behind a quotation mark without its fellow is not quoted.
        let lastQuoted = pieces.count.isMultiple(of: 2) ? pieces.count - 2 : pieces.count - 1
        let parts = pieces.enumerated().map { number, piece in
            (normalizer.units(String(piece)), !number.isMultiple(of: 2) && number <= lastQuoted)
        }
        query = SearchQuery(parts, in: index)
        marker = SearchMarker(query)
    }
}

extension TextNormalizer {
    /// The reading form as UTF-16.
    func units(_ text: String) -> [UInt16] { text.isEmpty ? [] : Array(reading(text).text.utf16) }
}

/// Finds a question's terms in texts.
struct SearchMarker: Sendable {
    private let keys: Set<SearchKey>
    private let starts: [[UInt16]]
    private let singles: Set<UInt16>

    init(_ query: SearchQuery) {
        keys = Set(query.terms.map(\.key))
        starts = query.demands.compactMap { demand in
            if case .wordStarting(let start) = demand { start } else { nil }
        }
        // Single ideographs are marked where nothing else was asked for.
        singles = query.hasPairsOrWords ? [] : Set(query.singles.map(\.unit))
    }

    /// Ranges of units that do not touch, ascending.
    func marks(in units: [UInt16]) -> [Range<Int>] {
        var marks: [Range<Int>] = []
        func add(_ place: Range<Int>) {
            if let last = marks.last, last.upperBound >= place.lowerBound {
                marks[marks.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
            } else {
                marks.append(place)
            }
        }
        if !singles.isEmpty {
            for at in units.indices where singles.contains(units[at]) { add(at..<at + 1) }
            return marks
        }
        var walk = SearchTerms(units, units.indices)
        while let (key, place) = walk.next() {
            let isStart = key.isWord && starts.contains { units[place].starts(with: $0) }
            if isStart || keys.contains(key) { add(place) }
        }
        return marks
    }
}
