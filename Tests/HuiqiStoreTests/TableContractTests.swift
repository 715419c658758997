import HuiqiModel
import Testing

@testable import HuiqiStore

/// A profile means the same as a line of JSON and as a row of a table.
@Suite struct TableContractTests {
    private struct World {
        var random: Seeded
        let years = [2021, 2022, 2023]
        var header: [String] = []
        var columns: [(field: Int, year: Int?)] = []

        init(seed: UInt64) {
            random = Seeded(seed)
            for (index, field) in Schema.contract.fields.enumerated() {
                if case .yearly = field.type {
                    for year in years {
                        header.append("\(field.label.zh)\(year)（万元）")
                        columns.append((index, year))
                    }
                } else {
                    header.append(random.below(2) == 0 ? field.name : field.label.zh)
                    columns.append((index, nil))
                }
            }
        }

        mutating func value(_ type: FieldType, _ field: Int, _ row: Int) -> FieldValue {
            if field == 0 { return .text(row % 11 == 10 ? "k\(row - 1)" : "k\(row)") }
            if random.below(3) == 0 { return .unknown }
            switch type {
            case .text:
                return .text(random.one(of: ["甲公司", "a \"b\"", "91330300712512345X", "x\ny", ",", " "]))
            case .code(.industry): return .text(random.one(of: ["C3829", "C38", "I65", "Z99", "C", "C9999"]))
            case .code:
                return .text(random.one(of: ["330302", "330300", "999999", "330302001", "12", "532129"]))
            case .day: return .day(Int32(random.below(30_000)))
            case .money: return .fen(Int64(random.below(1_000_000)) * 100 - 5_000_000)
            case .int: return .int(Int64(random.below(5000)) - 20)
            case .enumeration(let values): return .text(random.one(of: values + ["大", "其他"]))
            case .bool: return .bool(random.below(2) == 0)
            case .yearly:
                let amounts = years.compactMap { year in
                    random.below(3) == 0
                        ? nil
                        : FieldValue.YearAmount(
                            year: Int16(year), fen: Int64(random.below(1_000_000_000)) - 100_000_000)
                }
                return amounts.isEmpty ? .unknown : .yearly(amounts)
            case .texts:
                return .texts(
                    (0..<random.below(3)).map { "标签\($0)" }, complete: random.below(2) == 0)
            case .records(let members):
                let records = (0..<random.below(3)).map { _ in
                    members.map { member in
                        if case .text = member.type { return FieldValue.text("证") }
                        return value(member.type, -1, row)
                    }
                }
                return .records(records, complete: random.below(2) == 0)
            }
        }

        func cell(_ value: FieldValue, year: Int?) -> String {
            switch value {
            case .unknown: return ""
            case .text(let text): return text
            case .bool(let flag): return flag ? "是" : "否"
            case .int(let number): return String(number)
            case .fen(let fen): return decimal(fen, places: 2)
            case .day(let number): return Day(number: number).description
            case .yearly(let amounts):
                return amounts.first { Int($0.year) == year }.map { decimal($0.fen, places: 6) } ?? ""
            case .texts(let texts, let complete): return list(texts, complete)
            case .records(let records, let complete):
                return list(
                    records.map { $0.map { cell($0, year: nil) }.joined(separator: ";") }, complete)
            }
        }

        private func list(_ elements: [String], _ complete: Bool) -> String {
            if elements.isEmpty, complete { return "[]" }
            return (elements + (complete ? [] : ["?"])).joined(separator: "|")
        }

        private func decimal(_ value: Int64, places: Int) -> String {
            let digits = String(value.magnitude)
            let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
            return (value < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
        }
    }

    private func quoted(_ cell: String) -> String {
        "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    @Test func rowsAndLinesMeanTheSame() throws {
        for seed in 0..<20 as Range<UInt64> {
            var world = World(seed: seed)
            var json = ProfileWriter(schema: .contract)
            var csv = world.header.map(quoted).joined(separator: ",") + "\n"
            for row in 0..<60 {
                let values = Schema.contract.fields.enumerated().map { world.value($1.type, $0, row) }
                json.write(ProfileDraft(key: "", values: values))
                csv +=
                    world.columns.map { quoted(world.cell(values[$0.field], year: $0.year)) }
                    .joined(separator: ",") + "\n"
            }
            let lines = ProfileReader(schema: .contract).read(json.bytes, rows: 64)
            let rows = try table(csv, pieceSize: 4000, partSize: 1000, threads: 2)
            #expect(rows.lines == reading(lines))
            #expect(rows.profiles.refused == lines.refused && rows.profiles.taken == lines.taken)
            #expect(lines.refused > 0 && lines.taken > 0)
            #expect(told(rows.profiles.findings) == told(lines.findings))
        }
    }

    private func reading(_ reading: ProfileReading) -> [String] {
        var writer = ProfileWriter(schema: .contract)
        for batch in reading.batches { for row in 0..<batch.count { writer.write(batch[row].draft) } }
        return String(decoding: writer.bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    /// Findings without their places.
    private func told(_ findings: [Finding]) -> [String] {
        findings.map { "\($0.severity) \($0.subject ?? "-") \($0.message.zh)" }
    }

    /// A negative amount is told of its own column.
    @Test func warningsNameTheirColumn() throws {
        let read = try table(
            "id,利润总额2022,利润总额2023（万元）,营业收入2023\n1,-5,-6,1\n2,5,-1,-1\n3,1,1,1\n", pieceSize: 5)
        #expect(
            read.places == [
                "warning 2 利润总额2022", "warning 2 利润总额2023（万元）", "warning 3 利润总额2023（万元）",
                "warning 3 营业收入2023",
            ])
    }

    @Test func writtenProfilesReadBack() throws {
        var world = World(seed: 99)
        var writer = ProfileWriter(schema: .contract)
        for row in 0..<200 {
            let values = Schema.contract.fields.enumerated().map { world.value($1.type, $0, row) }
            writer.write(
                ProfileDraft(
                    key: "", values: values, reviews: row % 3 == 0 ? [("a/b\"", true), ("c/d", false)] : []))
        }
        let first = ProfileReader(schema: .contract).read(writer.bytes, rows: 64)
        var again = ProfileWriter(schema: .contract)
        for batch in first.batches { for row in 0..<batch.count { again.write(batch[row].draft) } }
        let second = ProfileReader(schema: .contract).read(again.bytes, rows: 64)
        #expect(second.refused == 0 && second.taken == first.taken)
        #expect(reading(first) == reading(second))
        let (kept, read) = (drafts(first), drafts(second))
        #expect(kept.count == read.count)
        for (one, other) in zip(kept, read) {
            #expect(one.values == other.values)
            #expect(one.reviews.map(\.place) == other.reviews.map(\.place))
            #expect(one.reviews.map(\.held) == other.reviews.map(\.held))
        }
    }

    private func drafts(_ reading: ProfileReading) -> [ProfileDraft] {
        reading.batches.flatMap { batch in (0..<batch.count).map { batch[$0].draft } }
    }
}
