import HuiqiText
import Testing

/// The automaton and the book find what looking for every word in every text finds.
@Suite struct WordSearchTests {
    private static let letters = Array("ab企业é𠮷；、(;").map { String($0) }

    private static func text(upTo length: UInt64, _ random: inout SeededGenerator) -> String {
        (0..<(random.next() % (length + 1))).map { _ in
            letters[Int(random.next() % UInt64(letters.count))]
        }.joined()
    }

    private static func isIn(_ word: String, _ text: String) -> Bool {
        let (word, text) = (Array(word.utf8), Array(text.utf8))
        return text.indices.contains { text[$0...].starts(with: word) }
    }

    @Test func automatonAgreesWithSearching() {
        var random = SeededGenerator(seed: 8)
        var hits = 0
        for _ in 0..<300 {
            var words: [String] = []
            for _ in 0..<(random.next() % 90) {
                let word = Self.text(upTo: 5, &random)
                if !words.contains(where: { Array($0.utf8) == Array(word.utf8) }) { words.append(word) }
            }
            let automaton = WordAutomaton(words)
            for _ in 0..<10 {
                let texts = [Self.text(upTo: 30, &random), Self.text(upTo: 10, &random)]
                var found = [UInt64](repeating: 0, count: 2)
                for text in texts { automaton.mark(text.utf8Span.span, in: &found) }
                for (number, word) in words.enumerated() {
                    let isFound = found[number / 64] >> UInt64(number % 64) & 1 == 1
                    #expect(isFound == (!word.isEmpty && texts.contains { Self.isIn(word, $0) }))
                    if isFound { hits += 1 }
                }
            }
        }
        #expect(hits > 5_000)
    }

    @Test func manyWordsOfOneLetter() {
        // Every place of the text ends a thousand words: each is still met once.
        let words = (1...1_000).map { String(repeating: "a", count: $0) }
        let automaton = WordAutomaton(words)
        var found = [UInt64](repeating: 0, count: 16)
        automaton.mark(String(repeating: "a", count: 200_000).utf8Span.span, in: &found)
        #expect(found.reduce(0) { $0 + $1.nonzeroBitCount } == 1_000)
    }

    @Test func bookAgreesWithSearching() {
        var random = SeededGenerator(seed: 9)
        var whole = 0
        var hits = 0
        for _ in 0..<60 {
            let texts = (0..<40).map { _ in Self.text(upTo: 30, &random) }
            var phrases = PhraseSet()
            var own: [[Int]] = []
            for text in texts {
                var numbers: [Int] = []
                let bytes = text.utf8Span.span
                PhraseBook.forEachPiece(bytes) { numbers.append(phrases.insert(bytes.extracting($0))) }
                own.append(numbers)
            }
            let book = PhraseBook(phrases, texts: texts.count)
            for _ in 0..<40 {
                let word = Self.text(upTo: 4, &random)
                var with: Set<Int> = []
                let isTold = book.forEachPhrase(with: word.utf8Span.span) { with.insert($0) }
                #expect(isTold == (PhraseBook.isWhole(word.utf8Span.span) && word.unicodeScalars.count > 1))
                guard isTold else { continue }
                whole += 1
                for (text, numbers) in zip(texts, own) {
                    let isFound = numbers.contains { with.contains($0) }
                    #expect(isFound == Self.isIn(word, text), "\(word) in \(text)")
                    if isFound { hits += 1 }
                }
            }
        }
        #expect(whole > 300)
        #expect(hits > 1_000)
    }

    @Test func phrasesKeepTheirNumbers() {
        var phrases = PhraseSet()
        let texts = (0..<500).map { "短语\($0)" } + [""]
        for (number, text) in texts.enumerated() { #expect(phrases.insert(text.utf8Span.span) == number) }
        for (number, text) in texts.enumerated() {
            #expect(phrases.insert(text.utf8Span.span) == number)
            #expect(phrases.number(of: text.utf8Span.span) == number)
        }
        #expect(phrases.number(of: "别的".utf8Span.span) == nil)
        #expect(phrases.count == texts.count)
    }
}
