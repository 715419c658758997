import HuiqiModel
import Testing

/// Section 3: date, years_before … months_since, as_of, year.
@Suite struct DayFunctionTests {
    @Test func asOfIsMidnightUTCAndYearItsYear() {
        expect([
            ("as_of", "2024-06-30T00:00:00Z"), ("year", "2024"), ("as_of == date('2024-06-30')", "true"),
            ("year - 1", "2023"),
        ])
    }

    @Test func dateIsMidnightUTC() {
        expect([
            ("date('2024-02-29')", "2024-02-29T00:00:00Z"), ("date('0001-01-01')", "0001-01-01T00:00:00Z"),
            ("date('2023-02-29')", "refused 5: `2023-02-29` is not in the calendar; check month and day"),
            ("date('2024-6-1')", "refused 5: `2024-6-1` is no date…"),
            ("date('2024-06-30') == timestamp('2024-06-30T08:00:00+08:00')", "true"),
        ])
    }

    @Test func beforeIsClampedToTheMonthsLastDay() {
        expect(
            [
                ("years_before(1)", "2023-02-28T00:00:00Z"), ("years_before(4)", "2020-02-29T00:00:00Z"),
                ("years_before(0)", "2024-02-29T00:00:00Z"),
                ("years_before(-1)", "2025-02-28T00:00:00Z"), ("months_before(12)", "2023-02-28T00:00:00Z"),
                ("months_before(1)", "2024-01-29T00:00:00Z"),
                ("days_before(1)", "2024-02-28T00:00:00Z"), ("days_before(-1)", "2024-03-01T00:00:00Z"),
                ("days_before(60)", "2023-12-31T00:00:00Z"),
                ("years_before(124)", "1900-02-28T00:00:00Z"),
            ], on: "2024-02-29")
        expect(
            [
                ("months_before(1)", "2024-02-29T00:00:00Z"), ("months_before(-1)", "2024-04-30T00:00:00Z"),
                ("months_before(13)", "2023-02-28T00:00:00Z"),
            ],
            on: "2024-03-31")
    }

    @Test func beforeOutsideTheCalendarIsAnError() {
        let limit = "9223372036854775807"
        for function in ["years_before", "months_before", "days_before"] {
            for count in [limit, "-\(limit)", "-9223372036854775808", "1000000", "-1000000000", "5000000000"]
            {
                #expect(
                    eval("\(function)(\(count))") == "error 0: the date is outside the years 1-9999"
                        || (function == "days_before" && count == "1000000"), "\(function) \(count)")
            }
        }
    }

    /// The largest n with t <= years_before(n), against counting.
    @Test func sinceIsTheLargestNumberOfSteps() throws {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<(isFull ? 4000 : 400) {
            let now = Day(number: Int32.random(in: 10_000...25_000, using: &random))
            let then = Day(number: Int32.random(in: 8000...27_000, using: &random))
            let isEdge = Bool.random(using: &random)
            let (asOf, from) = isEdge ? (edge(now), edge(then)) : (now, then)
            for (name, step) in [("years_since", Int64(12)), ("months_since", 1)] {
                let wanted = largest(asOf, from, step)
                #expect(
                    eval("\(name)(established)", #"{"established":"\#(from)"}"#, on: "\(asOf)")
                        == "\(wanted)", "\(name) \(from) \(asOf)")
                // A moment after midnight is not yet there on the day itself.
                let noon = eval("\(name)(timestamp('\(from)T12:00:00Z'))", on: "\(asOf)")
                #expect(noon == "\(largest(asOf, Day(number: from.number + 1), step))")
            }
        }
    }

    private func edge(_ day: Day) -> Day {
        let (year, month, _) = day.date
        return Day(year: year, month: month, day: Day.lastDay(year: year, month: month)) ?? day
    }

    private func largest(_ asOf: Day, _ from: Day, _ step: Int64) -> Int64 {
        var count = Int64(-1200)
        while let next = asOf.months(before: (count + 1) * step), from <= next { count += 1 }
        return count
    }

    @Test func sinceByExample() {
        expect(
            [
                ("years_since(date('2020-02-29'))", "3"), ("years_since(date('2020-02-28'))", "4"),
                ("months_since(date('2024-01-31'))", "0"),
                ("months_since(date('2024-01-28'))", "1"), ("years_since(as_of)", "0"),
                ("years_since(date('2024-02-29'))", "-1"), ("months_since(date('2024-03-28'))", "-1"),
                ("months_since(date('2024-03-29'))", "-2"),
                ("years_since(timestamp('9999-12-31T23:59:59Z'))", "-7976"),
                ("years_since(date('0001-01-01'))", "2023"),
                ("years_since(established) >= 3", "unknown: established"),
            ], on: "2024-02-28")
    }
}
