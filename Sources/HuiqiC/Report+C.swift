// Safe, for every `unsafe` of this file: handles and structs are the caller's, as huiqi.h describes them.
import CHuiqi
import Huiqi

/// What is behind `hq_report`.
final class Report {
    let taken: Int64
    let refused: Int64
    let findings: Findings

    init(_ report: Engine.PutReport) throws(Failure) {
        taken = Int64(report.taken)
        refused = Int64(report.refused)
        findings = try Findings(report.findings)
    }
}

@c @implementation
public func hq_report_taken(_ report: OpaquePointer?) -> Int64 {
    unsafe object(report, as: Report.self)?.taken ?? 0
}

@c @implementation
public func hq_report_refused(_ report: OpaquePointer?) -> Int64 {
    unsafe object(report, as: Report.self)?.refused ?? 0
}

@c @implementation
public func hq_report_count(_ report: OpaquePointer?) -> Int64 {
    unsafe object(report, as: Report.self)?.findings.count ?? 0
}

@c @implementation
public func hq_report_at(
    _ report: OpaquePointer?, _ index: Int64, _ out: UnsafeMutablePointer<hq_finding>?
) -> hq_status {
    unsafe lend(object(report, as: Report.self)?.findings, index, out)
}

@c @implementation
public func hq_report_free(_ report: OpaquePointer?) { unsafe release(report, as: Report.self) }
