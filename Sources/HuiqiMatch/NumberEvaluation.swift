import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// A whole-number column with the guard under which linear tests are exact.
struct NumberColumn {
    let values: [Int64]
    let known: Bitmap
    private let limit: Int64
    /// No row has a value.
    let isAbsent: Bool

    init(_ column: IntegerColumn, limit: Int64 = NumberTest.intLimit) {
        values = column.values
        known = column.known
        self.limit = limit
        isAbsent = false
    }

    /// The column of a source; nil where the field has another type.
    init?(_ source: NumberSource, in batch: ProfileBatch) {
        switch source {
        case .field(let field):
            guard case .integer(let column) = batch.columns[field] else { return nil }
            values = column.values
            known = column.known
            limit = batch.schema.fields[field].type == .int ? NumberTest.intLimit : NumberTest.magnitudeLimit
            isAbsent = false
        case .year(let field, let year):
            guard case .yearly(let yearly) = batch.columns[field] else { return nil }
            let column = yearly.column(year: year)
            values = column?.values ?? []
            known = column?.known ?? Bitmap(count: batch.count)
            limit = NumberTest.magnitudeLimit
            isAbsent = column == nil
        case .member: return nil
        }
    }

    /// Whether every value is within the guard.
    var isWithinLimit: Bool { values.allSatisfy { $0 <= limit && $0 >= 0 &- limit } }
}

/// Decides linear tests over columns, exactly.
enum NumberEvaluation {
    /// - Parameter columns: The columns of the sum's terms, then of the divisor's.
    static func evaluate(_ test: NumberTest, _ columns: [NumberColumn], block: inout TruthBlock, slot: Int) {
        if test.divisor == nil, test.sum.terms.count == 1 {
            let (low, high, isInside) = bounds(test.sum, test.comparison)
            RowKernels.range(
                columns[0].values, known: columns[0].known, low: low, high: high, isInside: isInside,
                block: &block, slot: slot)
            return
        }
        let divisorTerms = test.divisor?.terms ?? []
        let split = test.sum.terms.count
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

    /// `coefficient x value + constant op 0` as a range of values, inside or outside.
    private static func bounds(
        _ sum: LinearSum, _ comparison: Comparison
    ) -> (low: Int64, high: Int64, isInside: Bool) {
        let coefficient = sum.terms[0].coefficient
        // value op' -constant / coefficient, with the comparison mirrored for a negative coefficient.
        let divisor = coefficient < 0 ? 0 &- coefficient : coefficient
        let dividend = coefficient < 0 ? sum.constant : 0 &- sum.constant
        let comparison = coefficient < 0 ? comparison.mirrored : comparison
        var (floor, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
        if rest < 0 {
            floor &-= 1
            rest &+= divisor
        }
        let ceiling = rest == 0 ? floor : floor &+ 1
        func clamped(_ value: Int128) -> Int64 {
            Int64(exactly: value) ?? (value < 0 ? Int64.min : Int64.max)
        }
        // A bound beyond Int64 cannot be reached by the guarded values, so clamping keeps the answer.
        switch comparison {
        case .greaterEqual: return (clamped(ceiling), Int64.max, true)
        case .greater: return (clamped(floor &+ 1), Int64.max, true)
        case .lessEqual: return (Int64.min, clamped(floor), true)
        case .less: return (Int64.min, clamped(ceiling &- 1), true)
        case .equal, .notEqual:
            let isReachable = rest == 0 && Int64(exactly: floor) != nil
            let inside = comparison == .equal
            return isReachable ? (clamped(floor), clamped(floor), inside) : (1, 0, inside)
        }
    }
}
