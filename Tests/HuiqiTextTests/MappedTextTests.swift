import Testing

@testable import HuiqiText

/// The way back from a rewritten form to its original.
@Suite struct MappedTextTests {
    let normalizer: TextNormalizer

    init() throws { normalizer = try TextNormalizer() }

    @Test func offsetsByHand() {
        let mapped = normalizer.mapped("ａ\u{200B}企業①e\u{301}㎡")
        #expect(mapped.text == "a企业1ém2")
        // ａ 0..<3, zero width 3..<6, 企 6..<9, 業 9..<12, ① 12..<15, e and accent 15..<18, ㎡ 18..<21.
        for (form, original) in [
            (0..<1, 0..<3), (1..<4, 6..<9), (4..<7, 9..<12), (7..<8, 12..<15), (8..<10, 15..<18),
            (10..<11, 18..<21), (11..<12, 18..<21), (0..<4, 0..<9), (2..<3, 6..<9), (0..<12, 0..<21),
            (4..<4, 9..<9), (12..<12, 21..<21), (-5..<99, 0..<21), (99..<100, 21..<21),
        ] {
            #expect(mapped.original(form) == original, "\(form)")
        }
    }

    @Test func randomTextsByBothWays() {
        var random = SeededGenerator(seed: 71)
        for _ in 0..<20_000 {
            let text = random.text(upTo: 30)
            let mapped = normalizer.mapped(text)
            #expect(mapped.bytes == Array(normalizer.normalize(text).utf8))
            checkMap(mapped, of: text)
        }
        #expect(normalizer.mapped("").original(0..<5) == 0..<0)
    }

    @Test func everyCharacterInCompany() {
        for (before, behind) in [("", ""), ("a", "a"), ("企", "\u{301}"), ("\u{1100}", "\u{1161}")] {
            for value in UInt32(0)...0x1_1FFF {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let text = "\(before)\(scalar)\(behind)"
                let mapped = normalizer.mapped(text)
                if mapped.bytes != Array(normalizer.normalize(text).utf8)
                    || mapped.original(0..<99).isEmpty
                        != mapped.bytes.isEmpty
                {
                    Issue.record("\(before) U+\(String(value, radix: 16)) \(behind)")
                }
            }
        }
    }

    @Test func whatVanishesLeavesItsNeighboursAlone() {
        for value in 0x80...0xFFFF where CharacterForms.isInvisible(value) {
            let mark = Unicode.Scalar(UInt32(value)).map(String.init) ?? ""
            #expect(normalizer.normalize(mark) == "" && normalizer.normalize("e\(mark)\u{301}") == "é")
            let mapped = normalizer.mapped("ａ\(mark)企")
            #expect(mapped.original(0..<1) == 0..<3)
            #expect(mapped.original(1..<4) == (3 + mark.utf8.count)..<(6 + mark.utf8.count))
        }
    }

    /// Where a boundary of characters separates two parts of the form, each is the form of what it stands for.
    @Test func partsAreTheFormsOfTheirOriginals() {
        var random = SeededGenerator(seed: 72)
        let signs = Array("企業（）１２ＡｂC，ﬁ①㎡½…数a.，發\u{200B}😀가é".unicodeScalars)
        for _ in 0..<5_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<20 { text.append(signs[Int(random.next() % UInt64(signs.count))]) }
            let source = Array(String(text).utf8)
            let mapped = normalizer.mapped(String(text))
            let cut = Int(random.next() % UInt64(mapped.bytes.count + 1))
            let original = mapped.original(0..<cut)
            let part = Array(normalizer.normalize(String(decoding: source[original], as: UTF8.self)).utf8)
            // A part may grow to whole characters of the original, never shrink.
            #expect(part.count >= cut && part.starts(with: mapped.bytes[..<cut]) && part.count <= cut + 4)
        }
    }

    /// Room that runs out between a character and its mark must not part them (found by fuzzing).
    @Test func aLetterKeepsItsMarkWhereRoomRunsOut() {
        for count in 0..<400 {
            let text =
                String(repeating: "½", count: count / 4) + String(repeating: "a", count: count % 4)
                + "か\u{3099}"
            #expect(normalizer.mapped(text).bytes == Array(normalizer.normalize(text).utf8))
        }
    }

    @Test func longTextsOfEveryKind() {
        for unit in ["\u{FDFA}", "가", "😀", "企", "１", "a\u{301}", "\u{200B}"] {
            let text = String(repeating: unit, count: 30_000)
            let mapped = normalizer.mapped(text)
            #expect(mapped.bytes == Array(normalizer.normalize(text).utf8))
            #expect(mapped.original(0..<mapped.bytes.count).upperBound <= text.utf8.count)
        }
    }
}

/// Every range maps inside the original, onto characters, and later places never before earlier ones.
func checkMap(_ mapped: MappedText, of text: String) {
    let source = Array(text.utf8)
    let isBoundary = { (place: Int) in place == source.count || source[place] & 0xC0 != 0x80 }
    var last = 0..<0
    for place in 0...mapped.bytes.count {
        let range = mapped.original(place..<min(place + 1, mapped.bytes.count))
        guard range.lowerBound >= last.lowerBound, range.upperBound >= last.upperBound || range.isEmpty,
            range.upperBound <= source.count, isBoundary(range.lowerBound), isBoundary(range.upperBound)
        else {
            Issue.record("\(text.unicodeScalars.map { String($0.value, radix: 16) }) at \(place): \(range)")
            return
        }
        if place < mapped.bytes.count { last = range }
    }
    let whole = mapped.original(0..<mapped.bytes.count)
    if !mapped.bytes.isEmpty, whole.isEmpty { Issue.record("\(text) stands for nothing") }
}
