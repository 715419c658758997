/// The first characters of an address in the form in which names are compared: simplified, half-width, without
/// spaces and punctuation between; each with its place in the original.
struct AddressText: FoldedText {
    /// The region is named first; what stands behind so many characters is not read.
    static let most = 96

    private(set) var characters: [FoldedCharacter] = []

    /// - Complexity: O(1): reads at most 1,024 bytes.
    init(_ text: String, _ forms: AddressForms) {
        characters.reserveCapacity(48)
        let bytes = text.utf8Span.span
        let limit = min(bytes.count, 1_024)
        var at = 0
        while at < limit, characters.count < AddressText.most {
            let start = at
            let scalar = forms.fold(WordAutomaton.scalar(bytes, &at))
            if scalar != 0 { characters.append(FoldedCharacter(scalar: scalar, start: start, end: at)) }
        }
    }

    /// The length of the longest of some words that stands at a place; 0 for none.
    func length(ofAny list: WordList, at place: Int) -> Int {
        guard list.firsts.contains(self[place]) else { return 0 }
        for word in list.words where has(word, at: place) { return word.count }
        return 0
    }
}

/// How single characters of addresses are compared.
///
/// Immutable: any number of threads at once.
struct AddressForms: Sendable {
    private let simplified = SimplifiedTable()
    private let normalizer: TextNormalizer

    init(_ normalizer: TextNormalizer) { self.normalizer = normalizer }

    /// The form of a character; 0 for what is passed over.
    func fold(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x28, 0x29, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return scalar
        case 0..<0x80: return 0
        case 0x3400...0x9FFF:
            let simple = simplified[scalar]
            return simple == 0 ? scalar : simple
        case 0xFF01...0xFF5E: return fold(scalar &- 0xFEE0)
        // Square and tortoise-shell brackets stand where round ones do.
        case 0x3010, 0x3014: return 0x28
        case 0x3011, 0x3015: return 0x29
        // Radicals and compatibility ideographs, as scraped documents have them.
        case 0x2E80...0x2FDF, 0xF900...0xFAFF:
            guard let character = Unicode.Scalar(scalar) else { return 0 }
            return normalizer.normalize(String(character)).unicodeScalars.first?.value ?? 0
        case 0x80..<0x3400, 0xFE00...0xFFFF: return 0
        default: return scalar
        }
    }

    /// Whether a character has a form that is not itself.
    func isFolded(_ scalar: UInt32) -> Bool { simplified[scalar] != 0 }

    /// The form of a word.
    func fold(_ word: some StringProtocol) -> [UInt32] {
        word.unicodeScalars.map { fold($0.value) }.filter { $0 != 0 }
    }

    /// The form of a word of a table.
    func fold(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(8)
        let span = bytes.span
        var at = 0
        while at < span.count {
            let scalar = fold(WordAutomaton.scalar(span, &at))
            if scalar != 0 { scalars.append(scalar) }
        }
        return scalars
    }
}
