import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import Testing

@testable import HuiqiMatch
@testable import HuiqiText

/// Ranks are what sorting every candidate by every key, each worked out the slow way, comes to.
@Suite struct RankContract {
    private static let optionList = [
        AnswerOptions(top: nil), AnswerOptions(top: 1), AnswerOptions(top: 5), AnswerOptions(top: 10),
        AnswerOptions(top: 33), AnswerOptions(top: 100), AnswerOptions(top: 0),
        AnswerOptions(top: nil, topOfEach: 3), AnswerOptions(top: 9, topOfEach: 5),
        AnswerOptions(top: nil, topOfEach: 0),
    ]

    @Test(arguments: 1...3) func matchAgreesWithSorting(seed: Int) throws {
        let city = try SmallCity(seed: UInt64(seed), clauses: 80, profiles: 8)
        for block in city.population.blocks {
            for row in 0..<block.batch.count where block.live[row] {
                var batch = ProfileBatch(schema: .contract)
                batch.append(block.batch[row].draft)
                let evaluator = ProfileEvaluator(city.plan, batch)
                let slow = city.plan.catalogue.clauses.indices.map { clause in
                    SlowRank(city.plan, clause, batch[0], evaluator.score(clause: clause), isByClause: true)
                }
                for options in RankContract.optionList {
                    let fast = Matcher(plan: city.plan).match(batch, options: options)
                    check(fast.matches, slow, options, city.plan)
                    guard let top = options.top, top <= FirstMatches.limit, options.topOfEach == nil else {
                        continue
                    }
                    let first = FirstMatches(city.plan, batch[0], top: top)
                    let numbered = (0..<first.count).map { Match(first[$0], city.plan, batch[0]) }
                    check(numbered, slow, options, city.plan)
                    #expect(first.totals == fast.totals)
                }
            }
        }
    }

    @Test(arguments: 1...2) func findAgreesWithSorting(seed: Int) throws {
        var city = try SmallCity(seed: UInt64(seed) &+ 100, clauses: 10, profiles: 110)
        try checkFind(city)
        // Blocks with phrases that the book lacks, replaced profiles, and a book made anew.
        try city.put(90..<130)
        try checkFind(city)
        try city.put(100..<300)
        try checkFind(city)
    }

    private func checkFind(_ city: SmallCity) throws {
        for clause in city.plan.catalogue.clauses.indices {
            let single = DayPlan(
                Catalogue([city.plan.catalogue.clauses[clause]]), on: SmallCity.day,
                normalizer: city.plan.normalizer, schema: .contract)
            let finder = Finder(plan: single, population: city.population)
            var slow: [SlowRank] = []
            for block in city.population.blocks {
                for row in 0..<block.batch.count where block.live[row] {
                    var batch = ProfileBatch(schema: .contract)
                    batch.append(block.batch[row].draft)
                    let evaluator = ProfileEvaluator(city.plan, batch)
                    slow.append(
                        SlowRank(
                            city.plan, clause, batch[0], evaluator.score(clause: clause), isByClause: false))
                }
            }
            for options in RankContract.optionList {
                check(
                    finder.find(options: options, threads: 1).matches, slow, options,
                    city.plan)
            }
        }
    }

    private func check(
        _ fast: [Match], _ slow: [SlowRank], _ options: AnswerOptions, _ plan: DayPlan,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let sorted = slow.sorted { $0.precedes($1) }
        let isNoneInForce = slow.allSatisfy { !$0.isInForce }
        var expected: [String] = []
        var taken: [Verdict: Int] = [:]
        for (position, rank) in sorted.enumerated() {
            // Places are counted to the end of the answer, whatever of it is passed over.
            if let each = options.topOfEach {
                if !rank.isInForce && !isNoneInForce { continue }
                if taken[rank.score.verdict, default: 0] >= each { continue }
                let before = sorted.filter { $0.score.verdict.rawValue > rank.score.verdict.rawValue }.count
                let room = max(0, min(options.top ?? slow.count, slow.count) - before)
                if taken[rank.score.verdict, default: 0] >= room { continue }
            } else if position >= options.top ?? slow.count {
                break
            }
            taken[rank.score.verdict, default: 0] += 1
            expected.append(rank.text(position + 1))
        }
        #expect(fast.map { SlowRank.text($0) } == expected, "\(options)", sourceLocation: location)
    }

    @Test func selectionFindsThePlace() {
        var dice = Dice(5)
        for round in 0..<2_000 {
            let spread = dice.pick([1, 2, 5, 1000, 1_000_000])
            let values = (0..<(1 + dice.below(120))).map { _ in Int64(dice.below(spread)) - 3 }
            let place = dice.below(values.count)
            var room = round % 3 == 0 ? values.sorted() : values
            #expect(Shortlist.value(at: place, of: &room) == values.sorted()[place])
        }
    }
}

/// All that ranks a candidate, worked out without anything that the ranking shares.
private struct SlowRank {
    let clause: Int
    let score: Score
    let isInForce: Bool
    let relevance: Int
    let amount: AmountBounds
    let deadline: Day?
    let id: [UInt8]
    let clauseID: String
    let key: String

    init(_ plan: DayPlan, _ clause: Int, _ profile: Profile, _ score: Score, isByClause: Bool) {
        self.clause = clause
        self.score = score
        isInForce = plan.inForce[clause]
        let compiled = plan.catalogue.clauses[clause]
        relevance = SlowRank.relevance(compiled, profile, plan.normalizer)
        amount = AmountBounds(of: compiled, for: profile, plan)
        deadline = compiled.clause.deadline
        clauseID = compiled.clause.id
        key = profile.key
        id = Array((isByClause ? clauseID : key).utf8)
    }

    private static func relevance(_ clause: CompiledClause, _ profile: Profile, _ normalizer: TextNormalizer)
        -> Int
    {
        var texts: [[UInt8]] = []
        let schema = Schema.contract
        if let tags = schema.index(of: "tags"), case .texts(let found, _) = profile.value(tags) {
            texts += found.map { Array(normalizer.normalizeByICU($0).utf8) }
        }
        if let scope = schema.index(of: "scope"), case .text(let text) = profile.value(scope) {
            texts.append(Array(normalizer.normalizeByICU(text).utf8))
        }
        if clause.words.isEmpty { return 0 }
        let found = clause.words.filter { word in
            let needle = Array(word.utf8)
            return texts.contains { text in
                text.indices.contains { text[$0...].starts(with: needle) }
            }
        }
        return (found.count * 2000 + clause.words.count) / (clause.words.count * 2)
    }

    func precedes(_ other: SlowRank) -> Bool {
        if let first = score.precedes(other.score) { return first }
        if relevance != other.relevance { return relevance > other.relevance }
        if amount.low != other.amount.low {
            guard let low = amount.low else { return false }
            return other.amount.low.map { low > $0 } ?? true
        }
        if deadline != other.deadline {
            guard let deadline else { return false }
            return other.deadline.map { deadline < $0 } ?? true
        }
        return id.lexicographicallyPrecedes(other.id)
    }

    func text(_ rank: Int) -> String {
        "\(rank) \(clauseID) \(key) \(score.verdict) \(score.degreeLow) \(score.degreeHigh) \(relevance) "
            + "\(amount) \(deadline?.description ?? "-")"
    }

    static func text(_ match: Match) -> String {
        "\(match.rank) \(match.clause.clause.id) \(match.key) \(match.verdict) \(match.degreeLow) "
            + "\(match.degreeHigh) \(match.relevance) \(AmountBounds(low: match.amountLow, high: match.amountHigh)) "
            + "\(match.deadline?.description ?? "-")"
    }
}
