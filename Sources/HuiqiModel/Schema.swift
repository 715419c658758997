import HuiqiJSON
import HuiqiLogic

/// The type of a field.
public indirect enum FieldType: Sendable, Hashable {
    /// `string`.
    case text
    /// `code`: GB/T 2260 region, GB/T 4754 industry, or a code of the host's own.
    case code(CodeStandard)
    /// `timestamp`: a day in data, midnight UTC in rules.
    case day
    /// `money`: yuan with at most two decimals, stored in fen.
    case money
    /// `int`.
    case int
    /// `enumeration`: exactly one of the values.
    case enumeration([String])
    /// `bool`.
    case bool
    /// `map(int year, money)`.
    case yearly
    /// `list(string)`.
    case texts
    /// `list({…})`.
    case records([Member])

    /// One member of a record.
    public struct Member: Sendable, Hashable {
        /// Name in rules.
        public let name: String
        /// One of text, day, money, int, bool.
        public let type: FieldType

        /// A member.
        public init(name: String, type: FieldType) {
            self.name = name
            self.type = type
        }
    }
}

/// The standard a code field follows.
public enum CodeStandard: String, Sendable, Hashable {
    /// GB/T 2260 administrative divisions, 6, 9 or 12 digits.
    case region
    /// GB/T 4754-2017 industries with section letter.
    case industry
    /// A code of the host's own: letters and digits, hierarchy by prefix.
    case other
}

/// One field of a profile.
public struct Field: Sendable, Hashable {
    /// Name in rules and data.
    public let name: String
    /// Type.
    public let type: FieldType
    /// What people call it.
    public let label: Message
    /// Unit of the value (元, 人, 件), empty where it has none.
    public let unit: String
    /// Days after which an observed fact is stale, where the host sets one. Kept, not yet applied.
    public let maxAgeDays: Int?
    /// Where the host takes it from.
    public let source: String?

    /// A field.
    public init(
        _ name: String, _ type: FieldType, label: Message, unit: String = "", maxAgeDays: Int? = nil,
        source: String? = nil
    ) {
        self.name = name
        self.type = type
        self.label = label
        self.unit = unit
        self.maxAgeDays = maxAgeDays
        self.source = source
    }
}

/// The fields a profile may have, in a fixed order: the contract's own, then those of a schema file.
public final class Schema: Sendable {
    /// The fields; rules and columns refer to them by index.
    public let fields: [Field]
    private let indexByName: [ExactText: Int]
    /// Field names in order, then `reviews`, for readers.
    let keys: JSONKeys
    /// Types of the fields, apart, so that a reader does not copy whole fields.
    let types: [FieldType]
    /// Paths to the fields, apart for the same reason.
    let paths: [FieldPath]
    /// Columns without rows, copied for every batch that is read.
    let noRows: ColumnBuilder

    /// The most fields a schema may have.
    public static let fieldLimit = 1024

    /// Index of a field by name.
    public func index(of name: String) -> Int? { indexByName[ExactText(name)] }

    /// The contract's schema (formats.md, section 1) with further fields after it.
    /// - Throws: ``SchemaError`` where a name is not allowed or taken.
    public init(adding extra: [Field] = []) throws(SchemaError) {
        guard Schema.standard.count + extra.count <= Schema.fieldLimit else {
            throw SchemaError(
                field: nil,
                Message(
                    zh: "字段超过 \(Schema.fieldLimit) 个", en: "more than \(Schema.fieldLimit) fields"))
        }
        var fields = Schema.standard
        var index: [ExactText: Int] = [:]
        for (position, field) in fields.enumerated() { index[ExactText(field.name)] = position }
        for field in extra {
            if let reason = Schema.refusal(of: field.name) { throw SchemaError(field: field.name, reason) }
            if index[ExactText(field.name)] != nil || field.name == "reviews" {
                throw SchemaError(
                    field: field.name, Message(zh: "字段名重复", en: "the field name is taken"))
            }
            index[ExactText(field.name)] = fields.count
            fields.append(field)
        }
        self.fields = fields
        indexByName = index
        keys = JSONKeys(fields.map(\.name) + ["reviews"])
        types = fields.map(\.type)
        paths = fields.map { FieldPath($0.name) }
        noRows = ColumnBuilder(types)
    }

    private init(standardOnly fields: [Field]) {
        self.fields = fields
        var index: [ExactText: Int] = [:]
        for (position, field) in fields.enumerated() { index[ExactText(field.name)] = position }
        indexByName = index
        keys = JSONKeys(fields.map(\.name) + ["reviews"])
        types = fields.map(\.type)
        paths = fields.map { FieldPath($0.name) }
        noRows = ColumnBuilder(types)
    }

    /// The contract's schema without additions.
    public static let contract = Schema(standardOnly: standard)

    /// Why a name cannot be a field's; nil where it can.
    public static func refusal(of name: String) -> Message? {
        let bytes = Array(name.utf8)
        let wellFormed =
            !bytes.isEmpty && bytes.count <= 64 && (0x61...0x7A).contains(bytes[0])
            && bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        if !wellFormed {
            return Message(
                zh: "字段名须为小写字母开头的 [a-z][a-z0-9_]*，至多 64 个字符",
                en: "a field name must match [a-z][a-z0-9_]* and have at most 64 characters")
        }
        if ReservedNames.all.contains(name) {
            return Message(
                zh: "`\(name)` 是条件语言的保留字、函数或类型，不能作字段名",
                en: "`\(name)` is a word, function or type of the condition language")
        }
        return nil
    }
}

/// A schema that cannot be used.
public struct SchemaError: Error, Sendable, Hashable {
    /// The field at fault, where one is.
    public let field: String?
    /// What is wrong.
    public let message: Message

    /// A fault at a field.
    public init(field: String?, _ message: Message) {
        self.field = field
        self.message = message
    }
}

/// Names that the condition language keeps for itself.
public enum ReservedNames {
    /// CEL's literals and reserved identifiers (language definition, "Syntax").
    public static let words: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if",
        "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ]
    /// Whether a name is one of ``words``; asked for every name that is read, so without a hash.
    public static func isWord(_ name: String) -> Bool {
        switch name.utf8.count {
        case 2: name == "in" || name == "as" || name == "if"
        case 3: name == "for" || name == "let" || name == "var"
        case 4: name == "true" || name == "null" || name == "else" || name == "loop" || name == "void"
        case 5: name == "false" || name == "break" || name == "const" || name == "while"
        case 6: name == "import" || name == "return"
        case 7: name == "package"
        case 8: name == "continue" || name == "function"
        case 9: name == "namespace"
        default: false
        }
    }

    /// Types that are written as names.
    public static let types: Set<String> = [
        "bool", "int", "uint", "double", "string", "bytes", "list", "map", "timestamp", "duration", "type",
        "dyn", "null_type", "optional_type",
    ]
    /// Functions and macros.
    public static let functions: Set<String> = [
        "size", "has", "all", "exists", "exists_one", "map", "filter", "under", "date", "money",
        "years_before", "months_before", "days_before", "years_since", "months_since", "at_least",
        "first_reached", "sum", "mentions", "contains", "startsWith", "endsWith", "matches",
    ]
    /// All of them, with the predeclared variables and namespaces.
    public static let all: Set<String> =
        words.union(types).union(functions).union(["year", "as_of", "math"])
}
