import Huiqi

enum SearchFeed {
    private static let engine = try? Engine()

    /// The first line a text, the rest a question to it: marks lie inside, on boundaries of characters.
    static func search(_ bytes: [UInt8]) {
        guard let engine, let day = Day("2024-06-30") else { return }
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        let text = String(decoding: parts[0], as: UTF8.self)
        let question = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : text
        let lines =
            "{\"id\":\"A\",\"title\":\(quoted(text)),\"text\":\(quoted(text + text)),\"conditions\":[]}\n"
            + "{\"id\":\"B\",\"title\":\"研发费用补助iso9001\",\"text\":\"对高新技术企业按5%给予奖励。\",\"conditions\":[]}\n"
        guard (try? engine.putClauses(Array(lines.utf8))) != nil,
            let snapshot = try? engine.snapshot(on: day),
            let answer = try? snapshot.search(question), let again = try? snapshot.search(question)
        else { preconditionFailure("a search of any text answers") }
        precondition(answer.json == again.json)
        for hit in answer.hits {
            precondition(hit.score >= 0)
            check(hit.titleMarks, hit.clause.title)
            if let passage = hit.passage {
                check(passage.marks, passage.text)
                if let start = passage.start {
                    precondition(
                        hit.clause.text?.utf8.dropFirst(start).starts(with: passage.text.utf8) ?? false)
                }
            }
        }
    }

    private static func check(_ marks: [Range<Int>], _ text: String) {
        let bytes = Array(text.utf8)
        var end = 0
        for mark in marks {
            precondition(mark.lowerBound >= end && mark.lowerBound < mark.upperBound)
            precondition(mark.upperBound <= bytes.count)
            precondition(String(validating: bytes[mark], as: UTF8.self) != nil)
            end = mark.upperBound
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C: out += "\\" + String(scalar)
            case ..<0x20: out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
