import HuiqiLogic
import HuiqiModel
import HuiqiText

/// A profile found by its name.
public struct NameHit: Sendable, Equatable {
    /// Key of the profile.
    public let key: String
    /// The name as it is stored.
    public let name: String
    /// How well it fits, 1 to 1,000; 1,000 is the very name.
    public let score: Int
}

/// Finds profiles by name: whole, short (`温州银行`), abbreviated (`中石化`), with one character wrong.
///
/// Immutable: any number of threads at once.
public struct NameSearch: Sendable {
    private let population: Population
    private let normalizer: TextNormalizer

    public init(_ population: Population, _ normalizer: TextNormalizer) {
        self.population = population
        self.normalizer = normalizer
    }

    private struct Candidate {
        let score: Int
        let length: Int
        let block: Int
        let row: Int
    }

    /// The profiles whose names fit best.
    ///
    /// - Parameters:
    ///   - name: Any part of a name, simplified or traditional; forms of companies (`有限公司`) may be missing.
    ///   - top: Hits at most.
    ///   - threads: Threads that may work; the answer does not depend on how many.
    /// - Returns: The best first; of equal ones the shorter name, then the lesser key by its bytes.
    /// - Complexity: O(profiles); the first search after profiles changed also reads the changed blocks' names.
    public func hits(_ name: String, top: Int, threads: Int = 1) -> [NameHit] {
        let query = NameQuery(NameForms.form(name, normalizer))
        guard top > 0, !query.isEmpty else { return [] }
        let blocks = population.blocks
        let found = Slots<[Candidate]>(count: blocks.count)
        let normalizer = normalizer
        Workers.run(pieces: blocks.count, threads: threads) { number in
            let block = blocks[number]
            let forms = block.names.forms(block.batch, normalizer)
            var candidates: [Candidate] = []
            for row in 0..<block.batch.count where query.mayFit(forms.signatures[row]) && block.live[row] {
                let name = forms.name(row)
                let score = query.score(name)
                if score > 0 {
                    candidates.append(Candidate(score: score, length: name.count, block: number, row: row))
                }
            }
            // Ties of the last place are settled by key when all are together.
            candidates.sort { ($1.score, $0.length) < ($0.score, $1.length) }
            if candidates.count > top {
                let last = candidates[top - 1]
                candidates = candidates.filter { ($0.score, last.length) >= (last.score, $0.length) }
            }
            found.set(number, candidates)
        }
        return found.values.compactMap(\.self).joined()
            .map { candidate -> (Candidate, String) in
                (candidate, blocks[candidate.block].batch.key(candidate.row))
            }
            .sorted { a, b in
                if (a.0.score, a.0.length) != (b.0.score, b.0.length) {
                    return (b.0.score, a.0.length) < (a.0.score, b.0.length)
                }
                return ExactText(a.1) < ExactText(b.1)
            }
            .prefix(top)
            .map { candidate, key in
                let name = NameForms.name(blocks[candidate.block].batch, candidate.row) ?? ""
                return NameHit(key: key, name: name, score: candidate.score)
            }
    }
}
