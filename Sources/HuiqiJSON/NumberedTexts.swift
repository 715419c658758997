/// Distinct texts as bytes, numbered in order of first appearance from 1; 0 is a free number, its text empty.
///
/// Texts are compared byte by byte. Nothing that can be seen depends on the hash.
public struct NumberedTexts: Sendable {
    /// All texts end to end.
    public private(set) var bytes: [UInt8] = []
    /// Each text from number 1 on: its end in ``bytes``, its hash, and what its adder wrote down.
    private var entries: [(end: UInt32, mark: UInt32, hash: UInt64)] = []
    /// Numbers by hash, open addressing; 0 is a free slot. Empty while there are only a few texts.
    private var slots: [UInt32] = []
    private let hash = TextHash()

    /// No texts but number 0.
    public init() {}

    /// One more than the highest number.
    public var count: Int { entries.count &+ 1 }

    /// Where a text lies in ``bytes``.
    public func range(_ number: Int) -> Range<Int> {
        guard number > 0, number <= entries.count else { return 0..<0 }
        return (number == 1 ? 0 : Int(entries[number &- 2].end))..<Int(entries[number &- 1].end)
    }

    /// The number of a text that is there; 0 where it is not.
    ///
    /// - Complexity: O(length).
    public func find(_ text: Span<UInt8>) -> Int { find(text, 0..<text.count) }

    /// The number of the text at `range` of a longer one; 0 where it is not there.
    ///
    /// - Complexity: O(length).
    public func find(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        find(text, range, hash(text, range)).number
    }

    /// The number of a text, which is added if it is new.
    ///
    /// - Parameter mark: Kept with a new text, for ``truncate(toMarksBelow:)``.
    /// - Complexity: O(length).
    public mutating func number(of text: Span<UInt8>, mark: UInt32 = 0) -> Int {
        number(of: text, 0..<text.count, mark: mark)
    }

    /// The same for the text at `range` of a longer one.
    ///
    /// - Complexity: O(length).
    public mutating func number(of text: Span<UInt8>, _ range: Range<Int>, mark: UInt32 = 0) -> Int {
        let wanted = hash(text, range)
        let (found, slot) = find(text, range, wanted)
        if found > 0 { return found }
        bytes.reserveCapacity(bytes.isEmpty ? max(32, range.count) : 0)
        for index in range { bytes.append(text[index]) }
        entries.append((UInt32(truncatingIfNeeded: bytes.count), mark, wanted))
        if let slot { slots[slot] = UInt32(truncatingIfNeeded: entries.count) }
        if slots.isEmpty ? entries.count > 12 : entries.count &* 2 > slots.count { rebuildSlots() }
        return entries.count
    }

    /// The number, or 0 and the slot where it would go.
    private func find(_ text: Span<UInt8>, _ place: Range<Int>, _ wanted: UInt64) -> (
        number: Int, slot: Int?
    ) {
        guard !slots.isEmpty else {
            for index in entries.indices
            where entries[index].hash == wanted && isEqual(index &+ 1, text, place) {
                return (index &+ 1, nil)
            }
            return (0, nil)
        }
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: wanted) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot])
            if entries[number &- 1].hash == wanted, isEqual(number, text, place) { return (number, slot) }
            slot = (slot &+ 1) & mask
        }
        return (0, slot)
    }

    /// Forgets the last texts whose mark is not below `mark`; whether there were any.
    ///
    /// - Complexity: O(texts) where there were.
    public mutating func truncate(toMarksBelow mark: UInt32) -> Bool {
        var kept = entries.count
        while kept > 0, entries[kept &- 1].mark >= mark { kept &-= 1 }
        guard kept < entries.count else { return false }
        entries.removeLast(entries.count &- kept)
        bytes.removeLast(bytes.count &- Int(entries.last?.end ?? 0))
        if !slots.isEmpty { rebuildSlots() }
        return true
    }

    private mutating func rebuildSlots() {
        var size = 32
        while size < entries.count &* 4 { size &*= 2 }  // Safe: far fewer than 2^59 texts are in memory.
        slots = [UInt32](repeating: 0, count: size)
        for (index, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash) & (size &- 1)
            while slots[slot] != 0 { slot = (slot &+ 1) & (size &- 1) }
            slots[slot] = UInt32(truncatingIfNeeded: index &+ 1)
        }
    }

    @inline(__always)
    private func isEqual(_ number: Int, _ text: Span<UInt8>, _ place: Range<Int>) -> Bool {
        areEqual(bytes.span, range(number), text, place)
    }
}

/// Whether two texts, each a part of a longer one, are the same bytes.
@inline(__always)
private func areEqual(_ left: Span<UInt8>, _ one: Range<Int>, _ right: Span<UInt8>, _ other: Range<Int>)
    -> Bool
{
    let count = one.count
    guard count == other.count else { return false }
    var start = 0
    while start < count {
        let size = min(Word.size, count &- start)
        // Safe: offsets in memory.
        let word = Word(left, at: one.lowerBound &+ start, count: size)
        if word.bits != Word(right, at: other.lowerBound &+ start, count: size).bits { return false }
        start &+= size
    }
    return true
}

/// A hash of bytes, another in every process, so that nobody can write texts that collide.
public struct TextHash: Sendable {
    private static let processSeed = UInt64(truncatingIfNeeded: Hasher().finalize()) | 1
    private let seed: UInt64

    /// The hash of this process.
    public init() { seed = TextHash.processSeed }

    /// The hash of a text.
    ///
    /// - Complexity: O(length), eight bytes at a time.
    public func callAsFunction(_ text: Span<UInt8>) -> UInt64 { self(text, 0..<text.count) }

    /// The hash of the text at `range` of a longer one.
    ///
    /// - Complexity: O(length), eight bytes at a time.
    public func callAsFunction(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        let count = range.count
        var hash = seed ^ UInt64(truncatingIfNeeded: count)
        var start = 0
        while start < count {
            let size = min(Word.size, count &- start)
            // Safe: offsets in memory.
            let word = Word(text, at: range.lowerBound &+ start, count: size).bits
            let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15 ^ seed &<< 17)
            hash = product.high ^ product.low ^ seed
            start &+= size
        }
        let product = (hash ^ seed &>> 7).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}
