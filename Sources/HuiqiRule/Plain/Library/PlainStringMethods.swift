/// The strings extension; places count code points.
enum PlainStringMethods {
    static let methods: PlainLibrary.Table = [
        "charAt": [PlainOverload([.string, .int], .string, charAt)],
        "indexOf": [
            PlainOverload([.string, .string], .int, indexOf),
            PlainOverload([.string, .string, .int], .int, indexOf),
        ],
        "lastIndexOf": [
            PlainOverload([.string, .string], .int, lastIndexOf),
            PlainOverload([.string, .string, .int], .int, lastIndexOf),
        ],
        "substring": [
            PlainOverload([.string, .int], .string, substring),
            PlainOverload([.string, .int, .int], .string, substring),
        ],
        "replace": [
            PlainOverload([.string, .string, .string], .string, replace),
            PlainOverload([.string, .string, .string, .int], .string, replace),
        ],
        "split": [
            PlainOverload([.string, .string], .list(.string), split),
            PlainOverload([.string, .string, .int], .list(.string), split),
        ],
        "join": [
            PlainOverload([.list(.string)], .string, join),
            PlainOverload([.list(.string), .string], .string, join),
        ],
        "lowerAscii": [PlainOverload([.string], .string, lowerAscii)],
        "upperAscii": [PlainOverload([.string], .string, upperAscii)],
        "trim": [PlainOverload([.string], .string, trim)],
        "reverse": [PlainOverload([.string], .string, reverse)],
    ]

    // MARK: Arguments

    /// The bytes of a text argument, counted as walked through.
    private static func bytes(_ values: [PlainValue], _ index: Int, _ run: inout PlainRun) throws(RuleError)
        -> [UInt8]
    {
        guard index < values.count, case .string(let text) = values[index] else { return [] }
        try run.build(text.utf8.count)
        return Array(text.utf8)
    }

    private static func number(_ values: [PlainValue], _ index: Int) -> Int64? {
        guard index < values.count, case .int(let number) = values[index] else { return nil }
        return number
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> PlainValue {
        .string(String(decoding: bytes, as: UTF8.self))
    }

    /// The byte at which code point `place` begins; the end for the place behind the last.
    private static func offset(of place: Int64, in bytes: [UInt8], _ run: PlainRun) throws(RuleError) -> Int {
        if place >= 0 {
            var left = place
            for (index, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
                if left == 0 { return index }
                left -= 1
            }
            if left == 0 { return bytes.count }
        }
        throw run.fault(zh: "下标 \(place) 越界", en: "index out of range: \(place)")
    }

    /// How many code points begin before a byte.
    private static func place(of offset: Int, in bytes: [UInt8]) -> Int64 {
        var place: Int64 = 0
        for byte in bytes[..<offset] where byte & 0xC0 != 0x80 { place += 1 }
        return place
    }

    /// Where each character begins, and the end.
    private static func boundaries(_ bytes: [UInt8]) -> [Int] {
        bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
    }

    // MARK: Places

    private static func charAt(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue
    {
        let bytes = try bytes(values, 0, &run)
        let start = try offset(of: number(values, 1) ?? 0, in: bytes, run)
        var end = min(start + 1, bytes.count)
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return text(bytes[start..<end])
    }

    private static func indexOf(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue
    {
        let bytes = try bytes(values, 0, &run)
        let part = try self.bytes(values, 1, &run)
        let start = try offset(of: number(values, 2) ?? 0, in: bytes, run)
        if part.isEmpty { return .int(place(of: start, in: bytes)) }
        guard let hit = ByteSearch(part).first(in: bytes, from: start) else { return .int(-1) }
        return .int(place(of: hit, in: bytes))
    }

    private static func lastIndexOf(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        let bytes = try bytes(values, 0, &run)
        let part = try self.bytes(values, 1, &run)
        let last = try number(values, 2).map { (place) throws(RuleError) in
            try offset(of: place, in: bytes, run)
        }
        if part.isEmpty { return .int(place(of: last ?? bytes.count, in: bytes)) }
        var hit: Int?
        ByteSearch(part).each(in: bytes) { start in
            if start <= last ?? bytes.count { hit = start }
            return start < last ?? bytes.count
        }
        return .int(hit.map { place(of: $0, in: bytes) } ?? -1)
    }

    private static func substring(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        let bytes = try bytes(values, 0, &run)
        let start = try offset(of: number(values, 1) ?? 0, in: bytes, run)
        guard let last = number(values, 2) else { return text(bytes[start...]) }
        let end = try offset(of: last, in: bytes, run)
        guard start <= end else {
            throw run.fault(
                zh: "子串的起点 \(number(values, 1) ?? 0) 在终点 \(last) 之后",
                en: "invalid substring range. start: \(number(values, 1) ?? 0), end: \(last)")
        }
        return text(bytes[start..<end])
    }

    // MARK: Parts

    private static func replace(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue
    {
        let bytes = try bytes(values, 0, &run)
        let old = try self.bytes(values, 1, &run)
        let new = try self.bytes(values, 2, &run)
        let limit = number(values, 3).flatMap { $0 < 0 ? nil : Int(clamping: $0) } ?? .max
        let hits = cuts(bytes, old, limit: limit)
        // Safe: the number of hits and both lengths are each bounded by the room.
        try run.build(bytes.count &+ hits.count &* (new.count &+ 8))
        var result: [UInt8] = []
        var from = 0
        for hit in hits {
            result += bytes[from..<hit]
            result += new
            from = hit + old.count
        }
        result += bytes[from...]
        return text(result[...])
    }

    private static func split(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let bytes = try bytes(values, 0, &run)
        let separator = try self.bytes(values, 1, &run)
        let limit = number(values, 2).flatMap { $0 < 0 ? nil : Int(clamping: $0) } ?? .max
        if limit == 0 || separator.isEmpty && bytes.isEmpty { return try run.list([]) }
        var hits = cuts(
            bytes, separator, limit: limit == .max ? .max : limit - 1 + (separator.isEmpty ? 1 : 0))
        // An empty separator stands between characters only.
        if separator.isEmpty {
            hits.removeAll { $0 == 0 || $0 == bytes.count }
            if limit != .max { hits = Array(hits.prefix(limit - 1)) }
        }
        try run.build(hits.count &* PlainRun.bytesAPart)
        var parts: [PlainValue] = []
        var from = 0
        for hit in hits {
            parts.append(text(bytes[from..<hit]))
            from = hit + separator.count
        }
        parts.append(text(bytes[from...]))
        return try run.list(parts)
    }

    /// Where a part stands, without overlap; an empty part before every character and at the end.
    private static func cuts(_ bytes: [UInt8], _ part: [UInt8], limit: Int) -> [Int] {
        if limit == 0 { return [] }
        if part.isEmpty { return Array(boundaries(bytes).prefix(limit)) }
        var hits: [Int] = []
        ByteSearch(part).each(in: bytes) { hit in
            if let last = hits.last, hit < last + part.count { return true }
            hits.append(hit)
            return hits.count < limit
        }
        return hits
    }

    private static func join(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        guard case .list(let list)? = values.first else { return .null }
        let separator = values.count > 1 ? try bytes(values, 1, &run) : []
        var result: [UInt8] = []
        for (index, element) in list.elements.enumerated() {
            guard case .string(let part) = element else { throw run.noOverload("join", [element]) }
            try run.build(part.utf8.count &+ separator.count &+ 1)
            if index > 0 { result += separator }
            result += part.utf8
        }
        return text(result[...])
    }

    // MARK: Characters

    private static func lowerAscii(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        text(try bytes(values, 0, &run).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...])
    }

    private static func upperAscii(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        text(try bytes(values, 0, &run).map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }[...])
    }

    private static func trim(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        guard case .string(let text)? = values.first else { return .null }
        try run.build(text.utf8.count)
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return .string(String(scalars))
    }

    /// Unicode's White_Space.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }

    private static func reverse(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue
    {
        guard case .string(let text)? = values.first else { return .null }
        try run.build(text.utf8.count)
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.reversed())
        return .string(String(scalars))
    }
}
