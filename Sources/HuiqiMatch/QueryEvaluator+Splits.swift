import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

extension QueryEvaluator {
    /// The rows that a case split decided in the blocks at hand, yes and no.
    func splitRows(
        _ split: Int
    ) -> (yes: UnsafeMutablePointer<UInt64>, no: UnsafeMutablePointer<UInt64>) {
        let first = unsafe splitPlanes + 2 * split * runWidth
        return unsafe (first, first + runWidth)
    }

    /// Decides by a case split what is still open.
    func decide(_ number: Int) {
        let split = query.splits[number]
        let decided = unsafe splitRows(number)
        let open = unsafe work
        var some: UInt64 = 0
        for word in 0..<width { some |= unsafe possible[word] & ~yes[word] }
        if some == 0 { return }
        unsafe writeLacking(split, to: open)
        some = 0
        for word in 0..<width {
            let rows = unsafe open[word] & possible[word] & ~yes[word]
            unsafe open[word] = rows
            some |= rows
        }
        if some == 0 { return }
        // Yes where every region is: all of these are yes.
        unsafe held.update(from: open, count: width)
        for reference in split.yes where some != 0 {
            switch resolve(reference) {
            case .yes: continue
            case .no: some = 0
            default:
                let own = unsafe literal(reference)
                let plane = unsafe own.flip == 0 ? own.yes : own.open
                some = 0
                for word in 0..<width {
                    unsafe held[word] &= plane[word] ^ own.flip
                    unsafe some |= held[word]
                }
            }
        }
        if some != 0 {
            for word in 0..<width {
                unsafe yes[word] |= held[word]
                unsafe decided.yes[word] = unsafe held[word]
            }
        }
        // No where no region may be yes.
        let state = resolve(split.possible)
        if state == .yes { return }
        let own = unsafe state == .no ? nil : literal(split.possible)
        for word in 0..<width {
            var refused = unsafe open[word] & ~yes[word]
            if let own = unsafe own {
                let plane = unsafe own.flip == 0 ? own.open : own.yes
                unsafe refused &= ~(plane[word] ^ own.flip)
            }
            unsafe decided.no[word] = refused
            unsafe possible[word] &= ~refused
        }
    }

    /// Rows that lack the fact of a split; bits past the last row of a block say nothing.
    private func writeLacking(_ split: ClauseQuery.Split, to plane: UnsafeMutablePointer<UInt64>) {
        for number in blocks {
            let place = unsafe lanes.places[number]
            let first = place.start &- start
            let target = unsafe plane + first
            if split.stored >= 0 {
                let offset = Int(lanes.blocks[number].lacking[split.stored])
                if offset < 0 {
                    unsafe target.update(repeating: offset == -1 ? 0 : ~0, count: place.width)
                } else if let planes = unsafe lanes.own(block: number).planes {
                    unsafe target.update(from: planes + offset, count: place.width)
                }
                continue
            }
            let batch = lanes.blocks[number].batch
            if let known = batch.known(split.fact) {
                // The plane may have words beyond the last row's.
                for word in 0..<place.width {
                    unsafe target[word] = word < known.words.count ? ~known.words[word] : 0
                }
                continue
            }
            for word in 0..<place.width {
                var open = unsafe possible[first &+ word] & ~yes[first &+ word]
                var lacking: UInt64 = 0
                while open != 0 {
                    let bit = open.trailingZeroBitCount
                    open &= open &- 1
                    if batch.lacks(split.fact, row: word &* 64 &+ bit) { lacking |= 1 &<< UInt64(bit) }
                }
                unsafe target[word] = lacking
            }
        }
    }
}
