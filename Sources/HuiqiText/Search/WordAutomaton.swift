/// Finds which of many words occur in a text, in one pass (Aho and Corasick, 1975).
///
/// Over characters, with one table of all transitions. Immutable: any number of threads at once.
public struct WordAutomaton: Sendable {
    private var edges: ScalarEdges
    /// At a state, that of its longest proper suffix.
    private var fallbacks: [UInt32]
    /// At a state, the word that it spells; -1 for none.
    private var words: [Int32]
    /// At a state, the longest proper suffix that spells a word; 0 for none.
    private var shorter: [UInt32]

    /// Builds the automaton.
    /// - Parameter words: Distinct; each is found by its index. An empty word is never found.
    /// - Complexity: O(characters of all words).
    public init(_ words: [String]) {
        edges = ScalarEdges(capacity: words.reduce(1) { $0 &+ $1.unicodeScalars.count })
        fallbacks = [0]
        self.words = [-1]
        shorter = [0]
        // Each state behind the start with its parent, the character that leads to it, and its depth.
        var parents: [(state: UInt32, scalar: UInt32, depth: Int)] = [(0, 0, 0)]
        every: for (number, word) in words.enumerated() {
            var state: UInt32 = 0
            var depth = 0
            for scalar in word.unicodeScalars {
                depth &+= 1
                if let next = edges.next(state, scalar.value) {
                    state = next
                    continue
                }
                let new = UInt32(truncatingIfNeeded: fallbacks.count)
                // There is room for every character of every word.
                guard edges.insert(state, scalar.value, new) else { continue every }
                parents.append((state, scalar.value, depth))
                fallbacks.append(0)
                self.words.append(-1)
                shorter.append(0)
                state = new
            }
            if state != 0 { self.words[Int(state)] = Int32(truncatingIfNeeded: number) }
        }
        link(parents)
    }

    /// Links the states, shallow ones first.
    private mutating func link(_ parents: [(state: UInt32, scalar: UInt32, depth: Int)]) {
        let order = parents.indices.dropFirst().sorted { (parents[$0].depth, $0) < (parents[$1].depth, $1) }
        for state in order {
            let (parent, scalar, _) = parents[state]
            guard parent != 0 else { continue }
            var suffix = fallbacks[Int(parent)]
            while suffix != 0, edges.next(suffix, scalar) == nil { suffix = fallbacks[Int(suffix)] }
            let fallback = edges.next(suffix, scalar) ?? 0
            fallbacks[state] = fallback
            shorter[state] = words[Int(fallback)] >= 0 ? fallback : shorter[Int(fallback)]
        }
    }

    /// Sets the bits of the words that occur in a text.
    ///
    /// - Parameters:
    ///   - bytes: Well-formed UTF-8.
    ///   - found: A bit a word, in words of 64; bits that are set stay so.
    /// - Complexity: O(bytes + words found), whatever the words are.
    public func mark(_ bytes: Span<UInt8>, in found: inout [UInt64]) {
        var state: UInt32 = 0
        var at = 0
        while at < bytes.count {
            let scalar = WordAutomaton.scalar(bytes, &at)
            var target = edges.next(state, scalar)
            while target == nil, state != 0 {
                state = fallbacks[Int(state)]
                target = edges.next(state, scalar)
            }
            state = target ?? 0
            // What ends here: a word that was met before was met with all that are its suffixes.
            var ending = words[Int(state)] >= 0 ? state : shorter[Int(state)]
            while ending != 0 {
                let word = Int(words[Int(ending)])
                let bit: UInt64 = 1 << UInt64(word & 63)
                guard word >> 6 < found.count, found[word >> 6] & bit == 0 else { break }
                found[word >> 6] |= bit
                ending = shorter[Int(ending)]
            }
        }
    }

    /// The character at `at`, which moves behind it.
    static func scalar(_ bytes: Span<UInt8>, _ at: inout Int) -> UInt32 {
        let lead = UInt32(bytes[at])
        at &+= 1
        if lead < 0x80 { return lead }
        let more = lead >= 0xF0 ? 3 : (lead >= 0xE0 ? 2 : 1)
        var scalar = lead & (0x3F >> UInt32(more))
        for _ in 0..<more where at < bytes.count {
            scalar = scalar << 6 | UInt32(bytes[at] & 0x3F)
            at &+= 1
        }
        return scalar
    }
}
