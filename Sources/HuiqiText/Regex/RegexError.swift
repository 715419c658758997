/// Why a pattern is no regular expression in RE2's syntax, or cannot be run within its memory.
public struct RegexError: Error, Sendable, Equatable {
    /// The kind of fault.
    public enum Code: Int, Sendable {
        /// The pattern is not RE2 syntax.
        case syntax = 1
        /// The compiled pattern needs more than the memory allowed.
        case tooLarge = 2
        /// The process ran out of memory.
        case outOfMemory = 3
    }

    /// The kind of fault.
    public let code: Code
    /// The message in Chinese, ending in RE2's own words.
    public let zh: String
    /// The message in English, ending in RE2's own words.
    public let en: String

    /// - Parameter detail: RE2's own message, such as `missing ): (a`.
    init(code: Code, detail: String) {
        self.code = code
        switch code {
        case .syntax:
            zh = "正则表达式语法错误: \(detail)"
            en = "not a regular expression in RE2 syntax: \(detail)"
        case .tooLarge:
            zh = "正则表达式过大: \(detail)"
            en = "regular expression too large: \(detail)"
        case .outOfMemory:
            zh = "内存不足: \(detail)"
            en = "no memory for the regular expression: \(detail)"
        }
    }
}
