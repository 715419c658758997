import Foundation
import HuiqiModel
import HuiqiRule
import Testing

/// A mistake that people make, where it is found, and what they are told (`data/mistakes.jsonl`, one object a line).
struct Mistake: Codable {
    let id: String
    let expr: String
    let offset: Int
    let zh: String
    let en: String

    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("data/mistakes.jsonl")

    static func all() throws -> [Mistake] {
        try Data(contentsOf: file).split(separator: 0x0A).map {
            try JSONDecoder().decode(Mistake.self, from: $0)
        }
    }

    /// What is told now; nil where the expression is accepted.
    var told: Mistake? {
        do {
            _ = try Rule.condition(expr, schema: .contract)
            return nil
        } catch {
            return Mistake(
                id: id, expr: expr, offset: error.offsetUTF8, zh: error.message.zh, en: error.message.en)
        }
    }

    /// One line, keys in the order of reading.
    var line: String {
        func quoted(_ text: String) -> String {
            let data = try? JSONSerialization.data(
                withJSONObject: text, options: [.fragmentsAllowed, .withoutEscapingSlashes])
            return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        return "{\"id\":\(quoted(id)),\"expr\":\(quoted(expr)),\"offset\":\(offset),"
            + "\"zh\":\(quoted(zh)),\"en\":\(quoted(en))}\n"
    }
}

/// Likely mistakes, each with place and remedy in both languages: golden.
@Suite struct MistakeTests {
    /// `HUIQI_UPDATE_GOLDEN=1 swift test --filter MistakeTests` writes the file anew; read the difference.
    @Test func everyMistakeHasItsPlaceAndTexts() throws {
        let mistakes = try Mistake.all()
        #expect(mistakes.count >= 100)
        #expect(Set(mistakes.map(\.id)).count == mistakes.count)
        if ProcessInfo.processInfo.environment["HUIQI_UPDATE_GOLDEN"] == "1" {
            let text = mistakes.map { ($0.told ?? $0).line }.joined()
            try Data(text.utf8).write(to: Mistake.file)
            return
        }
        for mistake in mistakes {
            let told = try #require(mistake.told, "\(mistake.expr) was accepted")
            #expect(told.offset == mistake.offset, "\(mistake.expr)")
            #expect(told.zh == mistake.zh, "\(mistake.expr)")
            #expect(told.en == mistake.en, "\(mistake.expr)")
        }
    }

    /// Each text says more than what is wrong: what to write, what there is, or what was probably meant.
    @Test func everyMistakeNamesARemedy() throws {
        let english = [
            "write", "did you mean", "there are:", "is none of:", "; ", "has only", " is missing", "expected",
            ", as in ", "such as",
        ]
        let chinese = ["请", "吗？", "可用：", "可选值", "；", "只有", "缺少", "应", "写作", "写法", "直接写", "，如 "]
        for mistake in try Mistake.all() {
            #expect(english.contains { mistake.en.contains($0) }, "\(mistake.id): \(mistake.en)")
            #expect(chinese.contains { mistake.zh.contains($0) }, "\(mistake.id): \(mistake.zh)")
        }
    }

    @Test func anAmountMustBeANumber() {
        for source in ["true", "'5'", "tags", "as_of"] {
            #expect(throws: RuleError.self) { try Rule.amount(source, schema: .contract) }
        }
        for source in ["1", "1u", "0.1 * revenue[year-1]", "math.least(1.0, money('1元'))"] {
            #expect(throws: Never.self) { try Rule.amount(source, schema: .contract) }
        }
    }

    /// Offsets lie in the text and on a character's first byte.
    @Test func offsetsPointIntoTheText() {
        var random = SeededGenerator(seed: 13)
        let scalars = Array("ab1 '\"\\()[]{}.,?:&|=<>!+-*/%中é🙂，\n".unicodeScalars)
        let words = ["not", "and", "between", "employees", "1", "'a'", "[", "(", "{", "=>", "??", "。", "３"]
        for round in 0..<20_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                if round % 2 == 0 {
                    text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
                } else {
                    text += words[Int.random(in: 0..<words.count, using: &random)] + " "
                }
            }
            guard
                case .failure(let error) = Result(catching: { () throws(RuleError) in
                    try Rule.any(text, schema: .contract)
                })
            else { continue }
            let bytes = Array(text.utf8)
            let isInside = (0...bytes.count).contains(error.offsetUTF8)
            #expect(
                isInside && (error.offsetUTF8 == bytes.count || bytes[error.offsetUTF8] & 0xC0 != 0x80),
                "\(text): \(error)")
        }
    }
}
