/// The lines that start in one piece of a source, in parts of whole lines.
///
/// Pieces that cover a source without overlap have every line once. Parts are copied because they stay in a
/// processor's cache, and because threads that share one array wait for one another at its reference count.
struct LineParts<Source: ByteSource> {
    private let source: Source
    private let piece: Range<Int>
    /// Where the next part begins.
    private var position: Int
    /// Whether the line at `position` belongs to the piece before.
    private var isWithinLine: Bool
    private let partSize: Int
    /// A line longer than that is cut off here, to be refused; the rest of it is passed over.
    private static var longest: Int { ProfileReader.lineLimit &+ 4 }

    /// - Parameters:
    ///   - piece: Within the source.
    ///   - partSize: About how many bytes a part has; a longer line makes a longer part, up to what a line may have.
    init(_ source: Source, _ piece: Range<Int>, partSize: Int = 128 << 10) {
        self.source = source
        self.piece = piece
        self.partSize = max(1, partSize)
        // A line starts at the piece's first byte where the byte before ends one.
        isWithinLine = piece.lowerBound > 0
        position = max(0, piece.lowerBound &- 1)
    }

    /// Whether the next part is the source's first.
    var isAtStart: Bool { position == 0 && !isWithinLine }

    /// Puts the next part into `room`.
    /// - Returns: Where its lines lie; nil after the last.
    mutating func next(into room: inout [UInt8]) throws(Source.Failure) -> Range<Int>? {
        let last = piece.upperBound &- 1
        var size = partSize
        while isWithinLine ? position < last : position <= last {
            // A piece's last line seldom goes far beyond it.
            let wanted = max(size &- partSize, 0) &+ min(partSize, piece.upperBound &- position &+ 4096)
            let end = min(position &+ wanted, source.byteCount)
            try source.read(position..<end, into: &room)
            if room.isEmpty { return nil }
            let isLast = end == source.byteCount || room.count < end &- position
            var start = 0
            if isWithinLine {
                guard let feed = firstFeed(in: room, from: 0) else {
                    position &+= room.count
                    continue
                }
                isWithinLine = false
                start = feed &+ 1
                // What comes after starts beyond the piece.
                if position &+ start > last { return nil }
            }
            var lineEnd: Int?
            if position &+ room.count > last {
                let from = max(start, last &- position)
                lineEnd = firstFeed(in: room, from: from).map { $0 &+ 1 } ?? (isLast ? room.count : nil)
            } else if isLast {
                lineEnd = room.count
            }
            if let found = lineEnd ?? lastFeed(in: room, from: start).map({ $0 &+ 1 }) {
                if found > start {
                    position &+= found
                    if isLast, found == room.count { position = max(position, piece.upperBound) }
                    return start..<found
                }
            }
            if room.count &- start > Self.longest {
                isWithinLine = true
                position &+= room.count
                return start..<room.count
            }
            position &+= start
            size &*= 2  // Safe: stops soon after the longest line.
        }
        return nil
    }

    private func firstFeed(in room: [UInt8], from start: Int) -> Int? { room[start...].firstIndex(of: 0x0A) }

    private func lastFeed(in room: [UInt8], from start: Int) -> Int? { room[start...].lastIndex(of: 0x0A) }
}
