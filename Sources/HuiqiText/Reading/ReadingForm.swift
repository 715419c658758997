/// Rewrites a normal form into the reading form, in one pass from left to right.
///
/// What is ordinary is copied in runs; only spaces, certain signs and certain characters are looked at one by one.
struct ReadingForm {
    private let tables: ReadingTables
    private let noise: PinyinNoise
    private let normalizer: TextNormalizer
    private let bytes: [UInt8]
    private(set) var out: [UInt8] = []
    private(set) var map = OffsetMap()
    /// Whether the reading form differs from the normal form at all.
    private(set) var isChanged = false
    /// The first byte that is not written yet.
    private var at = 0

    /// - Parameter bytes: A normal form, as UTF-8.
    init(_ bytes: [UInt8], tables: ReadingTables, noise: PinyinNoise, normalizer: TextNormalizer) {
        self.bytes = bytes
        self.tables = tables
        self.noise = noise
        self.normalizer = normalizer
    }

    /// - Complexity: O(*n*).
    mutating func rewrite() {
        out.reserveCapacity(bytes.count)
        var scan = 0
        while scan < bytes.count {
            let (scalar, length) = character(at: scan)
            guard length < 4, tables.isSpecial(Int(scalar)) else {
                // Safe: the character lies within the bytes.
                scan &+= length
                continue
            }
            keep(upTo: scan)
            special(scalar, length)
            // Whatever the tables say, each step passes its character.
            if at == scan { keep(upTo: scan + length) }
            scan = at
        }
        keep(upTo: bytes.count)
    }

    private mutating func special(_ scalar: UInt32, _ length: Int) {
        switch tables.classOf(scalar) {
        case .plain, .chinese: keep(upTo: at + length)
        case .replaced: write(tables.replacement(scalar) ?? [], insteadOf: length)
        case .inWords:
            if let other = tables.replacement(scalar, in: bytes, at: at) {
                write(other, insteadOf: length)
            } else {
                keep(upTo: at + length)
            }
        case .space, .lineBreak: space()
        case .openBracket:
            if let last = lastWritten(), let end = noise.end(in: bytes, from: at, behind: last) {
                write([], insteadOf: end - at)
            } else {
                keep(upTo: at + length)
            }
        case .ampersand: reference()
        case .dropped: write([], insteadOf: length)
        case .dash: dashes()
        case .ring:
            let next = at + length < bytes.count ? character(at: at + length).scalar : 0
            if Self.isDigit(lastWritten() ?? 0) || Self.isDigit(next) {
                write(Array("〇".utf8), insteadOf: length)
            } else {
                keep(upTo: at + length)
            }
        }
    }

    /// A reference to a character; a space among them goes with the spaces around it.
    private mutating func reference() {
        guard let (scalar, end) = CharacterReference.parse(bytes, at: at) else { return keep(upTo: at + 1) }
        let kind = tables.classOf(scalar.value)
        if kind == .space || kind == .lineBreak { return space() }
        let text =
            tables.replacement(scalar.value) ?? Array(normalizer.normalize(String(scalar)).utf8)
        write(text, insteadOf: end - at)
    }

    /// One or more dashes of any kind: `——` is one sign.
    private mutating func dashes() {
        var end = at
        while end < bytes.count {
            let (scalar, length) = character(at: end)
            guard tables.classOf(scalar) == .dash else { break }
            end += length
        }
        if end == at + 1 { keep(upTo: end) } else { write([UInt8(ascii: "-")], insteadOf: end - at) }
    }

    /// A run of spaces and line breaks: nothing beside Chinese, else one space; a blank line, and a line break that
    /// does not stand within a sentence, is one line break.
    private mutating func space() {
        var end = at
        var breaks = 0
        while end < bytes.count {
            let (scalar, length) = character(at: end)
            switch tables.classOf(scalar) {
            case .space, .dropped: end += length
            case .lineBreak:
                if !(scalar == 0x0A && end > at && bytes[end - 1] == 0x0D) {
                    breaks += scalar == 0x2029 ? 2 : 1
                }
                end += length
            case .ampersand:
                guard let (named, behind) = CharacterReference.parse(bytes, at: end) else {
                    return write(separator(breaks, end), insteadOf: end - at)
                }
                switch tables.classOf(named.value) {
                case .space, .dropped: break
                case .lineBreak: breaks += named.value == 0x2029 ? 2 : 1
                default: return write(separator(breaks, end), insteadOf: end - at)
                }
                end = behind
            default: return write(separator(breaks, end), insteadOf: end - at)
            }
        }
        write([], insteadOf: end - at)
    }

    private func separator(_ breaks: Int, _ next: Int) -> [UInt8] {
        guard let last = lastWritten() else { return [] }
        if breaks > 1 { return [0x0A] }
        let behind = character(at: next).scalar
        let isChineseBefore = Self.isChinese(last)
        let isChineseBehind = Self.isChinese(behind)
        if breaks == 0 { return isChineseBefore || isChineseBehind ? [] : [0x20] }
        if LineStart.isItem(bytes[next...]) || Self.endsSentence(last) { return [0x0A] }
        if isChineseBefore || isChineseBehind || last == 0x2C { return [] }
        return [0x20]
    }

    /// Copies what stands before `end` as it is.
    private mutating func keep(upTo end: Int) {
        guard end > at else { return }
        out.append(contentsOf: bytes[at..<end])
        map.appendEven(end - at)
        at = end
    }

    private mutating func write(_ text: [UInt8], insteadOf count: Int) {
        isChanged = true
        out.append(contentsOf: text)
        if text.count == count, count == 3 {
            map.appendEven(3)
        } else {
            map.append(form: text.count, original: count)
        }
        at += count
    }

    /// The character that begins at a place within the bytes.
    private func character(at place: Int) -> (scalar: UInt32, length: Int) {
        let lead = UInt32(bytes[place])
        if lead < 0x80 { return (lead, 1) }
        let left = bytes.count &- place
        if lead < 0xE0 {
            guard left >= 2 else { return (0xFFFD, left) }
            return ((lead & 0x1F) << 6 | UInt32(bytes[place &+ 1] & 0x3F), 2)
        }
        if lead < 0xF0 {
            guard left >= 3 else { return (0xFFFD, left) }
            let second = UInt32(bytes[place &+ 1] & 0x3F)
            return ((lead & 0x0F) << 12 | second << 6 | UInt32(bytes[place &+ 2] & 0x3F), 3)
        }
        return (0x10000, min(4, left))
    }

    /// The last character written, of at most three bytes.
    private func lastWritten() -> UInt32? {
        guard let last = out.last else { return nil }
        if last < 0x80 { return UInt32(last) }
        let start = out.suffix(3).lastIndex { $0 >= 0xC0 } ?? out.endIndex
        return out[start...].unicodeScalar
    }

    static func isChinese(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x2E80...0x303F, 0x3400...0x9FFF, 0xF900...0xFAFF: true
        default: false
        }
    }

    private static func endsSentence(_ scalar: UInt32) -> Bool {
        switch scalar {
        // 。 ; : ! ?
        case 0x3002, 0x3B, 0x3A, 0x21, 0x3F: true
        default: false
        }
    }

    private static func isDigit(_ scalar: UInt32) -> Bool {
        Unicode.Scalar(scalar).map { "〇零一二三四五六七八九".unicodeScalars.contains($0) } ?? false
    }
}

extension ArraySlice<UInt8> {
    /// The one character that the bytes are, of two or three; nil for anything else.
    fileprivate var unicodeScalar: UInt32? {
        var decoder = UTF8()
        var bytes = makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes), bytes.next() == nil else { return nil }
        return scalar.value
    }
}
