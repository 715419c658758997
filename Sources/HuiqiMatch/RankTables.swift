import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiText

/// What ranks profiles for any clause: the order of keys, and who has which phrase. Made of one population, and used for
/// those that come from it by changes, whose other blocks are read row by row.
///
/// Immutable.
final class RankTables: Sendable {
    let keys: KeyOrder
    let postings: PhrasePostings
    private let identities: [ObjectIdentifier]
    private let starts: [Int]
    /// Holds the blocks, so that no other gets the identity of one.
    private let blocks: [Population.Block]
    private let rows: Int
    private let memory = WordMemory()

    /// The rows that have each word that was asked for.
    private final class WordMemory: @unchecked Sendable {
        // Safe: read and written under the lock only.
        let lock = Lock()
        var known: [ExactText: [UInt64]?] = [:]
        /// Words that are remembered; others are looked up anew.
        static let limit = 512
    }

    /// The rows whose tags and scope have a word, as a plane over the blocks; nil where the book cannot tell.
    func rows(with word: String) -> [UInt64]? {
        let key = ExactText(word)
        if let known = memory.lock.withLock({ memory.known[key] }) { return known }
        var numbers: Set<Int32> = []
        let isWell = postings.book.forEachPhrase(with: word.utf8Span.span) {
            numbers.insert(Int32(truncatingIfNeeded: $0))
        }
        let plane = isWell ? postings.plane(of: numbers.sorted()) : nil
        memory.lock.withLock {
            if memory.known.count < WordMemory.limit { memory.known[key] = .some(plane) }
        }
        return plane
    }

    init(_ population: Population, starts: [Int], _ normalizer: TextNormalizer) {
        let blocks = population.blocks
        self.blocks = blocks
        identities = blocks.map(\.identity)
        self.starts = starts
        rows = blocks.reduce(0) { $0 + $1.batch.count }
        keys = KeyOrder(blocks, starts: starts)
        postings = PhrasePostings(
            blocks, starts: starts, population.phraseBook(normalizer), normalizer)
    }

    /// Whether each block of a population is one of these, at the same place; nil where too few are.
    func shared(_ population: Population, starts others: [Int]) -> [Bool]? {
        var strange = 0
        let shared = population.blocks.indices.map { block -> Bool in
            let isSame =
                block < identities.count && others[block] == starts[block]
                && others[block + 1] == starts[block + 1]
                && population.blocks[block].identity == identities[block]
            if !isSame { strange += population.blocks[block].batch.count }
            return isSame
        }
        return strange <= max(Population.blockRows, rows / 16) ? shared : nil
    }
}
