import HuiqiIndex
import HuiqiModel
import Testing

@testable import HuiqiMatch
@testable import HuiqiRule

/// The amount program comes to what the row evaluator's bounds are, for every profile.
@Suite struct AmountContract {
    static let roundings = ["fen", "jiao", "yuan", "hundred", "thousand", "wan"].flatMap { step in
        ["down", "up", "half-up", "half-even"].compactMap { Rounding(name: "\(step)-\($0)") }
    }

    @Test func programAgreesWithBounds() throws {
        let city = try SmallCity(seed: 3, clauses: 1, profiles: 140)
        var dice = Dice(11)
        var told = 0
        var open = 0
        var left = 0
        var compiled = 0
        let sources = SmallCity.amounts + (0..<300).map { _ in RandomAmounts.number(&dice) }
        for source in sources {
            guard let rule = try? Rule.amount(source, schema: .contract) else { continue }
            guard let program = rule.amountProgram(on: SmallCity.day) else { continue }
            compiled += 1
            var lanes = AmountLanes()
            for block in city.population.blocks {
                let columns = program.sources.map { AmountColumn($0, in: block.batch) }
                let all = (0..<Int32(block.batch.count)).filter { _ in dice.chance(90) }
                for start in stride(from: 0, to: all.count, by: 100) {
                    let rows = Array(all[start..<min(all.count, start + 100)])
                    lanes.run(program, columns: columns, places: Array(columns.indices), rows: rows.span)
                    for (lane, row) in rows.enumerated() {
                        guard let bounds = lanes.bounds(lane) else {
                            left += 1
                            continue
                        }
                        told += 1
                        let expected = rule.bounds(for: block.batch[Int(row)], on: SmallCity.day)
                        if expected.low == nil || expected.high == nil { open += 1 }
                        let rounding = dice.pick(AmountContract.roundings)
                        let own = AmountBounds(bounds, over: program.denominator, rounding)
                        #expect(
                            own.low == expected.low.flatMap { rounding.round($0) }
                                && own.high == expected.high.flatMap { rounding.round($0) },
                            "\(source) \(rounding): \(own) for \(expected)")
                        #expect(
                            bounds.low.flatMap { Number(Int128($0), over: Int128(program.denominator)) }
                                == expected.low, "\(source)")
                    }
                }
            }
        }
        // A contract of amounts that are all left to the row evaluator would prove nothing.
        #expect(compiled > 100, "\(compiled) of \(sources.count)")
        #expect(told > 10_000)
        #expect(open > 500)
        #expect(left > 50)
    }

    @Test func everyAmountOfTheCityCompiles() throws {
        for source in SmallCity.amounts {
            #expect(try Rule.amount(source, schema: .contract).amountProgram(on: SmallCity.day) != nil)
        }
    }

    @Test func deepAndLongAmountsAreLeft() throws {
        let deep =
            String(repeating: "(", count: 200) + "1.0 * revenue[2023]"
            + String(repeating: " + 1.0)", count: 200)
        let long = Array(repeating: "revenue[2023]", count: 5_000).joined(separator: " + ")
        for source in [deep, long] {
            guard let rule = try? Rule.amount(source, schema: .contract) else { continue }
            #expect(rule.amountProgram(on: SmallCity.day) == nil)
        }
    }

    @Test func fewStepsLeaveAmounts() throws {
        let limits = RuleLimits(steps: 3)
        let source = "0.1 * revenue[2023] + 1.0"
        #expect(
            try Rule.amount(source, schema: .contract, limits: limits).amountProgram(on: SmallCity.day) == nil
        )
        #expect(try Rule.amount(source, schema: .contract).amountProgram(on: SmallCity.day) != nil)
    }
}
