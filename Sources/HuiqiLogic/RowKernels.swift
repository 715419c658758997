/// Loops over the rows of a column that fill 64-row words. Checked array access; no allocation.
public enum RowKernels {
    /// Sets slot `slot` to whether a value lies in `low ... high` (or outside, if `isInside` is false), unknown
    /// where `known` is not set.
    /// - Parameter values: At least `block.rows` values.
    public static func range(
        _ values: [Int64], known: Bitmap, low: Int64, high: Int64, isInside: Bool, block: inout TruthBlock,
        slot: Int
    ) {
        let rows = min(values.count, block.rows)
        let words = known.words
        let flip: UInt64 = isInside ? 0 : ~0
        // Safe: `base + 64 <= rows` or the tail loop's own bound keeps every index below `values.count`.
        unsafe values.withUnsafeBufferPointer { values in
            for index in 0..<min(block.width, words.count) {
                let base = index &* 64
                let mask = words[index]
                if mask == 0 {
                    block.setWord(slot, index, yes: 0, no: 0)
                    continue
                }
                var inside: UInt64 = 0
                let end = min(64, rows &- base)
                var bit = 0
                while bit < end {
                    let value = unsafe values[base &+ bit]
                    let isIn: UInt64 = value >= low && value <= high ? 1 : 0
                    inside |= isIn &<< UInt64(bit)
                    bit &+= 1
                }
                let hit = inside ^ flip
                block.setWord(slot, index, yes: hit & mask, no: ~hit & mask)
            }
        }
    }

    /// Sets a slot from one truth for each code: row `i` gets `truths[codes[i]]`.
    public static func table(
        _ codes: [UInt32], truths: [Truth], block: inout TruthBlock, slot: Int
    ) {
        let rows = min(codes.count, block.rows)
        // Two bits a code: yes, and no; a code beyond the table is unknown.
        let bits = truths.map { truth -> UInt64 in truth == .yes ? 1 : (truth == .no ? 2 : 0) }
        // Safe: `base + bit < rows <= codes.count`, and codes are compared with the table's size.
        unsafe codes.withUnsafeBufferPointer { codes in
            unsafe bits.withUnsafeBufferPointer { bits in
                for index in 0..<block.width {
                    let base = index &* 64
                    var yes: UInt64 = 0
                    var no: UInt64 = 0
                    for bit in 0..<min(64, max(0, rows &- base)) {
                        let code = unsafe Int(codes[base &+ bit])
                        let truth = unsafe code < bits.count ? bits[code] : 0
                        yes |= (truth & 1) &<< UInt64(bit)
                        no |= (truth >> 1) &<< UInt64(bit)
                    }
                    block.setWord(slot, index, yes: yes, no: no)
                }
            }
        }
    }

    /// Sets a slot to a known boolean column, or to its opposite.
    public static func flags(
        _ values: Bitmap, known: Bitmap, isTrue: Bool, block: inout TruthBlock, slot: Int
    ) {
        for index in 0..<min(block.width, known.words.count, values.words.count) {
            let hit = isTrue ? values.words[index] : ~values.words[index]
            block.setWord(slot, index, yes: hit & known.words[index], no: ~hit & known.words[index])
        }
    }

    /// Joins the truths of list elements to the truth of their rows.
    ///
    /// With `decides` yes a row is yes when any element is (`exists`); with `decides` no it is no when any
    /// element is (`all`). Otherwise it is unknown when an element is unknown or others may exist, else the
    /// opposite. A row whose list is unknown is unknown.
    public static func quantify(
        elements: TruthBlock, elementSlot: Int, ends: [UInt32], known: Bitmap, open: Bitmap, decides: Truth,
        block: inout TruthBlock, slot: Int
    ) {
        let rows = min(ends.count, block.rows)
        var start = 0
        for index in 0..<min(block.width, known.words.count, open.words.count) {
            let knownWord = known.words[index]
            let openWord = open.words[index]
            var decided: UInt64 = 0
            var undecided: UInt64 = 0
            for bit in 0..<min(64, max(0, rows &- index &* 64)) {
                let end = Int(ends[index &* 64 &+ bit])
                let mask: UInt64 = 1 &<< UInt64(bit)
                var element = start
                start = end
                while element < end {
                    let truth = elements.truth(elementSlot, row: element)
                    if truth == decides {
                        decided |= mask
                        break
                    }
                    if truth == .unknown { undecided |= mask }
                    element &+= 1
                }
            }
            decided &= knownWord
            let rest = knownWord & ~decided & ~(undecided | openWord)
            block.setWord(
                slot, index, yes: decides == .yes ? decided : rest, no: decides == .yes ? rest : decided)
        }
    }
}
