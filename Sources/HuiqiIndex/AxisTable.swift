import CHuiqiKernels
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// The axes of a catalogue on a day, and where on them each atom is decided.
///
/// Atoms are numbered as in the catalogue; after them come the parts of those that are several tests together.
public struct AxisTable: Sendable {
    /// The axes, in order of first appearance.
    public private(set) var axes: [FactAxis] = []
    /// One place an atom.
    public private(set) var places: [AtomPlace] = []
    /// Spans of codes that places point to.
    public private(set) var spans: [CodeSpan] = []
    /// Form of every atom, also of the parts.
    public private(set) var forms: [AtomForm]
    /// Of each axis that is a dictionary.
    private var valueTests: [ValueTests?] = []
    private var index: [FactAxis.Source: Int] = [:]

    /// An axis whose codes would not fit 16 bits is done without.
    private static let cutLimit = 8192

    /// - Parameters:
    ///   - forms: The forms of the catalogue's atoms on a day.
    ///   - schema: The fields.
    ///   - withCodes: Whether there are axes at all; without, atoms have planes of their own.
    public init(_ forms: [AtomForm], schema: Schema, withCodes: Bool = true) {
        self.forms = forms
        places = Array(repeating: .own, count: forms.count)
        var numbers: [Int: [(atom: Int, bounds: WholeBounds)]] = [:]
        var directions: [Int: [(atom: Int, test: DirectionTest)]] = [:]
        var position = 0
        while position < self.forms.count {
            let atom = position
            position += 1
            switch self.forms[atom] {
            case .constant(let truth): places[atom] = .constant(truth)
            case .number(let test):
                if let (source, bounds) = AxisTable.line(test) {
                    numbers[axis(source), default: []].append((atom, bounds))
                } else if let direction = DirectionTest(test) {
                    let (source, isSwapped) = known(direction.source)
                    directions[axis(source), default: []].append(
                        (atom, isSwapped ? direction.swapped : direction))
                }
            case .extreme(let sources, let isGreatest, let bounds):
                let source: FactAxis.Source =
                    sources.count == 1 ? .number(sources[0]) : .extreme(sources, isGreatest: isGreatest)
                numbers[axis(source), default: []].append((atom, bounds))
            case .firstReached(let test): addParts(of: test, atom)
            case .general: places[atom] = .rows
            case .distinct(let field, _), .under(let field, _): addValue(atom, field)
            case .text(let field, _, _):
                switch schema.fields[field].type {
                case .code, .enumeration: addValue(atom, field)
                default: break
                }
            case .flag, .quantified, .has, .listSize, .tally: break
            }
        }
        for (axis, tests) in numbers.sorted(by: { $0.key < $1.key }) { place(tests, axis) }
        for (axis, tests) in directions.sorted(by: { $0.key < $1.key }) { place(tests, axis) }
        for (atom, place) in places.enumerated() {
            if case .codes(let axis, _, _) = place {
                axes[axis].atoms.append(Int32(truncatingIfNeeded: atom))
            }
        }
        let forms = self.forms
        valueTests = axes.map { axis in
            guard case .dictionary = axis.source else { return nil }
            return ValueTests(axis.atoms.map { forms[Int($0)] })
        }
    }

    /// The truths, as raw values, of all atoms of a dictionary axis for a value.
    public func truths(axis: Int, of value: String) -> [Int8] { valueTests[axis]?.truths(of: value) ?? [] }

    /// Without axes: atoms that would have codes have planes of their own. For a plan whose clause is decided by the
    /// codes of another plan, or by columns.
    public init(withoutCodes forms: [AtomForm]) {
        self.forms = forms
        places = Array(repeating: .own, count: forms.count)
        for (atom, form) in forms.enumerated() {
            switch form {
            case .constant(let truth): places[atom] = .constant(truth)
            case .firstReached(let test): addParts(of: test, atom)
            case .general: places[atom] = .rows
            default: break
            }
        }
    }

    private mutating func axis(_ source: FactAxis.Source) -> Int {
        if let known = index[source] { return known }
        index[source] = axes.count
        axes.append(FactAxis(source))
        return axes.count - 1
    }

    /// The axis of a source, if there is one.
    public func axis(of source: FactAxis.Source) -> Int? { index[source] }

    /// A direction is the same axis with over and under exchanged, if that is there already.
    private func known(_ source: FactAxis.Source) -> (FactAxis.Source, isSwapped: Bool) {
        guard case .direction(let over, let under) = source, index[source] == nil else {
            return (source, false)
        }
        let other = FactAxis.Source.direction(over: under, under: over)
        return index[other] == nil ? (source, false) : (other, true)
    }

    private mutating func addValue(_ atom: Int, _ field: Int) {
        let axis = self.axis(.dictionary(field))
        places[atom] = .value(axis: axis, number: axes[axis].atoms.count)
        axes[axis].atoms.append(Int32(truncatingIfNeeded: atom))
    }

    /// f[year] >= x and every f[from ..< year] < x, by Kleene.
    private mutating func addParts(of test: FirstReached, _ atom: Int) {
        var parts: [(atom: Int, isTrue: Bool)] = []
        for year in test.from...test.year {
            let source = NumberSource.year(field: test.field, year)
            let sum = LinearSum(
                terms: [.init(source: source, coefficient: 1)], constant: 0 - Int128(test.fen))
            parts.append((forms.count, year == test.year))
            forms.append(.number(NumberTest(sum: sum, divisor: nil, comparison: .greaterEqual)))
            places.append(.own)
        }
        places[atom] = .together(parts)
    }

    /// A test of one number, or of a sum whose values cannot leave 62 bits.
    static func line(_ test: NumberTest) -> (FactAxis.Source, WholeBounds)? {
        guard test.divisor == nil, let first = test.sum.terms.first else { return nil }
        if test.sum.terms.count == 1 {
            let bounds = WholeBounds(
                coefficient: first.coefficient, constant: test.sum.constant, test.comparison)
            return (.number(first.source), bounds)
        }
        // Two groups without a constant are better told apart by direction.
        if test.sum.constant == 0, Set(test.sum.terms.map(\.coefficient)).count == 2 { return nil }
        var divisor = test.sum.terms.reduce(UInt128(0)) { gcd($0, $1.coefficient.magnitude) }
        guard divisor > 0, let factor = Int128(exactly: divisor) else { return nil }
        divisor = 0
        let scale = first.coefficient < 0 ? 0 - factor : factor
        let terms = test.sum.terms.map {
            LinearSum.Term(source: $0.source, coefficient: $0.coefficient / scale)
        }
        var size: UInt128 = 0
        for term in terms {
            guard term.coefficient.magnitude <= 64 else { return nil }
            size += term.coefficient.magnitude
        }
        guard size <= 64 else { return nil }
        let bounds = WholeBounds(coefficient: scale, constant: test.sum.constant, test.comparison)
        return (.sum(terms), bounds)
    }

    private static func gcd(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    // MARK: - Codes

    private mutating func place(_ tests: [(atom: Int, bounds: WholeBounds)], _ axis: Int) {
        var cuts: Set<Int64> = []
        for (_, bounds) in tests where bounds.low <= bounds.high {
            if bounds.low > Int64.min { cuts.insert(bounds.low) }
            if bounds.high < Int64.max { cuts.insert(bounds.high + 1) }
        }
        guard cuts.count <= AxisTable.cutLimit else { return }
        axes[axis].cuts = cuts.sorted()
        axes[axis].codeCount = cuts.count + 2
        let end = cuts.count + 2
        for (atom, bounds) in tests {
            // Codes of the values within the bounds.
            var low = 1
            var high = 1
            if bounds.low <= bounds.high {
                low = bounds.low == Int64.min ? 1 : axes[axis].code(of: bounds.low)
                high = bounds.high == Int64.max ? end : axes[axis].code(of: bounds.high) + 1
            }
            let inside = [(low, high)]
            add(atom, axis, yes: bounds.isInside ? inside : [(1, low), (high, end)], open: [])
        }
    }

    private mutating func place(_ tests: [(atom: Int, test: DirectionTest)], _ axis: Int) {
        var slopes: [hqk_slope] = []
        for (_, test) in tests { slopes += test.slopes }
        slopes = DirectionTest.sorted(slopes)
        guard slopes.count <= AxisTable.cutLimit else { return }
        let places = 2 * (2 * slopes.count + 1) + 4
        // Truths of all tests place by place; neighbours of equal truths share a code.
        var truths: [[Truth]] = []
        for (_, test) in tests { truths.append(test.truths(slopes)) }
        // Vectors that point up first: they are the common ones.
        var order = Array(1..<(2 * slopes.count + 2))
        order += Array((2 * slopes.count + 2)..<places)
        var placeCodes = [UInt16](repeating: 0, count: places)
        var representatives: [Int] = []
        for place in order {
            if let last = representatives.last, truths.allSatisfy({ $0[place] == $0[last] }) {
                placeCodes[place] = UInt16(truncatingIfNeeded: representatives.count)
            } else {
                representatives.append(place)
                placeCodes[place] = UInt16(truncatingIfNeeded: representatives.count)
            }
        }
        axes[axis].slopes = slopes
        axes[axis].nearest = slopes.map { Double($0.over) / Double($0.under) }
        axes[axis].placeCodes = placeCodes
        axes[axis].codeCount = representatives.count + 1
        for (position, (atom, _)) in tests.enumerated() {
            let row = representatives.map { truths[position][$0] }
            add(atom, axis, yes: AxisTable.runs(row, .yes), open: AxisTable.runs(row, .unknown))
        }
    }

    /// Runs of codes, which start at 1, that have a truth.
    private static func runs(_ truths: [Truth], _ wanted: Truth) -> [(Int, Int)] {
        var runs: [(Int, Int)] = []
        for (position, truth) in truths.enumerated() where truth == wanted {
            if let last = runs.last, last.1 == position + 1 {
                runs[runs.count - 1].1 = position + 2
            } else {
                runs.append((position + 1, position + 2))
            }
        }
        return runs
    }

    private mutating func add(_ atom: Int, _ axis: Int, yes: [(Int, Int)], open: [(Int, Int)]) {
        func append(_ runs: [(Int, Int)]) -> Range<Int> {
            let first = spans.count
            for (low, high) in runs where low < high {
                spans.append(
                    CodeSpan(low: UInt16(truncatingIfNeeded: low), high: UInt16(truncatingIfNeeded: high)))
            }
            return first..<spans.count
        }
        places[atom] = .codes(axis: axis, yes: append(yes), open: append(open))
    }
}
