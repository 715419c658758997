import CHuiqiKernels
import HuiqiLogic

/// Room that one question uses, and gives back for the next one.
struct SearchMemory {
    /// Of each text, what the terms so far come to; all zero between questions.
    private var sums: [UInt16]
    /// Texts of which `sums` is not zero, `touchedCount` of them; room for one more than there are texts.
    private var touched: [UInt32]
    private(set) var touchedCount = 0
    /// Texts still in question, `keptCount` of them.
    private var kept: [UInt32] = []
    private(set) var keptCount = 0
    /// How many texts have a sum of this size, in steps; all zero between uses.
    private var steps: [UInt32]
    /// Of each unit of the question, its slot; all zero between questions. Empty before the first one.
    var slots: [UInt8] = []

    init(_ count: Int) {
        sums = [UInt16](repeating: 0, count: count)
        touched = [UInt32](repeating: 0, count: count + 1)
        steps = [UInt32](repeating: 0, count: 1 << (16 - SearchMemory.stepBits))
    }

    /// Bits of a sum that steps leave out.
    private static let stepBits = 4

    /// Whether all sums are zero.
    var isClear: Bool { touchedCount == 0 && sums.allSatisfy { $0 == 0 } }

    /// Makes all sums zero again.
    mutating func clear() {
        for number in 0..<touchedCount { sums[Int(touched[number])] = 0 }
        touchedCount = 0
        keptCount = 0
    }

    func sum(_ text: UInt32) -> UInt16 { sums[Int(text)] }

    /// Adds a term's impacts to all its texts.
    mutating func add(_ list: SearchList) {
        unsafe list.withPlaces { places, impacts, count in
            // Safe: places are below the count of texts; `touched` has room for one more; see hqk_sums_add.
            unsafe hqk_sums_add(places, impacts, count, list.weight, &sums, &touched, &touchedCount)
        }
    }

    /// The same for the texts that are allowed.
    mutating func add(_ list: SearchList, allowed: [Bool]) {
        for (text, impact) in list where allowed[Int(text)] {
            let sum = sums[Int(text)]
            if sum == 0 {
                touched[touchedCount] = text
                touchedCount += 1
            }
            // Safe: at most 64 terms of 4 x 255.
            sums[Int(text)] = sum &+ list.weight &* UInt16(impact)
        }
    }

    /// Takes all touched texts for those in question.
    mutating func keepAll() {
        kept.removeAll(keepingCapacity: true)
        kept.append(contentsOf: touched[..<touchedCount])
        keptCount = touchedCount
    }

    /// Drops texts in question whose sum is below a bar.
    mutating func drop(below least: Int) {
        guard least > 0, keptCount > 0 else { return }
        let count = keptCount
        // Safe: all texts are below the count of sums.
        keptCount = unsafe hqk_sums_keep(&kept, count, sums, UInt32(clamping: least))
    }

    /// Adds a term's impacts to texts that were touched before: at least to those in question.
    mutating func lift(_ list: SearchList) {
        // Looking for a text costs about as much as a hundred steps along the list.
        if keptCount < list.count / 100 {
            for text in kept[..<keptCount] {
                if let impact = list.impact(text) { sums[Int(text)] &+= list.weight &* UInt16(impact) }
            }
            return
        }
        unsafe list.withPlaces { places, impacts, count in
            // Safe: places are below the count of texts.
            unsafe hqk_sums_lift(places, impacts, count, list.weight, &sums)
        }
    }

    /// A sum that at least `wanted` of the texts in question reach, and as many as possible do not exceed by a step.
    mutating func level(_ wanted: Int) -> Int { level(wanted, isKept: true) }

    /// The same of all touched texts.
    mutating func touchedLevel(_ wanted: Int) -> Int { level(wanted, isKept: false) }

    private mutating func level(_ wanted: Int, isKept: Bool) -> Int {
        let shift = UInt32(SearchMemory.stepBits)
        // Safe: all texts are below the count of sums, and all steps below that of `steps`.
        let highest =
            isKept
            ? unsafe hqk_sums_steps(kept, keptCount, sums, shift, &steps)
            : unsafe hqk_sums_steps(touched, touchedCount, sums, shift, &steps)
        var level = Int(highest)
        var count = 0
        while level > 0 {
            count += Int(steps[level])
            if count >= wanted { break }
            level -= 1
        }
        for step in 0...Int(highest) { steps[step] = 0 }
        return level << SearchMemory.stepBits
    }

    /// The texts in question, ascending; of more than `wanted` the heaviest, of equal ones those of the lower number.
    mutating func best(_ wanted: Int) -> [UInt32] {
        if keptCount > wanted { drop(below: level(wanted)) }
        var texts = Array(kept[..<keptCount])
        if texts.count > wanted {
            let sums = self.sums
            texts.sort { (sums[Int($1)], $0) < (sums[Int($0)], $1) }
            texts.removeSubrange(wanted...)
        }
        texts.sort()
        return texts
    }

    /// The texts in question, ascending.
    var remaining: [UInt32] { kept[..<keptCount].sorted() }
}

/// A term's texts, ascending, each with what the term weighs there.
struct SearchList: Sequence {
    private let places: [UInt32]
    private let impacts: [UInt8]
    private let range: Range<Int>
    /// How much the term counts.
    let weight: UInt16
    /// The greatest of its impacts, times the weight.
    let peak: Int

    init(_ index: SearchIndex, _ term: SearchQuery.Term) {
        places = index.places
        impacts = index.impacts
        range = index.starts[term.number]..<index.starts[term.number + 1]
        weight = UInt16(truncatingIfNeeded: term.weight)
        peak = Int(index.peaks[term.number]) * term.weight
    }

    var count: Int { range.count }
    /// Where it starts in the index; no two terms start at the same place.
    var start: Int { range.lowerBound }

    func makeIterator() -> some IteratorProtocol<(UInt32, UInt8)> {
        zip(places[range], impacts[range]).makeIterator()
    }

    /// What the term weighs in a text; nil where the text does not have it.
    /// - Complexity: O(log texts).
    func impact(_ text: UInt32) -> UInt8? {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = (low &+ high) / 2
            if places[middle] < text { low = middle + 1 } else { high = middle }
        }
        return low < range.upperBound && places[low] == text ? impacts[low] : nil
    }

    /// Lends texts and impacts.
    func withPlaces(_ body: (UnsafePointer<UInt32>, UnsafePointer<UInt8>, Int) -> Void) {
        guard !range.isEmpty else { return }
        unsafe places.withUnsafeBufferPointer { places in
            unsafe impacts.withUnsafeBufferPointer { impacts in
                guard let first = places.baseAddress, let weights = impacts.baseAddress else { return }
                // Safe: the range lies in both arrays.
                unsafe body(first + range.lowerBound, weights + range.lowerBound, range.count)
            }
        }
    }
}

/// Rooms that are free.
final class SearchMemoryPool: @unchecked Sendable {
    private let lock = Lock()
    private var free: [SearchMemory] = []
    private static let limit = 16

    func take(_ count: Int) -> SearchMemory { lock.withLock { free.popLast() } ?? SearchMemory(count) }

    func give(_ memory: consuming SearchMemory) {
        var memory = memory
        memory.clear()
        lock.withLock { if free.count < SearchMemoryPool.limit { free.append(memory) } }
    }
}
