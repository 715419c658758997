import Glibc

/// Which of some tests each text passes that was met before, as bits.
///
/// What it answers does not depend on what it remembers.
struct TextMemory {
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)
    private var hashes: [UInt64] = []
    private var ends: [UInt32] = [0]
    private var bytes: [UInt8] = []
    /// `stride` words a text, and those of the text asked last where it is not remembered.
    private(set) var passed: [UInt64] = []
    /// Words a text.
    let stride: Int
    /// Texts that are remembered; others are asked anew.
    private let limit: Int
    /// Bytes that are remembered.
    private static let byteLimit = 1 << 24
    /// So many texts of one hash are told apart; what comes then is not remembered.
    private static let longestChain = 64

    /// - Parameters:
    ///   - tests: Number of tests.
    ///   - limit: Texts that are remembered.
    init(tests: Int, limit: Int) {
        stride = max(1, (tests + 63) / 64)
        self.limit = limit
        passed = Array(repeating: 0, count: stride)
    }

    /// Whether no more texts are remembered.
    var isFull: Bool { hashes.count >= limit || bytes.count >= TextMemory.byteLimit }

    /// Where in ``passed`` the bits of a text stand; -1 where it is not remembered.
    /// - Parameters:
    ///   - text: Its bytes, `count` of them.
    ///   - hash: By `hqk_hash`.
    func find(_ text: UnsafePointer<UInt8>, count: Int, hash: UInt64) -> Int {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash &>> 20) & mask
        var steps = 0
        while slots[slot] > 0, steps < TextMemory.longestChain {
            let number = Int(slots[slot] &- 1)
            if hashes[number] == hash, unsafe isText(number, text, count) { return (number &+ 1) &* stride }
            slot = (slot &+ 1) & mask
            steps &+= 1
        }
        return -1
    }

    /// Begins a text that is not remembered: it passes nothing yet.
    /// - Returns: Where its bits stand: of one that cannot be remembered until the next is begun.
    mutating func begin(_ text: UnsafePointer<UInt8>, count: Int, hash: UInt64) -> Int {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash &>> 20) & mask
        var steps = 0
        while slots[slot] > 0, steps < TextMemory.longestChain {
            slot = (slot &+ 1) & mask
            steps &+= 1
        }
        if isFull || steps == TextMemory.longestChain {
            for word in 0..<stride { passed[word] = 0 }
            return 0
        }
        let place = passed.count
        passed.append(contentsOf: repeatElement(0, count: stride))
        hashes.append(hash)
        // Safe: the caller says how many bytes there are.
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        slots[slot] = UInt32(truncatingIfNeeded: hashes.count)
        if hashes.count &* 2 > slots.count { grow() }
        return place
    }

    /// Notes that the text whose bits stand at a place passes a test.
    mutating func pass(_ place: Int, _ test: Int) {
        passed[place &+ test >> 6] |= 1 &<< UInt64(test & 63)
    }

    private func isText(_ number: Int, _ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let start = Int(ends[number])
        guard Int(ends[number &+ 1]) &- start == count else { return false }
        // Safe: both have `count` bytes.
        return unsafe bytes.withUnsafeBufferPointer { own in
            guard let base = own.baseAddress else { return true }
            return unsafe memcmp(base + start, text, count) == 0
        }
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count &* 2)
        let mask = slots.count &- 1
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash &>> 20) & mask
            while slots[slot] > 0 { slot = (slot &+ 1) & mask }
            slots[slot] = UInt32(truncatingIfNeeded: number + 1)
        }
    }
}
