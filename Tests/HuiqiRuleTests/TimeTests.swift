import Testing

/// Timestamps and durations, as in CEL.
@Suite struct TimeTests {
    @Test func timestampsAreRFC3339() {
        expect([
            ("timestamp('2024-06-30T12:30:45Z')", "2024-06-30T12:30:45Z"),
            ("timestamp('2024-06-30T12:30:45.120+08:00')", "2024-06-30T04:30:45.12Z"),
            ("timestamp('2024-06-30t00:00:00z')", "2024-06-30T00:00:00Z"),
            ("timestamp('2024-01-01T00:00:00-05:30')", "2024-01-01T05:30:00Z"),
            ("timestamp('2024-06-30T00:00:00.123456789Z')", "2024-06-30T00:00:00.123456789Z"),
            ("timestamp(0)", "1970-01-01T00:00:00Z"), ("timestamp(-1)", "1969-12-31T23:59:59Z"),
            ("timestamp('0001-01-01T00:00:00Z')", "0001-01-01T00:00:00Z"),
            ("timestamp('9999-12-31T23:59:59.999999999Z')", "9999-12-31T23:59:59.999999999Z"),
        ])
        for text in [
            "2024-06-30", "2024-06-30T00:00:00", "2024-06-30T24:00:00Z", "2024-06-30T23:59:60Z",
            "2024-06-30T00:00:00+24:00", "2024-06-30T00:00:0008:00", "2024-06-30 00:00:00Z",
            "2024-06-30T00:00:00UTC", "2024-06-30T00:00:00Asia/Shanghai", "2024-06-30T00:00:00.Z",
            "2024-06-30T00:00:00.1234567890Z", "2023-02-29T00:00:00Z", "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "", "Z", "2024-06-30T0a:00:00Z",
        ] {
            #expect(
                eval("timestamp('\(text)')").hasPrefix("refused 10: `\(text)` cannot be converted"), "\(text)"
            )
        }
    }

    @Test func durationsAreNumbersWithUnits() {
        expect([
            ("duration('1h30m')", "5400s"), ("duration('1.5s')", "1.5s"), ("duration('-1h')", "-3600s"),
            ("duration('+1m')", "60s"), ("duration('0')", "0s"), ("duration('100ms')", "0.1s"),
            ("duration('3us')", "0.000003s"),
            ("duration('3µs')", "0.000003s"), ("duration('1ns')", "0.000000001s"),
            ("duration('.5h')", "1800s"), ("duration('1.h')", "3600s"),
            ("duration('1h') == duration('60m')", "true"), ("duration('1h') < duration('61m')", "true"),
        ])
        for text in ["", "1", "h", "1d", "1h-1m", "1 h", "--1h", "1.5.5s", ".s", "1h ", "1000000000h"] {
            #expect(
                eval("duration('\(text)')").hasPrefix("refused 9: `\(text)` cannot be converted"), "\(text)")
        }
    }

    @Test func arithmeticOfTimes() {
        expect([
            ("as_of + duration('24h')", "2024-07-01T00:00:00Z"),
            ("duration('24h') + as_of", "2024-07-01T00:00:00Z"),
            ("as_of - duration('1s')", "2024-06-29T23:59:59Z"), ("as_of - date('2024-06-29')", "86400s"),
            ("duration('1h') - duration('90m')", "-1800s"), ("duration('1h') + duration('90m')", "9000s"),
            ("as_of > date('2024-06-29')", "true"),
            ("date('9999-12-31') + duration('24h')", "refused 19: timestamp out of range"),
            ("date('0001-01-01') - duration('1ns')", "refused 19: timestamp out of range"),
            ("as_of + as_of", "refused 6: no `+` between timestamp and timestamp"),
            ("duration('1h') * 2", "refused 15: no `*` between duration and int"),
            ("duration('1h') - as_of", "refused 15: no `-` between duration and timestamp"),
            ("as_of < duration('1h')", "refused 6: `<` between timestamp and duration"),
        ])
    }

    @Test func gettersCountAsCELDoes() {
        expect([
            ("as_of.getFullYear()", "2024"), ("as_of.getMonth()", "5"), ("as_of.getDate()", "30"),
            ("as_of.getDayOfMonth()", "29"), ("as_of.getDayOfYear()", "181"), ("as_of.getDayOfWeek()", "0"),
            ("as_of.getHours()", "0"),
            ("timestamp('2024-02-29T13:14:15.678Z').getHours()", "13"),
            ("timestamp('2024-02-29T13:14:15.678Z').getMinutes()", "14"),
            ("timestamp('2024-02-29T13:14:15.678Z').getSeconds()", "15"),
            ("timestamp('2024-02-29T13:14:15.678Z').getMilliseconds()", "678"),
            ("timestamp('1969-12-31T23:59:59.5Z').getDayOfWeek()", "3"),
            ("timestamp('1969-12-31T23:59:59.5Z').getMilliseconds()", "500"),
            ("as_of.getHours('Asia/Shanghai')", "8"), ("as_of.getDate('-00:01')", "29"),
            ("as_of.getMinutes('+05:45')", "45"), ("as_of.getHours('02:00')", "2"),
            ("as_of.getHours('UTC')", "0"), ("as_of.getHours('Mars')", "error 6: a zone is UTC…"),
            ("duration('90m').getHours()", "1"), ("duration('90m').getMinutes()", "90"),
            ("duration('1.5s').getMilliseconds()", "500"), ("duration('-90s').getMinutes()", "-1"),
            ("duration('1h').getSeconds()", "3600"),
            ("duration('1h').getDate()", "refused 15: bad use of `.getDate` on duration…"),
            ("employees.getHours()", "refused 10: bad use of `.getHours` on int…"),
        ])
    }
}
