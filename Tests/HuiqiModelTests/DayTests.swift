import HuiqiModel
import Testing

@Suite struct DayTests {
    /// Walks every day of the years 1 to 9999 along the calendar.
    @Test func everyDayGoesThereAndBack() {
        var (year, month, day) = (1, 1, 1)
        for number in Day.range.lowerBound.number...Day.range.upperBound.number {
            let found = Day(number: number).date
            guard found == (year, month, day), Day(year: year, month: month, day: day)?.number == number
            else {
                Issue.record("day \(number) is \(found), not \(year)-\(month)-\(day)")
                return
            }
            day += 1
            if day > Day.lastDay(year: year, month: month) {
                (month, day) = (month + 1, 1)
                if month == 13 { (year, month) = (year + 1, 1) }
            }
        }
        #expect((year, month, day) == (10_000, 1, 1))
    }

    @Test func textGoesThereAndBack() {
        for number in stride(from: Day.range.lowerBound.number, through: Day.range.upperBound.number, by: 97)
        {
            let day = Day(number: number)
            #expect(day.description.utf8.count == 10 && Day(day.description) == day)
        }
        #expect(Day("1970-01-01")?.number == 0 && Day(number: 0).description == "1970-01-01")
        #expect(Day("0001-01-01") == Day.range.lowerBound && Day("9999-12-31") == Day.range.upperBound)
    }

    @Test func otherTextsAreRefused() {
        for text in [
            "", "2024", "2024-6-30", "2024-06-31", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10",
            "2024-01-00", "0000-01-01", "10000-01-01", "2024/06/30", "2024-06-30T00:00:00Z", " 2024-06-30",
            "2024-06-30 ", "20240630", "+024-06-30", "-024-06-30", "２０２４-06-30", "2024-0a-01", "2024-06-3０",
        ] {
            #expect(Day(text) == nil, "\(text)")
        }
        for text in ["2024-02-29", "2000-02-29", "2023-02-28"] { #expect(Day(text)?.description == text) }
    }

    @Test func monthsBeforeClampToTheLastDay() throws {
        let cases: [(String, Int64, String?)] = [
            ("2024-03-31", 1, "2024-02-29"), ("2023-03-31", 1, "2023-02-28"),
            ("2024-02-29", 12, "2023-02-28"),
            ("2024-02-29", 48, "2020-02-29"), ("2024-05-31", 1, "2024-04-30"),
            ("2024-01-31", -1, "2024-02-29"),
            ("2024-06-30", 0, "2024-06-30"), ("2024-01-15", 1, "2023-12-15"),
            ("2023-12-15", -1, "2024-01-15"),
            ("0001-01-31", 1, nil), ("9999-12-01", -1, nil), ("0001-02-28", 1, "0001-01-28"),
            ("2024-06-30", .max, nil), ("2024-06-30", .min, nil), ("2024-06-30", 200_000, nil),
        ]
        for (day, count, wanted) in cases {
            let from = try #require(Day(day))
            #expect(from.months(before: count)?.description == wanted, "\(day) \(count)")
        }
    }

    @Test func daysBeforeStayInRange() throws {
        let day = try #require(Day("2024-03-01"))
        #expect(
            day.days(before: 1)?.description == "2024-02-29"
                && day.days(before: -30)?.description == "2024-03-31")
        #expect(day.days(before: .min) == nil && day.days(before: .max) == nil)
        #expect(Day.range.lowerBound.days(before: 1) == nil && Day.range.upperBound.days(before: -1) == nil)
        let all = Int64(Day.range.upperBound.number) - Int64(Day.range.lowerBound.number)
        #expect(Day.range.upperBound.days(before: all) == Day.range.lowerBound)
    }

    @Test func daysAreOrdered() {
        #expect(Day(number: -1) < Day(number: 0) && !(Day(number: 0) < Day(number: 0)))
        #expect(Day(number: -1).description == "1969-12-31" && Day(number: -1).year == 1969)
    }
}
