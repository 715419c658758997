import HuiqiModel

/// A table of which nothing can be read: its encoding, or its header.
public struct CSVRefusal: Error, Sendable, Hashable {
    /// Why and where.
    public let finding: Finding

    /// A refusal at a line, or at a byte of the whole file.
    init(line: Int = 0, field: String? = nil, offset: Int? = nil, zh: String, en: String) {
        finding = Finding(
            .refusal, line: line, field: field, offsetUTF8: offset, Message(zh: zh, en: en))
    }
}

/// What is wrong with one cell.
struct CellFault: Error {
    let message: Message

    init(zh: String, en: String) { message = Message(zh: zh, en: en) }
}

/// A text cut short for a message.
func shortened(_ text: String) -> String {
    text.unicodeScalars.count <= 40 ? text : String(text.unicodeScalars.prefix(40)) + "…"
}
