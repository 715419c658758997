import HuiqiModel

// Lists in one cell: elements between `|`, members of an element between `;` in the schema's order, `?` for others that
// are not known, `[]` for a list that is known to be empty.
extension CellWriter {
    mutating func texts(_ bytes: [UInt8], _ range: Range<Int>) throws(CellFault) {
        try list(bytes, range) { writer, element throws(CellFault) in writer.string(bytes, element) }
    }

    mutating func records(
        _ bytes: [UInt8], _ range: Range<Int>, _ members: [FieldType.Member]
    ) throws(CellFault) {
        try list(bytes, range) { writer, element throws(CellFault) in
            try writer.record(bytes, element, members)
        }
    }

    private mutating func list(
        _ bytes: [UInt8], _ range: Range<Int>,
        _ write: (inout CellWriter, Range<Int>) throws(CellFault) -> Void
    ) throws(CellFault) {
        out.append(0x5B)
        defer { out.append(0x5D) }
        if range.count == 2, bytes[range.lowerBound] == 0x5B, bytes[range.lowerBound &+ 1] == 0x5D { return }
        var isFirst = true
        for element in Self.parts(bytes, range, by: 0x7C) {
            if !isFirst { out.append(0x2C) }
            isFirst = false
            guard let first = element.first else {
                throw CellFault(
                    zh: "`|` 之间有空项；其余未知写作 ?，确知没有写作 []",
                    en: "nothing between two `|`; write ? for others unknown, [] for none")
            }
            if element.count == 1, bytes[first] == 0x3F {
                out.append(contentsOf: "null".utf8)
            } else {
                try write(&self, element)
            }
        }
    }

    private mutating func record(
        _ bytes: [UInt8], _ range: Range<Int>, _ members: [FieldType.Member]
    ) throws(CellFault) {
        let parts = Self.parts(bytes, range, by: 0x3B)
        guard parts.count <= members.count else {
            let form = members.map(\.name).joined(separator: ";")
            throw CellFault(
                zh: "一项多于 \(members.count) 个部分，应写作 \(form)",
                en: "an element has more than \(members.count) parts; write \(form)")
        }
        out.append(0x7B)
        var isFirst = true
        for (member, part) in zip(members, parts) where !part.isEmpty {
            if !isFirst { out.append(0x2C) }
            isFirst = false
            out.append(0x22)
            out.append(contentsOf: member.name.utf8)
            out.append(0x22)
            out.append(0x3A)
            do throws(CellFault) {
                try write(bytes, part, CellKind(member.type))
            } catch {
                throw CellFault(
                    zh: "\(member.name)：\(error.message.zh)", en: "\(member.name): \(error.message.en)")
            }
        }
        out.append(0x7D)
    }

    /// Parts of a range between `mark`, without spaces around them.
    private static func parts(_ bytes: [UInt8], _ range: Range<Int>, by mark: UInt8) -> [Range<Int>] {
        bytes[range].split(separator: mark, omittingEmptySubsequences: false).map {
            trimmed(bytes.span, $0.startIndex..<$0.endIndex)
        }
    }
}
