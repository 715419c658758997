import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// The distinct codes of one dictionary axis in a whole population, in order of text, so that a test is asked once for
/// each of them.
///
/// Immutable but for what it remembers of atoms of the catalogue.
final class ValueTable: @unchecked Sendable {
    // Safe: `known` and `codes` are read and written under the lock only.
    let field: Int
    /// In order of text.
    let values: [String]
    /// Block after block, the number of the value that each code of the block stands for, from code 1 on.
    let numbers: [UInt16]
    /// End of each block's numbers; none where the block has no codes on the axis.
    let ends: [Int]
    private let lock = Lock()
    private var known: [Int: [Int8]] = [:]
    private var codes: [UnderTest.Code]?

    /// - Returns: nil where there are too many values.
    init?(field: Int, axis: Int, _ blocks: [PreparedBlock]) {
        var distinct: [ExactText: UInt16] = [:]
        var columns: [DictionaryColumn?] = []
        for block in blocks {
            guard case .dictionary(let column) = block.batch.columns[field], block.codes.axes[axis].high > 0
            else {
                columns.append(nil)
                continue
            }
            if case .other = block.codes.axes[axis].layout {
                columns.append(nil)
                continue
            }
            columns.append(column)
            for value in column.values.dropFirst() { distinct[ExactText(value)] = 0 }
            if distinct.count >= Int(UInt16.max) { return nil }
        }
        let sorted = distinct.keys.sorted()
        for (number, value) in sorted.enumerated() { distinct[value] = UInt16(truncatingIfNeeded: number) }
        self.field = field
        values = sorted.map(\.text)
        // Codes of a block stand in order of text, as the numbers do.
        var numbers: [UInt16] = []
        ends = columns.map { column in
            if let column {
                numbers += column.values.dropFirst().map { distinct[ExactText($0)] ?? 0 }.sorted()
            }
            return numbers.count
        }
        self.numbers = numbers
    }

    /// The truth, as a raw value, of a test for each value.
    /// - Parameter atom: Number of the test in the catalogue, under which it is remembered; nil for others.
    func truths(of form: AtomForm, atom: Int?) -> [Int8] {
        if let atom, let found = lock.withLock({ known[atom] }) { return found }
        let truths: [Int8]
        switch form {
        case .under(_, let test):
            truths = readings(test).map { test.truth(of: $0).rawValue }
        case .distinct(_, let test): truths = values.map { test.truth(of: $0).rawValue }
        case .text(_, let test, let isTrue):
            let matcher = TextMatcher(test)
            truths = values.map { Truth(matcher.matches(Array($0.utf8)[...]) == isTrue).rawValue }
        default: truths = values.map { _ in Truth.unknown.rawValue }
        }
        if let atom { lock.withLock { known[atom] = truths } }
        return truths
    }

    /// The values as codes of their standard, read once.
    private func readings(_ test: UnderTest) -> [UnderTest.Code] {
        if let found = lock.withLock({ codes }) { return found }
        let made = values.map { test.read($0) }
        lock.withLock { codes = made }
        return made
    }
}
