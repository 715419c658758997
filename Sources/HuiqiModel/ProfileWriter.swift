import HuiqiJSON

/// Writes profiles as JSON lines (formats.md, section 1) that read back as the same profiles.
///
/// Fields stand in schema order, unknown ones are left out; the same profile gives the same bytes.
public struct ProfileWriter: Sendable {
    private var writer = JSONWriter()
    private let schema: Schema

    /// A writer of nothing yet.
    public init(schema: Schema) { self.schema = schema }

    /// The lines that have been written.
    public var bytes: [UInt8] { writer.bytes }

    /// Writes a line.
    ///
    /// - Complexity: O(its length).
    public mutating func write(_ profile: ProfileDraft) {
        writer.beginObject()
        for (field, value) in zip(schema.fields, profile.values) {
            if case .unknown = value { continue }
            writer.key(field.name)
            write(value, field.type)
        }
        if !profile.reviews.isEmpty {
            writer.key("reviews")
            writer.beginObject()
            for (place, held) in profile.reviews {
                writer.key(place)
                writer.value(held)
            }
            writer.endObject()
        }
        writer.endObject()
        writer.endLine()
    }

    private mutating func write(_ value: FieldValue, _ type: FieldType) {
        switch value {
        case .unknown: writer.null()
        case .text(let text): writer.value(text)
        case .bool(let flag): writer.value(flag)
        case .int(let number): writer.value(number)
        case .fen(let fen): writer.number(literal: Self.yuan(fen))
        case .day(let number): writer.value(Day(number: number).description)
        case .yearly(let amounts):
            writer.beginObject()
            for amount in amounts {
                writer.key(String(amount.year))
                writer.number(literal: Self.yuan(amount.fen))
            }
            writer.endObject()
        case .texts(let texts, let complete):
            writer.beginArray()
            for text in texts { writer.value(text) }
            if !complete { writer.null() }
            writer.endArray()
        case .records(let records, let complete):
            writer.beginArray()
            for record in records { write(record, type) }
            if !complete { writer.null() }
            writer.endArray()
        }
    }

    private mutating func write(_ record: [FieldValue], _ type: FieldType) {
        writer.beginObject()
        if case .records(let members) = type {
            for (member, value) in zip(members, record) {
                if case .unknown = value { continue }
                writer.key(member.name)
                write(value, member.type)
            }
        }
        writer.endObject()
    }

    /// Fen as yuan with no more decimals than there are.
    private static func yuan(_ fen: Int64) -> String {
        let magnitude = fen.magnitude
        let (whole, part) = magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = fen < 0 ? "-" : ""
        if part == 0 { return "\(sign)\(whole)" }
        return "\(sign)\(whole)." + (part % 10 == 0 ? "\(part / 10)" : (part < 10 ? "0\(part)" : "\(part)"))
    }
}
