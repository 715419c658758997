/// Tells whether the host's ICU has its dictionary of Chinese words.
///
/// An ICU whose data were trimmed opens without an error and breaks between all characters. Any full one,
/// of whatever version, knows the words asked for here.
enum DictionaryCheck {
    /// Everyday words, each sentence made of them alone.
    private static let sentences: [[String]] = [
        ["中国", "经济", "发展"],
        ["企业", "可以", "申请"],
        ["我们", "学习", "汉语"],
    ]

    /// Cuts a few sentences.
    ///
    /// - Parameter cut: ICU's words of a text.
    /// - Throws: ``TextError`` with code `icuTrimmed` where fewer than half of the words come out whole.
    /// - Complexity: some 10 us.
    static func check(_ cut: (String) -> [String]) throws(TextError) {
        var expected = 0
        var whole = 0
        for sentence in sentences {
            let words = Set(cut(sentence.joined()))
            expected += sentence.count
            whole += sentence.count { words.contains($0) }
        }
        guard whole * 2 >= expected else {
            throw TextError(
                code: .icuTrimmed,
                zh: "本机ICU的数据不完整:缺少中文分词词典,无法正确分词;请安装完整的ICU数据",
                en:
                    "this host's ICU has trimmed data without the dictionary of Chinese words; install its full data"
            )
        }
    }
}
