/// Numbers for keys in order of first appearance.
///
/// The hash is seeded by the process, so that no text can be written to make its keys collide; the numbers do not
/// depend on it.
struct SearchKeyTable {
    /// Slots: the key and its number + 1; 0 where empty. A power of two, at most three quarters full.
    private var slots: [(bits: UInt64, number: UInt32)]
    private var mask: Int
    private var count = 0
    private let seed: UInt64

    init() {
        slots = Array(repeating: (0, 0), count: 1 << 12)
        mask = (1 << 12) - 1
        var hasher = Hasher()
        hasher.combine(0)
        seed = UInt64(truncatingIfNeeded: hasher.finalize()) | 1
    }

    /// The number of a key, which is the next one where it is new.
    mutating func number(of key: SearchKey) -> (number: Int, isNew: Bool) {
        var at = slot(key.bits)
        while slots[at].number != 0 {
            if slots[at].bits == key.bits { return (Int(slots[at].number) - 1, false) }
            at = (at + 1) & mask
        }
        count += 1
        slots[at] = (key.bits, UInt32(truncatingIfNeeded: count))
        if count > slots.count / 4 * 3 { grow() }
        return (count - 1, true)
    }

    private func slot(_ bits: UInt64) -> Int {
        // Two rounds of multiply and fold (Wyhash's mixing).
        let (high, low) = (bits ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        let (high2, low2) = (high ^ low ^ seed).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return Int(truncatingIfNeeded: high2 ^ low2) & mask
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: (0, 0), count: old.count * 2)
        mask = slots.count - 1
        for entry in old where entry.number != 0 {
            var at = slot(entry.bits)
            while slots[at].number != 0 { at = (at + 1) & mask }
            slots[at] = entry
        }
    }
}
