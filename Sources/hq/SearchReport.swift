import Huiqi

/// What was found, with what was asked for marked.
struct SearchReport {
    let language: Language

    private var isChinese: Bool { language == .zh }

    /// Clauses: title, what policy, where the words stand.
    func lines(_ answer: SearchAnswer) -> [String] {
        var lines = head("惠企 · 条款检索", "huiqi · clauses", answer.question, answer.hits.count)
        for (number, hit) in answer.hits.enumerated() {
            let clause = hit.clause
            let id = Layout.paint(clause.id, .faint)
            lines.append(
                "\(Layout.padded("\(number + 1).", 4)) \(marked(clause.title, hit.titleMarks))  \(id)")
            if let passage = hit.passage { lines.append("     \(marked(passage.text, passage.marks))") }
            lines.append("     " + about(clause).joined(separator: " · "))
        }
        return lines
    }

    /// Enterprises: key, name, how well it fits.
    func lines(_ answer: NameAnswer) -> [String] {
        var lines = head("惠企 · 企业检索", "huiqi · enterprises", answer.question, answer.hits.count)
        let width = answer.hits.map { Layout.width($0.key) }.max() ?? 0
        for (number, hit) in answer.hits.enumerated() {
            let score = Layout.paint("\(hit.score)", .faint)
            lines.append(
                "\(Layout.padded("\(number + 1).", 4)) \(Layout.padded(hit.key, width))  \(hit.name)  \(score)"
            )
        }
        return lines
    }

    private func head(_ zh: String, _ en: String, _ question: String, _ count: Int) -> [String] {
        let found = isChinese ? "找到 \(count) 条" : "\(count) found"
        return [Layout.paint(isChinese ? zh : en, .bold), "“\(question)”  \(found)", ""]
    }

    private func about(_ clause: Clause) -> [String] {
        var parts: [String] = []
        if let title = clause.policy?.title {
            parts.append(
                (isChinese ? "依据 " : "policy ") + title + (clause.policy?.number.map { " \($0)" } ?? ""))
        }
        if let delivery = clause.delivery {
            let name: (String, String) =
                switch delivery {
                case .instant: ("免申即享", "instant")
                case .verify: ("数据核校", "verify")
                case .review: ("审查遴选", "review")
                }
            parts.append(isChinese ? name.0 : name.1)
        }
        if let last = clause.validTo { parts.append(isChinese ? "有效至 \(last)" : "valid to \(last)") }
        return parts.isEmpty ? [isChinese ? "（无政策文件信息）" : "(no policy given)"] : parts
    }

    /// The text with its marks: coloured on a terminal, in brackets elsewhere.
    private func marked(_ text: String, _ marks: [Range<Int>]) -> String {
        let bytes = Array(text.utf8)
        var out = ""
        var at = 0
        for mark in marks where mark.lowerBound >= at && mark.upperBound <= bytes.count {
            out += String(decoding: bytes[at..<mark.lowerBound], as: UTF8.self)
            let found = String(decoding: bytes[mark], as: UTF8.self)
            out += Terminal.isColoured ? Layout.paint(found, .yellow) : "[\(found)]"
            at = mark.upperBound
        }
        return out + String(decoding: bytes[at...], as: UTF8.self)
    }
}
