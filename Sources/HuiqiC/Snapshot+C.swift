// Safe, for every `unsafe` of this file: pointers are the caller's own variables, texts and handles as huiqi.h
// describes them; they are passed on to the functions that check for NULL and copy.
import CHuiqi
import Huiqi

@c @implementation
public func hq_snapshot_free(_ snapshot: OpaquePointer?) { unsafe release(snapshot, as: Snapshot.self) }

@c @implementation
public func hq_snapshot_clause_count(_ snapshot: OpaquePointer?) -> Int64 {
    Int64(unsafe object(snapshot, as: Snapshot.self)?.clauseCount ?? 0)
}

@c @implementation
public func hq_snapshot_profile_count(_ snapshot: OpaquePointer?) -> Int64 {
    Int64(unsafe object(snapshot, as: Snapshot.self)?.profileCount ?? 0)
}

@c @implementation
public func hq_snapshot_match(
    _ snapshot: OpaquePointer?, _ subject: UnsafePointer<hq_subject>?, _ query: UnsafePointer<hq_query>?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let snapshot = try unsafe need(snapshot, as: Snapshot.self, "snapshot")
        let (options, _) = try unsafe Input.query(query)
        if !options.explain, let top = options.top, top <= FirstMatches.limit,
            let found = unsafe Input.first(top, of: subject, in: snapshot)
        {
            return try FirstRecords(found, snapshot) as Matches
        }
        let subject = try unsafe Input.subject(subject)
        return try AnswerMatches(
            calling { () throws(HuiqiError) in try snapshot.match(subject, options: options) })
    }
}

@c @implementation
public func hq_snapshot_find(
    _ snapshot: OpaquePointer?, _ clauseID: UnsafePointer<CChar>?, _ clauseIDCount: Int,
    _ query: UnsafePointer<hq_query>?, _ out: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let snapshot = try unsafe need(snapshot, as: Snapshot.self, "snapshot")
        let (options, threads) = try unsafe Input.query(query)
        let id = try unsafe Input.text(clauseID, clauseIDCount, "clause_id")
        return try AnswerMatches(
            calling { () throws(HuiqiError) in
                try snapshot.find(clause: id, options: options, threads: threads)
            })
    }
}

@c @implementation
public func hq_snapshot_find_draft(
    _ snapshot: OpaquePointer?, _ json: UnsafePointer<CChar>?, _ jsonCount: Int,
    _ query: UnsafePointer<hq_query>?, _ out: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let snapshot = try unsafe need(snapshot, as: Snapshot.self, "snapshot")
        let (options, threads) = try unsafe Input.query(query)
        let draft = try unsafe Input.utf8(json, jsonCount, "json")
        return try AnswerMatches(
            calling { () throws(HuiqiError) in
                try snapshot.find(draft: draft, options: options, threads: threads)
            })
    }
}

@c @implementation
public func hq_snapshot_explain(
    _ snapshot: OpaquePointer?, _ clauseID: UnsafePointer<CChar>?, _ clauseIDCount: Int,
    _ subject: UnsafePointer<hq_subject>?, _ out: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let snapshot = try unsafe need(snapshot, as: Snapshot.self, "snapshot")
        let id = try unsafe Input.text(clauseID, clauseIDCount, "clause_id")
        let subject = try unsafe Input.subject(subject)
        return try AnswerMatches(
            calling { () throws(HuiqiError) in try snapshot.explain(clause: id, subject) })
    }
}

@c @implementation
public func hq_snapshot_count(
    _ snapshot: OpaquePointer?, _ threads: Int32, _ progress: hq_progress?, _ user: UnsafeMutableRawPointer?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let snapshot = try unsafe need(snapshot, as: Snapshot.self, "snapshot")
        let threads = try Input.threads(threads)
        let watcher = unsafe progress.map { unsafe Watcher(tell: $0, user: user) }
        return try Counts(
            calling { () throws(HuiqiError) in
                try snapshot.count(threads: threads, progress: watcher.map { $0.progress })
            })
    }
}

@c @implementation
public func hq_snapshot_evaluate(
    _ snapshot: OpaquePointer?, _ expression: UnsafePointer<CChar>?, _ expressionCount: Int,
    _ subject: UnsafePointer<hq_subject>?, _ isUnknown: UnsafeMutablePointer<Int32>?,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    if let isUnknown = unsafe isUnknown { unsafe isUnknown.pointee = 0 }
    return unsafe produce(out, error) { () throws(Failure) in
        let snapshot = try unsafe need(snapshot, as: Snapshot.self, "snapshot")
        let expression = try unsafe Input.text(expression, expressionCount, "expression")
        let subject = unsafe subject == nil ? nil : try unsafe Input.subject(subject)
        let found = try calling { () throws(HuiqiError) in try snapshot.evaluate(expression, subject) }
        let text: String
        switch found {
        case .value(let value): text = value
        case .unknown(let names, _):
            text = names.joined(separator: ", ")
            if let isUnknown = unsafe isUnknown { unsafe isUnknown.pointee = 1 }
        }
        guard let lent = LentText(Array(text.utf8)) else { throw .memory("out") }
        return lent
    }
}

@c @implementation
public func hq_text_data(_ text: OpaquePointer?, _ len: UnsafeMutablePointer<Int>?) -> UnsafePointer<CChar>? {
    let whole = unsafe object(text, as: LentText.self)?.whole
    if let len = unsafe len { unsafe len.pointee = unsafe whole?.len ?? 0 }
    return unsafe whole?.data
}

@c @implementation
public func hq_text_free(_ text: OpaquePointer?) { unsafe release(text, as: LentText.self) }
