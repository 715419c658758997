import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Decides the tests of a list field for all elements of a block, each test once.
struct ElementPlanes {
    private(set) var truths: TruthBlock
    /// Whether a column had not the expected type, so that nothing is decided.
    private(set) var hasFailed = false
    private var numbers: [Int: NumberColumn] = [:]

    /// - Parameter texts: The elements themselves, or their distinct values, where they are texts.
    init(_ list: OwnTests.List, count: Int, texts: DictionaryColumn?, members: [Column]) {
        truths = TruthBlock(rows: count, slots: list.nodes.count)
        for (slot, node) in list.nodes.enumerated() {
            switch node {
            case .leaf(let test):
                if !evaluate(test, slot, texts, members) { hasFailed = true }
            case .and(let parts):
                truths.fill(slot, .yes)
                for part in parts { truths.and(slot, part) }
            case .or(let parts):
                truths.fill(slot, .no)
                for part in parts { truths.or(slot, part) }
            case .not(let operand):
                truths.copy(operand, to: slot)
                truths.not(slot)
            }
            if hasFailed { return }
        }
    }

    private mutating func evaluate(
        _ test: ElementTest, _ slot: Int, _ texts: DictionaryColumn?, _ members: [Column]
    ) -> Bool {
        switch test {
        case .constant(let truth): truths.fill(slot, truth)
        case .flag(let member):
            guard members.indices.contains(member), case .bool(let column) = members[member] else {
                return false
            }
            RowKernels.flags(column.values, known: column.known, isTrue: true, block: &truths, slot: slot)
        case .number(let test):
            var columns: [NumberColumn] = []
            for term in test.sum.terms + (test.divisor?.terms ?? []) {
                guard case .member(let member) = term.source, let column = number(member, members) else {
                    return false
                }
                columns.append(column)
            }
            NumberEvaluation.evaluate(test, columns, block: &truths, slot: slot)
        case .equals(let member, let wanted, let isTrue):
            guard let column = text(member, texts, members) else { return false }
            let table = column.values.enumerated().map {
                $0 == 0 ? Truth.unknown : Truth(wanted.contains(ExactText($1)) == isTrue)
            }
            RowKernels.table(column.codes, truths: table, block: &truths, slot: slot)
        case .distinct(let member, let test):
            guard let column = text(member, texts, members) else { return false }
            let table = column.values.enumerated().map { $0 == 0 ? Truth.unknown : test.truth(of: $1) }
            RowKernels.table(column.codes, truths: table, block: &truths, slot: slot)
        case .and, .or, .not: return false
        }
        return true
    }

    private mutating func number(_ member: Int, _ members: [Column]) -> NumberColumn? {
        if let known = numbers[member] { return known }
        guard members.indices.contains(member), case .integer(let column) = members[member] else {
            return nil
        }
        let number = NumberColumn(column)
        guard number.isWithinLimit else { return nil }
        numbers[member] = number
        return number
    }

    private func text(_ member: Int?, _ texts: DictionaryColumn?, _ members: [Column]) -> DictionaryColumn? {
        guard let member else { return texts }
        guard members.indices.contains(member), case .dictionary(let column) = members[member] else {
            return nil
        }
        return column
    }
}
