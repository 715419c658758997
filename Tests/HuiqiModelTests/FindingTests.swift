import HuiqiModel
import Testing

@Suite struct FindingTests {
    /// What a finding says, put together from its parts.
    private func joined(_ finding: Finding, _ language: Language) -> String {
        let zh = language == .zh
        var place: [String] = []
        if finding.line > 0 { place.append(zh ? "第 \(finding.line) 行" : "line \(finding.line)") }
        if let subject = finding.subject { place.append(subject) }
        if let condition = finding.condition { place.append((zh ? "条件 " : "condition ") + condition) }
        if let field = finding.field { place.append((zh ? "字段 " : "field ") + field) }
        if let offset = finding.offsetUTF8 { place.append((zh ? "偏移 " : "offset ") + "\(offset)") }
        let head = place.joined(separator: zh ? "，" : ", ")
        return head.isEmpty
            ? finding.message.text(language) : head + (zh ? "：" : ": ") + finding.message.text(language)
    }

    @Test func everyCombinationOfPlacesIsOneLine() {
        let message = Message(zh: "金额为负", en: "negative money")
        for line in [0, 7] {
            for subject in [nil, "", "K-1"] {
                for condition in [nil, "c1"] {
                    for field in [nil, "", "revenue.2020"] {
                        for offset in [nil, 0, 12] {
                            let finding = Finding(
                                .warning, line: line, subject: subject, field: field, condition: condition,
                                offsetUTF8: offset, message)
                            for language in Language.allCases {
                                #expect(finding.text(language) == joined(finding, language))
                            }
                        }
                    }
                }
            }
        }
    }
}
