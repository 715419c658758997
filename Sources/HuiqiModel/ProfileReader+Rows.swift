import HuiqiJSON
import HuiqiLogic

/// A row of another written form, brought to the form in which profiles are checked; or why it cannot be.
public struct WrittenRow: Sendable {
    /// Line of the input where it starts, from 1.
    public var line: Int
    /// Its JSON object in the room it was written to; nothing where it is refused.
    public var range: Range<Int>
    /// Why it is not taken, before it was read.
    public var refusal: Finding?

    /// A row to be read.
    public init(line: Int, range: Range<Int>) {
        self.line = line
        self.range = range
    }

    /// A row that is refused.
    public init(refused finding: Finding) {
        line = finding.line
        range = 0..<0
        refusal = finding
    }
}

/// Rows of one piece of an input, read in order.
public struct ProfileIntake {
    fileprivate let reader: ProfileReader
    fileprivate let rows: Int
    fileprivate var builder: BatchBuilder
    fileprivate var piece = ProfileReader.Piece()

    /// How many findings there are so far; those of the rows that ``take(_:_:)`` takes come after.
    public var findingCount: Int { piece.findings.count }

    /// Reads rows that lie in a room.
    ///
    /// - Parameters:
    ///   - written: In order of line.
    ///   - room: JSON objects; its memory is lent and comes back.
    ///   - revise: May change the findings of a row, such as the name of the place.
    public mutating func take(
        _ written: [WrittenRow], of room: inout [UInt8], revise: (inout Finding) -> Void
    ) {
        builder.load(room)
        // The builder must hold the only copy of what it reads, or it is read into a copy; this one only reads.
        for row in written {
            let start = piece.findings.count
            if let refusal = row.refusal {
                piece.findings.append(refusal)
                continue
            }
            reader.readRow(room, row.range.clamped(to: 0..<room.count), row.line, &builder, into: &piece)
            for index in start..<piece.findings.count { revise(&piece.findings[index]) }
            if builder.count >= rows {
                piece.take(&builder)
                builder.restart()
            }
        }
        room = []
        room = builder.unload()
    }
}

/// The rows of a piece that were read; keys of other pieces are not known yet.
public struct ProfilePiece: Sendable {
    fileprivate var piece: ProfileReader.Piece

    fileprivate init(_ piece: ProfileReader.Piece) { self.piece = piece }

    /// A piece without rows, as long as `lineCount` lines.
    public init(lineCount: Int) {
        piece = ProfileReader.Piece()
        piece.lineCount = lineCount
    }
}

/// Reads pieces of an input whose rows other code brings to JSON, by the rules of JSON lines, on any number of threads.
public struct ProfileIntakes: Sendable {
    private let reader: ProfileReader
    private let rows: Int
    private let builders: BuilderShelf

    /// - Parameter rows: Rows a batch, `1...4096`.
    public init(_ reader: ProfileReader, rows: Int) {
        self.reader = reader
        self.rows = min(max(1, rows), 4096)
        builders = BuilderShelf(schema: reader.schema)
    }

    /// Reads a piece.
    ///
    /// - Parameter body: Hands over the rows and returns how many lines the piece has.
    public func read<Failure: Error>(
        _ body: (inout ProfileIntake) throws(Failure) -> Int
    ) throws(Failure) -> ProfilePiece {
        try builders.lend { builder throws(Failure) in
            builder.restart()
            var intake = ProfileIntake(reader: reader, rows: rows, builder: builder)
            // The only copy there is, or each row would be read into one.
            builder = BatchBuilder(schema: reader.schema, maxDepth: ProfileReader.limits.maxDepth)
            intake.piece.lineCount = try body(&intake)
            intake.piece.take(&intake.builder)
            builder = intake.builder
            return ProfilePiece(intake.piece)
        }
    }
}

extension ProfileReading {
    /// The pieces in order, without the rows whose key came before.
    ///
    /// - Complexity: O(rows) and the length of keys.
    public init(of pieces: [ProfilePiece], threads: Int) {
        self.init(joining: pieces.map(\.piece), threads: threads)
    }
}
