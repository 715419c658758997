import CHuiqiKernels
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Reads the columns of one block to codes, axis by axis.
struct CodeReader {
    // Safe, for every `unsafe` of this type: every array has a value, or a bit, for each of the rows, and the codes have
    // room for them.
    private let table: AxisTable
    private let batch: ProfileBatch
    private let level: Int32
    private(set) var axes: [BlockCodes.Axis] = []
    private(set) var bytes: [UInt8] = []
    private(set) var words: [UInt16] = []
    private(set) var truths: [Int8] = []
    private(set) var spans: [CodeSpan] = []
    private var codes: [UInt16]
    private var narrow: [UInt8]
    private let padding: Int
    private var columns: [NumberSource: NumberColumn?] = [:]
    private var sums: [[NumberSource]: (values: [Int64], known: [UInt64])?] = [:]

    init(_ table: AxisTable, _ batch: ProfileBatch, _ level: Int32) {
        self.table = table
        self.batch = batch
        self.level = level
        codes = Array(repeating: 0, count: batch.count)
        narrow = Array(repeating: 0, count: batch.count)
        let room = BlockCodes.width(rows: batch.count) * 64
        padding = room - batch.count
        axes.reserveCapacity(table.axes.count)
        bytes.reserveCapacity(table.axes.count * room)
    }

    mutating func read(_ axis: FactAxis, _ number: Int, _ memory: inout ValueTruths) {
        // An axis with more cuts than codes are made for has none; its atoms are decided in another way.
        if axis.codeCount == 0 {
            guard case .dictionary = axis.source else { return skip() }
        }
        switch axis.source {
        case .number(let source):
            guard let column = column(source), column.isWithinLimit else { return skip() }
            if column.isAbsent { return absent() }
            rank(column.values, column.known.words, axis)
        case .sum(let terms): readSum(terms, axis)
        case .extreme(let sources, let isGreatest): readExtreme(sources, isGreatest, axis)
        case .direction(let over, let under):
            guard let first = sum(over), let second = sum(under) else { return skip() }
            let known = zip(first.known, second.known).map { $0 & $1 }
            unsafe hqk_rank_slope(
                level, first.values, second.values, known, batch.count, axis.slopes, axis.nearest,
                axis.slopes.count, &codes)
            unsafe hqk_translate(level, &codes, batch.count, axis.placeCodes)
            store()
        case .dictionary(let field): readDictionary(field, number, &memory)
        }
    }

    private mutating func skip() { axes.append(BlockCodes.Axis()) }

    private mutating func absent() {
        axes.append(BlockCodes.Axis(layout: .unknown, low: 0, high: 0, hasUnknown: true))
    }

    /// A column with its guard, each read once.
    private mutating func column(_ source: NumberSource) -> NumberColumn? {
        if let found = columns[source] { return found }
        let column = NumberColumn(source, in: batch)
        columns[source] = .some(column)
        return column
    }

    private mutating func rank(_ values: [Int64], _ known: [UInt64], _ axis: FactAxis) {
        guard values.count == batch.count else { return skip() }
        unsafe hqk_rank_i64(level, values, known, batch.count, axis.cuts, axis.cuts.count, &codes)
        store()
    }

    /// Keeps the codes of an axis as narrow as they fit.
    private mutating func store() {
        var axis = BlockCodes.Axis(layout: .unknown)
        let range = unsafe hqk_narrow(level, codes, batch.count, &narrow)
        axis.hasUnknown = range.has_zero != 0
        if range.most == 0 {
            axes.append(axis)
            return
        }
        axis.low = Int(range.least)
        axis.high = Int(range.most)
        if range.most <= 255 {
            axis.layout = .bytes(bytes.count)
            bytes.append(contentsOf: narrow)
            bytes.append(contentsOf: repeatElement(0, count: padding))
        } else {
            axis.layout = .words(words.count)
            words.append(contentsOf: codes)
            words.append(contentsOf: repeatElement(0, count: padding))
        }
        axes.append(axis)
    }

    private mutating func readSum(_ terms: [LinearSum.Term], _ axis: FactAxis) {
        var values = [Int64](repeating: 0, count: batch.count)
        var known = Bitmap(repeating: true, count: batch.count).words
        for term in terms {
            guard let column = column(term.source), column.isWithinLimit else { return skip() }
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
            guard let column = column(source), column.isWithinLimit else {
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
        axes[axes.count - 1].spans = spans.count
        addSpans(from: start, codes: order.count, atoms: table.axes[number].atoms.count)
    }

    /// The span of codes for which each atom of a dictionary is yes.
    private mutating func addSpans(from start: Int, codes: Int, atoms: Int) {
        var low = [UInt16](repeating: 0, count: atoms)
        var high = [UInt16](repeating: 0, count: atoms)
        var isSplit = [Bool](repeating: false, count: atoms)
        for code in 0..<codes {
            let first = start + code * atoms
            let own = UInt16(truncatingIfNeeded: code + 1)
            for atom in 0..<atoms {
                let truth = truths[first &+ atom]
                if truth < 0 { continue }
                if truth == 0 || low[atom] > 0 && high[atom] != own { isSplit[atom] = true }
                if low[atom] == 0 { low[atom] = own }
                high[atom] = own &+ 1
            }
        }
        for atom in 0..<atoms {
            if isSplit[atom] {
                spans.append(CodeSpan(low: 0, high: 0))
            } else {
                // No code at all is a span too.
                spans.append(CodeSpan(low: max(1, low[atom]), high: max(1, high[atom])))
            }
        }
    }
}
