// Safe, for every `unsafe` of this file: handles and variables are the caller's, as huiqi.h describes them; texts
// live as long as the handle that holds them.
import CHuiqi
import Huiqi

/// What is behind `hq_counts`.
final class Counts {
    let rows: [ClauseCount]
    private let ids: [TextPool.Piece]
    private let texts: LentText
    let csv: LateText

    init(_ rows: [ClauseCount]) throws(Failure) {
        self.rows = rows
        var pool = TextPool()
        ids = rows.map { pool.add($0.clauseID) }
        texts = try pool.lent()
        csv = LateText { ClauseCount.csv(rows) }
    }

    var count: Int64 { Int64(rows.count) }

    /// The id of a row within bounds.
    func id(_ index: Int) -> hq_str { unsafe texts.part(ids[index]) }
}

@c @implementation
public func hq_counts_size(_ counts: OpaquePointer?) -> Int64 {
    unsafe object(counts, as: Counts.self)?.count ?? 0
}

@c @implementation
public func hq_counts_at(
    _ counts: OpaquePointer?, _ index: Int64, _ clauseID: UnsafeMutablePointer<hq_str>?,
    _ eligible: UnsafeMutablePointer<Int64>?, _ ineligible: UnsafeMutablePointer<Int64>?,
    _ undetermined: UnsafeMutablePointer<Int64>?
) -> hq_status {
    let counts = unsafe object(counts, as: Counts.self)
    let isInside = index >= 0 && index < counts?.count ?? 0
    let row = isInside ? counts?.rows[Int(index)] : nil
    if let clauseID = unsafe clauseID {
        unsafe clauseID.pointee = isInside ? counts?.id(Int(index)) ?? hq_str() : hq_str()
    }
    if let eligible = unsafe eligible { unsafe eligible.pointee = Int64(row?.eligible ?? 0) }
    if let ineligible = unsafe ineligible { unsafe ineligible.pointee = Int64(row?.ineligible ?? 0) }
    if let undetermined = unsafe undetermined { unsafe undetermined.pointee = Int64(row?.undetermined ?? 0) }
    if counts == nil { return hq_status(HQ_E_NULL) }
    return hq_status(isInside ? HQ_OK : HQ_E_ARGUMENT)
}

@c @implementation
public func hq_counts_csv(
    _ counts: OpaquePointer?, _ data: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ len: UnsafeMutablePointer<Int>?
) -> hq_status {
    unsafe lend(object(counts, as: Counts.self)?.csv, data, len)
}

@c @implementation
public func hq_counts_free(_ counts: OpaquePointer?) { unsafe release(counts, as: Counts.self) }
