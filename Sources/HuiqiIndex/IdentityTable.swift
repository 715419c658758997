/// Numbers by objects that stay alive meanwhile; where they lie in memory shows nowhere.
struct IdentityTable {
    /// Open addressing; a number of -1 is free. As many as a power of two, at most half taken.
    private var slots: [(identity: UInt, number: Int)] = []
    private var count = 0

    func number(of identity: ObjectIdentifier) -> Int? {
        guard !slots.isEmpty else { return nil }
        let slot = slots[place(of: UInt(bitPattern: identity))]
        return slot.number < 0 ? nil : slot.number
    }

    /// Adds an object that is not yet there, with a number that is not negative.
    mutating func append(_ identity: ObjectIdentifier, _ number: Int) {
        if count &* 2 >= slots.count {
            let old = slots
            slots = Array(repeating: (0, -1), count: max(16, old.count &* 2))
            for slot in old where slot.number >= 0 { slots[place(of: slot.identity)] = slot }
        }
        let identity = UInt(bitPattern: identity)
        slots[place(of: identity)] = (identity, number)
        count &+= 1
    }

    /// Where an object is, or else the free slot where it would be.
    private func place(of identity: UInt) -> Int {
        let mask = slots.count &- 1
        // Fibonacci hashing: the high bits of the product are well mixed.
        var slot = Int(truncatingIfNeeded: (identity &* 0x9E37_79B9_7F4A_7C15) &>> 32) & mask
        while slots[slot].number >= 0, slots[slot].identity != identity { slot = (slot &+ 1) & mask }
        return slot
    }
}
