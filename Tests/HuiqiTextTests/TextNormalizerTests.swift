import Foundation
import HuiqiText
import Testing

@Suite struct TextNormalizerTests {
    let normalizer: TextNormalizer

    init() throws { normalizer = try TextNormalizer() }

    @Test(arguments: [
        ("", ""), ("abc 123", "abc 123"), ("ABC", "abc"), ("企业", "企业"),
        ("高新技術企業", "高新技术企业"), ("徵收與補償", "征收与补偿"), ("發票後補", "发票后补"),
        ("２０万元（含）", "20万元(含)"), ("ＩＳＯ９００１", "iso9001"), ("㎡", "m2"), ("①", "1"), ("５％", "5%"),
        ("Straße", "strasse"), ("e\u{301}", "é"), ("互联网＋，：；", "互联网+,:;"), ("零\u{200B}宽", "零宽"),
        ("著作权 俱乐部 乾县 慰藉", "著作权 俱乐部 乾县 慰藉"), ("ﷺ", "صلى الله عليه وسلم"), ("\u{0}A\u{0}", "\u{0}a\u{0}"),
        ("豈", "岂"), ("𠮷野家", "𠮷野家"), ("、。“小巨人”", "、。“小巨人”"),
    ])
    func table(text: String, normal: String) {
        #expect(normalizer.normalize(text) == normal)
        #expect(Array(normalizer.normalize(text).utf8) == Array(normal.utf8))
    }

    @Test func everyCharacterIsIdempotent() {
        for value in [UInt32](0...0x2FFFF) + [UInt32](0xE0000...0xE0FFF) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = normalizer.normalize(String(scalar))
            let twice = normalizer.normalize(once)
            guard Array(once.utf8) != Array(twice.utf8) else { continue }
            Issue.record("U+\(String(value, radix: 16)): \(once) becomes \(twice)")
        }
    }

    @Test func randomTextIsIdempotent() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let text = random.text(upTo: 40)
            let once = normalizer.normalize(text)
            #expect(Array(normalizer.normalize(once).utf8) == Array(once.utf8))
        }
    }

    /// The fast path must agree with the whole way, which a mark that changes forces.
    @Test func fastPathChangesNothing() {
        var random = SeededGenerator(seed: 2)
        let marks = Array("、。〈》「』【〕“”〔《a1 ,企业國")
        for _ in 0..<5_000 {
            let text = String((0..<12).map { _ in marks.randomElement(using: &random) ?? "x" })
            #expect("a " + normalizer.normalize(text) == normalizer.normalize("A " + text))
        }
        for value in UInt32(0x2000)...0x9FFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let forced = normalizer.normalize("，" + text).unicodeScalars.dropFirst()
            if !forced.elementsEqual(normalizer.normalize(text).unicodeScalars) { Issue.record("U+\(value)") }
        }
    }

    @Test func textThatGrowsManyfold() {
        let text = String(repeating: "\u{FDFA}", count: 10_000)
        #expect(
            normalizer.normalize(text) == String(repeating: normalizer.normalize("\u{FDFA}"), count: 10_000))
    }

    @Test(.enabled(if: isFullTier, "takes 10 s without optimisation: set HUIQI_TESTS=full"))
    func longTextIsCutWithoutTrace() {
        // Longer than the 64 MiB that ICU gets at once; a cut must not part a letter and its accent.
        let unit = "企业Ａe\u{301}，"
        let count = (70 << 20) / unit.utf8.count
        let result = normalizer.normalize(String(repeating: unit, count: count))
        #expect(result == String(repeating: "企业aé,", count: count))
    }

    @Test func versionsAreNumbers() {
        #expect(TextVersion.icu.split(separator: ".").allSatisfy { Int($0) != nil })
        #expect(TextVersion.unicode.contains("."))
    }
}

/// True where the slow tests are asked for.
private let isFullTier = ProcessInfo.processInfo.environment["HUIQI_TESTS"] == "full"
