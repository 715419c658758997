/// Words over characters, each with numbers; finds all that begin at a place.
///
/// Immutable once built: any number of threads at once.
struct ScalarTrie: Sendable {
    /// Open addressing: `state << 21 | character`, plus one; 0 is free.
    private var keys: [UInt64]
    private var targets: [UInt32]
    private let shift: UInt64
    /// The numbers of the word that ends at a state.
    private var numbers: [[Int]] = [[]]

    /// - Parameter mostCharacters: Of all words together; more are not taken.
    init(mostCharacters: Int) {
        var bits: UInt64 = 6
        while 1 << bits < mostCharacters &* 2, bits < 24 { bits &+= 1 }
        keys = Array(repeating: 0, count: 1 << Int(bits))
        targets = Array(repeating: 0, count: 1 << Int(bits))
        shift = 64 &- bits
    }

    /// Adds a number to a word.
    mutating func insert(_ word: [UInt32], _ number: Int) {
        guard !word.isEmpty, numbers.count &+ word.count < keys.count else { return }
        var state: UInt32 = 0
        for scalar in word {
            if let next = next(state, scalar) {
                state = next
                continue
            }
            let key = (UInt64(state) << 21 | UInt64(scalar)) &+ 1
            var slot = slot(key)
            while keys[slot] != 0 { slot = (slot &+ 1) & (keys.count &- 1) }
            keys[slot] = key
            targets[slot] = UInt32(truncatingIfNeeded: numbers.count)
            state = targets[slot]
            numbers.append([])
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
        while at < limit, let next = next(state, text[at]) {
            state = next
            at &+= 1
            if !numbers[Int(state)].isEmpty { body(at, numbers[Int(state)]) }
        }
    }

    private func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }

    private func next(_ state: UInt32, _ scalar: UInt32) -> UInt32? {
        let key = (UInt64(state) << 21 | UInt64(scalar)) &+ 1
        var slot = slot(key)
        while true {
            let found = keys[slot]
            if found == key { return targets[slot] }
            if found == 0 { return nil }
            slot = (slot &+ 1) & (keys.count &- 1)
        }
    }
}
