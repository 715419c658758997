import HuiqiModel
import Testing

@Suite struct NumberTests {
    private static let most = Int128.max

    /// Every fraction of -12...12 over 1...12, against whole-number arithmetic.
    @Test func smallFractionsAreExact() throws {
        var small: [(Int128, Int128)] = []
        for above in Int128(-12)...12 { for below in Int128(1)...12 { small.append((above, below)) } }
        for (a, b) in small {
            let left = try #require(Number(a, over: b))
            #expect(left.floor == (a >= 0 ? a / b : -((-a + b - 1) / b)))
            #expect(left.signum == Int(a.signum()) && left.isInteger == (a % b == 0))
            #expect(left.negated == Number(-a, over: b) && left.magnitude == Number(abs(a), over: b))
            #expect(left == Number(-a, over: -b))
            for (c, d) in small {
                let right = number(c, d)
                #expect(left.adding(right) == Number(a * d + c * b, over: b * d))
                #expect(left.subtracting(right) == Number(a * d - c * b, over: b * d))
                #expect(left.multiplied(by: right) == Number(a * c, over: b * d))
                #expect(left.divided(by: right) == (c == 0 ? nil : Number(a * d, over: b * c)))
                #expect((left < right) == (a * d < c * b) && (left == right) == (a * d == c * b))
                #expect(left != right || left.hashValue == right.hashValue)
            }
        }
    }

    /// A result that fits is exact however far the way to it leads beyond 128 bits; one that does not is nil.
    @Test func largeFractionsAreExactOrNil() throws {
        for line in numberGolden.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let (left, right) = (try parsed(words[0]), try parsed(words[2]))
            let result: Number?
            switch words[1] {
            case "+": result = left.adding(right)
            case "-": result = left.subtracting(right)
            case "*": result = left.multiplied(by: right)
            default: result = left.divided(by: right)
            }
            let wanted = words[4] == "nil" ? nil : try parsed(words[4])
            #expect(result == wanted, "\(line)")
        }
    }

    private func parsed(_ text: String) throws -> Number {
        let parts = text.split(separator: "/")
        let above = try #require(Int128(parts[0]))
        let below = try #require(Int128(parts[1]))
        return try #require(Number(above, over: below))
    }

    @Test func comparisonIsExactAt127Bits() {
        let most = Self.most
        #expect(number(most, most - 1) > number(1))
        #expect(number(most - 1, most) < number(1))
        #expect(number(most - 2, most - 1) < number(most - 1, most))
        #expect(number(-most, most - 1) < number(-1))
        #expect(number(most, 2) > number(most - 2, 2))
        #expect(number(1, most) > .zero && number(-1, most) < .zero)
        #expect(number(most) == number(most) && number(most) != number(most - 1))
    }

    @Test func whatDoesNotFitIsNil() {
        #expect(Number(1, over: 0) == nil)
        #expect(Number(Int128.min, over: 1) == nil && Number(1, over: Int128.min) == nil)
        #expect(number(Self.most).adding(number(1)) == nil)
        #expect(number(Self.most).multiplied(by: number(2)) == nil)
        #expect(number(5).divided(by: .zero) == nil)
    }

    @Test func sumsDoNotDependOnTheirOrder() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            let parts = (0..<3).map { _ in
                number(
                    Int128(Int64.random(in: .min + 1 ... .max, using: &random)),
                    Int128(Int64.random(in: 1...1_000_000, using: &random)))
            }
            let first = parts[0].adding(parts[1]).flatMap { $0.adding(parts[2]) }
            let second = parts[2].adding(parts[1]).flatMap { $0.adding(parts[0]) }
            #expect(first == second && first != nil)
            let back = first.flatMap { $0.subtracting(parts[0]) }.flatMap { $0.subtracting(parts[1]) }
            #expect(back == parts[2])
        }
    }

    @Test func decimalsAreExact() {
        #expect(Number(significand: 12, exponent10: -1) == Number(6, over: 5))
        #expect(
            Number(significand: 1, exponent10: 38)?.description == "1" + String(repeating: "0", count: 38)
                + ".0")
        #expect(Number(significand: 1, exponent10: 39) == nil)
        #expect(Number(significand: 0, exponent10: 999) == .zero)
        #expect(
            Number(significand: 1, exponent10: -38) != nil && Number(significand: 1, exponent10: -39) == nil)
        // 5^40 tenths to the 40th is 2^-40.
        var five: Int128 = 1
        for _ in 0..<40 { five *= 5 }
        #expect(Number(significand: five, exponent10: -40) == Number(1, over: 1 << 40))
        #expect(Number(significand: 10, exponent10: -39) == Number(significand: 1, exponent10: -38))
        #expect(Number(significand: Int128.min, exponent10: 0) == nil)
        #expect(Number(unsigned: .max).description == "18446744073709551615.0")
        #expect(Number(fen: -1205).description == "-12.05")
    }

    @Test func descriptionIsTheFiniteDecimalOrAFraction() {
        let cases: [(Number, String)] = [
            (number(4), "4.0"), (number(0), "0.0"), (number(-4), "-4.0"), (number(5, 2), "2.5"),
            (number(1, 3), "1/3"), (number(-2, 6), "-1/3"), (number(1, 8), "0.125"),
            (number(-1, 1000), "-0.001"),
            (number(7, 12), "7/12"), (number(1, 1 << 20), "0.00000095367431640625"),
            (number(Self.most), "170141183460469231731687303715884105727.0"),
            (number(1, Self.most), "1/170141183460469231731687303715884105727"),
        ]
        for (value, text) in cases { #expect(value.description == text) }
        // Finite decimals are written out however long they are.
        let long = number(1, 1 << 126).description
        #expect(long.utf8.count == 128 && long.hasPrefix("0.0000") && long.hasSuffix("5"))
        let digits = "0.12345678901234567890123456789012345678"
        #expect(
            Number(significand: 12_345_678_901_234_567_890_123_456_789_012_345_678, exponent10: -38)?
                .description == digits)
    }

    @Test func fixedCutsTowardZero() {
        #expect(number(2, 3).fixed(places: 4) == "0.6666" && number(-2, 3).fixed(places: 2) == "-0.66")
        #expect(number(5).fixed(places: 0) == "5" && number(5, 2).fixed(places: 0) == "2")
        #expect(number(-1, 1000).fixed(places: 2) == "0.00")
        #expect(number(1).fixed(places: -1) == nil && number(1).fixed(places: 128) == nil)
        #expect(number(1, Self.most).fixed(places: 40) == "0.0000000000000000000000000000000000000058")
    }
}
