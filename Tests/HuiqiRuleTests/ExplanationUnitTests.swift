import HuiqiModel
import HuiqiRule
import Testing

/// Units of bounds and gaps: nobody lacks 800 人 where the rule counts each a hundredfold.
@Suite struct ExplanationUnitTests {
    private static let company = """
        {"id":"k","established":"2018-03-01","employees":300,"insured":37,"invention_patents":10,
        "revenue":{"2022":40000000,"2023":38000000},"rd_expense":{"2023":1000000}}
        """

    private func steps(_ source: String) -> [MendStep] {
        explanation(source, profile(Self.company.replacing("\n", with: ""))).mend?.steps ?? []
    }

    @Test func everyUnitAsItIsComputed() {
        for (source, measure, wanted) in [
            // Scaled: no unit is left, the fact is solved for.
            (
                "100 * insured >= 15 * employees", Measure.computed,
                "100 * insured is 3700; >= 4500, gap 800, insured >= 45人 gap 8人"
            ),
            (
                "rd_expense[2023] * 100.0 >= 5.0 * revenue[2023]", .computed,
                "rd_expense[2023] * 100.0 is 100000000; >= 190000000, gap 90000000, "
                    + "rd_expense[2023] >= 1900000元 gap 900000元"
            ),
            (
                "employees + 2 * insured >= 400", .computed,
                "(employees + 2 * insured) is 374; >= 400, gap 26, employees >= 326人 gap 26人"
            ),
            (
                "1 * insured >= 45", .amount,
                "1 * insured is 37人; >= 45人, gap 8人, insured >= 45人 gap 8人"
            ),
            // Two amounts of money multiplied are no money.
            (
                "revenue[2023] * rd_expense[2023] >= 39000000000000.0", .computed,
                "revenue[2023] * rd_expense[2023] is 38000000000000; >= 39000000000000, gap 1000000000000, "
                    + "revenue[2023] >= 39000000元 gap 1000000元"
            ),
            // An average of two years is an amount; half of one year is not.
            (
                "(revenue[2023] + revenue[2022]) / 2.0 >= 40000000.0", .amount,
                "(revenue[2023] + revenue[2022]) / 2.0 is 39000000元; >= 40000000元, gap 1000000元, "
                    + "revenue[2023] >= 40000000元 gap 2000000元"
            ),
            (
                "revenue[2023] / 2.0 >= 20000000.0", .computed,
                "revenue[2023] / 2.0 is 19000000; >= 20000000, gap 1000000, "
                    + "revenue[2023] >= 40000000元 gap 2000000元"
            ),
            // Only quotients of the same unit are ratios.
            (
                "revenue[2023] / revenue[2022] - 1.0 >= 0.0", .ratio,
                "(revenue[2023] / revenue[2022] - 1.0) is -0.05; >= 0, gap 0.05, "
                    + "revenue[2023] >= 40000000元 gap 2000000元"
            ),
            (
                "100.0 * (rd_expense[2023] / revenue[2022]) >= 3.0", .computed,
                "100.0 * rd_expense[2023] / revenue[2022] is 2.5; >= 3, gap 0.5, "
                    + "rd_expense[2023] >= 1200000元 gap 200000元"
            ),
            (
                "rd_expense[2023] / double(invention_patents) >= 100000.5", .amount,
                "rd_expense[2023] / double(invention_patents) is 100000元/件; >= 100000.5元/件, gap 0.5元/件, "
                    + "rd_expense[2023] >= 1000005元 gap 5元"
            ),
            // Conversions keep what they convert.
            ("uint(insured) >= 45u", .amount, "insured is 37人; >= 45人, gap 8人"),
            (
                "double(insured) >= 0.1501 * double(employees)", .amount,
                "insured is 37人; >= 45.03人, gap 9人"
            ),
            (
                "established.getFullYear() <= 2016", .amount,
                "established.getFullYear() is 2018年; <= 2016年, gap 2年"
            ),
        ] {
            let found = steps(source)
            #expect(found.map { told($0, .contract) } == [wanted], "\(source)")
            #expect(found.map(\.measure) == [measure], "\(source)")
        }
    }

    @Test func sumsAreSaidToBe() {
        for (source, isSum) in [
            ("employees + insured >= 1000", true), ("sum([employees, insured]) >= 1000", true),
            ("employees - insured >= 1000", false), ("rd_expense[2023] / revenue[2023] >= 0.5", false),
            ("insured + 1 >= 1000", false),
        ] {
            #expect(steps(source).map(\.isSum) == [isSum], "\(source)")
        }
    }
}
