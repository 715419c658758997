/// Finds the texts worth scoring: term by term, the heaviest first, until no other text can come among them.
struct CandidateSearch {
    private let allowed: [Bool]?
    /// Heaviest first.
    private let lists: [SearchList]

    init(_ index: SearchIndex, _ query: SearchQuery, _ allowed: [Bool]?) {
        self.allowed = allowed
        lists = query.terms.map { SearchList(index, $0) }
            .sorted { ($1.peak, $0.start) < ($0.peak, $1.start) }
    }

    /// The `wanted` texts heaviest by the sum of impacts, or some more that could be among them; ascending.
    func candidates(_ wanted: Int, _ memory: inout SearchMemory) -> [UInt32] {
        var rest = lists.reduce(0) { $0 + $1.peak }
        var next = 0
        var bar = 0
        // Every text that a term has, until what is left could not lift a new text above the bar.
        while next < lists.count {
            let list = lists[next]
            if memory.touchedCount >= wanted, list.count > memory.touchedCount / 8 {
                bar = memory.touchedLevel(wanted)
                if bar > rest { break }
            }
            if let allowed { memory.add(list, allowed: allowed) } else { memory.add(list) }
            rest -= list.peak
            next += 1
        }
        memory.keepAll()
        guard next < lists.count else { return memory.best(wanted) }
        // Then only those that may still reach the bar.
        while true {
            memory.drop(below: bar - rest)
            if memory.keptCount <= wanted + wanted / 4 { return memory.remaining }
            guard next < lists.count else { return memory.best(wanted) }
            memory.lift(lists[next])
            rest -= lists[next].peak
            next += 1
            bar = max(bar, memory.level(wanted))
        }
    }
}
