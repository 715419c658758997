import HuiqiJSON
import Testing

@Suite("Reader")
struct ReaderTests {
    @Test func document() throws {
        let value = try readDocument([UInt8](profileLine.utf8))
        guard case .object(let members) = value else {
            Issue.record("not an object")
            return
        }
        #expect(members.map(\.0).prefix(4) == ["id", "name", "region", "employees"])
        #expect(members[1].1 == .string("温州中😀有限公司"))
        #expect(members[3].1 == .number(120))
        #expect(members[8].1 == .array([.string("高新技术企业"), .string("a\n\"b")]))
        #expect(fault(profileLine) == nil)
        let spaced = " \t\r\n{ \"a\" : [ 1 , { } , [ ] ] , \"a\" : null } \n"
        let members2: [(String, Value)] = [
            ("a", .array([.number(1), .object([]), .array([])])), ("a", .null),
        ]
        #expect(try readDocument([UInt8](spaced.utf8)) == .object(members2))
    }

    @Test func rangeAndRestart() throws {
        let bytes = [UInt8]("[1] [2,3]x".utf8)
        var reader = JSONReader(bytes, in: 4..<9)
        try reader.skipValue()
        try reader.finish()
        #expect(reader.offset == 5)
        reader.restart(in: 0..<3)
        #expect(reader.offset == 0)
        try reader.skipValue()
        try reader.finish()
        var outside = JSONReader(bytes, in: 500..<900)
        #expect(throws: JSONError.self) { try outside.skipValue() }
        var wide = JSONReader(bytes, in: -5..<3)
        try wide.skipValue()
    }

    @Test func truncation() {
        let bytes = [UInt8](profileLine.utf8)
        for length in 0..<bytes.count {
            let error = fault([UInt8](bytes[..<length]))
            #expect(error != nil)
        }
    }

    @Test func deepNesting() throws {
        #expect(fault([UInt8](repeating: 0x5B, count: 1_000_000))?.reason == .tooDeep)
        #expect(fault([UInt8](repeating: 0x5B, count: 1_000_000))?.offsetUTF8 == 64)
        // As deep as allowed, with objects and arrays mixed, through the reader and through skipping.
        let depth = 100_000
        var bytes: [UInt8] = []
        for level in 0..<depth { bytes += level % 3 == 0 ? [UInt8]("{\"a\":".utf8) : [0x5B] }
        bytes.append(0x31)
        for level in (0..<depth).reversed() { bytes.append(level % 3 == 0 ? 0x7D : 0x5D) }
        let limits = JSONLimits(maxDepth: depth)
        var reader = JSONReader(bytes, limits: limits)
        try reader.skipValue()
        try reader.finish()
        reader.restart()
        for level in 0..<depth {
            if level % 3 == 0 {
                try reader.beginObject()
                #expect(try reader.nextKey() == "a")
            } else {
                try reader.beginArray()
                #expect(try reader.nextElement())
            }
        }
        #expect(try reader.readNumber().integer == 1)
        for level in (0..<depth).reversed() {
            let closed = level % 3 == 0 ? try reader.nextKey() == nil : try !reader.nextElement()
            #expect(closed)
        }
        try reader.finish()
    }

    @Test func knownKeys() throws {
        let names = [
            "id", "", "registered_capital", "registered_capitals", "名称", "software_copyrights", "id",
        ]
        let keys = JSONKeys(names)
        let text =
            #"{"id":1,"":2,"registered_capital":3,"registered_capitals":4,"名称":5,"\u0069d":6,"#
            + #""registered_Capital":7,"i":8,"software_copyrights":9,"registerXX_capital":10}"#
        var reader = JSONReader([UInt8](text.utf8))
        try reader.beginObject()
        var found: [JSONKey] = []
        while let key = try reader.nextKey(among: keys) {
            found.append(key)
            try reader.skipValue()
        }
        try reader.finish()
        let expected: [JSONKey] = [
            .known(0), .known(1), .known(2), .known(3), .known(4), .known(0), .other("registered_Capital"),
            .other("i"),
            .known(5), .other("registerXX_capital"),
        ]
        #expect(found == expected)
        #expect(keys.find("名称") == 4)
        #expect(keys.find("名") == nil)
    }

    /// Sets of every size find all their names and nothing else, wherever the key lies in the text.
    @Test func manyKeys() throws {
        for count in [0, 1, 4, 5, 100, 1000] {
            let names = (0..<count).map { String(repeating: "k", count: $0 % 23) + String($0) }
            let keys = JSONKeys(names)
            for (number, name) in names.enumerated() {
                for tail in ["1}", "\"a longer value\"}"] {
                    var reader = JSONReader([UInt8]("{\"\(name)\":\(tail)".utf8))
                    try reader.beginObject()
                    #expect(try reader.nextKey(among: keys) == .known(number))
                }
                #expect(keys.find(name + "x") == nil)
            }
        }
    }
}
