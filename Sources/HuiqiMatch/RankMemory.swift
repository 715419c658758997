import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// The facts that amounts read, each once a profile.
final class AmountMemory {
    private let amounts: ClauseAmounts
    private var lanes = AmountLanes()
    private var facts: [Int64?] = []
    private(set) var isRead = false

    init(_ amounts: ClauseAmounts) { self.amounts = amounts }

    func restart() { isRead = false }

    /// Takes over the facts.
    func read(_ fact: (AmountProgram.Source) -> Int64?) {
        isRead = true
        facts.removeAll(keepingCapacity: true)
        for source in amounts.sources { facts.append(fact(source)) }
    }

    /// What a program comes to; nil where the row evaluator must say.
    func bounds(_ clause: Int, _ number: Int) -> AmountBounds? {
        let entry = amounts.programs[number]
        lanes.run(entry.program, facts: facts, places: entry.places)
        guard let bounds = lanes.bounds(0) else { return nil }
        return AmountBounds(bounds, over: entry.program.denominator, amounts.roundings[clause])
    }
}

/// Which words of the plan the profile at hand has, and those of tags that profiles had before.
@safe final class WordMemory {
    // Safe: as many words as bits for all of the plan's words, freed with the object.
    let words: ClauseWords
    let bits: UnsafeMutablePointer<UInt64>
    private var found: [UInt64]
    var isFound = false
    /// The words in each tag, by its number; nil where not looked for yet.
    private var tags: [[UInt32]?] = []

    static let tagsField = Schema.contract.index(of: "tags")
    static let scopeField = Schema.contract.index(of: "scope")

    init(_ words: ClauseWords) {
        self.words = words
        found = Array(repeating: 0, count: (words.count + 63) / 64)
        unsafe bits = .allocate(capacity: max(1, found.count))
        unsafe bits.initialize(repeating: 0, count: max(1, found.count))
    }

    deinit { unsafe bits.deallocate() }

    /// Forgets what it found out about tags.
    func forget() { tags = [] }

    /// Forgets the words of the last profile.
    func clear() { for index in found.indices { found[index] = 0 } }

    /// Looks for the words in a normal text.
    func find(_ text: Span<UInt8>) { words.automaton.mark(text, in: &found) }

    /// Lays out what was found.
    func layOut() { for index in found.indices { unsafe bits[index] = found[index] } }

    /// Whether a tag was looked at before; adds its words.
    func add(_ number: Int) -> Bool {
        guard number < tags.count, let known = tags[number] else { return false }
        for word in known { found[Int(word >> 6)] |= 1 << UInt64(word & 63) }
        return true
    }

    /// Looks for the words in a tag.
    func learn(_ number: Int, _ text: String) {
        var own = [UInt64](repeating: 0, count: found.count)
        words.automaton.mark(text.utf8Span.span, in: &own)
        while tags.count <= number { tags.append(nil) }
        tags[number] = (0..<words.count).filter { own[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
            .map { UInt32(truncatingIfNeeded: $0) }
        _ = add(number)
    }
}
