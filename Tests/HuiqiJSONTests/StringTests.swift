import HuiqiJSON
import Testing

@Suite("Strings")
struct StringTests {
    private func string(_ body: [UInt8]) -> String? {
        var reader = JSONReader([0x22] + body + [0x22])
        guard let string = try? reader.readString(), (try? reader.finish()) != nil else { return nil }
        return string
    }

    private func check(_ sequence: [UInt8], _ expected: Bool) {
        // Before the quote, before a letter, and within the part that is looked at a word at a time.
        for body in [sequence, sequence + [0x61], [UInt8](repeating: 0x61, count: 13) + sequence + [0x62]] {
            let read = string(body)
            if (read != nil) != expected { Issue.record("\(sequence)") }
            if let read, [UInt8](read.utf8) != body { Issue.record("\(sequence) changed") }
        }
    }

    @Test func everyByte() {
        for byte in UInt8.min...UInt8.max where byte != 0x22 && byte != 0x5C {
            check([byte], byte >= 0x20 && byte < 0x80)
        }
    }

    @Test func everyPairFromTheUpperHalf() {
        for first in UInt8(0x80)...UInt8.max {
            for second in UInt8.min...UInt8.max where second != 0x22 && second != 0x5C {
                check([first, second], (0xC2...0xDF).contains(first) && (0x80...0xBF).contains(second))
            }
        }
    }

    @Test func sampledLongSequences() {
        let edges: [UInt8] = [0x20, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
        for first in UInt8(0xE0)...UInt8.max {
            for second in edges {
                for third in edges {
                    check([first, second, third], isScalar([first, second, third]))
                    for fourth in edges {
                        let sequence = [first, second, third, fourth]
                        check(
                            sequence, isScalar(sequence) || isScalar(Array(sequence[..<3])) && fourth < 0x80)
                    }
                }
            }
        }
    }

    /// Table 3-7 of the Unicode standard, for three and four bytes.
    private func isScalar(_ bytes: [UInt8]) -> Bool {
        let second: ClosedRange<UInt8>
        switch (bytes[0], bytes.count) {
        case (0xE0, 3): second = 0xA0...0xBF
        case (0xED, 3): second = 0x80...0x9F
        case (0xE1...0xEF, 3): second = 0x80...0xBF
        case (0xF0, 4): second = 0x90...0xBF
        case (0xF1...0xF3, 4): second = 0x80...0xBF
        case (0xF4, 4): second = 0x80...0x8F
        default: return false
        }
        return second.contains(bytes[1]) && bytes[2...].allSatisfy { (0x80...0xBF).contains($0) }
    }

    @Test func escapes() {
        #expect(string([UInt8](#"\"\\\/\b\f\n\r\t"#.utf8)) == "\"\\/\u{8}\u{C}\n\r\t")
        #expect(string([UInt8](#"\u4e2d\u4E2D\u0000x\u00e9"#.utf8)) == "中中\0x\u{e9}")
        #expect(
            string([UInt8](#"\ud83d\ude00\uDBFF\uDFFF\uD800\uDC00"#.utf8)) == "\u{1F600}\u{10FFFF}\u{10000}")
        #expect(string([UInt8](#"\uffff\ud7ff\ue000"#.utf8)) == "\u{FFFF}\u{D7FF}\u{E000}")
    }

    /// The end of a string is found at every place of a word, after every length.
    @Test func everyLength() {
        for length in 0..<70 {
            let text = String(repeating: "a", count: length)
            #expect(string([UInt8](text.utf8)) == text)
            #expect(string([UInt8]((text + "\\n").utf8)) == text + "\n")
            #expect(fault("\"\(text)\u{1}")?.reason == .controlCharacter)
            #expect(fault("\"\(text)")?.offsetUTF8 == length + 1)
        }
    }
}
