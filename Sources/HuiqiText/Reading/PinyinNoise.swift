/// Pinyin that a converter of web pages has put in brackets behind a character: `數(shù)據(jù)`.
///
/// Such converters annotate characters that they have made traditional, one syllable in small letters behind each. So
/// the character must be one of the table of traditional and simplified characters, in either form, and the brackets
/// must hold one syllable: any with a tone mark, or without one the syllable that ICU reads the character as. A word
/// or an abbreviation (`贷款(lpr)`, `研发(R&D)`) is left alone.
///
/// Immutable: any number of threads at once.
struct PinyinNoise: Sendable {
    private let syllables: Set<[UInt8]>
    private let readings: [UInt32: [UInt8]]

    init() {
        var syllables: Set<[UInt8]> = []
        var readings: [UInt32: [UInt8]] = [:]
        for line in pinyinSyllableLines.description.split(separator: "\n") {
            let syllable = Array(line.utf8.prefix { $0 < 0x80 })
            syllables.insert(syllable)
            for scalar in line.unicodeScalars where !scalar.isASCII { readings[scalar.value] = syllable }
        }
        self.syllables = syllables
        self.readings = readings
    }

    /// The place behind a bracketed syllable that is noise, or nil.
    ///
    /// - Parameters:
    ///   - bytes: A normal form, as UTF-8.
    ///   - open: Where the opening bracket stands.
    ///   - character: The character before it.
    func end(in bytes: [UInt8], from open: Int, behind character: UInt32) -> Int? {
        guard let reading = readings[character] else { return nil }
        var plain: [UInt8] = []
        var hasTone = false
        var at = open + 1
        while at < bytes.count, plain.count <= 6 {
            if bytes[at] == UInt8(ascii: ")") {
                let isNoise = hasTone ? syllables.contains(plain) : plain == reading
                return isNoise ? at + 1 : nil
            }
            guard let letter = Self.letter(bytes, at) else { return nil }
            plain.append(letter.plain)
            hasTone = hasTone || letter.hasTone
            at += letter.length
        }
        return nil
    }

    /// A letter without its tone; v stands for u with dots.
    private static func letter(_ bytes: [UInt8], _ at: Int) -> (plain: UInt8, hasTone: Bool, length: Int)? {
        let first = bytes[at]
        if first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") { return (first, false, 1) }
        guard first >= 0xC2, first < 0xE0, at + 1 < bytes.count else { return nil }
        switch UInt16(first & 0x1F) << 6 | UInt16(bytes[at + 1] & 0x3F) {
        case 0x101, 0xE1, 0x103, 0x1CE, 0xE0: return (UInt8(ascii: "a"), true, 2)
        case 0x113, 0xE9, 0x115, 0x11B, 0xE8: return (UInt8(ascii: "e"), true, 2)
        case 0x12B, 0xED, 0x12D, 0x1D0, 0xEC: return (UInt8(ascii: "i"), true, 2)
        case 0x14D, 0xF3, 0x14F, 0x1D2, 0xF2: return (UInt8(ascii: "o"), true, 2)
        case 0x16B, 0xFA, 0x16D, 0x1D4, 0xF9: return (UInt8(ascii: "u"), true, 2)
        case 0x1D6, 0x1D8, 0x1DA, 0x1DC: return (UInt8(ascii: "v"), true, 2)
        case 0xFC: return (UInt8(ascii: "v"), false, 2)
        case 0x251: return (UInt8(ascii: "a"), false, 2)
        case 0x261: return (UInt8(ascii: "g"), false, 2)
        default: return nil
        }
    }
}
