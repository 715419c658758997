import HuiqiJSON
import Testing

@Suite("JSON lines")
struct LinesTests {
    private func lines(_ text: String, in range: Range<Int>? = nil, firstLine: Int = 1) -> [String] {
        let bytes = [UInt8](text.utf8)
        return JSONLines(bytes, in: range, firstLine: firstLine).map {
            "\($0.line):" + String(decoding: bytes[$0.range], as: UTF8.self)
        }
    }

    @Test func ends() {
        #expect(lines("") == [])
        #expect(lines("\n\r\n \t\n") == [])
        #expect(lines("a") == ["1:a"])
        #expect(lines("a\nb\r\n\n \r\nc\r\n") == ["1:a", "2:b", "5:c"])
        #expect(lines("a\n\nb") == ["1:a", "3:b"])
        #expect(
            lines("a long line of words\nanother one of them\n") == [
                "1:a long line of words", "2:another one of them",
            ])
        #expect(lines("\u{FEFF}a\n\u{FEFF}b") == ["1:a", "2:\u{FEFF}b"])
        #expect(lines("\u{FEFF}") == [])
    }

    @Test func ranges() {
        #expect(lines("a\nb\nc", in: 2..<4) == ["1:b"])
        #expect(lines("a\nb\nc", in: 2..<99, firstLine: 2) == ["2:b", "3:c"])
        #expect(lines("a\nb\nc", in: 50..<99) == [])
        #expect(lines("a\nb", firstLine: .max).count == 2)
    }

    /// A line of every length around the word size is found whole.
    @Test func lengths() {
        for length in 1..<40 {
            let line =
                String(repeating: "温", count: length / 3) + String(repeating: "x", count: length % 3 + 1)
            #expect(lines("\(line)\n\(line)\r\n\(line)") == ["1:\(line)", "2:\(line)", "3:\(line)"])
        }
    }
}
