import Testing

import HuiqiJSON

/// Any JSON value, read by pulling; the objects' keys as written.
indirect enum Value: Equatable {
    case object([(String, Value)])
    case array([Value])
    case string(String)
    case number(Int64)
    case other(JSONNumber)
    case bool(Bool)
    case null

    static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.object(let a), .object(let b)):
            a.count == b.count && zip(a, b).allSatisfy { utf8Equal($0.0, $1.0) && $0.1 == $1.1 }
        case (.array(let a), .array(let b)): a == b
        case (.string(let a), .string(let b)): utf8Equal(a, b)
        case (.number(let a), .number(let b)): a == b
        case (.other(let a), .other(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.null, .null): true
        default: false
        }
    }
}

private func utf8Equal(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

/// Reads the next value, with keys that are known where `keys` has any; the depth of the recursion is bounded by the reader's limit.
func readValue(_ reader: inout JSONReader, _ keys: JSONKeys? = nil) throws(JSONError) -> Value {
    switch try reader.peekKind() {
    case .object:
        var members: [(String, Value)] = []
        try reader.beginObject()
        while let key = try nextKey(&reader, keys) { members.append((key, try readValue(&reader, keys))) }
        return .object(members)
    case .array:
        var elements: [Value] = []
        try reader.beginArray()
        while try reader.nextElement() { elements.append(try readValue(&reader, keys)) }
        return .array(elements)
    case .string: return .string(try reader.readString())
    case .number:
        let number = try reader.readNumber()
        return number.integer.map(Value.number) ?? .other(number)
    case .bool: return .bool(try reader.readBool())
    case .null:
        try reader.readNull()
        return .null
    }
}

private func nextKey(_ reader: inout JSONReader, _ keys: JSONKeys?) throws(JSONError) -> String? {
    guard let keys else { return try reader.nextKey() }
    switch try reader.nextKey(among: keys) {
    case .known(let number): return keys.names[number]
    case .other(let key): return key
    case nil: return nil
    }
}

func readDocument(_ bytes: [UInt8], _ keys: JSONKeys? = nil) throws(JSONError) -> Value {
    var reader = JSONReader(bytes)
    let value = try readValue(&reader, keys)
    try reader.finish()
    return value
}

func skipDocument(_ bytes: [UInt8]) throws(JSONError) {
    var reader = JSONReader(bytes)
    try reader.skipValue()
    try reader.finish()
}

private let someKeys = JSONKeys(["id", "name", "a", "revenue", "2022", "certificates", "b"])

/// The error of reading all of `text`, or nil; skipping and known keys must give the same one.
func fault(_ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation) -> JSONError? {
    var read: JSONError?
    var skipped: JSONError?
    do throws(JSONError) { _ = try readDocument(bytes) } catch { read = error }
    do throws(JSONError) { try skipDocument(bytes) } catch { skipped = error }
    #expect(read == skipped, sourceLocation: location)
    var known: JSONError?
    do throws(JSONError) { _ = try readDocument(bytes, someKeys) } catch { known = error }
    #expect(read == known, sourceLocation: location)
    return read
}

func fault(_ text: String, _ location: SourceLocation = #_sourceLocation) -> JSONError? {
    fault([UInt8](text.utf8), location)
}

func write(_ value: Value, _ writer: inout JSONWriter) {
    switch value {
    case .object(let members):
        writer.beginObject()
        for (key, value) in members {
            writer.key(key)
            write(value, &writer)
        }
        writer.endObject()
    case .array(let elements):
        writer.beginArray()
        for element in elements { write(element, &writer) }
        writer.endArray()
    case .string(let string): writer.value(string)
    case .number(let number): writer.value(number)
    case .other(let number): writer.number(literal: "\(number.significand)e\(number.exponent10)")
    case .bool(let bool): writer.value(bool)
    case .null: writer.null()
    }
}

/// SplitMix64: the same sequence for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z &>> 31
    }
}

let profileLine = """
    {"id":"E1","name":"温州\\u4e2d\\ud83d\\ude00有限公司","region":"330302","employees":120,"ratio":-12.50e-1,\
    "dishonest":false,"abnormal":null,"revenue":{"2022":26142659.20,"2023":1e7},"tags":["高新技术企业","a\\n\\"b"],\
    "certificates":[{"name":"证书","to":"2025-12-01"},[]],"ok":true,"scope":"\u{1F3ED}é"}
    """
