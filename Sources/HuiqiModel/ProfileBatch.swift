import HuiqiLogic

/// Up to a few thousand profiles, column by column; immutable once built.
public struct ProfileBatch: Sendable {
    /// The fields; `columns[i]` is field `i`.
    public let schema: Schema
    /// Keys, never unknown: `id`, or `uscc` where there is no id.
    public internal(set) var keys: TextColumn
    /// One column a field, `count` rows each.
    public internal(set) var columns: [Column]
    /// What persons judged: by `CLAUSE/CONDITION`, the rows and their answers in order of row.
    public internal(set) var reviews: [ExactText: [(row: Int, held: Bool)]]

    /// Number of rows.
    public var count: Int { keys.ends.count }

    /// A batch without rows.
    public init(schema: Schema) {
        self.schema = schema
        keys = TextColumn()
        columns = schema.fields.map { Column(for: $0.type) }
        reviews = [:]
    }

    /// A batch of finished columns, `keys.ends.count` rows each.
    init(
        schema: Schema, keys: TextColumn, columns: [Column],
        reviews: [ExactText: [(row: Int, held: Bool)]]
    ) {
        self.schema = schema
        self.columns = columns
        self.reviews = reviews
        // Where no row has an id, keys and credit codes are one and the same memory.
        if case .text(let codes)? = columns.dropFirst(ProfileReader.uscc).first, codes == keys {
            self.keys = codes
        } else {
            self.keys = keys
        }
    }

    /// Adds a profile.
    public mutating func append(_ draft: ProfileDraft) {
        let row = count
        keys.append(draft.key)
        for index in columns.indices {
            columns[index].append(index < draft.values.count ? draft.values[index] : .unknown)
        }
        for (place, held) in draft.reviews { reviews[ExactText(place), default: []].append((row, held)) }
    }

    /// Adds all profiles of another batch of the same schema.
    public mutating func append(contentsOf other: ProfileBatch) {
        let base = count
        keys.append(contentsOf: other.keys)
        for index in columns.indices where index < other.columns.count {
            columns[index].append(contentsOf: other.columns[index])
        }
        for (place, answers) in other.reviews {
            reviews[place, default: []].append(contentsOf: answers.map { ($0.row &+ base, $0.held) })
        }
    }

    /// Key of a row.
    public func key(_ row: Int) -> String { keys[row] ?? "" }

    /// The profile of a row.
    public subscript(row: Int) -> Profile { Profile(batch: self, row: row) }
}

/// One profile before it has a place: values in schema order, and the key.
public struct ProfileDraft: Sendable {
    /// `id`, or `uscc`.
    public var key: String
    /// One value a field of the schema.
    public var values: [FieldValue]
    /// What persons judged, by `CLAUSE/CONDITION`.
    public var reviews: [(place: String, held: Bool)]

    /// A draft.
    public init(key: String, values: [FieldValue], reviews: [(place: String, held: Bool)] = []) {
        self.key = key
        self.values = values
        self.reviews = reviews
    }
}

/// One row of a batch: one enterprise's record.
public struct Profile: Sendable {
    /// Where it lies.
    public let batch: ProfileBatch
    /// Its row.
    public var row: Int

    /// Row `row` of `batch`; `row` is in `0 ..< batch.count`.
    public init(batch: ProfileBatch, row: Int) {
        self.batch = batch
        self.row = row
    }

    /// Its key.
    public var key: String { batch.key(row) }

    /// Its value of a field.
    public func value(_ field: Int) -> FieldValue {
        guard field >= 0, field < batch.columns.count, row >= 0, row < batch.count else { return .unknown }
        return batch.columns[field].value(row, as: batch.schema.fields[field].type)
    }

    /// Its amount of one year of a yearly field, in fen.
    public func fen(_ field: Int, year: Int64) -> Int64? {
        guard field >= 0, field < batch.columns.count, row >= 0, row < batch.count,
            case .yearly(let column) = batch.columns[field]
        else { return nil }
        return column.column(year: year)?[row]
    }

    /// What a person judged of a review condition; nil where nobody has.
    public func review(_ place: String) -> Bool? {
        batch.reviews[ExactText(place)]?.last { $0.row == row }?.held
    }
}

extension Profile {
    /// The profile by itself, with its reviews in order of place.
    public var draft: ProfileDraft {
        let values = batch.schema.fields.indices.map { value($0) }
        let answers = batch.reviews.compactMap { place, list in
            list.last { $0.row == row }.map { (place: place.text, held: $0.held) }
        }
        return ProfileDraft(
            key: key, values: values, reviews: answers.sorted { ExactText($0.place) < ExactText($1.place) })
    }
}
