import HuiqiText

/// A code as written, brought to the form in which codes are kept and compared.
public enum CodeText {
    /// What became of a written code.
    public enum Reading: Sendable {
        /// The kept form, and a remark where the standard's table lacks it.
        case success(String, note: Message?)
        /// Not a code.
        case refused(Message)
    }

    /// Reads a code of a fact.
    ///
    /// A region has 6, 9 or 12 digits (GB/T 2260 with the streets of the statistics bureau); an industry
    /// (GB/T 4754-2017) gets its section letter where it was left out.
    public static func read(_ text: String, _ standard: CodeStandard) -> Reading {
        switch standard {
        case .region:
            switch RegionCode.status(text) {
            case .current: return .success(text, note: nil)
            case .abolished(let successors):
                let now = successors.map(named).joined(separator: "、")
                return .success(
                    text,
                    note: Message(
                        zh: "区划代码 \(named(text)) 已撤销" + (now.isEmpty ? "" : "，现为 \(now)"),
                        en: "region code \(named(text)) was abolished" + (now.isEmpty ? "" : ", now \(now)")))
            case .unlisted:
                return .success(
                    text,
                    note: Message(
                        zh: "区划代码表（GB/T 2260）中没有 \(text)", en: "GB/T 2260 has no code \(text)"))
            case .malformed:
                return .refused(
                    Message(
                        zh: "`\(clipped(text))` 不是 6、9 或 12 位区划代码",
                        en: "`\(clipped(text))` is no region code of 6, 9 or 12 digits"))
            }
        case .industry:
            guard let code = IndustryCode.completed(text) ?? industryAsWritten(text) else {
                return .refused(
                    Message(
                        zh: "`\(clipped(text))` 不是 GB/T 4754 行业代码（如 C3829）",
                        en: "`\(clipped(text))` is no GB/T 4754 industry code such as C3829"))
            }
            if case .current = IndustryCode.status(code) { return .success(code, note: nil) }
            return .success(
                code,
                note: Message(
                    zh: "行业分类（GB/T 4754-2017）中没有 \(code)", en: "GB/T 4754-2017 has no code \(code)"))
        case .other:
            let wellFormed =
                !text.isEmpty && text.utf8.count <= 32
                && text.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                        || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
                }
            if wellFormed { return .success(text, note: nil) }
            return .refused(
                Message(
                    zh: "代码应为 1 至 32 个字母、数字、点或横线",
                    en: "a code has 1 to 32 letters, digits, dots, dashes or underscores"))
        }
    }

    /// A region's code with its name, where it has one.
    private static func named(_ region: String) -> String {
        RegionCode.name(region).map { "\(region) \($0)" } ?? region
    }

    /// An industry code of the right shape whose division the standard lacks or has in another section; such a
    /// code is kept as it is.
    public static func industryAsWritten(_ text: String) -> String? {
        var bytes = text.utf8[...]
        let hasLetter = bytes.first.map { (0x41...0x54).contains($0) } ?? false
        if hasLetter { bytes = bytes.dropFirst() }
        let isWellFormed =
            ((2...4).contains(bytes.count) || bytes.isEmpty && hasLetter)
            && bytes.allSatisfy { (0x30...0x39).contains($0) }
        return isWellFormed ? text : nil
    }
}
