import Testing

@testable import HuiqiModel

/// A sheet says of a profile what a batch of the one row says, from JSON and from a row, one profile after another.
@Suite struct ProfileSheetTests {
    @Test(arguments: 0..<30) func aSheetSaysWhatABatchSays(seed: Int) throws {
        let schema = try #require(PlainRowTests.schema)
        let reader = ProfileReader(schema: schema)
        var written = ProfileSheet(schema: schema)
        var rows = ProfileSheet(schema: schema)
        var taken = 0
        var plain = 0
        for line in PlainRowTests.lines(schema, seed: seed, count: 250) {
            let one = Result { () throws(ProfileRefusal) in try reader.readOne(line) }
            let isRead = written.read(line.span)
            guard case .success(let (batch, findings)) = one else {
                #expect(!isRead, "\(String(decoding: line, as: UTF8.self))")
                continue
            }
            taken += 1
            rows.take(batch[0])
            expectSame(rows, batch, nested: false)
            guard isRead else {
                expectUnknown(written)
                continue
            }
            plain += 1
            #expect(written.warnings == findings)
            expectSame(written, batch, nested: true)
            let own = try #require(written.batch)
            huiqiExpectSame(own, batch)
            #expect(written.reviews.filter(\.isKnown).count == batch.reviews.count)
            for review in written.reviews where review.isKnown {
                let (bytes, range) = written.text(review)
                let place = String(decoding: bytes[range], as: UTF8.self)
                #expect(batch[0].review(place) == (review.number == 1))
            }
        }
        #expect(plain * 2 > taken && plain > 20)
    }

    /// Numbers begin anew when much was remembered, and say so.
    @Test func whatIsRememberedIsBounded() {
        var sheet = ProfileSheet(schema: .contract)
        let tags = Schema.contract.index(of: "tags") ?? 0
        let first = sheet.generation
        for number in 0..<600 {
            let tag = String(repeating: "长", count: 400) + "\(number)"
            let isRead = sheet.read(Array("{\"tags\":[\"\(tag)\",\"a\"]}".utf8).span)
            #expect(isRead)
            let found = sheet.cells[tags].range.map { sheet.text(sheet.parts[$0].number, of: tags) }
            #expect(found == [tag, "a"])
        }
        #expect(sheet.generation > first)
    }

    @Test func ordinaryProfilesAreReadBySheets() {
        var sheet = ProfileSheet(schema: .contract)
        for line in [
            #"{"id":"a"}"#, "\u{FEFF}{}",
            #"{"uscc":"91330326MA1000009E","profit":{"2021":null,"2020":-1.5},"reviews":{"C/c":true}}"#,
            #"{"name":"\u6e29\u5dde","size":"小","industry":"3829","tags":[null,"🙂"],"penalties":[{"kind":"k"}]}"#,
        ] {
            let isRead = sheet.read(Array(line.utf8).span)
            #expect(isRead, "\(line)")
        }
    }

    private func huiqiExpectSame(_ left: ProfileBatch, _ right: ProfileBatch) {
        for field in left.schema.fields.indices {
            #expect(left[0].value(field) == right[0].value(field))
        }
    }

    private func expectUnknown(_ sheet: ProfileSheet) {
        #expect(sheet.cells.allSatisfy { !$0.isKnown } && sheet.parts.isEmpty && sheet.reviews.isEmpty)
    }

    /// - Parameter nested: Whether members that are maps or lists are compared; rows leave them out.
    private func expectSame(_ sheet: ProfileSheet, _ batch: ProfileBatch, nested: Bool) {
        let (bytes, range) = sheet.keyText
        #expect(String(decoding: bytes[range], as: UTF8.self) == batch.key(0))
        for (field, entry) in sheet.schema.fields.enumerated() {
            let expected = batch[0].value(field)
            #expect(
                value(sheet, field, entry.type) == (nested ? expected : flat(expected, entry.type)),
                "\(entry.name)")
        }
    }

    private func flat(_ value: FieldValue, _ type: FieldType) -> FieldValue {
        guard case .records(let records, let complete) = value, case .records(let members) = type else {
            return value
        }
        let kept = records.map { record in
            zip(record, members).map { value, member -> FieldValue in
                switch member.type {
                case .yearly, .texts, .records: .unknown
                default: value
                }
            }
        }
        return .records(kept, complete: complete)
    }

    private func value(_ sheet: ProfileSheet, _ field: Int, _ type: FieldType) -> FieldValue {
        let cell = sheet.cells[field]
        guard cell.isKnown else { return .unknown }
        switch type {
        case .text:
            let (bytes, range) = sheet.text(cell)
            return .text(String(decoding: bytes[range], as: UTF8.self))
        case .code, .enumeration: return .text(sheet.text(cell.number, of: field))
        case .yearly:
            let amounts = cell.range.map { sheet.parts[$0] }.filter(\.isKnown)
                .map { FieldValue.YearAmount(year: $0.year, fen: $0.number) }
            for amount in amounts { #expect(sheet.fen(field, year: Int64(amount.year)) == amount.fen) }
            return .yearly(amounts.sorted { $0.year < $1.year })
        case .texts:
            return .texts(
                cell.range.map { sheet.text(sheet.parts[$0].number, of: field) }, complete: !cell.isOpen)
        case .records(let members):
            let width = sheet.width(of: field)
            #expect(width == members.count)
            let records = stride(from: cell.range.lowerBound, to: cell.range.upperBound, by: width)
                .map { first in
                    members.indices.map { member -> FieldValue in
                        let part = sheet.parts[first + member]
                        guard part.isKnown else { return .unknown }
                        switch members[member].type {
                        case .text, .enumeration, .code:
                            return .text(sheet.text(part.number, ofMember: member, of: field))
                        default: return scalar(part.number, members[member].type)
                        }
                    }
                }
            return .records(records, complete: !cell.isOpen)
        default: return scalar(cell.number, type)
        }
    }

    private func scalar(_ number: Int64, _ type: FieldType) -> FieldValue {
        switch type {
        case .int: .int(number)
        case .money: .fen(number)
        case .day: .day(Int32(truncatingIfNeeded: number))
        case .bool: .bool(number == 1)
        default: .unknown
        }
    }
}
