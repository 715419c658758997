/// One benefit clause: who is entitled, from when to when, to what, and how it is delivered.
public struct Clause: Sendable, Hashable {
    /// The policy document a clause belongs to.
    public struct Policy: Sendable, Hashable {
        public var id: String?
        public var title: String?
        /// Document number, such as 温政发〔2023〕8号.
        public var number: String?
        public var issuer: String?
    }

    /// How the benefit reaches the enterprise.
    public enum Delivery: String, Sendable, Hashable, CaseIterable {
        /// 资格定补, 免申即享: paid without an application.
        case instant
        /// 数据核校: data are checked first.
        case verify
        /// 审查遴选: judged or selected.
        case review
    }

    /// What is granted.
    public struct Benefit: Sendable, Hashable {
        /// CEL expression of the amount in yuan.
        public var amount: String?
        /// How the amount is rounded, once, at the end.
        public var rounding: Rounding
        /// Groups within which only one benefit counts.
        public var exclusive: [String]
        /// Total in yuan that may be granted.
        public var budget: Number?
        /// Number of enterprises that may be granted.
        public var quota: Int64?
    }

    /// Key within a catalogue.
    public var id: String
    public var policy: Policy?
    public var title: String
    public var text: String?
    public var tags: [String]
    /// First and last day in force; nil is open.
    public var validFrom: Day?
    public var validTo: Day?
    /// First and last day of application; they affect deadline and route only.
    public var applyFrom: Day?
    public var applyTo: Day?
    public var delivery: Delivery?
    public var channel: String?
    public var materials: [String]
    public var conditions: [Condition]
    public var benefit: Benefit?

    /// Whether the clause is in force on a day.
    public func isInForce(on day: Day) -> Bool {
        (validFrom.map { $0 <= day } ?? true) && (validTo.map { day <= $0 } ?? true)
    }

    /// The last day to act: `apply_to`, else `valid_to`.
    public var deadline: Day? { applyTo ?? validTo }
}

/// One condition of a clause.
public struct Condition: Sendable, Hashable {
    /// What part a condition plays.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Must hold.
        case required
        /// Improves the rank where it holds.
        case preferred
        /// A person must judge; it has no expression.
        case review
    }

    /// Unique in its clause.
    public var id: String
    public var label: String
    public var kind: Kind
    /// CEL source; nil for review.
    public var expression: String?
    /// The words of the policy it rests on.
    public var source: String?
    /// Above 0, at most six decimals, at most a million.
    public var weight: Weight
}

/// A condition's weight, exact in millionths.
public struct Weight: Sendable, Hashable {
    /// The weight times one million.
    public let millionths: Int64

    /// The default weight, 1.
    public static let one = Weight(trusted: 1_000_000)

    /// A weight; nil outside `0.000001 ... 1000000`.
    public init?(millionths: Int64) {
        guard (1...1_000_000_000_000).contains(millionths) else { return nil }
        self.init(trusted: millionths)
    }

    private init(trusted: Int64) { millionths = trusted }
}

/// A rounding rule: to which step, in which direction.
public struct Rounding: Sendable, Hashable {
    /// Direction of rounding.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        case down
        case up
        case halfUp = "half-up"
        case halfEven = "half-even"
    }

    /// The step to which an amount is rounded.
    public enum Step: String, Sendable, Hashable, CaseIterable {
        case fen
        case jiao
        case yuan
        case hundred
        case thousand
        case wan

        /// The step in fen.
        public var fen: Int64 {
            switch self {
            case .fen: 1
            case .jiao: 10
            case .yuan: 100
            case .hundred: 10_000
            case .thousand: 100_000
            case .wan: 1_000_000
            }
        }
    }

    /// The step.
    public let step: Step
    /// The direction.
    public let direction: Direction

    /// `fen-down`: the default, never more than was promised.
    public static let fenDown = Rounding(step: .fen, direction: .down)

    /// A rule.
    public init(step: Step, direction: Direction) {
        self.step = step
        self.direction = direction
    }

    /// A rule by its name, `fen-down`, `yuan-half-up`, …; nil where there is none of that name.
    public init?(name: String) {
        guard let dash = name.firstIndex(of: "-"), let step = Step(rawValue: String(name[..<dash])),
            let direction = Direction(rawValue: String(name[name.index(after: dash)...]))
        else { return nil }
        self.init(step: step, direction: direction)
    }

    /// All names, for messages.
    public static var names: String { "(fen|jiao|yuan|hundred|thousand|wan)-(down|up|half-up|half-even)" }

    /// The amount in fen after rounding; nil where it does not fit.
    public func round(_ amount: Number) -> Int64? {
        // By magnitude: down is toward zero. Whole fen, then whole steps; `rest` is what is left, in fen, and
        // `part` over the denominator what is left of a fen.
        let below = amount.denominator.magnitude
        let (yuan, cut) = amount.numerator.magnitude.quotientAndRemainder(dividingBy: below)
        let (more, part) = below.dividingFullWidth(cut.multipliedFullWidth(by: 100))
        let size = UInt128(step.fen)
        guard yuan <= UInt128(Int64.max) else { return nil }
        let (steps, rest) = (yuan * 100 + more).quotientAndRemainder(dividingBy: size)
        let isExact = rest == 0 && part == 0
        let isHalf = size == 1 ? part == below - part : rest * 2 == size && part == 0
        let isOverHalf = size == 1 ? part > below - part : rest * 2 > size || rest * 2 == size && part > 0
        let goesUp =
            switch direction {
            case .down: false
            case .up: !isExact
            case .halfUp: isHalf || isOverHalf
            case .halfEven: isOverHalf || isHalf && steps % 2 == 1
            }
        let fen = Int128((steps + (goesUp ? 1 : 0)) * size)
        return Int64(exactly: amount.signum < 0 ? -fen : fen)
    }
}
