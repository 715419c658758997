import HuiqiModel

@testable import HuiqiStore

/// A table read with the contract's schema.
func table(
    _ text: String, options: CSVOptions = CSVOptions(), schema: Schema = .contract, pieceSize: Int = 2 << 20,
    partSize: Int = 256 << 10, threads: Int = 1
) throws -> CSVReading {
    try table(
        Array(text.utf8), options: options, schema: schema, pieceSize: pieceSize, partSize: partSize,
        threads: threads)
}

func table(
    _ bytes: [UInt8], options: CSVOptions = CSVOptions(), schema: Schema = .contract,
    pieceSize: Int = 2 << 20, partSize: Int = 256 << 10, threads: Int = 1
) throws -> CSVReading {
    var reader = CSVReader(schema: schema, options: options)
    reader.pieceSize = pieceSize
    reader.partSize = partSize
    return try reader.read(bytes, rows: 64, threads: threads)
}

/// The finding with which a table is refused as a whole; nil where it is read.
func refusal(_ text: String, options: CSVOptions = CSVOptions(), schema: Schema = .contract) -> Finding? {
    refusal(Array(text.utf8), options: options, schema: schema)
}

func refusal(_ bytes: [UInt8], options: CSVOptions = CSVOptions(), schema: Schema = .contract) -> Finding? {
    do {
        _ = try table(bytes, options: options, schema: schema)
        return nil
    } catch { return (error as? CSVRefusal)?.finding }
}

extension CSVReading {
    /// The profiles as JSON lines.
    var lines: [String] {
        guard let schema = profiles.batches.first?.schema else { return [] }
        var writer = ProfileWriter(schema: schema)
        for batch in profiles.batches { for row in 0..<batch.count { writer.write(batch[row].draft) } }
        return String(decoding: writer.bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    /// Findings as `refusal 3 注册地`.
    var places: [String] {
        profiles.findings.map { "\($0.severity.rawValue) \($0.line) \($0.field ?? "-")" }
    }
}

/// Numbers that are the same in every run.
struct Seeded {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

    mutating func one<Element>(of list: [Element]) -> Element { list[below(list.count)] }
}
