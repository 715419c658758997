/// Distinct phrases, numbered in order of first appearance.
public struct PhraseSet: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    /// Open addressing: the number of a phrase plus one; 0 is free.
    private var slots: [UInt32] = Array(repeating: 0, count: 16)

    /// None yet.
    public init() {}

    /// Number of phrases.
    public var count: Int { ends.count }

    /// Where the bytes of a phrase lie.
    private func range(_ number: Int) -> Range<Int> {
        (number == 0 ? 0 : Int(ends[number &- 1]))..<Int(ends[number])
    }

    /// Calls `body` with the bytes of a phrase.
    func withPhrase<Result>(_ number: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        body(bytes.span.extracting(range(number)))
    }

    /// The number of a phrase; nil where it is none of these.
    /// - Complexity: O(length of the phrase).
    public func number(of phrase: Span<UInt8>) -> Int? {
        let found = slots[slot(of: phrase)]
        return found == 0 ? nil : Int(found) &- 1
    }

    /// The number of a phrase, which is added where it is new.
    public mutating func insert(_ phrase: Span<UInt8>) -> Int {
        let slot = slot(of: phrase)
        if slots[slot] != 0 { return Int(slots[slot]) &- 1 }
        for index in phrase.indices { bytes.append(phrase[index]) }
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        slots[slot] = UInt32(truncatingIfNeeded: ends.count)
        let number = ends.count &- 1
        if ends.count &* 2 > slots.count { grow() }
        return number
    }

    /// Where a phrase stands in the table, or would.
    private func slot(of phrase: Span<UInt8>) -> Int {
        var slot = PhraseSet.hash(phrase) & (slots.count &- 1)
        while slots[slot] != 0, !isPhrase(Int(slots[slot]) &- 1, phrase) {
            // Safe: below the size of the table, which is never full.
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return slot
    }

    private func isPhrase(_ number: Int, _ phrase: Span<UInt8>) -> Bool {
        let range = range(number)
        guard range.count == phrase.count else { return false }
        let own = bytes.span
        for index in phrase.indices where own[range.lowerBound &+ index] != phrase[index] { return false }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count &* 2)
        for number in 0..<ends.count {
            var slot = withPhrase(number) { PhraseSet.hash($0) } & (slots.count &- 1)
            while slots[slot] != 0 { slot = (slot &+ 1) & (slots.count &- 1) }
            slots[slot] = UInt32(truncatingIfNeeded: number &+ 1)
        }
    }

    /// Eight bytes at a time; not negative.
    private static func hash(_ phrase: Span<UInt8>) -> Int {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        var word: UInt64 = 0
        for index in phrase.indices {
            word = word << 8 | UInt64(phrase[index])
            if index & 7 == 7 {
                hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
                hash ^= hash >> 32
                word = 0
            }
        }
        hash = (hash ^ word ^ UInt64(truncatingIfNeeded: phrase.count)) &* 0xC4CE_B9FE_1A85_EC53
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) >> 1)
    }

    /// Whether a phrase contains a text.
    public func contains(_ number: Int, _ needle: Span<UInt8>) -> Bool {
        let range = range(number)
        guard needle.count > 0 else { return true }
        guard range.count >= needle.count else { return false }
        let own = bytes.span
        let first = needle[0]
        var at = range.lowerBound
        let last = range.upperBound &- needle.count
        while at <= last {
            if own[at] == first {
                var length = 1
                while length < needle.count, own[at &+ length] == needle[length] { length &+= 1 }
                if length == needle.count { return true }
            }
            at &+= 1
        }
        return false
    }
}
