import HuiqiModel

/// Getters that count from 0 used as if from 1, and points in time that are no midnight.
enum TimeDoubts {
    /// Each with the node that it is about.
    static func find(_ rule: Rule, _ part: Int) -> [(RuleNode, RuleDoubt)] {
        var found: [(RuleNode, RuleDoubt)] = []
        visit(rule.root, part, &found)
        return found
    }

    private static func visit(_ node: RuleNode, _ part: Int, _ found: inout [(RuleNode, RuleDoubt)]) {
        switch node.kind {
        case .compare(let comparison, let left, let right):
            for (one, other, turned) in [(left, right, comparison), (right, left, comparison.mirrored)] {
                guard case .constant(let value) = other.kind, !one.isConstant else { continue }
                if let doubt = counting(one, turned, [value], node, part)
                    ?? midnight(one, value, other, part)
                {
                    found.append((node, doubt))
                }
            }
        case .isIn(let element, let container):
            guard case .constant(.list(let list)) = container.kind, !element.isConstant else { break }
            let doubt =
                counting(element, .equal, list.elements, node, part)
                ?? list.elements.lazy.compactMap { midnight(element, $0, container, part) }.first
            if let doubt { found.append((node, doubt)) }
        default: break
        }
        for child in node.children { visit(child, part, &found) }
    }

    /// Whether a comparison only makes sense for somebody who counts otherwise. `< 12` and `<= 11` hold always, and
    /// are told so; they say nothing of how the writer counted.
    private static func isBeyond(_ comparison: Comparison, _ value: Int64, _ beyond: Int64) -> Bool {
        switch comparison {
        case .equal, .notEqual: value == beyond
        case .greaterEqual: beyond > 0 && value == beyond
        case .greater: beyond > 0 && (value == beyond || value == beyond - 1)
        case .lessEqual: beyond == 0 && value == 0
        case .less: beyond == 0 && (value == 0 || value == 1)
        }
    }

    private static func counting(
        _ node: RuleNode, _ comparison: Comparison, _ values: [Value], _ place: RuleNode, _ part: Int
    ) -> RuleDoubt? {
        guard case .call(.timePart(let getter), _) = node.kind else { return nil }
        let beyond: (value: Int64, zh: String, en: String, fix: Message)
        switch getter {
        case .month:
            beyond = (
                12, "0 至 11（1 月是 0，12 月是 11）", "0 to 11 (January is 0, December 11)",
                Message(zh: "用 x.getMonth() + 1 与月份比较", en: "compare x.getMonth() + 1 with the month")
            )
        case .dayOfMonth:
            beyond = (
                31, "0 至 30", "0 to 30",
                Message(zh: "改用 getDate()，它从 1 数起", en: "use getDate(), which counts from 1")
            )
        case .dayOfWeek:
            beyond = (
                7, "0 至 6（星期日是 0）", "0 to 6 (Sunday is 0)",
                Message(zh: "星期日写 0", en: "write 0 for Sunday")
            )
        case .dayOfYear:
            beyond = (
                366, "0 至 365", "0 to 365",
                Message(zh: "用 x.getDayOfYear() + 1 比较", en: "compare x.getDayOfYear() + 1")
            )
        case .date:
            beyond = (
                0, "1 至 31", "1 to 31",
                Message(
                    zh: "每月第一天写 1，或用 getDayOfMonth()", en: "write 1 for the first day, or use getDayOfMonth()"
                )
            )
        default: return nil
        }
        let written = [beyond.value - 1, beyond.value, 1].first { candidate in
            isBeyond(comparison, candidate, beyond.value)
                && values.contains { $0.number == Number(candidate) }
        }
        guard let written else { return nil }
        let isEquality = comparison == .equal || comparison == .notEqual
        let (zh, en) =
            isEquality
            ? ("却与 \(written) 比较", "compared with \(written)")
            : ("却要求 \(comparison.rawValue) \(written)", "asked to be \(comparison.rawValue) \(written)")
        return RuleDoubt(
            .monthOffByOne, part: part, offsetUTF8: place.offset,
            Message(
                zh: "\(getter.rawValue)() 的取值是 \(beyond.zh)，这里\(zh)",
                en: "\(getter.rawValue)() comes to \(beyond.en), and is \(en) here"),
            suggestion: beyond.fix)
    }

    private static func midnight(_ node: RuleNode, _ value: Value, _ constant: RuleNode, _ part: Int)
        -> RuleDoubt?
    {
        guard case .timestamp(let moment) = value, node.type == .timestamp else { return nil }
        var number = moment / Value.nanosecondsADay
        let rest = moment - number * Value.nanosecondsADay
        if rest == 0 { return nil }
        if rest < 0 { number -= 1 }
        guard let day = Int32(exactly: number).map({ Day(number: $0) }) else { return nil }
        // What day it is in China, eight hours ahead.
        let local = moment + 8 * 3600 * Value.nanosecondsASecond - number * Value.nanosecondsADay
        let chinese = local >= Value.nanosecondsADay ? Day(number: day.number &+ 1) : day
        return RuleDoubt(
            .notMidnight, part: part, offsetUTF8: constant.offset,
            Message(
                zh: "日期事实都是 UTC 零点，这里的 \(TimeText.text(timestamp: moment)) 不是零点，当天会被算到另一边",
                en:
                    "facts that are days are midnights UTC; \(TimeText.text(timestamp: moment)) is none, so a day may "
                    + "fall on the wrong side"),
            suggestion: Message(
                zh: "写 date('\(chinese)')（北京时间的那一天）", en: "write date('\(chinese)'), the day in Beijing"))
    }
}
