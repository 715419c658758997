import HuiqiLogic
import HuiqiModel
import HuiqiText

/// Profiles read from a table.
public struct CSVReading: Sendable {
    /// The profiles, and what was refused or looked odd: lines are those of the file in which a row starts, fields are
    /// headers.
    public var profiles: ProfileReading
    /// How the bytes were read.
    public let encoding: CSVEncoding
    /// What divides cells: `,`, `;` or a tab.
    public let delimiter: Character
    /// The columns in their order.
    public let columns: [CSVColumn]
}

/// Reads profiles from CSV as formats.md, section 1 says.
///
/// Cells mean what the same JSON would: every row is brought to JSON and read by ``ProfileReader``.
public struct CSVReader: Sendable {
    /// The fields.
    public let schema: Schema
    /// How tables are read.
    public let options: CSVOptions
    private let reader: ProfileReader
    /// Threads take a table in pieces of so many bytes, read in parts of so many; tests say others.
    var pieceSize = 2 << 20
    var partSize = 256 << 10

    /// A reader for a schema.
    public init(schema: Schema, options: CSVOptions = CSVOptions()) {
        self.schema = schema
        self.options = options
        reader = ProfileReader(schema: schema)
    }

    /// Reads a table.
    ///
    /// A row that is refused leaves no trace but its finding; the others are taken. The result does not depend on
    /// `threads`.
    /// - Parameters:
    ///   - bytes: UTF-8 or GB 18030.
    ///   - rows: Rows a batch, `1...4096`.
    ///   - threads: How many threads may read.
    /// - Throws: ``CSVRefusal`` where encoding or header cannot be used, `TextError` where ICU lacks GB 18030.
    /// - Complexity: O(bytes).
    public func read(_ bytes: [UInt8], rows: Int, threads: Int = 1) throws -> CSVReading {
        try read(from: MemoryBytes(bytes), rows: rows, threads: threads)
    }

    /// The same from a source that need not be in memory as a whole; it is read twice.
    /// - Throws: As above, and what the source throws; nothing is read then.
    public func read(from source: some ByteSource, rows: Int, threads: Int = 1) throws -> CSVReading {
        var finder = EncodingFinder(source: source, threads: threads)
        finder.pieceSize = max(16, min(finder.pieceSize, 2 * pieceSize))
        let found = try finder.find(options.encoding)
        let header = try CSVHeader(
            of: source, (found.start, found.table), schema: schema,
            ignoresUnknown: options.ignoresUnknownColumns)
        var piece = CSVPieceReader(
            source: source, header: header, schema: schema, intakes: ProfileIntakes(reader, rows: rows),
            table: found.table, options: options)
        piece.partSize = max(1, partSize)
        let pieces = try self.pieces(of: piece, threads: threads)
        let all = [ProfilePiece(lineCount: header.lines)] + pieces
        return CSVReading(
            profiles: ProfileReading(of: all, threads: threads), encoding: found.encoding,
            delimiter: Character(Unicode.Scalar(header.scanner.delimiter)), columns: header.columns)
    }

    /// All rows, in pieces that are first read as if no quoted cell ran from one into the next.
    ///
    /// Where one did, the next piece is read once more, from where the one before ended: the result is that of reading
    /// from the start to the end.
    private func pieces<Source: ByteSource>(of piece: CSVPieceReader<Source>, threads: Int) throws
        -> [ProfilePiece]
    {
        typealias Piece = CSVPieceReader<Source>.Result
        let total = piece.source.byteCount
        let first = piece.header.end
        let size = max(1, pieceSize)
        let rest = max(0, total - first)
        let count = rest / size + (rest % size == 0 ? 0 : 1)
        @Sendable func place(_ index: Int) -> Range<Int> {
            (first + index * size)..<min(first + (index + 1) * size, total)
        }
        let guesses = Slots<Result<Piece, any Error>>(count: count)
        Workers.run(pieces: count, threads: threads) { index in
            guesses.set(
                index,
                Result {
                    try index == 0
                        ? piece.read(from: first, upTo: place(0).upperBound)
                        : piece.read(guessingIn: place(index))
                })
        }
        var read: [Piece] = []
        for case .some(let result) in guesses.values { read.append(try result.get()) }
        try readAgain(&read, piece, place, threads)
        var start = first
        var pieces: [ProfilePiece] = []
        for (index, guess) in read.enumerated() {
            let right =
                guess.start == start ? guess : try piece.read(from: start, upTo: place(index).upperBound)
            pieces.append(right.piece)
            start = right.end
        }
        return pieces
    }

    /// Reads, on all threads, the pieces that did not start where the one before ended.
    private func readAgain<Source: ByteSource>(
        _ read: inout [CSVPieceReader<Source>.Result], _ piece: CSVPieceReader<Source>,
        _ place: @escaping @Sendable (Int) -> Range<Int>, _ threads: Int
    ) throws {
        let wrong = read.indices.dropFirst().filter { read[$0].start != read[$0 - 1].end }
        guard wrong.count > 1 else { return }
        let starts = wrong.map { read[$0 - 1].end }
        let results = Slots<Result<CSVPieceReader<Source>.Result, any Error>>(count: wrong.count)
        Workers.run(pieces: wrong.count, threads: threads) { index in
            results.set(
                index,
                Result { try piece.read(from: starts[index], upTo: place(wrong[index]).upperBound) })
        }
        for (index, result) in zip(wrong, results.values) {
            if let result { read[index] = try result.get() }
        }
    }
}
