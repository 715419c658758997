import HuiqiIndex
import HuiqiLogic
import HuiqiModel

extension Matrix {
    /// One clause of a matrix, every enterprise.
    public struct Clause: Sendable {
        let matrix: Matrix
        /// Place in the catalogue.
        public let index: Int
        /// Id, and how many profiles of each verdict.
        public var count: ClauseCount { matrix.counts[index] }
    }

    /// One enterprise of a matrix, every clause.
    public struct Enterprise: Sendable, Hashable {
        /// Key of the profile.
        public let key: String
        /// Places in the catalogue of the clauses for which it is eligible, ascending.
        public let eligible: [Int]
        /// Those for which it is undetermined, ascending; for all others it is ineligible.
        public let undetermined: [Int]
    }

    /// One clause; nil where there is none.
    /// - Parameter index: Place in the catalogue.
    public func clause(_ index: Int) -> Clause? {
        counts.indices.contains(index) ? Clause(matrix: self, index: index) : nil
    }

    /// The clauses one after another, in catalogue order, until `body` returns false.
    public func forEachClause(_ body: (Clause) -> Bool) {
        for index in counts.indices where !body(Clause(matrix: self, index: index)) { return }
    }

    /// One enterprise; nil where there is none of that key.
    /// - Complexity: O(clauses).
    public func profile(_ key: String) -> Enterprise? {
        guard let place = population.location(of: key) else { return nil }
        var eligible: [Int] = []
        var undetermined: [Int] = []
        for clause in counts.indices {
            switch blocks[place.block].verdict(clause, row: place.row) {
            case .eligible: eligible.append(clause)
            case .undetermined: undetermined.append(clause)
            case .ineligible: continue
            }
        }
        return Enterprise(key: key, eligible: eligible, undetermined: undetermined)
    }

    /// The enterprises one after another, in the population's order, until `body` returns false.
    /// - Complexity: O(verdicts that are not ineligible + blocks x clauses x words a plane).
    public func forEachProfile(_ body: (Enterprise) -> Bool) {
        for (position, block) in blocks.enumerated() {
            let rows = population.blocks[position]
            // A plane may end behind the rows.
            for (word, live) in rows.live.words.enumerated() where word < block.width {
                if live == 0 { continue }
                var eligible = [[Int]](repeating: [], count: 64)
                var undetermined = eligible
                for clause in block.slots.indices {
                    guard let planes = unsafe block.planes(clause) else { continue }
                    // Safe: `word` is below `width`, which is what a plane has.
                    let (yes, possible) = unsafe (planes.yes[word], planes.possible[word])
                    Bitmap.visitAll(yes) { eligible[$0].append(clause) }
                    Bitmap.visitAll(possible & ~yes) { undetermined[$0].append(clause) }
                }
                let isGoingOn = Bitmap.visit(live) { bit in
                    body(
                        Enterprise(
                            key: rows.batch.key(word &* 64 &+ bit), eligible: eligible[bit],
                            undetermined: undetermined[bit]))
                }
                if !isGoingOn { return }
            }
        }
    }
}

extension Matrix.Clause {
    /// The keys of the profiles of one verdict, in the population's order, until `body` returns false.
    /// - Returns: Whether `body` never did.
    /// - Complexity: O(profiles of that verdict + blocks x words a plane).
    @discardableResult
    public func forEachKey(_ verdict: Verdict, _ body: (String) -> Bool) -> Bool {
        forEachWord { rows, word, live, yes, possible in
            let wanted =
                switch verdict {
                case .eligible: yes
                case .undetermined: possible & ~yes
                case .ineligible: live & ~possible
                }
            return Bitmap.visit(wanted) { body(rows.batch.key(word &* 64 &+ $0)) }
        }
    }

    /// Every profile's key and verdict, in the population's order, until `body` returns false.
    /// - Returns: Whether `body` never did.
    @discardableResult
    public func forEachVerdict(_ body: (String, Verdict) -> Bool) -> Bool {
        forEachWord { rows, word, live, yes, possible in
            Bitmap.visit(live) { row in
                let bit = UInt64(1) &<< UInt64(row)
                let verdict: Verdict =
                    yes & bit != 0 ? .eligible : possible & bit != 0 ? .undetermined : .ineligible
                return body(rows.batch.key(word &* 64 &+ row), verdict)
            }
        }
    }

    private func forEachWord(
        _ body: (Population.Block, Int, _ live: UInt64, _ yes: UInt64, _ possible: UInt64) -> Bool
    ) -> Bool {
        for (position, block) in matrix.blocks.enumerated() {
            let rows = matrix.population.blocks[position]
            let planes = unsafe block.planes(index)
            // A plane may end behind the rows.
            for (word, live) in rows.live.words.enumerated() where word < block.width {
                if live == 0 { continue }
                // Safe: `word` is below `width`, which is what a plane has.
                let yes = unsafe planes?.yes[word] ?? 0
                let possible = unsafe planes?.possible[word] ?? 0
                if !body(rows, word, live, yes, possible) { return false }
            }
        }
        return true
    }
}

extension Bitmap {
    /// Gives the numbers of the set bits of a word, ascending, until `body` returns false; whether it never did.
    @inline(__always) fileprivate static func visit(_ word: UInt64, _ body: (Int) -> Bool) -> Bool {
        var left = word
        while left != 0 {
            if !body(left.trailingZeroBitCount) { return false }
            left &= left &- 1
        }
        return true
    }

    /// Gives the numbers of the set bits of a word, ascending.
    @inline(__always) fileprivate static func visitAll(_ word: UInt64, _ body: (Int) -> Void) {
        var left = word
        while left != 0 {
            body(left.trailingZeroBitCount)
            left &= left &- 1
        }
    }
}
