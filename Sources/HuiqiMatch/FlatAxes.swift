import CHuiqiKernels
import HuiqiIndex
import HuiqiModel
import HuiqiRule

/// The axes of a plan in plain memory, for reading one profile's facts to codes.
///
/// Immutable; any number of threads may read it.
@safe final class FlatAxes: @unchecked Sendable {
    // Safe: every buffer is allocated and filled in `init`, never written again, and freed in `deinit`; indices come
    // from the same table.
    struct Axis {
        enum Kind: UInt8 { case number, sum, greatest, least, direction, dictionary, none }
        var kind: Kind
        /// Its numbers, in ``FlatAxes/operands``; of a direction those over, and from `middle` on those under.
        var first: Int32
        var middle: Int32
        var end: Int32
        /// Its cuts or slopes.
        var firstCut: Int32
        var cutCount: Int32
        /// Codes of a direction's places.
        var firstPlace: Int32
        /// The field of a dictionary.
        var field: Int32
        /// Its atoms, and where their truths for code 0 begin, followed by those for the other codes; -1 for none.
        var atomCount: Int32
        var firstTruth: Int
    }

    /// Where a number comes from.
    struct Source {
        var field: Int32
        /// The year of a yearly field; `Int64.min` for another field.
        var year: Int64
        /// The guard of its values.
        var limit: UInt64
    }

    let axisCount: Int
    let axes: UnsafeMutablePointer<Axis>
    let sourceCount: Int
    let sources: UnsafeMutablePointer<Source>
    /// Numbers of sources, and what each is multiplied with in a sum.
    let operands: UnsafeMutablePointer<Int32>
    let coefficients: UnsafeMutablePointer<Int64>
    let cuts: UnsafeMutablePointer<Int64>
    let slopes: UnsafeMutablePointer<hqk_slope>
    let placeCodes: UnsafeMutablePointer<UInt16>
    let truths: UnsafeMutablePointer<Int8>

    /// Axes with more truths than that are decided atom by atom.
    private static let truthLimit = 1 << 20

    init(_ table: AxisTable, schema: Schema) {
        var sources: [Source] = []
        var numbers: [NumberSource: Int32] = [:]
        var operands: [Int32] = []
        var coefficients: [Int64] = []
        var cuts: [Int64] = []
        var slopes: [hqk_slope] = []
        var placeCodes: [UInt16] = []
        var truths: [Int8] = []
        func number(_ source: NumberSource) -> Int32 {
            if let known = numbers[source] { return known }
            let number = Int32(truncatingIfNeeded: sources.count)
            numbers[source] = number
            switch source {
            case .field(let field):
                var limit = NumberTest.magnitudeLimit
                if case .int = schema.fields[field].type { limit = NumberTest.intLimit }
                sources.append(
                    Source(
                        field: Int32(truncatingIfNeeded: field), year: .min, limit: limit.magnitude))
            case .year(let field, let year):
                sources.append(
                    Source(
                        field: Int32(truncatingIfNeeded: field), year: max(year, .min + 1),
                        limit: NumberTest.magnitudeLimit.magnitude))
            case .member: sources.append(Source(field: -1, year: .min, limit: 0))
            }
            return number
        }
        func add(_ source: NumberSource, _ coefficient: Int64 = 1) {
            operands.append(number(source))
            coefficients.append(coefficient)
        }
        func narrow(_ value: Int) -> Int32 { Int32(truncatingIfNeeded: value) }
        let axes = table.axes.map { axis -> Axis in
            var flat = Axis(
                kind: .none, first: narrow(operands.count), middle: narrow(operands.count),
                end: narrow(operands.count), firstCut: narrow(cuts.count), cutCount: narrow(axis.cuts.count),
                firstPlace: narrow(placeCodes.count), field: -1, atomCount: narrow(axis.atoms.count),
                firstTruth: -1)
            switch axis.source {
            case .number(let source):
                flat.kind = .number
                add(source)
            case .sum(let terms):
                flat.kind = .sum
                for term in terms { add(term.source, Int64(truncatingIfNeeded: term.coefficient)) }
            case .extreme(let found, let isGreatest):
                flat.kind = isGreatest ? .greatest : .least
                for source in found { add(source) }
            case .direction(let over, let under):
                flat.kind = .direction
                for source in over { add(source) }
                flat.middle = narrow(operands.count)
                for source in under { add(source) }
                flat.firstCut = narrow(slopes.count)
                flat.cutCount = narrow(axis.slopes.count)
                slopes.append(contentsOf: axis.slopes)
                placeCodes += axis.placeCodes
            case .dictionary(let field):
                flat.kind = .dictionary
                flat.field = narrow(field)
            }
            cuts += axis.cuts
            flat.end = narrow(operands.count)
            if axis.codeCount == 0, flat.kind != .dictionary { flat.kind = .none }
            if axis.codeCount > 0, axis.codeCount * axis.atoms.count <= FlatAxes.truthLimit {
                flat.firstTruth = truths.count
                FlatAxes.addTruths(of: axis, table, to: &truths)
            }
            return flat
        }
        func filled<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
            let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
            unsafe memory.initialize(from: elements, count: elements.count)
            return unsafe memory
        }
        axisCount = axes.count
        unsafe self.axes = filled(axes)
        sourceCount = sources.count
        unsafe self.sources = filled(sources)
        unsafe self.operands = filled(operands)
        unsafe self.coefficients = filled(coefficients)
        unsafe self.cuts = filled(cuts)
        unsafe self.slopes = filled(slopes)
        unsafe self.placeCodes = filled(placeCodes)
        unsafe self.truths = filled(truths)
    }

    /// The raw truths of an axis's atoms, code by code.
    private static func addTruths(of axis: FactAxis, _ table: AxisTable, to truths: inout [Int8]) {
        for code in 0..<axis.codeCount {
            func isIn(_ range: Range<Int>) -> Bool {
                table.spans[range].contains { code >= Int($0.low) && code < Int($0.high) }
            }
            for atom in axis.atoms {
                guard code > 0, case .codes(_, let yes, let unknown) = table.places[Int(atom)] else {
                    truths.append(0)
                    continue
                }
                truths.append(isIn(yes) ? 1 : (isIn(unknown) ? 0 : -1))
            }
        }
    }

    deinit {
        unsafe axes.deallocate()
        unsafe sources.deallocate()
        unsafe operands.deallocate()
        unsafe coefficients.deallocate()
        unsafe cuts.deallocate()
        unsafe slopes.deallocate()
        unsafe placeCodes.deallocate()
        unsafe truths.deallocate()
    }

    /// The code of an axis that is no dictionary; 0 is unknown, -1 beyond the guard.
    /// - Parameters:
    ///   - numbers: One a source.
    ///   - states: One a source.
    func code(
        _ number: Int, _ numbers: UnsafePointer<Int64>, _ states: UnsafePointer<NumberState>
    ) -> Int32 {
        let axis = unsafe axes[number]
        if axis.kind == .none { return 0 }
        var state = NumberState.known
        for index in Int(axis.first)..<Int(axis.end) {
            switch unsafe states[Int(operands[index])] {
            case .known: continue
            // What is unknown is so however large the others are.
            case .unknown: return 0
            case .large: state = .large
            }
        }
        if state == .large { return -1 }
        switch axis.kind {
        case .number: return unsafe rank(numbers[Int(operands[Int(axis.first)])], axis)
        case .sum:
            var total: Int64 = 0
            // At most 64 x 2^56.
            for index in Int(axis.first)..<Int(axis.end) {
                total &+= unsafe coefficients[index] &* numbers[Int(operands[index])]
            }
            return rank(total, axis)
        case .greatest, .least:
            var found = unsafe numbers[Int(operands[Int(axis.first)])]
            for index in Int(axis.first)..<Int(axis.end) {
                let value = unsafe numbers[Int(operands[index])]
                found = axis.kind == .greatest ? max(found, value) : min(found, value)
            }
            return rank(found, axis)
        case .direction:
            var (over, under): (Int64, Int64) = (0, 0)
            for index in Int(axis.first)..<Int(axis.middle) { unsafe over &+= numbers[Int(operands[index])] }
            for index in Int(axis.middle)..<Int(axis.end) { unsafe under &+= numbers[Int(operands[index])] }
            return Int32(unsafe placeCodes[Int(axis.firstPlace) &+ place(over, under, axis)])
        case .dictionary, .none: return 0
        }
    }

    /// One and how many cuts are at most the value.
    private func rank(_ value: Int64, _ axis: Axis) -> Int32 {
        let cuts = unsafe self.cuts + Int(axis.firstCut)
        var low = 0
        var high = Int(axis.cutCount)
        while low < high {
            let middle = (low &+ high) >> 1
            if unsafe cuts[middle] <= value { low = middle &+ 1 } else { high = middle }
        }
        return Int32(truncatingIfNeeded: low &+ 1)
    }

    /// The place of a vector, as ``FactAxis/place(over:under:)`` says.
    private func place(_ over: Int64, _ under: Int64, _ axis: Axis) -> Int {
        let slopes = unsafe self.slopes + Int(axis.firstCut)
        let count = Int(axis.cutCount)
        if under == 0 { return 2 &* count &+ (over < 0 ? 2 : over == 0 ? 3 : 4) }
        var low = 0
        var high = count
        var isOn = false
        while low < high {
            let middle = (low &+ high) >> 1
            let left = unsafe Int128(over) &* Int128(slopes[middle].under)
            let right = unsafe Int128(slopes[middle].over) &* Int128(under)
            if left == right {
                low = middle
                isOn = true
                break
            }
            if (left > right) == (under > 0) { low = middle &+ 1 } else { high = middle }
        }
        return (under > 0 ? 1 : 2 &* count &+ 5) &+ 2 &* low &+ (isOn ? 1 : 0)
    }
}

/// What is known of a number.
enum NumberState: UInt8 {
    case unknown
    case known
    /// Beyond the guard: the row evaluator decides.
    case large
}
