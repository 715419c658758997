import HuiqiJSON
import Testing

@Suite("Numbers")
struct NumberTests {
    private func number(_ text: String) -> JSONNumber? {
        var reader = JSONReader([UInt8](text.utf8))
        guard let number = try? reader.readNumber(), (try? reader.finish()) != nil else { return nil }
        return number
    }

    @Test(
        arguments: [
            ("0", 0, 0), ("-0", 0, 0), ("0.000", 0, 0), ("0e99999999999999999999", 0, 0), ("-0.0E-5", 0, 0),
            ("1", 1, 0), ("-1", -1, 0), ("120", 12, 1), ("120.0", 12, 1), ("120.5", 1205, -1), ("1e3", 1, 3),
            ("1E+3", 1, 3), ("1.50e-3", 15, -4), ("0.1", 1, -1), ("100e-2", 1, 0),
            ("9223372036854775807", Int128(Int64.max), 0),
            ("-9223372036854775808", Int128(Int64.min), 0),
            ("18446744073709551616", 18_446_744_073_709_551_616, 0),
            ("9999999999999999999", 9_999_999_999_999_999_999, 0),
            ("0.00000000000000000000000000001", 1, -29),
            ("12345678901234567890123456789012345678", 12_345_678_901_234_567_890_123_456_789_012_345_678, 0),
            ("99999999999999999999999999999999999999", 99_999_999_999_999_999_999_999_999_999_999_999_999, 0),
            (
                "-1234567890123456789012345678901234567.80",
                -12_345_678_901_234_567_890_123_456_789_012_345_678, -1
            ),
            ("1000000000000000000000000000000000000000000000000", 1, 48), ("1e400", 1, 400),
            ("1e-400", 1, -400),
            ("1000e-403", 1, -400), ("0.001e403", 1, 400),
        ] as [(String, Int128, Int)])
    func exact(_ text: String, _ significand: Int128, _ exponent: Int) {
        let value = number(text)
        #expect(value?.significand == significand)
        #expect(value?.exponent10 == exponent)
    }

    @Test(arguments: [
        "10e400", "0.1e-400", "1e99999999999999999999999", "1e-99999999999999999999999",
        "100000000000000000000000000000000000001.5", "0.123456789012345678901234567890123456789",
    ])
    func tooLong(_ text: String) {
        #expect(fault(text)?.reason == .numberTooLong)
    }

    @Test(
        arguments: [
            ("120.0", 0, 120), ("120.5", 0, nil), ("1e3", 0, 1000), ("120.5", 2, 12050), ("120.505", 2, nil),
            ("1200", -2, 12), ("1250", -2, nil), ("9223372036854775807", 0, Int64.max),
            ("9223372036854775808", 0, nil),
            ("-9223372036854775808", 0, Int64.min), ("92233720368547758.07", 2, Int64.max),
            ("92233720368547758.08", 2, nil), ("1e18", 0, 1_000_000_000_000_000_000), ("1e19", 0, nil),
            ("0", Int.max, 0),
            ("1", Int.max, nil), ("1e5", Int.max, nil), ("1e-5", Int.min, nil), ("-0.01", 2, -1),
            ("99999999999999999999", 0, nil),
        ] as [(String, Int, Int64?)])
    func scaled(_ text: String, _ places: Int, _ expected: Int64?) throws {
        #expect(try #require(number(text)).scaled(places: places) == expected)
    }

    /// Every text of up to six of these characters is a number exactly when the grammar says so.
    @Test func grammar() {
        let alphabet = [UInt8]("01-+.eE".utf8)
        var accepted = 0
        for length in 1...6 {
            var total = 1
            for _ in 0..<length { total *= alphabet.count }
            for code in 0..<total {
                var rest = code
                var text: [UInt8] = []
                for _ in 0..<length {
                    text.append(alphabet[rest % alphabet.count])
                    rest /= alphabet.count
                }
                let expected = isNumber(text)
                accepted += expected ? 1 : 0
                let error = fault(text)
                // Such as 1e1111: written well, but beyond the range.
                if (error == nil || error?.reason == .numberTooLong) != expected { Issue.record("\(text)") }
            }
        }
        #expect(accepted > 1000)
    }

    /// The grammar of RFC 8259 section 6 as a table of states, unlike the scanner under test.
    private func isNumber(_ text: [UInt8]) -> Bool {
        enum State { case start, minus, zero, integer, point, fraction, e, sign, exponent }
        var state = State.start
        for byte in text {
            let digit = byte >= 0x30 && byte <= 0x39
            let isE = byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
            switch state {
            case .start where byte == UInt8(ascii: "-"): state = .minus
            case .start where byte == 0x30, .minus where byte == 0x30: state = .zero
            case .start where digit, .minus where digit, .integer where digit: state = .integer
            case .zero where byte == UInt8(ascii: "."), .integer where byte == UInt8(ascii: "."):
                state = .point
            case .point where digit, .fraction where digit: state = .fraction
            case .zero where isE, .integer where isE, .fraction where isE: state = .e
            case .e where byte == UInt8(ascii: "+"), .e where byte == UInt8(ascii: "-"): state = .sign
            case .e where digit, .sign where digit, .exponent where digit: state = .exponent
            default: return false
            }
        }
        return [.zero, .integer, .fraction, .exponent].contains(state)
    }

    /// Integers and hundredths of every size come back as they were.
    @Test func roundTrip() throws {
        var generator = SeededGenerator(state: 3)
        for _ in 0..<100_000 {
            let value = Int64(bitPattern: generator.next()) >> Int64(generator.next() % 63)
            #expect(try #require(number(String(value))).integer == value)
            let fen = value % 100
            let sign = value < 0 && value / 100 == 0 ? "-" : ""
            let yuan = "\(sign)\(value / 100).\(fen.magnitude < 10 ? "0" : "")\(fen.magnitude)"
            #expect(try #require(number(yuan)).scaled(places: 2) == value)
        }
    }
}
