import HuiqiModel
import HuiqiText

/// What a spreadsheet does to codes that it takes for numbers.
enum SpreadsheetDamage {
    /// What happened to a key or code; nil where nothing is to be seen.
    static func of(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CellFault? {
        guard let last = range.last else { return nil }
        if bytes[range.lowerBound] == 0x27, range.count > 1, isDigit(bytes[range.lowerBound &+ 1]) {
            return CellFault(
                zh: "开头的撇号是表格软件的文本标记，请去掉后再导出",
                en: "the apostrophe is a spreadsheet's mark of text; take it off before you export")
        }
        if bytes[range.lowerBound] == 0x3D, range.count > 1, bytes[range.lowerBound &+ 1] == 0x22 {
            return CellFault(
                zh: "以 = 开头的是表格软件的公式，不是代码；请去掉等号和引号",
                en:
                    "what begins with = is a spreadsheet's formula and no code; take off the sign and the quotes"
            )
        }
        // Most codes are told apart by these bytes alone.
        guard isDigit(bytes[range.lowerBound]) else { return nil }
        if isScientific(bytes, range) {
            return CellFault(
                zh: "`\(text(bytes, range))` 是表格软件把长数字改成的科学计数法，原代码已丢失；请把该列设为文本，重新填写后导出",
                en:
                    "`\(text(bytes, range))` is what a spreadsheet made of a long number, and the code is lost; "
                    + "make the column text, write it again and export")
        }
        if bytes[last] == 0x30, isWithDecimals(bytes, range) {
            return CellFault(
                zh: "`\(text(bytes, range))` 末尾的 .0 说明该列被当作数字保存；请把该列设为文本后重新导出",
                en:
                    "`\(text(bytes, range))` ends in .0, so the column was kept as numbers; make it text and export again"
            )
        }
        return nil
    }

    /// A credit code of digits that was kept as a number of 15 digits: its last three are zeros and its check fails.
    static func ofCreditCode(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CellFault? {
        guard range.count == 18, bytes[range.upperBound &- 1] == 0x30, bytes[range.upperBound &- 2] == 0x30,
            bytes[range.upperBound &- 3] == 0x30, range.allSatisfy({ isDigit(bytes[$0]) }),
            CreditCode.check(bytes.extracting(range)) != .valid
        else { return nil }
        return CellFault(
            zh: "末三位为 000 且校验位不符，是表格软件把 18 位代码当作数字、只留 15 位的结果；请把该列设为文本，重新填写后导出",
            en: "its last three digits are zeros and its check fails: a spreadsheet kept 15 of 18 digits; "
                + "make the column text, write it again and export")
    }

    /// An industry code of digits that may have lost the zero in front; nil where it can be read in one way only.
    static func ofIndustry(_ bytes: Span<UInt8>, _ range: Range<Int>) -> CellFault? {
        guard range.count == 1 || range.count == 3, range.allSatisfy({ isDigit(bytes[$0]) }) else {
            return nil
        }
        let code = text(bytes, range)
        guard let longer = IndustryCode.completed("0" + code), IndustryCode.name(longer) != nil else {
            return nil
        }
        return CellFault(
            zh: "`\(code)` 可能是丢了开头 0 的 0\(code)；请连同门类字母填写，如 \(longer)",
            en:
                "`\(code)` may be 0\(code) without its zero; write it with the section letter, such as \(longer)"
        )
    }

    /// `9.13303E+17`: a digit, decimals, and a power of ten of at least 10.
    private static func isScientific(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound &+ 1
        if index < range.upperBound, bytes[index] == 0x2E {
            index &+= 1
            while index < range.upperBound, isDigit(bytes[index]) { index &+= 1 }
        }
        guard range.upperBound &- index == 4, bytes[index] | 0x20 == 0x65, bytes[index &+ 1] == 0x2B else {
            return false
        }
        return (0x31...0x39).contains(bytes[index &+ 2]) && isDigit(bytes[index &+ 3])
    }

    /// `330302.0`: six digits or more and a point with zeros only.
    private static func isWithDecimals(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.upperBound &- 1
        while index > range.lowerBound, bytes[index] == 0x30 { index &-= 1 }
        guard bytes[index] == 0x2E, index &- range.lowerBound >= 6 else { return false }
        return (range.lowerBound..<index).allSatisfy { isDigit(bytes[$0]) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        shortened(String(decoding: range.map { bytes[$0] }, as: UTF8.self))
    }
}
