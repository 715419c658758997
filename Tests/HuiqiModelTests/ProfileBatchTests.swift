import HuiqiModel
import Testing

@Suite struct ProfileBatchTests {
    private static let names = ["", "a", "温州", "é", "e\u{301}", "🙂", "a long text that is written out"]

    private func value(_ type: FieldType, _ random: inout SeededGenerator) -> FieldValue {
        if Int.random(in: 0..<3, using: &random) == 0 { return .unknown }
        let name = Self.names.randomElement(using: &random) ?? ""
        switch type {
        case .text, .code: return .text(name)
        case .enumeration(let values): return .text(values.randomElement(using: &random) ?? "")
        case .day: return .day(Int32.random(in: -700_000...2_900_000, using: &random))
        case .money: return .fen(Int64.random(in: .min ... .max, using: &random))
        case .int: return .int(Int64.random(in: .min ... .max, using: &random))
        case .bool: return .bool(Bool.random(using: &random))
        case .yearly:
            let years = Set(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    Int16.random(in: 2015...2024, using: &random)
                })
            return .yearly(years.sorted().map { .init(year: $0, fen: Int64($0)) })
        case .texts:
            let count = Int.random(in: 0...3, using: &random)
            return .texts(
                (0..<count).map { _ in Self.names.randomElement(using: &random) ?? "" },
                complete: Bool.random(using: &random))
        case .records(let members):
            let count = Int.random(in: 0...3, using: &random)
            return .records(
                (0..<count).map { _ in members.map { value($0.type, &random) } },
                complete: Bool.random(using: &random))
        }
    }

    private func drafts(_ count: Int, _ random: inout SeededGenerator) -> [ProfileDraft] {
        (0..<count).map { row in
            ProfileDraft(
                key: "k\(row)", values: Schema.contract.fields.map { value($0.type, &random) },
                reviews: (0..<Int.random(in: 0...2, using: &random)).map {
                    ("C\($0)/c", Bool.random(using: &random))
                })
        }
    }

    private func batch(_ drafts: [ProfileDraft]) -> ProfileBatch {
        var batch = ProfileBatch(schema: .contract)
        for draft in drafts { batch.append(draft) }
        return batch
    }

    private func expectHolds(_ batch: ProfileBatch, _ drafts: [ProfileDraft]) {
        #expect(batch.count == drafts.count)
        for (row, draft) in drafts.enumerated() where row < batch.count {
            let found = batch[row].draft
            #expect(found.key == draft.key && found.values == draft.values)
            #expect(found.reviews.map(\.place) == draft.reviews.map(\.place))
            #expect(found.reviews.map(\.held) == draft.reviews.map(\.held))
        }
    }

    @Test func whatIsAppendedIsThere() {
        var random = SeededGenerator(seed: 1)
        for count in [0, 1, 63, 64, 65, 130] {
            let drafts = drafts(count, &random)
            expectHolds(batch(drafts), drafts)
        }
    }

    @Test func concatenationKeepsBothParts() {
        var random = SeededGenerator(seed: 2)
        for left in [0, 1, 40, 64] {
            for right in [0, 1, 25, 65] {
                let (first, second) = (drafts(left, &random), drafts(right, &random))
                var joined = batch(first)
                joined.append(contentsOf: batch(second))
                expectHolds(joined, first + second)
            }
        }
    }

    @Test func removingKeepsTheOthersInOrder() {
        var random = SeededGenerator(seed: 3)
        for count in [1, 64, 100] {
            let drafts = drafts(count, &random)
            let gone = (0..<count).filter { _ in Bool.random(using: &random) }
            let kept = drafts.indices.filter { !gone.contains($0) }.map { drafts[$0] }
            expectHolds(batch(drafts).removing(rows: gone), kept)
            expectHolds(batch(drafts).removing(rows: []), drafts)
            expectHolds(batch(drafts).removing(rows: Array(0..<count)), [])
        }
    }

    /// Gathered columns are those that appending the drafts gives, in values, codes, years and reviews.
    @Test func gatheringIsAppendingTheRows() {
        var random = SeededGenerator(seed: 5)
        let schema = Schema.contract
        for count in [0, 1, 63, 64, 65, 200] {
            let parts = [drafts(70, &random), [], drafts(130, &random), drafts(1, &random)]
            let batches = parts.map(batch)
            var places: [RowPlace] = []
            for _ in 0..<count {
                let part = [0, 0, 2, 2, 2, 3].randomElement(using: &random) ?? 0
                places.append(
                    RowPlace(
                        batch: Int32(part),
                        row: Int32(Int.random(in: 0..<parts[part].count, using: &random))))
            }
            let chosen = places.map { parts[Int($0.batch)][Int($0.row)] }
            let gathered = ProfileBatch.gathering(places[...], of: batches, schema: schema)
            expectHolds(gathered, chosen)
            let slow = batch(chosen)
            expectSame(gathered, slow)
            let blocks = [places[0..<(count / 3)], places[(count / 3)...], [], places[...]]
            let several = ProfileBatch.gathering(blocks: blocks, of: batches, schema: schema, threads: 3)
            for (block, found) in zip(blocks, several) {
                expectSame(found, batch(block.map { parts[Int($0.batch)][Int($0.row)] }))
            }
        }
    }

    @Test func gatheringTakesASliceAndLeavesOutPlacesThatAreNowhere() throws {
        var random = SeededGenerator(seed: 6)
        let drafts = drafts(3, &random)
        let other = ProfileBatch(schema: try Schema(adding: []))
        let places = [(0, 2), (9, 0), (-1, 0), (0, -1), (0, 3), (1, 0), (0, 0), (0, 1)].map {
            RowPlace(batch: $0.0, row: $0.1)
        }
        let batches = [batch(drafts), other]
        expectHolds(
            ProfileBatch.gathering(places[0..<7], of: batches, schema: .contract), [drafts[2], drafts[0]])
        expectHolds(ProfileBatch.gathering(places[3..<3], of: batches, schema: .contract), [])
        expectHolds(ProfileBatch.gathering([RowPlace(batch: 0, row: 0)], of: [], schema: .contract), [])
    }

    @Test func yearsAreReadByYear() {
        var random = SeededGenerator(seed: 4)
        let drafts = drafts(50, &random)
        let batch = batch(drafts)
        for (index, field) in Schema.contract.fields.enumerated() where field.type == .yearly {
            for row in 0..<50 {
                var told: [Int64: Int64] = [:]
                if case .yearly(let amounts) = drafts[row].values[index] {
                    for amount in amounts { told[Int64(amount.year)] = amount.fen }
                }
                for year in Int64(2010)...2026 { #expect(batch[row].fen(index, year: year) == told[year]) }
            }
        }
        #expect(batch[0].fen(-1, year: 2020) == nil && batch[0].fen(21, year: .max) == nil)
    }

    @Test func rowsAndFieldsOutsideAreUnknown() {
        let batch = ProfileBatch(schema: .contract)
        #expect(Profile(batch: batch, row: 0).value(0) == .unknown)
        #expect(Profile(batch: batch, row: 0).value(9999) == .unknown)
        #expect(Profile(batch: batch, row: 0).review("A/c1") == nil)
    }
}
