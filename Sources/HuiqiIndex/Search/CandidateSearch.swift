/// Finds the texts worth scoring: term by term, the heaviest first, until no other text can come among them.
struct CandidateSearch {
    private let index: SearchIndex
    private let allowed: [Bool]?
    /// Heaviest first.
    private let terms: [(range: Range<Int>, weight: UInt16, peak: Int)]

    init(_ index: SearchIndex, _ query: SearchQuery, _ allowed: [Bool]?) {
        self.index = index
        self.allowed = allowed
        terms = query.terms
            .map { term in
                let range = index.starts[term.number]..<index.starts[term.number + 1]
                let weight = UInt16(truncatingIfNeeded: term.weight)
                return (range, weight, Int(index.peaks[term.number]) * term.weight)
            }
            .sorted { ($1.peak, $0.range.lowerBound) < ($0.peak, $1.range.lowerBound) }
    }

    /// The `wanted` texts heaviest by the sum of impacts, or some more that could be among them; ascending.
    func candidates(_ wanted: Int, _ memory: inout SearchMemory) -> [UInt32] {
        var rest = terms.reduce(0) { $0 + $1.peak }
        var next = 0
        var bar = 0
        // Every text that a term has, until what is left could not lift a new text above the bar.
        while next < terms.count {
            let term = terms[next]
            if memory.touched.count >= wanted, term.range.count > memory.touched.count / 8 {
                bar = level(wanted, memory.touched, &memory)
                if bar > rest { break }
            }
            add(term.range, term.weight, &memory)
            rest -= term.peak
            next += 1
        }
        var kept = memory.touched
        // Then only those that may still reach the bar.
        while next < terms.count {
            let (sums, least) = (memory.sums, bar - rest)
            if least > 0 { kept.removeAll { Int(sums[Int($0)]) < least } }
            if kept.count <= wanted + wanted / 4 { break }
            let term = terms[next]
            lift(kept, term.range, term.weight, &memory)
            rest -= term.peak
            next += 1
            bar = max(bar, level(wanted, kept, &memory))
        }
        if next == terms.count { keepBest(wanted, &kept, &memory) }
        kept.sort()
        return kept
    }

    private func add(_ range: Range<Int>, _ weight: UInt16, _ memory: inout SearchMemory) {
        let lists = (places: index.places, impacts: index.impacts)
        let places = lists.places.span
        let impacts = lists.impacts.span
        var touched = memory.touched
        memory.touched = []
        var sums = memory.sums.mutableSpan
        for place in range {
            let text = places[place]
            if let allowed, !allowed[Int(text)] { continue }
            let sum = sums[Int(text)]
            if sum == 0 { touched.append(text) }
            // Safe: at most 64 terms of 4 x 255.
            sums[Int(text)] = sum &+ weight &* UInt16(impacts[place])
        }
        memory.touched = touched
    }

    /// Adds a term's impacts to texts that were touched before: to some at least to those given.
    private func lift(
        _ texts: [UInt32], _ range: Range<Int>, _ weight: UInt16, _ memory: inout SearchMemory
    ) {
        let lists = (places: index.places, impacts: index.impacts)
        let places = lists.places.span
        let impacts = lists.impacts.span
        var sums = memory.sums.mutableSpan
        // A search costs about as much as sixteen steps along the list.
        guard texts.count < range.count / 16 else {
            for place in range {
                let sum = sums[Int(places[place])]
                if sum > 0 { sums[Int(places[place])] = sum &+ weight &* UInt16(impacts[place]) }
            }
            return
        }
        for text in texts {
            var low = range.lowerBound
            var high = range.upperBound
            while low < high {
                let middle = (low &+ high) / 2
                if places[middle] < text { low = middle + 1 } else { high = middle }
            }
            if low < range.upperBound, places[low] == text {
                sums[Int(text)] &+= weight &* UInt16(impacts[low])
            }
        }
    }

    /// A sum that at least `wanted` of some texts reach, and as many as possible do not exceed by a step.
    private func level(_ wanted: Int, _ texts: [UInt32], _ memory: inout SearchMemory) -> Int {
        let allSums = memory.sums
        let sums = allSums.span
        var steps = memory.steps.mutableSpan
        var highest = 0
        for text in texts {
            let step = Int(sums[Int(text)] >> UInt16(SearchMemory.stepBits))
            highest = max(highest, step)
            steps[step] += 1
        }
        var level = highest
        var count = 0
        while level > 0 {
            count += Int(steps[level])
            if count >= wanted { break }
            level -= 1
        }
        for step in 0...highest { steps[step] = 0 }
        return level << SearchMemory.stepBits
    }

    /// Leaves the heaviest, of equal ones those of the lower number.
    private func keepBest(_ wanted: Int, _ kept: inout [UInt32], _ memory: inout SearchMemory) {
        guard kept.count > wanted else { return }
        let bar = level(wanted, kept, &memory)
        let sums = memory.sums
        kept.removeAll { Int(sums[Int($0)]) < bar }
        kept.sort { (sums[Int($1)], $0) < (sums[Int($0)], $1) }
        kept.removeSubrange(min(wanted, kept.count)...)
    }
}
