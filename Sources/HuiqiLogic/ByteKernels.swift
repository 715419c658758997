extension [UInt8] {
    /// Adds the bytes of a text, all at once.
    ///
    /// - Complexity: O(length).
    public mutating func append(copying text: Span<UInt8>) {
        // Safe: the span's memory is only read, during the call.
        unsafe text.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
