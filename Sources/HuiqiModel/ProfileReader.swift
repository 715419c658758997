import HuiqiJSON
import HuiqiLogic
import HuiqiText

/// Profiles read from JSON lines: blocks of columns, and what was refused or looked odd.
public struct ProfileReading: Sendable {
    /// Blocks of at most the asked number of rows, in input order, keys unique.
    public var batches: [ProfileBatch] = []
    /// Refusals and warnings in order of line.
    public var findings: [Finding] = []
    /// Rows taken.
    public var taken: Int { batches.reduce(0) { $0 &+ $1.count } }
    /// Rows refused.
    public var refused: Int { findings.lazy.filter { $0.severity == .refusal }.count }
}

/// Reads profiles written as formats.md, section 1 says.
public struct ProfileReader: Sendable {
    /// The fields.
    public let schema: Schema
    /// The longest line taken, in bytes; a block of them stays below 2 GiB.
    public static let lineLimit = 512 << 10
    static let limits = JSONLimits(maxDepth: 8, maxBytes: lineLimit)

    /// Whether rows in which nothing is wrong are read straight into columns; tests compare with the other way.
    var takesPlainRows = true

    /// A reader for a schema.
    public init(schema: Schema) { self.schema = schema }

    /// Reads JSON lines, one profile a line.
    ///
    /// A row that is refused leaves no trace but its finding; the others are taken. Of two equal keys the
    /// second is refused. The result does not depend on `threads`.
    /// - Parameters:
    ///   - bytes: UTF-8, a byte order mark at the start is skipped.
    ///   - rows: Rows a batch, `1...4096`.
    ///   - threads: How many threads may read.
    /// - Complexity: O(bytes).
    public func read(_ bytes: [UInt8], rows: Int, threads: Int = 1) -> ProfileReading {
        let size = min(max(1, rows), 4096)
        var lines: [Line] = []
        for line in JSONLines(bytes) { lines.append(line) }
        let all = lines
        let pieces = (all.count + size - 1) / size
        let results = Slots<Piece>(count: pieces)
        Workers.run(pieces: pieces, threads: threads) { index in
            let part = all[(index * size)..<min((index + 1) * size, all.count)]
            results.set(index, self.readPiece(bytes, part))
        }
        return ProfileReading(joining: results.values.compactMap { $0 })
    }

    /// Reads exactly one profile.
    /// - Throws: ``ProfileRefusal`` with the finding.
    public func readOne(_ bytes: [UInt8]) throws(ProfileRefusal) -> (ProfileBatch, [Finding]) {
        var scratch = ProfileScratch(schema: schema)
        return try readOne(bytes, scratch: &scratch)
    }

    /// Reads exactly one profile, in memory that is kept for the next.
    ///
    /// When the batches of earlier calls are gone, a call allocates little.
    /// - Parameter scratch: Of this reader's schema; another is taken for a new one of this schema.
    /// - Throws: ``ProfileRefusal`` with the finding.
    public func readOne(_ bytes: [UInt8], scratch: inout ProfileScratch) throws(ProfileRefusal) -> (
        ProfileBatch, [Finding]
    ) {
        if scratch.builder.schema !== schema { scratch = ProfileScratch(schema: schema) }
        scratch.builder.restart()
        scratch.builder.load(bytes)
        defer { scratch.builder.load([]) }
        let range = bytes.afterByteOrderMark
        var findings: [Finding] = []
        if isPlain(range), scratch.builder.read(range, needsKey: false) {
            for (field, message) in scratch.builder.notes {
                findings.append(Finding(.warning, field: schema.paths[field].field, message))
            }
            return (scratch.builder.finish(), findings)
        }
        do throws(JSONFault) {
            var reader = FieldReader(bytes, in: range, limits: Self.limits)
            scratch.builder.append(
                try draft(&reader, needsKey: false) { findings.append(Finding(.warning, field: $0, $1)) })
        } catch {
            throw ProfileRefusal(finding: finding(error, line: 0))
        }
        return (scratch.builder.finish(), findings)
    }

    private func isPlain(_ range: Range<Int>) -> Bool { takesPlainRows && range.count <= Self.lineLimit }

    private typealias Line = JSONLines.Element

    /// Lines are copied in parts of about this size: threads that share one array wait for one another at its
    /// reference count, and a part stays in the cache.
    private static let partSize = 64 << 10

    private func readPiece(_ bytes: [UInt8], _ lines: ArraySlice<Line>) -> Piece {
        var piece = Piece(schema: schema)
        var builder = BatchBuilder(schema: schema, maxDepth: Self.limits.maxDepth)
        var part = 0..<0
        var own: [UInt8] = []
        for index in lines.indices {
            let (line, place) = lines[index]
            if place.upperBound > part.upperBound {
                part = self.part(of: lines[index...])
                own = Array(bytes[part])
                builder.load(own)
            }
            let range = (place.lowerBound &- part.lowerBound)..<(place.upperBound &- part.lowerBound)
            if isPlain(range), builder.read(range, needsKey: true) {
                piece.lines.append(line)
                guard !builder.notes.isEmpty else { continue }
                let key = builder.key(builder.count - 1)
                for (field, message) in builder.notes {
                    let name = schema.paths[field].field
                    piece.findings.append(
                        Finding(.warning, line: line, subject: key, field: name, message))
                }
                continue
            }
            do throws(JSONFault) {
                var reader = FieldReader(own, in: range, limits: Self.limits)
                var warnings: [Finding] = []
                let draft = try draft(&reader, needsKey: true) {
                    warnings.append(Finding(.warning, line: line, field: $0, $1))
                }
                for var warning in warnings {
                    warning.subject = draft.key
                    piece.findings.append(warning)
                }
                builder.append(draft)
                piece.lines.append(line)
            } catch {
                piece.findings.append(finding(error, line: line))
            }
        }
        piece.batch = builder.finish()
        let hash = TextHash()
        let keys = piece.batch.keys
        piece.hashes = (0..<piece.batch.count).map { hash(keys.bytes.span.extracting(keys.range($0))) }
        return piece
    }

    /// The bytes of the first line and those after it that together stay below ``partSize``.
    private func part(of lines: ArraySlice<Line>) -> Range<Int> {
        guard let first = lines.first else { return 0..<0 }
        var end = first.range.upperBound
        for line in lines.dropFirst() {
            if line.range.upperBound &- first.range.lowerBound > Self.partSize { break }
            end = line.range.upperBound
        }
        return first.range.lowerBound..<end
    }

    private func finding(_ fault: JSONFault, line: Int) -> Finding {
        Finding(
            .refusal, line: line, field: fault.path.isEmpty ? nil : fault.path, offsetUTF8: fault.offsetUTF8,
            fault.message)
    }
}

/// Memory in which profiles are read one after the other; as large as the largest of them made it.
public struct ProfileScratch: Sendable {
    var builder: BatchBuilder

    /// Memory for profiles of a schema.
    public init(schema: Schema) {
        builder = BatchBuilder(schema: schema, maxDepth: ProfileReader.limits.maxDepth)
    }
}

/// A profile that was not taken.
public struct ProfileRefusal: Error, Sendable {
    /// Why and where.
    public let finding: Finding
}

/// One place for each numbered result of parallel work.
public final class Slots<Value: Sendable>: @unchecked Sendable {
    private let lock = Lock()
    private var stored: [Value?]

    /// `count` empty places.
    public init(count: Int) { stored = Array(repeating: nil, count: max(0, count)) }

    /// Fills a place.
    public func set(_ index: Int, _ value: Value) { lock.withLock { stored[index] = value } }

    /// All places, in order.
    public var values: [Value?] { lock.withLock { stored } }
}

extension ProfileBatch {
    /// The batch without some rows.
    /// - Complexity: O(rows x fields).
    public func removing(rows: [Int]) -> ProfileBatch {
        let gone = Set(rows)
        var answers: [Int: [(place: String, held: Bool)]] = [:]
        for (place, list) in reviews {
            for answer in list { answers[answer.row, default: []].append((place.text, answer.held)) }
        }
        var batch = ProfileBatch(schema: schema)
        for row in 0..<count where !gone.contains(row) {
            let profile = self[row]
            let values = schema.fields.indices.map { profile.value($0) }
            batch.append(ProfileDraft(key: key(row), values: values, reviews: answers[row] ?? []))
        }
        return batch
    }
}
