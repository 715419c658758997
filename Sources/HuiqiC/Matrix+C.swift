// Safe, for every `unsafe` of this file: handles, variables and functions are the caller's, as huiqi.h describes
// them; texts live as long as the handle that holds them.
import CHuiqi
import Huiqi

/// What is behind `hq_matrix`.
final class HeldMatrix {
    let matrix: Matrix
    private let ids: [TextPool.Piece]
    private let texts: LentText

    init(_ matrix: Matrix) throws(Failure) {
        self.matrix = matrix
        var pool = TextPool()
        ids = matrix.counts.map { pool.add($0.clauseID) }
        texts = try pool.lent()
    }

    /// One clause; nil where there is none.
    func clause(_ index: Int64) -> Matrix.Clause? { Int(exactly: index).flatMap { matrix.clause($0) } }

    /// The id of a clause.
    func id(_ clause: Matrix.Clause) -> hq_str { unsafe texts.part(ids[clause.index]) }
}

@c @implementation
public func hq_snapshot_matrix(
    _ snapshot: OpaquePointer?, _ threads: Int32, _ memoryLimit: Int64, _ progress: hq_progress?,
    _ user: UnsafeMutableRawPointer?, _ out: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let snapshot = try unsafe need(snapshot, as: Snapshot.self, "snapshot")
        let threads = try Input.threads(threads)
        guard memoryLimit >= 0 else {
            throw .argument("memory_limit", zh: "不能为负", en: "must not be negative")
        }
        let limit = memoryLimit == 0 ? nil : Int(clamping: memoryLimit)
        let watcher = unsafe progress.map { unsafe Watcher(tell: $0, user: user) }
        return try HeldMatrix(
            calling { () throws(HuiqiError) in
                try snapshot.matrix(
                    threads: threads, progress: watcher.map { $0.progress }, memoryLimit: limit)
            })
    }
}

@c @implementation
public func hq_matrix_clause_count(_ matrix: OpaquePointer?) -> Int64 {
    Int64(unsafe object(matrix, as: HeldMatrix.self)?.matrix.clauseCount ?? 0)
}

@c @implementation
public func hq_matrix_profile_count(_ matrix: OpaquePointer?) -> Int64 {
    Int64(unsafe object(matrix, as: HeldMatrix.self)?.matrix.profileCount ?? 0)
}

@c @implementation
public func hq_matrix_byte_count(_ matrix: OpaquePointer?) -> Int64 {
    Int64(unsafe object(matrix, as: HeldMatrix.self)?.matrix.byteCount ?? 0)
}

@c @implementation
public func hq_matrix_at(
    _ matrix: OpaquePointer?, _ clauseIndex: Int64, _ clauseID: UnsafeMutablePointer<hq_str>?,
    _ eligible: UnsafeMutablePointer<Int64>?, _ ineligible: UnsafeMutablePointer<Int64>?,
    _ undetermined: UnsafeMutablePointer<Int64>?
) -> hq_status {
    let held = unsafe object(matrix, as: HeldMatrix.self)
    let clause = held?.clause(clauseIndex)
    if let clauseID = unsafe clauseID {
        unsafe clauseID.pointee = clause.flatMap { clause in unsafe held?.id(clause) } ?? hq_str()
    }
    let count = clause?.count
    if let eligible = unsafe eligible { unsafe eligible.pointee = Int64(count?.eligible ?? 0) }
    if let ineligible = unsafe ineligible { unsafe ineligible.pointee = Int64(count?.ineligible ?? 0) }
    if let undetermined = unsafe undetermined {
        unsafe undetermined.pointee = Int64(count?.undetermined ?? 0)
    }
    if held == nil { return hq_status(HQ_E_NULL) }
    return hq_status(clause == nil ? HQ_E_ARGUMENT : HQ_OK)
}

@c @implementation
public func hq_matrix_index(
    _ matrix: OpaquePointer?, _ clauseID: UnsafePointer<CChar>?, _ clauseIDCount: Int
) -> Int64 {
    var found: Int64 = -1
    _ = attempt(nil) { () throws(Failure) in
        let matrix = try unsafe need(matrix, as: HeldMatrix.self, "matrix").matrix
        let id = try unsafe Input.text(clauseID, clauseIDCount, "clause_id")
        found = matrix.index(of: id).map { Int64($0) } ?? -1
    }
    return found
}

@c @implementation
public func hq_matrix_verdict(
    _ matrix: OpaquePointer?, _ clauseIndex: Int64, _ key: UnsafePointer<CChar>?, _ keyCount: Int,
    _ out: UnsafeMutablePointer<Int8>?
) -> hq_status {
    if let out = unsafe out { unsafe out.pointee = 0 }
    return attempt(nil) { () throws(Failure) in
        let held = try unsafe need(matrix, as: HeldMatrix.self, "matrix")
        guard let out = unsafe out else { throw .null("out") }
        guard let clause = held.clause(clauseIndex) else { throw HeldMatrix.noClause }
        let key = try unsafe Input.text(key, keyCount, "key")
        guard let verdict = held.matrix.verdict(clause: clause.index, key: key) else {
            throw Failure(HQ_E_NOT_FOUND, zh: "没有这个主键的企业", en: "no profile of that key")
        }
        unsafe out.pointee = verdict.rawValue
    }
}

@c @implementation
public func hq_matrix_clause(
    _ matrix: OpaquePointer?, _ clauseIndex: Int64, _ verdict: Int8, _ read: hq_key_reader?,
    _ user: UnsafeMutableRawPointer?
) -> hq_status {
    attempt(nil) { () throws(Failure) in
        let held = try unsafe need(matrix, as: HeldMatrix.self, "matrix")
        guard let read = unsafe read else { throw .null("read") }
        guard let clause = held.clause(clauseIndex) else { throw HeldMatrix.noClause }
        guard let verdict = Verdict(rawValue: verdict) else {
            throw .argument("verdict", zh: "应为 -1、0 或 1", en: "must be -1, 0 or 1")
        }
        var text: [CChar] = []
        clause.forEachKey(verdict) { key in
            text.removeAll(keepingCapacity: true)
            for byte in key.utf8 { text.append(CChar(bitPattern: byte)) }
            text.append(0)
            return unsafe text.withUnsafeBufferPointer { text in
                // Safe: the NUL is there at least, so there is a base address.
                unsafe read(text.baseAddress, text.count - 1, user) != 0
            }
        }
    }
}

extension HeldMatrix {
    fileprivate static var noClause: Failure {
        .argument("clause_index", zh: "超出范围", en: "is out of range")
    }
}

@c @implementation
public func hq_matrix_free(_ matrix: OpaquePointer?) { unsafe release(matrix, as: HeldMatrix.self) }
