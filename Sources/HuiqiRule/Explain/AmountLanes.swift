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

    /// Values that were gathered from somewhere, a bit of `known` for each that is known.
    public init(values: [Int64], known: [UInt64]) {
        self.values = values
        self.known = known
        flags = []
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

    /// Slot by slot, ``width`` lanes each.
    private var lanes: [Lane] = []

    /// Room for nothing yet.
    public init() {}

    /// What an amount comes to for one row, over the program's denominator; nil is no bound.
    public struct Bounds: Sendable, Hashable {
        public var low: Int64?
        public var high: Int64?
    }

    /// The bounds of one row of the last run; nil where the row is left to ``Rule/bounds(for:on:normalizer:)``.
    public func bounds(_ lane: Int) -> Bounds? {
        let lane = lanes[lane]
        if lane.state & Lane.left != 0 { return nil }
        return Bounds(
            low: lane.state & Lane.hasLow != 0 ? lane.low : nil,
            high: lane.state & Lane.hasHigh != 0 ? lane.high : nil)
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
        run(program, width: AmountLanes.width, count: count) { source, index in
            columns[places[source]][Int(rows[index])]
        }
    }

    /// Runs a program for one profile; its bounds are those of lane 0.
    /// - Parameters:
    ///   - facts: Some facts of the profile; nil where one is unknown.
    ///   - places: For each source of the program, which of the facts it is.
    /// - Complexity: O(steps).
    public mutating func run(_ program: AmountProgram, facts: [Int64?], places: [Int]) {
        run(program, width: 1, count: 1) { source, _ in facts[places[source]] }
    }

    /// - Parameter width: Lanes a slot has.
    @inline(__always)
    private mutating func run(
        _ program: AmountProgram, width: Int, count: Int, _ fact: (_ source: Int, _ index: Int) -> Int64?
    ) {
        let needed = max(1, program.depth) * width
        if lanes.count < needed { lanes = Array(repeating: Lane(), count: needed) }
        var lanes = self.lanes.mutableSpan
        // The first lane of the slot on top.
        var top = -width
        for step in program.steps {
            switch step {
            case .constant(let number):
                top += width
                for lane in top..<top + count { lanes[lane] = Lane(number) }
            case .fact(let source):
                top += width
                for index in 0..<count { lanes[top + index] = fact(source, index).map { Lane($0) } ?? Lane() }
            case .scale(let factor): for lane in top..<top + count { lanes[lane].scale(by: factor) }
            case .onlyKnown:
                for lane in top..<top + count where lanes[lane].state & Lane.known == 0 {
                    lanes[lane] = Lane(0, 0, lanes[lane].state & Lane.left)
                }
            case .not:
                for lane in top..<top + count {
                    let old = lanes[lane]
                    lanes[lane] = Lane(1 &- old.low, 1 &- old.low, old.state)
                }
            case .choose:
                top -= 2 * width
                for lane in top..<top + count {
                    lanes[lane] = Lane(
                        condition: lanes[lane], whenYes: lanes[lane + width], whenNo: lanes[lane + 2 * width])
                }
            default:
                top -= width
                for lane in top..<top + count {
                    lanes[lane] = Lane(step, lanes[lane], lanes[lane + width])
                }
            }
        }
    }
}

/// Bounds of one step for one row.
private struct Lane: Sendable {
    var low: Int64
    var high: Int64
    var state: UInt8

    /// The number is known: both bounds are it.
    static let known: UInt8 = 1
    static let hasLow: UInt8 = 2
    static let hasHigh: UInt8 = 4
    static let all: UInt8 = 7
    /// A number left 64 bits: the row evaluator must say.
    static let left: UInt8 = 8

    init(_ low: Int64, _ high: Int64, _ state: UInt8) {
        self.low = low
        self.high = high
        self.state = state
    }

    /// Nothing known.
    init() { self.init(0, 0, 0) }

    /// A number that is known.
    init(_ number: Int64) { self.init(number, number, Lane.all) }

    /// The state of a number with the other sign: its low end is the other's high end.
    private static func turned(_ state: UInt8) -> UInt8 {
        let ends = (state & hasLow) << 1 | (state & hasHigh) >> 1
        return state & (known | left) | ends
    }

    mutating func scale(by factor: Int64) {
        let (first, isFirstOut) = low.multipliedReportingOverflow(by: factor)
        let (second, isSecondOut) = high.multipliedReportingOverflow(by: factor)
        let now = isFirstOut || isSecondOut ? state | Lane.left : state
        self = factor >= 0 ? Lane(first, second, now) : Lane(second, first, Lane.turned(now))
    }

    /// Two bounds joined.
    init(_ step: AmountProgram.Step, _ a: Lane, _ b: Lane) {
        let problem = (a.state | b.state) & Lane.left
        let both = a.state & b.state
        let either = a.state | b.state
        switch step {
        case .add:
            let (first, isFirstOut) = a.low.addingReportingOverflow(b.low)
            let (second, isSecondOut) = a.high.addingReportingOverflow(b.high)
            let out = isFirstOut || isSecondOut ? Lane.left : 0
            self.init(first, second, both & Lane.all | problem | out)
        case .subtract:
            let (first, isFirstOut) = a.low.subtractingReportingOverflow(b.high)
            let (second, isSecondOut) = a.high.subtractingReportingOverflow(b.low)
            let out = isFirstOut || isSecondOut ? Lane.left : 0
            self.init(first, second, a.state & Lane.turned(b.state) & Lane.all | problem | out)
        case .multiply:
            self = either & Lane.known == 0 ? Lane() : (a.state & Lane.known != 0 ? b : a)
            // The known one scales the other.
            if either & Lane.known != 0 { scale(by: a.state & Lane.known != 0 ? a.low : b.low) }
            state |= problem
        case .least:
            let ends = both & Lane.hasLow | either & Lane.hasHigh
            let high =
                both & Lane.hasHigh != 0
                ? min(a.high, b.high) : (a.state & Lane.hasHigh != 0 ? a.high : b.high)
            self.init(min(a.low, b.low), high, ends | both & Lane.known | problem)
        case .greatest:
            let ends = either & Lane.hasLow | both & Lane.hasHigh
            let low =
                both & Lane.hasLow != 0 ? max(a.low, b.low) : (a.state & Lane.hasLow != 0 ? a.low : b.low)
            self.init(low, max(a.high, b.high), ends | both & Lane.known | problem)
        case .compare(let comparison):
            let flag: Int64 = comparison.holds(a.low < b.low ? -1 : (a.low == b.low ? 0 : 1)) ? 1 : 0
            self.init(flag, flag, (both & Lane.known != 0 ? Lane.all : 0) | problem)
        case .and: self.init(deciding: 0, a, b, problem)
        case .or: self.init(deciding: 1, a, b, problem)
        default: self.init(0, 0, Lane.left)
        }
    }

    /// Two conditions, one of which may decide.
    private init(deciding: Int64, _ a: Lane, _ b: Lane, _ problem: UInt8) {
        let isDecided =
            a.state & Lane.known != 0 && a.low == deciding || b.state & Lane.known != 0 && b.low == deciding
        let isKnown = isDecided || a.state & b.state & Lane.known != 0
        let flag = isDecided ? deciding : 1 &- deciding
        self.init(flag, flag, (isKnown ? Lane.all : 0) | problem)
    }

    /// What a condition chooses; where that is not known, whatever holds of both.
    init(condition: Lane, whenYes: Lane, whenNo: Lane) {
        let problem = (condition.state | whenYes.state | whenNo.state) & Lane.left
        if condition.state & Lane.known != 0 {
            let chosen = condition.low == 1 ? whenYes : whenNo
            if chosen.state & Lane.known != 0 {
                self.init(chosen.low, chosen.high, Lane.all | problem)
                return
            }
        }
        let ends = whenYes.state & whenNo.state & (Lane.hasLow | Lane.hasHigh)
        self.init(min(whenYes.low, whenNo.low), max(whenYes.high, whenNo.high), ends | problem)
    }
}
