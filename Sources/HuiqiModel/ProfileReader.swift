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
    private static let limits = JSONLimits(maxDepth: 8, maxBytes: lineLimit)

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
        var lines: [(line: Int, range: Range<Int>)] = []
        for line in JSONLines(bytes) { lines.append((line.line, line.range)) }
        let pieces = (lines.count + size - 1) / size
        let results = Slots<Piece>(count: pieces)
        let all = lines
        Workers.run(pieces: pieces, threads: threads) { index in
            let part = all[(index * size)..<min((index + 1) * size, all.count)]
            results.set(index, self.readPiece(bytes, part))
        }
        return join(results.values.compactMap { $0 })
    }

    /// Reads exactly one profile.
    /// - Throws: ``ProfileRefusal`` with the finding.
    public func readOne(_ bytes: [UInt8]) throws(ProfileRefusal) -> (ProfileBatch, [Finding]) {
        var findings: [Finding] = []
        var batch = ProfileBatch(schema: schema)
        do throws(JSONFault) {
            var reader = FieldReader(bytes, in: bytes.afterByteOrderMark, limits: Self.limits)
            batch.append(
                try draft(&reader, needsKey: false) { findings.append(Finding(.warning, field: $0, $1)) })
        } catch {
            throw ProfileRefusal(finding: finding(error, line: 0))
        }
        return (batch, findings)
    }

    private struct Piece: Sendable {
        var batch: ProfileBatch
        /// Line of every row of the batch.
        var lines: [Int] = []
        var findings: [Finding] = []
    }

    private func readPiece(_ bytes: [UInt8], _ lines: ArraySlice<(line: Int, range: Range<Int>)>) -> Piece {
        var piece = Piece(batch: ProfileBatch(schema: schema))
        for (line, range) in lines {
            do throws(JSONFault) {
                var reader = FieldReader(bytes, in: range, limits: Self.limits)
                var warnings: [Finding] = []
                let draft = try draft(&reader, needsKey: true) {
                    warnings.append(Finding(.warning, line: line, field: $0, $1))
                }
                for var warning in warnings {
                    warning.subject = draft.key
                    piece.findings.append(warning)
                }
                piece.batch.append(draft)
                piece.lines.append(line)
            } catch {
                piece.findings.append(finding(error, line: line))
            }
        }
        return piece
    }

    private func join(_ pieces: [Piece]) -> ProfileReading {
        var reading = ProfileReading()
        var seen: Set<ExactText> = []
        seen.reserveCapacity(pieces.reduce(0) { $0 + $1.batch.count })
        for piece in pieces {
            var repeated: [Int] = []
            for row in 0..<piece.batch.count where !seen.insert(ExactText(piece.batch.key(row))).inserted {
                repeated.append(row)
            }
            guard !repeated.isEmpty else {
                reading.batches.append(piece.batch)
                reading.findings.append(contentsOf: piece.findings)
                continue
            }
            let gone = Set(repeated.map { piece.lines[$0] })
            var findings = piece.findings.filter { !gone.contains($0.line) }
            for row in repeated {
                let message = Message(
                    zh: "同一批中主键重复，本行未导入", en: "the key occurs twice in one batch; this row is refused")
                findings.append(
                    Finding(.refusal, line: piece.lines[row], subject: piece.batch.key(row), message))
            }
            findings.sort { $0.line < $1.line }
            reading.findings.append(contentsOf: findings)
            reading.batches.append(piece.batch.removing(rows: repeated))
        }
        reading.batches.removeAll { $0.count == 0 }
        return reading
    }

    private func finding(_ fault: JSONFault, line: Int) -> Finding {
        Finding(
            .refusal, line: line, field: fault.path.isEmpty ? nil : fault.path, offsetUTF8: fault.offsetUTF8,
            fault.message)
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
