import Testing

/// The harness itself: what is wrong is reported as wrong.
@Suite struct HarnessTests {
    private func failure(_ fields: String) throws -> String? {
        let line = #"{"file":"f","section":"s","name":"n","core":true,"needs_protobuf":false,"# + fields + "}"
        return try SuiteTest(Array(line.utf8)).failure()
    }

    @Test func rightAnswersPassAndWrongOnesDoNot() throws {
        let one = #""value":{"int64_value":[{"$num":"1"}]}"#
        let error = #""eval_error":[{"errors":[{"message":["any"]}]}]"#
        #expect(try failure(#""expr":"2 - 1","# + one) == nil)
        #expect(try failure(#""expr":"2","# + one) == "2, not 1")
        #expect(try failure(#""expr":"1u","# + one) == "1u, not 1")
        #expect(try failure(#""expr":"1.0","# + one) == "1.0, not 1")
        #expect(try failure(#""expr":"1/0","# + one) == "error at 1: division by zero")
        #expect(try failure(#""expr":"1/0","# + error) == nil)
        #expect(try failure(#""expr":"1","# + error) == "1 where an error was due")
        // An error is an evaluation error; what is refused at once does not count as one.
        #expect(try failure(#""expr":"x","# + error) == "refused at 0: undeclared reference to `x`")
        #expect(try failure(#""expr":"x","disable_check":[true],"# + error) == nil)
        #expect(try failure(#""expr":"true""#) == nil)
        #expect(try failure(#""expr":"false""#) == "false, not true")
        #expect(try failure(#""expr":"0.0","value":{"double_value":[{"$num":"-0.0"}]}"#) == "0.0, not -0.0")
        #expect(
            try failure(#""expr":"1","value":{"object_value":[{}]}"#)?.hasPrefix("the test cannot be read")
                == true)
    }

    @Test func theReportCountsSkipsAndRefusesThoseThatPass() throws {
        let name = "multiple_parameters_generality"
        let line =
            #"{"file":"type_deduction","section":"type_parameters","name":"\#(name)","expr":"true","core":false,"needs_protobuf":false}"#
        var report = SuiteReport()
        report.run(try SuiteTest(Array(line.utf8)))
        #expect(
            report.failures == ["type_deduction/type_parameters/\(name) passes: take it off the skip list"])
        #expect(report.rows["type_deduction"]?.skipped == 1)
        #expect(report.unusedSkips.count == SkipList.reasons.count - 1)
    }
}
