import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Writes the planes of what has no code in a block.
struct OwnWriter {
    let plan: DayPlan
    let batch: ProfileBatch
    /// Made when the first atom asks for it; large, and so not part of what is copied.
    private final class Singly {
        var evaluator: BlockEvaluator?
    }

    private let singly = Singly()
    private var numbers: TruthBlock
    private(set) var own: [PreparedBlock.Own] = []
    private(set) var planes: [UInt64] = []
    let rows: Int
    /// Words that the rows take, and words of a plane, which end at a whole line of the cache.
    let width: Int
    private let planeWidth: Int
    private let tail: UInt64
    var yes: [UInt64]
    var possible: [UInt64]

    /// - Parameter room: Words of planes to expect.
    init(_ plan: DayPlan, _ batch: ProfileBatch, room: Int = 0) {
        planes.reserveCapacity(room)
        self.plan = plan
        self.batch = batch
        rows = batch.count
        width = (rows + 63) / 64
        planeWidth = BlockCodes.width(rows: rows)
        tail = rows & 63 == 0 ? ~0 : (1 << UInt64(rows & 63)) - 1
        numbers = TruthBlock(rows: batch.count, slots: 1)
        yes = Array(repeating: 0, count: width)
        possible = yes
    }

    // MARK: - One by one

    /// An atom by the evaluator of single atoms.
    mutating func write(_ atom: Int) {
        if atom >= plan.catalogue.atoms.count { return writePart(atom) }
        if singly.evaluator == nil {
            singly.evaluator = BlockEvaluator(
                plan,
                Population.Block(batch: batch, live: Bitmap(repeating: true, count: batch.count)))
        }
        singly.evaluator?.evaluate(atom)
        guard let truths = singly.evaluator?.truths else { return }
        add(truths, slot: 0, node: atom)
    }

    /// A part compares one number with a bound, which no value can overflow.
    private mutating func writePart(_ atom: Int) {
        guard case .number(let test) = plan.axes.forms[atom] else { return }
        var columns: [NumberColumn] = []
        for term in test.sum.terms {
            guard let column = NumberColumn(term.source, in: batch), !column.isAbsent else { break }
            columns.append(column)
        }
        if columns.count == test.sum.terms.count {
            NumberEvaluation.evaluate(test, columns, block: &numbers, slot: 0)
        } else {
            numbers.fill(0, .unknown)
        }
        add(numbers, slot: 0, node: atom)
    }

    private mutating func add(_ truths: TruthBlock, slot: Int, node: Int) {
        for index in 0..<width {
            yes[index] = truths.yesWord(slot, index)
            possible[index] = ~truths.noWord(slot, index)
        }
        add(node)
    }

    /// Adds what `yes` and `possible` hold.
    mutating func add(_ node: Int) {
        var some: (yes: UInt64, no: UInt64, open: UInt64) = (0, 0, 0)
        for index in 0..<width {
            let mask = index == width - 1 ? tail : ~0
            yes[index] &= mask
            possible[index] &= mask
            some.yes |= yes[index]
            some.no |= ~possible[index] & mask
            some.open |= possible[index] & ~yes[index]
        }
        let state: PreparedBlock.State
        switch (some.yes != 0, some.no != 0, some.open != 0) {
        case (true, false, false): state = .yes
        case (false, true, false): state = .no
        case (false, false, true): state = .unknown
        default: state = .mixed
        }
        let start = planes.count
        if state == .mixed {
            append(yes)
            // Where nothing is open, both planes are one.
            if some.open != 0 { append(possible) }
        }
        own.append(
            PreparedBlock.Own(
                node: Int32(truncatingIfNeeded: node), state: state, hasOpen: some.open != 0,
                offset: Int32(truncatingIfNeeded: start)))
    }

    private mutating func append(_ words: [UInt64]) {
        planes.append(contentsOf: words)
        for _ in width..<planeWidth { planes.append(0) }
    }

    /// What persons judged: unknown where nobody did.
    mutating func write(_ held: [(row: Int, held: Bool)], node: Int) {
        numbers.fill(0, .unknown)
        for (row, held) in held { numbers.set(0, row: row, Truth(held)) }
        add(numbers, slot: 0, node: node)
    }

    /// - Returns: Offset of the plane; -1 where no row lacks the fact, -2 where all do.
    mutating func writeLacking(_ fact: MissingFact) -> Int32 {
        var words = [UInt64](repeating: 0, count: width)
        if case .field(let field) = fact, case .dictionary(let column) = batch.columns[field] {
            // Safe: a code for each of the rows, and words for as many.
            unsafe hqk_zeros(plan.kernels, column.codes, rows, &words)
        } else if let known = batch.known(fact) {
            for index in 0..<width { words[index] = ~known.words[index] & (index == width - 1 ? tail : ~0) }
        } else {
            for row in 0..<rows where batch.lacks(fact, row: row) {
                words[row >> 6] |= 1 << UInt64(row & 63)
            }
        }
        var some: UInt64 = 0
        var isAll = true
        for (index, word) in words.enumerated() {
            some |= word
            if word != (index == width - 1 ? tail : ~0) { isAll = false }
        }
        if some == 0 { return -1 }
        if isAll { return -2 }
        append(words)
        return Int32(truncatingIfNeeded: planes.count - planeWidth)
    }
}
