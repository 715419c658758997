import HuiqiModel

/// The hole between two tiers, in words.
extension FactInterval {
    /// The same fact between other ends.
    public func with(low: End?, high: End?) -> FactInterval {
        FactInterval(key: key, name: name, step: step, isDay: isDay, unit: unit, low: low, high: high)
    }

    /// What lies between this and a later interval, as in `x` 正好是 51, `x` 在 50 以上（不含）、60 以下（含）; nil where
    /// nothing does.
    public func hole(before other: FactInterval) -> Message? {
        guard let end = high, let start = other.low else { return nil }
        let from = End(number: end.number, isInside: !end.isInside)
        if let first = FactInterval.first(from: from, step), let next = FactInterval.first(from: start, step),
            let step
        {
            guard first < next else { return nil }
            if first.adding(step) == next { return point(first) }
        } else {
            guard end.number < start.number || end.number == start.number && !end.isInside && !start.isInside
            else { return nil }
            if end.number == start.number { return point(end.number) }
        }
        let (low, high) = (text(end.number), text(start.number))
        return Message(
            zh: "在 \(low.zh) 以上\(end.isInside ? "（不含）" : "（含）")、"
                + "\(high.zh) 以下\(start.isInside ? "（不含）" : "（含）")",
            en: "\(end.isInside ? "above" : "from") \(low.en) and "
                + "\(start.isInside ? "below" : "up to") \(high.en)")
    }

    private func point(_ number: Number) -> Message {
        let words = text(number)
        return Message(zh: "正好是 \(words.zh)", en: "at \(words.en)")
    }

    /// The first value of a grid that is not below an end; nil where there is no grid.
    public static func first(from end: End, _ step: Number?) -> Number? {
        guard let step, let ratio = end.number.divided(by: step) else { return nil }
        let (next, overflow) = ratio.floor.addingReportingOverflow(ratio.isInteger && end.isInside ? 0 : 1)
        guard !overflow else { return nil }
        return Number(next, over: 1)?.multiplied(by: step)
    }
}
