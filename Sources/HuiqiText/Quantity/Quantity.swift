/// An amount, a share, a count or a time that a text states, with its bound and its places.
public struct Quantity: Equatable, Sendable {
    /// What is measured, and in what.
    public enum Kind: Equatable, Sendable {
        /// Money, in whole units of a currency by its ISO 4217 code, such as `CNY`.
        case amount(currency: String)
        /// A part of a whole, as a fraction: `3%` is 0.03, `三成` 0.3, `减半` 0.5.
        case share
        /// A difference of two percentages, as a fraction: `2个百分点` is 0.02.
        case percentagePoints
        /// How many times: `1.5倍` is 1.5, `翻一番` 2.
        case multiple
        /// The quotient of two parts: `1:2` is 0.5.
        case proportion
        /// A number of things: `30人`, `500吨标准煤`; the unit in its standard Chinese form.
        case count(unit: String)
        /// A number of nothing, said to be a bound: `容积率≥1.5`.
        case number
        /// Places from the first on: `前3名` and `500强` reach from 1 to 3 and to 500.
        case rank
        /// A length of time.
        case duration(DurationUnit, DurationRole)
        /// Which year, counted from the year as of which one asks: `上年度` is -1, `当年` 0.
        case yearOffset
        /// Which year of a course: `第一年` is 1.
        case ordinalYear
        /// Days of the calendar; ``Quantity/value`` is ``Value/dates(_:_:)``.
        case date
    }

    /// A unit of time.
    public enum DurationUnit: String, Sendable, CaseIterable {
        case years, months, weeks, days, workdays, hours, minutes
    }

    /// What a length of time is the length of.
    public enum DurationRole: String, Sendable, CaseIterable {
        /// Any: `成立满2年`, `60个工作日内`.
        case plain
        /// The time before the day as of which one asks: `近三年`.
        case recent
        /// The first of a course, or the years before: `前三年`.
        case leading
        /// The last of a course, or the years after: `后2年`.
        case trailing
        /// Without a gap: `连续两年`.
        case consecutive
        /// Again and again: `每半年度`.
        case every
    }

    /// One end of an interval.
    public struct Bound<End: Equatable & Sendable>: Equatable, Sendable {
        public let value: End
        /// Whether the end itself belongs to the interval.
        public let isIncluded: Bool
        /// Whether the text says so, by `(含)` or `(不含)`; otherwise it is the rule (以上、以下、以内 include the number,
        /// 超过、不满、低于 do not: 民法典第一千二百五十九条).
        public let isStated: Bool
    }

    /// The values a quantity may have. A number that stands for itself is both ends; nil is no bound.
    public enum Value: Equatable, Sendable {
        case numbers(Bound<ExactNumber>?, Bound<ExactNumber>?)
        case dates(Bound<CivilDate>?, Bound<CivilDate>?)
    }

    /// What is measured, and in what.
    public let kind: Kind
    /// The values it may have.
    public let value: Value
    /// What each single one of it is for: `人` of `每人1000元`, `吨` of `0.8元/吨`.
    public let per: String?
    /// Whether the text says that it is not exact: `约`, `左右`, `余`.
    public let isApproximate: Bool
    /// The number or numbers with their unit, as UTF-8 offsets in the text as it was given.
    public let number: Range<Int>
    /// The number with the words that bound it (`不超过…`, `…(含)以上`), as UTF-8 offsets in the text as it was given.
    public let span: Range<Int>
}

/// A day of the Gregorian calendar, of a year or of any year.
public struct CivilDate: Equatable, Hashable, Sendable {
    /// Nil where the text names none: `12月31日前`.
    public let year: Int?
    /// 1...12.
    public let month: Int
    /// From 1 to the last day of the month; 29 February belongs to any year.
    public let day: Int

    /// - Returns: Nil where there is no such day: 30 February.
    public init?(year: Int?, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= CivilDate.lastDay(of: month, year) else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    static func lastDay(of month: Int, _ year: Int?) -> Int {
        switch month {
        case 4, 6, 9, 11: return 30
        case 2:
            guard let year else { return 29 }
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: return 31
        }
    }
}
