import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel

/// Those of many rows that can be among the first, narrowed down by numbers that lie bit by bit in planes: a row is
/// never looked at by itself.
@safe struct RowSelection {
    // Safe, for every `unsafe` below: the planes have `width` words.
    /// Rows that are surely among the first.
    let sure: UnsafeMutablePointer<UInt64>
    /// Rows that tie so far, of which ``needed`` are wanted.
    private(set) var open: UnsafeMutablePointer<UInt64>
    private var room: UnsafeMutablePointer<UInt64>
    private let width: Int
    private let level: Int32
    private(set) var openCount: Int
    private(set) var needed: Int

    /// Whether there is anything to choose.
    var isOpen: Bool { needed > 0 && openCount > needed }

    /// - Parameters:
    ///   - open: The rows; changed.
    ///   - wanted: How many of them are wanted.
    ///   - sure: A plane that is written.
    ///   - room: A plane to work in.
    init(
        _ open: UnsafeMutablePointer<UInt64>, wanted: Int, sure: UnsafeMutablePointer<UInt64>,
        room: UnsafeMutablePointer<UInt64>, width: Int, level: Int32
    ) {
        unsafe self.open = unsafe open
        unsafe self.sure = unsafe sure
        unsafe self.room = unsafe room
        self.width = width
        self.level = level
        openCount = Int(truncatingIfNeeded: unsafe hqk_popcount(level, open, width))
        needed = max(0, wanted)
        unsafe sure.update(repeating: 0, count: width)
    }

    /// Narrows by numbers of `bits` planes, the lowest bit first; greater comes first.
    mutating func narrow(_ planes: UnsafeMutablePointer<UInt64>, bits: Int, stride: Int) {
        for bit in (0..<bits).reversed() where isOpen {
            let count = Int(
                truncatingIfNeeded: unsafe hqk_and_count(level, open, planes + bit * stride, width, room))
            if count == 0 || count == openCount { continue }
            if count >= needed {
                unsafe swap(&open, &room)
                openCount = count
            } else {
                for word in 0..<width {
                    unsafe sure[word] |= room[word]
                    unsafe open[word] &= ~room[word]
                }
                needed -= count
                openCount -= count
            }
        }
    }

    /// Adds to the sure ones those that are open, where all of them are wanted.
    mutating func close() {
        guard needed > 0 else { return }
        for word in 0..<width { unsafe sure[word] |= open[word] }
    }

    /// Takes some of the open rows, by their bits, as sure.
    mutating func take(_ bits: [Int32]) {
        for bit in bits { unsafe sure[Int(bit) >> 6] |= 1 << UInt64(bit & 63) }
        needed = 0
    }
}

/// Weights as small whole numbers that are to each other as they are.
struct WholeWeights {
    let weights: [UInt32]
    /// Bits of their sum.
    let bits: Int
    let total: UInt64

    /// - Returns: nil where they are not small.
    init?(_ weights: [Int64], limit: UInt64) {
        var divisor: UInt64 = 0
        for weight in weights {
            var (a, b) = (divisor, weight.magnitude)
            while b != 0 { (a, b) = (b, a % b) }
            divisor = a
        }
        var total: UInt64 = 0
        var whole: [UInt32] = []
        for weight in weights {
            let part = divisor == 0 ? 0 : weight.magnitude / divisor
            guard weight >= 0, part <= limit, total + part <= limit else { return nil }
            total += part
            whole.append(UInt32(truncatingIfNeeded: part))
        }
        self.weights = whole
        self.total = total
        bits = 64 - total.leadingZeroBitCount
    }
}
