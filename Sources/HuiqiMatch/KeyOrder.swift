import HuiqiIndex
import HuiqiModel

/// The order of the keys of a population, so that ties are broken without reading keys.
///
/// Immutable. It stays of use when blocks change: a key that is not among its own stands between two that are.
final class KeyOrder: Sendable {
    /// Rows, as bits of a plane over the population, in order of key.
    let order: [UInt32]
    /// The place in ``order`` of the row of each bit.
    private let ranks: [UInt32]
    private let blocks: [Population.Block]
    private let starts: [Int]

    private struct Entry {
        let first: UInt64
        let second: UInt64
        let third: UInt64
        let bit: UInt32
    }

    /// - Parameter starts: The word at which each block begins, and the end of the last.
    /// - Complexity: O(rows x log rows).
    init(_ blocks: [Population.Block], starts: [Int]) {
        self.blocks = blocks
        self.starts = starts
        var entries: [Entry] = []
        for (position, block) in blocks.enumerated() {
            let keys = block.batch.keys
            let bytes = keys.bytes
            for row in 0..<block.batch.count {
                let range = keys.range(row)
                entries.append(
                    Entry(
                        first: IDBytes.word(bytes.span, range, from: 0),
                        second: IDBytes.word(bytes.span, range, from: 8),
                        third: IDBytes.word(bytes.span, range, from: 16),
                        bit: UInt32(truncatingIfNeeded: starts[position] * 64 + row)))
            }
        }
        entries.sort { left, right in
            if left.first != right.first { return left.first < right.first }
            if left.second != right.second { return left.second < right.second }
            if left.third != right.third { return left.third < right.third }
            let (one, other) = (
                KeyOrder.key(left.bit, blocks, starts), KeyOrder.key(right.bit, blocks, starts)
            )
            if one.lexicographicallyPrecedes(other) { return true }
            // A row that was replaced may have the key of the one that replaced it.
            return !other.lexicographicallyPrecedes(one) && left.bit < right.bit
        }
        order = entries.map(\.bit)
        var ranks = [UInt32](repeating: 0, count: (starts.last ?? 0) * 64)
        for (rank, entry) in entries.enumerated() {
            ranks[Int(entry.bit)] = UInt32(truncatingIfNeeded: rank)
        }
        self.ranks = ranks
    }

    private static func key(_ bit: UInt32, _ blocks: [Population.Block], _ starts: [Int])
        -> ArraySlice<UInt8>
    {
        // The last block that begins at or before the row's word.
        let word = Int(bit >> 6)
        var low = 0
        var high = blocks.count
        while high &- low > 1 {
            let middle = (low &+ high) >> 1
            if starts[middle] <= word { low = middle } else { high = middle }
        }
        // Blocks without rows begin where the next one does.
        while low > 0, blocks[low].batch.count == 0 { low &-= 1 }
        let keys = blocks[low].batch.keys
        return keys.bytes[keys.range(Int(bit) &- starts[low] &* 64)]
    }

    /// A number that grows with the key: of a row of its own.
    func rank(bit: Int) -> Int64 { Int64(ranks[bit]) &* 2 &+ 1 }

    /// A number that grows with the key: of any key; those that stand between the same two have one number.
    /// - Complexity: O(log rows).
    func rank(key: ArraySlice<UInt8>) -> Int64 {
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low &+ high) >> 1
            if KeyOrder.key(order[middle], blocks, starts).lexicographicallyPrecedes(key) {
                low = middle &+ 1
            } else {
                high = middle
            }
        }
        // Before an equal key, which belongs to a row that was replaced.
        return Int64(low) &* 2
    }
}
