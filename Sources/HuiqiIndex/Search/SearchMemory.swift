import HuiqiLogic

/// Room that one question uses, and gives back for the next one.
struct SearchMemory {
    /// Of each text, what the terms so far come to; all zero between questions.
    var sums: [UInt16]
    /// Texts of which `sums` is not zero.
    var touched: [UInt32] = []
    /// How many texts have a sum of this size, in steps.
    var steps: [UInt32]

    /// Of each unit of the question, its slot; all zero between questions. Empty before the first one.
    var slots: [UInt8] = []

    init(_ count: Int) {
        sums = [UInt16](repeating: 0, count: count)
        steps = [UInt32](repeating: 0, count: 1 << (16 - SearchMemory.stepBits))
    }

    /// Bits of a sum that steps leave out.
    static let stepBits = 4

    /// Makes all sums zero again.
    mutating func clear() {
        for text in touched { sums[Int(text)] = 0 }
        touched.removeAll(keepingCapacity: true)
    }
}

/// Rooms that are free.
final class SearchMemoryPool: @unchecked Sendable {
    private let lock = Lock()
    private var free: [SearchMemory] = []
    private static let limit = 16

    func take(_ count: Int) -> SearchMemory { lock.withLock { free.popLast() } ?? SearchMemory(count) }

    func give(_ memory: consuming SearchMemory) {
        var memory = memory
        memory.clear()
        lock.withLock { if free.count < SearchMemoryPool.limit { free.append(memory) } }
    }
}
