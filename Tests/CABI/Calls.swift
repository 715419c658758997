// Swift wrappers that call the C functions exactly as written, with any bytes.
import CHuiqi
import Testing

/// What hq_error said, read as a C caller would.
struct CError: Equatable {
    var code: Int32 = 0
    var line: Int64 = 0
    var offset: Int64 = -1
    var subject = ""
    var field = ""
    var condition = ""
    var zh = ""
    var en = ""
}

/// A status with its error.
struct Outcome {
    let status: Int
    let error: CError
    var isOK: Bool { status == HQ_OK }
}

/// Text up to its NUL; nil where there is none in the array or it is no UTF-8.
func text<Array>(_ array: Array) -> String? {
    withUnsafeBytes(of: array) { bytes in
        guard let end = bytes.firstIndex(of: 0) else { return nil }
        return String(validating: bytes[..<end], as: UTF8.self)
    }
}

/// Runs a call with an error filled with rubbish and checks what every call promises about it.
func call(_ body: (UnsafeMutablePointer<hq_error>) -> hq_status) -> Outcome {
    var error = hq_error()
    withUnsafeMutableBytes(of: &error) { for index in $0.indices { $0[index] = 0xA5 } }
    let status = body(&error)
    #expect(error.code == status)
    let texts = [
        text(error.subject), text(error.field), text(error.condition), text(error.message_zh),
        text(error.message_en),
    ]
    #expect(texts.allSatisfy { $0 != nil }, "texts of hq_error end with a NUL and are UTF-8")
    let found = CError(
        code: error.code, line: error.line, offset: error.offset, subject: texts[0] ?? "",
        field: texts[1] ?? "",
        condition: texts[2] ?? "", zh: texts[3] ?? "", en: texts[4] ?? "")
    if status == HQ_OK {
        #expect(found == CError())
    } else {
        #expect(!found.zh.isEmpty && !found.en.isEmpty)
        #expect(error.reserved == 0)
    }
    return Outcome(status: Int(status), error: found)
}

/// Lends bytes as C sees them; no bytes are NULL.
func lend<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>?, Int) -> Result) -> Result {
    if bytes.isEmpty { return body(nil, 0) }
    return bytes.withUnsafeBytes { body($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count) }
}

/// Runs a call that makes a handle; an error leaves it NULL.
func make(
    _ body: (UnsafeMutablePointer<OpaquePointer?>, UnsafeMutablePointer<hq_error>) -> hq_status
) -> (outcome: Outcome, handle: OpaquePointer?) {
    var handle = OpaquePointer(bitPattern: 0xDEAD)
    let outcome = call { body(&handle, $0) }
    #expect((handle != nil) == outcome.isOK, "a handle comes out exactly where the call succeeds")
    return (outcome, outcome.isOK ? handle : nil)
}

func string(_ text: hq_str) -> String {
    guard let data = text.data else { return "NULL" }
    let bytes = UnsafeRawBufferPointer(start: data, count: text.len)
    #expect(data[text.len] == 0)
    return String(decoding: bytes, as: UTF8.self)
}

/// Keeps the objects whose handles a test uses until the end of its scope, after which they are freed.
@inline(never) func keep(_ objects: AnyObject...) { withExtendedLifetime(objects) {} }

/// An engine that is closed with this object.
final class CEngine {
    let handle: OpaquePointer?

    init(_ schema: [UInt8]? = nil, options: hq_options = hq_options()) {
        var options = options
        handle = lend(schema ?? []) { data, count in
            options.schema = data
            options.schema_len = count
            return make { hq_engine_open(&options, $0, $1) }.handle
        }
    }

    deinit { hq_engine_close(handle) }

    @discardableResult
    func put(clauses: [UInt8], flags: UInt32 = 0) -> (outcome: Outcome, report: CReport) {
        let (outcome, report) = lend(clauses) { data, count in
            make { hq_engine_put_clauses(handle, data, count, flags, $0, $1) }
        }
        return (outcome, CReport(report))
    }

    @discardableResult
    func put(profiles: [UInt8], flags: UInt32 = 0, threads: Int32 = 0) -> (outcome: Outcome, report: CReport)
    {
        let (outcome, report) = lend(profiles) { data, count in
            make { hq_engine_put_profiles(handle, data, count, flags, threads, $0, $1) }
        }
        return (outcome, CReport(report))
    }

    func check(_ clauses: [UInt8]) -> CReport {
        CReport(
            lend(clauses) { data, count in make { hq_engine_check_clauses(handle, data, count, $0, $1) } }
                .handle)
    }

    func snapshot(_ year: Int32 = 2024, _ month: Int32 = 6, _ day: Int32 = 30) -> CSnapshot {
        CSnapshot(make { hq_engine_snapshot(handle, year, month, day, $0, $1) }.handle)
    }
}

final class CReport {
    let handle: OpaquePointer?
    init(_ handle: OpaquePointer?) { self.handle = handle }
    deinit { hq_report_free(handle) }

    var taken: Int { Int(hq_report_taken(handle)) }
    var refused: Int { Int(hq_report_refused(handle)) }

    /// All findings; reads every text, so that a wrong length shows under the address sanitizer.
    var findings: [CFinding] {
        (0..<hq_report_count(handle)).map { CFinding { hq_report_at(self.handle, $0, $1) }($0) }
    }
}

struct CFinding {
    var severity = 0
    var line: Int64 = 0
    var offset: Int64 = 0
    var subject = ""
    var field = ""
    var condition = ""
    var zh = ""
    var en = ""
    private let read: (Int64, UnsafeMutablePointer<hq_finding>) -> hq_status

    init(_ read: @escaping (Int64, UnsafeMutablePointer<hq_finding>) -> hq_status) { self.read = read }

    func callAsFunction(_ index: Int64) -> CFinding {
        var raw = hq_finding()
        #expect(read(index, &raw) == HQ_OK)
        var finding = self
        finding.severity = Int(raw.severity)
        finding.line = raw.line
        finding.offset = raw.offset
        finding.subject = string(raw.subject)
        finding.field = string(raw.field)
        finding.condition = string(raw.condition)
        finding.zh = string(raw.message_zh)
        finding.en = string(raw.message_en)
        return finding
    }
}

final class CMatches {
    let handle: OpaquePointer?
    init(_ handle: OpaquePointer?) { self.handle = handle }
    deinit { hq_matches_free(handle) }

    var rows: [hq_match] {
        (0..<hq_matches_count(handle)).map {
            var row = hq_match()
            #expect(hq_matches_at(handle, $0, &row) == HQ_OK)
            return row
        }
    }

    var json: String {
        var data: UnsafePointer<CChar>?
        var count = 0
        #expect(hq_matches_json(handle, &data, &count) == HQ_OK)
        return string(hq_str(data: data, len: count))
    }
}

/// A subject in Swift.
enum Who {
    case key([UInt8])
    case json([UInt8])

    func lent<Result>(_ body: (UnsafePointer<hq_subject>) -> Result) -> Result {
        let (kind, bytes) =
            switch self {
            case .key(let bytes): (HQ_SUBJECT_KEY, bytes)
            case .json(let bytes): (HQ_SUBJECT_JSON, bytes)
            }
        return lend(bytes) { data, count in
            var subject = hq_subject(kind: Int32(kind), reserved: 0, data: data, len: count)
            return body(&subject)
        }
    }
}

final class CSnapshot {
    let handle: OpaquePointer?
    init(_ handle: OpaquePointer?) { self.handle = handle }
    deinit { hq_snapshot_free(handle) }

    var clauseCount: Int64 { hq_snapshot_clause_count(handle) }
    var profileCount: Int64 { hq_snapshot_profile_count(handle) }

    func match(_ who: Who, top: Int64 = 10, explain: Int32 = 0) -> (outcome: Outcome, matches: CMatches) {
        var query = hq_query(top: top, explain: explain, threads: 0, reserved: (0, 0))
        let (outcome, handle) = who.lent { subject in
            make { hq_snapshot_match(self.handle, subject, &query, $0, $1) }
        }
        return (outcome, CMatches(handle))
    }

    func find(_ id: [UInt8], top: Int64 = 10, threads: Int32 = 0) -> (outcome: Outcome, matches: CMatches) {
        var query = hq_query(top: top, explain: 0, threads: threads, reserved: (0, 0))
        let (outcome, handle) = lend(id) { data, count in
            make { hq_snapshot_find(self.handle, data, count, &query, $0, $1) }
        }
        return (outcome, CMatches(handle))
    }

    func find(draft: [UInt8]) -> (outcome: Outcome, matches: CMatches) {
        let (outcome, handle) = lend(draft) { data, count in
            make { hq_snapshot_find_draft(self.handle, data, count, nil, $0, $1) }
        }
        return (outcome, CMatches(handle))
    }

    func explain(_ id: [UInt8], _ who: Who) -> (outcome: Outcome, matches: CMatches) {
        let (outcome, handle) = lend(id) { data, count in
            who.lent { subject in make { hq_snapshot_explain(self.handle, data, count, subject, $0, $1) } }
        }
        return (outcome, CMatches(handle))
    }

    /// The text, with a mark before missing facts.
    func evaluate(_ expression: [UInt8], _ who: Who? = nil) -> (outcome: Outcome, text: String) {
        var isUnknown: Int32 = 7
        let (outcome, handle) = lend(expression) { data, count in
            guard let who else {
                return make { hq_snapshot_evaluate(self.handle, data, count, nil, &isUnknown, $0, $1) }
            }
            return who.lent { subject in
                make { hq_snapshot_evaluate(self.handle, data, count, subject, &isUnknown, $0, $1) }
            }
        }
        defer { hq_text_free(handle) }
        #expect(isUnknown == 0 || isUnknown == 1)
        guard let handle else { return (outcome, "") }
        var count = 0
        let data = hq_text_data(handle, &count)
        return (outcome, (isUnknown == 1 ? "?" : "") + string(hq_str(data: data, len: count)))
    }
}
