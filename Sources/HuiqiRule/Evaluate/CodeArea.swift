import HuiqiModel
import HuiqiText

/// The part of a code that says where it lies: everything at or below it begins with it.
struct CodeArea: Hashable {
    let prefix: [UInt8]

    /// Reads a code; a 6-digit region's trailing `00` pairs mean the upper level, an industry gets its section.
    /// Nil where it is no code of the standard.
    init?(_ code: String, _ standard: CodeStandard) {
        let bytes = Array(code.utf8)
        switch standard {
        case .region:
            guard [2, 4, 6, 9, 12].contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            var end = bytes.count
            if end == 6 {
                while end > 2, bytes[end - 1] == 0x30, bytes[end - 2] == 0x30 { end -= 2 }
            }
            prefix = Array(bytes[..<end])
        case .industry:
            guard let completed = IndustryCode.completed(code) ?? CodeText.industryAsWritten(code) else {
                return nil
            }
            prefix = Array(completed.utf8)
        case .other:
            guard case .success = CodeText.read(code, .other) else { return nil }
            // A code of the host's own that looks like a region is read like one.
            if bytes.count == 6, bytes.allSatisfy({ (0x30...0x39).contains($0) }),
                let region = CodeArea(code, .region)
            {
                prefix = region.prefix
            } else {
                prefix = bytes
            }
        }
    }

    /// Whether this lies at or below `other`; nil where this lies above it, so that it cannot be told.
    func isUnder(_ other: CodeArea) -> Bool? {
        let shared = min(prefix.count, other.prefix.count)
        for index in 0..<shared where prefix[index] != other.prefix[index] { return false }
        return prefix.count >= other.prefix.count ? true : nil
    }

    /// What a code of a standard is called in messages.
    static func description(_ standard: CodeStandard) -> Message {
        switch standard {
        case .region:
            Message(
                zh: "区划代码（2、4、6、9 或 12 位数字，如 330302）",
                en: "region code of 2, 4, 6, 9 or 12 digits, such as 330302")
        case .industry: Message(zh: "行业代码（字母加数字，如 C、C39、C3829）", en: "industry code such as C, C39 or C3829")
        case .other: Message(zh: "代码", en: "code")
        }
    }
}
