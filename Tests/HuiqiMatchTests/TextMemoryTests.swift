import CHuiqiKernels
import Testing

@testable import HuiqiMatch

/// What is remembered of texts is what they were asked, whatever hash they have and however many there are.
@Suite struct TextMemoryTests {
    /// Which of 70 tests a text passes.
    private func ask(_ text: [UInt8]) -> Set<Int> { [text.count % 70, Int(text.first ?? 0) % 70, 69] }

    private func passed(_ memory: inout TextMemory, _ text: [UInt8], hash: UInt64) -> Set<Int> {
        // An empty array has no place of its own.
        (text + [0]).withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return [] }
            var place = memory.find(base, count: text.count, hash: hash)
            if place < 0 {
                place = memory.begin(base, count: text.count, hash: hash)
                for test in ask(text) { memory.pass(place, test) }
            }
            return Set((0..<70).filter { memory.passed[place + $0 / 64] >> UInt64($0 % 64) & 1 == 1 })
        }
    }

    @Test(arguments: [0, 3, 500, 100_000]) func answersAreThoseAsked(limit: Int) {
        var dice = Dice(7)
        var memory = TextMemory(tests: 70, limit: limit)
        for _ in 0..<6000 {
            let text = (0..<dice.below(12)).map { _ in UInt8(97 + dice.below(3)) }
            #expect(passed(&memory, text, hash: hqk_hash(text, text.count)) == ask(text))
        }
        #expect(memory.isFull == (limit <= 500))
    }

    @Test func textsOfOneHashAreToldApart() {
        var memory = TextMemory(tests: 70, limit: 100_000)
        for _ in 0..<2 {
            for number in 0..<500 {
                let text = Array("text \(number)".utf8)
                #expect(passed(&memory, text, hash: 5) == ask(text))
            }
        }
    }

    @Test func runsOfATextAndItsLongest() {
        #expect(TextRuns.isRun("货物进出口"))
        for text in ["", "货物（进出口）", "、", "a,b"] { #expect(!TextRuns.isRun(text)) }
        #expect(TextRuns.longest(in: "货物（进出口贸易）a") == Array("进出口贸易".utf8))
        #expect(TextRuns.longest(in: "（）、") == nil)
    }
}
