import HuiqiModel
import Testing

@Suite struct ProfileReaderTests {
    private func keys(_ reading: ProfileReading) -> [String] {
        reading.batches.flatMap { batch in (0..<batch.count).map { batch.key($0) } }
    }

    private func refusals(_ reading: ProfileReading) -> [String] {
        reading.findings.filter { $0.severity == .refusal }.map { "\($0.line) \($0.field ?? "-")" }
    }

    @Test func aRefusedRowLeavesTheOthers() {
        let reading = read(
            """
            {"id":"a"}
            {"id":"b","colour":"red"}
            not json

            {"id":"c","name":"x","name":"y"}
            {"id":"d"}
            []
            {"id":"e"} {}
            {"name":"no key"}
            {"id":"f"
            """)
        #expect(keys(reading) == ["a", "d"])
        #expect(refusals(reading) == ["2 colour", "3 -", "5 name", "7 -", "8 -", "9 id", "10 -"])
        #expect(reading.taken == 2 && reading.refused == 7)
        #expect(reading.findings[0].text(.en).hasPrefix("line 2, field colour, offset "))
        #expect(reading.findings[0].text(.zh).hasPrefix("第 2 行，字段 colour，偏移 "))
    }

    @Test func duplicateKeysInOneObjectRefuseTheRow() {
        for json in [
            #"{"id":"a","id":"a"}"#, #"{"id":"a","tags":null,"tags":[]}"#, #"{"id":"a","\u0069d":"b"}"#,
            #"{"id":"a","reviews":{},"reviews":{}}"#, #"{"id":"a","reviews":null,"reviews":{}}"#,
        ] {
            #expect(read(json).refused == 1, "\(json)")
        }
    }

    @Test func theKeyIsIdElseUscc() {
        #expect(keys(read(#"{"id":"a","uscc":"x"}"#)) == ["a"])
        #expect(keys(read(#"{"uscc":"91350100M000100Y43"}"#)) == ["91350100M000100Y43"])
        #expect(keys(read(#"{"id":null,"uscc":"x"}"#)) == ["x"])
        #expect(refusals(read(#"{"id":""}"#)) == ["1 id"])
        #expect(refusals(read(#"{"name":"x"}"#)) == ["1 id"])
    }

    @Test func theSecondOfTwoEqualKeysIsRefused() {
        let lines = (0..<50).map { #"{"id":"k\#($0 % 40)","profit":{"2023":-1}}"# }
        for rows in [1, 7, 100] {
            let reading = read(lines.joined(separator: "\n"), rows: rows)
            #expect(keys(reading) == (0..<40).map { "k\($0)" })
            #expect(reading.findings.filter { $0.severity == .refusal }.map(\.line) == Array(41...50))
            // A refused row leaves nothing but its refusal.
            #expect(reading.findings.filter { $0.severity == .warning }.map(\.line) == Array(1...40))
            #expect(reading.findings.map(\.line) == Array(1...50))
        }
    }

    @Test func keysAreComparedByteByByte() {
        #expect(keys(read("{\"id\":\"\u{E9}\"}\n{\"id\":\"e\u{301}\"}")).count == 2)
    }

    @Test func aRefusedRowDoesNotTakeItsKey() {
        let reading = read("{\"id\":\"a\",\"size\":\"?\"}\n{\"id\":\"a\"}")
        #expect(keys(reading) == ["a"] && reading.findings.map(\.line) == [1])
    }

    @Test func byteOrderMarkAndLineEndsAreSkipped() {
        let reading = read("\u{FEFF}{\"id\":\"a\"}\r\n\r\n  \n{\"id\":\"b\"}\r\n{\"id\":\"c\"}")
        #expect(keys(reading) == ["a", "b", "c"] && reading.findings.isEmpty)
        #expect(refusals(read("{\"id\":\"a\"}\n\u{FEFF}{\"id\":\"b\"}")) == ["2 -"])
    }

    @Test func badUTF8RefusesTheRowOnly() {
        var bytes = Array(#"{"id":"a","name":""#.utf8)
        bytes += [0xC3, 0x28]
        bytes += Array("\"}\n{\"id\":\"b\"}".utf8)
        let reading = ProfileReader(schema: .contract).read(bytes, rows: 10)
        #expect(keys(reading) == ["b"] && reading.findings.map(\.line) == [1])
    }

    @Test func deepAndLongLinesAreRefused() {
        let deep = "{\"id\":\"a\",\"tags\":" + String(repeating: "[", count: 100_000)
        #expect(read(deep).refused == 1)
        let long =
            "{\"id\":\"a\",\"name\":\"" + String(repeating: "x", count: ProfileReader.lineLimit) + "\"}"
        #expect(read(long + "\n{\"id\":\"b\"}").taken == 1)
    }

    @Test func anyNumberOfThreadsAndRowsReadsTheSame() {
        var random = SeededGenerator(seed: 5)
        let lines = (0..<500).map { row in
            switch Int.random(in: 0..<6, using: &random) {
            case 0: "{\"id\":\"k\(Int.random(in: 0..<300, using: &random))\",\"size\":\"?\"}"
            case 1: "{\"id\":\"k\(row)\",\"region\":\"999999\",\"revenue\":{\"2020\":\(row)}}"
            default:
                "{\"id\":\"k\(Int.random(in: 0..<300, using: &random))\",\"tags\":[\"t\(row % 7)\",null]}"
            }
        }
        let text = lines.joined(separator: "\n")
        let one = read(text, rows: 64)
        for threads in [2, 4, 9] {
            let other = read(text, rows: 64, threads: threads)
            #expect(drafts(other) == drafts(one) && other.findings == one.findings)
            #expect(other.batches.map(\.count) == one.batches.map(\.count))
        }
        #expect(drafts(read(text, rows: 4096)) == drafts(one))
        #expect(read(text, rows: 4096).findings == one.findings)
    }

    @Test func readOneNeedsNoKey() throws {
        let reader = ProfileReader(schema: .contract)
        let (batch, findings) = try reader.readOne(Array(#"{"employees":3}"#.utf8))
        #expect(batch.count == 1 && batch.key(0) == "" && findings.isEmpty)
        #expect(throws: ProfileRefusal.self) { try reader.readOne(Array("{".utf8)) }
        #expect(throws: ProfileRefusal.self) { try reader.readOne([]) }
    }

    /// No bytes make the reader trap.
    @Test func noiseIsRefused() {
        var random = SeededGenerator(seed: 6)
        let seed = Array(
            #"{"id":"a","tags":["x",null],"revenue":{"2023":1.25},"penalties":[{"amount":-1e2}]}"#.utf8)
        for _ in 0..<5000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            let reading = ProfileReader(schema: .contract).read(bytes, rows: 4)
            #expect(reading.taken + reading.refused >= 0)
        }
    }
}

/// Every profile as text, to compare readings by.
func drafts(_ reading: ProfileReading) -> [String] {
    reading.batches.flatMap { batch in (0..<batch.count).map { "\(batch[$0].draft)" } }
}
