import HuiqiModel
import Testing

@testable import HuiqiStore

@Suite struct RowScannerTests {
    @Test func quotesLinesAndDelimiters() throws {
        let expected = [#"{"id":"1","name":"a,b\n\"c\""}"#, #"{"id":"2","name":"d"}"#]
        for end in ["\n", "\r\n", "\r"] {
            for delimiter in [",", ";", "\t"] {
                let read = try table(
                    "id\(delimiter)name\(end)1\(delimiter)\"a,b\n\"\"c\"\"\"\(end)\(end)2\(delimiter)d")
                #expect(read.lines == expected)
                #expect(read.profiles.findings.isEmpty)
                #expect(String(read.delimiter) == delimiter)
            }
        }
        #expect(try table("\u{FEFF}sep=;\nid;name\n1;x").lines == [#"{"id":"1","name":"x"}"#])
    }

    @Test func emptyRowsArePassedOver() throws {
        let read = try table("\n\nid,name\n,\n\n1,x\n\n,\n")
        #expect(read.lines == [#"{"id":"1","name":"x"}"#] && read.profiles.findings.isEmpty)
    }

    /// Each of these tables loses the one line that is wrong, and says which.
    @Test(arguments: [
        ("1,x\"y\n2,b\n", ["refusal 2 -"]),
        ("1,\"x\"y\n2,b\n", ["refusal 2 -"]),
        ("1,\"x\n2,b\n3,\"c\"\n", ["refusal 2 -"]),
        ("1,\"x\n2,b\n", ["refusal 2 -"]),
        ("1\n2,b\n", ["refusal 2 -"]),
        ("1,a,b\n2,b\n", ["refusal 2 -"]),
        ("1,a\u{0}\n2,b\n", ["refusal 2 -"]),
        ("1,\"a\nb\",c\n2,b\n", ["refusal 2 -", "refusal 3 -"]),
    ])
    func aFaultCostsItsLine(_ rows: String, _ places: [String]) throws {
        let read = try table("id,name\n" + rows)
        #expect(read.places == places)
        #expect(read.lines.first == #"{"id":"2","name":"b"}"#)
    }

    @Test func lineNumbersCountEveryLine() throws {
        let read = try table("id,name\n1,\"a\nb\nc\"\n2,\"d\r\ne\"\n\n3\n4,x\n4,y\n")
        #expect(read.places == ["refusal 8 -", "refusal 10 -"])
        #expect(read.profiles.findings.last?.subject == "4")
        #expect(read.profiles.taken == 3)
    }

    /// A quoted cell without an end is cut off at the longest row, and costs its line.
    @Test func aHugeCellIsBounded() throws {
        let filler = String(repeating: "长长的文字，没有引号\n", count: 60_000)
        let read = try table("id,name\n1,\"x\n\(filler)2,b\n")
        #expect(read.lines == [#"{"id":"2","name":"b"}"#])
        #expect(read.profiles.findings.first?.line == 2)
        let line = String(repeating: "x", count: 1_500_000)
        let long = try table("id,name\n1,\(line)\n2,b\n", partSize: 1000)
        #expect(long.lines == [#"{"id":"2","name":"b"}"#] && long.places == ["refusal 2 -"])
    }

    /// Pieces, parts and threads change nothing, whatever is broken where.
    @Test func piecesAreNotSeen() throws {
        var random = Seeded(11)
        let bits = [
            "1", "x", "\"", "\"\"", ",", "\n", "\r\n", "\r", "\n2,a\n", "\"a\nb\"", "企业", "\n3,\"c\n,d\"\n",
            "5,",
        ]
        for _ in 0..<400 {
            var text = "id,name\n"
            for _ in 0..<random.below(60) { text += random.one(of: bits) }
            let whole = try table(text)
            for _ in 0..<4 {
                let cut = try table(
                    text, pieceSize: 1 + random.below(40), partSize: 1 + random.below(30),
                    threads: 1 + random.below(3))
                #expect(cut.lines == whole.lines, "\(text.debugDescription)")
                #expect(cut.profiles.findings == whole.profiles.findings, "\(text.debugDescription)")
            }
        }
    }
}
