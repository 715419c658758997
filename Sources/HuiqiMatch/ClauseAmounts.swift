import HuiqiIndex
import HuiqiModel
import HuiqiRule
import HuiqiText

/// The amounts of a plan's clauses, compiled for its day.
struct ClauseAmounts: Sendable {
    /// How the amount of a clause is found.
    enum Form: Sendable {
        /// There is none.
        case none
        /// The same for every profile, rounded.
        case constant(AmountBounds)
        /// By a program, by number.
        case program(Int)
        /// By the row evaluator.
        case rule
    }

    struct Program: Sendable {
        let program: AmountProgram
        /// For each of its sources, which of ``ClauseAmounts/sources`` it is.
        let places: [Int]
    }

    /// One a clause.
    let forms: [Form]
    /// One a clause; of one without amount, any.
    let roundings: [Rounding]
    let programs: [Program]
    /// The distinct facts that the programs read.
    let sources: [AmountProgram.Source]

    /// - Complexity: O(clauses + length of the distinct amounts).
    init(_ catalogue: Catalogue, on day: Day) {
        var programs: [Program] = []
        var sources: [AmountProgram.Source] = []
        var places: [AmountProgram.Source: Int] = [:]
        var known: [ObjectIdentifier: Int] = [:]
        var lanes = AmountLanes()
        let firstRow: [Int32] = [0]
        roundings = catalogue.clauses.map { $0.clause.benefit?.rounding ?? .fenDown }
        forms = catalogue.clauses.map { clause in
            guard let rule = clause.amount, let benefit = clause.clause.benefit else { return .none }
            let number: Int
            if let same = known[rule.identity] {
                number = same
            } else if let program = rule.amountProgram(on: day) {
                number = programs.count
                let own = program.sources.map { source in
                    let place = places[source] ?? sources.count
                    if place == sources.count {
                        places[source] = place
                        sources.append(source)
                    }
                    return place
                }
                programs.append(Program(program: program, places: own))
            } else {
                number = -1
            }
            known[rule.identity] = number
            guard number >= 0 else { return .rule }
            let program = programs[number].program
            guard program.sources.isEmpty else { return .program(number) }
            lanes.run(program, columns: [], places: [], rows: firstRow.span)
            guard let bounds = lanes.bounds(0) else { return .rule }
            return .constant(AmountBounds(bounds, over: program.denominator, benefit.rounding))
        }
        self.programs = programs
        self.sources = sources
    }

    /// The columns of a batch that a program reads, in the program's own order.
    func columns(_ number: Int, in batch: ProfileBatch) -> [AmountColumn] {
        programs[number].program.sources.map { AmountColumn($0, in: batch) }
    }
}

/// Lowest and highest amount in fen after rounding; nil where there is no bound.
struct AmountBounds: Sendable, Hashable {
    var low: Int64?
    var high: Int64?

    static let none = AmountBounds(low: nil, high: nil)

    init(low: Int64?, high: Int64?) {
        self.low = low
        self.high = high
    }

    /// By the row evaluator.
    init(of clause: CompiledClause, for profile: Profile, _ plan: DayPlan) {
        self.init(of: clause, for: profile, on: plan.day, plan.normalizer)
    }

    /// By the row evaluator.
    init(of clause: CompiledClause, for profile: Profile, on day: Day, _ normalizer: TextNormalizer) {
        guard let rule = clause.amount, let benefit = clause.clause.benefit else {
            self = .none
            return
        }
        let bounds = rule.bounds(for: profile, on: day, normalizer: normalizer)
        low = bounds.low.flatMap { benefit.rounding.round($0) }
        high = bounds.high.flatMap { benefit.rounding.round($0) }
    }

    /// What a program says, over its denominator.
    init(_ bounds: AmountLanes.Bounds, over denominator: Int64, _ rounding: Rounding) {
        low = bounds.low.flatMap { rounding.round($0, over: denominator) }
        high = bounds.high == bounds.low ? low : bounds.high.flatMap { rounding.round($0, over: denominator) }
    }
}

extension Rounding {
    /// A number of yuan over a denominator, in fen after rounding: what `round(_: Number)` says, in 64 bits where
    /// they suffice.
    /// - Parameter denominator: Positive.
    func round(_ numerator: Int64, over denominator: Int64) -> Int64? {
        let (fen, isFenOut) = numerator.magnitude.multipliedReportingOverflow(by: 100)
        let (size, isSizeOut) = denominator.multipliedReportingOverflow(by: step.fen)
        guard !isFenOut, !isSizeOut, size > 0, size < 1 << 62 else {
            return Number(Int128(numerator), over: Int128(denominator)).flatMap { round($0) }
        }
        let (steps, rest) = fen.quotientAndRemainder(dividingBy: size.magnitude)
        // Safe: the rest is below 2^62.
        let twice = rest &* 2
        let goesUp =
            switch direction {
            case .down: false
            case .up: rest > 0
            case .halfUp: twice >= size.magnitude
            case .halfEven: twice > size.magnitude || twice == size.magnitude && steps & 1 == 1
            }
        // Safe: 100 x numerator is below 2^64, and so is every multiple of the step up to one more than it.
        let amount = (Int128(steps) + (goesUp ? 1 : 0)) * Int128(step.fen)
        return Int64(exactly: numerator < 0 ? -amount : amount)
    }
}
