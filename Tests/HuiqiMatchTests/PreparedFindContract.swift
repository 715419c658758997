import CHuiqiKernels
import HuiqiIndex
import HuiqiModel
import Testing

@testable import HuiqiMatch

/// What is found by codes, planes and tables of a prepared population is what is found by columns and sorting.
@Suite struct PreparedFindContract {
    @Test(arguments: 1...2) func agreesWithColumns(seed: Int) throws {
        var city = try SmallCity(seed: UInt64(seed) &* 31, clauses: 10, profiles: 1300)
        let drafts = try SmallCity(seed: UInt64(seed) &* 31 &+ 7, clauses: 12, profiles: 0).plan
        var prepared = PreparedPopulation(city.plan, city.population)
        try check(city, prepared, drafts)
        // Small blocks, replaced profiles, and texts that no phrase book has; tables of before are used again.
        for range in [40..<110, 1290..<1340, 5..<6] {
            try city.put(range)
            prepared = PreparedPopulation(city.plan, city.population, sharing: prepared)
            try check(city, prepared, drafts)
        }
        // So many that they are made anew.
        try city.put(2000..<4200)
        prepared = PreparedPopulation(city.plan, city.population, sharing: prepared)
        try check(city, prepared, drafts)
    }

    private func check(_ city: SmallCity, _ prepared: PreparedPopulation, _ drafts: DayPlan) throws {
        let finder = PreparedFinder(prepared)
        for (number, clause) in (drafts.catalogue.clauses + city.plan.catalogue.clauses).enumerated() {
            let stored = number - drafts.catalogue.clauses.count
            let plan = DayPlan(
                Catalogue([clause]), on: SmallCity.day, normalizer: city.plan.normalizer, schema: .contract)
            let columns = Finder(plan: plan, population: city.population)
            for top in [number % 3, 40, 600] {
                let options = AnswerOptions(top: top)
                let wanted = columns.find(options: options, threads: 1)
                let found = try #require(
                    stored < 0
                        ? finder.find(draft: clause, options: options)
                        : finder.find(clause: stored, options: options))
                #expect(found.totals == wanted.totals, "\(clause.clause.id) \(top)")
                #expect(
                    found.matches.map { PreparedFindContract.text($0) }
                        == wanted.matches.map { PreparedFindContract.text($0) }, "\(clause.clause.id) \(top)")
            }
        }
        // Others are for the columns.
        #expect(finder.find(clause: 0, options: AnswerOptions(top: 9, topOfEach: 2)) == nil)
    }

    private static func text(_ match: Match) -> String {
        "\(match.rank) \(match.key) \(match.verdict) \(match.degreeLow) \(match.degreeHigh) \(match.relevance) "
            + "\(match.amountLow ?? -1) \(match.amountHigh ?? -1) \(match.deadline?.description ?? "-") "
            + "\(match.decidedFact.map { "\($0)" } ?? "-") \(match.route)"
    }

    /// Any order of blocks in which rows are replaced leaves keys in order.
    @Test func keysAreInOrder() throws {
        var city = try SmallCity(seed: 5, clauses: 2, profiles: 1100)
        try city.put(1000..<1180)
        let prepared = PreparedPopulation(city.plan, city.population)
        let lanes = PopulationLanes(prepared)
        let order = KeyOrder(city.population.blocks, starts: lanes.wordStart)
        var last: (key: [UInt8], rank: Int64)?
        for bit in order.order {
            let block = lanes.wordStart.lastIndex { $0 <= Int(bit) / 64 } ?? 0
            let keys = city.population.blocks[block].batch.keys
            let key = Array(keys.bytes[keys.range(Int(bit) - lanes.wordStart[block] * 64)])
            let rank = order.rank(bit: Int(bit))
            #expect(rank == order.rank(key: key[...]) + 1 || last?.key == key)
            if let last {
                #expect(!key.lexicographicallyPrecedes(last.key))
                #expect(rank > last.rank)
            }
            last = (key, rank)
        }
    }
}
