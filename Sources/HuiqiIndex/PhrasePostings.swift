import HuiqiLogic
import HuiqiText

/// Which rows of a population have each phrase of a book, so that the rows that have a word are found without looking at
/// any row.
///
/// Immutable. Rows are numbered as bits of a plane over the population: 64 times the word at which their block begins,
/// and their place there.
public final class PhrasePostings: Sendable {
    /// The book.
    public let book: PhraseBook
    /// Words of a plane.
    public let wordCount: Int
    /// Rows of rare phrases: of phrase `p`, `rows[ends[p - 1] ..< ends[p]]`.
    private let ends: [UInt32]
    private let rows: [UInt32]
    /// Number of the plane of each phrase that many rows have; -1 for others.
    private let dense: [Int32]
    private let planes: [UInt64]

    /// A plane takes less room than a list of one row in so many.
    private static let rowsPerEntry = 32

    /// - Parameter starts: The word at which each block begins, and the end of the last.
    /// - Complexity: O(phrases of all rows).
    public init(_ blocks: [Population.Block], starts: [Int], _ book: PhraseBook, _ normalizer: TextNormalizer)
    {
        let phrases = blocks.map { $0.phrases(book, normalizer) }
        let known = book.phrases.count
        let wordCount = starts.last ?? 0
        var counts = [UInt32](repeating: 0, count: known)
        for block in phrases {
            for number in block.numbers where Int(number) < known { counts[Int(number)] &+= 1 }
        }
        let limit = max(64, wordCount * 64 / PhrasePostings.rowsPerEntry)
        var dense = [Int32](repeating: -1, count: known)
        var ends: [UInt32] = []
        var next: [UInt32] = []
        var total: UInt32 = 0
        var planeCount = 0
        for phrase in 0..<known {
            next.append(total)
            if Int(counts[phrase]) > limit {
                dense[phrase] = Int32(truncatingIfNeeded: planeCount)
                planeCount += 1
            } else {
                total &+= counts[phrase]
            }
            ends.append(total)
        }
        var planes = [UInt64](repeating: 0, count: planeCount * wordCount)
        var rows = [UInt32](repeating: 0, count: Int(total))
        for (position, block) in phrases.enumerated() {
            let first = starts[position] * 64
            var index = 0
            for row in block.ends.indices {
                let bit = first + row
                while index < Int(block.ends[row]) {
                    let number = Int(block.numbers[index])
                    index += 1
                    guard number < known else { continue }
                    if dense[number] >= 0 {
                        planes[Int(dense[number]) * wordCount + bit >> 6] |= 1 << UInt64(bit & 63)
                    } else {
                        rows[Int(next[number])] = UInt32(truncatingIfNeeded: bit)
                        next[number] &+= 1
                    }
                }
            }
        }
        self.book = book
        self.wordCount = wordCount
        self.ends = ends
        self.rows = rows
        self.dense = dense
        self.planes = planes
    }

    /// The rows that have one of some phrases, as a plane of ``wordCount`` words.
    public func plane(of numbers: [Int32]) -> [UInt64] {
        var plane = [UInt64](repeating: 0, count: wordCount)
        for number in numbers {
            let phrase = Int(number)
            let dense = Int(self.dense[phrase])
            if dense >= 0 {
                let first = dense * wordCount
                for word in plane.indices { plane[word] |= planes[first + word] }
            } else {
                for index in (phrase == 0 ? 0 : Int(ends[phrase - 1]))..<Int(ends[phrase]) {
                    let row = Int(rows[index])
                    plane[row >> 6] |= 1 << UInt64(row & 63)
                }
            }
        }
        return plane
    }
}
