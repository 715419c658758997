import CHuiqi
import Huiqi

/// Why a call returns something else than `HQ_OK`.
struct Failure: Error {
    let status: hq_status
    let finding: Finding

    /// What the library refused; its codes and the header's are the same numbers.
    init(_ error: HuiqiError) {
        status = error.code.rawValue
        finding = error.finding
    }

    /// What the edge refused.
    init(_ status: Int, field: String? = nil, offset: Int? = nil, zh: String, en: String) {
        self.status = hq_status(status)
        finding = Finding(.refusal, field: field, offsetUTF8: offset, Message(zh: zh, en: en))
    }

    static func null(_ name: String) -> Failure {
        Failure(HQ_E_NULL, field: name, zh: "`\(name)` 不能为 NULL", en: "`\(name)` must not be NULL")
    }

    static func argument(_ name: String, zh: String, en: String) -> Failure {
        Failure(HQ_E_ARGUMENT, field: name, zh: "`\(name)` \(zh)", en: "`\(name)` \(en)")
    }

    static func memory(_ name: String) -> Failure {
        Failure(HQ_E_LIMIT, field: name, zh: "`\(name)` 所需的内存不足", en: "there is no memory for `\(name)`")
    }
}

/// Runs `body`, tells `error` how it went, and returns the status.
func attempt(
    _ error: UnsafeMutablePointer<hq_error>?, _ body: () throws(Failure) -> Void
) -> hq_status {
    do throws(Failure) {
        try body()
        // Safe: NULL, or the caller's own struct, as the header asks.
        unsafe clear(error)
        return hq_status(HQ_OK)
    } catch let failure {
        // Safe: as above.
        unsafe fill(error, failure)
        return failure.status
    }
}

/// Runs the body of a call of the library.
func calling<Result>(_ body: () throws(HuiqiError) -> Result) throws(Failure) -> Result {
    do throws(HuiqiError) { return try body() } catch { throw Failure(error) }
}

private func clear(_ error: UnsafeMutablePointer<hq_error>?) {
    guard let error = unsafe error else { return }
    // Safe: `error` points to a whole hq_error; every array has at least one byte.
    unsafe error.pointee.code = hq_status(HQ_OK)
    unsafe error.pointee.reserved = 0
    unsafe error.pointee.line = 0
    unsafe error.pointee.offset = -1
    unsafe error.pointee.subject.0 = 0
    unsafe error.pointee.field.0 = 0
    unsafe error.pointee.condition.0 = 0
    unsafe error.pointee.message_zh.0 = 0
    unsafe error.pointee.message_en.0 = 0
}

private func fill(_ error: UnsafeMutablePointer<hq_error>?, _ failure: Failure) {
    guard let error = unsafe error else { return }
    let finding = failure.finding
    // Safe: `error` points to memory of a whole hq_error, which `initialize` writes in full; each array is
    // lent to `write` with its own size.
    unsafe error.initialize(to: hq_error())
    unsafe error.pointee.code = failure.status
    unsafe error.pointee.line = Int64(finding.line)
    unsafe error.pointee.offset = finding.offsetUTF8.map { Int64($0) } ?? -1
    unsafe withUnsafeMutableBytes(of: &error.pointee.subject) { unsafe write(finding.subject, $0) }
    unsafe withUnsafeMutableBytes(of: &error.pointee.field) { unsafe write(finding.field, $0) }
    unsafe withUnsafeMutableBytes(of: &error.pointee.condition) { unsafe write(finding.condition, $0) }
    unsafe withUnsafeMutableBytes(of: &error.pointee.message_zh) { unsafe write(finding.message.zh, $0) }
    unsafe withUnsafeMutableBytes(of: &error.pointee.message_en) { unsafe write(finding.message.en, $0) }
}

/// Writes what fits of a text, whole characters only, into zeroed `place` before its last byte.
private func write(_ text: String?, _ place: UnsafeMutableRawBufferPointer) {
    guard let text else { return }
    var end = 0
    for scalar in text.unicodeScalars {
        // A NUL would end the text for its reader.
        let bytes = UTF8.encode(scalar == "\0" ? "\u{FFFD}" : scalar).map { Array($0) } ?? []
        guard end + bytes.count < place.count else { return }
        for byte in bytes {
            // Safe: `end` stays below the count, by the guard above.
            unsafe place[end] = byte
            end += 1
        }
    }
}
