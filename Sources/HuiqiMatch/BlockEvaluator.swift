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
    /// What distinct values come to, kept from block to block.
    var memory = DistinctMemory()

    /// Slots: one an atom, then the verdict, then the stack, and one to work in.
    private var atomSlots: Int { plan.catalogue.atoms.count }
    var verdictSlot: Int { atomSlots }
    private var stackBase: Int { atomSlots &+ 1 }

    init(_ plan: DayPlan, _ block: Population.Block) {
        self.plan = plan
        table = plan.catalogue.table
        order = plan.order
        inForce = plan.inForce
        rows = BlockEvaluator.rows(plan, block)
        self.block = block
        let slots = plan.catalogue.atoms.count &+ 1 &+ max(3, plan.catalogue.stackDepth) &+ 1
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
        rowsDone.removeAll(keepingCapacity: true)
        normalized.removeAll(keepingCapacity: true)
        numberColumns.removeAll(keepingCapacity: true)
        memory.forgetBlock()
    }

    /// Decides a clause: the Kleene AND of its required and review conditions, into ``verdictSlot``.
    ///
    /// Only live rows are meaningful; a clause that is not in force is no for all.
    mutating func decide(clause: Int) {
        guard inForce[clause] else { return truths.fill(verdictSlot, .no) }
        truths.fill(verdictSlot, .yes)
        for index in table.clauses[clause] {
            let condition = Int(order[index])
            if table.conditions[condition].kind == .preferred { continue }
            let slot = decide(clause: clause, condition: condition, needed: Needed.notRefused)
            truths.and(verdictSlot, slot)
            if truths.isDead(verdictSlot, live: block.live.words) { return }
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
        var top = stackBase
        for index in entry.steps {
            let step = table.steps[index]
            switch step.kind {
            case .constant:
                truths.fill(top, Truth(rawValue: Int8(truncatingIfNeeded: step.operand)) ?? .unknown)
                top &+= 1
            case .atom:
                let atom = Int(step.operand)
                evaluate(atom, needed)
                truths.copy(atom, to: top)
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
        return stackBase
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
