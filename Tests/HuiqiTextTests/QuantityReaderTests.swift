import Foundation
import Testing

@testable import HuiqiText

@Suite struct QuantityReaderTests {
    let reader: QuantityReader

    init() throws { reader = QuantityReader(try TextNormalizer()) }

    private func reading(_ text: String) -> String {
        reader.read(text).map(\.description).joined(separator: "; ")
    }

    /// Phrasings of the project's own; see `GoldenQuantities.swift`.
    @Test func ownPhrasings() {
        var count = 0
        for line in goldenQuantities.split(separator: "\n") where !line.hasPrefix("#") {
            guard let split = line.range(of: " =>") else {
                Issue.record("no => in \(line)")
                continue
            }
            let text = String(line[..<split.lowerBound])
            let expected = line[split.upperBound...].trimmingCharacters(in: .whitespaces)
            #expect(reading(text) == expected, "\(text)")
            // A sentence around it changes nothing, but that its number begins no line.
            let isItem = text.hasPrefix("9.")
            #expect(isItem || reading("的，" + text + "；") == expected, "\(text)")
            count += 1
        }
        #expect(count > 300)
    }

    private static let data = URL(
        fileURLWithPath: ProcessInfo.processInfo.environment["HUIQI_DATA"]
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data")
            .path
    ).appendingPathComponent("phrasings/phrasings.tsv")

    /// The real phrasings by their ids: the texts stay where they are, the expectations were written by hand.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: data.path), "needs phrasings of HUIQI_DATA"))
    func realPhrasings() throws {
        let file = try String(contentsOf: Self.data, encoding: .utf8)
        var texts: [String: String] = [:]
        for line in file.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            if cells.count > 2 { texts[String(cells[0])] = String(cells[2]) }
        }
        for line in realQuantities.split(separator: "\n") {
            let parts = line.split(separator: "=>", maxSplits: 1, omittingEmptySubsequences: false)
            let id = parts[0].trimmingCharacters(in: .whitespaces)
            let taken = texts.removeValue(forKey: id)
            let text = try #require(taken, "no phrasing \(id)")
            #expect(reading(text) == parts[1].trimmingCharacters(in: .whitespaces), "\(id)")
        }
        #expect(texts.isEmpty, "without an expectation: \(texts.keys.sorted())")
    }

    @Test func placesAreThoseOfTheTextAsGiven() throws {
        let text = "①最高不超過 ５００ 萬元（含）"
        let quantity = try #require(reader.read(text).first)
        let bytes = Array(text.utf8)
        #expect(String(decoding: bytes[quantity.number], as: UTF8.self) == "５００ 萬元")
        #expect(String(decoding: bytes[quantity.span], as: UTF8.self) == "最高不超過 ５００ 萬元（含）")
        guard case .numbers(nil, let upper?) = quantity.value else {
            Issue.record("\(quantity)")
            return
        }
        #expect(upper.isIncluded && upper.isStated && upper.value == ExactNumber(5, exponent10: 6))
        #expect(upper.value.whole == 5_000_000)
    }

    @Test func exactNumbers() {
        #expect(ExactNumber(1, over: 3)?.description == "1/3")
        #expect(ExactNumber(2, over: 6) == ExactNumber(1, over: 3))
        #expect(ExactNumber(3, over: 8)?.description == "0.375")
        #expect(ExactNumber(50, over: 100) == ExactNumber(5, exponent10: -1))
        #expect(
            ExactNumber(0, over: 3) == nil && ExactNumber(1, over: 0) == nil
                && ExactNumber(-1, over: 2) == nil)
        #expect(ExactNumber(1 << 39, over: 1 << 38) == ExactNumber(2))
        #expect(ExactNumber(1, over: 1 << 39) != nil)
        #expect(
            ExactNumber(12, exponent10: -1).description == "1.2"
                && ExactNumber(-5, exponent10: -2).description == "-0.05")
        #expect(ExactNumber(.max).adding(ExactNumber(1)) == nil && ExactNumber(.max).times(2) == nil)
        #expect(
            ExactNumber(1, exponent10: 60).description == "1e60"
                && ExactNumber(1, exponent10: 60).whole == nil)
        #expect(
            CivilDate(year: 1900, month: 2, day: 29) == nil && CivilDate(year: 2000, month: 2, day: 29) != nil
        )
        #expect(
            CivilDate(year: nil, month: 2, day: 29) != nil && CivilDate(year: nil, month: 0, day: 1) == nil)
    }

    /// Whatever the text: no trap, places in order, inside the text and on characters.
    @Test func anyTextKeepsItsPlaces() {
        var random = SeededGenerator(seed: 81)
        let pieces =
            goldenQuantities.split(separator: "\n").flatMap { line in
                let text = line.components(separatedBy: " =>")[0]
                return [text, String(text.prefix(3)), String(text.suffix(3)), String(text.suffix(1))]
            } + [
                "第", "至", "-", "、", "(含)", "(不含", "每", "前", "近", "年", "月", "日", "万", "亿", ".", ",", "/", ":",
                "1", "十", "百分之",
            ]
        for _ in 0..<30_000 {
            var text = random.next() % 4 == 0 ? random.text(upTo: 8) : ""
            for _ in 0..<(1 + random.next() % 7) { text += pieces[Int(random.next() % UInt64(pieces.count))] }
            checkPlaces(reader.read(text), in: text)
        }
    }

    @Test func hostileTextsTakeLinearTime() {
        for unit in [
            "1", "1-", "1、", "一", "一、", "第一、", "万", "百分之", "1万", "每", "(含", "(含1", "2023年", "2023-", "最高给予",
            "不超过的",
            "近", "1/", "1:", "0", "1.", "1,111", "亿1", "不超过投资额", "人民币", "一分之", "二十",
        ] {
            let text = String(repeating: unit, count: 2_000)
            checkPlaces(reader.read(text), in: text)
            checkPlaces(reader.read(text + "元"), in: text + "元")
        }
    }

    /// Eight times the text takes about eight times as long, not 64 times.
    @Test func numbersAndCommasTakeLinearTime() {
        let clock = ContinuousClock()
        func best(_ text: String) -> Duration {
            (0..<3).map { _ in clock.measure { checkPlaces(reader.read(text), in: text) } }.min() ?? .zero
        }
        for unit in ["1,", "12.5,", "1111,", "1,111", "1,111,", "1.5、", "第1,", "1(含1", "(1,", "[1,1", "百1,"] {
            let short = best(String(repeating: unit, count: 300))
            let long = best(String(repeating: unit, count: 2_400))
            #expect(long < short * 24 + .milliseconds(20), "\(unit): \(short), then \(long)")
        }
    }
}

func checkPlaces(_ quantities: [Quantity], in text: String) {
    let bytes = Array(text.utf8)
    let isBoundary = { (place: Int) in place == bytes.count || bytes[place] & 0xC0 != 0x80 }
    var last = 0
    for quantity in quantities {
        let places = [
            quantity.span.lowerBound, quantity.number.lowerBound, quantity.number.upperBound,
            quantity.span.upperBound,
        ]
        guard places == places.sorted(), places[0] >= last, places[3] <= bytes.count,
            places.allSatisfy(isBoundary),
            !quantity.number.isEmpty
        else {
            Issue.record("\(text): \(quantity) at \(quantity.number) in \(quantity.span) behind \(last)")
            return
        }
        last = quantity.span.upperBound
    }
}
