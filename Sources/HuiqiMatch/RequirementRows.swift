/// Rows of bits in the form in which their union is made fastest: full ones as they are, each beginning on a line of the
/// cache, and of those with few words only these words with their places.
///
/// Immutable; any number of threads may read it.
@safe final class RequirementRows: @unchecked Sendable {
    // Safe: every buffer is allocated and filled in `init`, never written again, and freed in `deinit`; rows and places
    // come from the same table.
    /// Words of a full row, a multiple of 8.
    let width: Int
    /// Full rows.
    let full: UnsafeMutablePointer<UInt64>
    /// Where a row begins among the full ones; -1 for one that is not there.
    let starts: UnsafeMutablePointer<Int>
    /// End of the words of each row that is not.
    let ends: UnsafeMutablePointer<UInt32>
    let words: UnsafeMutablePointer<UInt64>
    /// Where each of these words stands in its row.
    let places: UnsafeMutablePointer<UInt16>

    /// A row with that many words costs about as much either way.
    private static let most = 128

    /// Words of a row of so many.
    static func width(_ words: Int) -> Int { (words + 7) / 8 * 8 }

    /// - Parameter rows: Row after row of `width` words.
    init(_ rows: [UInt64], width: Int) {
        let count = width > 0 ? rows.count / width : 0
        var full: [UInt64] = []
        var starts: [Int] = []
        var ends: [UInt32] = []
        var words: [UInt64] = []
        var places: [UInt16] = []
        for row in 0..<count {
            let own = rows[row * width..<(row + 1) * width]
            if own.count(where: { $0 != 0 }) > RequirementRows.most || width > Int(UInt16.max) {
                starts.append(full.count)
                full += own
            } else {
                starts.append(-1)
                for (place, word) in own.enumerated() where word != 0 {
                    words.append(word)
                    places.append(UInt16(truncatingIfNeeded: place))
                }
            }
            ends.append(UInt32(truncatingIfNeeded: words.count))
        }
        func filled<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
            let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
            unsafe memory.initialize(from: elements, count: elements.count)
            return unsafe memory
        }
        self.width = width
        unsafe self.full = RequirementRows.aligned(full)
        unsafe self.starts = filled(starts)
        unsafe self.ends = filled(ends)
        unsafe self.words = filled(words)
        unsafe self.places = filled(places)
    }

    deinit {
        unsafe full.deallocate()
        unsafe starts.deallocate()
        unsafe ends.deallocate()
        unsafe words.deallocate()
        unsafe places.deallocate()
    }

    /// Words in memory of their own that begins on a line of the cache.
    static func aligned(_ words: [UInt64]) -> UnsafeMutablePointer<UInt64> {
        let memory = unsafe UnsafeMutableRawPointer.allocate(
            byteCount: max(8, words.count * 8), alignment: 64
        ).bindMemory(to: UInt64.self, capacity: max(1, words.count))
        unsafe memory.initialize(from: words, count: words.count)
        return unsafe memory
    }
}
