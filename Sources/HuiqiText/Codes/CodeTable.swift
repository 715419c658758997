/// A generated table of lines `code|name` or `code|name|successors`, searched by code.
///
/// The lines stay the bytes they are; only their places are indexed. Immutable: any number of threads.
struct CodeTable: Sendable {
    /// One line of the table.
    struct Entry: Equatable {
        let name: String
        /// Nil for a current code; the codes that took over for an abolished one.
        let successors: [String]?
    }

    private let bytes: [UInt8]
    /// Packed codes, ascending.
    private var keys: [UInt64] = []
    /// Where in `bytes` the line of the code with the same index starts and ends, without its newline.
    private var lines: [Range<Int>] = []

    /// Indexes a generated table, whose lines ascend by code.
    ///
    /// - Complexity: O(size), about 1 ms for 200 KB.
    init(_ table: StaticString) {
        bytes = Array(table.description.utf8)
        var start = bytes.startIndex
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let code = line.prefix { $0 != UInt8(ascii: "|") }
            if let key = Self.pack(code) {
                keys.append(key)
                lines.append(start..<start + line.count)
            }
            start += line.count + 1
        }
    }

    /// All codes, ascending.
    var codes: [String] {
        lines.map { String(decoding: bytes[$0].prefix { $0 != UInt8(ascii: "|") }, as: UTF8.self) }
    }

    /// The line of a code, or nil.
    ///
    /// - Complexity: O(log *n*).
    subscript(_ code: some Collection<UInt8>) -> Entry? {
        guard let line = line(of: code) else { return nil }
        let columns = bytes[line].split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return Entry(
            name: columns.count > 1 ? columns[1] : "",
            successors: columns.count > 2 ? columns[2].split(separator: " ").map(String.init) : nil)
    }

    /// Whether the table has a code.
    ///
    /// - Complexity: O(log *n*); allocates nothing.
    func contains(_ code: some Collection<UInt8>) -> Bool { line(of: code) != nil }

    /// Whether the table has a code, and as a current one.
    ///
    /// - Complexity: O(log *n*); allocates nothing.
    func hasCurrent(_ code: some Collection<UInt8>) -> Bool {
        guard let line = line(of: code) else { return false }
        var columns = 1
        for index in line where bytes[index] == UInt8(ascii: "|") { columns += 1 }
        return columns <= 2
    }

    private func line(of code: some Collection<UInt8>) -> Range<Int>? {
        guard let key = Self.pack(code) else { return nil }
        var low = 0
        var high = keys.count
        while low < high {
            let middle = low + (high - low) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        guard low < keys.count, keys[low] == key else { return nil }
        return lines[low]
    }

    /// Up to eight ASCII characters in one word that sorts as they do; nil for none, more, or others.
    private static func pack(_ code: some Collection<UInt8>) -> UInt64? {
        guard !code.isEmpty, code.count <= 8 else { return nil }
        var key: UInt64 = 0
        for byte in code {
            guard byte > 0, byte < 0x80 else { return nil }
            key = key << 8 | UInt64(byte)
        }
        // Shorter codes sort in front of the longer ones that they start.
        return key << (8 * UInt64(8 - code.count))
    }
}
