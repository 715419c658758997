import HuiqiJSON

extension ProfileReader {
    /// What was read of some lines, before keys of other pieces are known.
    struct Piece: Sendable {
        var batch: ProfileBatch
        /// Line of every row of the batch.
        var lines: [Int] = []
        /// Hash of every row's key.
        var hashes: [UInt64] = []
        var findings: [Finding] = []

        init(schema: Schema) { batch = ProfileBatch(schema: schema) }
    }
}

extension ProfileReading {
    /// The pieces in order, without the rows whose key came before.
    init(joining pieces: [ProfileReader.Piece]) {
        let repeated = ProfileReading.repeatedKeys(pieces)
        findings.reserveCapacity(pieces.reduce(0) { $0 &+ $1.findings.count })
        for (piece, rows) in zip(pieces, repeated) {
            guard !rows.isEmpty else {
                batches.append(piece.batch)
                findings.append(contentsOf: piece.findings)
                continue
            }
            let gone = Set(rows.map { piece.lines[$0] })
            var kept = piece.findings.filter { !gone.contains($0.line) }
            for row in rows {
                let message = Message(
                    zh: "同一批中主键重复，本行未导入", en: "the key occurs twice in one batch; this row is refused")
                kept.append(Finding(.refusal, line: piece.lines[row], subject: piece.batch.key(row), message))
            }
            kept.sort { $0.line < $1.line }
            findings.append(contentsOf: kept)
            batches.append(piece.batch.removing(rows: rows))
        }
        batches.removeAll { $0.count == 0 }
    }

    /// The rows of each piece whose key an earlier row has.
    private static func repeatedKeys(_ pieces: [ProfileReader.Piece]) -> [[Int]] {
        let total = pieces.reduce(0) { $0 &+ $1.batch.count }
        var size = 16
        while size < total &* 2 { size &*= 2 }  // Safe: far fewer than 2^59 rows are in memory.
        // Open addressing by hash: piece and row of the first with a key; -1 is free.
        var slots = [(piece: Int32, row: Int32)](repeating: (-1, -1), count: size)
        var repeated = [[Int]](repeating: [], count: pieces.count)
        for (number, piece) in pieces.enumerated() {
            for row in 0..<piece.batch.count {
                let hash = piece.hashes[row]
                var slot = Int(truncatingIfNeeded: hash) & (size &- 1)
                while slots[slot].piece >= 0 {
                    let (other, place) = (Int(slots[slot].piece), Int(slots[slot].row))
                    if pieces[other].hashes[place] == hash,
                        haveSameKey(piece.batch.keys, row, pieces[other].batch.keys, place)
                    {
                        break
                    }
                    slot = (slot &+ 1) & (size &- 1)
                }
                if slots[slot].piece >= 0 {
                    repeated[number].append(row)
                } else {
                    slots[slot] = (
                        Int32(truncatingIfNeeded: number), Int32(truncatingIfNeeded: row)
                    )
                }
            }
        }
        return repeated
    }

    private static func haveSameKey(_ left: TextColumn, _ row: Int, _ right: TextColumn, _ other: Int) -> Bool
    {
        left.bytes[left.range(row)].elementsEqual(right.bytes[right.range(other)])
    }
}
