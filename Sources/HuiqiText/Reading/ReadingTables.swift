/// What the reading form does at each character, ready for lookup.
///
/// Immutable: any number of threads at once.
struct ReadingTables: Sendable {
    /// What a character calls for; raw values index nothing and are compared only.
    enum Class: UInt8 {
        case plain
        /// A Chinese character or one of the signs of its own script: no space stands beside it.
        case chinese
        /// Becomes ``replacements`` wherever it stands.
        case replaced
        /// Becomes another in certain words.
        case inWords
        case space
        case lineBreak
        case openBracket
        case ampersand
        case dropped
        case dash
        /// A ring, which is a zero among Chinese digits.
        case ring
    }

    /// A word in which a character becomes another.
    struct Word: Sendable {
        let before: [UInt8]
        let after: [UInt8]
        let replacement: [UInt8]
    }

    private let classes: [UInt8]
    private let replacements: [UInt32: [UInt8]]
    private let words: [UInt32: [Word]]
    private let kept: [UInt32: [Word]]

    init() {
        var classes = [UInt8](repeating: Class.plain.rawValue, count: 0x10000)
        for range in [0x2E80...0x2FFF, 0x3001...0x303F, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF] {
            for value in range { classes[value] = Class.chinese.rawValue }
        }
        var replacements: [UInt32: [UInt8]] = [:]
        for (from, to) in Self.replacedPairs() {
            classes[Int(from & 0xFFFF)] = (to == "-" ? Class.dash : Class.replaced).rawValue
            replacements[from] = Array(to.utf8)
        }
        var words: [UInt32: [Word]] = [:]
        for line in characterInWordsLines.description.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard let pair = parts.first?.unicodeScalars, let from = pair.first, let to = pair.last else {
                continue
            }
            classes[Int(from.value & 0xFFFF)] = Class.inWords.rawValue
            let replacement = Array(String(to).utf8)
            words[from.value] = parts.dropFirst().flatMap { Self.words($0, around: from, replacement) }
        }
        var kept: [UInt32: [Word]] = [:]
        for word in keptWords.description.split(whereSeparator: \.isWhitespace) {
            for scalar in word.unicodeScalars where words[scalar.value] != nil {
                kept[scalar.value, default: []] += Self.words(word, around: scalar, [])
            }
        }
        for value in 0..<0x20 { classes[value] = Class.dropped.rawValue }
        for value in 0x7F..<0xA0 { classes[value] = Class.dropped.rawValue }
        for value in [0x09, 0x20, 0xA0, 0x3000] + Array(0x2000...0x200A) {
            classes[value] = Class.space.rawValue
        }
        for value in [0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029] {
            classes[value] = Class.lineBreak.rawValue
        }
        classes[0x28] = Class.openBracket.rawValue
        classes[0x26] = Class.ampersand.rawValue
        classes[0x2D] = Class.dash.rawValue
        for value in [0x25CB, 0x25EF] { classes[value] = Class.ring.rawValue }
        self.classes = classes
        self.replacements = replacements
        self.words = words
        self.kept = kept
    }

    /// The class of a character; plain beyond U+FFFF.
    func classOf(_ scalar: UInt32) -> Class {
        scalar < 0x10000 ? Class(rawValue: classes[Int(scalar)]) ?? .plain : .plain
    }

    /// The raw class of an ASCII character or one of three bytes, for the loop that only looks for what is special.
    @inline(__always) func isSpecial(_ scalar: Int) -> Bool { classes[scalar] > Class.chinese.rawValue }

    /// The sign or character that another becomes wherever it stands.
    func replacement(_ scalar: UInt32) -> [UInt8]? { replacements[scalar] }

    /// What the character becomes in the word around it; nil where it stays.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - place: Where the character stands, with three bytes.
    func replacement(_ scalar: UInt32, in bytes: [UInt8], at place: Int) -> [UInt8]? {
        let stands = { (word: Word) in
            place >= word.before.count
                && bytes[(place - word.before.count)..<place].elementsEqual(word.before)
                && bytes[(place + 3)...].starts(with: word.after)
        }
        if let own = kept[scalar], own.contains(where: stands) { return nil }
        return words[scalar]?.first(where: stands)?.replacement
    }

    private static func replacedPairs() -> [(UInt32, String)] {
        var pairs: [(UInt32, String)] = []
        var variant: UInt32?
        for scalar in variantCharacterPairs.description.unicodeScalars where scalar.value > 0x20 {
            if let from = variant {
                pairs.append((from, String(scalar)))
                variant = nil
            } else {
                variant = scalar.value
            }
        }
        for line in punctuationLines.description.split(separator: "\n") {
            let signs = line.split(separator: " ")
            for sign in signs.dropFirst() {
                guard let from = sign.unicodeScalars.first, let to = signs.first else { continue }
                pairs.append((from.value, String(to)))
            }
        }
        return pairs
    }

    private static func words(
        _ word: Substring, around scalar: Unicode.Scalar, _ replacement: [UInt8]
    ) -> [Word] {
        let scalars = Array(word.unicodeScalars)
        return scalars.indices.filter { scalars[$0] == scalar }.map { index in
            Word(
                before: scalars[..<index].flatMap { Array(String($0).utf8) },
                after: scalars[(index + 1)...].flatMap { Array(String($0).utf8) }, replacement: replacement)
        }
    }
}
