import Huiqi
import Testing

/// More thresholds on one number, or ratios of two, than an axis makes codes for: decided all the same.
@Suite struct ManyThresholdsTests {
    private static let count = 8300

    private func engine(_ condition: (Int) -> String) throws -> Engine {
        let engine = try Engine()
        let lines = (0..<ManyThresholdsTests.count).map {
            "{\"id\":\"k\($0)\",\"title\":\"t\",\"conditions\":[{\"expr\":\"\(condition($0))\"}]}"
        }
        let report = try engine.putClauses(Array(lines.joined(separator: "\n").utf8))
        #expect(report.refused == 0)
        return engine
    }

    @Test func ratios() throws {
        // rd_expense >= k / 10000 x revenue
        let engine = try engine { number in
            let digits = String(number)
            return
                "rd_expense[2023] >= 0.\(String(repeating: "0", count: 4 - digits.count))\(digits) * revenue[2023]"
        }
        let profiles = [(0, 100), (1, 100), (50, 100), (83, 100), (100, 100), (7, 0), (-3, 100)]
        let lines = profiles.enumerated().map { number, profile in
            "{\"id\":\"p\(number)\",\"rd_expense\":{\"2023\":\(profile.0)},\"revenue\":{\"2023\":\(profile.1)}}"
        }
        _ = try engine.putProfiles(Array((lines + ["{\"id\":\"none\"}"]).joined(separator: "\n").utf8))
        let snapshot = try engine.snapshot(on: Day(year: 2024, month: 6, day: 30) ?? Day(number: 0))
        for (number, count) in try snapshot.count(threads: 2).enumerated() {
            #expect(count.eligible == profiles.count { 10_000 * $0.0 >= number * $0.1 })
            #expect(count.undetermined == 1)
        }
        for (number, line) in lines.enumerated() {
            let wanted = (0..<ManyThresholdsTests.count).count {
                10_000 * profiles[number].0 >= $0 * profiles[number].1
            }
            #expect(try snapshot.match(.json(Array(line.utf8))).totals.eligible == wanted)
            #expect(try snapshot.match(.key("p\(number)")).totals.eligible == wanted)
        }
        for _ in 0..<4 {
            let found = try snapshot.find(clause: "k5000", options: AnswerOptions(top: 2))
            #expect(found.totals.eligible == profiles.count { 10_000 * $0.0 >= 5000 * $0.1 })
            let draft =
                "{\"id\":\"d\",\"title\":\"t\",\"conditions\":["
                + "{\"expr\":\"rd_expense[2023] >= 0.83001 * revenue[2023]\"}]}"
            let drafted = try snapshot.find(draft: Array(draft.utf8), options: AnswerOptions(top: 2))
            #expect(drafted.totals.eligible == profiles.count { 100_000 * $0.0 >= 83_001 * $0.1 })
        }
    }

    @Test func numbers() throws {
        let engine = try engine { "employees >= \($0)" }
        let staff = [0, 1, 4000, 8299, 9000]
        let lines =
            staff.enumerated().map { "{\"id\":\"p\($0)\",\"employees\":\($1)}" } + ["{\"id\":\"none\"}"]
        _ = try engine.putProfiles(Array(lines.joined(separator: "\n").utf8))
        let snapshot = try engine.snapshot(on: Day(year: 2024, month: 6, day: 30) ?? Day(number: 0))
        for (number, count) in try snapshot.count(threads: 1).enumerated() {
            #expect(count.eligible == staff.count { $0 >= number })
            #expect(count.undetermined == 1)
        }
        for (number, line) in lines.dropLast().enumerated() {
            let answer = try snapshot.match(.json(Array(line.utf8)))
            #expect(answer.totals.eligible == min(ManyThresholdsTests.count, staff[number] + 1))
        }
    }

    @Test func partsOfAtoms() throws {
        let engine = try engine { "revenue[2023] >= \($0).0" }
        _ = try engine.putClauses(
            Array(
                #"{"id":"first","title":"t","conditions":[{"expr":"first_reached(revenue, 2023, 5000.0, 2021)"}]}"#
                    .utf8))
        let snapshot = try engine.snapshot(on: Day(year: 2024, month: 6, day: 30) ?? Day(number: 0))
        for (amounts, isFirst) in [
            (#""2021":1,"2022":2,"2023":5000"#, true), (#""2021":1,"2022":5000,"2023":5000"#, false),
            (#""2021":1,"2022":2,"2023":4999.99"#, false),
        ] {
            let answer = try snapshot.match(
                .json(Array("{\"revenue\":{\(amounts)}}".utf8)), options: AnswerOptions(top: nil))
            let first = try #require(answer.matches.first { $0.clause.clause.id == "first" })
            #expect(first.verdict == (isFirst ? .eligible : .ineligible))
        }
    }

    @Test func texts() throws {
        let engine = try engine { "name == '企业\($0)'" }
        _ = try engine.putProfiles(
            Array("{\"id\":\"a\",\"name\":\"企业7\"}\n{\"id\":\"b\",\"name\":\"企业\"}".utf8))
        let snapshot = try engine.snapshot(on: Day(year: 2024, month: 6, day: 30) ?? Day(number: 0))
        let answer = try snapshot.match(.key("a"), options: AnswerOptions(top: 1))
        #expect(answer.matches[0].clause.clause.id == "k7" && answer.totals.eligible == 1)
        #expect(try snapshot.match(.key("b")).totals.eligible == 0)
        #expect(try snapshot.match(.json(Array("{\"id\":\"c\"}".utf8))).totals.undetermined == Self.count)
        #expect(try snapshot.count(threads: 1).reduce(0) { $0 + $1.eligible } == 1)
    }
}
