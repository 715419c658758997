import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Decides single atoms for all rows of a block: what has neither a code nor planes that are made in groups.
struct BlockEvaluator {
    let plan: DayPlan
    private var rows: AtomEvaluator
    let block: Population.Block
    /// Slot 0 holds the atom decided last, slot 1 is to work in.
    var truths: TruthBlock
    /// Normalised texts of a field, made when first asked for.
    var normalized: [Int: [[UInt8]?]] = [:]
    /// Number columns of the block with their guard, made when first asked for.
    var numberColumns: [NumberSource: NumberColumn] = [:]

    init(_ plan: DayPlan, _ block: Population.Block) {
        self.plan = plan
        self.block = block
        rows = AtomEvaluator(block.batch, on: plan.day, limits: plan.limits, normalizer: plan.normalizer)
        truths = TruthBlock(rows: block.batch.count, slots: 2)
    }

    /// Decides an atom for every row, into slot 0.
    mutating func evaluate(_ atom: Int) {
        if evaluateColumns(plan.forms[atom], slot: 0) { return }
        for row in 0..<block.batch.count {
            truths.set(0, row: row, rows.truth(plan.catalogue.atoms[atom], row: row))
        }
    }
}
