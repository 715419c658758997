import HuiqiJSON
import Testing

@Suite("Writer")
struct WriterTests {
    @Test func compact() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("名")
        writer.value("a\"b\\c\n\u{1}\u{1f}\u{7f}/é\u{2028}")
        writer.key("n")
        writer.beginArray()
        writer.value(Int64.min)
        writer.value(7)
        writer.value(true)
        writer.value(false)
        writer.null()
        writer.number(literal: "1.50")
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.endArray()
        writer.endObject()
        writer.endLine()
        writer.value(1)
        let expected =
            #"{"名":"a\"b\\c\n\u0001\u001f"# + "\u{7f}/é\u{2028}\","
            + #""n":[-9223372036854775808,7,true,false,null,1.50,{},[]]}"# + "\n1"
        #expect(writer.bytes == [UInt8](expected.utf8))
    }

    /// Every control character, and every scalar of the first 70,000, comes back.
    @Test func everyScalar() throws {
        for code in UInt32(0)..<70_000 {
            guard let scalar = Unicode.Scalar(code) else { continue }
            let text = "x" + String(Character(scalar))
            var writer = JSONWriter()
            writer.value(text)
            var reader = JSONReader(writer.bytes)
            let read = try reader.readString()
            if !read.utf8.elementsEqual(text.utf8) { Issue.record("U+\(String(code, radix: 16))") }
        }
    }
}
