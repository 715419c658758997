/// A row's worth of workspace for deciding many rules over one block of rows.
///
/// Every slot holds two bitplanes of `rows` bits: yes, and no; never both set; neither set is unknown.
/// Slot `s` lies at words `2 * s * width ..< 2 * (s + 1) * width`, yes first. Conditions are combined slot
/// by slot with plain word operations; with `rows == 1` the same code decides a single profile.
public struct TruthBlock: Sendable {
    /// Rows in the block.
    public let rows: Int
    /// Words a plane, `(rows + 63) / 64`.
    public let width: Int
    /// Number of slots.
    public let slots: Int
    private var words: [UInt64]
    private let tail: UInt64

    /// A workspace of `slots` slots, all unknown.
    public init(rows: Int, slots: Int) {
        self.rows = max(0, rows)
        self.slots = max(0, slots)
        width = (self.rows &+ 63) / 64
        words = Array(repeating: 0, count: 2 &* width &* self.slots)
        let used = self.rows & 63
        tail = used == 0 ? ~0 : (1 << UInt64(used)) &- 1
    }

    private func start(_ slot: Int) -> Int { 2 &* width &* slot }

    /// Sets a slot to one truth for every row.
    public mutating func fill(_ slot: Int, _ truth: Truth) {
        let base = start(slot)
        for index in 0..<width {
            let ones = index == width &- 1 ? tail : ~0
            words[base &+ index] = truth == .yes ? ones : 0
            words[base &+ width &+ index] = truth == .no ? ones : 0
        }
    }

    /// Sets one row of a slot.
    public mutating func set(_ slot: Int, row: Int, _ truth: Truth) {
        guard row >= 0, row < rows else { return }
        let base = start(slot) &+ row >> 6
        let bit: UInt64 = 1 << UInt64(row & 63)
        words[base] = truth == .yes ? words[base] | bit : words[base] & ~bit
        words[base &+ width] = truth == .no ? words[base &+ width] | bit : words[base &+ width] & ~bit
    }

    /// Sets 64 rows of a slot; bits past the last row are dropped, a bit in both planes becomes unknown.
    public mutating func setWord(_ slot: Int, _ index: Int, yes: UInt64, no: UInt64) {
        guard index >= 0, index < width else { return }
        let base = start(slot) &+ index
        let mask = (index == width &- 1 ? tail : ~0) & ~(yes & no)
        words[base] = yes & mask
        words[base &+ width] = no & mask
    }

    /// The truth of one row; unknown outside.
    public func truth(_ slot: Int, row: Int) -> Truth {
        guard row >= 0, row < rows else { return .unknown }
        let base = start(slot) &+ row >> 6
        let shift = UInt64(row & 63)
        if words[base] >> shift & 1 == 1 { return .yes }
        return words[base &+ width] >> shift & 1 == 1 ? .no : .unknown
    }

    /// Word `index` of the yes plane.
    public func yesWord(_ slot: Int, _ index: Int) -> UInt64 { words[start(slot) &+ index] }

    /// Word `index` of the no plane.
    public func noWord(_ slot: Int, _ index: Int) -> UInt64 { words[start(slot) &+ width &+ index] }

    /// Copies slot `source` into slot `target`.
    public mutating func copy(_ source: Int, to target: Int) {
        let from = start(source)
        let into = start(target)
        for index in 0..<(2 &* width) { words[into &+ index] = words[from &+ index] }
    }

    /// Kleene AND of `source` into `target`.
    public mutating func and(_ target: Int, _ source: Int) {
        let into = start(target)
        let from = start(source)
        for index in 0..<width {
            words[into &+ index] &= words[from &+ index]
            words[into &+ width &+ index] |= words[from &+ width &+ index]
        }
    }

    /// Kleene OR of `source` into `target`.
    public mutating func or(_ target: Int, _ source: Int) {
        let into = start(target)
        let from = start(source)
        for index in 0..<width {
            words[into &+ index] |= words[from &+ index]
            words[into &+ width &+ index] &= words[from &+ width &+ index]
        }
    }

    /// Exchanges yes and no in `target`.
    public mutating func not(_ target: Int) {
        let into = start(target)
        for index in 0..<width { words.swapAt(into &+ index, into &+ width &+ index) }
    }

    /// `target ? whenYes : whenNo` into `target`; where the test is unknown so is the row.
    public mutating func choose(_ target: Int, _ whenYes: Int, _ whenNo: Int) {
        let into = start(target)
        let first = start(whenYes)
        let second = start(whenNo)
        for index in 0..<width {
            let yes = words[into &+ index]
            let no = words[into &+ width &+ index]
            words[into &+ index] = (yes & words[first &+ index]) | (no & words[second &+ index])
            words[into &+ width &+ index] =
                (yes & words[first &+ width &+ index]) | (no & words[second &+ width &+ index])
        }
    }

    /// Whether at least `k` of the `count` slots from `first` on are yes, into slot `first`.
    ///
    /// Counts are kept bit by bit: plane `j` holds bit `j` of every row's count, for yes and possible alike.
    /// - Complexity: O(`count` x log `count` x `width`) words.
    public mutating func atLeast(_ k: Int64, first: Int, count: Int) {
        if k <= 0 { return fill(first, .yes) }
        if k > Int64(count) { return fill(first, .no) }
        let digits = Int.bitWidth - count.leadingZeroBitCount
        var held = [UInt64](repeating: 0, count: digits)
        var possible = held
        for index in 0..<width {
            for digit in 0..<digits {
                held[digit] = 0
                possible[digit] = 0
            }
            for member in 0..<count {
                let base = start(first &+ member) &+ index
                TruthBlock.count(words[base], into: &held)
                TruthBlock.count(~words[base &+ width], into: &possible)
            }
            setWord(
                first, index, yes: TruthBlock.reaches(held, UInt64(k)),
                no: ~TruthBlock.reaches(possible, UInt64(k)))
        }
    }

    /// Adds one to the count of every row whose bit is set.
    private static func count(_ bits: UInt64, into planes: inout [UInt64]) {
        var carry = bits
        for digit in planes.indices where carry != 0 {
            (planes[digit], carry) = (planes[digit] ^ carry, planes[digit] & carry)
        }
    }

    /// The rows whose count is at least `k`.
    private static func reaches(_ planes: [UInt64], _ k: UInt64) -> UInt64 {
        var above: UInt64 = 0
        var equal = ~UInt64(0)
        for digit in planes.indices.reversed() {
            let wanted: UInt64 = k >> UInt64(digit) & 1 == 1 ? ~0 : 0
            above |= equal & planes[digit] & ~wanted
            equal &= ~(planes[digit] ^ wanted)
        }
        return above | equal
    }

    /// Rows that are yes, and rows that are no, counting only rows of `live` (nil: all).
    public func counts(_ slot: Int, live: [UInt64]? = nil) -> (yes: Int, no: Int) {
        let base = start(slot)
        var yes = 0
        var no = 0
        for index in 0..<width {
            let mask = live.map { index < $0.count ? $0[index] : 0 } ?? ~0
            yes &+= (words[base &+ index] & mask).nonzeroBitCount
            no &+= (words[base &+ width &+ index] & mask).nonzeroBitCount
        }
        return (yes, no)
    }

    /// Whether every row of `live` is no in the slot, so that nothing more can change it by AND.
    public func isDead(_ slot: Int, live: [UInt64]? = nil) -> Bool {
        let base = start(slot) &+ width
        for index in 0..<width {
            let mask = live.map { index < $0.count ? $0[index] : 0 } ?? (index == width &- 1 ? tail : ~0)
            if words[base &+ index] & mask != mask { return false }
        }
        return true
    }
}
