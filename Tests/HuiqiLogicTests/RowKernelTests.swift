import HuiqiLogic
import Testing

private func column(_ block: TruthBlock, _ slot: Int) -> [Truth] {
    (0..<block.rows).map { block.truth(slot, row: $0) }
}

@Suite struct RowKernelTests {
    @Test func rangeTellsInsideOrOutside() {
        var random = SeededGenerator(seed: 3)
        for rows in [1, 2, 63, 64, 65, 127, 128, 200] {
            let values = (0..<rows).map { _ in
                [Int64.min, -3, -1, 0, 1, 2, 3, .max].randomElement(using: &random) ?? 0
            }
            let known = Bitmap((0..<rows).map { _ in Int.random(in: 0..<4, using: &random) > 0 })
            for (low, high) in [
                (Int64(-1), Int64(2)), (0, 0), (.min, .max), (3, -3), (.min, 0), (.max, .max),
            ] {
                for isInside in [true, false] {
                    var block = TruthBlock(rows: rows, slots: 2)
                    RowKernels.range(
                        values, known: known, low: low, high: high, isInside: isInside, block: &block, slot: 1
                    )
                    let wanted = (0..<rows).map { row -> Truth in
                        known[row] ? Truth((values[row] >= low && values[row] <= high) == isInside) : .unknown
                    }
                    #expect(column(block, 1) == wanted)
                }
            }
        }
    }

    @Test func tableLooksUpAndIsUnknownBeyond() {
        var random = SeededGenerator(seed: 4)
        let truths: [Truth] = [.unknown, .yes, .no, .yes]
        for rows in [1, 64, 65, 200] {
            let codes = (0..<rows).map { _ in UInt32.random(in: 0...5, using: &random) }
            var block = TruthBlock(rows: rows, slots: 1)
            RowKernels.table(codes, truths: truths, block: &block, slot: 0)
            #expect(column(block, 0) == codes.map { $0 < 4 ? truths[Int($0)] : .unknown })
        }
    }

    @Test func flagsAreKnownWhereTold() {
        var random = SeededGenerator(seed: 5)
        for rows in [1, 64, 65, 200] {
            let known = Bitmap((0..<rows).map { _ in Bool.random(using: &random) })
            let values = Bitmap((0..<rows).map { known[$0] && Bool.random(using: &random) })
            for isTrue in [true, false] {
                var block = TruthBlock(rows: rows, slots: 1)
                RowKernels.flags(values, known: known, isTrue: isTrue, block: &block, slot: 0)
                #expect(
                    column(block, 0) == (0..<rows).map { known[$0] ? Truth(values[$0] == isTrue) : .unknown })
            }
        }
    }

    @Test func quantifyIsKleeneOverElementsAndOthers() {
        var random = SeededGenerator(seed: 6)
        let all: [Truth] = [.no, .unknown, .yes]
        for rows in [1, 64, 65, 150] {
            let lists = (0..<rows).map { _ in
                (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    all.randomElement(using: &random) ?? .no
                }
            }
            let known = Bitmap((0..<rows).map { _ in Int.random(in: 0..<5, using: &random) > 0 })
            let open = Bitmap((0..<rows).map { known[$0] && Bool.random(using: &random) })
            let flat = lists.flatMap { $0 }
            var elements = TruthBlock(rows: flat.count, slots: 1)
            for (row, truth) in flat.enumerated() { elements.set(0, row: row, truth) }
            var end: UInt32 = 0
            let ends = lists.map { list -> UInt32 in
                end += UInt32(list.count)
                return end
            }
            for decides in [Truth.yes, .no] {
                var block = TruthBlock(rows: rows, slots: 1)
                RowKernels.quantify(
                    elements: elements, elementSlot: 0, ends: ends, known: known, open: open,
                    decides: decides,
                    block: &block, slot: 0)
                let wanted = (0..<rows).map { row -> Truth in
                    guard known[row] else { return .unknown }
                    let members = lists[row] + (open[row] ? [.unknown] : [])
                    return decides == .yes
                        ? members.reduce(.no) { $0.or($1) } : members.reduce(.yes) { $0.and($1) }
                }
                #expect(column(block, 0) == wanted)
            }
        }
    }
}

@Suite struct WorkerTests {
    @Test func everyPieceRunsOnceOnAnyNumberOfThreads() {
        for threads in [-1, 0, 1, 2, 3, 8, 1000] {
            for pieces in [0, 1, 2, 7, 500] {
                let counts = Counts(pieces)
                Workers.run(pieces: pieces, threads: threads) { counts.add($0) }
                #expect(counts.values == Array(repeating: 1, count: pieces))
            }
        }
    }

    private final class Counts: @unchecked Sendable {
        private let lock = Lock()
        private var stored: [Int]
        init(_ count: Int) { stored = Array(repeating: 0, count: count) }
        func add(_ index: Int) { lock.withLock { stored[index] += 1 } }
        var values: [Int] { lock.withLock { stored } }
    }
}
