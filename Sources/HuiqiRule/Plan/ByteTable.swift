/// Texts numbered in order of first appearance, found again by any bytes that equal them.
///
/// Looking up a part of a longer text makes no text of it. The order of the hashes, which differs from process to
/// process, shows nowhere.
struct ByteTable: Sendable {
    private var entries: [(text: String, hash: UInt64)] = []
    /// Numbers of entries by hash, open addressing; -1 is free. As many as a power of two, at most half taken.
    private var slots: [Int32] = []

    var count: Int { entries.count }

    /// The number of the text that equals a range of `text`; nil where there is none.
    func number(of text: Span<UInt8>, _ range: Range<Int>, hash: UInt64) -> Int? {
        guard !slots.isEmpty else { return nil }
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while case let number = Int(slots[slot]), number >= 0 {
            if entries[number].hash == hash,
                ByteHash.isEqual(entries[number].text.utf8.span, text.extracting(range))
            {
                return number
            }
            slot = (slot &+ 1) & mask
        }
        return nil
    }

    /// As ``number(of:_:hash:)``, of a whole text.
    func number(of text: String, hash: UInt64) -> Int? {
        let bytes = text.utf8.span
        return number(of: bytes, 0..<bytes.count, hash: hash)
    }

    /// Adds a text that is not yet there; its number is the count before.
    mutating func append(_ text: String, hash: UInt64) {
        if entries.count &* 2 >= slots.count { grow() }
        put(entries.count, hash)
        entries.append((text, hash))
    }

    /// Adds a text where it is not yet there; false where it is.
    mutating func insert(_ text: String) -> Bool {
        let hash = ByteHash.of(text)
        guard number(of: text, hash: hash) == nil else { return false }
        append(text, hash: hash)
        return true
    }

    private mutating func put(_ number: Int, _ hash: UInt64) {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 { slot = (slot &+ 1) & mask }
        // Safe: two thousand million texts do not fit into memory.
        slots[slot] = Int32(truncatingIfNeeded: number)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: max(16, slots.count &* 2))
        for number in entries.indices { put(number, entries[number].hash) }
    }
}

/// A hash of bytes, eight at a time, with a secret of the process: nobody can prepare texts that collide.
enum ByteHash {
    private static let secret = (
        UInt64(truncatingIfNeeded: "one secret".hashValue), UInt64(truncatingIfNeeded: "another".hashValue)
    )

    /// The hash of a part of some bytes.
    static func of(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        let text = text.extracting(range)
        let count = text.count
        let (first, second) = secret
        var hash = first ^ UInt64(truncatingIfNeeded: count)
        var at = 0
        while count &- at >= 8 {
            hash = mixed(hash ^ word(text, at), second)
            at &+= 8
        }
        var rest: UInt64 = 0
        while at < count {
            rest = rest &<< 8 | UInt64(text[at])
            at &+= 1
        }
        return mixed(hash ^ rest, second ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// The hash of a text.
    static func of(_ text: String) -> UInt64 {
        let bytes = text.utf8.span
        return of(bytes, 0..<bytes.count)
    }

    static func isEqual(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
        let count = one.count
        guard other.count == count else { return false }
        var at = 0
        while count &- at >= 8 {
            if word(one, at) != word(other, at) { return false }
            at &+= 8
        }
        while at < count {
            if one[at] != other[at] { return false }
            at &+= 1
        }
        return true
    }

    /// Eight bytes from a place that has as many; one load after optimisation.
    @inline(__always)
    private static func word(_ text: Span<UInt8>, _ at: Int) -> UInt64 {
        let eight = text.extracting(at..<(at &+ 8))
        let low =
            UInt32(eight[0]) | UInt32(eight[1]) &<< 8 | UInt32(eight[2]) &<< 16 | UInt32(eight[3]) &<< 24
        let high =
            UInt32(eight[4]) | UInt32(eight[5]) &<< 8 | UInt32(eight[6]) &<< 16 | UInt32(eight[7]) &<< 24
        return UInt64(low) | UInt64(high) &<< 32
    }

    @inline(__always)
    private static func mixed(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other | 1)
        return product.high ^ product.low
    }
}
