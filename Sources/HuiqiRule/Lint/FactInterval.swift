import HuiqiModel

/// What a condition asks of one number: that it lie between two ends.
public struct FactInterval: Sendable, Hashable {
    /// One end; nil is open to infinity.
    public struct End: Sendable, Hashable {
        /// The bound.
        public let number: Number
        /// Whether the bound itself is inside.
        public let isInside: Bool

        /// An end.
        public init(number: Number, isInside: Bool) {
            self.number = number
            self.isInside = isInside
        }
    }

    /// Same for the same fact, in every rule of a schema.
    public let key: String
    /// The fact as rules write it.
    public let name: String
    /// What its values are multiples of: 1 for ints and days, 0.01 for amounts of money; nil for any number.
    public let step: Number?
    /// Whether the numbers are days since 1970-01-01.
    public let isDay: Bool
    /// The unit of an amount of money, for messages: 元; empty where there is none to tell.
    public let unit: String
    /// The lower end.
    public let low: End?
    /// The upper end.
    public let high: End?

    /// An interval of a fact.
    public init(
        key: String, name: String, step: Number?, isDay: Bool, unit: String = "", low: End?, high: End?
    ) {
        self.key = key
        self.name = name
        self.step = step
        self.isDay = isDay
        self.unit = unit
        self.low = low
        self.high = high
    }

    /// A bound in words.
    public func text(_ number: Number) -> Message { FactInterval.text(number, isDay: isDay, unit: unit) }

    static func text(_ number: Number, isDay: Bool, unit: String = "") -> Message {
        if isDay, number.isInteger, let day = Int32(exactly: number.numerator),
            Day.range.contains(Day(number: day))
        {
            let text = Day(number: day).description
            return Message(zh: text, en: text)
        }
        let plain = number.isInteger ? "\(number.numerator)" : number.description
        // A unit of its own, such as 万元, is not scaled once more.
        if !unit.isEmpty, unit != "元" { return Message(zh: "\(plain) \(unit)", en: plain) }
        for (scale, size) in [("亿", Int128(100_000_000)), ("万", 10_000)]
        where number.isInteger && number.numerator != 0 && number.numerator % size == 0 {
            return Message(zh: "\(number.numerator / size)\(scale)\(unit)", en: plain)
        }
        return Message(zh: unit.isEmpty ? plain : "\(plain) \(unit)", en: plain)
    }
}
