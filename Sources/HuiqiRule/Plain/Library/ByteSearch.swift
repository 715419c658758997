/// Finds bytes among others in linear time (Knuth, Morris, Pratt); over valid UTF-8 a hit stands at a character.
struct ByteSearch {
    private let needle: [UInt8]
    /// How much of the needle still fits when the byte behind a place does not.
    private let fallback: [Int32]

    /// - Parameter needle: Not empty.
    init(_ needle: [UInt8]) {
        self.needle = needle
        var fallback = [Int32](repeating: 0, count: needle.count)
        var length = 0
        for index in needle.indices.dropFirst() {
            while length > 0, needle[index] != needle[length] { length = Int(fallback[length - 1]) }
            if needle[index] == needle[length] { length += 1 }
            fallback[index] = Int32(length)
        }
        self.fallback = fallback
    }

    /// Calls `found` with the start of each hit from `start` on, overlapping ones too, until it returns false.
    func each(in bytes: [UInt8], from start: Int = 0, _ found: (Int) -> Bool) {
        guard !needle.isEmpty else { return }
        var length = 0
        var index = start
        while index < bytes.count {
            while length > 0, length == needle.count || bytes[index] != needle[length] {
                length = Int(fallback[length - 1])
            }
            if bytes[index] == needle[length] { length += 1 }
            index += 1
            if length == needle.count, !found(index - length) { return }
        }
    }

    func first(in bytes: [UInt8], from start: Int = 0) -> Int? {
        var place: Int?
        each(in: bytes, from: start) { hit in
            place = hit
            return false
        }
        return place
    }
}
