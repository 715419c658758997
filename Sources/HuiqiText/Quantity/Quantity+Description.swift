extension Quantity: CustomStringConvertible {
    /// One line: `CNY >=5000000`, `share =0.2`, `人 <=30`, `years recent =3`, `date 2019-01-01..2019-12-31`.
    public var description: String {
        var text = "\(kind) "
        switch value {
        case .numbers(let lower, let upper): text += Self.text(lower, upper) { $0.description }
        case .dates(let lower, let upper): text += Self.text(lower, upper) { $0.description }
        }
        if let per { text += " /\(per)" }
        return isApproximate ? text + " ~" : text
    }

    private static func text<End>(_ lower: Bound<End>?, _ upper: Bound<End>?, _ name: (End) -> String)
        -> String
    {
        switch (lower, upper) {
        case (nil, nil): return "?"
        case (let lower?, nil): return (lower.isIncluded ? ">=" : ">") + name(lower.value)
        case (nil, let upper?): return (upper.isIncluded ? "<=" : "<") + name(upper.value)
        case (let lower?, let upper?):
            if lower.value == upper.value { return "=" + name(lower.value) }
            return name(lower.value) + (lower.isIncluded ? ".." : "<..") + (upper.isIncluded ? "" : "<")
                + name(upper.value)
        }
    }
}

extension Quantity.Kind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .amount(let currency): currency
        case .share: "share"
        case .percentagePoints: "points"
        case .multiple: "times"
        case .proportion: "proportion"
        case .count(let unit): unit
        case .number: "number"
        case .rank: "rank"
        case .duration(let unit, .plain): unit.rawValue
        case .duration(let unit, let role): "\(unit.rawValue) \(role.rawValue)"
        case .yearOffset: "year"
        case .ordinalYear: "yearOf"
        case .date: "date"
        }
    }
}

extension CivilDate: CustomStringConvertible {
    /// `2023-12-31`, or `--12-31` of any year.
    public var description: String {
        let two = { (value: Int) in (value < 10 ? "0" : "") + String(value) }
        return (year.map(String.init) ?? "-") + "-" + two(month) + "-" + two(day)
    }
}
