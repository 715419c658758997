import HuiqiJSON

/// A value in JSON that is not what the formats ask for, with the path to it.
struct JSONFault: Error {
    var path: String
    var offsetUTF8: Int
    var message: Message

    init(_ path: String, at offset: Int, zh: String, en: String) {
        self.path = path
        offsetUTF8 = offset
        message = Message(zh: zh, en: en)
    }

    init(_ path: String, _ error: JSONError) {
        self.path = path
        offsetUTF8 = error.offsetUTF8
        message = Message(zh: error.zh, en: error.en)
    }
}

/// A pull reader that knows the path of what it reads and puts it into every fault.
struct FieldReader {
    var json: JSONReader

    init(_ bytes: [UInt8], in range: Range<Int>, limits: JSONLimits) {
        json = JSONReader(bytes, in: range, limits: limits)
    }

    func fault(_ path: String, zh: String, en: String) -> JSONFault {
        JSONFault(path, at: json.offset, zh: zh, en: en)
    }

    private mutating func located<Value>(
        _ path: String, _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONFault) -> Value {
        do throws(JSONError) { return try body(&json) } catch { throw JSONFault(path, error) }
    }

    /// The kind of the next value; `wanted` names what should stand here when another kind does.
    mutating func expect(_ kind: JSONKind, _ path: String, zh: String, en: String) throws(JSONFault) {
        let found = try located(path) { json throws(JSONError) in try json.peekKind() }
        if found != kind { throw fault(path, zh: "应为\(zh)", en: "expected \(en)") }
    }

    /// Consumes a null if one stands here.
    mutating func takeNull(_ path: String) throws(JSONFault) -> Bool {
        let kind = try located(path) { json throws(JSONError) in try json.peekKind() }
        guard kind == .null else { return false }
        try located(path) { json throws(JSONError) in try json.readNull() }
        return true
    }

    mutating func string(_ path: String) throws(JSONFault) -> String {
        try expect(.string, path, zh: "文本", en: "a string")
        return try located(path) { json throws(JSONError) in try json.readString() }
    }

    mutating func number(_ path: String) throws(JSONFault) -> JSONNumber {
        try expect(.number, path, zh: "数字", en: "a number")
        return try located(path) { json throws(JSONError) in try json.readNumber() }
    }

    mutating func bool(_ path: String) throws(JSONFault) -> Bool {
        try expect(.bool, path, zh: "true 或 false", en: "true or false")
        return try located(path) { json throws(JSONError) in try json.readBool() }
    }

    mutating func beginObject(_ path: String) throws(JSONFault) {
        try expect(.object, path, zh: "对象 {…}", en: "an object")
        try located(path) { json throws(JSONError) in try json.beginObject() }
    }

    mutating func nextKey(_ path: String) throws(JSONFault) -> String? {
        try located(path) { json throws(JSONError) in try json.nextKey() }
    }

    mutating func beginArray(_ path: String) throws(JSONFault) {
        try expect(.array, path, zh: "列表 […]", en: "a list")
        try located(path) { json throws(JSONError) in try json.beginArray() }
    }

    mutating func nextElement(_ path: String) throws(JSONFault) -> Bool {
        try located(path) { json throws(JSONError) in try json.nextElement() }
    }

    mutating func finish() throws(JSONFault) {
        try located("") { json throws(JSONError) in try json.finish() }
    }

    mutating func day(_ path: String) throws(JSONFault) -> Day {
        let text = try string(path)
        guard let day = Day(text) else {
            throw fault(
                path, zh: "`\(clipped(text))` 不是日期，应写作 YYYY-MM-DD",
                en: "`\(clipped(text))` is no date; write YYYY-MM-DD")
        }
        return day
    }

    mutating func strings(_ path: String) throws(JSONFault) -> [String] {
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
