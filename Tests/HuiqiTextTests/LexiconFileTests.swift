import HuiqiText
import Testing

/// Lexicons that users bring as files.
@Suite struct LexiconFileTests {
    private func read(_ text: String) throws(TextError) -> [String] {
        try Lexicon.reading(Array(text.utf8)).terms
    }

    private func error(_ bytes: [UInt8]) -> TextError? {
        do {
            _ = try Lexicon.reading(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func oneTermALine() throws {
        #expect(try read("") == [])
        #expect(try read("瓯江红") == ["瓯江红"])
        #expect(try read("瓯江红\n\n帮扶券\r\n") == ["瓯江红", "帮扶券"])
        #expect(try read("\u{FEFF}瓯江红\n") == ["瓯江红"])
        #expect(try read("# 本市的词\n瓯江红 100 n\n帮扶券\t3\n  #注\n \t \n 甬江人才\n") == ["瓯江红", "帮扶券", "甬江人才"])
        // A mark later in the file is text, and c# is a term.
        #expect(try read("c#\n") == ["c#"])
    }

    @Test func joinsThePolicyTerms() throws {
        let file = try Lexicon.reading(Array("甌江紅人才 5 nz\n".utf8))
        let segmenter = try Segmenter(lexicon: .policy.adding(file.terms))
        #expect(segmenter.words(in: "瓯江红人才免申即享") == ["瓯江红人才", "免申即享"])
    }

    @Test func badBytesAreNamedByLineAndOffset() throws {
        var bytes = Array("# 注\n瓯江红\n".utf8)
        let start = bytes.count
        bytes += [0x61, 0xB0, 0xEF, 0x0A]
        let bad = try #require(error(bytes))
        #expect(bad.code == .lexiconMalformed)
        #expect(bad.zh == "词典第3行(字节\(start + 1)):不是UTF-8编码")
        #expect(bad.en == "lexicon line 3 (byte \(start + 1)): not UTF-8")
        // Bad bytes in a comment or a later column as well; a cut character; a surrogate; UTF-16.
        for bytes: [UInt8] in [
            [0x23, 0xFF], [0x61, 0x20, 0xFF], [0xE4, 0xBC], [0xED, 0xA0, 0x80], [0xFF, 0xFE, 0x61, 0x00],
            [0xC0, 0x80],
        ] {
            #expect(error(bytes)?.code == .lexiconMalformed)
        }
        let control = try #require(error(Array("企业\na\u{0}b".utf8)))
        #expect(control.code == .lexiconMalformed)
        #expect(control.en == "lexicon line 2 (byte 8): control character")
    }

    @Test func limits() throws {
        let longest = String(repeating: "企", count: Lexicon.longestTerm)
        #expect(try read(longest + "\n") == [longest])
        let long = try #require(error(Array("a\n  \(longest)业\n".utf8)))
        #expect(long.code == .lexiconTooLarge)
        #expect(long.en == "lexicon line 2 (byte 4): a term of more than 64 UTF-16 units")
        let lines = [UInt8](repeating: 0x0A, count: Lexicon.mostFileLines)
        #expect(error(lines) == nil)
        #expect(error(lines + [0x61])?.code == .lexiconTooLarge)
        #expect(error([UInt8](repeating: 0x20, count: Lexicon.mostFileBytes + 1))?.code == .lexiconTooLarge)
        // One long comment is no term.
        #expect(error([0x23] + [UInt8](repeating: 0x61, count: 1 << 16)) == nil)
    }

    @Test func anyBytesEndInTermsOrAnError() {
        var random = SeededGenerator(seed: 11)
        let alphabet: [UInt8] = [
            0x0A, 0x0D, 0x20, 0x09, 0x23, 0x61, 0xE4, 0xBC, 0x81, 0xEF, 0xBB, 0xBF, 0xFF, 0x00,
        ]
        var refused = 0
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            do {
                let terms = try Lexicon.reading(bytes).terms
                #expect(terms.allSatisfy { !$0.isEmpty && !$0.hasPrefix("#") && !$0.contains(" ") })
            } catch {
                refused += 1
            }
        }
        #expect(refused > 1_000 && refused < 20_000)
    }
}
