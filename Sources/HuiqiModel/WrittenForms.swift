import HuiqiJSON
import HuiqiText

/// Texts that one field's profiles were written with, numbered, each read once: a code and the form it is kept in.
///
/// What it answers does not depend on what it remembers.
struct WrittenForms: Sendable {
    private enum Kind: Sendable {
        case text
        case code(CodeStandard)
        case enumeration([String])
    }

    private struct Form: Sendable {
        /// Number of the kept form; 0 where the text is refused.
        var kept: UInt32
        /// Whether it was only met as a kept form, and not read yet.
        var isUnread: Bool
        var note: Message?
    }

    private let kind: Kind
    private var texts = NumberedTexts()
    /// One a text.
    private var forms: [Form] = []

    /// - Parameter type: A text, code or enumeration.
    init(_ type: FieldType) {
        switch type {
        case .code(let standard): kind = .code(standard)
        case .enumeration(let values): kind = .enumeration(values)
        default: kind = .text
        }
    }

    /// How many bytes and texts are remembered.
    var size: Int { texts.bytes.count &+ texts.count }

    /// The number of the form in which a written text is kept, and what is said of it; nil where it is refused.
    mutating func read(_ bytes: Span<UInt8>) -> (number: Int, note: Message?)? {
        let number = texts.number(of: bytes)
        if number <= forms.count, !forms[number &- 1].isUnread {
            let form = forms[number &- 1]
            return form.kept == 0 ? nil : (Int(form.kept), form.note)
        }
        return readNew(number)
    }

    private mutating func readNew(_ number: Int) -> (number: Int, note: Message?)? {
        if case .text = kind {
            set(number, Form(kept: UInt32(truncatingIfNeeded: number), isUnread: false, note: nil))
            return (number, nil)
        }
        let text = self.text(number)
        guard let (kept, note) = meaning(of: text) else {
            set(number, Form(kept: 0, isUnread: false, note: nil))
            return nil
        }
        var own = number
        if ExactText(kept) != ExactText(text) {
            own = texts.number(of: kept.utf8Span.span)
            // The same remark as of the text at hand: a kept form means itself.
            set(own, Form(kept: UInt32(truncatingIfNeeded: own), isUnread: false, note: note))
        }
        set(number, Form(kept: UInt32(truncatingIfNeeded: own), isUnread: false, note: note))
        return (own, note)
    }

    private mutating func set(_ number: Int, _ form: Form) {
        while forms.count < number { forms.append(Form(kept: 0, isUnread: true, note: nil)) }
        forms[number &- 1] = form
    }

    /// The number of a kept form.
    mutating func number(ofKept text: Span<UInt8>) -> Int {
        let number = texts.number(of: text)
        while forms.count < number { forms.append(Form(kept: 0, isUnread: true, note: nil)) }
        return number
    }

    /// A text by number.
    func text(_ number: Int) -> String { String(decoding: texts.bytes[texts.range(number)], as: UTF8.self) }

    /// What is kept of a written text; nil where it is refused.
    private func meaning(of text: String) -> (String, Message?)? {
        switch kind {
        case .text: return (text, nil)
        case .code(let standard):
            guard case .success(let code, let note) = CodeText.read(text, standard) else { return nil }
            return (code, note)
        case .enumeration(let values):
            return Schema.enumerationIndex(of: text, in: values).map { (values[$0], nil) }
        }
    }
}
