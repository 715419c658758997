import HuiqiModel

/// One thing that conditions ask about, cut into regions within which all of them answer alike.
///
/// Numbers and times: the constants that they are compared with and the open intervals between. Texts: the
/// listed ones and one for all others; enumerations exactly their values. Codes: where they lie among the areas
/// asked for. Whatever else is asked is a flag: it holds or it does not.
struct FactVariable {
    enum Domain: Hashable {
        case flag
        /// Ints only hold integers; `range` is what a count or a getter can come to.
        case number(isInteger: Bool, range: ClosedRange<Int128>?)
        /// The values of an enumeration, or any text.
        case text([String]?)
        case code(CodeStandard)
    }

    /// A code: where it lies, nil for outside of all areas, and which of the listed texts it is.
    private struct Place: Hashable {
        var prefix: [UInt8]?
        var text: ExactText?
    }

    /// Name for messages, as rules write it.
    let name: String
    let domain: Domain
    /// Whether it is one amount of money: whole fen.
    var isMoney = false
    /// The unit of that money, for messages.
    var unit = ""
    /// Whether its numbers are months or days from the as-of day.
    var isRelative = false
    /// Whether its numbers are days since 1970-01-01.
    var isDay = false
    private var thresholds: Set<Number> = []
    private var texts: Set<ExactText> = []
    private var areas: Set<[UInt8]> = []
    private var bounds: [Number] = []
    private var literals: [ExactText] = []
    private var places: [Place] = []
    private var count = 0
    /// The regions that exist.
    private(set) var universe = RegionSet(none: 0)

    init(name: String, domain: Domain) {
        self.name = name
        self.domain = domain
    }

    /// Notes what a test tells apart.
    mutating func note(_ test: FactQuestion) {
        switch test {
        case .isTrue: break
        case .compare(_, let number): thresholds.insert(number)
        case .span(let low, let high): thresholds.formUnion([low, high])
        case .oneOfNumbers(let numbers): thresholds.formUnion(numbers)
        case .oneOfTexts(let list): texts.formUnion(list)
        case .under(let list): areas.formUnion(list.map(\.prefix))
        }
    }

    /// Cuts the regions after all tests were noted; returns how many there are.
    mutating func cut() -> Int {
        switch domain {
        case .flag:
            count = 2
            universe = RegionSet(2) { _ in true }
        case .number(let isInteger, let range):
            bounds = thresholds.sorted()
            count = bounds.count * 2 + 1
            universe = RegionSet(count) { exists($0, isInteger, range) }
        case .text(let values):
            literals = values.map { $0.map { ExactText($0) } } ?? texts.sorted()
            count = literals.count + (values == nil ? 1 : 0)
            universe = RegionSet(count) { _ in true }
        case .code(let standard):
            guard texts.count + areas.count <= 512 else { return Int.max }
            cutCodes(standard)
            count = places.count
            universe = RegionSet(count) { _ in true }
        }
        return count
    }

    /// A code that is one of the listed texts may in truth lie below itself, since a coarse code is not known
    /// better: it is tried at every area below it as well.
    private mutating func cutCodes(_ standard: CodeStandard) {
        let sorted = areas.sorted { $0.lexicographicallyPrecedes($1) }
        places = [Place()] + sorted.map { Place(prefix: $0) }
        for text in texts.sorted() {
            let own = CodeArea(text.text, standard)?.prefix
            places.append(Place(prefix: own, text: text))
            guard let own else { continue }
            for area in sorted where area.count > own.count && area.starts(with: own) {
                places.append(Place(prefix: area, text: text))
            }
        }
    }

    /// Whether some value lies in region `2 i` (before threshold `i`) or `2 i + 1` (at it): of integers, and of
    /// money in fen.
    private func exists(_ region: Int, _ isInteger: Bool, _ range: ClosedRange<Int128>?) -> Bool {
        guard isInteger || isMoney else { return true }
        let limit: UInt128 = 1 << 100
        func scaled(_ index: Int) -> Number? {
            guard bounds.indices.contains(index) else { return nil }
            let number = isMoney ? bounds[index].multiplied(by: Number(100)) : bounds[index]
            // Thresholds beyond the limit bound nothing: then the region is kept.
            return number.flatMap { $0.floor.magnitude < limit ? $0 : nil }
        }
        if region % 2 == 1 {
            guard let bound = scaled(region / 2) else { return true }
            return bound.isInteger && (range?.contains(bound.numerator) ?? true)
        }
        var low = range?.lowerBound ?? Int128.min
        var high = range?.upperBound ?? Int128.max
        if let below = scaled(region / 2 - 1) { low = max(low, below.floor + 1) }
        if let above = scaled(region / 2) {
            high = min(high, above.isInteger ? above.floor - 1 : above.floor)
        }
        return low <= high
    }

    /// The thresholds on both sides of what `regions` leaves out in the middle, each with whether it is left out
    /// too; nil where it leaves out nothing.
    func hole(in regions: RegionSet) -> (low: FactInterval.End, high: FactInterval.End)? {
        guard case .number = domain, !isRelative else { return nil }
        let inside = (0..<count).filter { regions.contains($0) }
        guard let first = inside.first, let last = inside.last else { return nil }
        let outside = (first...last).filter { universe.contains($0) && !regions.contains($0) }
        guard let from = outside.first, let upTo = outside.last,
            !inside.contains(where: { $0 > from && $0 < upTo })
        else { return nil }
        return (
            FactInterval.End(number: bounds[(from - 1) / 2], isInside: from % 2 == 1),
            FactInterval.End(number: bounds[upTo / 2], isInside: upTo % 2 == 1)
        )
    }

    /// An interval of it, for words.
    func interval(key: String, low: FactInterval.End?, high: FactInterval.End?) -> FactInterval {
        var isInteger = false
        if case .number(true, _) = domain { isInteger = true }
        return FactInterval(
            key: key, name: name, step: isInteger ? Number(1) : (isMoney ? Number(fen: 1) : nil),
            isDay: isDay, unit: unit, low: low, high: high)
    }

    /// The regions in which a test holds.
    func regions(_ test: FactQuestion) -> RegionSet {
        switch test {
        case .isTrue: return chosen { $0 == 0 }
        case .compare(let comparison, let number):
            guard let place = place(of: number) else { return RegionSet(none: count) }
            return chosen { comparison.holds(($0 - place).signum()) }
        case .span(let low, let high):
            guard let low = place(of: low), let high = place(of: high) else { return RegionSet(none: count) }
            return chosen { $0 > low && $0 <= high }
        case .oneOfNumbers(let numbers):
            let wanted = Set(numbers.compactMap { place(of: $0) })
            return chosen { wanted.contains($0) }
        case .oneOfTexts(let list):
            let wanted = Set(list)
            if case .code = domain { return chosen { places[$0].text.map { wanted.contains($0) } ?? false } }
            return chosen { $0 < literals.count && wanted.contains(literals[$0]) }
        case .under(let areas):
            return chosen { region in
                guard let prefix = places[region].prefix else { return false }
                return areas.contains { prefix.starts(with: $0.prefix) }
            }
        }
    }

    private func chosen(_ test: (Int) -> Bool) -> RegionSet {
        RegionSet(count) { universe.contains($0) && test($0) }
    }

    /// The region that is just a noted threshold.
    private func place(of number: Number) -> Int? {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < bounds.count && bounds[low] == number ? 2 * low + 1 : nil
    }
}

/// What a condition asks of a variable.
enum FactQuestion {
    case isTrue
    case compare(Comparison, Number)
    /// Above the first and up to the second.
    case span(above: Number, upTo: Number)
    case oneOfNumbers([Number])
    case oneOfTexts([ExactText])
    case under([CodeArea])
}

/// A boolean expression read as a question to one variable.
enum FactAtom {
    case constant(Bool)
    /// `isTrue` false asks for the opposite.
    case question(variable: Int, FactQuestion, isTrue: Bool)
}
