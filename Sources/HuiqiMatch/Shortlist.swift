/// Those of many candidates that can be among the first, narrowed down key by key without sorting.
///
/// Each key splits the candidates that are still open into those that are surely among the first, those that are
/// surely not, and those that tie with the last of the first; only these are asked for the next key. The open ones
/// stay in their order.
struct Shortlist {
    /// Candidates that are surely among the first, in no particular order.
    private(set) var sure: [Int32] = []
    /// Candidates that tie so far, of which the first ``needed`` are wanted.
    private(set) var open: [Int32]
    private var keys: [Int64] = []
    private var room: [Int64] = []
    private let count: Int

    /// How many of the open ones are wanted.
    var needed: Int { count - sure.count }

    /// Whether there is anything to choose.
    var isOpen: Bool { needed > 0 && open.count > needed }

    /// - Parameter count: How many candidates are wanted; not negative.
    init(_ candidates: [Int32], first count: Int) {
        open = candidates
        self.count = min(max(0, count), candidates.count)
        if self.count == 0 { open = [] }
    }

    /// Narrows by a key.
    /// - Parameter fill: Gives each of the open candidates its key, in their order; smaller comes first.
    mutating func narrow(_ fill: (_ open: [Int32], _ keys: inout [Int64]) -> Void) {
        guard isOpen else { return }
        keys.removeAll(keepingCapacity: true)
        fill(open, &keys)
        guard keys.count == open.count, let first = keys.first else { return }
        if keys.allSatisfy({ $0 == first }) { return }
        room.removeAll(keepingCapacity: true)
        room.append(contentsOf: keys)
        let last = Shortlist.value(at: needed - 1, of: &room)
        var kept = 0
        for index in keys.indices {
            if keys[index] < last {
                sure.append(open[index])
            } else if keys[index] == last {
                open[kept] = open[index]
                // Safe: at most `index`.
                kept &+= 1
            }
        }
        open.removeSubrange(kept...)
    }

    /// Those chosen, in no particular order: more than wanted only where the keys left ties.
    var chosen: [Int32] { sure + open }

    /// The value that stands at `place` when the values are in order. Changes their order.
    /// - Complexity: O(*n*) as a rule, O(*n* log *n*) at worst.
    static func value(at place: Int, of values: inout [Int64]) -> Int64 {
        var low = 0
        var high = values.count
        // A pivot that splits badly too often gives way to sorting.
        var rounds = 64 - values.count.leadingZeroBitCount
        rounds *= 2
        while high - low > 16, rounds > 0 {
            rounds -= 1
            let pivot = median(values[low], values[(low + high) / 2], values[high - 1])
            // Smaller ones to the front, larger ones to the back.
            var less = low
            var at = low
            var more = high
            while at < more {
                let value = values[at]
                if value < pivot {
                    values.swapAt(at, less)
                    less &+= 1
                    at &+= 1
                } else if value > pivot {
                    more &-= 1
                    values.swapAt(at, more)
                } else {
                    at &+= 1
                }
            }
            if place < less {
                high = less
            } else if place < more {
                return pivot
            } else {
                low = more
            }
        }
        values[low..<high].sort()
        return values[place]
    }

    private static func median(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 {
        max(min(a, b), min(max(a, b), c))
    }
}
