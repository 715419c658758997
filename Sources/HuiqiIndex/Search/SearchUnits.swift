/// What a UTF-16 unit of normal text is to search: part of a run of ideographs, part of a word, or neither.
enum SearchUnit {
    /// A run of ideographs (Han, kana, Hangul, and what lies beyond U+FFFF) is searched by pairs of units.
    case ideograph
    /// A run of letters and digits of other scripts is searched as a whole.
    case letter
    /// Punctuation and spaces part runs.
    case other

    init(_ unit: UInt16) {
        switch unit {
        case 0x30...0x39, 0x61...0x7A, 0x41...0x5A: self = .letter
        case ..<0xC0: self = .other
        case 0xD7, 0xF7: self = .other
        case ..<0x0600: self = .letter
        case 0x3005, 0x3007, 0x3041...0x30FF, 0x3400...0x9FFF, 0xAC00...0xDFFF, 0xF900...0xFAFF:
            self = .ideograph
        default: self = .other
        }
    }
}

/// A term of the index in one word: a pair of ideographs, a lone ideograph, or a word of letters and digits.
///
/// Words are known by 63 bits of their hash: two of the same hash share their places, which costs candidates only,
/// because scores are taken from the texts themselves.
struct SearchKey: Hashable, Comparable {
    let bits: UInt64

    init(bits: UInt64) { self.bits = bits }

    /// Two ideographs that follow each other.
    init(_ first: UInt16, _ second: UInt16) { bits = UInt64(first) << 16 | UInt64(second) }

    /// A run of one ideograph.
    init(alone: UInt16) { bits = UInt64(alone) << 16 }

    /// A word.
    init(word: ArraySlice<UInt16>) {
        // FNV-1a, 64 bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for unit in word.prefix(SearchKey.longestWord) { hash = (hash ^ UInt64(unit)) &* 0x100_0000_01B3 }
        bits = hash | 1 << 63
    }

    /// Units of a word that count; longer ones are known by these.
    static let longestWord = 64

    var isWord: Bool { bits >> 63 == 1 }

    /// The ideographs of a key that is no word: two, or the lone one.
    var pair: [UInt16] {
        let first = UInt16(truncatingIfNeeded: bits >> 16)
        let second = UInt16(truncatingIfNeeded: bits)
        return second == 0 ? [first] : [first, second]
    }

    static func < (a: SearchKey, b: SearchKey) -> Bool { a.bits < b.bits }
}

/// The terms of a text in its order.
///
/// Index and query are both cut by this, and by nothing else.
struct SearchTerms {
    private let units: [UInt16]
    private let end: Int
    private var at: Int
    /// Whether the unit before `at` is an ideograph of the same run.
    private var isInRun = false

    init(_ units: [UInt16], _ range: Range<Int>) {
        self.units = units
        at = range.lowerBound
        end = range.upperBound
    }

    /// The next term's key and the place of its units.
    mutating func next() -> (key: SearchKey, place: Range<Int>)? {
        while at < end {
            switch SearchUnit(units[at]) {
            case .other:
                isInRun = false
                at += 1
            case .letter:
                isInRun = false
                let start = at
                at = wordEnd(start)
                return (SearchKey(word: units[start..<at]), start..<at)
            case .ideograph:
                at += 1
                if isInRun { return (SearchKey(units[at - 2], units[at - 1]), at - 2..<at) }
                isInRun = true
                if at < end, case .ideograph = SearchUnit(units[at]) { continue }
                return (SearchKey(alone: units[at - 1]), at - 1..<at)
            }
        }
        return nil
    }

    /// The end of the word that begins at `start`: `r&d`, `iso9001`, `1.5`, `3%` are single words.
    private func wordEnd(_ start: Int) -> Int {
        var at = start
        while at < end {
            if case .letter = SearchUnit(units[at]) {
                at += 1
                continue
            }
            let isJoint = units[at] == 0x26 || units[at] == 0x2E  // & .
            if isJoint, at + 1 < end, case .letter = SearchUnit(units[at + 1]) {
                at += 1
                continue
            }
            if units[at] == 0x25 || units[at] == 0x2030 { at += 1 }  // % and per mille
            break
        }
        return at
    }
}
