/// A reading form as scalars, with the places of their bytes; what reads quantities looks around in it.
struct ScalarText {
    let scalars: [UInt32]
    /// The UTF-8 offset of each scalar, and of the end.
    let offsets: [Int]

    init(_ bytes: [UInt8]) {
        var scalars: [UInt32] = []
        var offsets: [Int] = []
        scalars.reserveCapacity(bytes.count / 2 + 1)
        offsets.reserveCapacity(bytes.count / 2 + 2)
        var at = 0
        while at < bytes.count {
            let lead = UInt32(bytes[at])
            offsets.append(at)
            let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            guard bytes.count - at >= length else {
                scalars.append(0xFFFD)
                at = bytes.count
                continue
            }
            var scalar = length == 1 ? lead : lead & (0xFF &>> UInt32(length + 1))
            for index in 1..<max(length, 1) { scalar = scalar << 6 | UInt32(bytes[at + index] & 0x3F) }
            scalars.append(scalar)
            at += length
        }
        offsets.append(bytes.count)
        self.scalars = scalars
        self.offsets = offsets
    }

    var count: Int { scalars.count }

    /// The scalar at any place; 0 outside the text.
    subscript(_ place: Int) -> UInt32 { place >= 0 && place < scalars.count ? scalars[place] : 0 }

    func has(_ word: [UInt32], at place: Int) -> Bool {
        guard place >= 0, scalars.count - place >= word.count else { return false }
        for index in word.indices where scalars[place + index] != word[index] { return false }
        return true
    }

    func has(_ word: String, at place: Int) -> Bool {
        var place = place
        for scalar in word.unicodeScalars {
            if self[place] != scalar.value { return false }
            place += 1
        }
        return true
    }

    /// The place behind one space, if there is one.
    func skippingSpace(_ place: Int) -> Int { self[place] == 0x20 ? place + 1 : place }

    func isDigit(_ place: Int) -> Bool { self[place] >= 0x30 && self[place] <= 0x39 }
    func isLatin(_ place: Int) -> Bool { self[place] >= 0x61 && self[place] <= 0x7A }

    /// Whether the point of `9.2017年度` at the start of a line stands here: three decimals or more are none there, but
    /// the beginning of the ninth item.
    func isItemPoint(_ point: Int) -> Bool {
        guard self[point] == 0x2E, isDigit(point - 1), isDigit(point + 1), isDigit(point + 2),
            isDigit(point + 3)
        else {
            return false
        }
        let start = isDigit(point - 2) ? point - 2 : point - 1
        return start == 0 || isOne(of: "\n。;:", start - 1)
    }

    /// Whether a scalar is one of a word's.
    func isOne(of word: String, _ place: Int) -> Bool {
        let scalar = self[place]
        return scalar != 0 && word.unicodeScalars.contains { $0.value == scalar }
    }
}

/// Words with what they mean, for the longest that begins or ends at a place.
struct WordTable<Meaning: Sendable>: Sendable {
    private struct Entry: Sendable {
        let word: [UInt32]
        /// The word is not meant where one of these follows.
        let unlessBefore: [UInt32]
        let meaning: Meaning
    }

    private var byFirst: [UInt32: [Entry]] = [:]
    private var byLast: [UInt32: [Entry]] = [:]

    /// - Parameter words: Each a word, with `!` and the scalars behind which it is not meant.
    init(_ words: [(String, Meaning)]) {
        for (text, meaning) in words {
            let parts = text.split(separator: "!", maxSplits: 1)
            let word = (parts.first ?? "").unicodeScalars.map(\.value)
            let others = parts.count > 1 ? parts[1].unicodeScalars.map(\.value) : []
            guard let first = word.first, let last = word.last else { continue }
            let entry = Entry(word: word, unlessBefore: others, meaning: meaning)
            byFirst[first, default: []].append(entry)
            byLast[last, default: []].append(entry)
        }
        for key in byFirst.keys { byFirst[key]?.sort { $0.word.count > $1.word.count } }
        for key in byLast.keys { byLast[key]?.sort { $0.word.count > $1.word.count } }
    }

    /// The longest word that begins at a place, and the place behind it.
    func match(_ text: ScalarText, at place: Int) -> (meaning: Meaning, end: Int)? {
        guard let entries = byFirst[text[place]] else { return nil }
        for entry in entries where text.has(entry.word, at: place) {
            let end = place + entry.word.count
            if entry.unlessBefore.contains(text[end]) { continue }
            return (entry.meaning, end)
        }
        return nil
    }

    /// The longest word that ends at a place and begins at or behind `floor`, and where it begins.
    func match(_ text: ScalarText, endingAt end: Int, from floor: Int) -> (meaning: Meaning, start: Int)? {
        guard let entries = byLast[text[end - 1]] else { return nil }
        for entry in entries {
            let start = end - entry.word.count
            if start >= floor, text.has(entry.word, at: start) { return (entry.meaning, start) }
        }
        return nil
    }
}
