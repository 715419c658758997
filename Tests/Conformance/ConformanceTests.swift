import HuiqiJSON
import Testing

/// The Common Expression Language's own suite against the plain environment.
@Suite struct ConformanceTests {
    @Test func suite() throws {
        guard let bytes = SuiteFiles.bytes("rules/cel-spec/tests.jsonl") else {
            print("conformance: skipped, there is no rules/cel-spec/tests.jsonl under HUIQI_DATA")
            return
        }
        var report = SuiteReport()
        for (_, range) in JSONLines(bytes) { report.run(try SuiteTest(Array(bytes[range]))) }
        for line in report.failures { Issue.record("\(line)") }
        print(report.table)
        for (file, count) in SuiteReport.counts {
            #expect(report.rows[file]?.tests == count, "\(file) should have \(count) tests")
        }
        #expect(report.rows.count == SuiteReport.counts.count)
        #expect(report.unusedSkips.isEmpty, "on the skip list but not in the suite: \(report.unusedSkips)")
        let core = report.rows.values.filter(\.isCore)
        #expect(core.map(\.tests).reduce(0, +) == 1089)
        #expect(core.map(\.skipped).reduce(0, +) <= 20)
        let published = SuiteFiles.ofProject("Sources/Huiqi/Huiqi.docc/Conformance.md") ?? []
        #expect(
            String(decoding: published, as: UTF8.self).contains(report.table),
            "the table in Conformance.md is not the one measured")
    }
}
