import Testing

@testable import HuiqiModel

/// Rows that are read straight into columns come out as rows that are read with care, also between refused ones.
@Suite struct PlainRowTests {
    static let schema = try? Schema(adding: [
        Field("grade", .enumeration(["一级", "二级"]), label: Message(zh: "级", en: "grade")),
        Field("park", .code(.other), label: Message(zh: "园区", en: "park")),
        Field(
            "sites",
            .records([
                .init(name: "area", type: .int), .init(name: "rented", type: .bool),
                .init(name: "kind", type: .enumeration(["厂房", "办公"])),
                .init(name: "rent", type: .yearly), .init(name: "uses", type: .texts),
            ]), label: Message(zh: "场地", en: "sites")),
    ])

    private static let strings = [
        #""""#, #""a""#, #""温州""#, #""\u6e29\u5dde市""#, #""é""#, #""e\u0301""#, #""\n\t\"\\\/""#, #""🙂""#,
        #""\ud83d\ude42""#, #""\ud83d""#, #""\x""#, "\"\u{1}\"", "\"\u{7f}\"", #""unclosed"#, #""abcdefgh""#,
        #""abcdefg温州市鹿城区x""#, #""温州市鹿城区abcdefgh温""#, #""ࠀ퟿ﰀ￿""#, #""ab\u"#, #"'a'"#,
    ]
    private static let numbers = [
        "0", "-0", "1", "-1", "12", "120.0", "120.5", "120.50", "120.500", "120.505", "1e2", "1.5E3", "-1e-2",
        "9223372036854775807", "9223372036854775808", "92233720368547758.07", "92233720368547758.08",
        "-92233720368547758.08", "1234567890123456", "12345678901234567", "1234567890123456.78", "0.01",
        "0.001",
        "00", "01", "-", "+1", "1.", ".5", "1e", "1a", "99999999999999999999999999999999999999999", "0.10",
    ]
    private static let days = [
        #""2020-02-29""#, #""2021-02-29""#, #""9999-12-31""#, #""0000-01-01""#, #""2020-2-1""#,
        #""2020\u002d01-01""#, #""2020-01-01x""#, #""2020-13-01""#,
    ]
    private static let codes = [
        #""330302""#, #""330302001""#, #""330303""#, #""999999""#, #""33030""#, #""C3829""#, #""3829""#,
        #""C""#,
        #""A3829""#, #""9999""#, #""Z1""#, #""\u0043""#, #""p-1.x_2""#, #""大""#, #""小型""#, #""\u5c0f\u578b""#,
        #""A""#, #""一级""#, #""厂房""#,
    ]
    private static let credit = [
        #""91330326MA1000009E""#, #""91330326MA1000009F""#, #""91330304MA57K10048""#, #""x""#, #""""#,
    ]

    private struct Writer {
        var random: SeededGenerator

        mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &random) == 0 }

        mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }

        mutating func space() -> String { chance(12) ? pick([" ", "\t", "  "]) : "" }

        mutating func value(_ type: FieldType) -> String {
            if chance(9) { return "null" }
            if chance(40) {
                return pick(["{}", "[]", "true", "1", #""x""#, "nul", "", "[null]", "{\"a\":1}"])
            }
            switch type {
            case .text:
                return chance(3)
                    ? pick(PlainRowTests.strings) : #""文字 \#(Int.random(in: 0..<9, using: &random))""#
            case .code(.region): return chance(5) ? pick(PlainRowTests.codes) : #""330302""#
            case .code, .enumeration:
                return pick(PlainRowTests.codes)
            case .day: return chance(3) ? pick(PlainRowTests.days) : #""2020-02-29""#
            case .int: return chance(3) ? pick(PlainRowTests.numbers) : "12"
            case .money: return chance(2) ? pick(PlainRowTests.numbers) : "-35.20"
            case .bool: return chance(9) ? pick(["tru", "falsey", "True"]) : pick(["true", "false"])
            case .yearly:
                return object(0..<4) { writer in
                    let odd = ["1899", "3000", "02020", "\\u0032020", "year", "2020", "1900", "2999"]
                    let year =
                        writer.chance(9) ? writer.pick(odd) : "20" + writer.pick(["19", "21", "20", "18"])
                    return (year, writer.value(.money))
                }
            case .texts: return array { $0.value(.text) }
            case .records(let members):
                return array { writer in
                    writer.object(0..<members.count) { writer in
                        guard !writer.chance(20), let member = members.randomElement(using: &writer.random)
                        else { return ("other", "1") }
                        return (member.name, writer.value(member.type))
                    }
                }
            }
        }

        mutating func object(_ count: Range<Int>, _ member: (inout Writer) -> (String, String)) -> String {
            var parts: [String] = []
            for _ in 0..<Int.random(in: count, using: &random) {
                let (key, value) = member(&self)
                parts.append(space() + "\"" + key + "\"" + space() + ":" + space() + value + space())
            }
            return "{" + parts.joined(separator: ",") + (chance(60) ? "," : "") + "}"
        }

        mutating func array(_ element: (inout Writer) -> String) -> String {
            var parts: [String] = []
            for _ in 0..<Int.random(in: 0..<4, using: &random) { parts.append(space() + element(&self)) }
            return "[" + parts.joined(separator: ",") + (chance(60) ? "," : "") + "]"
        }

        mutating func line(_ schema: Schema, calm: Bool) -> [UInt8] {
            var keys = [#""id":"k\#(Int.random(in: 0..<150, using: &random))""#]
            if chance(9) { keys = [#""id":"# + pick(PlainRowTests.strings)] }
            if chance(3) { keys.append(#""uscc":"# + pick(PlainRowTests.credit)) }
            if chance(9) { keys.removeFirst() }
            for _ in 0..<Int.random(in: 0..<8, using: &random) {
                guard let field = schema.fields.dropFirst(2).randomElement(using: &random) else { break }
                keys.append("\"\(field.name)\":" + space() + (calm ? "null" : value(field.type)))
            }
            if chance(5) {
                let reviews = object(0..<4) { writer in
                    (writer.pick(["C1/c1", "C1/c2", "C2/c1", "C", "é/\\u00e9"]), writer.value(.bool))
                }
                keys.append("\"reviews\":" + (chance(9) ? "null" : reviews))
            }
            if chance(30) { keys.append(pick([#""what":1"#, "", #""name""#, #""na\u006de":"n""#])) }
            var bytes = Array((space() + "{" + keys.joined(separator: "," + space()) + "}" + space()).utf8)
            if chance(8) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            return bytes.filter { $0 != 0x0A }
        }
    }

    /// Random lines, most of them profiles.
    static func lines(_ schema: Schema, seed: Int, count: Int) -> [[UInt8]] {
        var writer = Writer(random: SeededGenerator(seed: UInt64(seed)))
        return (0..<count).map { _ in writer.line(schema, calm: seed % 4 == 0) }
    }

    @Test(arguments: 0..<40) func bothWaysAreOne(seed: Int) throws {
        let schema = try #require(Self.schema)
        var writer = Writer(random: SeededGenerator(seed: UInt64(seed)))
        var lines: [[UInt8]] = []
        for _ in 0..<250 { lines.append(writer.line(schema, calm: seed % 4 == 0)) }
        let plain = ProfileReader(schema: schema)
        var careful = plain
        careful.takesPlainRows = false
        let bytes = Array(lines.joined(separator: [0x0A]))
        let expected = careful.read(bytes, rows: 64)
        #expect(expected.taken > 20 && expected.refused > 5)
        for threads in [1, 3] {
            let found = plain.read(bytes, rows: 64, threads: threads)
            #expect(found.findings == expected.findings)
            #expect(found.batches.count == expected.batches.count)
            for (one, other) in zip(found.batches, expected.batches) { expectSame(one, other) }
        }
        var scratch = ProfileScratch(schema: .contract)
        var kept: [(ProfileBatch, ProfileBatch)] = []
        for line in lines {
            let one = Result { () throws(ProfileRefusal) in try plain.readOne(line, scratch: &scratch) }
            let other = Result { () throws(ProfileRefusal) in try careful.readOne(line) }
            switch (one, other) {
            case (.success(let left), .success(let right)):
                #expect(left.1 == right.1)
                expectSame(left.0, right.0)
                if kept.count < 20 { kept.append((left.0, right.0)) }
            case (.failure(let left), .failure(let right)): #expect(left.finding == right.finding)
            default: Issue.record("\(String(decoding: line, as: UTF8.self)): \(one) but \(other)")
            }
        }
        // What was read before is untouched by what was read after it in the same memory.
        for (left, right) in kept { expectSame(left, right) }
    }

    /// Refused rows between plain ones, of which only the field that is read last is wrong.
    @Test func aRefusedRowLeavesNoTrace() throws {
        let good =
            #"{"id":"a","region":"330302","tags":["x"],"revenue":{"2020":1},"penalties":[{"kind":"k"}]}"#
        let bad = #"""
            {"id":"b","reviews":{"C/c":true},"name":"n","region":"330303","size":"大","tags":["y","z"],"dishonest":true,
            "revenue":{"2019":-1,"2021":2},"established":"2020-01-01","certificates":[{"name":"m","from":"2020-01-01"}],
            "penalties":[{"kind":"l","amount":"x"}]}
            """#.replacing("\n", with: "")
        let reading = ProfileReader(schema: .contract)
            .read(
                Array(
                    [bad, good, bad, bad, good.replacing("\"a\"", with: "\"c\""), bad].joined(separator: "\n")
                        .utf8), rows: 9)
        #expect(reading.refused == 4 && reading.findings.count == 4 && reading.taken == 2)
        let alone = ProfileReader(schema: .contract)
            .read(
                Array([good, good.replacing("\"a\"", with: "\"c\"")].joined(separator: "\n").utf8), rows: 9)
        expectSame(try #require(reading.batches.first), try #require(alone.batches.first))
    }

    /// The plain way is in fact taken: what it does not take is slow, and nothing else would tell.
    @Test func ordinaryRowsArePlain() {
        let rows = [
            #"{"id":"a"}"#,
            #" { "uscc" : "91330326MA1000009E" , "profit" : { "2020" : -1.5e3 , "2021" : null } } "#,
            #"{"id":"a","name":"\u6e29\u5dde","size":"\u5c0f","reviews":{"C/c":true},"tags":[null,"🙂"],"penalties":[]}"#,
        ]
        for row in rows {
            var builder = BatchBuilder(schema: .contract, maxDepth: 8)
            builder.load(Array(row.utf8))
            let isTaken = builder.read(0..<row.utf8.count, needsKey: true)
            #expect(isTaken, "\(row)")
        }
    }
}
