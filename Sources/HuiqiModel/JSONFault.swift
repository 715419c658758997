import HuiqiJSON

/// A value in JSON that is not what the formats ask for, with the path to it.
struct JSONFault: Error {
    var path: String
    var offsetUTF8: Int
    var message: Message

    init(_ path: some CustomStringConvertible, at offset: Int, zh: String, en: String) {
        self.path = path.description
        offsetUTF8 = offset
        message = Message(zh: zh, en: en)
    }

    init(_ path: some CustomStringConvertible, _ error: JSONError) {
        self.path = path.description
        offsetUTF8 = error.offsetUTF8
        message = Message(zh: error.zh, en: error.en)
    }
}

/// The path to a value in a profile, written out only when a fault is told: `field`, `field[2]`, `field[2].member`.
struct FieldPath: CustomStringConvertible, Sendable {
    var field: String
    var position = -1
    var member: String?

    init(_ field: String) { self.field = field }

    func element(_ position: Int) -> FieldPath {
        var path = self
        path.position = position
        return path
    }

    func member(_ name: String) -> FieldPath {
        var path = self
        path.member = name
        return path
    }

    var description: String {
        let element = position < 0 ? field : "\(field)[\(position)]"
        return member.map { "\(element).\(clipped($0))" } ?? element
    }
}

/// A pull reader that knows the path of what it reads and puts it into every fault.
struct FieldReader {
    var json: JSONReader

    init(_ bytes: [UInt8], in range: Range<Int>, limits: JSONLimits) {
        json = JSONReader(bytes, in: range, limits: limits)
    }

    func fault(_ path: some CustomStringConvertible, zh: String, en: String) -> JSONFault {
        JSONFault(path, at: json.offset, zh: zh, en: en)
    }

    private mutating func located<Value>(
        _ path: some CustomStringConvertible, _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONFault) -> Value {
        do throws(JSONError) { return try body(&json) } catch { throw JSONFault(path, error) }
    }

    /// The kind of the next value; `wanted` names what should stand here when another kind does.
    mutating func expect(_ kind: JSONKind, _ path: some CustomStringConvertible, zh: String, en: String)
        throws(JSONFault)
    {
        let found = try located(path) { json throws(JSONError) in try json.peekKind() }
        if found != kind { throw fault(path, zh: "应为\(zh)", en: "expected \(en)") }
    }

    /// Consumes a null if one stands here.
    mutating func takeNull(_ path: some CustomStringConvertible) throws(JSONFault) -> Bool {
        let kind = try located(path) { json throws(JSONError) in try json.peekKind() }
        guard kind == .null else { return false }
        try located(path) { json throws(JSONError) in try json.readNull() }
        return true
    }

    mutating func string(_ path: some CustomStringConvertible) throws(JSONFault) -> String {
        try expect(.string, path, zh: "文本", en: "a string")
        return try located(path) { json throws(JSONError) in try json.readString() }
    }

    mutating func number(_ path: some CustomStringConvertible) throws(JSONFault) -> JSONNumber {
        try expect(.number, path, zh: "数字", en: "a number")
        return try located(path) { json throws(JSONError) in try json.readNumber() }
    }

    mutating func bool(_ path: some CustomStringConvertible) throws(JSONFault) -> Bool {
        try expect(.bool, path, zh: "true 或 false", en: "true or false")
        return try located(path) { json throws(JSONError) in try json.readBool() }
    }

    mutating func beginObject(_ path: some CustomStringConvertible) throws(JSONFault) {
        try expect(.object, path, zh: "对象 {…}", en: "an object")
        try located(path) { json throws(JSONError) in try json.beginObject() }
    }

    mutating func nextKey(_ path: some CustomStringConvertible) throws(JSONFault) -> String? {
        try located(path) { json throws(JSONError) in try json.nextKey() }
    }

    /// The number of the next key among known ones, the key itself where it is none; nil at the end.
    mutating func nextKey(among keys: JSONKeys) throws(JSONFault) -> JSONKey? {
        try nextKey(among: keys, at: "")
    }

    mutating func nextKey(among keys: JSONKeys, at path: some CustomStringConvertible) throws(JSONFault)
        -> JSONKey?
    {
        try located(path) { json throws(JSONError) in try json.nextKey(among: keys) }
    }

    mutating func beginArray(_ path: some CustomStringConvertible) throws(JSONFault) {
        try expect(.array, path, zh: "列表 […]", en: "a list")
        try located(path) { json throws(JSONError) in try json.beginArray() }
    }

    mutating func nextElement(_ path: some CustomStringConvertible) throws(JSONFault) -> Bool {
        try located(path) { json throws(JSONError) in try json.nextElement() }
    }

    mutating func finish() throws(JSONFault) {
        try located("") { json throws(JSONError) in try json.finish() }
    }

    mutating func day(_ path: some CustomStringConvertible) throws(JSONFault) -> Day {
        let text = try string(path)
        guard let day = Day(text) else {
            throw fault(
                path, zh: "`\(clipped(text))` 不是日期，应写作 YYYY-MM-DD",
                en: "`\(clipped(text))` is no date; write YYYY-MM-DD")
        }
        return day
    }

    mutating func strings(_ path: some CustomStringConvertible) throws(JSONFault) -> [String] {
        var texts: [String] = []
        try beginArray(path)
        while try nextElement(path) { texts.append(try string("\(path)[\(texts.count)]")) }
        return texts
    }
}

/// A text cut short for a message.
func clipped(_ text: String) -> String {
    text.unicodeScalars.count <= 40 ? text : String(text.unicodeScalars.prefix(40)) + "…"
}

extension [UInt8] {
    /// All bytes but a UTF-8 byte order mark at the start.
    var afterByteOrderMark: Range<Int> { starts(with: [0xEF, 0xBB, 0xBF]) ? 3..<count : 0..<count }
}
