import HuiqiJSON
import Testing

@Suite("Every reason, with its place")
struct ReasonTests {
    @Test(
        arguments: [
            ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("{", .unexpectedEnd, 1),
            ("[1", .unexpectedEnd, 2),
            ("[1,", .unexpectedEnd, 3), ("{\"a\"", .unexpectedEnd, 4), ("{\"a\":", .unexpectedEnd, 5),
            ("\"a", .unexpectedEnd, 2), ("\"a\\", .unexpectedEnd, 3), ("tru", .unexpectedEnd, 3),
            ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2), ("1e", .unexpectedEnd, 2),
            ("1e+", .unexpectedEnd, 3),
            ("+1", .expectedValue, 0), (".5", .expectedValue, 0), ("NaN", .expectedValue, 0),
            ("[,1]", .expectedValue, 1),
            ("[1,]", .expectedValue, 3), ("{\"a\":}", .expectedValue, 5), ("'a'", .expectedValue, 0),
            ("\u{FEFF}1", .expectedValue, 0), ("[1}", .expectedComma, 2), ("//1", .expectedValue, 0),
            ("{a:1}", .expectedKey, 1), ("{1:1}", .expectedKey, 1), ("{\"a\":1,}", .expectedKey, 7),
            ("{,}", .expectedKey, 1), ("{]", .expectedKey, 1), ("{\"a\" 1}", .expectedColon, 5),
            ("{\"a\",1}", .expectedColon, 4), ("{\"a\":1 \"b\":2}", .expectedComma, 7),
            ("[1 2]", .expectedComma, 3),
            ("[truex]", .expectedComma, 5), ("trXe", .invalidLiteral, 0), (" nul1", .invalidLiteral, 1),
            ("falsE", .invalidLiteral, 0), ("01", .invalidNumber, 1), ("-01", .invalidNumber, 2),
            ("-x", .invalidNumber, 1),
            ("1.x", .invalidNumber, 2), ("[1.]", .invalidNumber, 3), ("1ex", .invalidNumber, 2),
            ("1e-]", .invalidNumber, 3), ("1e401", .numberTooLong, 0), (" 1e-401", .numberTooLong, 1),
            ("123456789012345678901234567890123456789", .numberTooLong, 0),
            ("\"a\nb\"", .controlCharacter, 2),
            ("\"\u{0}\"", .controlCharacter, 1), ("\"12345678\u{1f}\"", .controlCharacter, 9),
            ("\"a\\x\"", .invalidEscape, 2), ("\"\\u12G4\"", .invalidEscape, 1),
            ("\"\\u123\"", .invalidEscape, 1),
            ("\"\\ud800\"", .loneSurrogate, 1), ("\"a\\udc00\"", .loneSurrogate, 2),
            ("\"\\ud800\\ud800\"", .loneSurrogate, 1), ("\"\\ud800x\"", .loneSurrogate, 1),
            ("1 2", .trailingBytes, 2), ("{} }", .trailingBytes, 3), ("truex", .trailingBytes, 4),
            ("{\"\\q\":1}", .invalidEscape, 2),
        ] as [(String, JSONError.Reason, Int)])
    func reading(_ text: String, _ reason: JSONError.Reason, _ offset: Int) {
        let error = fault(text)
        #expect(error?.reason == reason)
        #expect(error?.offsetUTF8 == offset)
    }

    @Test func invalidUTF8() {
        #expect(fault([0x22, 0x61, 0xFF, 0x22])?.reason == .invalidUTF8)
        #expect(fault([0x22, 0x61, 0xFF, 0x22])?.offsetUTF8 == 2)
        #expect(fault([0x22, 0xE4, 0xB8, 0x22])?.offsetUTF8 == 1)
        #expect(fault([0x22, 0x5C, 0x6E, 0xC0, 0x80, 0x22])?.offsetUTF8 == 3)
    }

    @Test func limits() throws {
        var tight = JSONReader([UInt8]("[[1]]".utf8), limits: JSONLimits(maxDepth: 1))
        try tight.beginArray()
        #expect(try tight.nextElement())
        check(.beginArray, &tight, .tooDeep)
        check(.skipValue, &tight, .tooDeep)
        var long = JSONReader([UInt8]("[1234]".utf8), limits: JSONLimits(maxBytes: 5))
        for call in Call.allCases { check(call, &long, .tooLarge) }
        var exact = JSONReader([UInt8]("[1234]".utf8), limits: JSONLimits(maxBytes: 6))
        try exact.skipValue()
        var none = JSONReader([UInt8]("1".utf8), limits: JSONLimits(maxDepth: -1, maxBytes: -1))
        check(.finish, &none, .tooLarge)
    }

    /// What each read says of each kind; the reader stays where it was.
    @Test func wrongKind() throws {
        let samples: [(JSONKind, String)] = [
            (.object, "{}"), (.array, "[]"), (.string, "\"\""), (.number, "0"), (.bool, "true"),
            (.null, "null"),
        ]
        for (expected, call) in zip(samples.map(\.0), Call.reads) {
            for (found, text) in samples {
                var reader = JSONReader([UInt8]((" " + text).utf8))
                let wanted =
                    expected == found ? nil : JSONError.Reason.wrongKind(expected: expected, found: found)
                check(call, &reader, wanted)
                if wanted != nil {
                    #expect(reader.offset == 0)
                    try reader.skipValue()
                    try reader.finish()
                }
            }
        }
    }

    @Test func outOfPlace() throws {
        var reader = JSONReader([UInt8]("{\"a\":[1]}".utf8))
        check(.nextKey, &reader, .outOfPlace)
        check(.nextElement, &reader, .outOfPlace)
        check(.finish, &reader, .outOfPlace)
        try reader.beginObject()
        for call in Call.reads { check(call, &reader, .outOfPlace) }
        check(.nextElement, &reader, .outOfPlace)
        #expect(try reader.nextKey() == "a")
        check(.nextKey, &reader, .outOfPlace)
        try reader.beginArray()
        check(.nextKey, &reader, .outOfPlace)
        #expect(try reader.nextElement())
        try reader.skipValue()
        #expect(try !reader.nextElement())
        #expect(try reader.nextKey() == nil)
        for call in Call.reads { check(call, &reader, .outOfPlace) }
        check(.nextKey, &reader, .outOfPlace)
        try reader.finish()
        try reader.finish()
    }

    @Test func messages() {
        let error = fault("[1 2]")
        #expect(error?.en == "at byte 3: a comma or a closing bracket is expected")
        #expect(error?.zh == "第 3 字节处:此处应为逗号或右括号")
        var reader = JSONReader([UInt8]("1".utf8))
        do { _ = try reader.readString() } catch {
            #expect(error.en == "at byte 0: expected a string, found a number")
        }
    }
}

/// Every call, those that read one kind first, in the order of the kinds.
private enum Call: CaseIterable {
    case beginObject, beginArray, readString, readNumber, readBool, readNull
    case peekKind, nextKey, nextKnownKey, nextElement, skipValue, finish

    static let reads = allCases.prefix(6)

    func run(_ reader: inout JSONReader) throws(JSONError) {
        switch self {
        case .beginObject: try reader.beginObject()
        case .beginArray: try reader.beginArray()
        case .readString: _ = try reader.readString()
        case .readNumber: _ = try reader.readNumber()
        case .readBool: _ = try reader.readBool()
        case .readNull: try reader.readNull()
        case .peekKind: _ = try reader.peekKind()
        case .nextKey: _ = try reader.nextKey()
        case .nextKnownKey: _ = try reader.nextKey(among: JSONKeys([]))
        case .nextElement: _ = try reader.nextElement()
        case .skipValue: try reader.skipValue()
        case .finish: try reader.finish()
        }
    }
}

/// Makes the call and expects it to throw for this reason, or not to throw.
private func check(
    _ call: Call, _ reader: inout JSONReader, _ expected: JSONError.Reason?,
    _ location: SourceLocation = #_sourceLocation
) {
    var reason: JSONError.Reason?
    do throws(JSONError) { try call.run(&reader) } catch { reason = error.reason }
    #expect(reason == expected, "\(call)", sourceLocation: location)
}
