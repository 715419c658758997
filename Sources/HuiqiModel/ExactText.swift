/// Text compared byte by byte, as CEL and the formats require.
///
/// Swift's `String` holds two spellings of `é` equal; a key, a code or an id must not.
public struct ExactText: Hashable, Comparable, Sendable {
    /// The text.
    public let text: String

    /// Wraps a text.
    public init(_ text: String) { self.text = text }

    public static func == (left: ExactText, right: ExactText) -> Bool {
        let one = left.text.utf8.span
        let other = right.text.utf8.span
        guard one.count == other.count else { return false }
        for index in one.indices where one[index] != other[index] { return false }
        return true
    }

    public static func < (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        // Eight bytes at a time: a key is hashed for every row that is read.
        let bytes = text.utf8.span
        var word: UInt64 = 0
        var filled = 0
        for index in bytes.indices {
            word = word << 8 | UInt64(bytes[index])
            filled &+= 1
            if filled & 7 == 0 { hasher.combine(word) }
        }
        hasher.combine(word)
        hasher.combine(filled)
    }
}
