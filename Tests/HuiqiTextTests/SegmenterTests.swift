import Foundation
import HuiqiText
import Testing

@Suite struct SegmenterTests {
    // Opened once: a suite is made anew for each of its cases.
    private static let opened = Result { (try TextNormalizer(), try Segmenter()) }
    let normalizer: TextNormalizer
    let segmenter: Segmenter

    init() throws {
        (normalizer, segmenter) = try Self.opened.get()
    }

    private func cut(_ text: String) -> String {
        segmenter.words(in: normalizer.normalize(text)).joined(separator: "/")
    }

    /// Golden: policy phrases and their words with ICU 72. A change here changes stored indexes.
    @Test(arguments: goldenPhrases)
    func golden(phrase: String, words: String) {
        #expect(cut(phrase) == words)
    }

    @Test func goldenListIsLongEnough() {
        #expect(goldenPhrases.count >= 320)
        #expect(Set(goldenPhrases.map(\.0)).count == goldenPhrases.count)
    }

    @Test func emptyAndPunctuation() {
        #expect(segmenter.words(in: "").isEmpty)
        #expect(segmenter.words(in: " ,.;\n\t、。“”").isEmpty)
        #expect(segmenter.words(in: "%").isEmpty)
    }

    @Test func policyLexicon() {
        let terms = Lexicon.policy.terms
        #expect(terms.count >= 950)
        #expect(Set(terms).count == terms.count)
        for term in terms {
            #expect(normalizer.normalize(term) == term)
            #expect(segmenter.words(in: term) == [term])
        }
    }

    @Test func ownLexicon() throws {
        let plain = try Segmenter(lexicon: Lexicon(terms: []))
        #expect(plain.words(in: "免申即享") != ["免申即享"])
        // Normalised as texts are, and the longest wins.
        let own = try Segmenter(lexicon: Lexicon(terms: ["瓯江紅", "瓯江红人才", "", "瓯江红"]))
        #expect(own.words(in: "瓯江红人才计划").first == "瓯江红人才")
        #expect(try Segmenter(lexicon: Lexicon(terms: ["a b"])).words(in: "a b 20 元") == ["a b", "20元"])
        #expect(try Segmenter(lexicon: .policy.adding(["帮扶券"])).words(in: "帮扶券") == ["帮扶券"])
        // Three units end where a word ends, or in front of 内 and 外; four may end inside a word.
        let short = try Segmenter(lexicon: Lexicon(terms: ["服务业", "示范区", "高企", "科研院所"]))
        #expect(short.words(in: "服务业务") == ["服务", "业务"])
        #expect(short.words(in: "示范区内") == ["示范区", "内"])
        #expect(short.words(in: "提高企业") == ["提高", "企业"])
        #expect(short.words(in: "科研院所以外").first == "科研院所")
        // A part of a single word is never taken out of it.
        #expect(try Segmenter(lexicon: Lexicon(terms: ["企"])).words(in: "企业") == ["企业"])
    }

    @Test func lexiconLimits() {
        #expect(throws: TextError.self) {
            try Segmenter(lexicon: Lexicon(terms: [String(repeating: "企", count: 65)]))
        }
        #expect(throws: Never.self) {
            try Segmenter(lexicon: Lexicon(terms: [String(repeating: "企", count: 64)]))
        }
    }

    @Test func randomTextLosesNoOrder() {
        var random = SeededGenerator(seed: 3)
        for round in 0..<5_000 {
            let text = random.text(upTo: 40)
            let input = round.isMultiple(of: 2) ? text : normalizer.normalize(text)
            // A quantity is written without the spaces in it.
            var rest = input.unicodeScalars.filter { $0 != " " }[...]
            for word in segmenter.words(in: input) {
                // Each word stands in the text behind the one before.
                while !rest.isEmpty, !rest.starts(with: word.unicodeScalars) { rest.removeFirst() }
                if word.isEmpty || rest.isEmpty { Issue.record("\(word) does not follow in \(input)") }
                rest = rest.dropFirst(word.unicodeScalars.count)
            }
        }
    }

    @Test func longTextIsCutInWindows() {
        let line = "对高新技术企业给予奖励20万元。\n"
        let words = segmenter.words(in: line)
        let count = (1 << 20) / line.utf16.count * 2 + 7
        let all = segmenter.words(in: String(repeating: line, count: count))
        #expect(all.count == words.count * count)
        #expect(Set(all) == Set(words))
        let noSpace = String(repeating: "𠮷", count: 1 << 20)
        #expect(segmenter.words(in: noSpace).joined() == noSpace)
    }

    @Test func manyThreadsAtOnce() {
        let texts = goldenPhrases.map { normalizer.normalize($0.0) }
        let expected = texts.map(segmenter.words)
        let segmenter = segmenter
        let threads = (0..<8).map { seed in
            let done = DispatchSemaphore(value: 0)
            let outcome = Outcome()
            let thread = Thread {
                for round in 0..<5 {
                    for at in texts.indices {
                        let index = (at + seed + round) % texts.count
                        if segmenter.words(in: texts[index]) != expected[index] { outcome.differences += 1 }
                        outcome.calls += 1
                    }
                }
                done.signal()
            }
            thread.start()
            return (done, outcome)
        }
        for (done, outcome) in threads {
            done.wait()
            #expect(outcome.differences == 0)
            #expect(outcome.calls == 5 * texts.count)
        }
    }

    /// Written by one thread, read once it has signalled.
    private final class Outcome: @unchecked Sendable {
        var differences = 0
        var calls = 0
    }
}
