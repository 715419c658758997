import HuiqiLogic
import Testing

private let all: [Truth] = [.no, .unknown, .yes]

/// Random planes, with the truths that they hold: `truths[slot][row]`.
private func world(rows: Int, slots: Int, seed: UInt64) -> (TruthBlock, [[Truth]]) {
    var random = SeededGenerator(seed: seed)
    var block = TruthBlock(rows: rows, slots: slots)
    var truths: [[Truth]] = []
    for slot in 0..<slots {
        let column = (0..<rows).map { _ in all.randomElement(using: &random) ?? .no }
        for row in 0..<rows { block.set(slot, row: row, column[row]) }
        truths.append(column)
    }
    return (block, truths)
}

private func column(_ block: TruthBlock, _ slot: Int) -> [Truth] {
    (0..<block.rows).map { block.truth(slot, row: $0) }
}

@Suite struct TruthBlockTests {
    @Test func everyOperatorAgreesWithTruthRowByRow() {
        for rows in 1...200 {
            let (block, truths) = world(rows: rows, slots: 4, seed: UInt64(rows))
            var work = block
            work.and(0, 1)
            #expect(column(work, 0) == zip(truths[0], truths[1]).map { $0.and($1) })
            work = block
            work.or(0, 1)
            #expect(column(work, 0) == zip(truths[0], truths[1]).map { $0.or($1) })
            work = block
            work.not(2)
            #expect(column(work, 2) == truths[2].map(\.negated))
            work = block
            work.copy(3, to: 1)
            #expect(column(work, 1) == truths[3])
            work = block
            work.choose(0, 1, 2)
            #expect(column(work, 0) == (0..<rows).map { truths[0][$0].choose(truths[1][$0], truths[2][$0]) })
            #expect(column(work, 1) == truths[1] && column(work, 2) == truths[2])
        }
    }

    @Test func atLeastAgreesWithTruthForAllCountsAndK() {
        for count in [0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33] {
            for rows in [1, 63, 64, 65, 130] {
                let (block, truths) = world(
                    rows: rows, slots: max(1, count), seed: UInt64(count * 1000 + rows))
                for k in Int64(-1)...Int64(count + 1) {
                    var work = block
                    work.atLeast(k, first: 0, count: count)
                    let wanted = (0..<rows).map { row in Truth.atLeast(k, (0..<count).map { truths[$0][row] })
                    }
                    #expect(column(work, 0) == wanted, "\(k) of \(count), \(rows) rows")
                }
            }
        }
    }

    @Test func fillAndSetAndWordsAgree() {
        for rows in [0, 1, 63, 64, 65, 128, 200] {
            for truth in all {
                var block = TruthBlock(rows: rows, slots: 2)
                block.fill(1, truth)
                #expect(column(block, 1) == Array(repeating: truth, count: rows))
                #expect(column(block, 0) == Array(repeating: .unknown, count: rows))
                let counts = block.counts(1)
                #expect(counts == (truth == .yes ? rows : 0, truth == .no ? rows : 0))
            }
        }
    }

    @Test func bitsPastTheLastRowAreDropped() {
        var block = TruthBlock(rows: 70, slots: 1)
        block.setWord(0, 0, yes: ~0, no: 0)
        block.setWord(0, 1, yes: 0, no: ~0)
        block.setWord(0, 2, yes: ~0, no: 0)
        block.setWord(0, -1, yes: ~0, no: 0)
        #expect(block.counts(0) == (64, 6))
        #expect(block.yesWord(0, 0) == ~0 && block.noWord(0, 1) == 0x3F)
    }

    @Test func aBitInBothPlanesBecomesUnknown() {
        var block = TruthBlock(rows: 4, slots: 1)
        block.setWord(0, 0, yes: 0b0110, no: 0b0011)
        #expect(column(block, 0) == [.no, .unknown, .yes, .unknown])
    }

    @Test func rowsOutsideAreUnknownAndIgnored() {
        var block = TruthBlock(rows: 3, slots: 1)
        block.set(0, row: 3, .yes)
        block.set(0, row: -1, .yes)
        #expect(block.counts(0) == (0, 0))
        #expect(block.truth(0, row: 3) == .unknown && block.truth(0, row: -1) == .unknown)
    }

    @Test func countsAndDeathLookOnlyAtLiveRows() {
        for rows in [1, 64, 65, 200] {
            let (block, truths) = world(rows: rows, slots: 1, seed: UInt64(rows))
            let live = Bitmap(truths[0].map { $0 != .unknown })
            let counts = block.counts(0, live: live.words)
            #expect(counts.yes == truths[0].filter { $0 == .yes }.count)
            #expect(counts.no == truths[0].filter { $0 == .no }.count)
            let dead = Bitmap(truths[0].map { $0 == .no })
            #expect(block.isDead(0, live: dead.words))
            #expect(block.isDead(0) == truths[0].allSatisfy { $0 == .no })
            #expect(block.isDead(0, live: []))
        }
    }
}

extension Bitmap {
    init(_ bits: [Bool]) {
        self.init(count: 0)
        for bit in bits { append(bit) }
    }
}
