/// Terms as a trie over UTF-16 units, for longest matches from a given place.
///
/// Immutable: any number of threads at once.
struct TermTrie: Sendable {
    /// The most units of one term; longer ones are refused by ``Segmenter``.
    static let longestTerm = 64
    /// The most units of all terms together.
    static let mostUnits = 1 << 24

    /// The child of a node by unit: `node << 16 | unit`. Node 0 is the root.
    private var children: [UInt64: UInt32] = [:]
    /// True where a term ends, by node.
    private var isEnd: [Bool] = [false]

    /// Adds a term; the empty one is ignored.
    mutating func insert(_ term: some Sequence<UInt16>) {
        var node: UInt32 = 0
        for unit in term {
            let edge = UInt64(node) << 16 | UInt64(unit)
            if let next = children[edge] {
                node = next
            } else {
                // Safe: ``mostUnits`` keeps the nodes far below 2^32.
                let next = UInt32(truncatingIfNeeded: isEnd.count)
                children[edge] = next
                isEnd.append(false)
                node = next
            }
        }
        if node != 0 { isEnd[Int(node)] = true }
    }

    /// The place behind the longest term that starts at `start` and ends where `accepts` allows.
    ///
    /// - Parameter accepts: Gets ends in ascending order.
    /// - Complexity: O(longest term).
    func longestMatch(
        in units: ArraySlice<UInt16>, from start: Int, accepts: (_ end: Int) -> Bool
    ) -> Int? {
        var node: UInt32 = 0
        var best: Int?
        for at in start..<units.endIndex {
            guard let next = children[UInt64(node) << 16 | UInt64(units[at])] else { break }
            node = next
            if isEnd[Int(node)], accepts(at + 1) { best = at + 1 }
        }
        return best
    }
}
