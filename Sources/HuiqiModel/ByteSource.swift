/// Bytes that several threads read piece by piece: a file, or memory.
public protocol ByteSource: Sendable {
    /// What may go wrong.
    associatedtype Failure: Error

    /// How many bytes there are.
    var byteCount: Int { get }

    /// Puts the bytes of a range in the place of what `room` holds.
    ///
    /// - Parameters:
    ///   - range: Within `0 ..< byteCount`.
    ///   - room: Gets the bytes, fewer only where the source has become shorter; its memory is used again.
    func read(_ range: Range<Int>, into room: inout [UInt8]) throws(Failure)
}

/// Bytes in memory.
public struct MemoryBytes: ByteSource {
    private let bytes: [UInt8]

    /// All of `bytes`, which are held, not copied.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var byteCount: Int { bytes.count }

    public func read(_ range: Range<Int>, into room: inout [UInt8]) {
        room.removeAll(keepingCapacity: true)
        room.append(contentsOf: bytes[range.clamped(to: 0..<bytes.count)])
    }
}
