import Testing

@testable import HuiqiText

/// Normalising character by character must agree with ICU's normalising of the whole.
@Suite struct CharacterFormsTests {
    let normalizer: TextNormalizer

    init() throws { normalizer = try TextNormalizer() }

    private func agrees(_ text: String) -> Bool {
        let whole = Array(normalizer.normalizeByICU(text).utf8)
        var out: [UInt8] = [7]
        normalizer.normalize(text.utf8Span.span, into: &out)
        return out.first == 7 && Array(out.dropFirst()) == whole
            && Array(normalizer.normalize(text).utf8) == whole
    }

    @Test func everyCharacterAlone() {
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if !agrees(String(scalar)) { Issue.record("U+\(String(value, radix: 16))") }
        }
    }

    @Test func everyCharacterInCompany() {
        // Letters that take marks, a jamo, an accent and kana, before and behind.
        for (before, behind) in [("a", "a"), ("企", "\u{301}"), ("か", "か"), ("\u{1100}", "\u{1161}")] {
            for value in UInt32(0)...0xFFFF {
                guard let scalar = Unicode.Scalar(value) else { continue }
                if !agrees("\(before)\(scalar)\(behind)") {
                    Issue.record("\(before) U+\(String(value, radix: 16)) \(behind)")
                }
            }
        }
    }

    @Test func randomTexts() {
        var random = SeededGenerator(seed: 47)
        var count = 0
        var byForms = 0
        while count < 1_200_000 {
            let kind = random.next() % 4
            var text = ""
            for _ in 0..<(1 + random.next() % 40) {
                text.unicodeScalars.append(CharacterFormsTests.scalar(kind, &random))
            }
            count += text.unicodeScalars.count
            if kind == 0 { byForms += 1 }
            if !agrees(text) { Issue.record("\(text.unicodeScalars.map { String($0.value, radix: 16) })") }
        }
        #expect(byForms > 1_000)
    }

    /// Ordinary text, the whole plane, marks and letters, or anything at all.
    private static func scalar(_ kind: UInt64, _ random: inout SeededGenerator) -> Unicode.Scalar {
        let ranges: [ClosedRange<UInt32>]
        switch kind {
        case 0: ranges = [0x20...0x7E, 0x4E00...0x9FFF, 0x3000...0x3020, 0xFF01...0xFF5E, 0x2460...0x24FF]
        case 1: ranges = [0...0xFFFF]
        case 2: ranges = [0x41...0x7A, 0xC0...0x36F, 0x1100...0x11FF, 0x3040...0x30FF, 0xAC00...0xAD00]
        default: ranges = [0...0x7F, 0x80...0x7FF, 0x800...0xFFFF, 0x10000...0x10FFFF]
        }
        let range = ranges[Int(random.next() % UInt64(ranges.count))]
        let value = range.lowerBound + UInt32(random.next() % UInt64(range.count))
        return Unicode.Scalar(value) ?? "中"
    }

    @Test func illFormedBytesAreRepairedOrKeptOut() {
        for bytes: [UInt8] in [
            [0xE4], [0xE4, 0xB8], [0xC3], [0x80], [0xFF, 0x41], [0xF0, 0x9F], [0xED, 0xA0, 0x80],
        ] {
            var out: [UInt8] = []
            normalizer.normalize(bytes.span, into: &out)
            #expect(String(validating: out, as: UTF8.self) != nil)
        }
    }
}
