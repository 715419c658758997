/// Looks for one text in others, byte by byte (Boyer-Moore-Horspool).
///
/// Over valid UTF-8 a hit always begins and ends at a character.
public struct SubstringSearch: Sendable {
    private let needle: [UInt8]
    /// How far to go on when a byte stands under the needle's last.
    private let shifts: [UInt8]

    /// Prepares a search. An empty needle is in every text.
    /// - Complexity: O(length of the needle).
    public init(_ needle: String) { self.init(Array(needle.utf8)) }

    /// Prepares a search for bytes.
    public init(_ needle: [UInt8]) {
        self.needle = needle
        // Shifts are cut to a byte, which keeps the table small; a shorter shift never misses a hit.
        var shifts = [UInt8](repeating: UInt8(clamping: max(1, needle.count)), count: 256)
        for (position, byte) in needle.dropLast().enumerated() {
            shifts[Int(byte)] = UInt8(clamping: needle.count &- 1 &- position)
        }
        self.shifts = shifts
    }

    /// Whether the needle is in `text`.
    public func isIn(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            // Safe: the buffer lives through the call; `isIn` reads only below its count.
            let span = unsafe Span(_unsafeElements: bytes)
            return isIn(span)
        }
    }

    /// Whether the needle is in `bytes`.
    /// - Complexity: O(bytes / needle) on ordinary text, at worst O(bytes x needle).
    public func isIn(_ bytes: Span<UInt8>) -> Bool {
        let length = needle.count
        if length == 0 { return true }
        let last = length &- 1
        var position = last
        while position < bytes.count {
            let byte = bytes[position]
            if byte == needle[last] {
                var back = 1
                while back < length, bytes[position &- back] == needle[last &- back] { back &+= 1 }
                if back >= length { return true }
            }
            position &+= Int(shifts[Int(byte)])
        }
        return false
    }
}
