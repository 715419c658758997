import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// One column of whole numbers in all blocks of a population, read without touching what owns it.
///
/// Immutable; any number of threads may read it.
@safe final class FactColumn: @unchecked Sendable {
    // Safe: the pointers point into arrays of the population's columns, which `population` holds and nobody changes;
    // values have an element a row, and known bits a word for each 64 of them.
    private let population: Population
    private let values: UnsafeMutablePointer<UnsafePointer<Int64>?>
    private let known: UnsafeMutablePointer<UnsafePointer<UInt64>?>

    /// - Returns: nil where the field has no numbers.
    init?(_ source: NumberSource, _ population: Population) {
        let count = population.blocks.count
        self.population = population
        unsafe values = .allocate(capacity: max(1, count))
        unsafe known = .allocate(capacity: max(1, count))
        unsafe values.initialize(repeating: nil, count: max(1, count))
        unsafe known.initialize(repeating: nil, count: max(1, count))
        for (number, block) in population.blocks.enumerated() {
            let found: IntegerColumn?
            switch source {
            case .field(let field):
                guard field < block.batch.columns.count,
                    case .integer(let column) = block.batch.columns[field]
                else { return nil }
                found = column
            case .year(let field, let year):
                guard field < block.batch.columns.count, case .yearly(let yearly) = block.batch.columns[field]
                else { return nil }
                found = yearly.column(year: year)
            case .member: return nil
            }
            guard let found, found.values.count == block.batch.count,
                found.known.words.count == (block.batch.count + 63) / 64
            else { continue }
            unsafe values[number] = unsafe found.values.withUnsafeBufferPointer { $0.baseAddress }
            unsafe known[number] = unsafe found.known.words.withUnsafeBufferPointer { $0.baseAddress }
        }
    }

    deinit {
        unsafe values.deallocate()
        unsafe known.deallocate()
    }

    /// The values of a block, one a row; nil where no row has one.
    func values(block: Int) -> UnsafePointer<Int64>? { unsafe values[block] }

    /// The value of a row of a block; nil where unknown.
    func value(block: Int, row: Int) -> Int64? {
        guard let values = unsafe values[block], let known = unsafe known[block],
            unsafe known[row >> 6] >> UInt64(row & 63) & 1 == 1
        else { return nil }
        return unsafe values[row]
    }
}

/// A test of numbers for rows of which each fact is known and within the guard.
@safe struct ExactTest {
    // Safe: see ``FactColumn``; a row is one of its block.
    private enum Form {
        case bounds(WholeBounds)
        case extreme(isGreatest: Bool, WholeBounds)
        case number(NumberTest)
    }

    private let columns: [FactColumn]
    private let form: Form

    /// - Returns: nil where the test is none of numbers, or a field has none.
    init?(_ form: AtomForm, _ tables: FindTables) {
        var sources: [NumberSource]
        switch form {
        case .number(let test):
            sources = test.sum.terms.map(\.source) + (test.divisor?.terms ?? []).map(\.source)
            if sources.count == 1 {
                self.form = .bounds(
                    WholeBounds(
                        coefficient: test.sum.terms[0].coefficient, constant: test.sum.constant,
                        test.comparison))
            } else {
                self.form = .number(test)
            }
        case .extreme(let found, let isGreatest, let bounds):
            sources = found
            self.form = .extreme(isGreatest: isGreatest, bounds)
        default: return nil
        }
        var columns: [FactColumn] = []
        for source in sources {
            guard let column = tables.column(source) else { return nil }
            columns.append(column)
        }
        self.columns = columns
    }

    /// Decides rows of a block.
    /// - Parameter rows: Bits of rows whose facts are known.
    func decide(
        block: Int, _ rows: UnsafePointer<UInt64>, width: Int, yes: UnsafeMutablePointer<UInt64>,
        possible: UnsafeMutablePointer<UInt64>
    ) {
        if case .bounds(let bounds) = form {
            guard let values = unsafe columns[0].values(block: block) else { return }
            for word in 0..<width {
                var open = unsafe rows[word]
                var held: UInt64 = 0
                while open != 0 {
                    let bit = open.trailingZeroBitCount
                    open &= open &- 1
                    let value = unsafe values[word &* 64 &+ bit]
                    if (value >= bounds.low && value <= bounds.high) == bounds.isInside {
                        held |= 1 &<< UInt64(bit)
                    }
                }
                unsafe yes[word] |= held
            }
            return
        }
        for word in 0..<width {
            var open = unsafe rows[word]
            while open != 0 {
                let bit = open.trailingZeroBitCount
                open &= open &- 1
                switch truth(block, word &* 64 &+ bit) {
                case .yes: unsafe yes[word] |= 1 &<< UInt64(bit)
                case .unknown: unsafe possible[word] |= 1 &<< UInt64(bit)
                case .no: break
                }
            }
        }
    }

    private func truth(_ block: Int, _ row: Int) -> Truth {
        switch form {
        case .bounds(let bounds):
            guard let values = unsafe columns[0].values(block: block) else { return .unknown }
            return Truth(bounds.holds(unsafe values[row]))
        case .extreme(let isGreatest, let bounds):
            var value = isGreatest ? Int64.min : Int64.max
            for index in columns.indices {
                guard let values = unsafe columns[index].values(block: block) else { return .unknown }
                value = unsafe isGreatest ? max(value, values[row]) : min(value, values[row])
            }
            return Truth(bounds.holds(value))
        case .number(let test):
            guard var order = sign(test.sum, 0, block, row) else { return .unknown }
            if let divisor = test.divisor {
                guard let below = sign(divisor, test.sum.terms.count, block, row), below != 0 else {
                    return .unknown
                }
                order *= below
            }
            return Truth(test.comparison.holds(order))
        }
    }

    /// The sign of a sum; coefficients and values are bounded so that 128 bits suffice.
    private func sign(_ sum: LinearSum, _ first: Int, _ block: Int, _ row: Int) -> Int? {
        var total = sum.constant
        for index in sum.terms.indices {
            guard let values = unsafe columns[first &+ index].values(block: block) else { return nil }
            // Safe: coefficients are at most 2^62, values 2^56 and terms few.
            total &+= unsafe sum.terms[index].coefficient &* Int128(values[row])
        }
        return total == 0 ? 0 : (total < 0 ? -1 : 1)
    }
}
