import HuiqiJSON
import HuiqiLogic

extension ProfileReader {
    /// What was read of the lines of a piece, before keys of other pieces are known.
    struct Piece: Sendable {
        var batches: [ProfileBatch] = []
        /// Line in the piece, from 1, of every row of the batches.
        var lines: [Int] = []
        /// Hash of every row's key.
        var hashes: [UInt64] = []
        /// Their lines are those of the piece.
        var findings: [Finding] = []
        /// Lines of the piece, blank ones too.
        var lineCount = 0

        /// Ends a batch; the builder must be restarted before it takes another row.
        mutating func take(_ builder: inout BatchBuilder) {
            guard builder.count > 0 else { return }
            let batch = builder.finish()
            let hash = TextHash()
            let keys = batch.keys
            for row in 0..<batch.count { hashes.append(hash(keys.bytes.span, keys.range(row))) }
            batches.append(batch)
        }
    }
}

extension ProfileReading {
    /// The pieces in order, without the rows whose key came before.
    init(joining pieces: consuming [ProfileReader.Piece], threads: Int) {
        let repeated = RepeatedKeys.rows(pieces, threads: threads)
        findings.reserveCapacity(pieces.reduce(0) { $0 &+ $1.findings.count })
        var line = 0
        for (piece, rows) in zip(pieces, repeated) {
            let start = findings.count
            if rows.isEmpty {
                batches.append(contentsOf: piece.batches)
                findings.append(contentsOf: piece.findings)
            } else {
                let gone = Set(rows.map { piece.lines[$0] })
                var kept = piece.findings.filter { !gone.contains($0.line) }
                var first = 0
                for batch in piece.batches {
                    let place = first..<(first &+ batch.count)
                    let own = rows.filter { place.contains($0) }
                    for row in own {
                        let message = Message(
                            zh: "同一批中主键重复，本行未导入",
                            en: "the key occurs twice in one batch; this row is refused")
                        kept.append(
                            Finding(
                                .refusal, line: piece.lines[row], subject: batch.key(row &- first), message))
                    }
                    batches.append(own.isEmpty ? batch : batch.removing(rows: own.map { $0 &- first }))
                    first = place.upperBound
                }
                kept.sort { $0.line < $1.line }
                findings.append(contentsOf: kept)
            }
            for index in start..<findings.count { findings[index].line &+= line }
            line &+= piece.lineCount
        }
        batches.removeAll { $0.count == 0 }
    }
}

/// Finds rows whose key an earlier row has.
private enum RepeatedKeys {
    /// Such rows of each piece, ascending, counted through its batches.
    static func rows(_ pieces: [ProfileReader.Piece], threads: Int) -> [[Int]] {
        // Keys are parted by their hash, so that each part's table stays in the cache and threads share none.
        let total = pieces.reduce(0) { $0 &+ $1.hashes.count }
        let parts = total < 4096 ? 1 : 16
        let found = Slots<[(piece: Int, row: Int)]>(count: parts)
        Workers.run(pieces: parts, threads: threads) { part in
            found.set(part, rows(pieces, part, of: parts, expecting: total / parts))
        }
        var repeated = [[Int]](repeating: [], count: pieces.count)
        for place in found.values.flatMap({ $0 ?? [] }) { repeated[place.piece].append(place.row) }
        return parts == 1 ? repeated : repeated.map { $0.sorted() }
    }

    private static func rows(
        _ pieces: [ProfileReader.Piece], _ part: Int, of parts: Int, expecting count: Int
    ) -> [(piece: Int, row: Int)] {
        var size = 16
        while size < count &* 2 { size &*= 2 }  // Safe: far fewer than 2^59 rows are in memory.
        // Open addressing by hash: piece and row of the first with a key; -1 is free.
        var slots = [(piece: Int32, row: Int32, hash: UInt64)](repeating: (-1, -1, 0), count: size)
        var taken = 0
        var repeated: [(piece: Int, row: Int)] = []
        for (number, piece) in pieces.enumerated() {
            for (row, hash) in piece.hashes.enumerated() where Int(hash >> 60) & (parts &- 1) == part {
                if taken &* 2 > slots.count { slots = grown(slots) }
                var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
                while slots[slot].piece >= 0 {
                    if slots[slot].hash == hash {
                        let (other, place) = (Int(slots[slot].piece), Int(slots[slot].row))
                        if piece.key(row) == pieces[other].key(place) { break }
                    }
                    slot = (slot &+ 1) & (slots.count &- 1)
                }
                if slots[slot].piece >= 0 {
                    repeated.append((number, row))
                } else {
                    slots[slot] = (
                        Int32(truncatingIfNeeded: number), Int32(truncatingIfNeeded: row), hash
                    )
                    taken &+= 1
                }
            }
        }
        return repeated
    }

    private static func grown(
        _ slots: [(piece: Int32, row: Int32, hash: UInt64)]
    ) -> [(piece: Int32, row: Int32, hash: UInt64)] {
        let mask = slots.count &* 2 &- 1  // Safe: far fewer than 2^58 rows are in memory.
        var larger = [(piece: Int32, row: Int32, hash: UInt64)](repeating: (-1, -1, 0), count: mask &+ 1)
        for entry in slots where entry.piece >= 0 {
            var slot = Int(truncatingIfNeeded: entry.hash) & mask
            while larger[slot].piece >= 0 { slot = (slot &+ 1) & mask }
            larger[slot] = entry
        }
        return larger
    }
}

extension ProfileReader.Piece {
    /// The key of a row, as bytes.
    fileprivate func key(_ row: Int) -> ArraySlice<UInt8> {
        var row = row
        for batch in batches {
            if row < batch.count { return batch.keys.bytes[batch.keys.range(row)] }
            row &-= batch.count
        }
        return []
    }
}
