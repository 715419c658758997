/// Some characters of the basic plane.
struct CharacterBits: Sendable {
    private var bits = [UInt64](repeating: 0, count: 1_024)

    init(_ scalars: some Sequence<UInt32>) {
        for scalar in scalars where scalar < 0x10000 { bits[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63) }
    }

    func contains(_ scalar: UInt32) -> Bool {
        scalar < 0x10000 && bits[Int(scalar >> 6)] & 1 << UInt64(scalar & 63) != 0
    }
}

/// Some words, of which the longest at a place is looked for.
struct WordList: Sendable {
    /// Long ones first.
    let words: [[UInt32]]
    let firsts: CharacterBits

    init(_ words: [[UInt32]]) {
        self.words = words.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
        firsts = CharacterBits(words.compactMap(\.first))
    }
}
