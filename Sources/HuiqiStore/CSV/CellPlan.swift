import HuiqiModel

/// What a cell is read as.
enum CellKind: Equatable {
    case text
    /// A text that is a key, which spreadsheets take for a number.
    case key
    case creditCode
    case code
    case industry
    case enumeration
    case day
    case money
    case int
    case bool
    case texts
    case records

    init(_ type: FieldType, field: Int? = nil) {
        switch type {
        case .text where field == Self.id: self = .key
        case .text where field == Self.uscc: self = .creditCode
        case .text: self = .text
        case .code(.industry): self = .industry
        case .code: self = .code
        case .day: self = .day
        case .money, .yearly: self = .money
        case .int: self = .int
        case .enumeration: self = .enumeration
        case .bool: self = .bool
        case .texts: self = .texts
        case .records: self = .records
        }
    }

    private static let id = Schema.contract.index(of: "id")
    private static let uscc = Schema.contract.index(of: "uscc")

    /// Whether spaces around a cell mean nothing.
    var trims: Bool { self != .text && self != .key && self != .creditCode }
}

/// The columns of a table in the order in which they are written: those of one field together. Numbers only, so that a
/// row counts no references.
struct CellPlan {
    struct Entry {
        let column: Int
        let field: Int
        let kind: CellKind
        let scale: Int
        let isPercent: Bool
        let isYearly: Bool
        /// `,"name":` in ``keys``, of a yearly field `,"name":{"2023":`.
        let key: Range<Int>
        /// `,"2023":` in ``keys``, where a year of the field was told before.
        let yearKey: Range<Int>
    }

    private(set) var entries: [Entry] = []
    private(set) var keys: [UInt8] = []
    /// Columns under which nothing may stand.
    private(set) var empty: [Int] = []

    init(_ columns: [CSVColumn], schema: Schema) {
        var fields: [Int] = []
        for (index, column) in columns.enumerated() {
            if let field = column.field {
                if !fields.contains(field) { fields.append(field) }
            } else if column.header.isEmpty {
                empty.append(index)
            }
        }
        for field in fields {
            let name = schema.fields[field].name
            for (index, column) in columns.enumerated() where column.field == field {
                let year = column.year.map { "\"\($0)\":" }
                entries.append(
                    Entry(
                        column: index, field: field, kind: CellKind(schema.fields[field].type, field: field),
                        scale: column.exponent10, isPercent: column.isPercent, isYearly: year != nil,
                        key: add(",\"\(name)\":" + (year.map { "{" + $0 } ?? "")),
                        yearKey: add(year.map { "," + $0 } ?? "")))
            }
        }
    }

    private mutating func add(_ key: String) -> Range<Int> {
        let start = keys.count
        keys.append(contentsOf: key.utf8)
        return start..<keys.count
    }
}
