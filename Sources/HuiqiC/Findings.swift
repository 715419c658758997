import CHuiqi
import Huiqi

/// Findings that a caller reads one by one.
final class Findings {
    private struct Row {
        let severity: Int32
        let line: Int64
        let offset: Int64
        let subject: TextPool.Piece
        let field: TextPool.Piece
        let condition: TextPool.Piece
        let zh: TextPool.Piece
        let en: TextPool.Piece
    }

    private let rows: [Row]
    private let texts: LentText

    init(_ findings: [Finding]) throws(Failure) {
        var pool = TextPool()
        var rows: [Row] = []
        rows.reserveCapacity(findings.count)
        for finding in findings {
            rows.append(
                Row(
                    severity: Int32(finding.severity == .refusal ? HQ_REFUSAL : HQ_WARNING),
                    line: Int64(finding.line), offset: finding.offsetUTF8.map { Int64($0) } ?? -1,
                    subject: pool.add(finding.subject), field: pool.add(finding.field),
                    condition: pool.add(finding.condition), zh: pool.add(finding.message.zh),
                    en: pool.add(finding.message.en)))
        }
        self.rows = rows
        texts = try pool.lent()
    }

    var count: Int64 { Int64(rows.count) }

    /// Fills in one finding for the caller.
    func lend(_ index: Int64, _ out: UnsafeMutablePointer<hq_finding>) -> hq_status {
        guard index >= 0, index < count else { return hq_status(HQ_E_ARGUMENT) }
        let row = rows[Int(index)]
        // Safe: `out` is the caller's own struct; the texts live as long as the handle that holds this object.
        unsafe out.pointee = hq_finding(
            severity: row.severity, reserved: 0, line: row.line, offset: row.offset,
            subject: texts.part(row.subject), field: texts.part(row.field),
            condition: texts.part(row.condition), message_zh: texts.part(row.zh),
            message_en: texts.part(row.en))
        return hq_status(HQ_OK)
    }
}

/// Fills in one finding of a handle, or clears `out` and says why not.
func lend(_ findings: Findings?, _ index: Int64, _ out: UnsafeMutablePointer<hq_finding>?) -> hq_status {
    guard let out = unsafe out else { return hq_status(HQ_E_NULL) }
    // Safe: the caller's own struct, written in full.
    unsafe out.initialize(to: hq_finding())
    guard let findings else { return hq_status(HQ_E_NULL) }
    return unsafe findings.lend(index, out)
}
