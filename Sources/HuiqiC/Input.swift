import CHuiqi
import Glibc
import Huiqi

/// What came in through the header, checked and copied.
enum Input {
    /// Bytes, not looked at.
    static func bytes(_ data: UnsafePointer<CChar>?, _ count: Int, _ name: String) throws(Failure) -> [UInt8]
    {
        // A size_t above the largest Int arrives negative.
        guard count >= 0, count <= limit else {
            throw Failure(HQ_E_LIMIT, field: name, zh: "`\(name)` 超过 4 GiB", en: "`\(name)` is over 4 GiB")
        }
        if count == 0 { return [] }
        guard let data = unsafe data else { throw .null(name) }
        guard hasMemory(count) else { throw .memory(name) }
        // Safe: the header asks for `count` readable bytes; they are copied here.
        return unsafe Array(UnsafeRawBufferPointer(start: data, count: count))
    }

    /// Bytes that are UTF-8.
    static func utf8(_ data: UnsafePointer<CChar>?, _ count: Int, _ name: String) throws(Failure) -> [UInt8] {
        // Safe: passed on as it came.
        let bytes = try unsafe bytes(data, count, name)
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw Failure(
                HQ_E_UTF8, field: name, offset: error.byteOffsets.lowerBound, zh: "`\(name)` 不是 UTF-8",
                en: "`\(name)` is not UTF-8")
        }
        return bytes
    }

    /// A text.
    static func text(_ data: UnsafePointer<CChar>?, _ count: Int, _ name: String) throws(Failure) -> String {
        // Safe: passed on as it came.
        String(decoding: try unsafe utf8(data, count, name), as: UTF8.self)
    }

    /// Whom a snapshot is asked about.
    static func subject(_ subject: UnsafePointer<hq_subject>?) throws(Failure) -> Snapshot.Subject {
        // Safe: not NULL, so a whole hq_subject of the caller's, which is only read.
        guard let subject = unsafe subject?.pointee else { throw .null("subject") }
        guard unsafe subject.reserved == 0 else { throw notZero("subject.reserved") }
        switch unsafe Int(subject.kind) {
        case HQ_SUBJECT_KEY: return .key(try unsafe text(subject.data, subject.len, "subject.data"))
        case HQ_SUBJECT_JSON: return .json(try unsafe utf8(subject.data, subject.len, "subject.data"))
        default:
            throw .argument(
                "subject.kind", zh: "应为 HQ_SUBJECT_KEY 或 HQ_SUBJECT_JSON", en: "is no HQ_SUBJECT_*")
        }
    }

    /// The first matches of whom a snapshot is asked about, read where the caller has it; nil where it must be looked at
    /// more closely: what is wrong with it is not told here.
    static func first(_ top: Int, of subject: UnsafePointer<hq_subject>?, in snapshot: Snapshot)
        -> FirstMatches?
    {
        // Safe: not NULL, so a whole hq_subject of the caller's, which is only read.
        guard let subject = unsafe subject?.pointee, unsafe subject.reserved == 0,
            let data = unsafe subject.data,
            unsafe subject.len > 0, unsafe subject.len <= limit
        else { return nil }
        // Safe: the header asks for `len` readable bytes, which stay until the call returns.
        let bytes = unsafe UnsafeRawBufferPointer(start: data, count: subject.len)
        // What is no UTF-8 is no stored key, and no profile that is read plainly.
        switch unsafe Int(subject.kind) {
        case HQ_SUBJECT_KEY: return unsafe snapshot.first(top, key: bytes)
        case HQ_SUBJECT_JSON: return unsafe snapshot.first(top, json: Span<UInt8>(_unsafeBytes: bytes))
        default: return nil
        }
    }

    /// How much of an answer is wanted, and by how many threads; NULL is the default.
    static func query(_ query: UnsafePointer<hq_query>?) throws(Failure) -> (
        options: AnswerOptions, threads: Int
    ) {
        // Safe: not NULL, so a whole hq_query of the caller's, which is only read.
        guard let query = unsafe query?.pointee else { return (AnswerOptions(), 1) }
        guard query.reserved == (0, 0) else { throw notZero("query.reserved") }
        guard query.explain == 0 || query.explain == 1 else {
            throw .argument("query.explain", zh: "应为 0 或 1", en: "must be 0 or 1")
        }
        let top = query.top < 0 ? nil : Int(query.top)
        return (AnswerOptions(top: top, explain: query.explain == 1), try threads(query.threads))
    }

    /// How a table is read; NULL is the default.
    static func table(_ options: UnsafePointer<hq_csv_options>?) throws(Failure) -> CSVOptions {
        // Safe: not NULL, so a whole hq_csv_options of the caller's, which is only read.
        guard let options = unsafe options?.pointee else { return CSVOptions() }
        guard options.reserved == (0, 0, 0, 0, 0) else { throw notZero("options.reserved") }
        func flag(_ value: Int32, _ name: String) throws(Failure) -> Bool {
            guard value == 0 || value == 1 else {
                throw .argument("options.\(name)", zh: "应为 0 或 1", en: "must be 0 or 1")
            }
            return value == 1
        }
        var table = CSVOptions(
            ignoresUnknownColumns: try flag(options.ignore_unknown, "ignore_unknown"),
            takesSerialDates: try flag(options.serial_dates, "serial_dates"))
        switch options.encoding {
        case HQ_CSV_FIND: break
        case HQ_CSV_UTF8: table.encoding = .utf8
        case HQ_CSV_GB18030: table.encoding = .gb18030
        default: throw .argument("options.encoding", zh: "应为 HQ_CSV_*", en: "is no HQ_CSV_*")
        }
        return table
    }

    /// A number of threads; 0 is 1.
    static func threads(_ count: Int32) throws(Failure) -> Int {
        guard (0...HQ_MAX_THREADS).contains(count) else {
            throw .argument("threads", zh: "应为 0 至 \(HQ_MAX_THREADS)", en: "must be 0 to \(HQ_MAX_THREADS)")
        }
        return max(1, Int(count))
    }

    /// Whether a batch is strict.
    static func isStrict(_ flags: UInt32) throws(Failure) -> Bool {
        guard flags & ~UInt32(HQ_STRICT) == 0 else {
            throw .argument("flags", zh: "含有未定义的位", en: "has a bit that means nothing")
        }
        return flags & UInt32(HQ_STRICT) != 0
    }

    /// Bounds on expressions; 0 is the contract's, none may be above it.
    static func limits(_ options: hq_options) throws(Failure) -> RuleLimits {
        let most = RuleLimits.contract
        func limit(_ value: Int64, _ most: Int, _ name: String) throws(Failure) -> Int {
            if value == 0 { return most }
            guard value > 0, value <= most else {
                throw .argument("options.\(name)", zh: "应为 0 至 \(most)", en: "must be 0 to \(most)")
            }
            return Int(value)
        }
        // Safe: numbers of a struct; its pointer is not followed here.
        guard unsafe options.reserved == 0 else { throw notZero("options.reserved") }
        return RuleLimits(
            codePoints: try limit(unsafe options.max_code_points, most.codePoints, "max_code_points"),
            nesting: try limit(unsafe options.max_nesting, most.nesting, "max_nesting"),
            nodes: try limit(unsafe options.max_nodes, most.nodes, "max_nodes"),
            steps: try limit(unsafe options.max_steps, most.steps, "max_steps"))
    }

    /// How clauses are decided.
    static func truthMode(_ mode: Int64) throws(Failure) -> TruthMode {
        switch mode {
        case Int64(HQ_TRUTH_SPLIT): return .split
        case Int64(HQ_TRUTH_KLEENE): return .kleene
        default:
            throw .argument(
                "options.truth", zh: "应为 HQ_TRUTH_SPLIT 或 HQ_TRUTH_KLEENE", en: "is no HQ_TRUTH_*")
        }
    }

    private static let limit = 4_294_967_296  // HQ_MAX_INPUT_BYTES

    static func notZero(_ name: String) -> Failure { .argument(name, zh: "应为 0", en: "must be 0") }

    /// Whether memory for a copy can be had: an Array that cannot be allocated ends the process.
    private static func hasMemory(_ count: Int) -> Bool {
        if count < 1 << 20 { return true }
        // Safe: freed at once, never read.
        guard let probe = unsafe malloc(count) else { return false }
        unsafe free(probe)
        return true
    }
}
