/// A sentence for people, in Chinese and in English.
public struct Message: Sendable, Hashable {
    /// The Chinese sentence.
    public let zh: String
    /// The English sentence.
    public let en: String

    /// A sentence in both languages.
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The sentence in `language`.
    public func text(_ language: Language) -> String { language == .zh ? zh : en }
}

/// The language of words that people see; Chinese is the default everywhere.
public enum Language: String, Sendable, CaseIterable {
    case zh
    case en
}

/// Something to tell about one place of the input: a row, a field, a clause, a condition.
public struct Finding: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable {
        /// Kept, but worth a look.
        case warning
        /// The row or clause was not taken.
        case refusal
    }

    /// Warning or refusal.
    public var severity: Severity
    /// Line of the input, from 1; 0 where there is none.
    public var line: Int
    /// Key of the profile or id of the clause, where it was read before the fault.
    public var subject: String?
    /// Field path (`revenue.2020`, `conditions[1].expr`), where one is at fault.
    public var field: String?
    /// Condition id, for faults of a clause's condition.
    public var condition: String?
    /// UTF-8 offset: in the expression for a condition, else in the line.
    public var offsetUTF8: Int?
    /// What is wrong and, where it helps, what to do.
    public var message: Message

    /// A finding at a place.
    public init(
        _ severity: Severity, line: Int = 0, subject: String? = nil, field: String? = nil,
        condition: String? = nil, offsetUTF8: Int? = nil, _ message: Message
    ) {
        self.severity = severity
        self.line = line
        self.subject = subject
        self.field = field
        self.condition = condition
        self.offsetUTF8 = offsetUTF8
        self.message = message
    }

    /// One line that says what and where, without the severity.
    public func text(_ language: Language) -> String {
        var line: [UInt8] = []
        write(language, to: &line)
        return String(decoding: line, as: UTF8.self)
    }

    /// Appends the UTF-8 of ``text(_:)``: a load may have a hundred thousand warnings.
    public func write(_ language: Language, to line: inout [UInt8]) {
        let isChinese = language == .zh
        let start = line.count
        func add(_ text: String) { line.append(contentsOf: text.utf8) }
        var isFirst = true
        func add(_ zh: (String, String), _ en: String, _ value: String) {
            if !isFirst { add(isChinese ? "，" : ", ") }
            isFirst = false
            add(isChinese ? zh.0 : en)
            add(value)
            if isChinese { add(zh.1) }
        }
        if self.line > 0 { add(("第 ", " 行"), "line ", String(self.line)) }
        if let subject { add(("", ""), "", subject) }
        if let condition { add(("条件 ", ""), "condition ", condition) }
        if let field { add(("字段 ", ""), "field ", field) }
        if let offsetUTF8 { add(("偏移 ", ""), "offset ", String(offsetUTF8)) }
        // No place, or an empty subject alone, says nothing in front of the message.
        if line.count > start { add(isChinese ? "：" : ": ") }
        add(message.text(language))
    }
}
