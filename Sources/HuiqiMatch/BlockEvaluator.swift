import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Decides the clauses of a plan for all rows of a block at once.
///
/// An atom is evaluated when the first clause asks for it, once a block; what can only be decided row by row is
/// evaluated for the rows that still matter. One evaluator serves one thread, block after block.
struct BlockEvaluator {
    let plan: DayPlan
    /// Parts of the plan at hand, so that no shared object is counted for each step: threads would wait for
    /// each other there.
    private let table: ProgramTable
    private let order: [Int32]
    private let inForce: [Bool]
    private var rows: AtomEvaluator
    private(set) var block: Population.Block
    var truths: TruthBlock
    private var isDone: [Bool]
    /// Rows already decided of an atom that is evaluated row by row.
    private var rowsDone: [Int: [UInt64]] = [:]
    /// Normalised texts of a field, made when first asked for.
    var normalized: [Int: [[UInt8]?]] = [:]
    /// Number columns of the block with their guard, made when first asked for.
    var numberColumns: [NumberSource: NumberColumn] = [:]
    /// Rows that lack a fact of the plan's splits, made when first asked for.
    private var lacking: [[UInt64]?]
    /// What case splits decided of the last clause: rows that are yes, rows that are no, over which fact.
    private var splitRows: [(fact: Int, yes: [UInt64], no: [UInt64])] = []
    private let isSplit: [Bool]
    /// What distinct values come to, kept from block to block.
    var memory = DistinctMemory()

    /// Slots: one an atom, then the verdict, that of a region, then the stack, and one to work in.
    private var atomSlots: Int { plan.catalogue.atoms.count }
    var verdictSlot: Int { atomSlots }
    private var regionSlot: Int { atomSlots &+ 1 }
    private var stackBase: Int { atomSlots &+ 2 }

    init(_ plan: DayPlan, _ block: Population.Block) {
        self.plan = plan
        table = plan.catalogue.table
        order = plan.order
        inForce = plan.inForce
        rows = BlockEvaluator.rows(plan, block)
        self.block = block
        lacking = Array(repeating: nil, count: plan.splits.facts.count)
        isSplit = plan.splits.isSplit
        let slots = plan.catalogue.atoms.count &+ 2 &+ max(3, plan.catalogue.stackDepth) &+ 1
        truths = TruthBlock(rows: block.batch.count, slots: slots)
        isDone = Array(repeating: false, count: plan.catalogue.atoms.count)
    }

    private static func rows(_ plan: DayPlan, _ block: Population.Block) -> AtomEvaluator {
        AtomEvaluator(block.batch, on: plan.day, limits: plan.limits, normalizer: plan.normalizer)
    }

    /// Goes on to another block, keeping the workspace where it fits.
    mutating func move(to block: Population.Block) {
        self.block = block
        rows = BlockEvaluator.rows(plan, block)
        if block.batch.count != truths.rows {
            truths = TruthBlock(rows: block.batch.count, slots: truths.slots)
        }
        for index in isDone.indices { isDone[index] = false }
        for index in lacking.indices { lacking[index] = nil }
        rowsDone.removeAll(keepingCapacity: true)
        normalized.removeAll(keepingCapacity: true)
        numberColumns.removeAll(keepingCapacity: true)
        memory.forgetBlock()
    }

    /// Decides a clause: the Kleene AND of its required and review conditions, into ``verdictSlot``.
    ///
    /// Only live rows are meaningful; a clause that is not in force is no for all.
    mutating func decide(clause: Int) {
        splitRows.removeAll(keepingCapacity: true)
        guard inForce[clause] else { return truths.fill(verdictSlot, .no) }
        truths.fill(verdictSlot, .yes)
        for index in table.clauses[clause] {
            let condition = Int(order[index])
            if table.conditions[condition].kind == .preferred { continue }
            let slot = decide(clause: clause, condition: condition, needed: Needed.notRefused)
            truths.and(verdictSlot, slot)
            if truths.isDead(verdictSlot, live: block.live.words) { return }
        }
        if isSplit[clause] { split(clause: clause) }
    }

    /// Decides by case split what Kleene's truth left open in the verdict slot.
    private mutating func split(clause: Int) {
        let live = block.live.words
        for split in plan.splits.clauses[clause] where split.regions > 0 {
            let missing = lackingRows(split)
            var yes = [UInt64](repeating: 0, count: truths.width)
            var left: UInt64 = 0
            for index in 0..<truths.width {
                let decided = truths.yesWord(verdictSlot, index) | truths.noWord(verdictSlot, index)
                yes[index] = live[index] & missing[index] & ~decided
                left |= yes[index]
            }
            var no = yes
            for region in 0..<split.regions where left != 0 {
                decide(clause: clause, in: split, region: region)
                left = 0
                for index in 0..<truths.width {
                    yes[index] &= truths.yesWord(regionSlot, index)
                    no[index] &= truths.noWord(regionSlot, index)
                    left |= yes[index] | no[index]
                }
            }
            if left == 0 { continue }
            for index in 0..<truths.width {
                truths.setWord(
                    verdictSlot, index, yes: truths.yesWord(verdictSlot, index) | yes[index],
                    no: truths.noWord(verdictSlot, index) | no[index])
            }
            splitRows.append((split.factNumber, yes, no))
        }
    }

    /// Decides a clause in one region into ``regionSlot``; meaningful only for rows that lack the fact.
    private mutating func decide(clause: Int, in split: ClauseSplit, region: Int) {
        truths.fill(regionSlot, .yes)
        for condition in table.clauses[clause] {
            let entry = table.conditions[condition]
            switch entry.kind {
            case .preferred: continue
            case .review:
                review(clause, condition &- table.clauses[clause].lowerBound)
                truths.and(regionSlot, stackBase)
            case .required:
                walk(entry, .notRefused, (split, region))
                truths.and(regionSlot, stackBase)
            }
        }
    }

    private mutating func lackingRows(_ split: ClauseSplit) -> [UInt64] {
        if let known = lacking[split.factNumber] { return known }
        var words = [UInt64](repeating: 0, count: truths.width)
        for row in 0..<block.batch.count where block.batch.lacks(split.fact, row: row) {
            words[row >> 6] |= 1 << UInt64(row & 63)
        }
        lacking[split.factNumber] = words
        return words
    }

    /// The rows of the clause decided last that a case split decided, with the number of the plan's fact.
    func forEachSplitRow(_ body: (_ row: Int, _ truth: Truth, _ fact: Int) -> Void) {
        for (fact, yes, no) in splitRows {
            for (words, truth) in [(yes, Truth.yes), (no, .no)] {
                for (index, word) in words.enumerated() {
                    var rest = word
                    while rest != 0 {
                        body(index &* 64 &+ rest.trailingZeroBitCount, truth, fact)
                        rest &= rest &- 1
                    }
                }
            }
        }
    }

    /// Which rows a condition is asked for.
    enum Needed {
        case all
        /// Live rows that the verdict slot does not refuse already.
        case notRefused
    }

    /// Decides one condition, by its number in the table.
    /// - Returns: The slot that holds the answer until the next is decided.
    mutating func decide(clause: Int, condition: Int, needed: Needed) -> Int {
        let entry = table.conditions[condition]
        if entry.kind == .review {
            review(clause, condition &- table.clauses[clause].lowerBound)
            return stackBase
        }
        // Most conditions are one atom, which already has a slot.
        if entry.steps.count == 1, table.steps[entry.steps.lowerBound].kind == .atom {
            let atom = Int(table.steps[entry.steps.lowerBound].operand)
            evaluate(atom, needed)
            return atom
        }
        walk(entry, needed, nil)
        return stackBase
    }

    /// Walks the steps of a condition, its truth into ``stackBase``; in a region of a case split, its atoms take
    /// their truth from there.
    private mutating func walk(
        _ entry: ProgramTable.Entry, _ needed: Needed, _ split: (ClauseSplit, region: Int)?
    ) {
        var top = stackBase
        for index in entry.steps {
            let step = table.steps[index]
            switch step.kind {
            case .constant:
                truths.fill(top, Truth(rawValue: Int8(truncatingIfNeeded: step.operand)) ?? .unknown)
                top &+= 1
            case .atom:
                if let truth = split.flatMap({ $0.0.truth(of: step.operand, region: $0.region) }) {
                    truths.fill(top, truth)
                } else {
                    let atom = Int(step.operand)
                    evaluate(atom, needed)
                    truths.copy(atom, to: top)
                }
                top &+= 1
            case .and:
                top &-= 1
                truths.and(top &- 1, top)
            case .or:
                top &-= 1
                truths.or(top &- 1, top)
            case .not: truths.not(top &- 1)
            case .atLeast:
                let count = Int(step.operand)
                top &-= count &- 1
                truths.atLeast(step.need, first: top &- 1, count: count)
            case .choose:
                top &-= 2
                truths.choose(top &- 1, top, top &+ 1)
            }
        }
    }

    private mutating func review(_ clause: Int, _ condition: Int) {
        truths.fill(stackBase, .unknown)
        if block.batch.reviews.isEmpty { return }
        let place = plan.catalogue.programs[clause].conditions[condition].reviewPlace
        for (row, held) in block.batch.reviews[place] ?? [] { truths.set(stackBase, row: row, Truth(held)) }
    }

    private mutating func evaluate(_ atom: Int, _ needed: Needed) {
        if isDone[atom] { return }
        let form = plan.forms[atom]
        if case .general = form { return evaluateRows(atom, needed) }
        isDone[atom] = true
        if !evaluateColumns(form, slot: atom) {
            for row in 0..<block.batch.count { setRow(atom, row) }
        }
    }

    private mutating func evaluateRows(_ atom: Int, _ needed: Needed) {
        var done = rowsDone[atom] ?? []
        if done.isEmpty {
            truths.fill(atom, .unknown)
            done = Array(repeating: 0, count: truths.width)
        }
        for index in 0..<truths.width {
            var wanted = block.live.words[index]
            if needed == .notRefused { wanted &= ~truths.noWord(verdictSlot, index) }
            wanted &= ~done[index]
            done[index] |= wanted
            while wanted != 0 {
                setRow(atom, index &* 64 &+ wanted.trailingZeroBitCount)
                wanted &= wanted &- 1
            }
        }
        rowsDone[atom] = done
    }

    /// The truth of one atom in the only row of a block of one.
    mutating func truthOfOnlyRow(_ atom: Int) -> Truth {
        evaluate(atom, .all)
        return truths.truth(atom, row: 0)
    }

    /// Decides one row of an atom by the row evaluator.
    mutating func setRow(_ atom: Int, _ row: Int) {
        let truth = rows.truth(plan.catalogue.atoms[atom], row: row)
        truths.set(atom, row: row, truth)
    }
}
