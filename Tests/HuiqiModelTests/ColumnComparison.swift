import HuiqiModel
import Testing

/// Two columns hold the same, in values, codes and years.
func expectSame(_ left: Column, _ right: Column, _ name: String) {
    switch (left, right) {
    case (.text(let one), .text(let other)):
        #expect(one.bytes == other.bytes && one.ends == other.ends && one.known == other.known)
    case (.dictionary(let one), .dictionary(let other)): expectSame(one, other, name)
    case (.integer(let one), .integer(let other)): expectSame(one, other, name)
    case (.bool(let one), .bool(let other)):
        #expect(one.values == other.values && one.known == other.known, "\(name)")
    case (.yearly(let one), .yearly(let other)):
        #expect(one.told == other.told && one.years.map(\.year) == other.years.map(\.year), "\(name)")
        for (left, right) in zip(one.years, other.years) { expectSame(left.column, right.column, name) }
    case (.texts(let shape, let one), .texts(let otherShape, let other)):
        expectSame(shape, otherShape, name)
        expectSame(one, other, name)
    case (.records(let shape, let ones), .records(let otherShape, let others)):
        expectSame(shape, otherShape, name)
        #expect(ones.count == others.count)
        for (one, other) in zip(ones, others) { expectSame(one, other, name) }
    default: Issue.record("\(name): kinds differ")
    }
}

func expectSame(_ left: DictionaryColumn, _ right: DictionaryColumn, _ name: String) {
    #expect(
        left.values.map { Array($0.utf8) } == right.values.map { Array($0.utf8) }
            && left.codes == right.codes, "\(name)")
}

func expectSame(_ left: IntegerColumn, _ right: IntegerColumn, _ name: String) {
    #expect(left.values == right.values && left.known == right.known, "\(name)")
}

func expectSame(_ left: ListShape, _ right: ListShape, _ name: String) {
    #expect(
        left.ends == right.ends && left.known == right.known && left.open == right.open
            && left.elements == right.elements && left.longest == right.longest, "\(name)")
}

/// Two batches hold the same rows, columns and reviews.
func expectSame(_ left: ProfileBatch, _ right: ProfileBatch) {
    expectSame(.text(left.keys), .text(right.keys), "keys")
    #expect(left.columns.count == right.columns.count)
    for (field, (one, other)) in zip(left.columns, right.columns).enumerated() {
        expectSame(one, other, left.schema.fields[field].name)
    }
    #expect(left.reviews.count == right.reviews.count)
    for (place, answers) in right.reviews {
        #expect(left.reviews[place]?.map(\.row) == answers.map(\.row))
        #expect(left.reviews[place]?.map(\.held) == answers.map(\.held))
    }
}
