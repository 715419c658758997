import CHuiqiKernels
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// A whole-number column with the guard under which linear tests are exact.
public struct NumberColumn {
    /// One value a row.
    public let values: [Int64]
    /// Rows whose value is known.
    public let known: Bitmap
    /// Whether every value is within the guard.
    public let isWithinLimit: Bool
    /// The largest magnitude of a value.
    public let largest: UInt64
    /// No row has a value.
    public let isAbsent: Bool

    /// A column of a list's elements.
    public init(_ column: IntegerColumn, limit: Int64 = NumberTest.intLimit) {
        values = column.values
        known = column.known
        largest = NumberColumn.largest(values)
        isWithinLimit = largest <= limit.magnitude
        isAbsent = false
    }

    /// The column of a source; nil where the field has another type.
    public init?(_ source: NumberSource, in batch: ProfileBatch) {
        switch source {
        case .field(let field):
            guard case .integer(let column) = batch.columns[field] else { return nil }
            let isInt = batch.schema.fields[field].type == .int
            values = column.values
            known = column.known
            largest = NumberColumn.largest(values)
            isWithinLimit = largest <= (isInt ? NumberTest.intLimit : NumberTest.magnitudeLimit).magnitude
            isAbsent = false
        case .year(let field, let year):
            guard case .yearly(let yearly) = batch.columns[field] else { return nil }
            let column = yearly.column(year: year)
            values = column?.values ?? []
            known = column?.known ?? Bitmap(count: batch.count)
            largest = NumberColumn.largest(values)
            isWithinLimit = largest <= NumberTest.magnitudeLimit.magnitude
            isAbsent = column == nil
        case .member: return nil
        }
    }

    /// The greatest, or the least, of some columns row by row; nil where a field has another type.
    public static func extreme(
        _ sources: [NumberSource], _ isGreatest: Bool, in batch: ProfileBatch
    ) -> (values: [Int64], known: Bitmap)? {
        var values = [Int64](repeating: isGreatest ? Int64.min : Int64.max, count: batch.count)
        var known = Bitmap(repeating: true, count: batch.count)
        for source in sources {
            guard let column = NumberColumn(source, in: batch) else { return nil }
            if column.isAbsent { return (values, Bitmap(count: batch.count)) }
            for row in values.indices {
                values[row] =
                    isGreatest ? max(values[row], column.values[row]) : min(values[row], column.values[row])
            }
            known.formIntersection(column.known)
        }
        return (values, known)
    }

    private static func largest(_ values: [Int64]) -> UInt64 {
        // Safe: as many values as the array has. Any instruction set gives the same.
        unsafe hqk_largest(hqk_best_level(), values, values.count)
    }
}

/// Decides linear tests over columns, exactly.
public enum NumberEvaluation {
    /// - Parameter columns: The columns of the sum's terms, then of the divisor's.
    public static func evaluate(
        _ test: NumberTest, _ columns: [NumberColumn], block: inout TruthBlock, slot: Int
    ) {
        if test.divisor == nil, test.sum.terms.count == 1 {
            let bounds = WholeBounds(
                coefficient: test.sum.terms[0].coefficient, constant: test.sum.constant, test.comparison)
            RowKernels.range(
                columns[0].values, known: columns[0].known, low: bounds.low, high: bounds.high,
                isInside: bounds.isInside, block: &block, slot: slot)
            return
        }
        let divisorTerms = test.divisor?.terms ?? []
        let split = test.sum.terms.count
        if test.divisor == nil, split == 2, evaluatePair(test, columns, block: &block, slot: slot) { return }
        for index in 0..<block.width {
            var mask = columns.reduce(~UInt64(0)) { $0 & $1.known.words[index] }
            var yes: UInt64 = 0
            var no: UInt64 = 0
            while mask != 0 {
                let bit = mask.trailingZeroBitCount
                mask &= mask &- 1
                let row = index &* 64 &+ bit
                var order = sign(test.sum.terms, test.sum.constant, columns, from: 0, row: row)
                if let divisor = test.divisor {
                    let below = sign(divisorTerms, divisor.constant, columns, from: split, row: row)
                    if below == 0 { continue }
                    order *= below
                }
                if test.comparison.holds(order) { yes |= 1 &<< UInt64(bit) } else { no |= 1 &<< UInt64(bit) }
            }
            block.setWord(slot, index, yes: yes, no: no)
        }
    }

    /// Two terms whose products fit 64 bits, as of a fact and a share of another; false where they may not.
    private static func evaluatePair(
        _ test: NumberTest, _ columns: [NumberColumn], block: inout TruthBlock, slot: Int
    ) -> Bool {
        guard let first = Int64(exactly: test.sum.terms[0].coefficient),
            let second = Int64(exactly: test.sum.terms[1].coefficient),
            let constant = Int64(exactly: test.sum.constant), constant.magnitude < 1 << 60
        else { return false }
        let left = columns[0].values
        let right = columns[1].values
        // The largest values of the block decide once whether any product can leave 62 bits.
        func fits(_ largest: UInt64, _ factor: Int64) -> Bool {
            let (product, overflow) = largest.multipliedReportingOverflow(by: factor.magnitude)
            return !overflow && product < 1 << 61
        }
        guard fits(columns[0].largest, first), fits(columns[1].largest, second) else { return false }
        for index in 0..<block.width {
            let mask = columns[0].known.words[index] & columns[1].known.words[index]
            var hit: UInt64 = 0
            if mask != 0 {
                let base = index &* 64
                for bit in 0..<min(64, block.rows &- base) {
                    let total = first &* left[base &+ bit] &+ second &* right[base &+ bit] &+ constant
                    let order = total == 0 ? 0 : (total < 0 ? -1 : 1)
                    if test.comparison.holds(order) { hit |= 1 &<< UInt64(bit) }
                }
            }
            block.setWord(slot, index, yes: hit & mask, no: ~hit & mask)
        }
        return true
    }

    /// The truth of a test for one row of known values within the guard.
    /// - Parameter sources: Index into `values` of each term, the sum's and then the divisor's.
    public static func truth(_ test: NumberTest, _ sources: [Int], _ values: [Int64]) -> Truth {
        func sign(_ sum: LinearSum, from first: Int) -> Int {
            var total = sum.constant
            for (position, term) in sum.terms.enumerated() {
                total &+= term.coefficient &* Int128(values[sources[first &+ position]])
            }
            return total == 0 ? 0 : (total < 0 ? -1 : 1)
        }
        var order = sign(test.sum, from: 0)
        if let divisor = test.divisor {
            let below = sign(divisor, from: test.sum.terms.count)
            if below == 0 { return .unknown }
            order *= below
        }
        return Truth(test.comparison.holds(order))
    }

    /// The sign of a sum; coefficients and values are bounded so that 128 bits suffice.
    private static func sign(
        _ terms: [LinearSum.Term], _ constant: Int128, _ columns: [NumberColumn], from first: Int, row: Int
    ) -> Int {
        var total = constant
        for (position, term) in terms.enumerated() {
            total &+= term.coefficient &* Int128(columns[first &+ position].values[row])
        }
        return total == 0 ? 0 : (total < 0 ? -1 : 1)
    }
}
