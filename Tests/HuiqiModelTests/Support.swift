import HuiqiModel
import Testing

/// What was read of some lines, and the findings in English without their line where `line` is 0.
func read(_ text: String, schema: Schema = .contract, rows: Int = 4096, threads: Int = 1) -> ProfileReading {
    ProfileReader(schema: schema).read(Array(text.utf8), rows: rows, threads: threads)
}

/// The value of one field of a profile with a key, or the refusal as `field: message`.
func field(_ name: String, _ json: String, schema: Schema = .contract) -> Result<FieldValue, Refused> {
    let reading = read(#"{"id":"k","\#(name)":\#(json)}"#, schema: schema)
    if let refusal = reading.findings.first(where: { $0.severity == .refusal }) {
        return .failure(Refused(field: refusal.field ?? "", message: refusal.message.en))
    }
    guard let batch = reading.batches.first, let index = schema.index(of: name) else {
        return .failure(Refused(field: "", message: "nothing read"))
    }
    return .success(batch[0].value(index))
}

struct Refused: Error, Equatable {
    var field: String
    var message: String
}

/// A field is refused, at a path, for a reason that begins so.
func expectRefused(
    _ name: String, _ json: String, at path: String? = nil, _ reason: String, schema: Schema = .contract,
    _ location: SourceLocation = #_sourceLocation
) {
    switch field(name, json, schema: schema) {
    case .success(let value):
        Issue.record("\(name): \(json) was read as \(value)", sourceLocation: location)
    case .failure(let refused):
        #expect(refused.field == path ?? name, "\(json)", sourceLocation: location)
        #expect(refused.message.contains(reason), "\(refused.message)", sourceLocation: location)
    }
}

/// The warnings of one profile, as `field: message`.
func warnings(_ json: String) -> [String] {
    read(json).findings.map { "\($0.severity) \($0.field ?? ""): \($0.message.en)" }
}

func number(_ numerator: Int128, _ denominator: Int128 = 1) -> Number {
    Number(numerator, over: denominator) ?? .zero
}
