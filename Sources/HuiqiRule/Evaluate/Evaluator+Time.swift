import HuiqiModel

extension Evaluator {
    func before(_ builtin: Builtin, _ count: Int64, _ node: RuleNode) -> Outcome {
        guard let day else { return failure(node, zh: "没有给出日期", en: "no as-of day was given") }
        let result: Day?
        switch builtin {
        case .yearsBefore:
            let (months, overflow) = count.multipliedReportingOverflow(by: 12)
            result = overflow ? nil : day.months(before: months)
        case .monthsBefore: result = day.months(before: count)
        default: result = day.days(before: count)
        }
        return result.map { .value(Value($0)) }
            ?? failure(node, zh: "日期超出 1 至 9999 年", en: "the date is outside the years 1-9999")
    }

    /// The largest n with `moment <= as_of - n steps`, steps clamped to the month's last day.
    func since(_ moment: Int128, monthsAStep: Int64, _ node: RuleNode) -> Outcome {
        guard let day else { return failure(node, zh: "没有给出日期", en: "no as-of day was given") }
        // A moment after midnight counts as the next day, since as_of is a midnight.
        var number = moment / Value.nanosecondsADay
        if number * Value.nanosecondsADay < moment { number += 1 }
        guard let limit = Int32(exactly: number) else { return overflowed(node) }
        let from = Day(number: limit).date
        let now = day.date
        let months = Int64((now.year - from.year) * 12 + (now.month - from.month))
        // The estimate is never too small by more than one step nor too large by more than one.
        var steps = months / monthsAStep + 1
        while let earlier = day.months(before: steps * monthsAStep) ?? (steps > 0 ? Day(number: .min) : nil),
            earlier.number < limit
        {
            steps -= 1
        }
        return .value(.int(steps))
    }

    func timePart(_ part: Builtin.TimePart, _ moment: Int128, zone: Value?, _ node: RuleNode) -> Outcome {
        var offset: Int128 = 0
        if let zone {
            guard case .text(let name) = zone, let minutes = TimeText.zoneMinutes(name) else {
                return failure(
                    node, zh: "时区应为 UTC、Asia/Shanghai 或 ±HH:MM", en: "a zone is UTC, Asia/Shanghai or ±HH:MM")
            }
            offset = Int128(minutes) * 60 * Value.nanosecondsASecond
        }
        let local = moment + offset
        var number = local / Value.nanosecondsADay
        var rest = local % Value.nanosecondsADay
        if rest < 0 {
            number -= 1
            rest += Value.nanosecondsADay
        }
        guard let dayNumber = Int32(exactly: number) else { return overflowed(node) }
        let date = Day(number: dayNumber).date
        let result: Int
        switch part {
        case .fullYear: result = date.year
        case .month: result = date.month - 1
        case .date: result = date.day
        case .dayOfMonth: result = date.day - 1
        case .dayOfWeek: result = Int((((number + 4) % 7) + 7) % 7)
        case .dayOfYear:
            result = Int(dayNumber) - Int(Day(year: date.year, month: 1, day: 1)?.number ?? dayNumber)
        case .hours: result = Int(rest / (3600 * Value.nanosecondsASecond))
        case .minutes: result = Int(rest / (60 * Value.nanosecondsASecond) % 60)
        case .seconds: result = Int(rest / Value.nanosecondsASecond % 60)
        case .milliseconds: result = Int(rest / 1_000_000 % 1000)
        }
        return .value(.int(Int64(result)))
    }

    func durationPart(_ part: Builtin.TimePart, _ span: Int128, _ node: RuleNode) -> Outcome {
        let unit: Int128
        switch part {
        case .hours: unit = 3600 * Value.nanosecondsASecond
        case .minutes: unit = 60 * Value.nanosecondsASecond
        case .seconds: unit = Value.nanosecondsASecond
        // The milliseconds within the second, as CEL has it.
        case .milliseconds: return .value(.int(Int64(truncatingIfNeeded: span / 1_000_000 % 1000)))
        default: return mistyped(node)
        }
        return Int64(exactly: span / unit).map { .value(.int($0)) } ?? overflowed(node)
    }
}
