/// The edges of a trie over characters: from a state by a character to another state, in one table of open addressing.
///
/// Immutable once built: any number of threads at once.
struct ScalarEdges: Sendable {
    /// `state << 21 | character`, plus one; 0 is free.
    private var keys: [UInt64]
    private var targets: [UInt32]
    private let shift: UInt64
    /// Edges that there are, and the most that there may be: half of the table.
    private(set) var count = 0
    var capacity: Int { keys.count / 2 }

    /// - Parameter capacity: Edges that there may be, which the caller bounds.
    init(capacity: Int) {
        var bits: UInt64 = 4
        while (1 << bits) / 2 < capacity { bits &+= 1 }
        keys = Array(repeating: 0, count: 1 << Int(bits))
        targets = Array(repeating: 0, count: 1 << Int(bits))
        shift = 64 &- bits
    }

    /// The state behind an edge, or nil.
    @inline(__always)
    func next(_ state: UInt32, _ scalar: UInt32) -> UInt32? {
        let key = (UInt64(state) << 21 | UInt64(scalar)) &+ 1
        var slot = slot(key)
        while true {
            let found = keys[slot]
            if found == key { return targets[slot] }
            if found == 0 { return nil }
            // Safe: below the size of the table, which is never full.
            slot = (slot &+ 1) & (keys.count &- 1)
        }
    }

    /// Adds an edge that is not there yet; nothing where the table has no room.
    /// - Returns: Whether it was added.
    mutating func insert(_ state: UInt32, _ scalar: UInt32, _ target: UInt32) -> Bool {
        guard count < capacity else { return false }
        count &+= 1
        let key = (UInt64(state) << 21 | UInt64(scalar)) &+ 1
        var slot = slot(key)
        while keys[slot] != 0 { slot = (slot &+ 1) & (keys.count &- 1) }
        keys[slot] = key
        targets[slot] = target
        return true
    }

    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }
}
