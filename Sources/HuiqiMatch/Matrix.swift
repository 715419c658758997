import Glibc
import HuiqiIndex
import HuiqiLogic
import HuiqiModel

/// Every clause, every enterprise: all verdicts, two bits each, kept in memory.
///
/// Immutable; any number of threads may ask it. Verdicts lie block by block; a clause for which a whole block is
/// ineligible takes no room in it. It holds the clauses and profiles of its snapshot.
public final class Matrix: Sendable {
    /// How many profiles each clause comes to each verdict for, in catalogue order.
    public let counts: [ClauseCount]
    /// Bytes that the verdicts and their directory take, with what memory taken over leaves unused.
    public let byteCount: Int
    let catalogue: Catalogue
    let population: Population
    let blocks: [Block]

    /// The verdicts of a block's rows.
    struct Block: Sendable {
        /// Words a plane.
        let width: Int
        /// For each clause the number of its place, from 1; 0 where every row is ineligible. Empty if all are.
        let slots: [UInt32]
        /// Places taken.
        let count: Int
        /// `count` places of 2 x `width` words: rows that are eligible, then rows that may be; nil where there are none.
        let memory: PlaneMemory?
    }

    init(_ counts: [ClauseCount], _ prepared: PreparedPopulation, _ blocks: [Block], byteCount: Int) {
        self.counts = counts
        catalogue = prepared.plan.catalogue
        population = prepared.population
        self.blocks = blocks
        self.byteCount = byteCount
    }

    /// Ids of the clauses, in catalogue order.
    public var clauseIDs: [String] { counts.map(\.clauseID) }

    /// Number of clauses.
    public var clauseCount: Int { counts.count }

    /// Number of profiles.
    public var profileCount: Int { population.count }

    /// Place in the catalogue of a clause; nil where there is none.
    public func index(of clauseID: String) -> Int? { catalogue.index(of: clauseID) }

    /// What a clause comes to for a profile.
    /// - Parameter clause: Place in the catalogue.
    /// - Returns: nil where there is no such clause or profile.
    /// - Complexity: O(1).
    public func verdict(clause: Int, key: String) -> Verdict? {
        guard counts.indices.contains(clause), let place = population.location(of: key) else { return nil }
        return blocks[place.block].verdict(clause, row: place.row)
    }

    /// What a clause comes to for a profile.
    /// - Returns: nil where there is no such clause or profile.
    public func verdict(clauseID: String, key: String) -> Verdict? {
        index(of: clauseID).flatMap { verdict(clause: $0, key: key) }
    }
}

extension Matrix: Equatable {
    /// Whether two have the same clauses, profiles in the same places, and the same verdicts bit by bit.
    public static func == (left: Matrix, right: Matrix) -> Bool {
        guard left.counts == right.counts, left.blocks.count == right.blocks.count else { return false }
        for (position, block) in left.blocks.enumerated() {
            let (first, second) = (left.population.blocks[position], right.population.blocks[position])
            guard block.isSame(as: right.blocks[position]), first.live == second.live,
                first.identity == second.identity || first.batch.keys == second.batch.keys
            else { return false }
        }
        return true
    }
}

extension Matrix.Block {
    /// Words of all places.
    var wordCount: Int { count &* 2 &* width }

    /// The planes of a clause; nil where every row is ineligible.
    ///
    /// Safe: a place that the directory names lies within the memory, which holds 2 x `width` words for it; the
    /// planes are read while the matrix is held.
    func planes(_ clause: Int) -> (yes: UnsafePointer<UInt64>, possible: UnsafePointer<UInt64>)? {
        guard clause < slots.count, slots[clause] > 0, let memory else { return nil }
        let yes = unsafe UnsafePointer(memory.words + Int(slots[clause] &- 1) &* 2 &* width)
        return unsafe (yes, yes + width)
    }

    func verdict(_ clause: Int, row: Int) -> Verdict {
        let word = row >> 6
        guard word < width, let (yes, possible) = unsafe planes(clause) else { return .ineligible }
        let bit = UInt64(1) &<< UInt64(row & 63)
        // Safe: `word` is below `width`, which is what a plane has.
        if unsafe yes[word] & bit != 0 { return .eligible }
        return unsafe possible[word] & bit != 0 ? .undetermined : .ineligible
    }

    fileprivate func isSame(as other: Matrix.Block) -> Bool {
        guard width == other.width, count == other.count, slots == other.slots else { return false }
        guard count > 0 else { return true }
        guard let memory, let own = other.memory else { return false }
        // Safe: both hold `wordCount` words, all written when the matrix was made.
        return unsafe memcmp(memory.words, own.words, wordCount &* 8) == 0
    }
}
