import HuiqiModel

/// A column of a table and what it tells.
public struct CSVColumn: Sendable, Hashable {
    /// Its header as written.
    public let header: String
    /// Index of the field in the schema; nil where the column is passed over.
    public let field: Int?
    /// The year of a yearly field.
    public let year: Int?
    /// The unit its numbers are in, the field's own where the header tells none; empty where there is none.
    public let unit: String
    /// The power of ten that brings a number to the field's unit.
    let exponent10: Int
    /// Whether cells may end in `%`.
    let isPercent: Bool

    /// A column that is passed over.
    init(ignored header: String) {
        self.init(header: header, field: nil, year: nil, unit: "", exponent10: 0)
    }

    init(header: String, field: Int?, year: Int?, unit: String, exponent10: Int) {
        self.header = header
        self.field = field
        self.year = year
        self.unit = unit
        self.exponent10 = exponent10
        isPercent = unit == "%"
    }
}

/// Why a header cannot be used.
struct HeaderFault: Error {
    let header: String
    /// Nil where it names no field; what is near is looked for only when it is told.
    let message: Message?

    init(unknown header: String) {
        self.header = header
        message = nil
    }

    init(_ header: String, zh: String, en: String) {
        self.header = header
        message = Message(zh: zh, en: en)
    }
}
