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
    /// Threads take a source in pieces of so many bytes where tests say so.
    var pieceSize: Int?

    /// Builders of small reads, for the next ones.
    private let builders: BuilderShelf
    /// What small reads have at most, in bytes: the memory of larger ones is not worth keeping.
    private static let smallRead = 64 << 10

    /// A reader for a schema.
    public init(schema: Schema) {
        self.schema = schema
        builders = BuilderShelf(schema: schema)
    }

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
        read(from: MemoryBytes(bytes), rows: rows, threads: threads)
    }

    /// The same from a source that need not be in memory as a whole.
    /// - Throws: What the source throws; nothing is read then.
    public func read<Source: ByteSource>(
        from source: Source, rows: Int, threads: Int = 1
    ) throws(Source.Failure) -> ProfileReading {
        let size = min(max(1, rows), 4096)
        let total = max(0, source.byteCount)
        // How many pieces there are, no result tells.
        let pieceSize = max(1, self.pieceSize ?? 2 << 20)
        let count = total / pieceSize + (total % pieceSize == 0 ? 0 : 1)
        let results = Slots<Result<Piece, Source.Failure>>(count: count)
        let builders = total <= Self.smallRead ? self.builders : BuilderShelf(schema: schema)
        Workers.run(pieces: count, threads: threads) { index in
            let place = (index * pieceSize)..<min((index + 1) * pieceSize, total)
            do throws(Source.Failure) {
                let piece = try builders.lend { builder throws(Source.Failure) in
                    try self.readPiece(LineParts(source, place), rows: size, &builder)
                }
                results.set(index, .success(piece))
            } catch {
                results.set(index, .failure(error))
            }
        }
        var pieces: [Piece] = []
        for case .some(let result) in results.values { pieces.append(try result.get()) }
        return ProfileReading(joining: pieces, threads: threads)
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

    private func readPiece<Source: ByteSource>(
        _ parts: LineParts<Source>, rows: Int, _ builder: inout BatchBuilder
    ) throws(Source.Failure) -> Piece {
        var piece = Piece()
        var parts = parts
        builder.restart()
        // Held in one place only, or each part would be read into a copy.
        var room = builder.unload()
        while true {
            let isAtStart = parts.isAtStart
            guard let range = try parts.next(into: &room) else { break }
            builder.load(room)
            let lines = JSONLines(
                room, in: range, firstLine: piece.lineCount &+ 1, skipsMark: isAtStart)
            readLines(lines, of: room, rows: rows, &builder, into: &piece)
            room = []
            room = builder.unload()
        }
        builder.load(room)
        // The builder is restarted when it is used again: what it shares with the batch may be gone then.
        piece.take(&builder)
        return piece
    }

    private func readLines(
        _ lines: JSONLines, of room: [UInt8], rows: Int, _ builder: inout BatchBuilder,
        into piece: inout Piece
    ) {
        var lines = lines.makeIterator()
        while let (line, range) = lines.next() {
            readRow(room, range, line, &builder, into: &piece)
            if builder.count >= rows {
                piece.take(&builder)
                builder.restart()
            }
        }
        piece.lineCount = lines.line &- 1
    }

    /// Reads the row at a range of the bytes that the builder has loaded.
    func readRow(
        _ room: [UInt8], _ range: Range<Int>, _ line: Int, _ builder: inout BatchBuilder,
        into piece: inout Piece
    ) {
        guard isPlain(range), builder.read(range, needsKey: true) else {
            return readCarefully(room, range, line, &builder, into: &piece)
        }
        piece.lines.append(line)
        guard !builder.notes.isEmpty else { return }
        let key = builder.key(builder.count - 1)
        for (field, message) in builder.notes {
            piece.findings.append(
                Finding(.warning, line: line, subject: key, field: schema.paths[field].field, message))
        }
    }

    private func readCarefully(
        _ room: [UInt8], _ range: Range<Int>, _ line: Int, _ builder: inout BatchBuilder,
        into piece: inout Piece
    ) {
        do throws(JSONFault) {
            var reader = FieldReader(room, in: range, limits: Self.limits)
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

/// Builders that wait for the next piece with the memory that the pieces before made them take.
final class BuilderShelf: @unchecked Sendable {
    private let schema: Schema
    private let lock = Lock()
    private var free: [BatchBuilder] = []
    private static let limit = Workers.limit

    init(schema: Schema) { self.schema = schema }

    func lend<Value, Failure: Error>(_ body: (inout BatchBuilder) throws(Failure) -> Value) throws(Failure)
        -> Value
    {
        var builder =
            lock.withLock { free.popLast() }
            ?? BatchBuilder(schema: schema, maxDepth: ProfileReader.limits.maxDepth)
        let value = try body(&builder)
        lock.withLock { if free.count < Self.limit { free.append(builder) } }
        return value
    }
}

/// A profile that was not taken.
public struct ProfileRefusal: Error, Sendable {
    /// Why and where.
    public let finding: Finding
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
