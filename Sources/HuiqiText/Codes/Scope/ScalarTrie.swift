/// Words over characters, each with numbers; finds all that begin at a place.
///
/// Immutable once built: any number of threads at once.
struct ScalarTrie: Sendable {
    private var edges: ScalarEdges
    /// The numbers of the word that ends at a state.
    private var numbers: [[Int]] = [[]]

    /// - Parameter mostCharacters: Of all words together; what goes far beyond is not taken.
    init(mostCharacters: Int) { edges = ScalarEdges(capacity: mostCharacters) }

    /// Adds a number to a word.
    mutating func insert(_ word: [UInt32], _ number: Int) {
        guard !word.isEmpty, edges.count &+ word.count <= edges.capacity else { return }
        var state: UInt32 = 0
        for scalar in word {
            if let next = edges.next(state, scalar) {
                state = next
                continue
            }
            let new = UInt32(truncatingIfNeeded: numbers.count)
            guard edges.insert(state, scalar, new) else { return }
            numbers.append([])
            state = new
        }
        numbers[Int(state)].append(number)
    }

    /// Calls `body` with the end and the numbers of each word that begins at `place`, short ones first.
    /// - Complexity: O(longest word).
    func forEachWord(
        in text: ScopeText, from place: Int, to limit: Int, _ body: (_ end: Int, _ numbers: [Int]) -> Void
    ) {
        var state: UInt32 = 0
        var at = place
        while at < limit, let next = edges.next(state, text[at]) {
            state = next
            at &+= 1
            if !numbers[Int(state)].isEmpty { body(at, numbers[Int(state)]) }
        }
    }
}
