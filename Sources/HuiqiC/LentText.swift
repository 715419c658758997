import CHuiqi
import Glibc
import Huiqi

/// Text that stays where it is, for pointers the caller borrows.
@safe final class LentText {
    // Safe: `count` bytes and a NUL, allocated once, freed with the object, never written after `init`.
    private let base: UnsafeMutablePointer<CChar>
    private let count: Int

    /// A copy of some bytes with a NUL after them; nil where memory cannot be had.
    init?(_ bytes: [UInt8]) {
        // Safe: an array is never so large that one more byte overflows; all bytes are written below.
        guard let memory = unsafe malloc(bytes.count &+ 1) else { return nil }
        unsafe base = memory.bindMemory(to: CChar.self, capacity: bytes.count &+ 1)
        count = bytes.count
        unsafe UnsafeMutableRawPointer(base).copyMemory(from: bytes, byteCount: bytes.count)
        unsafe base[count] = 0
    }

    deinit {
        // Safe: from `malloc`, freed once.
        unsafe free(base)
    }

    /// The whole text; valid as long as this object.
    var whole: hq_str { unsafe hq_str(data: base, len: count) }

    /// A part of the text; valid as long as this object.
    func part(_ piece: TextPool.Piece) -> hq_str {
        // Safe: pieces come from the pool whose bytes these are; the clamp keeps any other inside.
        let start = min(piece.start, count)
        return unsafe hq_str(data: base + start, len: min(piece.count, count &- start))
    }

    /// Hands the whole text to the caller's variables.
    func lend(
        _ data: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ length: UnsafeMutablePointer<Int>?
    ) -> hq_status {
        // Safe: NULL, or the caller's own variables.
        guard let data = unsafe data else { return hq_status(HQ_E_NULL) }
        unsafe data.pointee = unsafe UnsafePointer(base)
        if let length = unsafe length { unsafe length.pointee = count }
        return hq_status(HQ_OK)
    }
}

/// Gathers the texts of a result into one piece of memory, each with a NUL after it.
struct TextPool {
    /// Where a text lies.
    struct Piece {
        let start: Int
        let count: Int
    }

    private(set) var bytes: [UInt8] = []

    /// Adds a text; nil is empty.
    mutating func add(_ text: String?) -> Piece {
        let start = bytes.count
        if let text { bytes.append(contentsOf: text.utf8) }
        defer { bytes.append(0) }
        return Piece(start: start, count: bytes.count - start)
    }

    /// The texts where they stay.
    func lent() throws(Failure) -> LentText {
        guard let text = LentText(bytes) else { throw .memory("out") }
        return text
    }
}

/// A text that is written when it is first asked for, by whichever thread.
final class LateText {
    private let lock = Lock()
    private let write: () -> [UInt8]
    private var text: LentText?

    init(_ write: @escaping () -> [UInt8]) { self.write = write }

    /// The text; nil where memory cannot be had.
    func get() -> LentText? {
        lock.withLock {
            if text == nil { text = LentText(write()) }
            return text
        }
    }
}

/// Lends a text that is written late; the variables are cleared unless it succeeds.
func lend(
    _ text: LateText?, _ data: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?
) -> hq_status {
    // Safe: NULL, or the caller's own variables.
    if let data = unsafe data { unsafe data.pointee = nil }
    if let length = unsafe length { unsafe length.pointee = 0 }
    guard let text else { return hq_status(HQ_E_NULL) }
    guard let written = text.get() else { return hq_status(HQ_E_LIMIT) }
    return unsafe written.lend(data, length)
}
