/// Whether a sentence with the phrases of the rule pack says what they were looked for.
///
/// Phrases by themselves also stand in sentences about other things: who applies, what is counted.
enum CompetitionWords {
    /// Whether a branch is to be set up here: here, then founding, then a branch, in one part of a sentence, with
    /// nothing between that makes the one who was founded an enterprise.
    static func asksForBranchHere(_ text: String) -> Bool {
        for part in parts(text) {
            for here in ["在本地", "在本市", "在本区", "在本县", "在本省"] {
                for (before, after) in splits(part, at: here) {
                    if holdsOne(of: ["不要求", "无需", "不需", "不得要求", "不强制"], in: before) { continue }
                    if isFounding(after) { return true }
                }
            }
        }
        return false
    }

    private static func isFounding(_ text: [UInt8]) -> Bool {
        for founding in ["设立", "成立", "注册"] {
            for (_, rest) in splits(text, at: founding) {
                for branch in ["分公司", "子公司", "分支机构"] {
                    guard let between = splits(rest, at: branch).first?.before else { continue }
                    // 注册的企业及其子公司 and 成立满3年的企业的子公司 say who applies, 设立的分公司 which one.
                    if holdsOne(of: ["企业", "单位", "满", "及", "和", "与"], in: between) { continue }
                    if between.starts(with: Array("的".utf8)) { continue }
                    return true
                }
            }
        }
        return false
    }

    /// Whether what is not to move is the enterprise, rather than a product or a mark of one.
    static func asksEnterprisesToStay(_ text: String, _ phrase: String) -> Bool {
        parts(text).contains { part in
            !splits(part, at: phrase).isEmpty
                && (!holdsOne(of: ["产品", "商品", "货物", "标识", "户口", "户籍", "档案"], in: part)
                    || holdsOne(of: ["企业", "公司", "总部", "注册", "本市", "本区", "本县", "本地"], in: part))
        }
    }

    // MARK: Bytes

    /// The parts of a sentence between its stops.
    private static func parts(_ text: String) -> [[UInt8]] {
        text.split { ",.;:!?，。；：、！？（）()\n".contains($0) }.map { Array($0.utf8) }
    }

    /// What stands before and after each place of a phrase, in order.
    private static func splits(_ text: [UInt8], at phrase: String) -> [(before: [UInt8], after: [UInt8])] {
        let wanted = Array(phrase.utf8)
        guard !wanted.isEmpty, text.count >= wanted.count else { return [] }
        var found: [(before: [UInt8], after: [UInt8])] = []
        for start in 0...(text.count - wanted.count) where text[start...].starts(with: wanted) {
            found.append((Array(text[..<start]), Array(text[(start + wanted.count)...])))
            // A label that repeats itself says the same each time.
            if found.count == 8 { break }
        }
        return found
    }

    private static func holdsOne(of phrases: [String], in text: [UInt8]) -> Bool {
        phrases.contains { !splits(text, at: $0).isEmpty }
    }
}
