import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// The codes and planes of a prepared population as one table, for whoever asks few of its axes of all its blocks.
///
/// Immutable; any number of threads may read it. Planes over the population have ``wordCount`` words, those of a
/// block side by side from ``wordStart``.
@safe final class PopulationLanes: @unchecked Sendable {
    // Safe: every pointer points into an array of a prepared block, which `blocks` holds and nobody changes, or
    // into a buffer of this object, which is filled in `init` and freed in `deinit`.
    /// The codes of one axis in one block.
    @safe struct Lane {
        enum Layout: UInt8 {
            case unknown
            case bytes
            case words
            case other
        }
        let codes: UnsafeRawPointer?
        let low: UInt16
        let high: UInt16
        let layout: Layout
        let hasUnknown: Bool
    }

    /// The truths with planes of their own in one block.
    @safe struct Own {
        let entries: UnsafePointer<PreparedBlock.Own>?
        let count: Int
        let planes: UnsafePointer<UInt64>?
    }

    /// Where a block lies.
    struct Place {
        let rows: Int
        let width: Int
        /// Its first word.
        let start: Int
    }

    let blocks: [PreparedBlock]
    let places: UnsafeMutablePointer<Place>
    /// Where the planes of each node of the plan are in the first block, which is where they are in others as a rule.
    private let hints: [Int32]
    let blockCount: Int
    /// First word of each block in a plane over the population, and the end of the last.
    let wordStart: [Int]
    let wordCount: Int
    let maxWidth: Int
    /// Nodes of the plan that are atoms.
    let atomCount: Int
    /// Where the reviews of each block begin among its planes; -1 where they are not in order of node.
    private let reviewStarts: [Int]
    private let lanes: UnsafeMutablePointer<Lane>
    private let owns: UnsafeMutablePointer<Own>
    /// Live rows of all blocks.
    let live: UnsafeMutablePointer<UInt64>
    let liveCount: Int

    init(_ prepared: PreparedPopulation) {
        let blocks = prepared.blocks
        let count = blocks.count
        let axes = prepared.plan.axes.axes.count
        let atomCount = prepared.plan.clauseGraph.graph.atomCount
        self.atomCount = atomCount
        reviewStarts = blocks.map { block in
            let own = block.own
            var first = own.count
            while first > 0, Int(own[first - 1].node) >= atomCount {
                first -= 1
                if first + 1 < own.count, own[first].node >= own[first + 1].node { return -1 }
            }
            // None before them.
            return own[..<first].allSatisfy { Int($0.node) < atomCount } ? first : -1
        }
        self.blocks = blocks
        blockCount = count
        unsafe lanes = .allocate(capacity: max(1, axes * count))
        unsafe owns = .allocate(capacity: max(1, count))
        unsafe places = .allocate(capacity: max(1, count))
        var hints = [Int32](repeating: 0, count: prepared.plan.clauseGraph.graph.nodes.count)
        for (number, own) in (blocks.first?.own ?? []).enumerated() {
            hints[Int(own.node)] = Int32(truncatingIfNeeded: number)
        }
        self.hints = hints
        var starts: [Int] = []
        var total = 0
        var widest = 1
        for (number, block) in blocks.enumerated() {
            starts.append(total)
            unsafe (places + number).initialize(
                to: Place(rows: block.rows, width: block.width, start: total))
            total += block.width
            widest = max(widest, block.width)
            let bytes = unsafe block.codes.bytes.withUnsafeBufferPointer { $0.baseAddress }
            let words = unsafe block.codes.words.withUnsafeBufferPointer { $0.baseAddress }
            for axis in 0..<axes {
                let found = block.codes.axes[axis]
                let layout: Lane.Layout
                var codes: UnsafeRawPointer?
                switch found.layout {
                case .unknown: layout = .unknown
                case .bytes(let offset):
                    layout = .bytes
                    unsafe codes = bytes.map { unsafe UnsafeRawPointer($0 + offset) }
                case .words(let offset):
                    layout = .words
                    unsafe codes = words.map { unsafe UnsafeRawPointer($0 + offset) }
                case .other: layout = .other
                }
                let lane = unsafe Lane(
                    codes: codes, low: UInt16(truncatingIfNeeded: found.low),
                    high: UInt16(truncatingIfNeeded: found.high), layout: layout,
                    hasUnknown: found.hasUnknown)
                unsafe (lanes + axis * count + number).initialize(to: lane)
            }
            let entries = unsafe block.own.withUnsafeBufferPointer { $0.baseAddress }
            let planes = unsafe block.planes.withUnsafeBufferPointer { $0.baseAddress }
            let own = unsafe Own(entries: entries, count: block.own.count, planes: planes)
            unsafe (owns + number).initialize(to: own)
        }
        starts.append(total)
        wordStart = starts
        wordCount = total
        maxWidth = widest
        unsafe live = .allocate(capacity: max(1, total))
        unsafe live.initialize(repeating: 0, count: max(1, total))
        var rows = 0
        for (number, block) in prepared.population.blocks.enumerated() {
            for (index, word) in block.live.words.enumerated() where index < blocks[number].width {
                unsafe live[starts[number] + index] = word
                rows += word.nonzeroBitCount
            }
        }
        liveCount = rows
    }

    deinit {
        unsafe lanes.deallocate()
        unsafe owns.deallocate()
        unsafe live.deallocate()
        unsafe places.deallocate()
    }

    /// The codes of an axis in all blocks, one after the other.
    func lanes(axis: Int) -> UnsafePointer<Lane> { unsafe UnsafePointer(lanes + axis &* blockCount) }

    func own(block: Int) -> Own { unsafe owns[block] }

    /// Where to look first for the planes of a node.
    func hint(of node: Int) -> Int { hints.indices.contains(node) ? Int(hints[node]) : 0 }

    /// Where the planes of a node are among those of a block; nil where there are none.
    /// - Parameter hint: Where they were in another block, which is where they are here as a rule.
    func place(of node: Int, in own: Own, block: Int, hint: Int) -> Int? {
        guard let entries = unsafe own.entries else { return nil }
        if hint < own.count, unsafe Int(entries[hint].node) == node { return hint }
        // What persons judged stands last, in order of node.
        let first = reviewStarts[block]
        if node >= atomCount, first >= 0 {
            var low = first
            var high = own.count
            while low < high {
                let middle = (low &+ high) >> 1
                if unsafe Int(entries[middle].node) < node { low = middle &+ 1 } else { high = middle }
            }
            return unsafe low < own.count && Int(entries[low].node) == node ? low : nil
        }
        for place in 0..<own.count where unsafe Int(entries[place].node) == node { return place }
        return nil
    }
}
