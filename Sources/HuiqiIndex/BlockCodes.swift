import CHuiqiKernels
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// The rows of a block as codes on the axes of a catalogue, axis by axis.
///
/// Immutable; made once for a block and an ``AxisTable``.
@safe public final class BlockCodes: Sendable {
    /// How the rows of one axis are kept.
    public enum Layout: Sendable {
        /// No row has the fact.
        case unknown
        /// One byte a row, from an offset.
        case bytes(Int)
        /// Two bytes a row, from an offset.
        case words(Int)
        /// Some value is beyond the guard of the number tests, or there are too many distinct values: the atoms
        /// of the axis are decided in another way here.
        case other
    }

    /// One axis of the block.
    public struct Axis: Sendable {
        /// Where its codes are.
        public var layout = Layout.other
        /// Least and greatest code of a row that has one; 0 for none.
        public var low = 0
        public var high = 0
        /// Whether some row has none.
        public var hasUnknown = false
        /// Dictionary: truths by (code - 1) x atoms of the axis + number of the atom, in ``BlockCodes/truths``.
        public var truths = 0
    }

    /// Rows of the block.
    public let rows: Int
    /// One entry an axis.
    public let axes: [Axis]
    /// One-byte codes.
    public let bytes: [UInt8]
    /// Two-byte codes.
    public let words: [UInt16]
    /// Truth tables of dictionary axes.
    public let truths: [Int8]

    /// Reads a block.
    /// - Parameter memory: Truths of values met before; kept from block to block by one thread.
    /// - Complexity: O(rows x axes x log cuts).
    public init(
        _ table: AxisTable, _ batch: ProfileBatch, level: Int32, _ memory: inout ValueTruths
    ) {
        rows = batch.count
        var reader = CodeReader(table: table, batch: batch, level: level)
        for (number, axis) in table.axes.enumerated() { reader.read(axis, number, &memory) }
        axes = reader.axes
        bytes = reader.bytes
        words = reader.words
        truths = reader.truths
    }
}

/// Truths of the atoms of dictionary axes by value, so that each distinct value is asked once.
public struct ValueTruths {
    private var known: [Int: [ExactText: [Int8]]] = [:]
    /// Values of one axis that are remembered; the rest is asked anew.
    private static let limit = 65_536

    public init() {}

    /// The truth, as a raw value, of one atom of a dictionary axis, by its number there.
    public mutating func truth(_ table: AxisTable, _ axis: Int, _ number: Int, of value: String) -> Int8 {
        truths(table, axis, of: value)[number]
    }

    /// The truths of all atoms of a dictionary axis for a value.
    mutating func truths(_ table: AxisTable, _ axis: Int, of value: String) -> [Int8] {
        let key = ExactText(value)
        if let found = known[axis]?[key] { return found }
        let truths = table.truths(axis: axis, of: value)
        if known[axis, default: [:]].count < ValueTruths.limit { known[axis]?[key] = truths }
        return truths
    }
}

extension AxisTable {
    /// The truths, as raw values, of all atoms of a dictionary axis for a value.
    public func truths(axis: Int, of value: String) -> [Int8] {
        var code: UnderTest.Code?
        return axes[axis].atoms.map { atom in
            switch forms[Int(atom)] {
            case .under(_, let test):
                let read = code ?? test.read(value)
                code = read
                return test.truth(of: read).rawValue
            case .distinct(_, let test): return test.truth(of: value).rawValue
            case .text(_, let test, let isTrue): return Truth(test.holds(for: value) == isTrue).rawValue
            default: return Truth.unknown.rawValue
            }
        }
    }
}

/// Reads the columns of one block to codes.
private struct CodeReader {
    let table: AxisTable
    let batch: ProfileBatch
    let level: Int32
    private(set) var axes: [BlockCodes.Axis] = []
    private(set) var bytes: [UInt8] = []
    private(set) var words: [UInt16] = []
    private(set) var truths: [Int8] = []
    private var codes: [UInt16]
    private var sums: [[NumberSource]: (values: [Int64], known: [UInt64])?] = [:]

    init(table: AxisTable, batch: ProfileBatch, level: Int32) {
        self.table = table
        self.batch = batch
        self.level = level
        codes = Array(repeating: 0, count: batch.count)
    }

    mutating func read(_ axis: FactAxis, _ number: Int, _ memory: inout ValueTruths) {
        switch axis.source {
        case .number(let source):
            guard let column = NumberColumn(source, in: batch), column.isWithinLimit else { return skip() }
            if column.isAbsent { return absent() }
            rank(column.values, column.known.words, axis)
        case .sum(let terms): readSum(terms, axis)
        case .extreme(let sources, let isGreatest): readExtreme(sources, isGreatest, axis)
        case .direction(let over, let under):
            guard let first = sum(over), let second = sum(under) else { return skip() }
            let known = zip(first.known, second.known).map { $0 & $1 }
            // Safe: every array has a value, or a bit, for each of the rows, and the codes have room for them.
            unsafe hqk_rank_slope(
                level, first.values, second.values, known, batch.count, axis.slopes, axis.nearest,
                axis.slopes.count, &codes)
            for row in codes.indices { codes[row] = axis.placeCodes[Int(codes[row])] }
            store()
        case .dictionary(let field): readDictionary(field, number, &memory)
        }
    }

    private mutating func skip() { axes.append(BlockCodes.Axis()) }

    private mutating func absent() {
        axes.append(BlockCodes.Axis(layout: .unknown, low: 0, high: 0, hasUnknown: true))
    }

    private mutating func rank(_ values: [Int64], _ known: [UInt64], _ axis: FactAxis) {
        guard values.count == batch.count else { return skip() }
        // Safe: as above.
        unsafe hqk_rank_i64(level, values, known, batch.count, axis.cuts, axis.cuts.count, &codes)
        store()
    }

    /// Keeps the codes of an axis as narrow as they fit.
    private mutating func store() {
        var axis = BlockCodes.Axis(layout: .unknown)
        var least = UInt16.max
        var most: UInt16 = 0
        var unknown = false
        for code in codes {
            most = max(most, code)
            // 0 wraps to the greatest, so that it is never the least.
            least = min(least, code &- 1)
            unknown = unknown || code == 0
        }
        axis.hasUnknown = unknown
        if most == 0 {
            axes.append(axis)
            return
        }
        axis.low = Int(least) + 1
        axis.high = Int(most)
        if most <= 255 {
            axis.layout = .bytes(bytes.count)
            bytes.append(contentsOf: codes.lazy.map { UInt8(truncatingIfNeeded: $0) })
        } else {
            axis.layout = .words(words.count)
            words.append(contentsOf: codes)
        }
        axes.append(axis)
    }

    private mutating func readSum(_ terms: [LinearSum.Term], _ axis: FactAxis) {
        var values = [Int64](repeating: 0, count: batch.count)
        var known = Bitmap(repeating: true, count: batch.count).words
        for term in terms {
            guard let column = NumberColumn(term.source, in: batch), column.isWithinLimit else {
                return skip()
            }
            if column.isAbsent { return absent() }
            // At most 64 x 2^56: far from overflow.
            let factor = Int64(truncatingIfNeeded: term.coefficient)
            for row in values.indices { values[row] &+= factor &* column.values[row] }
            for index in known.indices { known[index] &= column.known.words[index] }
        }
        rank(values, known, axis)
    }

    private mutating func readExtreme(_ sources: [NumberSource], _ isGreatest: Bool, _ axis: FactAxis) {
        guard let (values, known) = NumberColumn.extreme(sources, isGreatest, in: batch) else {
            return skip()
        }
        rank(values, known.words, axis)
    }

    /// The sum of some columns; nil where one is beyond the guard.
    private mutating func sum(_ sources: [NumberSource]) -> (values: [Int64], known: [UInt64])? {
        if let found = sums[sources] { return found }
        var total: (values: [Int64], known: [UInt64])?
        for source in sources {
            guard let column = NumberColumn(source, in: batch), column.isWithinLimit else {
                sums[sources] = .some(nil)
                return nil
            }
            if column.isAbsent {
                let width = (batch.count + 63) / 64
                total = (
                    Array(repeating: 0, count: batch.count), Array(repeating: 0, count: width)
                )
                break
            }
            guard var sum = total else {
                total = (column.values, column.known.words)
                continue
            }
            for row in sum.values.indices { sum.values[row] &+= column.values[row] }
            for index in sum.known.indices { sum.known[index] &= column.known.words[index] }
            total = sum
        }
        sums[sources] = .some(total)
        return total
    }

    private mutating func readDictionary(_ field: Int, _ number: Int, _ memory: inout ValueTruths) {
        guard case .dictionary(let column) = batch.columns[field] else { return skip() }
        let order = column.values.indices.dropFirst().sorted {
            ExactText(column.values[$0]) < ExactText(column.values[$1])
        }
        guard order.count <= 255 else { return skip() }
        var codeOf = [UInt16](repeating: 0, count: column.values.count)
        for (position, value) in order.enumerated() {
            codeOf[value] = UInt16(truncatingIfNeeded: position + 1)
        }
        let start = truths.count
        for value in order {
            truths.append(contentsOf: memory.truths(table, number, of: column.values[value]))
        }
        for row in codes.indices { codes[row] = codeOf[Int(column.codes[row])] }
        store()
        axes[axes.count - 1].truths = start
    }
}
