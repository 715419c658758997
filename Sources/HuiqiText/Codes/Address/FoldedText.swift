/// A character in the form in which names are compared, with its place in the original's UTF-8.
struct FoldedCharacter {
    let scalar: UInt32
    let start: Int
    let end: Int
}

/// Characters in the form in which names are compared: simplified, half-width.
protocol FoldedText {
    var characters: [FoldedCharacter] { get }
}

extension FoldedText {
    var count: Int { characters.count }

    /// The character at a place; 0 behind the end.
    subscript(_ place: Int) -> UInt32 { place < characters.count ? characters[place].scalar : 0 }

    /// Where a run of characters stands in the original.
    func span(_ places: Range<Int>) -> Range<Int> {
        guard let first = places.first, places.upperBound <= characters.count else { return 0..<0 }
        return characters[first].start..<characters[places.upperBound &- 1].end
    }

    /// Whether a word stands at a place.
    func has(_ word: [UInt32], at place: Int) -> Bool {
        guard place &+ word.count <= characters.count else { return false }
        for index in word.indices where characters[place &+ index].scalar != word[index] { return false }
        return true
    }
}
