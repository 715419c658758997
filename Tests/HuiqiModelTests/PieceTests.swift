import Testing

@testable import HuiqiModel

/// Sources that are cut into pieces have every line once, wherever the cuts fall.
@Suite struct PieceTests {
    private static func lines(_ bytes: [UInt8], piece: Int, part: Int) -> [[UInt8]] {
        let source = MemoryBytes(bytes)
        var found: [[UInt8]] = []
        var room: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            var parts = LineParts(source, start..<min(start + piece, bytes.count), partSize: part)
            while let range = parts.next(into: &room) {
                let text = room[range]
                #expect(!text.isEmpty)
                let whole = text.last == 0x0A ? text.dropLast() : text
                found += whole.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
            }
        }
        return found
    }

    @Test func everyLineIsInOnePiece() {
        var random = SeededGenerator(seed: 11)
        for round in 0..<400 {
            let count = Int.random(in: 0..<60, using: &random)
            let feeds = round % 4 == 0 ? 60 : 5
            let bytes = (0..<count).map { _ -> UInt8 in
                Int.random(in: 0..<feeds, using: &random) == 0
                    ? 0x0A : UInt8.random(in: 65...70, using: &random)
            }
            let all = bytes.last == 0x0A ? bytes.dropLast() : bytes[...]
            let expected =
                bytes.isEmpty
                ? [] : all.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
            for piece in [1, 2, 3, 7, 20, 100] {
                for part in [1, 2, 5, 16, 4096] {
                    #expect(Self.lines(bytes, piece: piece, part: part) == expected)
                }
            }
        }
    }

    /// A line that is longer than any may be is refused without being read to its end, and those after it are read.
    @Test func endlessLinesAreCutOff() {
        let long = "{\"id\":\"" + String(repeating: "x", count: 4 << 20) + "\"}"
        let text = ["{\"id\":\"a\"}", long, "{\"id\":\"b\"}", long, "{\"id\":\"c\"}"].joined(separator: "\n")
        let bytes = Array(text.utf8)
        var room: [UInt8] = []
        var parts = LineParts(MemoryBytes(bytes), 0..<bytes.count)
        var most = 0
        while let range = parts.next(into: &room) { most = max(most, range.count) }
        #expect(most <= 4 * ProfileReader.lineLimit)
        for threads in [1, 2] {
            let reading = ProfileReader(schema: .contract).read(bytes, rows: 100, threads: threads)
            #expect(reading.taken == 3)
            #expect(reading.findings.map(\.line) == [2, 4])
            #expect(reading.findings.allSatisfy { $0.severity == .refusal })
        }
    }

    /// A source that has become shorter since its size was asked.
    private struct ShorterBytes: ByteSource {
        let byteCount: Int
        let rest: MemoryBytes

        func read(_ range: Range<Int>, into room: inout [UInt8]) { rest.read(range, into: &room) }
    }

    private struct NoBytes: ByteSource {
        struct Failure: Error, Equatable {}
        let byteCount = 1000

        func read(_ range: Range<Int>, into room: inout [UInt8]) throws(Failure) {
            if range.upperBound > 500 { throw Failure() }
            room = Array(repeating: 0x0A, count: range.count)
        }
    }

    @Test func aSourceMayBeShorterThanItSaid() {
        let bytes = Array("{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"c\"".utf8)
        var reader = ProfileReader(schema: .contract)
        for size in [1, 8, 100] {
            reader.pieceSize = size
            let reading = reader.read(
                from: ShorterBytes(byteCount: 400, rest: MemoryBytes(bytes)), rows: 10)
            #expect(reading.taken == 2 && reading.findings.map(\.line) == [3])
        }
    }

    @Test func whatTheSourceThrowsIsThrown() {
        #expect(throws: NoBytes.Failure()) {
            try ProfileReader(schema: .contract).read(from: NoBytes(), rows: 10, threads: 2)
        }
    }

    @Test func piecesChangeNothing() {
        var random = SeededGenerator(seed: 12)
        let lines = (0..<300).map { row in
            switch Int.random(in: 0..<8, using: &random) {
            case 0: "{\"id\":\"k\(Int.random(in: 0..<200, using: &random))\",\"size\":\"?\"}\r"
            case 1: "{\"id\":\"k\(row)\",\"region\":\"999999\",\"revenue\":{\"2020\":-\(row)}}"
            case 2: "  "
            case 3: "\u{FEFF}{\"id\":\"m\(row)\"}"
            default:
                "{\"id\":\"k\(Int.random(in: 0..<200, using: &random))\",\"tags\":[\"t\(row % 7)\",null]}"
            }
        }
        let bytes = Array(("\u{FEFF}" + lines.joined(separator: "\n")).utf8)
        var reader = ProfileReader(schema: .contract)
        let one = reader.read(bytes, rows: 4096)
        #expect(one.refused > 20 && one.taken > 100)
        for size in [1, 10, 40, 333, 5000] {
            reader.pieceSize = size
            for threads in [1, 3] {
                let other = reader.read(bytes, rows: 64, threads: threads)
                #expect(drafts(other) == drafts(one) && other.findings == one.findings)
            }
        }
    }
}
