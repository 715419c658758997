import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Decides clauses of a plan for one profile: each atom once, when the first clause asks for it.
///
/// The same forms as the block evaluator's, read without columns; what has no common form goes through the block
/// evaluator with a block of one row.
struct ProfileEvaluator {
    private let plan: DayPlan
    private let steps: [ProgramTable.Step]
    private let conditions: [ProgramTable.Entry]
    private let tests: [SingleTest]
    private let refusalOrder: [[Int32]]
    private let batch: ProfileBatch
    private var fallback: BlockEvaluator
    /// Values of the plan's number sources; meaningful only where known and within the guard.
    private var numbers: [Int64] = []
    private var states: [NumberState] = []
    private var texts: [Int: ExactText?] = [:]
    private var codes: [Int: UnderTest.Code?] = [:]
    private var lists: [Int: (texts: [ExactText], isOpen: Bool)?] = [:]
    /// Truths of the atoms that were asked for.
    private var truths: [Truth?]
    private var stack: [Truth]

    private enum NumberState {
        case unknown
        case known
        /// Beyond the guard: the row evaluator decides.
        case large
    }

    /// - Parameter batch: Exactly one row.
    init(_ plan: DayPlan, _ batch: ProfileBatch) {
        self.plan = plan
        steps = plan.catalogue.table.steps
        conditions = plan.catalogue.table.conditions
        self.batch = batch
        fallback = BlockEvaluator(
            plan, Population.Block(batch: batch, live: Bitmap(repeating: true, count: batch.count)))
        truths = Array(repeating: nil, count: plan.catalogue.atoms.count)
        tests = plan.singleTests.tests
        refusalOrder = plan.refusalOrder
        stack = Array(repeating: .unknown, count: plan.catalogue.stackDepth &+ 3)
        readNumbers()
    }

    /// The truth of an atom, decided when it is first asked for.
    private mutating func truth(atom: Int) -> Truth {
        if let known = truths[atom] { return known }
        let truth = self.truth(tests[atom], atom)
        truths[atom] = truth
        return truth
    }

    private mutating func readNumbers() {
        for source in plan.singleTests.sources {
            let column = NumberColumn(source, in: batch)
            if let column, !column.isAbsent, column.known[0] {
                numbers.append(column.values[0])
                states.append(column.isWithinLimit ? .known : .large)
            } else {
                numbers.append(0)
                states.append(.unknown)
            }
        }
    }

    private mutating func truth(_ test: SingleTest, _ atom: Int) -> Truth {
        switch test {
        case .range(let source, let low, let high, let isInside):
            switch states[source] {
            case .unknown: return .unknown
            case .large: return fallback.truthOfOnlyRow(atom)
            case .known:
                let value = numbers[source]
                return Truth((value >= low && value <= high) == isInside)
            }
        case .flag(let field, let isTrue):
            guard case .bool(let column) = batch.columns[field], let flag = column[0] else { return .unknown }
            return Truth(flag == isTrue)
        case .under(let field, let test):
            if codes[field] == nil { codes[field] = .some(text(field).map { test.read($0.text) }) }
            guard case .some(.some(let code)) = codes[field] else { return .unknown }
            return test.truth(of: code)
        case .equals(let field, let wanted, let isTrue):
            guard let text = text(field) else { return .unknown }
            return Truth(wanted.contains(text) == isTrue)
        case .has(let field, let wanted):
            if lists[field] == nil { lists[field] = .some(list(field)) }
            guard case .some(.some(let list)) = lists[field] else { return .unknown }
            return list.texts.contains(wanted) ? .yes : (list.isOpen ? .unknown : .no)
        case .linear(let test, let sources):
            var isKnown = true
            for source in sources {
                switch states[source] {
                case .unknown: return .unknown
                case .large: isKnown = false
                case .known: break
                }
            }
            return isKnown ? NumberEvaluation.truth(test, sources, numbers) : fallback.truthOfOnlyRow(atom)
        case .other: return fallback.truthOfOnlyRow(atom)
        }
    }

    private func list(_ field: Int) -> (texts: [ExactText], isOpen: Bool)? {
        guard case .texts(let shape, let column) = batch.columns[field], shape.known[0] else { return nil }
        return (shape.range(0).map { ExactText(column[$0] ?? "") }, shape.open[0])
    }

    private mutating func text(_ field: Int) -> ExactText? {
        if let known = texts[field] { return known }
        let found: String?
        switch batch.columns[field] {
        case .text(let column): found = column[0]
        case .dictionary(let column): found = column[0]
        default: found = nil
        }
        let text = found.map { ExactText($0) }
        texts[field] = .some(text)
        return text
    }

    /// The truth of a condition of the plan's table.
    mutating func truth(condition: Int) -> Truth {
        let entry = conditions[condition]
        // Most conditions are one atom.
        if entry.steps.count == 1, steps[entry.steps.lowerBound].kind == .atom {
            return truth(atom: Int(steps[entry.steps.lowerBound].operand))
        }
        return walk(entry, nil)
    }

    /// Walks the steps of a condition; in a region of a case split, its atoms take their truth from there.
    private mutating func walk(_ entry: ProgramTable.Entry, _ split: (ClauseSplit, region: Int)?) -> Truth {
        var top = 0
        for index in entry.steps {
            let step = steps[index]
            switch step.kind {
            case .constant:
                stack[top] = Truth(rawValue: Int8(truncatingIfNeeded: step.operand)) ?? .unknown
                top &+= 1
            case .atom:
                stack[top] =
                    split.flatMap { $0.0.truth(of: step.operand, region: $0.region) }
                    ?? truth(atom: Int(step.operand))
                top &+= 1
            case .and:
                top &-= 1
                stack[top &- 1] = stack[top &- 1].and(stack[top])
            case .or:
                top &-= 1
                stack[top &- 1] = stack[top &- 1].or(stack[top])
            case .not: stack[top &- 1] = stack[top &- 1].negated
            case .atLeast:
                let count = Int(step.operand)
                top &-= count &- 1
                stack[top &- 1] = atLeast(step.need, (top &- 1)..<(top &- 1 &+ count))
            case .choose:
                top &-= 2
                stack[top &- 1] = stack[top &- 1].choose(stack[top], stack[top &+ 1])
            }
        }
        return stack[0]
    }

    private func atLeast(_ k: Int64, _ range: Range<Int>) -> Truth {
        var held: Int64 = 0
        var possible: Int64 = 0
        for index in range {
            if stack[index] == .yes { held &+= 1 }
            if stack[index] != .no { possible &+= 1 }
        }
        return held >= k ? .yes : (possible < k ? .no : .unknown)
    }

    /// Whether a clause is surely ineligible: not in force, or with a condition that does not hold. Stops at the
    /// first; most clauses die of their region.
    mutating func isDead(clause: Int) -> Bool {
        guard plan.inForce[clause] else { return true }
        for number in refusalOrder[clause] {
            let condition = Int(number)
            if conditions[condition].kind == .review {
                let first = plan.catalogue.table.clauses[clause].lowerBound
                if review(clause, condition &- first) == .no { return true }
            } else if truth(condition: condition) == .no {
                return true
            }
        }
        return false
    }

    private func review(_ clause: Int, _ condition: Int) -> Truth {
        if batch.reviews.isEmpty { return .unknown }
        let place = plan.catalogue.programs[clause].conditions[condition].reviewPlace
        return batch.reviews[place]?.last.map { Truth($0.held) } ?? .unknown
    }

    /// The score of a clause.
    mutating func score(clause: Int) -> Score {
        var tally = Score.Tally()
        let range = plan.catalogue.table.clauses[clause]
        for condition in range {
            let entry = conditions[condition]
            let truth =
                entry.kind == .review
                ? review(clause, condition &- range.lowerBound) : self.truth(condition: condition)
            tally.add(entry.kind, entry.weight, truth)
        }
        return Score(
            tally, isInForce: plan.inForce[clause],
            split: tally.truth == .unknown ? split(clause: clause) : nil)
    }

    /// What a case split decides of a clause that Kleene's truth leaves open, and over which of the plan's facts.
    private mutating func split(clause: Int) -> (truth: Truth, fact: Int)? {
        for split in plan.splits.clauses[clause] where batch.lacks(split.fact, row: 0) {
            if let truth = truth(clause: clause, in: split) { return (truth, split.factNumber) }
        }
        return nil
    }

    /// The truth of a clause where it is the same, yes or no, in every region.
    private mutating func truth(clause: Int, in split: ClauseSplit) -> Truth? {
        var common: Truth?
        for region in 0..<split.regions {
            var truth = Truth.yes
            let range = plan.catalogue.table.clauses[clause]
            for condition in range {
                let entry = conditions[condition]
                switch entry.kind {
                case .preferred: continue
                case .review: truth = truth.and(review(clause, condition &- range.lowerBound))
                case .required: truth = truth.and(walk(entry, (split, region)))
                }
                if truth == .no { break }
            }
            if truth == .unknown || truth != common ?? truth { return nil }
            common = truth
        }
        return common
    }
}
