import HuiqiModel

/// What an evaluator found out about numbered texts, and room to decide lists in.
@safe final class ReadingMemory {
    // Safe: each buffer has the size that `init` or `grow` gave it; indices come from the plan and from numbers that
    // `grow` was told.
    /// Atoms of a list that a text of an element does not settle as passing it over.
    final class Candidates {
        let quantified: [Int]
        let counted: [Int]

        init(quantified: [Int], counted: [Int]) {
            self.quantified = quantified
            self.counted = counted
        }
    }

    /// Raw truths of a list's tests of texts, text by text; 2 where not asked yet.
    @safe private struct Truths {
        var memory: UnsafeMutablePointer<Int8>
        var count: Int
        let width: Int
    }

    /// Of each dictionary axis, what its values come to, by number.
    var values: [[ValueFacts?]]
    /// Of each list, by the number of an element's key text.
    var candidates: [[Candidates?]]
    private var texts: [Truths]
    /// The sheet's numbers that these are.
    var generation = 0
    /// Truths of the steps for one element; 2 where not asked yet.
    let steps: UnsafeMutablePointer<Int8>
    /// Of each quantified atom, whether an element decided it, whether one left it open, whether one is out of the
    /// ordinary.
    let decided: UnsafeMutablePointer<Bool>
    let open: UnsafeMutablePointer<Bool>
    let odd: UnsafeMutablePointer<Bool>
    /// Of each counted atom, the total, whether it is known, and whether one element is out of the ordinary.
    let totals: UnsafeMutablePointer<Int64>
    let known: UnsafeMutablePointer<Bool>
    let oddTotals: UnsafeMutablePointer<Bool>
    /// Terms that were found.
    var found: [UInt64]

    init(_ plan: ProfilePlan) {
        values = Array(repeating: [], count: plan.flatAxes.axisCount)
        candidates = Array(repeating: [], count: plan.lists.count)
        texts = plan.lists.map {
            unsafe Truths(memory: .allocate(capacity: 1), count: 0, width: max(1, $0.texts.count))
        }
        unsafe steps = .allocate(capacity: max(1, plan.lists.map(\.stepCount).max() ?? 1))
        let atoms = max(1, plan.lists.map(\.quantified.count).max() ?? 1)
        let counted = max(1, plan.lists.map(\.counted.count).max() ?? 1)
        unsafe decided = .allocate(capacity: atoms)
        unsafe open = .allocate(capacity: atoms)
        unsafe odd = .allocate(capacity: atoms)
        unsafe totals = .allocate(capacity: counted)
        unsafe known = .allocate(capacity: counted)
        unsafe oddTotals = .allocate(capacity: counted)
        found = Array(repeating: 0, count: plan.needles.map(\.width).max() ?? 0)
    }

    deinit {
        for list in texts { unsafe list.memory.deallocate() }
        unsafe steps.deallocate()
        unsafe decided.deallocate()
        unsafe open.deallocate()
        unsafe odd.deallocate()
        unsafe totals.deallocate()
        unsafe known.deallocate()
        unsafe oddTotals.deallocate()
    }

    /// Forgets all texts.
    func forget() {
        for index in values.indices { values[index] = [] }
        for index in texts.indices {
            candidates[index] = []
            unsafe texts[index].memory.deallocate()
            unsafe texts[index].memory = .allocate(capacity: 1)
            texts[index].count = 0
        }
    }

    /// The truths of a list's tests for the text of a number.
    func truths(_ list: Int, _ number: Int) -> UnsafeMutablePointer<Int8> {
        let place = number &* texts[list].width
        if place &+ texts[list].width > texts[list].count { grow(list, to: number &+ 1) }
        return unsafe texts[list].memory + place
    }

    private func grow(_ list: Int, to numbers: Int) {
        let old = texts[list]
        let count = max(old.count &* 2, numbers &* old.width)
        let memory = UnsafeMutablePointer<Int8>.allocate(capacity: count)
        unsafe memory.initialize(repeating: 2, count: count)
        unsafe memory.update(from: old.memory, count: old.count)
        unsafe old.memory.deallocate()
        unsafe texts[list].memory = unsafe memory
        texts[list].count = count
    }
}
