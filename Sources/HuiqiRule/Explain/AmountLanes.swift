import HuiqiLogic
import HuiqiModel

/// The column that a source of an amount names, as whole numbers.
public struct AmountColumn: Sendable {
    private let values: [Int64]
    /// Bits of the rows that are known; of a bool, those that are true are `values` of one row of bits.
    private let known: [UInt64]
    private let flags: [UInt64]

    /// The column of a batch; nothing is known where the batch has none of that type.
    public init(_ source: AmountProgram.Source, in batch: ProfileBatch) {
        var values: [Int64] = []
        var known: [UInt64] = []
        var flags: [UInt64] = []
        switch source {
        case .field(let field):
            if field < batch.columns.count, case .integer(let column) = batch.columns[field] {
                values = column.values
                known = column.known.words
            }
        case .year(let field, let year):
            if field < batch.columns.count, case .yearly(let yearly) = batch.columns[field],
                let column = yearly.column(year: year)
            {
                values = column.values
                known = column.known.words
            }
        case .flag(let field):
            if field < batch.columns.count, case .bool(let column) = batch.columns[field] {
                flags = column.values.words
                known = column.known.words
            }
        }
        self.values = values
        self.known = known
        self.flags = flags
    }

    /// The value of a row; nil where unknown.
    subscript(row: Int) -> Int64? {
        let word = row >> 6
        guard word < known.count, known[word] >> UInt64(row & 63) & 1 == 1 else { return nil }
        if flags.isEmpty { return row < values.count ? values[row] : nil }
        return Int64(flags[word] >> UInt64(row & 63) & 1)
    }
}

/// Runs amount programs for some rows at once: room for the stack, used again and again.
public struct AmountLanes: Sendable {
    /// Rows at most in one run.
    public static let width = 128

    private var low: [Int64] = []
    private var high: [Int64] = []
    private var state: [UInt8] = []

    // What is so of one lane of one bounds.
    /// The number is known: both bounds are it.
    private static let known: UInt8 = 1
    private static let hasLow: UInt8 = 2
    private static let hasHigh: UInt8 = 4
    private static let all: UInt8 = 7
    /// A number left 64 bits: the row evaluator must say.
    private static let left: UInt8 = 8

    /// Room for nothing yet.
    public init() {}

    /// What an amount comes to for one row, over the program's denominator; nil is no bound.
    public struct Bounds: Sendable, Hashable {
        public var low: Int64?
        public var high: Int64?
    }

    /// The bounds of one row of the last run; nil where the row is left to ``Rule/bounds(for:on:normalizer:)``.
    public func bounds(_ lane: Int) -> Bounds? {
        let state = self.state[lane]
        if state & AmountLanes.left != 0 { return nil }
        return Bounds(
            low: state & AmountLanes.hasLow != 0 ? low[lane] : nil,
            high: state & AmountLanes.hasHigh != 0 ? high[lane] : nil)
    }

    /// Runs a program for rows of a batch.
    /// - Parameters:
    ///   - columns: Some columns of the batch.
    ///   - places: For each source of the program, which of the columns it is.
    ///   - rows: At most ``width``; what comes after is passed over.
    /// - Complexity: O(steps x rows).
    public mutating func run(
        _ program: AmountProgram, columns: [AmountColumn], places: [Int], rows: Span<Int32>
    ) {
        let count = min(rows.count, AmountLanes.width)
        let needed = max(1, program.depth) * AmountLanes.width
        if state.count < needed {
            low = Array(repeating: 0, count: needed)
            high = low
            state = Array(repeating: 0, count: needed)
        }
        var top = -1
        for step in program.steps {
            switch step {
            case .constant(let number):
                top += 1
                for lane in lanes(top, count) { set(lane, number, number, AmountLanes.all) }
            case .fact(let source):
                top += 1
                load(columns[places[source]], rows, top)
            case .scale(let factor): scale(factor, lanes(top, count))
            case .onlyKnown:
                for lane in lanes(top, count) where state[lane] & AmountLanes.known == 0 {
                    set(lane, 0, 0, state[lane] & AmountLanes.left)
                }
            case .not:
                for lane in lanes(top, count) where state[lane] & AmountLanes.known != 0 {
                    set(lane, 1 &- low[lane], 1 &- low[lane], state[lane])
                }
            case .choose:
                top -= 2
                for lane in lanes(top, count) { choose(lane) }
            default:
                top -= 1
                for lane in lanes(top, count) { join(step, lane) }
            }
        }
    }

    private func lanes(_ slot: Int, _ count: Int) -> Range<Int> {
        let first = slot * AmountLanes.width
        return first..<first + count
    }

    private mutating func set(_ lane: Int, _ low: Int64, _ high: Int64, _ state: UInt8) {
        self.low[lane] = low
        self.high[lane] = high
        self.state[lane] = state
    }

    private mutating func load(_ column: AmountColumn, _ rows: Span<Int32>, _ slot: Int) {
        var lane = slot * AmountLanes.width
        for index in 0..<min(rows.count, AmountLanes.width) {
            if let value = column[Int(rows[index])] {
                set(lane, value, value, AmountLanes.all)
            } else {
                set(lane, 0, 0, 0)
            }
            lane += 1
        }
    }

    private mutating func scale(_ factor: Int64, _ lanes: Range<Int>) {
        for lane in lanes {
            let (first, isFirstOut) = low[lane].multipliedReportingOverflow(by: factor)
            let (second, isSecondOut) = high[lane].multipliedReportingOverflow(by: factor)
            var now = state[lane]
            if isFirstOut || isSecondOut { now |= AmountLanes.left }
            if factor >= 0 {
                set(lane, first, second, now)
            } else {
                set(lane, second, first, AmountLanes.turned(now))
            }
        }
    }

    /// The state of a number with the other sign: its low end is the other's high end.
    private static func turned(_ state: UInt8) -> UInt8 {
        let ends = (state & hasLow) << 1 | (state & hasHigh) >> 1
        return state & (known | left) | ends
    }

    /// Joins the bounds at `lane` with those one slot above.
    private mutating func join(_ step: AmountProgram.Step, _ lane: Int) {
        let other = lane + AmountLanes.width
        let (a, b) = (state[lane], state[other])
        let (lowA, highA, lowB, highB) = (low[lane], high[lane], low[other], high[other])
        let problem = (a | b) & AmountLanes.left
        let isKnown = a & b & AmountLanes.known
        switch step {
        case .add:
            let (first, isFirstOut) = lowA.addingReportingOverflow(lowB)
            let (second, isSecondOut) = highA.addingReportingOverflow(highB)
            let out = isFirstOut || isSecondOut ? AmountLanes.left : 0
            set(lane, first, second, a & b & AmountLanes.all | problem | out)
        case .subtract:
            let (first, isFirstOut) = lowA.subtractingReportingOverflow(highB)
            let (second, isSecondOut) = highA.subtractingReportingOverflow(lowB)
            let out = isFirstOut || isSecondOut ? AmountLanes.left : 0
            set(lane, first, second, a & AmountLanes.turned(b) & AmountLanes.all | problem | out)
        case .multiply: multiply(lane, other)
        case .least:
            let ends = a & b & AmountLanes.hasLow | (a | b) & AmountLanes.hasHigh
            let high =
                a & b & AmountLanes.hasHigh != 0
                ? min(highA, highB) : (a & AmountLanes.hasHigh != 0 ? highA : highB)
            set(lane, min(lowA, lowB), high, ends | isKnown | problem)
        case .greatest:
            let ends = (a | b) & AmountLanes.hasLow | a & b & AmountLanes.hasHigh
            let low =
                a & b & AmountLanes.hasLow != 0
                ? max(lowA, lowB) : (a & AmountLanes.hasLow != 0 ? lowA : lowB)
            set(lane, low, max(highA, highB), ends | isKnown | problem)
        case .compare(let comparison):
            let flag: Int64 = comparison.holds(lowA < lowB ? -1 : (lowA == lowB ? 0 : 1)) ? 1 : 0
            set(lane, flag, flag, (isKnown != 0 ? AmountLanes.all : 0) | problem)
        case .and, .or:
            let deciding: Int64 = step.isOr ? 1 : 0
            let isDecided =
                a & AmountLanes.known != 0 && lowA == deciding
                || b & AmountLanes.known != 0 && lowB == deciding
            let flag = isDecided ? deciding : 1 &- deciding
            set(lane, flag, flag, (isDecided || isKnown != 0 ? AmountLanes.all : 0) | problem)
        default: state[lane] = AmountLanes.left
        }
    }

    private mutating func multiply(_ lane: Int, _ other: Int) {
        let (a, b) = (state[lane], state[other])
        let problem = (a | b) & AmountLanes.left
        guard (a | b) & AmountLanes.known != 0 else { return set(lane, 0, 0, problem) }
        // The known one scales the other.
        let (factor, scaled) = a & AmountLanes.known != 0 ? (low[lane], other) : (low[other], lane)
        let (first, isFirstOut) = low[scaled].multipliedReportingOverflow(by: factor)
        let (second, isSecondOut) = high[scaled].multipliedReportingOverflow(by: factor)
        let out = isFirstOut || isSecondOut ? AmountLanes.left : 0
        let now = state[scaled] | problem | out
        if factor >= 0 {
            set(lane, first, second, now)
        } else {
            set(lane, second, first, AmountLanes.turned(now))
        }
    }

    /// The bounds of a condition at `lane` and two branches above it.
    private mutating func choose(_ lane: Int) {
        let (yes, no) = (lane + AmountLanes.width, lane + 2 * AmountLanes.width)
        let problem = (state[lane] | state[yes] | state[no]) & AmountLanes.left
        if state[lane] & AmountLanes.known != 0 {
            let chosen = low[lane] == 1 ? yes : no
            if state[chosen] & AmountLanes.known != 0 {
                return set(lane, low[chosen], high[chosen], AmountLanes.all | problem)
            }
        }
        let ends = state[yes] & state[no] & (AmountLanes.hasLow | AmountLanes.hasHigh)
        set(lane, min(low[yes], low[no]), max(high[yes], high[no]), ends | problem)
    }
}

extension AmountProgram.Step {
    fileprivate var isOr: Bool { if case .or = self { true } else { false } }
}
