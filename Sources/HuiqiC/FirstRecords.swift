// Safe, for every `unsafe` of this file: the memory is one piece from `malloc`, sized for the records and texts that
// `init` writes into it, not written afterwards, and freed with the object.
import CHuiqi
import Glibc
import Huiqi

/// First matches of a profile as the header has them, with their texts behind them in one piece of memory: two
/// allocations, however many clauses there are.
@safe final class FirstRecords: Matches {
    private let snapshot: Snapshot
    private let records: UnsafeMutablePointer<hq_match>
    private let numbers: UnsafeMutablePointer<FirstMatch>
    private let key: hq_str
    private let length: Int
    private var written: LentText?

    /// Guards what is written late, of all such objects: held for a moment only.
    private static let lock = Lock()

    init(_ found: borrowing FirstMatches, _ snapshot: Snapshot) throws(Failure) {
        self.snapshot = snapshot
        length = found.count
        var keyLength = 0
        found.withKey { keyLength = $0.count }
        var size = unsafe length &* (MemoryLayout<hq_match>.stride &+ MemoryLayout<FirstMatch>.stride)
        size &+= keyLength &+ 1
        for index in 0..<length {
            let (id, title) = found.texts(index)
            size &+= id.utf8.count &+ title.utf8.count &+ 2
        }
        guard let memory = unsafe malloc(size) else { throw .memory("out") }
        unsafe records = memory.bindMemory(to: hq_match.self, capacity: length)
        unsafe numbers = (memory + length &* MemoryLayout<hq_match>.stride)
            .bindMemory(to: FirstMatch.self, capacity: length)
        let texts = unsafe UnsafeMutableRawPointer(numbers) + length &* MemoryLayout<FirstMatch>.stride
        var writer = unsafe TextWriter(
            next: texts.bindMemory(
                to: CChar.self, capacity: size &- length &* MemoryLayout<hq_match>.stride))
        unsafe key = hq_str(data: writer.next, len: keyLength)
        found.withKey { writer.write($0) }
        for index in 0..<length {
            let match = found[index]
            unsafe (numbers + index).initialize(to: match)
            let (id, title) = found.texts(index)
            unsafe (records + index).initialize(
                to: hq_match(match, clauseID: writer.write(id), title: writer.write(title), key: key))
        }
        try super.init(found.totals, found.warnings)
    }

    deinit { unsafe free(records) }

    override var count: Int64 { Int64(length) }

    override func match(_ index: Int) -> hq_match { unsafe records[index] }

    override var json: LentText? {
        if let written = FirstRecords.lock.withLock({ written }) { return written }
        let key = unsafe String(
            decoding: UnsafeRawBufferPointer(start: key.data, count: key.len), as: UTF8.self)
        let answer = snapshot.answer(
            (0..<length).map { unsafe numbers[$0] }, key: key, totals: totals, warnings: [])
        let text = LentText(answer.json)
        return FirstRecords.lock.withLock {
            // Another thread may have been faster; what it lent must stay.
            if written == nil { written = text }
            return written
        }
    }
}

/// Writes texts one after the other, each with a NUL after it.
@safe private struct TextWriter {
    var next: UnsafeMutablePointer<CChar>

    mutating func write(_ text: Span<UInt8>) {
        for index in text.indices { unsafe next[index] = CChar(bitPattern: text[index]) }
        end(text.count)
    }

    mutating func write(_ text: String) -> hq_str {
        let start = unsafe next
        let count = text.utf8.count
        let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable {
            unsafe UnsafeMutableRawPointer(start).copyMemory(
                from: UnsafeRawBufferPointer($0).baseAddress ?? UnsafeRawPointer(start), byteCount: $0.count)
        }
        if isDone == nil {
            for (index, byte) in text.utf8.enumerated() { unsafe start[index] = CChar(bitPattern: byte) }
        }
        end(count)
        return unsafe hq_str(data: start, len: count)
    }

    private mutating func end(_ count: Int) {
        unsafe next[count] = 0
        unsafe next += count &+ 1
    }
}
