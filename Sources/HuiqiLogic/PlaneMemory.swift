import Glibc

/// Memory for planes: words aligned to a cache line, given back with the object.
///
/// Whoever holds the only reference may write; there is no lock.
@safe public final class PlaneMemory: @unchecked Sendable {
    /// The first word.
    @safe public let words: UnsafeMutablePointer<UInt64>
    /// Number of words.
    public let count: Int

    /// - Parameter isZeroed: Whether all words are zero at first; else each must be written before it is read, which
    ///   leaves pages that nobody writes untouched.
    /// - Returns: nil where the host has not so much memory.
    public init?(count: Int, isZeroed: Bool = true) {
        let wanted = max(8, count)
        guard wanted < 1 << 40 else { return nil }
        var pointer: UnsafeMutableRawPointer?
        // Safe: the block has `wanted` words, all of which are written before use, here or by the caller.
        guard unsafe posix_memalign(&pointer, 64, wanted * 8) == 0, let found = unsafe pointer else {
            return nil
        }
        unsafe words = found.bindMemory(to: UInt64.self, capacity: wanted)
        if isZeroed { unsafe words.initialize(repeating: 0, count: wanted) }
        self.count = wanted
    }

    deinit { unsafe free(words) }
}
