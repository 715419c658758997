import CRE2Shim

/// A regular expression in RE2's syntax, matched in time linear in the text.
///
/// CEL's `matches` is defined by RE2. Immutable: any number of threads may match at once.
@safe public final class LinearRegex: Sendable {
    // Safe: set once, freed in `deinit` only; RE2 matching is thread-safe on one compiled pattern.
    private nonisolated(unsafe) let regex: OpaquePointer

    /// Compiles a pattern.
    ///
    /// - Parameters:
    ///   - pattern: RE2 syntax, UTF-8.
    ///   - maxMemory: Bytes for the program and its automata; a pattern that needs more is refused.
    /// - Throws: ``RegexError`` with RE2's message.
    /// - Complexity: O(size of the compiled pattern), which `maxMemory` bounds.
    public init(_ pattern: String, maxMemory: Int = 8 << 20) throws(RegexError) {
        // RE2 takes two thirds of it, and takes zero for no limit.
        let memory = Int64(min(max(2, maxMemory), 1 << 40))
        var compiled: OpaquePointer?
        var code: Int32 = 0
        var message = ""
        var pattern = pattern
        // Safe: the shim reads the pattern within the call and terminates the message it writes.
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
            unsafe buffer.initialize(repeating: 0)
            guard let start = buffer.baseAddress else { return }
            code = pattern.withUTF8 { bytes in
                unsafe cre2_compile(
                    bytes.baseAddress, bytes.count, memory, &compiled, start, buffer.count)
            }
            message = unsafe String(cString: start)
        }
        guard let compiled = unsafe compiled else {
            switch code {
            case Int32(CRE2_PATTERN_TOO_LARGE): throw RegexError(code: .tooLarge, detail: message)
            case Int32(CRE2_OUT_OF_MEMORY): throw RegexError(code: .outOfMemory, detail: message)
            default: throw RegexError(code: .syntax, detail: message)
            }
        }
        unsafe regex = compiled
    }

    deinit {
        // Safe: the only owner, and the last use.
        unsafe cre2_free(regex)
    }

    /// True where the pattern matches anywhere in the text; anchor it with `^` and `$` for the whole.
    ///
    /// - Parameter text: Any text of any length.
    /// - Returns: False also where the process ran out of memory.
    /// - Complexity: O(*n*).
    public func matches(_ text: String) -> Bool {
        var text = text
        // Safe: the bytes are lent for the call.
        return text.withUTF8 { unsafe cre2_matches(regex, $0.baseAddress, $0.count) == 1 }
    }

    /// Whether the pattern matches anywhere in valid UTF-8. See the other form.
    public func matches(_ bytes: Span<UInt8>) -> Bool {
        // Safe: the bytes are lent for the call.
        unsafe bytes.withUnsafeBufferPointer { unsafe cre2_matches(regex, $0.baseAddress, $0.count) == 1 }
    }
}
