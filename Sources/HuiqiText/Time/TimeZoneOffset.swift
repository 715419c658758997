import CICUShim

/// Offsets of named time zones, from ICU's copy of the IANA database.
public enum TimeZoneOffset {
    /// Milliseconds east of UTC that a zone such as `Asia/Shanghai` or `US/Central` keeps at an instant.
    ///
    /// - Parameters:
    ///   - zone: A name of the IANA database, exactly as written there.
    ///   - millisecondsSince1970: The instant, UTC.
    /// - Returns: Nil where there is no such zone, or ICU has no data or memory.
    /// - Complexity: O(1), some microseconds.
    public static func milliseconds(of zone: String, at millisecondsSince1970: Int64) -> Int? {
        let name = Array(zone.utf8)
        guard !name.isEmpty, name.count <= 64 else { return nil }
        var known: Int32 = 0
        var offset: Int32 = 0
        // Safe: the shim reads `count` bytes within the call, and there is at least one.
        let status = unsafe name.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return Int32(1) }
            return unsafe cicu_zone_offset(
                start, Int32(buffer.count), Double(millisecondsSince1970), &known, &offset)
        }
        return status <= 0 && known == 1 ? Int(offset) : nil
    }
}
