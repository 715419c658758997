/// A calendar day of the proleptic Gregorian calendar, counted from 1970-01-01.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int32

    /// 0001-01-01 and 9999-12-31, the range of CEL timestamps.
    public static let range = Day(number: -719_162)...Day(number: 2_932_896)

    /// The day `number` days after 1970-01-01.
    public init(number: Int32) { self.number = number }

    /// A day by its date; nil where there is no such date in the years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Day.lastDay(year: year, month: month)
        else { return nil }
        number = Day.number(year: year, month: month, day: day)
    }

    /// A day written `YYYY-MM-DD`, exactly so; nil otherwise.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(utf8: bytes.span)
    }

    /// The same for a text's UTF-8.
    public init?(utf8 bytes: Span<UInt8>) {
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        var isDigits = true
        func digit(_ index: Int) -> Int {
            let digit = bytes[index] &- 0x30
            isDigits = isDigits && digit <= 9
            return Int(digit)
        }
        // Safe: each digit is a byte.
        let year = (digit(0) &* 10 &+ digit(1)) &* 100 &+ digit(2) &* 10 &+ digit(3)
        let month = digit(5) &* 10 &+ digit(6)
        let day = digit(8) &* 10 &+ digit(9)
        guard isDigits else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month 1-12 and day of the month 1-31.
    public var date: (year: Int, month: Int, day: Int) {
        // Days from 0000-03-01, in eras of 400 years (146,097 days).
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The year.
    public var year: Int { date.year }

    /// This day `count` months earlier, clamped to the month's last day; nil outside the years 1-9999.
    public func months(before count: Int64) -> Day? {
        let (year, month, day) = date
        guard count.magnitude <= 200_000 else { return nil }
        let months = year * 12 + (month - 1) - Int(count)
        guard months >= 12 else { return nil }
        let target = (year: months / 12, month: months % 12 + 1)
        guard target.year <= 9999 else { return nil }
        let last = Day.lastDay(year: target.year, month: target.month)
        return Day(year: target.year, month: target.month, day: min(day, last))
    }

    /// This day `count` days earlier; nil outside the years 1-9999.
    public func days(before count: Int64) -> Day? {
        guard count.magnitude <= 4_000_000 else { return nil }
        let day = Day(number: number &- Int32(count))
        return Day.range.contains(day) ? day : nil
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = date
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// The last day of a month.
    public static func lastDay(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }
}
