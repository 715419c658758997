extension Column {
    /// An empty column for a field's type.
    init(for type: FieldType) {
        switch type {
        case .text: self = .text(TextColumn())
        case .code, .enumeration: self = .dictionary(DictionaryColumn())
        case .int, .money, .day: self = .integer(IntegerColumn())
        case .bool: self = .bool(BoolColumn())
        case .yearly: self = .yearly(YearlyColumn())
        case .texts: self = .texts(ListShape(), DictionaryColumn())
        // Text members of records repeat a lot (names of certificates), so they are kept as a dictionary.
        case .records(let members):
            self = .records(
                ListShape(),
                members.map { $0.type == .text ? .dictionary(DictionaryColumn()) : Column(for: $0.type) })
        }
    }

    /// Adds one row. A value of another type counts as unknown; readers check types before.
    mutating func append(_ value: FieldValue) {
        // The payload is moved out and back so that it is not copied.
        switch self {
        case .text(var column):
            self = .text(TextColumn())
            if case .text(let text) = value { column.append(text) } else { column.append(nil) }
            self = .text(column)
        case .dictionary(var column):
            self = .text(TextColumn())
            if case .text(let text) = value { column.append(text) } else { column.append(nil) }
            self = .dictionary(column)
        case .integer(var column):
            self = .text(TextColumn())
            column.append(value.integer)
            self = .integer(column)
        case .bool(var column):
            self = .text(TextColumn())
            if case .bool(let flag) = value { column.append(flag) } else { column.append(nil) }
            self = .bool(column)
        case .yearly(var column):
            self = .text(TextColumn())
            if case .yearly(let amounts) = value { column.append(amounts) } else { column.append(nil) }
            self = .yearly(column)
        case .texts(var shape, var column):
            self = .text(TextColumn())
            if case .texts(let texts, let complete) = value {
                shape.append(count: texts.count, complete: complete)
                for text in texts { column.append(text) }
            } else {
                shape.append(count: nil, complete: true)
            }
            self = .texts(shape, column)
        case .records(var shape, var members):
            self = .text(TextColumn())
            if case .records(let records, let complete) = value {
                shape.append(count: records.count, complete: complete)
                for record in records {
                    for index in members.indices {
                        members[index].append(index < record.count ? record[index] : .unknown)
                    }
                }
            } else {
                shape.append(count: nil, complete: true)
            }
            self = .records(shape, members)
        }
    }

    /// Adds all rows of another column of the same type.
    mutating func append(contentsOf other: Column) {
        switch (self, other) {
        case (.text(var column), .text(let added)):
            self = .text(TextColumn())
            column.append(contentsOf: added)
            self = .text(column)
        case (.dictionary(var column), .dictionary(let added)):
            self = .text(TextColumn())
            column.append(contentsOf: added)
            self = .dictionary(column)
        case (.integer(var column), .integer(let added)):
            self = .text(TextColumn())
            column.append(contentsOf: added)
            self = .integer(column)
        case (.bool(var column), .bool(let added)):
            self = .text(TextColumn())
            column.append(contentsOf: added)
            self = .bool(column)
        case (.yearly(var column), .yearly(let added)):
            self = .text(TextColumn())
            column.append(contentsOf: added)
            self = .yearly(column)
        case (.texts(var shape, var column), .texts(let addedShape, let added)):
            self = .text(TextColumn())
            shape.append(contentsOf: addedShape)
            column.append(contentsOf: added)
            self = .texts(shape, column)
        case (.records(var shape, var members), .records(let addedShape, let added)):
            self = .text(TextColumn())
            shape.append(contentsOf: addedShape)
            for index in members.indices where index < added.count {
                members[index].append(contentsOf: added[index])
            }
            self = .records(shape, members)
        default:
            break
        }
    }

    /// The value of a row, as `type` reads it.
    func value(_ row: Int, as type: FieldType) -> FieldValue {
        switch self {
        case .text(let column): return column[row].map { .text($0) } ?? .unknown
        case .dictionary(let column): return column[row].map { .text($0) } ?? .unknown
        case .integer(let column):
            guard let value = column[row] else { return .unknown }
            switch type {
            case .money: return .fen(value)
            case .day: return .day(Int32(truncatingIfNeeded: value))
            default: return .int(value)
            }
        case .bool(let column): return column[row].map { .bool($0) } ?? .unknown
        case .yearly(let column): return column[row].map { .yearly($0) } ?? .unknown
        case .texts(let shape, let column):
            guard shape.known[row] else { return .unknown }
            return .texts(shape.range(row).map { column[$0] ?? "" }, complete: !shape.open[row])
        case .records(let shape, let columns):
            guard shape.known[row], case .records(let members) = type else { return .unknown }
            let records = shape.range(row).map { element in
                zip(columns, members).map { $0.value(element, as: $1.type) }
            }
            return .records(records, complete: !shape.open[row])
        }
    }
}

extension FieldValue {
    /// The stored integer of an int, money or day.
    var integer: Int64? {
        switch self {
        case .int(let value), .fen(let value): value
        case .day(let number): Int64(number)
        default: nil
        }
    }
}
