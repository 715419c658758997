import HuiqiModel
import Testing

@Suite struct RoundingTests {
    private func rounded(_ name: String, _ numerator: Int128, _ denominator: Int128 = 1) -> Int64? {
        Rounding(name: name).flatMap { $0.round(number(numerator, denominator)) }
    }

    @Test func downIsTowardZero() {
        #expect(rounded("fen-down", 12_349, 1000) == 1234 && rounded("fen-down", -12_349, 1000) == -1234)
        #expect(rounded("yuan-down", 199, 100) == 100 && rounded("yuan-down", -199, 100) == -100)
        #expect(rounded("wan-down", 19_999) == 1_000_000 && rounded("wan-down", -9999) == 0)
    }

    @Test func upIsAwayFromZero() {
        #expect(rounded("fen-up", 12_341, 1000) == 1235 && rounded("fen-up", -12_341, 1000) == -1235)
        #expect(rounded("fen-up", 1234, 100) == 1234 && rounded("yuan-up", 1, 1_000_000) == 100)
        #expect(rounded("hundred-up", 101) == 20_000)
    }

    @Test func halfUpGoesAwayFromZeroAtTheHalf() {
        #expect(rounded("fen-half-up", 5, 1000) == 1 && rounded("fen-half-up", -5, 1000) == -1)
        #expect(rounded("fen-half-up", 4999, 1_000_000) == 0)
        #expect(rounded("yuan-half-up", 5, 2) == 300 && rounded("yuan-half-up", -5, 2) == -300)
        #expect(rounded("jiao-half-up", 5, 100) == 10 && rounded("thousand-half-up", 500) == 100_000)
    }

    @Test func halfEvenGoesToTheEvenStepAtTheHalf() {
        #expect(rounded("yuan-half-even", 5, 2) == 200 && rounded("yuan-half-even", 7, 2) == 400)
        #expect(rounded("yuan-half-even", -5, 2) == -200 && rounded("yuan-half-even", -7, 2) == -400)
        #expect(rounded("fen-half-even", 5, 1000) == 0 && rounded("fen-half-even", 15, 1000) == 2)
        #expect(rounded("fen-half-even", 5001, 1_000_000) == 1)
    }

    /// Every rule against whole-number arithmetic on sixths of a fen.
    @Test func everyRuleAgreesWithItsDefinition() throws {
        for step in Rounding.Step.allCases {
            for direction in Rounding.Direction.allCases {
                let rule = try #require(Rounding(name: "\(step.rawValue)-\(direction.rawValue)"))
                #expect(rule == Rounding(step: step, direction: direction))
                let size = Int128(step.fen) * 6
                for around in [0, size / 2, size, 3 * size / 2, 5 * size / 2, 7 * size] {
                    for sixths in (around - 8)...(around + 8) {
                        for value in [sixths, -sixths] {
                            let (steps, rest) = abs(value).quotientAndRemainder(dividingBy: size)
                            let goesUp =
                                switch direction {
                                case .down: false
                                case .up: rest > 0
                                case .halfUp: rest * 2 >= size
                                case .halfEven: rest * 2 > size || rest * 2 == size && steps % 2 == 1
                                }
                            let fen = (steps + (goesUp ? 1 : 0)) * Int128(step.fen) * (value < 0 ? -1 : 1)
                            #expect(rule.round(number(value, 600)) == Int64(fen), "\(rule) of \(value)/600")
                        }
                    }
                }
            }
        }
    }

    @Test func whatDoesNotFitIsNilAndWhatFitsIsNot() {
        #expect(rounded("fen-down", Int128.max) == nil)
        #expect(rounded("fen-down", 92_233_720_368_547_758_07, 100) == Int64.max)
        #expect(rounded("fen-down", 92_233_720_368_547_758_08, 100) == nil)
        // A numerator that times 100 is beyond 128 bits.
        #expect(rounded("fen-half-up", Int128.max, Int128.max - 1) == 100)
        #expect(rounded("fen-up", Int128.max, Int128.max - 1) == 101)
        #expect(rounded("fen-half-up", Int128.max / 2, Int128.max) == 50)
    }

    @Test func otherNamesAreRefused() {
        for name in ["", "fen", "-down", "fen-", "fen-sideways", "Fen-down", "fen_down", "mu-up", "fen-half"]
        {
            #expect(Rounding(name: name) == nil, "\(name)")
        }
    }
}
