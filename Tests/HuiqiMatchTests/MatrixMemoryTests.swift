import HuiqiLogic
import Testing

@testable import HuiqiMatch

/// What a matrix keeps, and where.
@Suite struct MatrixMemoryTests {
    private func prepared(seed: UInt64, clauses: Int, profiles: Int) throws -> PreparedPopulation {
        var city = try SmallCity(seed: seed, clauses: clauses, profiles: profiles)
        // Some are replaced, so that there are rows that are not live.
        try city.put(0..<(profiles / 20))
        return PreparedPopulation(city.plan, city.population)
    }

    private func matrix(_ prepared: PreparedPopulation, threads: Int = 1) throws -> Matrix {
        guard case .matrix(let matrix) = MatrixMaker(prepared).make(threads: threads) else {
            throw NoMatrix()
        }
        return matrix
    }

    private func matrix(_ prepared: PreparedPopulation, reusing earlier: inout Matrix?) throws -> Matrix {
        guard case .matrix(let matrix) = MatrixMaker(prepared).make(threads: 2, reusing: &earlier) else {
            throw NoMatrix()
        }
        return matrix
    }

    private struct NoMatrix: Error {}

    private func places(_ matrix: Matrix) -> [ObjectIdentifier?] {
        matrix.blocks.map { $0.memory.map { ObjectIdentifier($0) } }
    }

    @Test func onlyLiveRowsHaveBitsAndOnlyLivingClausesHavePlaces() throws {
        let prepared = try prepared(seed: 3, clauses: 60, profiles: 2600)
        let matrix = try matrix(prepared)
        var (dead, living, retired, bytes) = (0, 0, 0, 0)
        for (position, block) in matrix.blocks.enumerated() {
            let rows = prepared.population.blocks[position]
            retired += rows.batch.count - rows.live.population
            if block.count > 0 { bytes += max(8, block.wordCount) * 8 + 60 * 4 }
            for clause in 0..<60 {
                guard let planes = block.planes(clause) else {
                    dead += 1
                    continue
                }
                living += 1
                var isAlive = false
                for word in 0..<block.width {
                    let live = word < rows.live.words.count ? rows.live.words[word] : 0
                    #expect(planes.possible[word] & ~live == 0)
                    #expect(planes.yes[word] & ~planes.possible[word] == 0)
                    if planes.possible[word] != 0 { isAlive = true }
                }
                #expect(isAlive)
            }
        }
        #expect(dead > 10 && living > 50 && retired == 130)
        #expect(matrix.byteCount == bytes)
    }

    @Test func memoryIsTakenOverWhereNobodyHoldsIt() throws {
        let prepared = try prepared(seed: 4, clauses: 40, profiles: 2200)
        let wanted = try matrix(prepared)
        var held: Matrix? = try matrix(prepared, threads: 3)
        let before = try #require(held.map { places($0) })
        #expect(before.count { $0 != nil } >= 3)
        held = try matrix(prepared, reusing: &held)
        #expect(held.map { places($0) } == before)
        #expect(held == wanted)
        // Somebody holds it: the new one lies elsewhere.
        let other = held
        held = try matrix(prepared, reusing: &held)
        let after = try #require(held.map { places($0) })
        #expect(Set(after.compactMap(\.self)).isDisjoint(with: before.compactMap(\.self)))
        #expect(held == wanted && other == wanted)
    }

    @Test func memoryThatIsTooSmallOrMuchTooLargeIsNotKept() throws {
        let few = try prepared(seed: 5, clauses: 6, profiles: 1500)
        let many = try prepared(seed: 6, clauses: 90, profiles: 1500)
        let wanted = try (matrix(few), matrix(many))
        var held: Matrix? = try matrix(few)
        let small = try #require(held.map { places($0) })
        held = try matrix(many, reusing: &held)
        #expect(held == wanted.1 && held?.byteCount == wanted.1.byteCount)
        let large = try #require(held.map { places($0) })
        #expect(Set(large.compactMap(\.self)).isDisjoint(with: small.compactMap(\.self)))
        held = try matrix(few, reusing: &held)
        #expect(held == wanted.0 && held?.byteCount == wanted.0.byteCount)
    }
}
