/// Which bytes of a text the bytes of its rewritten form stand for.
///
/// A list of segments, which cover both texts without gaps in the same order. In an even segment byte *k* of the one
/// stands for byte *k* of the other; in any other the whole stands for the whole, and one side may be empty.
struct OffsetMap: Sendable, Equatable {
    /// Where a segment starts; it ends where the next one starts.
    struct Segment: Sendable, Equatable {
        /// The offset in the rewritten form.
        let form: Int
        /// Twice the offset in the original, and 1 more where the segment is even.
        private let packed: Int

        init(form: Int, original: Int, isEven: Bool) {
            self.form = form
            // Safe: no text has 2^62 bytes.
            packed = original &<< 1 | (isEven ? 1 : 0)
        }

        /// The offset in the original.
        var original: Int { packed &>> 1 }
        var isEven: Bool { packed & 1 == 1 }
    }

    /// Ascending in both offsets.
    private(set) var segments: [Segment] = []
    /// The bytes of both texts that are covered so far.
    private(set) var form = 0
    private(set) var original = 0

    /// Covers the next bytes of both texts, which have the same number and the same boundaries of characters.
    mutating func appendEven(_ count: Int) {
        guard count > 0 else { return }
        if segments.last?.isEven != true {
            segments.append(Segment(form: form, original: original, isEven: true))
        }
        // Safe: both stay within their texts, here and below.
        form &+= count
        original &+= count
    }

    /// Covers the next bytes of both texts, which stand for one another as a whole.
    mutating func append(form formCount: Int, original originalCount: Int) {
        guard formCount > 0 || originalCount > 0 else { return }
        segments.append(Segment(form: form, original: original, isEven: false))
        form &+= formCount
        original &+= originalCount
    }

    /// Uncovers the last character, which has `count` bytes in the original.
    ///
    /// The last segment must be even, or that character's own.
    mutating func removeLastCharacter(original count: Int) {
        guard let last = segments.last else { return }
        if last.isEven, original &- count > last.original {
            form &-= count
            original &-= count
        } else {
            segments.removeLast()
            form = last.form
            original = last.original
        }
    }

    /// The bytes of the original that a range of the form stands for.
    ///
    /// - Parameter range: A range within the form that starts and ends at characters.
    /// - Complexity: O(log of the segments).
    func original(_ range: Range<Int>) -> Range<Int> {
        let lower = start(of: range.lowerBound)
        guard range.upperBound > range.lowerBound else { return lower..<lower }
        return lower..<max(lower, end(behind: range.upperBound))
    }

    /// The place in the original where what stands at a place of the form begins.
    private func start(of place: Int) -> Int {
        guard place < form else { return original }
        guard let index = last(from: place) else { return 0 }
        let segment = segments[index]
        return segment.isEven ? segment.original &+ (place &- segment.form) : segment.original
    }

    /// The place in the original where what ends at a place of the form ends.
    private func end(behind place: Int) -> Int {
        guard let index = last(from: place &- 1) else { return 0 }
        let segment = segments[index]
        if segment.isEven { return segment.original &+ (place &- segment.form) }
        return index &+ 1 < segments.count ? segments[index &+ 1].original : original
    }

    /// The last segment that starts at or before a place of the form.
    private func last(from place: Int) -> Int? {
        var low = 0
        var high = segments.count
        while low < high {
            // Safe: an index between two indices of an array.
            let middle = (low &+ high) / 2
            if segments[middle].form <= place { low = middle &+ 1 } else { high = middle }
        }
        return low > 0 ? low &- 1 : nil
    }
}
