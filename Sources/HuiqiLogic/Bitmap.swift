/// A row set: `count` bits in 64-bit words, bit `i` in word `i / 64`; bits past `count` are zero.
public struct Bitmap: Sendable, Hashable {
    /// The words, `(count + 63) / 64` of them.
    public private(set) var words: [UInt64]
    /// The number of rows.
    public private(set) var count: Int

    /// A bitmap of `count` equal bits.
    public init(repeating bit: Bool = false, count: Int) {
        let rows = max(0, count)
        self.count = rows
        words = Array(repeating: bit ? ~0 : 0, count: (rows &+ 63) / 64)
        if bit { clearTail() }
    }

    /// The bits of some words; words that lack count as zero, bits past `count` are cleared.
    public init(words: [UInt64], count: Int) {
        self.count = max(0, count)
        let wanted = (self.count &+ 63) / 64
        // Words that are right are shared, not copied.
        self.words = words
        if words.count > wanted { self.words.removeLast(words.count &- wanted) }
        while self.words.count < wanted { self.words.append(0) }
        let used = self.count & 63
        if used != 0, let last = self.words.last, last &>> UInt64(used) != 0 { clearTail() }
    }

    /// The bit of row `row`; false outside.
    public subscript(row: Int) -> Bool {
        get {
            guard row >= 0, row < count else { return false }
            return words[row >> 6] >> UInt64(row & 63) & 1 == 1
        }
        set {
            guard row >= 0, row < count else { return }
            let bit: UInt64 = 1 << UInt64(row & 63)
            if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
        }
    }

    /// Adds one row at the end.
    public mutating func append(_ bit: Bool) {
        if count & 63 == 0 { words.append(0) }
        if bit { words[count >> 6] |= 1 << UInt64(count & 63) }
        count &+= 1
    }

    /// Adds all rows of another bitmap at the end.
    /// - Complexity: O(`other.count`).
    public mutating func append(contentsOf other: Bitmap) {
        if count & 63 == 0 {
            words.append(contentsOf: other.words)
            count &+= other.count
            return
        }
        for row in 0..<other.count { append(other[row]) }
    }

    /// A bit for each element that passes.
    public init<Element>(settingWhere elements: [Element], _ isSet: (Element) -> Bool) {
        var words = [UInt64](repeating: 0, count: (elements.count &+ 63) / 64)
        for (row, element) in elements.enumerated() where isSet(element) {
            words[row >> 6] |= 1 &<< UInt64(row & 63)
        }
        self.init(words: words, count: elements.count)
    }

    /// Keeps the rows that are also set in another bitmap of as many rows.
    public mutating func formIntersection(_ other: Bitmap) {
        for index in words.indices { words[index] &= index < other.words.count ? other.words[index] : 0 }
    }

    /// The number of set rows.
    public var population: Int { words.reduce(0) { $0 &+ $1.nonzeroBitCount } }

    private mutating func clearTail() {
        let used = count & 63
        guard used != 0, let last = words.indices.last else { return }
        words[last] &= (1 << UInt64(used)) &- 1
    }
}
