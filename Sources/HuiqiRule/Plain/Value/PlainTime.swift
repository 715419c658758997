import HuiqiModel

/// An instant, in nanoseconds, of the years 1 to 9999.
public struct PlainTimestamp: Sendable, Hashable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public let nanosecondsSince1970: Int128

    static let nanosecondsASecond: Int128 = 1_000_000_000
    static let range: ClosedRange<Int128> =
        (-62_135_596_800 * nanosecondsASecond)...(253_402_300_800 * nanosecondsASecond - 1)

    /// Nil outside 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
    public init?(nanosecondsSince1970: Int128) {
        guard Self.range.contains(nanosecondsSince1970) else { return nil }
        self.nanosecondsSince1970 = nanosecondsSince1970
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { Int64(floored(nanosecondsSince1970, by: Self.nanosecondsASecond).quotient) }

    /// Nanoseconds within the second, 0 to 999,999,999.
    public var nanoseconds: Int64 {
        Int64(floored(nanosecondsSince1970, by: Self.nanosecondsASecond).remainder)
    }

    /// RFC 3339 in UTC, with as many digits of the second as it needs.
    public var text: String {
        let civil = PlainCivilTime(self, offsetSeconds: 0)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(civil.day)T\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))"
            + fraction(of: nanoseconds) + "Z"
    }
}

/// A length of time in nanoseconds, about 292 years either way.
public struct PlainDuration: Sendable, Hashable {
    /// The whole length, below 0 for a negative one.
    public let nanoseconds: Int64

    /// A length of that many nanoseconds.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Seconds with as many digits as it needs and an `s`: `60.001s`.
    public var text: String {
        let magnitude = nanoseconds.magnitude
        let rest = fraction(of: Int64(magnitude % 1_000_000_000))
        return "\(nanoseconds < 0 ? "-" : "")\(magnitude / 1_000_000_000)\(rest)s"
    }
}

/// An instant on the clocks and calendars of one zone.
struct PlainCivilTime {
    let day: Day
    let hour: Int
    let minute: Int
    let second: Int

    /// - Parameter offsetSeconds: East of UTC, less than two days.
    init(_ instant: PlainTimestamp, offsetSeconds: Int) {
        let local = floored(Int128(instant.seconds) + Int128(offsetSeconds), by: 86_400)
        day = Day(number: Int32(local.quotient))
        let seconds = Int(local.remainder)
        hour = seconds / 3600
        minute = seconds / 60 % 60
        second = seconds % 60
    }

    /// 0 for Sunday.
    var weekday: Int { Int(floored(Int128(day.number) + 4, by: 7).remainder) }

    /// 0 for the first of January.
    var dayOfYear: Int {
        var days = day.date.day - 1
        for month in 1..<day.date.month { days += Day.lastDay(year: day.date.year, month: month) }
        return days
    }
}

private func floored(_ value: Int128, by divisor: Int128) -> (quotient: Int128, remainder: Int128) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// `.5` for 500,000,000 nanoseconds, nothing for none.
private func fraction(of nanoseconds: Int64) -> String {
    if nanoseconds == 0 { return "" }
    var digits = String(nanoseconds)
    digits = String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
}
