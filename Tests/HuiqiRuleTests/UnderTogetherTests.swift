import HuiqiLogic
import HuiqiModel
import Testing

@testable import HuiqiRule

/// Many tests of codes asked together come to what each comes to by itself.
@Suite struct UnderTogetherTests {
    @Test(arguments: [CodeStandard.region, .industry, .other]) func eachByItself(standard: CodeStandard) {
        var generator = SeededGenerator(seed: 11)
        let codes: [String]
        switch standard {
        case .region:
            codes = [
                "33", "3303", "330300", "330302", "330302001", "330302001001", "330000", "34", "3403",
                "340302",
            ]
        case .industry:
            codes = ["C", "C38", "C382", "C3829", "C39", "I", "I65", "I6510", "38", "3829", "F51"]
        case .other:
            codes = [
                "A", "AB", "330302", "330300", "ABCDEFGHIJKLMNOP", "ABCDEFGHIJKLMNOPQ", "ABCDEFGHIJKLMNOPQRS",
            ]
        }
        let areas = codes.compactMap { CodeArea($0, standard) }
        for _ in 0..<200 {
            let tests = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                let wanted = (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ in
                    areas.randomElement(using: &generator)
                }
                return UnderTest(areas: wanted, standard: standard)
            }
            let together = HuiqiRule.UnderTests(tests)
            for value in codes + ["", "no code", "99"] {
                let single = tests.map { $0.truth(of: $0.read(value)) }
                #expect(together.truths(of: value) == single, "\(value)")
            }
        }
    }
}
