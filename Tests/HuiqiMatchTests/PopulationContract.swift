import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiText
import Testing

@testable import HuiqiMatch

/// Where rows lie, which kernels run, and on how many threads changes no answer.
@Suite struct PopulationContract {
    private func counts(_ plan: DayPlan, _ population: Population, threads: Int = 1) -> [ClauseCount] {
        let prepared = PreparedPopulation(plan, population, threads: threads)
        guard case .counts(let counts) = Counter(prepared).count(threads: threads) else { return [] }
        return counts
    }

    @Test func kernelsAndThreadsChangeNothing() throws {
        let city = try SmallCity(seed: 11, clauses: 60, profiles: 3000)
        let plain = DayPlan(
            city.plan.catalogue, on: SmallCity.day, normalizer: city.plan.normalizer, schema: .contract,
            kernels: 0)
        let expected = counts(city.plan, city.population)
        #expect(expected.count == 60)
        #expect(expected.contains { $0.eligible > 0 } && expected.contains { $0.undetermined > 0 })
        #expect(counts(plain, city.population) == expected)
        for threads in [2, 3, 64] {
            #expect(counts(city.plan, city.population, threads: threads) == expected)
        }
    }

    /// The same profiles put all at once, one by one, or in parts lie in other blocks and come to the same.
    @Test func blocksChangeNothing() throws {
        let city = try SmallCity(seed: 12, clauses: 40, profiles: 2500)
        let expected = counts(city.plan, city.population)
        var drafts: [ProfileDraft] = []
        for block in city.population.blocks {
            for row in 0..<block.batch.count where block.live[row] { drafts.append(block.batch[row].draft) }
        }
        #expect(drafts.count == 2500)
        for size in [1, 7, 300, 2500] {
            var population = Population(schema: .contract)
            var next = 0
            while next < drafts.count {
                var batch = ProfileBatch(schema: .contract)
                for draft in drafts[next..<min(next + size, drafts.count)] { batch.append(draft) }
                population.put([batch])
                next += size
            }
            #expect(population.count == 2500)
            #expect(counts(city.plan, population) == expected, "in parts of \(size)")
            for draft in drafts.prefix(200) {
                let found = try #require(population.profile(draft.key))
                #expect(found.draft.values == draft.values)
            }
            #expect(population.location(of: "nobody") == nil)
        }
    }

    /// Small blocks are joined into places that others had; every key is found before and after, and replaced once.
    @Test func joiningSmallBlocksKeepsEveryKeyFound() throws {
        var population = Population(schema: .contract)
        func put(_ part: Int, employees: Int64) throws {
            let lines = (0..<130).map { row in
                "{\"id\":\"k\(part)-\(row)\",\"region\":\"\(part == 1 ? "650100" : "330302")\","
                    + "\"employees\":\(employees)}"
            }
            let bytes = Array(lines.joined(separator: "\n").utf8)
            let reading = ProfileReader(schema: .contract).read(bytes, rows: Population.blockRows, threads: 1)
            #expect(reading.taken == 130)
            population.put(reading.batches)
        }
        for round in 0..<4 {
            for part in 0..<40 {
                try put(part, employees: Int64(round))
                let known = round == 0 ? part + 1 : 40
                #expect(population.count == 130 * known)
                for other in 0..<known {
                    for row in [0, 64, 97, 98, 129] {
                        let found = try #require(population.profile("k\(other)-\(row)"))
                        let employees = try #require(Schema.contract.index(of: "employees"))
                        let wanted = other <= part ? round : round - 1
                        #expect(found.value(employees) == .int(Int64(wanted)))
                    }
                }
            }
        }
        let live = population.blocks.reduce(0) { $0 + $1.live.population }
        #expect(live == 40 * 130)
    }

    /// A replaced profile is seen in the next population, not in the one that is held; blocks that were not touched
    /// are the same objects.
    @Test func aChangeSharesTheOtherBlocks() throws {
        let city = try SmallCity(seed: 13, clauses: 20, profiles: 4000)
        let before = city.population
        var after = before
        let key = before.blocks[0].batch.key(0)
        var draft = try #require(before.profile(key)).draft
        draft.values = draft.values.map { _ in .unknown }
        var batch = ProfileBatch(schema: .contract)
        batch.append(draft)
        after.put([batch])
        #expect(after.count == before.count)
        #expect(before.profile(key)?.draft.values != after.profile(key)?.draft.values)
        let old = Set(before.blocks.map(\.identity))
        #expect(after.blocks.filter { old.contains($0.identity) }.count == before.blocks.count)
        let first = PreparedPopulation(city.plan, before)
        let second = PreparedPopulation(city.plan, after, sharing: first)
        for (index, block) in before.blocks.enumerated() {
            #expect(second.population.blocks[index].identity == block.identity)
            #expect(second.blocks[index] === first.blocks[index])
        }
        #expect(counts(city.plan, after) != [])
    }
}
