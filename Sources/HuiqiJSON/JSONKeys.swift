/// What ``JSONReader/nextKey(among:)`` found.
public enum JSONKey: Equatable, Sendable {
    /// The key with this number.
    case known(Int)
    /// A key that is not in the set.
    case other(String)
}

/// A set of keys that objects are expected to have, numbered, for ``JSONReader/nextKey(among:)``.
///
/// Keys are compared byte by byte, so two spellings of one letter (U+00E9, e and U+0301) are two keys. Finding a
/// number costs one hash and one comparison, and makes no string.
public struct JSONKeys: Sendable {
    /// A name, told by its ends; the two words are all of it up to 16 bytes.
    private struct Slot: Equatable {
        var first: UInt64 = 0
        var last: UInt64 = 0
        var byteCount = 0

        @inline(__always)
        init(_ text: Span<UInt8>, _ key: Range<Int>) {
            byteCount = key.upperBound &- key.lowerBound  // Safe: both are offsets in memory, as below.
            guard byteCount > 0 else { return }
            first = Word(text, at: key.lowerBound, count: min(byteCount, Word.size)).bits
            guard byteCount > Word.size else { return }
            last = Word(text, at: key.upperBound &- Word.size, count: Word.size).bits
        }

        @inline(__always)
        var hash: Int {
            var hash = first &* 0x9E37_79B9_7F4A_7C15 ^ last ^ UInt64(truncatingIfNeeded: byteCount)
            hash = hash &* 0x9E37_79B9_7F4A_7C15
            return Int(truncatingIfNeeded: hash &>> 32)
        }
    }

    /// A name, told by its ends and its middle; the three words are all of it up to 24 bytes.
    private struct Name: Equatable {
        var ends: Slot
        var middle: UInt64 = 0

        @inline(__always)
        init(_ text: Span<UInt8>, _ key: Range<Int>) {
            ends = Slot(text, key)
            guard ends.byteCount > 2 &* Word.size else { return }
            middle = Word(text, at: key.lowerBound &+ Word.size, count: Word.size).bits  // Safe: as below.
        }
    }

    /// The keys, in the order of their numbers.
    public let names: [String]
    /// The UTF-8 of the names in each slot.
    private var utf8: [[UInt8]]
    /// The names by hash, open addressing. The count is a power of two; at most half is taken.
    private var slots: [Slot]
    /// The number of the name in each slot; -1 is a free slot.
    private var numbers: [Int]
    /// Each name, for who knows which one to expect.
    private var expected: [Name] = []

    /// - Parameter names: Key `i` gets the number `i`; of equal keys the first counts.
    /// - Complexity: O(total length).
    public init(_ names: [String]) {
        self.names = names
        var size = 8
        while size < names.count &* 2 { size &*= 2 }  // Safe: an array of strings has fewer than 2^59.
        utf8 = [[UInt8]](repeating: [], count: size)
        slots = [Slot](repeating: Slot([UInt8]().span, 0..<0), count: size)
        numbers = [Int](repeating: -1, count: size)
        for (number, name) in names.enumerated() {
            let key = [UInt8](name.utf8)
            let slot = Slot(key.span, 0..<key.count)
            expected.append(Name(key.span, 0..<key.count))
            if find(name) != nil {
                // No text has so many bytes: it is never told as expected.
                expected[number].ends.byteCount = .max
                continue
            }
            var index = slot.hash & (size &- 1)
            while numbers[index] >= 0 { index = (index &+ 1) & (size &- 1) }  // Safe: masked, as below.
            utf8[index] = key
            slots[index] = slot
            numbers[index] = number
        }
    }

    /// The number of a key, or nil if it is not in the set.
    ///
    /// - Complexity: O(length).
    public func find(_ key: String) -> Int? {
        let utf8 = [UInt8](key.utf8)
        return find(utf8.span, 0..<utf8.count)
    }

    /// The number of the key whose UTF-8 is at `key` in `text`, or nil if it is not in the set.
    ///
    /// - Complexity: O(length).
    @inline(__always)
    func find(_ text: Span<UInt8>, _ key: Range<Int>) -> Int? {
        let wanted = Slot(text, key)
        let mask = slots.count &- 1
        var index = wanted.hash & mask
        while true {
            let number = numbers[index]
            if number < 0 { return nil }
            if slots[index] == wanted {
                if key.count <= 2 &* Word.size { return number }
                if isEqual(utf8[index], text.extracting(key)) { return number }
            }
            index = (index &+ 1) & mask
        }
    }
}

extension JSONKeys {
    /// The offset after the closing quote where key `number` stands at `open`, quotes and all.
    ///
    /// - Returns: nil where it does not, and for names that three words do not tell.
    /// - Complexity: O(1).
    @inline(__always)
    func end(of number: Int, _ text: Span<UInt8>, at open: Int) -> Int? {
        guard number >= 0, number < expected.count else { return nil }
        let name = expected[number]
        guard name.ends.byteCount <= 3 &* Word.size else { return nil }
        let close = open &+ 1 &+ name.ends.byteCount  // Safe: offsets in memory.
        guard close < text.count, text[open] == UInt8(ascii: "\""), text[close] == UInt8(ascii: "\"") else {
            return nil
        }
        // Equal bytes up to a quote have neither escapes nor controls that the name has not.
        return Name(text, (open &+ 1)..<close) == name ? close &+ 1 : nil
    }
}

/// Which key of a set came after which in the objects before: objects of one origin have their keys in one order,
/// and leave some out.
public struct JSONKeyOrder: Sendable {
    /// The key that is expected after each key, and after none; -1 for none.
    private var followers: [Int]
    /// The last key of the object at hand; the count of keys before the first.
    var last: Int

    /// Nothing known yet of the objects that have these keys.
    public init(_ keys: JSONKeys) {
        last = keys.names.count
        followers = [Int](repeating: -1, count: last &+ 1)
    }

    /// Before the first key of an object.
    public mutating func restart() { last = followers.count &- 1 }

    @inline(__always)
    func follower(of key: Int) -> Int { key >= 0 && key < followers.count ? followers[key] : -1 }

    mutating func learn(_ key: Int, after last: Int) {
        if last >= 0, last < followers.count { followers[last] = key }
    }
}

private func isEqual(_ name: [UInt8], _ key: Span<UInt8>) -> Bool {
    guard name.count == key.count else { return false }
    for index in 0..<name.count where name[index] != key[index] { return false }
    return true
}
