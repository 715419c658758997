import Foundation

/// One way in which policies put a condition, how it is written here, and cases worked out by hand
/// (`data/phrasings/conditions.jsonl`, one object a line).
struct Phrasing: Decodable {
    let id: String
    let title: String
    /// What is asked, in our own words.
    let asks: String
    /// The day of the cases that name no other.
    let asOf: String
    /// Fields that are not among the contract's own.
    let fields: [String]
    /// One or more ways, or steps, or tiers.
    let forms: [Form]
    /// How the phrase is to be read.
    let reading: [String]
    let cases: [Case]

    struct Form: Decodable {
        let id: String
        let label: String
        /// Nil where a person must judge.
        let expr: String?
    }

    struct Case: Decodable {
        let form: String
        let why: String
        let profile: JSONText
        let asOf: String?
        /// `yes`, `no` or `unknown`, by Kleene's rules.
        let truth: String
        let missing: [String]?
        /// What the evaluation failed of.
        let problem: String?
        /// The verdict by case split, where it is worth telling.
        let split: String?
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("data/phrasings")

    static func all() throws -> [Phrasing] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try Data(contentsOf: folder.appendingPathComponent("conditions.jsonl"))
            .split(separator: 0x0A).map { try decoder.decode(Phrasing.self, from: $0) }
    }

    static func schema() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent("schema.json")))
    }
}

/// A JSON value that is written out again with every digit.
enum JSONText: Decodable {
    case null
    case bool(Bool)
    case number(Decimal)
    case text(String)
    case array([JSONText])
    case object([String: JSONText])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? container.decode(Decimal.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let elements = try? container.decode([JSONText].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSONText].self))
        }
    }

    /// The value with keys in order; texts here need no escapes.
    var written: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .number(let number): "\(number)"
        case .text(let text): "\"\(text)\""
        case .array(let elements): "[\(elements.map(\.written).joined(separator: ","))]"
        case .object(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value.written)" }.joined(separator: ","))}"
        }
    }

    /// The object with one member more.
    func adding(_ key: String, _ text: String) -> JSONText {
        guard case .object(var members) = self else { return self }
        members[key] = .text(text)
        return .object(members)
    }
}
