import Testing

@testable import HuiqiText

/// What is told of a host whose ICU lacks its Chinese dictionary.
@Suite struct DictionaryCheckTests {
    @Test func singleCharactersAreTrimmedData() throws {
        let error = #expect(throws: TextError.self) {
            try DictionaryCheck.check { $0.map { String($0) } }
        }
        #expect(error?.code == .icuTrimmed)
        #expect(error?.zh.contains("词典") == true)
        #expect(error?.en.contains("trimmed") == true)
    }

    @Test func noBreaksAtAllAreTrimmedData() {
        #expect(throws: TextError.self) { try DictionaryCheck.check { [$0] } }
        #expect(throws: TextError.self) { try DictionaryCheck.check { _ in [] } }
    }

    /// Another version may join or part some of the words.
    @Test func anotherVersionIsNoError() throws {
        try DictionaryCheck.check { text in
            switch text {
            case "中国经济发展": ["中国", "经济发展"]
            case "企业可以申请": ["企业", "可以", "申", "请"]
            default: ["我们", "学习", "汉", "语"]
            }
        }
    }

    @Test func thisHostHasTheDictionaryAndTellsFast() throws {
        let breaks = try WordBreaks()
        #expect(breaks.words(of: "企业,发展") == ["企业", ",", "发展"])
        let time = try ContinuousClock().measure {
            for _ in 0..<200 { try DictionaryCheck.check { breaks.words(of: $0) } }
        }
        #expect(time < .milliseconds(200))
    }
}
