import HuiqiJSON
import Testing

@Suite("Seeded fuzzing")
struct FuzzTests {
    private let pieces: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\ude00", "e", "-", ".", "0", "9",
            "\n", " ", "null",
            "true", "1e400", "温", "[[[[[[[[",
        ].map { [UInt8]($0.utf8) } + [
            [0xFF], [0x80], [0xE6, 0xB8], [0xED, 0xA0, 0x80], [0xF4, 0x90], [0x00],
        ]

    /// Reading mutated documents never traps, reading and skipping agree, and what is accepted survives writing.
    @Test func mutations() throws {
        var generator = SeededGenerator(state: 42)
        let seeds = [
            profileLine, "[1,2.5,-3e2,\"a\",{\"b\":[]},null,true]", "{\"a\":{\"b\":{\"c\":\"\\u4e2d\"}}}",
            "-12.5e3",
        ]
        .map { [UInt8]($0.utf8) }
        let keys = JSONKeys(["name", "a", "2022", "tags", "certificates"])
        var accepted = 0
        var refused = 0
        for _ in 0..<200_000 {
            var bytes = seeds[Int(generator.next() % UInt64(seeds.count))]
            for _ in 0...generator.next() % 3 { mutate(&bytes, &generator) }
            if fault(bytes) != nil {
                refused += 1
                continue
            }
            accepted += 1
            let value = try readDocument(bytes)
            if try readDocument(bytes, keys) != value { Issue.record("\(bytes)") }
            var writer = JSONWriter()
            write(value, &writer)
            if try readDocument(writer.bytes) != value { Issue.record("\(bytes)") }
        }
        #expect(accepted > 10_000)
        #expect(refused > 10_000)
    }

    private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 6 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: pieces[Int(generator.next() % UInt64(pieces.count))], at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int(generator.next() % 9)))
        case 4: bytes[place] ^= 1 << UInt8(generator.next() % 8)
        default:
            let end = min(bytes.count, place + Int(generator.next() % 20))
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
    }

    /// Any sequence of calls on any document is answered, and a call that throws leaves the offset alone.
    @Test func calls() {
        var generator = SeededGenerator(state: 7)
        let keys = JSONKeys(["id", "a", "tags"])
        var answers = 0
        for _ in 0..<20_000 {
            var bytes = [UInt8](profileLine.utf8)
            if generator.next() % 2 == 0 { mutate(&bytes, &generator) }
            var reader = JSONReader(bytes)
            for _ in 0..<generator.next() % 40 {
                let before = reader.offset
                do throws(JSONError) {
                    switch generator.next() % 12 {
                    case 0, 1: try reader.beginObject()
                    case 2: try reader.beginArray()
                    case 3, 4: _ = try reader.nextKey()
                    case 5: _ = try reader.nextElement()
                    case 6: _ = try reader.readString()
                    case 7: _ = try reader.readNumber()
                    case 8: _ = try reader.readBool()
                    case 9: try reader.skipValue()
                    case 10: _ = try reader.nextKey(among: keys)
                    default: try reader.finish()
                    }
                    answers += 1
                } catch {
                    if reader.offset != before { Issue.record("moved by \(error)") }
                }
            }
        }
        #expect(answers > 50_000)
    }

    /// Random values written and read again are the same.
    @Test func roundTrip() throws {
        var generator = SeededGenerator(state: 11)
        for _ in 0..<20_000 {
            let value = randomValue(&generator, depth: 4)
            var writer = JSONWriter()
            write(value, &writer)
            if try readDocument(writer.bytes) != value { Issue.record("\(value)") }
        }
    }

    private func randomValue(_ generator: inout SeededGenerator, depth: Int) -> Value {
        switch generator.next() % (depth > 0 ? 7 : 5) {
        case 0: return .null
        case 1: return .bool(generator.next() % 2 == 0)
        case 2: return .number(Int64(bitPattern: generator.next()) >> Int64(generator.next() % 63))
        case 3, 4: return .string(randomString(&generator))
        case 5:
            return .array((0..<generator.next() % 4).map { _ in randomValue(&generator, depth: depth - 1) })
        default:
            return .object(
                (0..<generator.next() % 4).map { _ in
                    (randomString(&generator), randomValue(&generator, depth: depth - 1))
                })
        }
    }

    private func randomString(_ generator: inout SeededGenerator) -> String {
        let ceilings: [UInt64] = [0x20, 0x80, 0x800, 0x10000, 0x110000]
        var text = ""
        for _ in 0..<generator.next() % 20 {
            let ceiling = ceilings[Int(generator.next() % UInt64(ceilings.count))]
            let code = UInt32(truncatingIfNeeded: generator.next() % ceiling)
            if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
