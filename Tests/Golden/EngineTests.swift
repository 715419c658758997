import Foundation
import Huiqi
import Testing

/// What a caller may rely on when he puts, replaces and errs.
@Suite struct EngineTests {
    private func lines(_ text: String) -> [UInt8] { Array(text.utf8) }

    private let day = Day(year: 2024, month: 6, day: 30) ?? Day(number: 0)

    @Test func refusedRowsLeaveTheRest() throws {
        let engine = try Engine()
        let report = try engine.putProfiles(
            lines(
                "{\"id\":\"a\",\"employees\":3}\n{\"id\":\"b\",\"employees\":3.5}\nrubbish\n{\"id\":\"c\"}\n")
        )
        #expect(report.taken == 2)
        #expect(report.refused == 2)
        #expect(report.findings.map(\.line) == [2, 3])
        #expect(report.findings.first?.field == "employees")
        #expect(try engine.snapshot(on: day).profileCount == 2)
    }

    @Test func strictRefusesTheBatchAndKeepsWhatWasStored() throws {
        let engine = try Engine()
        _ = try engine.putProfiles(lines("{\"id\":\"a\"}"))
        #expect(throws: HuiqiError.self) {
            _ = try engine.putProfiles(lines("{\"id\":\"b\"}\n{\"id\":\"c\",\"x\":1}"), strict: true)
        }
        #expect(throws: HuiqiError.self) {
            _ = try engine.putClauses(
                lines("{\"id\":\"K\",\"title\":\"t\",\"conditions\":[{\"expr\":\"nope\"}]}"), strict: true)
        }
        let snapshot = try engine.snapshot(on: day)
        #expect(snapshot.profileCount == 1)
        #expect(snapshot.clauseCount == 0)
    }

    @Test func aReplacedClauseKeepsItsPlaceAndAHeldSnapshotItsAnswers() throws {
        let engine = try Engine()
        _ = try engine.putClauses(
            lines(
                "{\"id\":\"A\",\"title\":\"a\",\"conditions\":[{\"expr\":\"employees > 1\"}]}\n{\"id\":\"B\",\"title\":\"b\",\"conditions\":[]}"
            ))
        _ = try engine.putProfiles(lines("{\"id\":\"p\",\"employees\":5}"))
        let before = try engine.snapshot(on: day)
        _ = try engine.putClauses(
            lines("{\"id\":\"A\",\"title\":\"a\",\"conditions\":[{\"expr\":\"employees > 9\"}]}"))
        _ = try engine.putProfiles(lines("{\"id\":\"p\",\"employees\":7}\n{\"id\":\"q\"}"))
        let after = try engine.snapshot(on: day)
        #expect(try before.count().map(\.eligible) == [1, 1])
        #expect(try before.count().map(\.clauseID) == ["A", "B"])
        #expect(try after.count().map(\.clauseID) == ["A", "B"])
        #expect(try after.count().map(\.ineligible) == [1, 0])
        #expect(try after.count().map(\.undetermined) == [1, 0])
        #expect(before.profileCount == 1)
        #expect(after.profileCount == 2)
    }

    @Test func clauseErrorsNameClauseConditionAndOffset() throws {
        let engine = try Engine()
        let report = try engine.putClauses(
            lines(
                "{\"id\":\"ok\",\"title\":\"t\",\"conditions\":[]}\n{\"id\":\"K\",\"title\":\"t\",\"conditions\":[{\"expr\":\"true\"},{\"id\":\"人\",\"expr\":\"true && employes > 3\"}]}"
            ))
        #expect(report.taken == 1)
        let finding = try #require(report.findings.first)
        #expect(finding.line == 2)
        #expect(finding.subject == "K")
        #expect(finding.condition == "人")
        #expect(finding.offsetUTF8 == 8)
        #expect(finding.message.zh.contains("employees"))
    }

    @Test func notInForceIsIneligibleForAllAndKeepsItsRow() throws {
        let engine = try Engine()
        _ = try engine.putClauses(
            lines("{\"id\":\"A\",\"title\":\"a\",\"valid_to\":\"2024-06-29\",\"conditions\":[]}"))
        _ = try engine.putProfiles(lines("{\"id\":\"p\"}"))
        let snapshot = try engine.snapshot(on: day)
        #expect(try snapshot.count().map(\.ineligible) == [1])
        let match = try #require(try snapshot.match(.key("p")).matches.first)
        #expect(match.decidedBy == .notInForce)
        #expect(match.route == .none)
        let eve = try engine.snapshot(on: try #require(Day("2024-06-29")))
        #expect(try eve.count().map(\.eligible) == [1])
    }

    @Test func reviewConditionsWaitForAPerson() throws {
        let engine = try Engine()
        _ = try engine.putClauses(
            lines(
                "{\"id\":\"A\",\"title\":\"a\",\"conditions\":[{\"id\":\"r\",\"kind\":\"review\"},{\"expr\":\"employees > 1\"}]}"
            ))
        let snapshot = try engine.snapshot(on: day)
        func verdict(_ profile: String) throws -> Match {
            try #require(try snapshot.match(.json(lines(profile))).matches.first)
        }
        #expect(try verdict("{\"employees\":2}").verdict == .undetermined)
        #expect(try verdict("{\"employees\":2}").degreeLow == 5000)
        #expect(try verdict("{\"employees\":2,\"reviews\":{\"A/r\":true}}").verdict == .eligible)
        #expect(try verdict("{\"employees\":2,\"reviews\":{\"A/r\":false}}").verdict == .ineligible)
    }

    @Test func amountsAreExactRoundedOnceOrBounded() throws {
        let engine = try Engine()
        _ = try engine.putClauses(
            lines(
                "{\"id\":\"A\",\"title\":\"a\",\"conditions\":[],\"benefit\":{\"amount\":\"math.least(revenue[2023] / 3.0, money('50万元'))\",\"rounding\":\"fen-down\"}}"
            ))
        let snapshot = try engine.snapshot(on: day)
        func amounts(_ profile: String) throws -> [Int64?] {
            let match = try #require(try snapshot.match(.json(lines(profile))).matches.first)
            return [match.amountLow, match.amountHigh]
        }
        #expect(try amounts("{\"revenue\":{\"2023\":100}}") == [3333, 3333])
        #expect(try amounts("{\"revenue\":{\"2023\":900000000}}") == [50_000_000, 50_000_000])
        #expect(try amounts("{}") == [nil, 50_000_000])
    }

    @Test func manyThreadsReadOneSnapshotWhileAnotherWrites() async throws {
        let engine = try Golden.engine()
        let snapshot = try engine.snapshot(on: try #require(Day("2021-06-30")))
        let expected = try snapshot.match(.key("300901")).json
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try (0..<20).allSatisfy { _ in try snapshot.match(.key("300901")).json == expected }
                }
            }
            group.addTask {
                for row in 0..<20 { _ = try engine.putProfiles(Array("{\"id\":\"new\(row)\"}".utf8)) }
                return true
            }
            for try await isSame in group { #expect(isSame) }
        }
    }
}
