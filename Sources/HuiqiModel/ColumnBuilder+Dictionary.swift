import HuiqiJSON
import HuiqiLogic
import HuiqiText

/// Texts of few distinct values and which row has which.
struct DictionaryCells {
    private(set) var values = NumberedTexts()
    private(set) var codes: [UInt32] = []

    /// The code of the value at `range` of a text, which row `row` is about to have.
    mutating func code(of text: Span<UInt8>, _ range: Range<Int>, row: Int) -> UInt32 {
        // A new value is marked with its row, so that it is forgotten with it.
        UInt32(truncatingIfNeeded: values.number(of: text, range, mark: UInt32(truncatingIfNeeded: row)))
    }

    mutating func set(code: UInt32, row: Int) {
        fill(to: row)
        codes.append(code)
    }

    mutating func fill(to rows: Int) {
        while codes.count < rows { codes.append(0) }
    }

    /// Forgets the rows from `rows` on; whether values were forgotten with them.
    mutating func truncate(to rows: Int) -> Bool {
        if codes.count > rows { codes.removeLast(codes.count &- rows) }
        return values.truncate(toMarksBelow: UInt32(truncatingIfNeeded: rows))
    }

    mutating func column(rows: Int) -> DictionaryColumn {
        fill(to: rows)
        guard values.count > 1 else {
            return DictionaryColumn(values: DictionaryColumn.noValues, codes: exact(codes, rows: rows))
        }
        let texts = (0..<values.count).map {
            String(decoding: values.bytes[values.range($0)], as: UTF8.self)
        }
        return DictionaryColumn(values: texts, codes: exact(codes, rows: rows))
    }
}

/// Codes, enumerations, and texts that repeat.
struct CodedCells {
    enum Kind {
        case text
        case code(CodeStandard)
        case enumeration([String])
    }

    private let kind: Kind
    private var cells = DictionaryCells()
    /// What is out of the ordinary: none or one. Most columns and most profiles by themselves have none.
    private var odd: [Odd] = []

    private struct Odd {
        /// Remarks on kept values, by code.
        var notes: [UInt32: Message] = [:]
        /// Texts that are kept in another form than they are written in (`3829`, `大`), and that form's codes.
        var aliases = NumberedTexts()
        var aliasCodes: [UInt32] = []
    }

    init(_ kind: Kind) { self.kind = kind }

    mutating func read(_ source: inout RowSource, _ text: Span<UInt8>, row: Int) throws(NotPlain) {
        let found = try source.walk.string(text)
        if found.isUnescaped {
            let bytes = source.walk.unescaped
            try set(bytes.span, found.range, row: row, &source)
        } else {
            try set(text, found.range, row: row, &source)
        }
    }

    private mutating func set(
        _ bytes: Span<UInt8>, _ range: Range<Int>, row: Int, _ source: inout RowSource
    ) throws(NotPlain) {
        if case .text = kind { return cells.set(code: cells.code(of: bytes, range, row: row), row: row) }
        guard let code = code(of: bytes, range, row: row) else { throw NotPlain() }
        cells.set(code: code, row: row)
        if let note = odd.first?.notes[code] { source.note(note) }
    }

    /// The code of a written text, found out once for each; nil where it is refused.
    ///
    /// A kept form means itself, with the same remark, so that what is written in it needs no table of its own.
    private mutating func code(of bytes: Span<UInt8>, _ range: Range<Int>, row: Int) -> UInt32? {
        let known = cells.values.find(bytes, range)
        if known > 0 { return UInt32(truncatingIfNeeded: known) }
        if let odd = odd.first {
            let alias = odd.aliases.find(bytes, range)
            if alias > 0 { return odd.aliasCodes[alias &- 1] }
        }
        let text = String(bytes.extracting(range))
        guard let (kept, note) = meaning(of: text) else { return nil }
        let isKept = ExactText(kept) == ExactText(text)
        if isKept, note == nil { return cells.code(of: bytes, range, row: row) }
        let form = Array(kept.utf8)
        let code = cells.code(of: form.span, 0..<form.count, row: row)
        if odd.isEmpty { odd.append(Odd()) }
        if let note { odd[0].notes[code] = note }
        if !isKept {
            _ = odd[0].aliases.number(of: bytes, range)
            odd[0].aliasCodes.append(code)
        }
        return code
    }

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

    /// Takes a kept form.
    mutating func set(_ text: String, row: Int) {
        let bytes = Array(text.utf8)
        let range = 0..<bytes.count
        if case .text = kind {
            return cells.set(code: cells.code(of: bytes.span, range, row: row), row: row)
        }
        let code = code(of: bytes.span, range, row: row) ?? cells.code(of: bytes.span, range, row: row)
        cells.set(code: code, row: row)
    }

    mutating func truncate(to rows: Int) {
        guard cells.truncate(to: rows) else { return }
        guard let old = odd.first else { return }
        // Aliases are found out again; remarks belong to the values that stay.
        odd[0] = Odd(notes: old.notes.filter { $0.key < cells.values.count })
    }

    mutating func column(rows: Int) -> DictionaryColumn { cells.column(rows: rows) }
}

extension String {
    /// The text of some UTF-8.
    fileprivate init(_ bytes: Span<UInt8>) {
        if let text = try? UTF8Span(validating: bytes) {
            self = String(copying: text)
        } else {
            self = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
        }
    }
}
