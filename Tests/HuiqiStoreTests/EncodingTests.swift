import HuiqiModel
import HuiqiText
import Testing

@testable import HuiqiStore

@Suite struct EncodingTests {
    /// 编号,企业名称 / 1,温州甲公司 in GB 18030.
    static let gbk: [UInt8] =
        [0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xC6, 0xF3, 0xD2, 0xB5, 0xC3, 0xFB, 0xB3, 0xC6, 0x0A, 0x31, 0x2C]
        + [0xCE, 0xC2, 0xD6, 0xDD, 0xBC, 0xD7, 0xB9, 0xAB, 0xCB, 0xBE, 0x0A]

    @Test func bothAreToldApart() throws {
        let utf8 = try table("编号,企业名称\n1,温州甲公司\n")
        let gbk = try table(Self.gbk)
        #expect(utf8.encoding == .utf8 && gbk.encoding == .gb18030)
        #expect(utf8.lines == [#"{"id":"1","name":"温州甲公司"}"#] && gbk.lines == utf8.lines)
        #expect(try table(Self.gbk, options: CSVOptions(encoding: .gb18030)).lines == utf8.lines)
    }

    /// What contradicts the encoding may stand at the very end, in any piece.
    @Test func theLastByteCounts() throws {
        let rows = (2..<200).map { "\($0),x\n" }.joined()
        var bytes = Array("id,name\n\(rows)".utf8)
        let gbkRow: [UInt8] = [0x31, 0x2C, 0xCE, 0xC2, 0xD6, 0xDD, 0x0A]
        #expect(try table(bytes + gbkRow, pieceSize: 16).encoding == .gb18030)
        bytes += [0x31, 0x2C, 0xE6, 0xB8, 0xA9, 0xFF, 0x0A]
        let found = try #require(refusal(bytes))
        #expect(found.line == 200 && found.offsetUTF8 != nil)
    }

    @Test func whatIsSaidIsHeld() {
        let wrong = refusal(Self.gbk, options: CSVOptions(encoding: .utf8))
        #expect(wrong?.line == 1 && wrong?.offsetUTF8 == 0)
        #expect(refusal([0xEF, 0xBB, 0xBF] + Self.gbk)?.offsetUTF8 == 3)
        #expect(refusal([0xFF, 0xFE, 0x69, 0x00])?.message.en.contains("UTF-16") == true)
        #expect(refusal(Array("id,name\n1,a".utf8) + [0xD6])?.line == 2)
        // A user-defined character is well only where the caller says what the file is.
        let private1 = Array("id,name\n1,".utf8) + [0xAA, 0xA1, 0x0A]
        #expect(refusal(private1) != nil)
        #expect(refusal(private1, options: CSVOptions(encoding: .gb18030)) == nil)
    }

    @Test func codesOfEveryLength() throws {
        let table = try GB18030.table()
        func decoded(_ bytes: [UInt8]) -> String {
            var out: [UInt8] = []
            table.decode(bytes.span, 0..<bytes.count, into: &out)
            return String(decoding: out, as: UTF8.self)
        }
        #expect(decoded([0x61, 0xD6, 0xD0, 0xA1, 0xE3, 0x80]) == "a中°\u{FFFD}")
        #expect(decoded([0x81, 0x30, 0x84, 0x36]) == "\u{A5}")
        #expect(decoded([0x81, 0x39, 0xEE, 0x39]) == "\u{3400}")
        #expect(decoded([0x90, 0x30, 0x81, 0x30]) == "\u{10000}")
        #expect(decoded([0xE3, 0x32, 0x9A, 0x35]) == "\u{10FFFF}")
        #expect(decoded([0xE3, 0x32, 0x9A, 0x36]).contains("\u{FFFD}"))
        for bytes in [[0xD6], [0xD6, 0x20], [0x81, 0x30, 0x84], [0x80, 0x41], [0xFF, 0x41]] as [[UInt8]] {
            #expect(table.firstFault(bytes.span) == 0)
        }
        #expect(table.firstFault([0x41, 0xD6, 0xD0, 0xD6].span) == 3)
    }

    /// A random text comes out the same from both encodings, cut anywhere.
    @Test func piecesAreNotSeen() throws {
        var random = Seeded(5)
        let bits: [([UInt8], String)] = [
            ([0xD6, 0xD0], "中"), ([0x81, 0x30, 0x84, 0x36], "¥"), ([0xB9, 0x7C], "箌"), ([0x31], "1"),
        ]
        for _ in 0..<200 {
            var gbk = Array("id,name\n".utf8)
            var utf8 = "id,name\n"
            for row in 0..<random.below(9) {
                gbk += Array("k\(row),\"".utf8)
                utf8 += "k\(row),\""
                for _ in 0..<(1 + random.below(5)) {
                    let (bytes, text) = random.one(of: bits)
                    gbk += bytes
                    utf8 += text
                }
                gbk += Array("\"\"\"\n".utf8)
                utf8 += "\"\"\"\n"
            }
            let cut = try table(
                gbk, options: CSVOptions(encoding: .gb18030), pieceSize: 1 + random.below(20),
                partSize: 1 + random.below(9))
            #expect(try cut.lines == table(utf8).lines)
        }
    }
}
