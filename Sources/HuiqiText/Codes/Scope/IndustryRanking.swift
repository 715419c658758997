/// Adds up what the items of a scope say of industries.
struct IndustryRanking {
    private struct Sum {
        var score = 0
        var spans: [Range<Int>] = []
    }

    private var codes: [String: Int] = [:]
    /// By group (four characters of the code, fewer of a division).
    private var groups: [String: Sum] = [:]
    private var items = 0
    private var weights = 0

    /// Adds one item, in order of the scope.
    /// - Parameter scores: Thousandths by code.
    mutating func add(_ scores: [String: Int], span: Range<Int>, isCommon: Bool) {
        let weight = isCommon ? 80 : max(300, 1_000 - 50 * items)
        if !isCommon { items += 1 }
        weights += weight
        var best: [String: Int] = [:]
        for (code, score) in scores {
            codes[code, default: 0] += weight * score / 1_000
            let group = String(code.prefix(4))
            best[group] = max(best[group] ?? 0, score)
        }
        for (group, score) in best {
            groups[group, default: Sum()].score += weight * score / 1_000
            if score >= 300, groups[group]?.spans.count ?? 0 < 8 { groups[group]?.spans.append(span) }
        }
    }

    /// The best, with the class where one class has most of its group.
    func candidates(_ top: Int) -> [IndustryCandidate] {
        var classes: [String: (code: String, score: Int)] = [:]
        for (code, score) in codes where code.utf8.count == 5 {
            let group = String(code.prefix(4))
            if let best = classes[group], best.score > score || best.score == score && best.code < code {
                continue
            }
            classes[group] = (code, score)
        }
        return groups.sorted { ($1.value.score, $0.key) < ($0.value.score, $1.key) }.prefix(top).compactMap {
            group, sum in
            guard sum.score > 0 else { return nil }
            var code = group
            if let best = classes[group], best.score * 10 >= sum.score * 6, best.score >= codes[group] ?? 0 {
                code = best.code
            }
            return IndustryCandidate(
                code: code, scoreThousandths: min(1_000, sum.score * 1_000 / max(1, weights)),
                spansUTF8: sum.spans)
        }
    }
}
