import HuiqiIndex
import HuiqiText

/// The words of all clauses of a plan, numbered, and what finds them in a text.
struct ClauseWords: Sendable {
    /// Number of distinct words.
    let count: Int
    let automaton: WordAutomaton
    /// End of each clause's words in ``numbers``.
    private let ends: [UInt32]
    private let numbers: [UInt32]

    /// - Complexity: O(bytes of the words).
    init(_ clauses: [CompiledClause]) {
        var distinct = PhraseSet()
        var words: [String] = []
        var ends: [UInt32] = []
        var numbers: [UInt32] = []
        ends.reserveCapacity(clauses.count)
        for clause in clauses {
            for word in clause.words {
                let number = distinct.insert(word.utf8Span.span)
                if number == words.count { words.append(word) }
                numbers.append(UInt32(truncatingIfNeeded: number))
            }
            ends.append(UInt32(truncatingIfNeeded: numbers.count))
        }
        count = words.count
        automaton = WordAutomaton(words)
        self.ends = ends
        self.numbers = numbers
    }

    /// The share of a clause's words that are found, in thousandths.
    func relevance(of clause: Int, _ found: [UInt64]) -> Int {
        let range = (clause == 0 ? 0 : Int(ends[clause &- 1]))..<Int(ends[clause])
        var held = 0
        for index in range {
            let word = Int(numbers[index])
            held &+= Int(truncatingIfNeeded: found[word >> 6] >> UInt64(word & 63) & 1)
        }
        return ClauseWords.relevance(held, of: range.count)
    }

    /// The same by plain memory.
    /// - Parameter found: A bit a word.
    func relevance(of clause: Int, _ found: UnsafePointer<UInt64>) -> Int {
        let range = (clause == 0 ? 0 : Int(ends[clause &- 1]))..<Int(ends[clause])
        var held = 0
        for index in range {
            let word = Int(numbers[index])
            // Safe: there is a bit for every word.
            held &+= Int(truncatingIfNeeded: unsafe found[word >> 6] >> UInt64(word & 63) & 1)
        }
        return ClauseWords.relevance(held, of: range.count)
    }

    /// Thousandths, half up; 0 of none.
    static func relevance(_ found: Int, of count: Int) -> Int {
        count == 0 ? 0 : (found * 2000 + count) / (count * 2)
    }
}
