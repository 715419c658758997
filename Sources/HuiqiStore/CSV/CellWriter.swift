import HuiqiModel
import HuiqiText

/// Writes cells as the JSON values that they mean.
struct CellWriter {
    let options: CSVOptions
    /// What has been written.
    var out: [UInt8] = []
    /// Whether the number that was written last is negative.
    private(set) var isNegative = false
    private var number = NumberCell()

    /// Members of the records of each field.
    private let members: [[FieldType.Member]]

    init(options: CSVOptions, schema: Schema = .contract) {
        self.options = options
        members = schema.fields.map { field in
            if case .records(let members) = field.type { return members }
            return []
        }
    }

    /// Writes a cell, which is not empty.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - scale: The power of ten that brings a number to the field's unit.
    ///   - field: The field of records.
    mutating func write(
        _ bytes: [UInt8], _ range: Range<Int>, _ kind: CellKind, scale: Int = 0, isPercent: Bool = false,
        field: Int = -1
    ) throws(CellFault) {
        let text = bytes.span
        switch kind {
        case .text, .enumeration: break
        case .key, .code:
            if let fault = SpreadsheetDamage.of(text, range) { throw fault }
        case .creditCode:
            if let fault = SpreadsheetDamage.of(text, range) { throw fault }
            if let fault = SpreadsheetDamage.ofCreditCode(text, range) { throw fault }
        case .industry:
            if let fault = SpreadsheetDamage.of(text, range) { throw fault }
            if let fault = SpreadsheetDamage.ofIndustry(text, range) { throw fault }
        case .day: return try day(bytes, range)
        case .money: return try amount(text, range, scale: scale, places: 2, isPercent: isPercent)
        case .int: return try amount(text, range, scale: scale, places: 0, isPercent: isPercent)
        case .bool: return try bool(text, range)
        case .texts: return try texts(bytes, range)
        case .records:
            return try records(bytes, range, members.indices.contains(field) ? members[field] : [])
        }
        string(bytes, range)
    }

    /// A range without the spaces at its ends, those of full width too.
    @inline(__always)
    static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        // Most cells begin and end in letters or digits.
        if let last = range.last, text[range.lowerBound] &- 0x21 < 0x5E, text[last] &- 0x21 < 0x5E {
            return range
        }
        return trimmedSlowly(text, range)
    }

    private static func trimmedSlowly(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end {
            if text[start] == 0x20 || text[start] == 0x09 || text[start] == 0x0A || text[start] == 0x0D {
                start &+= 1
            } else if let length = wideSpace(text, start, end) {
                start &+= length
            } else {
                break
            }
        }
        while start < end {
            let last = text[end &- 1]
            if last == 0x20 || last == 0x09 || last == 0x0A || last == 0x0D {
                end &-= 1
            } else if end &- start >= 3, wideSpace(text, end &- 3, end) == 3 {
                end &-= 3
            } else if end &- start >= 2, wideSpace(text, end &- 2, end) == 2 {
                end &-= 2
            } else {
                break
            }
        }
        return start..<end
    }

    /// The length of U+00A0 or U+3000 at `index`.
    private static func wideSpace(_ text: Span<UInt8>, _ index: Int, _ end: Int) -> Int? {
        if text[index] == 0xC2, index &+ 1 < end, text[index &+ 1] == 0xA0 { return 2 }
        if text[index] == 0xE3, index &+ 2 < end, text[index &+ 1] == 0x80, text[index &+ 2] == 0x80 {
            return 3
        }
        return nil
    }

    /// Writes a JSON string.
    @inline(__always)
    mutating func string(_ bytes: [UInt8], _ range: Range<Int>) {
        guard range.count <= 64 else { return longString(bytes, range) }
        let text = bytes.span
        out.append(addingCapacity: range.count &* 6 &+ 2) { (out: inout OutputSpan<UInt8>) in
            out.append(0x22)
            for index in range {
                let byte = text[index]
                if byte < 0x20 || byte == 0x22 || byte == 0x5C {
                    Self.escape(byte, to: &out)
                } else {
                    out.append(byte)
                }
            }
            out.append(0x22)
        }
    }

    private mutating func longString(_ bytes: [UInt8], _ range: Range<Int>) {
        out.append(0x22)
        let text = bytes.span
        var start = range.lowerBound
        for index in range {
            let byte = text[index]
            guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
            out.append(contentsOf: bytes[start..<index])
            start = index &+ 1
            out.append(addingCapacity: 6) { (out: inout OutputSpan<UInt8>) in Self.escape(byte, to: &out) }
        }
        out.append(contentsOf: bytes[start..<range.upperBound])
        out.append(0x22)
    }

    /// Appends a quote, a backslash or a control character as JSON has it; six bytes at most.
    private static func escape(_ byte: UInt8, to out: inout OutputSpan<UInt8>) {
        out.append(0x5C)
        if byte >= 0x20 { return out.append(byte) }
        for letter in "u00".utf8 { out.append(letter) }
        out.append(0x30 &+ byte >> 4)
        let digit = byte & 0x0F
        out.append(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
    }

    private mutating func amount(
        _ text: Span<UInt8>, _ range: Range<Int>, scale: Int, places: Int, isPercent: Bool
    ) throws(CellFault) {
        if let plain = PlainNumber(text, range), plain.decimals(scale: scale) <= places {
            isNegative = plain.isNegative
            return plain.write(text, scale: scale, to: &out)
        }
        guard number.read(text, range, isPercent: isPercent) else {
            let shown = Self.shown(text, range)
            if let fault = SpreadsheetDamage.of(text, range) { throw fault }
            throw CellFault(
                zh: "`\(shown)` 不是数字（单位写在表头，如（万元））",
                en: "`\(shown)` is no number; a unit belongs in the header, such as (万元)")
        }
        if number.looksRounded {
            throw CellFault(
                zh: "`\(Self.shown(text, range))` 是表格软件舍入后的科学计数法；请把该列设为数值格式后重新导出",
                en:
                    "`\(Self.shown(text, range))` was rounded by a spreadsheet; give the column a number format and export again"
            )
        }
        guard number.fits(scale: scale) else {
            throw CellFault(zh: "数字过大", en: "the number is too large")
        }
        if number.decimals(scale: scale) > places {
            throw places == 0
                ? CellFault(zh: "应为整数", en: "expected an integer")
                : CellFault(
                    zh: "折算为元后多于两位小数", en: "has more than two decimals in yuan")
        }
        isNegative = number.isNegative
        number.write(scale: scale, to: &out)
    }

    private mutating func day(_ bytes: [UInt8], _ range: Range<Int>) throws(CellFault) {
        if range.count == 10, Day(utf8: bytes.span.extracting(range)) != nil { return string(bytes, range) }
        switch DateCell.read(Array(bytes[range])) {
        case .day(let day): return quote(day)
        case .serial(let serial) where options.takesSerialDates:
            if let day = DateCell.day(serial: serial) { return quote(day) }
        case .serial(let serial):
            let meant = DateCell.day(serial: serial).map { "（\($0)）" } ?? ""
            throw CellFault(
                zh: "`\(serial)` 像是表格软件的日期序号\(meant)；请把该列设为日期格式后导出，或允许日期序号",
                en:
                    "`\(serial)` looks like a spreadsheet's day number\(meant); give the column a date format, "
                    + "or allow such numbers")
        case .none: break
        }
        let shown = Self.shown(bytes.span, range)
        throw CellFault(
            zh: "`\(shown)` 不是日期，应写作 2023-01-05、2023/1/5 或 2023年1月5日",
            en: "`\(shown)` is no date; write 2023-01-05, 2023/1/5 or 2023年1月5日")
    }

    private mutating func quote(_ day: Day) { quote(day.description) }

    private mutating func quote(_ text: String) {
        out.append(0x22)
        out.append(contentsOf: text.utf8)
        out.append(0x22)
    }

    private mutating func bool(_ text: Span<UInt8>, _ range: Range<Int>) throws(CellFault) {
        if range.count == 3, text[range.lowerBound] >= 0xE5 {
            // 是 and 否, which most tables have.
            let (first, last) = (text[range.lowerBound &+ 1], text[range.lowerBound &+ 2])
            switch (text[range.lowerBound], first, last) {
            case (0xE6, 0x98, 0xAF): return out.append(contentsOf: "true".utf8)
            case (0xE5, 0x90, 0xA6): return out.append(contentsOf: "false".utf8)
            default: break
            }
        }
        let shown = Self.shown(text, range)
        switch shown.lowercased() {
        case "true", "1": out.append(contentsOf: "true".utf8)
        case "false", "0": out.append(contentsOf: "false".utf8)
        default:
            throw CellFault(
                zh: "`\(shown)` 应为 是 或 否（true false 1 0）",
                en: "`\(shown)` must be 是 or 否 (true, false, 1, 0)")
        }
    }

    static func shown(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        shortened(String(decoding: range.map { text[$0] }, as: UTF8.self))
    }
}
