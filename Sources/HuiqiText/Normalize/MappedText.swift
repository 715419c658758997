/// A rewritten text with the way back: which bytes of the original its bytes stand for.
///
/// Immutable: any number of threads at once.
public struct MappedText: Sendable {
    /// The rewritten form, as UTF-8.
    public let bytes: [UInt8]
    /// The number of bytes of the original.
    public let originalCount: Int
    /// The steps from the form back to the original.
    private let maps: [OffsetMap]

    init(bytes: [UInt8], originalCount: Int, maps: [OffsetMap]) {
        self.bytes = bytes
        self.originalCount = originalCount
        self.maps = maps
    }

    /// The rewritten form as a text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The smallest part of the original that a part of the form stands for.
    ///
    /// What was dropped at the edges of the part is left out, what was dropped within it lies inside.
    ///
    /// - Parameter range: UTF-8 offsets in ``bytes``; clamped to it, and widened to whole characters.
    /// - Returns: UTF-8 offsets in the original, on boundaries of characters; empty where `range` is.
    /// - Complexity: O(log *n*).
    public func original(_ range: Range<Int>) -> Range<Int> {
        var lower = min(max(0, range.lowerBound), bytes.count)
        var upper = min(max(lower, range.upperBound), bytes.count)
        let isEmpty = lower == upper
        while lower > 0, lower < bytes.count, bytes[lower] & 0xC0 == 0x80 { lower &-= 1 }
        while upper < bytes.count, bytes[upper] & 0xC0 == 0x80 { upper &+= 1 }
        var range = isEmpty ? lower..<lower : lower..<upper
        for map in maps { range = map.original(range) }
        return range
    }
}
